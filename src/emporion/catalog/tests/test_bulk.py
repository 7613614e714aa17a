"""A thousand cards cost as many queries as ten."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from emporion.catalog import commands, queries
from emporion.catalog.types import PictureCard, PicturesCard, ProductCard, UnknownProduct, UnknownVariant, VariantCard

from .factories import BY, category, choice, product, text_property

SIZES = (10, 200)


def count(run: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as asked:
        run()
    return len(asked)


def put_products(told: Sequence[ProductCard], respects_protection: bool) -> list[int]:
    outcomes = commands.put_products(cards=told, respects_protection=respects_protection, **BY)
    return [outcome.id for outcome in outcomes]


def put_variants(told: Sequence[VariantCard]) -> list[int]:
    return [outcome.id for outcome in commands.put_variants(cards=told, respects_protection=True, **BY)]


@pytest.mark.parametrize("respects_protection", [True, False])
def test_products_cost_a_fixed_number_of_queries(house: str, respects_protection: bool) -> None:
    kitchen, bath, material, colour = category(), category("Bath"), text_property(), choice()
    first, second = (((material, None, "clay"), (colour.id, option, "")) for option in colour.option_ids)

    def costs(size: int) -> tuple[int, int, int]:
        told = [ProductCard(name=f"Cup {n}", category_ids=(kitchen,), values=first) for n in range(size)]
        ids: list[int] = []
        added = count(lambda: ids.extend(put_products(told, respects_protection)))
        again = [replace(card, id=pk) for card, pk in zip(told, ids, strict=True)]
        changed = [replace(card, name=f"{card.name}!", values=second, category_ids=(bath,)) for card in again]
        return (
            added,
            count(lambda: put_products(again, respects_protection)),
            count(lambda: put_products(changed, respects_protection)),
        )

    few, many = map(costs, SIZES)
    assert few == many
    assert max(many) <= 20


def test_variants_cost_a_fixed_number_of_queries(house: str) -> None:
    cup = product()

    def costs(size: int) -> tuple[int, int, int]:
        told = [VariantCard(product_id=cup, sku=f"{n}", barcodes=(f"46{n:08}",)) for n in range(size)]
        ids: list[int] = []
        added = count(lambda: ids.extend(put_variants(told)))
        again = [replace(card, id=pk) for card, pk in zip(told, ids, strict=True)]
        changed = [replace(card, barcodes=(f"{card.id}",)) for card in again]
        return added, count(lambda: put_variants(again)), count(lambda: put_variants(changed))

    few, many = map(costs, SIZES)
    assert few == many
    assert max(many) <= 15


def test_pictures_cost_a_fixed_number_of_queries(house: str) -> None:
    def cost(size: int) -> int:
        ids = put_products([ProductCard(name="Cup")] * size, respects_protection=False)
        told = [PicturesCard(pk, (PictureCard("pictures/a.png", "a"),)) for pk in ids]
        return count(lambda: commands.put_pictures(cards=told, **BY))

    few, many = map(cost, SIZES)
    assert few == many


def test_more_cards_than_a_query_takes_parameters_are_taken(house: str) -> None:
    many = range(1, 33_001)

    with pytest.raises(UnknownProduct):
        put_products([ProductCard(pk, name="Cup") for pk in many], respects_protection=True)
    with pytest.raises(UnknownVariant):
        put_variants([VariantCard(pk, sku="C") for pk in many])
    assert queries.barcodes_of(many) == {}
