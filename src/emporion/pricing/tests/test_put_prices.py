from collections.abc import Callable
from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from emporion.catalog import commands as catalog
from emporion.catalog.tests.factories import product, variant
from emporion.catalog.types import UnknownVariant, VariantCard
from emporion.journal.queries import last_fact, timeline
from emporion.pricing import commands, queries
from emporion.pricing.types import (
    NegativePrice,
    Outcome,
    PriceCard,
    PriceChange,
    PricesChanged,
    PriceTypeView,
    UnknownPriceType,
)

from .factories import BY, price, price_type

RUB = 1_000_000


def stored(cup: int) -> dict[tuple[int, int], int]:
    views = queries.prices_of([cup]).get(cup, ())
    return {(view.price_type.id, view.min_quantity): view.price.micro for view in views}


def test_all_prices_of_a_card_are_one_fact_with_the_place(house: str) -> None:
    cup, retail, bulk = variant(), price_type(), price_type("Wholesale")

    card = PriceCard(cup, ((retail, 0, 100 * RUB), (bulk, 0, 80 * RUB), (bulk, 10_000, 70 * RUB)), place="Цены[1]")
    (outcome,) = commands.put_prices(cards=[card], actor="channel:1c", origin="message:9")

    assert outcome == Outcome(cup, "created")
    assert stored(cup) == {(retail, 0): 100 * RUB, (bulk, 0): 80 * RUB, (bulk, 10_000): 70 * RUB}
    fact = timeline([f"variant:{cup}"], kinds=["pricing.PricesChanged"])[0]
    changes = (
        PriceChange(retail, 0, None, 100 * RUB),
        PriceChange(bulk, 0, None, 80 * RUB),
        PriceChange(bulk, 10_000, None, 70 * RUB),
    )
    assert (fact.event, fact.place, fact.message) == (PricesChanged(f"variant:{cup}", changes), "Цены[1]", 9)


def test_only_what_differs_is_told(house: str) -> None:
    cup, retail, bulk = variant(), price_type(), price_type("Wholesale")
    card = PriceCard(cup, ((retail, 0, 100 * RUB), (bulk, 0, 80 * RUB)))
    commands.put_prices(cards=[card], **BY)

    commands.put_prices(cards=[replace(card, prices=((retail, 0, 110 * RUB), (bulk, 0, 80 * RUB)))], **BY)

    change = PriceChange(retail, 0, 100 * RUB, 110 * RUB)
    assert timeline([f"variant:{cup}"])[0].event == PricesChanged(f"variant:{cup}", (change,))


def test_the_same_prices_again_tell_nothing(house: str) -> None:
    card = PriceCard(variant(), ((price_type(), 0, 100 * RUB),), whole=True)
    commands.put_prices(cards=[card], **BY)
    before = last_fact()

    assert commands.put_prices(cards=[card], **BY) == (Outcome(card.variant_id, "unchanged"),)
    assert last_fact() == before


def test_a_whole_card_removes_the_types_it_speaks_of_and_no_others(house: str) -> None:
    cup, retail, bulk, cost = variant(), price_type(), price_type("Wholesale"), price_type("Cost", is_cost=True)
    for kind in (retail, bulk, cost):
        price(cup, kind, "10")

    card = PriceCard(cup, ((retail, 0, 10 * RUB),), whole=True, types=(retail, bulk))
    (outcome,) = commands.put_prices(cards=[card], **BY)

    assert (outcome.done, stored(cup)) == ("changed", {(retail, 0): 10 * RUB, (cost, 0): 10 * RUB})
    change = PriceChange(bulk, 0, 10 * RUB, None)
    assert timeline([f"variant:{cup}"])[0].event == PricesChanged(f"variant:{cup}", (change,))


def test_a_whole_card_without_prices_removes_all(house: str) -> None:
    cup, retail = variant(), price_type()
    price(cup, retail, "10")

    commands.put_prices(cards=[PriceCard(cup, (), whole=True)], **BY)

    assert stored(cup) == {}


def test_a_card_that_is_not_whole_removes_nothing(house: str) -> None:
    cup, retail, bulk = variant(), price_type(), price_type("Wholesale")
    price(cup, retail, "10")

    commands.put_prices(cards=[PriceCard(cup, ((bulk, 0, 8 * RUB),))], **BY)

    assert stored(cup) == {(retail, 0): 10 * RUB, (bulk, 0): 8 * RUB}


def test_two_cards_of_one_call_for_one_variant_follow_each_other(house: str) -> None:
    cup, retail, bulk = variant(), price_type(), price_type("Wholesale")
    price(cup, bulk, "5")

    commands.put_prices(
        cards=[
            PriceCard(cup, ((retail, 0, 1 * RUB), (bulk, 0, 6 * RUB))),
            PriceCard(cup, ((retail, 0, 2 * RUB),), whole=True),
            PriceCard(cup, ((bulk, 0, 5 * RUB),)),
        ],
        **BY,
    )

    assert stored(cup) == {(retail, 0): 2 * RUB, (bulk, 0): 5 * RUB}


def test_one_price_is_set_and_taken_away_by_hand(house: str) -> None:
    cup, retail = variant(), price_type()
    price(cup, retail, "10")
    commands.set_price(variant_id=cup, price_type_id=retail, price_micro=9 * RUB, min_quantity=5000, **BY)

    outcome = commands.set_price(variant_id=cup, price_type_id=retail, price_micro=None, **BY)

    assert (outcome.done, stored(cup)) == ("changed", {(retail, 5000): 9 * RUB})


def test_the_fact_that_set_a_price_is_found_below_younger_ones(house: str) -> None:
    cup, retail, bulk = variant(), price_type(), price_type("Wholesale")
    card = PriceCard(cup, ((retail, 0, 10 * RUB),), place="Цена[1]")
    commands.put_prices(cards=[card], actor="channel:1c", origin="message:9")
    price(cup, bulk, "8")

    fact = queries.why_price(cup, retail)

    assert fact is not None
    assert (fact.actor, fact.origin, fact.place) == ("channel:1c", "message:9", "Цена[1]")
    assert queries.why_price(cup, retail, 5000) is None


def test_a_bad_card_is_refused_by_its_index_and_nothing_is_left_behind(house: str) -> None:
    cup, retail = variant(), price_type()
    good = PriceCard(cup, ((retail, 0, 10 * RUB),))
    for card, refusal, facts in (
        (PriceCard(404, ((retail, 0, 1),)), UnknownVariant, {"variant": 404}),
        (PriceCard(cup, ((404, 0, 1),)), UnknownPriceType, {"price_type": 404}),
        (PriceCard(cup, ((retail, 0, -1),)), NegativePrice, {"price": -1, "quantity": 0}),
        (PriceCard(cup, ((retail, -1, 1),)), NegativePrice, {"price": 1, "quantity": -1}),
    ):
        with pytest.raises(refusal) as caught:
            commands.put_prices(cards=[good, card], **BY)
        assert caught.value.facts == {**facts, "card": 1}
        assert caught.value.what_to_do
    assert stored(cup) == {}


def test_prices_cost_a_fixed_number_of_queries(house: str) -> None:
    cup, retail, bulk = product(), price_type(), price_type("Wholesale")

    def count(run: Callable[[], object]) -> int:
        with CaptureQueriesContext(connection) as asked:
            run()
        return len(asked)

    def costs(size: int) -> tuple[int, int, int]:
        ids = [made.id for made in catalog.put_variants(cards=[VariantCard(product_id=cup)] * size, **BY)]
        told = [PriceCard(pk, ((retail, 0, 10 * RUB), (bulk, 0, 8 * RUB)), whole=True) for pk in ids]
        changed = [replace(card, prices=((retail, 0, 11 * RUB),)) for card in told]
        return (
            count(lambda: commands.put_prices(cards=told, **BY)),
            count(lambda: commands.put_prices(cards=told, **BY)),
            count(lambda: commands.put_prices(cards=changed, **BY)),
        )

    few, many = costs(10), costs(200)
    assert few == many
    assert max(many) <= 15


def test_a_price_type_is_shown_with_each_price(house: str) -> None:
    cup, retail = variant(), price_type(code="R", position=1)
    price(cup, retail, "10")

    assert queries.prices_of([cup])[cup][0].price_type == PriceTypeView(retail, "R", "Retail", "RUB", True, False)
