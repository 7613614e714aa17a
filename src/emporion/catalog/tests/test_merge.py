"""A double becomes part of another product: it points, is hidden, and everything that named it leads on."""

from __future__ import annotations

from typing import Any

import pytest

from emporion.catalog import commands, queries
from emporion.catalog.types import (
    CannotTakeField,
    PictureCard,
    PicturesCard,
    ProductAlreadyMerged,
    ProductCard,
    ProductMerged,
    ProductMergedWithItself,
    ProductNotMerged,
    ProductStandsForOthers,
    ProductUnmerged,
    TextCard,
    UnitsDiffer,
    UnknownProduct,
    VariantCard,
    VariantsChanged,
    VariantStandsForOthers,
)
from emporion.journal.commands import deliver_all
from emporion.journal.queries import timeline
from emporion.search.queries import find
from emporion.search.types import Scope

from .factories import BY, category, product_on_sale, text_property

WHO: dict[str, Any] = {"actor": "staff:7"}
CODE, OTHER = "4600000000015", "4600000000022"


def two() -> tuple[int, int, int, int]:
    """A product with its variant, and a double with more on its card."""
    stays, own = product_on_sale("Cup", sku="CUP-1", barcodes=(CODE,))
    double, theirs = product_on_sale("Cup white", sku="CUP-9", brand="Orion", weight_grams=300, barcodes=(OTHER,))
    return stays, own, double, theirs


def test_the_double_points_and_its_codes_lead_on(house: str) -> None:
    stays, own, double, theirs = two()
    commands.merge(product=double, into=stays, **WHO)
    deliver_all()
    assert [one.id for one in queries.find_by_barcode(OTHER)] == [own]
    assert [one.id for one in queries.find_by_sku("CUP-9")] == [own]
    assert [one.pk for one in queries.products("CUP-9")] == [stays] == [one.pk for one in queries.products(OTHER)]
    assert [one.pk for one in queries.variants_found(OTHER)] == [own]
    assert [one.pk for one in queries.products(hidden=None)] == [stays]
    page = queries.product_page(double)
    assert (page.merged_into, page.is_hidden, queries.stands_for([double])) == (stays, True, {double: stays})
    assert queries.product_page(stays).name == "Cup"  # it keeps its card
    facts = [fact.event for fact in timeline([f"product:{double}"])]
    assert ProductMerged(f"product:{double}", stays, (), ((theirs, own),)) in facts


def test_what_is_chosen_is_taken_and_returned_and_what_changed_since_stays(house: str) -> None:
    stays, _own, double, _theirs = two()
    commands.put_products(
        cards=[ProductCard(double, category_ids=(category(),), values=((text_property(), None, "clay"),))], **BY
    )
    commands.put_texts(cards=[TextCard(double, "ro", "Cană")], **BY)
    picture = PictureCard("a.png", "a" * 64)
    commands.put_pictures(cards=[PicturesCard(double, (picture,))], **BY)
    before, seen = queries.product_page(stays), queries.merge_preview(double, stays)
    assert {"brand", "weight_grams", "categories", "pictures", "text:ro"} <= set(seen.lacking)
    assert seen.offered["name"] == ("Cup", "Cup white") and "name" not in seen.lacking
    commands.merge(product=double, into=stays, take=seen.lacking, **WHO)
    page = queries.product_page(stays)
    assert (page.name, page.brand, page.weight_grams, len(page.categories)) == ("Cup", "Orion", 300, 1)
    assert ([one.text for one in page.values], len(page.pictures)) == (["clay"], 1)
    assert queries.names_in("ro", [stays]) == {stays: "Cană"}
    commands.put_products(cards=[ProductCard(stays, brand="Delta")], **BY)
    [kept] = queries.merges_into(stays)
    assert set(kept.stays) == {"brand"} and "weight_grams" in kept.gives_back
    assert commands.unmerge(product=double, **WHO) == ("brand",)
    page = queries.product_page(stays)
    assert (page.brand, page.weight_grams, page.categories, page.values, page.pictures) == (
        "Delta", 0, before.categories, before.values, before.pictures,
    )  # fmt: skip
    assert [f.event for f in timeline([f"product:{double}"]) if isinstance(f.event, ProductUnmerged)] == [
        ProductUnmerged(f"product:{double}", stays, ("brand",))
    ]


def test_what_a_person_protects_stays(house: str) -> None:
    stays, _own, double, _theirs = two()
    commands.protect_fields(product_id=stays, fields=["brand"], **BY)
    seen = queries.merge_preview(double, stays)
    assert (seen.kept, "brand" in seen.offered) == (("brand",), False)
    commands.merge(product=double, into=stays, take=("brand",), **WHO)
    assert queries.product_page(stays).brand == ""


def test_variants_are_matched_by_code_article_and_options_and_the_others_come_over(house: str) -> None:
    stays, _ = product_on_sale("Shirt")
    double, _ = product_on_sale("Shirt")
    mine = commands.put_variants(cards=[
        VariantCard(product_id=stays, sku="S-1"), VariantCard(product_id=stays, options=(("Size", "M"),)),
        VariantCard(product_id=stays, barcodes=(CODE,)),
    ], **BY)  # fmt: skip
    theirs = commands.put_variants(cards=[
        VariantCard(product_id=double, barcodes=(CODE,)), VariantCard(product_id=double, sku="s-1"),
        VariantCard(product_id=double, options=(("size", "m"),)),
        VariantCard(product_id=double, options=(("Size", "L"),)),
    ], **BY)  # fmt: skip
    a, b, c = (one.id for one in mine)
    code, article, option, more = (one.id for one in theirs)
    seen = queries.merge_preview(double, stays).matches
    assert {one: seen[one] for one in (code, article, option, more)} == {code: c, article: a, option: b, more: 0}
    commands.merge(product=double, into=stays, **WHO)
    assert more in {one.id for one in queries.variants_of([stays])[stays]}
    third, _ = product_on_sale("Shirt L")
    [only] = [one.id for one in queries.variants_of([third])[third]]
    commands.merge(product=third, into=stays, variants={only: more}, **WHO)
    with pytest.raises(VariantStandsForOthers):
        commands.unmerge(product=double, **WHO)
    commands.unmerge(product=third, **WHO)
    commands.unmerge(product=double, **WHO)
    assert more in {one.id for one in queries.variants_of([double])[double]}


def test_a_choice_that_does_not_fit_is_refused(house: str) -> None:
    stays, own, double, theirs = two()
    _other, stranger = product_on_sale("Lamp")
    for wrong in ({theirs: stranger}, {stranger: own}):
        with pytest.raises(VariantsChanged):
            commands.merge(product=double, into=stays, variants=wrong, **WHO)
    with pytest.raises(CannotTakeField):
        commands.merge(product=double, into=stays, take=("country",), **WHO)
    assert queries.product_page(double).merged_into is None


def test_what_cannot_be_merged_is_refused(house: str) -> None:
    stays, _own, double, _theirs = two()
    third, _ = product_on_sale("Cup")
    heavy, _ = product_on_sale("Cup", unit="166")
    with pytest.raises(ProductMergedWithItself):
        commands.merge(product=stays, into=stays, **WHO)
    with pytest.raises(UnknownProduct):
        commands.merge(product=999_999, into=stays, **WHO)
    with pytest.raises(UnitsDiffer):
        commands.merge(product=heavy, into=stays, **WHO)
    with pytest.raises(ProductNotMerged):
        commands.unmerge(product=double, **WHO)
    commands.merge(product=double, into=stays, **WHO)
    with pytest.raises(ProductAlreadyMerged):
        commands.merge(product=double, into=third, **WHO)
    with pytest.raises(ProductStandsForOthers):
        commands.merge(product=stays, into=third, **WHO)


def test_the_palette_finds_what_stands_by_the_codes_of_the_double(house: str) -> None:
    stays, _own, double, _theirs = two()
    commands.merge(product=double, into=stays, **WHO)
    deliver_all()
    assert _met("CUP-9") == {str(stays)} == _met(OTHER)
    commands.unmerge(product=double, **WHO)
    deliver_all()
    assert _met("CUP-9") == {str(double)} == _met(OTHER)


def _met(words: str) -> set[str]:
    return {hit.key for hit in find(words, {"product": Scope()})}
