"""Goods that came twice are found with the reasons, and no two different ones are taken for one."""

from __future__ import annotations

from collections import Counter

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from emporion.catalog import commands, queries
from emporion.catalog.likeness import Sight, compared, keys
from emporion.catalog.types import DoubleView, ProductCard, ProductMergedWithItself, ProductsToldApart, VariantCard
from emporion.journal.commands import deliver_all
from emporion.journal.queries import timeline
from emporion.kernel.pairing import CERTAIN, LIKELY, POSSIBLE

from .factories import BY, product_on_sale
from .shelf import HOW, Shelf

DOUBLES, LOOKALIKES = 300, 300
UPC, EAN = frozenset({"036000291452"}), frozenset({"0036000291452"})  # one code in two lengths


def pairs() -> dict[tuple[int, int], DoubleView]:
    return {(one.one.id, one.other.id): one for one in queries.double_views(queries.open_doubles())}


def two() -> tuple[int, int]:
    """A cup of a shop's own list, and the same in that of a supplier."""
    one, _ = product_on_sale("Кружка фарфоровая 250 мл", sku="CUP-250", barcodes=("4600000000015",))
    other, _ = product_on_sale("КРУЖКА  фарфоровая 250мл", sku="cup 250")
    deliver_all()
    return one, other


def sure(one: Sight, other: Sight) -> int:
    found = compared(one, other)
    assert (found is None) == (compared(other, one) is None)
    return found.sureness if found else 0


@pytest.mark.parametrize(
    ("one", "other", "wanted"),
    [
        (Sight(1, "Cup", "A-100", "", UPC), Sight(2, "CUP", "", "", EAN), CERTAIN),
        (Sight(1, "Кружка белая", "КР-7701"), Sight(2, "Kruzhka belaya", "KP 7701"), CERTAIN),
        (Sight(1, "Phone 64 GB", "PH-640"), Sight(2, "Phone 128 GB", "PH-640"), 0),
        (Sight(1, "Cup", "", "", EAN), Sight(2, "Lamp", "", "", EAN), POSSIBLE),
        (Sight(1, "Cup white", "A-100"), Sight(2, "Lamp black", "A-100"), 0),
        (Sight(1, "Cup white"), Sight(2, "cup  WHITE"), LIKELY),
        (Sight(1, "Cup white", "A-100"), Sight(2, "Cup white", "A-200"), 0),
        (Sight(1, "Cup white", "", "Orion"), Sight(2, "Cup white", "", "Delta"), 0),
        (Sight(1, "Porcelain cup"), Sight(2, "Porcelian cup"), POSSIBLE),
        (Sight(1, "Shirt red M"), Sight(2, "Shirt red L"), 0),
    ],
)  # fmt: skip
def test_how_sure_it_is(one: Sight, other: Sight, wanted: int) -> None:
    assert sure(one, other) == wanted
    assert not wanted or keys(one) & keys(other)


def test_goods_that_came_twice_are_found_with_the_reasons(house: str) -> None:
    one, other = two()
    [found] = queries.doubles_of(other)
    assert (found.one.id, found.other.id, found.reasons) == (one, other, ("article", "name"))
    assert found.sureness == CERTAIN
    assert queries.stands_for([one, other]) == {one: one, other: other}  # nothing is merged by itself


def test_of_planted_doubles_nearly_all_are_found_and_no_other_goods_are_taken_for_one(house: str) -> None:
    shelf = Shelf()
    asked = [*shelf.doubles(DOUBLES), *shelf.lookalikes(LOOKALIKES)]
    numbers = {}
    for twice in asked:
        numbers[twice.put(), twice.put(second=True)] = twice
    deliver_all()
    found = pairs()
    planted = Counter(one.how for one in numbers.values() if one.is_one)
    assert set(planted) == set(HOW)
    missed = Counter(one.how for pair, one in numbers.items() if one.is_one and pair not in found)
    assert missed.total() <= DOUBLES * 0.05, missed
    certain = [pair for pair, view in found.items() if view.sureness == CERTAIN]
    assert [pair for pair in certain if pair not in numbers or not numbers[pair].is_one] == []


def test_what_is_changed_is_compared_anew(house: str) -> None:
    one, other = two()
    commands.put_products(cards=[ProductCard(other, name="Lamp", sku="L-1000")], **BY)
    deliver_all()
    assert pairs() == {}
    only = queries.default_variants([other])[other]
    commands.put_variants(cards=[VariantCard(only, barcodes=("4600000000015",))], **BY)
    deliver_all()
    assert pairs()[one, other].reasons == ("barcode", "numbers")


def test_two_that_are_told_apart_are_proposed_no_more_also_after_a_change(house: str) -> None:
    one, other = two()
    commands.tell_apart(product=other, other=one, actor="staff:7")
    commands.tell_apart(product=one, other=other, actor="staff:8")
    commands.put_products(cards=[ProductCard(other, sku="CUP250")], **BY)
    deliver_all()
    assert pairs() == {}
    told = queries.double_of(one, other)
    assert told is not None and told.apart_by == "staff:7"
    facts = [fact.event for fact in timeline([f"product:{one}"]) if isinstance(fact.event, ProductsToldApart)]
    assert facts == [ProductsToldApart(f"product:{one}", other)]
    commands.perhaps_one_again(product=one, other=other, actor="staff:7")
    assert list(pairs()) == [(one, other)]
    with pytest.raises(ProductMergedWithItself):
        commands.tell_apart(product=one, other=one, actor="staff:7")


def test_a_name_that_very_many_share_proposes_nothing(house: str) -> None:
    for _ in range(25):
        product_on_sale("Gift box")
    deliver_all()
    assert len(pairs()) < 25 * 24 / 2


def test_one_product_is_compared_in_as_many_queries_among_few_as_among_many(house: str) -> None:
    one, _other = two()
    counts, shelf = [], Shelf()
    for crowd in (5, 60):
        for twice in shelf.lookalikes(crowd):
            twice.put()
        deliver_all()
        with CaptureQueriesContext(connection) as asked:
            commands.look_for_doubles(products=[one], actor="staff:7")
        counts.append(len(asked))
    assert counts[0] == counts[1]
