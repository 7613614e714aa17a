import pytest

from emporion.catalog import commands, queries
from emporion.catalog.types import (
    Change,
    Outcome,
    ProductCard,
    TextTooLong,
    UnknownProduct,
    UnknownVariant,
    VariantAdded,
    VariantCard,
    VariantChanged,
)
from emporion.journal.queries import last_fact, timeline

from .factories import BY, product, product_on_sale, put, variant


def test_a_variant_is_told_with_its_product(house: str) -> None:
    cup = product("Cup")

    red = commands.add_variant(product_id=cup, options=(("Colour", "red"),), sku="C-R", **BY)

    (fact,) = timeline([f"variant:{red}"])
    assert fact.event == VariantAdded(f"variant:{red}", cup, "", "C-R")
    assert queries.variants([red])[red].name == "Cup (red)"


def test_barcodes_are_a_whole_list(house: str) -> None:
    cup = variant(barcodes=("4600000000017", "4600000000024"))

    commands.put_variants(cards=[VariantCard(cup, barcodes=(" 4600000000031 ", "4600000000017", ""))], **BY)

    assert queries.barcodes_of([cup]) == {cup: ("4600000000017", "4600000000031")}
    change = Change("barcodes", "4600000000017, 4600000000024", "4600000000017, 4600000000031")
    was = ("barcodes", '["4600000000017", "4600000000024"]')
    assert timeline([f"variant:{cup}"])[0].event == VariantChanged(f"variant:{cup}", (change,), exactly=(was,))


def test_the_same_barcode_on_two_variants_finds_both(house: str) -> None:
    first, second = variant("Cup", barcodes=("4600000000017",)), variant("Mug", barcodes=("4600000000017",))

    assert [view.id for view in queries.find_by_barcode(" 4600000000017")] == [first, second]


def test_the_same_card_again_changes_nothing_and_tells_nothing(house: str) -> None:
    cup = product()
    card = VariantCard(product_id=cup, name="Red cup", options=(("Цвет", "красный"),), barcodes=("2", "1"))
    (made,) = commands.put_variants(cards=[card], **BY)
    before = last_fact()

    again = VariantCard(made.id, cup, "Red cup", None, (("Цвет", "красный"),), ("1", "2"))

    assert commands.put_variants(cards=[again], **BY) == (Outcome(made.id, "unchanged"),)
    assert last_fact() == before


def test_a_variant_can_move_to_another_product(house: str) -> None:
    cup, red = product_on_sale("Cup")
    mug = product("Mug")

    commands.put_variants(cards=[VariantCard(red, mug)], **BY)

    assert queries.variants([red])[red].product_id == mug
    change = Change("product_id", str(cup), str(mug))
    assert timeline([f"variant:{red}"])[0].event == VariantChanged(f"variant:{red}", (change,))


def test_two_cards_of_one_call_for_one_variant_follow_each_other(house: str) -> None:
    red = variant(barcodes=("1",))

    outcomes = commands.put_variants(
        cards=[VariantCard(red, barcodes=("2",)), VariantCard(red, sku="R"), VariantCard(red, barcodes=("1",))], **BY
    )

    assert [outcome.done for outcome in outcomes] == ["changed"] * 3
    assert (queries.variants([red])[red].sku, queries.barcodes_of([red])) == ("R", {red: ("1",)})


def test_a_variant_of_a_hidden_product_is_hidden(house: str) -> None:
    cup, red = product_on_sale()

    put(ProductCard(cup, is_hidden=True))

    assert queries.variants([red])[red].is_hidden


def test_what_does_not_stand_is_refused_by_the_index_of_its_card(house: str) -> None:
    cup = product()
    good = VariantCard(product_id=cup)
    with pytest.raises(UnknownVariant) as unknown:
        commands.put_variants(cards=[good, VariantCard(404)], **BY)
    with pytest.raises(UnknownProduct) as orphan:
        commands.put_variants(cards=[good, good, VariantCard(product_id=404)], **BY)
    with pytest.raises(UnknownProduct):
        commands.put_variants(cards=[VariantCard()], **BY)
    with pytest.raises(TextTooLong):
        commands.put_variants(cards=[VariantCard(product_id=cup, barcodes=("1" * 501,))], **BY)

    assert unknown.value.facts == {"variant": 404, "card": 1}
    assert orphan.value.facts == {"product": 404, "card": 2}
    assert queries.variants_of([cup]) == {}
