import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from emporion.catalog import queries as catalog
from emporion.catalog.tests.factories import product_on_sale, variant
from emporion.kernel.money import UnitPrice
from emporion.pricing import commands, queries
from emporion.pricing.types import PriceAnswer, UnknownPriceType

from .factories import BY, on_sale, price, price_type


def test_a_price_is_answered_with_its_tax_flag(house: str) -> None:
    cup, retail = on_sale("99.90")

    assert queries.price_for([cup], retail) == {
        cup: PriceAnswer(cup, UnitPrice(99_900_000, "RUB"), tax_included=True, why="found")
    }


def test_nothing_is_sold_for_0_or_without_a_price(house: str) -> None:
    cup, retail = on_sale("0")
    mug = variant("Mug")

    answers = queries.price_for([cup, mug], retail)

    assert [(answers[pk].price, answers[pk].why) for pk in (cup, mug)] == [(None, "zero"), (None, "not_told")]
    assert answers[cup].sentence == "The price is 0, which means that it is not for sale."
    assert queries.prices_of([cup])[cup][0].price.micro == 0


def test_the_largest_quantity_that_is_reached_sets_the_price(house: str) -> None:
    cup, retail = on_sale("10")
    for quantity, micro in ((5_000, 9_000_000), (20_000, 8_000_000)):
        commands.set_price(variant_id=cup, price_type_id=retail, price_micro=micro, min_quantity=quantity, **BY)

    def asked(thousandths: int) -> UnitPrice | None:
        return queries.price_for([cup], retail, {cup: thousandths})[cup].price

    assert [asked(quantity) for quantity in (1_000, 4_999, 5_000, 19_999, 20_000, 99_000)] == [
        UnitPrice(micro * 1_000_000, "RUB") for micro in (10, 10, 9, 9, 8, 8)
    ]


def test_a_quantity_below_the_smallest_has_no_price(house: str) -> None:
    cup, retail = variant(), price_type()
    commands.set_price(variant_id=cup, price_type_id=retail, price_micro=1_000_000, min_quantity=5_000, **BY)

    assert queries.price_for([cup], retail)[cup].why == "not_told"


def test_an_unknown_price_type_is_refused(house: str) -> None:
    with pytest.raises(UnknownPriceType):
        queries.price_for([variant()], 404)


def test_any_number_of_variants_costs_two_queries(house: str) -> None:
    cup, retail = on_sale("10")

    with CaptureQueriesContext(connection) as asked:
        queries.price_for([cup, *range(1_000, 41_000)], retail)

    assert len(asked) == 2


def test_lists_of_goods_can_be_sorted_by_price(house: str) -> None:
    (cup, red), (mug, blue), (jug, _) = product_on_sale("Cup"), product_on_sale("Mug"), product_on_sale("Jug")
    retail, bulk = price_type(), price_type("Wholesale")
    price(red, retail, "20")
    price(blue, retail, "10")
    price(red, bulk, "1")

    variants = queries.with_price(catalog.variants_found("u"), retail)
    products = queries.with_lowest_price(catalog.products(), retail)

    assert list(variants.order_by("price_micro").values_list("pk", flat=True).exclude(price_micro=None)) == [blue, red]
    listed = dict(products.values_list("pk", "price_micro"))
    assert listed == {cup: 20_000_000, mug: 10_000_000, jug: None}
