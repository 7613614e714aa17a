"""Prices raised together by a percentage."""

from typing import Any

import pytest

from emporion.catalog.tests.factories import variant
from emporion.pricing import commands
from emporion.pricing.queries import prices_of, raised
from emporion.pricing.types import PriceWouldVanish

from .factories import BY, price, price_type

EURO, CENT = 1_000_000, 10_000


@pytest.mark.parametrize(
    ("micro", "points", "step", "less", "new"),
    [
        (9_200_000, 750, CENT, 0, 9_890_000),
        (9_200_000, 750, EURO, CENT, 9_990_000),
        (100 * EURO, -1000, EURO, 0, 90 * EURO),
        (1_005_000, 0, CENT, 0, 1_010_000),  # half a cent up
        (3 * EURO, 3333, 5 * EURO, 0, 5 * EURO),
        (CENT, -9000, CENT, 0, 0),
    ],
)
def test_a_price_rises_exactly_and_is_rounded_to_whole_steps(
    micro: int, points: int, step: int, less: int, new: int
) -> None:
    assert raised(micro, points, step, less) == new


def test_prices_of_one_type_rise_and_the_others_stay(house: str) -> None:
    cup, retail, special = variant(), price_type(), price_type("Special")
    price(cup, retail, "100")
    commands.set_price(variant_id=cup, price_type_id=retail, price_micro=80 * EURO, min_quantity=10_000, **BY)
    price(cup, special, "50")
    told: dict[str, Any] = {"variant_ids": [cup], "price_type_id": retail, "basis_points": 1000, "step_micro": CENT}
    (outcome,) = commands.raise_prices(**told, **BY)
    assert outcome.done == "changed"
    found = {(one.price_type.id, one.min_quantity): one.price.micro for one in prices_of([cup])[cup]}
    assert found == {(retail, 0): 110 * EURO, (retail, 10_000): 88 * EURO, (special, 0): 50 * EURO}


def test_a_price_never_comes_to_nothing_and_what_is_not_for_sale_stays_so(house: str) -> None:
    cup, pot, retail = variant(), variant(), price_type()
    price(cup, retail, "0.01")
    price(pot, retail, "0")
    told: dict[str, Any] = {"price_type_id": retail, "basis_points": -9000, "step_micro": CENT}
    with pytest.raises(PriceWouldVanish):
        commands.raise_prices(variant_ids=[cup, pot], **told, **BY)
    assert commands.raise_prices(variant_ids=[pot], **told, **BY) == ()
    assert prices_of([cup])[cup][0].price.micro == CENT
