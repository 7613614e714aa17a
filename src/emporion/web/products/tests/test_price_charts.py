"""Prices over time: what came when, until now."""

from __future__ import annotations

import pytest

from emporion.catalog.queries import product_page
from emporion.catalog.tests.factories import BY, product_on_sale
from emporion.pricing import commands as pricing
from emporion.pricing.types import PriceTypeCard
from emporion.web.products.record import blocks
from emporion.web.tests.factories import person, signed_in

pytestmark = pytest.mark.parametrize("house", ["sqlite"], indirect=True)


def test_a_price_holds_until_the_next_and_each_type_has_its_line(house: str) -> None:
    product, variant = product_on_sale("Cup")
    cards = [PriceTypeCard(name=name, currency="EUR") for name in ("Retail", "Wholesale")]
    retail, wholesale = (one.id for one in pricing.put_price_types(cards=cards, **BY))
    for kind, micro in ((retail, 2_000000), (wholesale, 1_500000), (retail, 3_000000), (wholesale, None)):
        pricing.set_price(variant_id=variant, price_type_id=kind, price_micro=micro, **BY)
    (block,) = blocks(person(), product_page(product))
    (chart,) = block.charts
    assert {line.name: list(line.values) for line in chart.lines} == {
        "Retail": [2_000000, 2_000000, 3_000000, 3_000000, 3_000000],
        "Wholesale": [None, 1_500000, 1_500000, None, None],
    }
    assert [values for _at, values in chart.rows][-1] == ["2.00", ""]
    page = signed_in(email="other@shop.example").get(f"/products/{product}/prices/").content.decode()
    assert "Prices over time, €" in page and "uplot.min.js" in page


def test_one_price_alone_draws_nothing(house: str) -> None:
    product, variant = product_on_sale("Cup")
    (retail,) = pricing.put_price_types(cards=[PriceTypeCard(name="Retail", currency="EUR")], **BY)
    pricing.set_price(variant_id=variant, price_type_id=retail.id, price_micro=2_000000, **BY)
    assert blocks(person(), product_page(product))[0].charts == []
