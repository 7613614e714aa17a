"""Shops: several of them over one catalog."""

import pytest

from emporion.kernel.money import Money, UnitPrice
from emporion.orders import commands as orders
from emporion.orders.queries import order, shop_by_code, shops
from emporion.orders.tests.factories import corner_shop, cup, draft
from emporion.orders.types import OrderDraft, ShopCard, UnknownShop, Wish
from emporion.parties.tests.factories import customer_card
from emporion.pricing import commands as pricing
from emporion.pricing.types import PriceTypeCard
from emporion.stock.queries import free_at

pytestmark = pytest.mark.usefixtures("house")


def test_several_shops_sell_from_one_catalog_at_their_own_prices() -> None:
    corner = corner_shop()
    cups = cup(corner, 10, euro="2.50")
    [wholesale] = pricing.put_price_types(
        cards=[PriceTypeCard(name="Wholesale", currency="EUR", tax_included=True)], actor="owner"
    )
    pricing.set_price(
        variant_id=cups, price_type_id=wholesale.id, price_micro=UnitPrice.of("2.00", "EUR").micro, actor="owner"
    )
    other = ShopCard(
        code="wholesale",
        name="Wholesale",
        firm=corner.firm,
        price_type=wholesale.id,
        prefix="W",
        takes_uncovered=False,
        warehouses=(corner.warehouse,),
    )
    orders.put_shop(card=other, actor="owner")
    retail = orders.place(draft=draft(corner, (cups, 1)), actor="shop")
    whole = orders.place(draft=OrderDraft("wholesale", (Wish(cups, 4000),), customer=customer_card()), actor="shop")
    assert (retail.total, whole.total) == (Money(250, "EUR"), Money(800, "EUR"))
    assert (retail.number, whole.number) == ("K000001", "W000001")
    assert free_at([corner.warehouse], [cups]) == {cups: 5000}


def test_a_shop_told_anew_changes_what_is_told_and_its_orders_stay() -> None:
    corner = corner_shop()
    ref = orders.place(draft=draft(corner, (cup(corner, 1), 1)), actor="shop")
    orders.put_shop(card=ShopCard(corner.shop, name="New name", is_hidden=True), actor="owner")
    assert (shop_by_code(corner.shop).name, shops(), order(ref.number).shop_name) == ("New name", [], "New name")


def test_a_shop_nobody_opened_is_refused() -> None:
    with pytest.raises(UnknownShop):
        orders.place(draft=OrderDraft("none", ()), actor="shop")


def test_shops_of_one_prefix_share_one_series_of_numbers() -> None:
    first, second = corner_shop(), corner_shop()
    numbers = [orders.place(draft=draft(c, (cup(c, 1), 1)), actor="shop").number for c in (first, second, first)]
    assert numbers == ["K000001", "K000002", "K000003"]
