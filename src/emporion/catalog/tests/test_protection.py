import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from emporion.catalog import commands, queries
from emporion.catalog.models import Protection
from emporion.catalog.types import (
    FieldsProtected,
    FieldsReleased,
    Outcome,
    PictureCard,
    PicturesCard,
    ProductCard,
    UnknownField,
    UnknownProduct,
    UnknownProperty,
    UnknownVariant,
    VariantCard,
)
from emporion.journal.queries import last_fact, timeline

from .factories import BY, category, product, product_on_sale, put, text_property


def test_a_field_edited_by_hand_is_left_alone_by_an_exchange(house: str) -> None:
    pk = product("Cup", sku="C-1")
    commands.edit_product(card=ProductCard(pk, name="Blue cup", sku="C-1"), **BY)

    (outcome,) = put(ProductCard(pk, name="Cup", sku="C-2"), respects_protection=True)

    page = queries.product_page(pk)
    assert outcome == Outcome(pk, "changed", ("name",))
    assert (page.name, page.sku) == ("Blue cup", "C-2")
    assert [(line.field, line.by) for line in page.protections] == [("name", "staff:1")]


def test_a_person_is_not_held_up_by_protection(house: str) -> None:
    pk = product("Cup")
    commands.edit_product(card=ProductCard(pk, name="Blue cup"), **BY)

    commands.edit_product(card=ProductCard(pk, name="Red cup"), **BY)

    assert queries.product_page(pk).name == "Red cup"
    assert len(queries.product_page(pk).protections) == 1


def test_one_value_can_be_protected_while_the_others_follow(house: str) -> None:
    material, shape = text_property("Material"), text_property("Shape")
    pk = product(values=((material, None, "clay"), (shape, None, "round")))
    commands.protect_fields(product_id=pk, fields=[f"value:{material}"], **BY)

    told = ProductCard(pk, values=((material, None, "plastic"), (shape, None, "square")))
    (outcome,) = put(told, respects_protection=True)

    texts = {line.property_id: line.text for line in queries.product_page(pk).values}
    assert (outcome.kept, texts) == ((f"value:{material}",), {material: "clay", shape: "square"})


def test_what_only_touches_protected_fields_tells_nothing(house: str) -> None:
    pk = product("Cup", category_ids=(category(),))
    commands.protect_fields(product_id=pk, fields=["categories", "is_hidden", "name"], **BY)
    before = last_fact()

    (outcome,) = put(ProductCard(pk, name="Mug", category_ids=(), is_hidden=True), respects_protection=True)

    assert outcome == Outcome(pk, "unchanged", ("name", "is_hidden", "categories"))
    assert last_fact() == before


def test_a_variant_s_field_and_the_pictures_can_be_protected(house: str) -> None:
    pk, cup = product_on_sale(barcodes=("1",))
    commands.put_variants(cards=[VariantCard(cup, sku="OURS", protects=True)], **BY)
    commands.protect_fields(product_id=pk, fields=["pictures"], **BY)

    (variant,) = commands.put_variants(
        cards=[VariantCard(cup, sku="THEIRS", barcodes=("2",))], respects_protection=True, **BY
    )
    shown = [PicturesCard(pk, (PictureCard("pictures/aa/aa.png", "aa"),))]
    (pictures,) = commands.put_pictures(cards=shown, respects_protection=True, **BY)

    assert variant == Outcome(cup, "changed", ("sku",))
    assert (queries.variants([cup])[cup].sku, queries.barcodes_of([cup])[cup]) == ("OURS", ("2",))
    assert pictures == Outcome(pk, "unchanged", ("pictures",))


def test_a_released_field_follows_the_exchange_again(house: str) -> None:
    pk = product("Cup")
    commands.protect_fields(product_id=pk, fields=["name", "sku"], **BY)
    commands.unprotect_fields(fields={pk: ["name", "brand"]}, **BY)

    put(ProductCard(pk, name="Mug"), respects_protection=True)

    assert queries.product_page(pk).name == "Mug"
    facts = [fact.event for fact in timeline([f"product:{pk}"])]
    assert FieldsProtected(f"product:{pk}", ("name", "sku")) in facts
    assert FieldsReleased(f"product:{pk}", ("name",)) in facts


def test_protecting_twice_tells_once(house: str) -> None:
    pk = product("Cup")
    commands.protect_fields(product_id=pk, fields=["name"], **BY)
    before = last_fact()

    commands.protect_fields(product_id=pk, fields=["name"], **BY)

    assert last_fact() == before


def test_what_is_no_field_or_no_product_cannot_be_protected(house: str) -> None:
    with pytest.raises(UnknownField) as caught:
        commands.protect_fields(product_id=product(), fields=["colour"], **BY)
    with pytest.raises(UnknownProduct):
        commands.protect_fields(product_id=404, fields=["name"], **BY)

    assert "name" in caught.value.what_to_do


def test_a_variant_of_another_product_and_a_property_nobody_added_cannot_be_protected(house: str) -> None:
    pk, (_other, stranger) = product(), product_on_sale()
    with pytest.raises(UnknownVariant):
        commands.protect_fields(product_id=pk, fields=[f"variant:{stranger}:sku"], **BY)
    with pytest.raises(UnknownProperty):
        commands.protect_fields(product_id=pk, fields=["value:404"], **BY)


def test_the_same_field_stands_once_also_when_nothing_but_it_is_named(house: str) -> None:
    pk = product("Cup")
    commands.protect_fields(product_id=pk, fields=["name"], **BY)
    with pytest.raises(IntegrityError), transaction.atomic():
        Protection.objects.create(product_id=pk, field="name", by="staff:2", at=timezone.now())
