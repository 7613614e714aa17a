"""A line keeps the tax class it came with, whatever happens to the lines around it, the product or the shop."""

import pytest

from emporion.catalog import commands as catalog
from emporion.catalog.queries import variants
from emporion.catalog.types import ProductCard
from emporion.kernel.money import UnitPrice
from emporion.orders import commands as orders
from emporion.orders.queries import order
from emporion.orders.tests.factories import Corner, corner_shop, cup
from emporion.orders.types import ForeignPrice, OrderDraft, ServiceWish, ShopCard, Wish
from emporion.pricing import commands as pricing
from emporion.pricing.types import PriceTypeCard

pytestmark = pytest.mark.usefixtures("house")

Told = tuple[str, str, int, int, int, int]


def milk(corner: Corner, euro: str = "1.09") -> int:
    """A variant of the reduced rate, 9 % in Cyprus."""
    variant = cup(corner, 10, euro)
    classed(variant, "reduced")
    return variant


def classed(variant: int, tax_class: str) -> None:
    product = variants([variant])[variant].product_id
    catalog.edit_product(card=ProductCard(product, tax_class=tax_class), actor="owner")


def euro(text: str) -> UnitPrice:
    return UnitPrice.of(text, "EUR")


def told(number: str) -> list[Told]:
    """Lines as (kind, class, rate, net, tax, gross), which must add up to the order."""
    found = order(number)
    lines = [
        (one.kind, one.tax_class, one.rate_milli, one.net_minor, one.tax_minor, one.total_minor) for one in found.lines
    ]
    sums = [sum(column) for column in list(zip(*lines, strict=True))[3:]]
    assert sums == [found.net_minor, found.tax_minor, found.total_minor]
    assert all(net + tax == gross for _kind, _class, _rate, net, tax, gross in lines)
    return lines


def wholesale(corner: Corner) -> None:
    """From now on the corner sells at a price type without tax."""
    card = PriceTypeCard(name="Wholesale", currency="EUR", tax_included=False)
    [kind] = pricing.put_price_types(cards=[card], actor="owner")
    orders.put_shop(card=ShopCard(corner.shop, price_type=kind.id), actor="owner")


def basket(corner: Corner, cups: int, litres: int) -> str:
    """Two cups, three litres, a delivery at the standard rate and a lesson that bears no tax."""
    services = (
        ServiceWish("Courier", euro("3.57")),
        ServiceWish("Lesson", euro("10.00"), kind="service", tax_class="exempt"),
    )
    wishes = (Wish(cups, 2000, euro("2.38")), Wish(litres, 3000, euro("1.09")))
    return orders.place(draft=OrderDraft(corner.shop, wishes, services), actor="shop").number


def test_each_line_bears_its_own_rate_and_the_sums_are_exact() -> None:
    corner = corner_shop()
    number = basket(corner, cup(corner, 10), milk(corner))
    assert told(number) == [
        ("goods", "standard", 19_000, 400, 76, 476),
        ("goods", "reduced", 9_000, 300, 27, 327),
        ("delivery", "standard", 19_000, 300, 57, 357),
        ("service", "exempt", 0, 1000, 0, 1000),
    ]


def test_prices_without_tax_get_it_on_top() -> None:
    corner = corner_shop()
    cups, litres = cup(corner, 10), milk(corner)
    wholesale(corner)
    assert told(basket(corner, cups, litres)) == [
        ("goods", "standard", 19_000, 476, 90, 566),
        ("goods", "reduced", 9_000, 327, 29, 356),
        ("delivery", "standard", 19_000, 357, 68, 425),
        ("service", "exempt", 0, 1000, 0, 1000),
    ]


def test_changed_lines_keep_their_classes_also_those_of_services() -> None:
    corner = corner_shop()
    cups, litres = cup(corner, 10), milk(corner)
    number = basket(corner, cups, litres)
    classed(litres, "standard")  # the catalog moves on, what was agreed stays
    services = (ServiceWish("Courier", euro("3.57")), ServiceWish("Lesson", euro("20.00"), kind="service"))
    orders.change_lines(number=number, wishes=[Wish(litres, 1000, euro("1.09"))], services=services, actor="staff:1")
    assert told(number) == [
        ("goods", "reduced", 9_000, 100, 9, 109),
        ("delivery", "standard", 19_000, 300, 57, 357),
        ("service", "exempt", 0, 2000, 0, 2000),
    ]


def test_what_comes_anew_has_the_class_of_today() -> None:
    corner = corner_shop()
    cups, litres = cup(corner, 10), milk(corner)
    number = orders.place(draft=OrderDraft(corner.shop, (Wish(cups, 1000, euro("1.19")),)), actor="shop").number
    orders.change_lines(
        number=number, wishes=[Wish(cups, 1000, euro("1.19")), Wish(litres, 1000, euro("1.09"))], actor="staff:1"
    )
    assert told(number) == [("goods", "standard", 19_000, 100, 19, 119), ("goods", "reduced", 9_000, 100, 9, 109)]


def test_a_price_agreed_with_its_tax_stays_so_when_the_shop_goes_over_to_prices_without() -> None:
    corner = corner_shop()
    cups, litres = cup(corner, 10), milk(corner)
    number = basket(corner, cups, litres)
    wholesale(corner)
    services = (ServiceWish("Courier", euro("3.57")),)
    orders.change_lines(number=number, wishes=[Wish(cups, 1000, euro("2.38"))], services=services, actor="staff:1")
    assert told(number) == [
        ("goods", "standard", 19_000, 200, 38, 238),
        ("delivery", "standard", 19_000, 300, 57, 357),
    ]


def test_an_order_has_one_currency() -> None:
    corner = corner_shop()
    cups = cup(corner, 10)
    for wish in (
        OrderDraft(corner.shop, (Wish(cups, 1000, UnitPrice.of("100", "RUB")),)),
        OrderDraft(corner.shop, (), (ServiceWish("Courier", UnitPrice.of("100", "RUB")),)),
    ):
        with pytest.raises(ForeignPrice):
            orders.place(draft=wish, actor="shop")
    number = orders.place(draft=OrderDraft(corner.shop, (Wish(cups, 1000),)), actor="shop").number
    [rouble] = pricing.put_price_types(
        cards=[PriceTypeCard(name="Rouble", currency="RUB", tax_included=True)], actor="owner"
    )
    pricing.set_price(variant_id=cups, price_type_id=rouble.id, price_micro=300_000_000, actor="owner")
    orders.put_shop(card=ShopCard(corner.shop, price_type=rouble.id), actor="owner")
    with pytest.raises(ForeignPrice):
        orders.change_lines(number=number, wishes=[Wish(cups, 2000)], actor="staff:1")
    orders.change_lines(number=number, wishes=[Wish(cups, 2000, euro("2.50"))], actor="staff:1")
    assert (order(number).currency, order(number).total_minor) == ("EUR", 500)
