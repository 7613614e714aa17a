"""Sales and margin: on the day they belong to, with the cost that the ledger knows, and never 0 for an unknown one."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from emporion.ledger.queries import cost_of_document
from emporion.orders import commands as orders
from emporion.orders.queries import listed, order
from emporion.orders.tests.factories import Corner, corner_shop, cup
from emporion.orders.types import OrderDraft, Wish
from emporion.reports import queries as reports
from emporion.reports.types import Margin, Sold
from emporion.stock import commands as stock
from emporion.stock.types import Goods

pytestmark = pytest.mark.usefixtures("house")
DAY = datetime(2026, 3, 10, tzinfo=UTC)


def stocked(corner: Corner, pieces: int, cost_minor: int | None) -> int:
    """A cup at 2.50 with pieces on the shelf that cost so much together."""
    variant = cup(corner, 0)
    goods = [Goods(variant, pieces * 1000, cost_minor)]
    stock.receive(warehouse_id=corner.warehouse, document=f"receipt:in-{variant}", goods=goods, actor="keeper")
    return variant


def sold(corner: Corner, variant: int, pieces: int, left: datetime | None = DAY) -> str:
    """An order of some cups placed on the day before it left."""
    wish = OrderDraft(
        shop=corner.shop, wishes=(Wish(variant, pieces * 1000),), placed_at=(left or DAY) - timedelta(days=1)
    )
    number = orders.place(draft=wish, actor="shop").number
    if left:
        orders.note_shipment(number=number, reference=f"S-{number}", at=left, actor="keeper")
    return number


def found(since: datetime = DAY, days: int = 1) -> list[tuple[str, int, int | None]]:
    rows = reports.margins(reports.left_whole(listed(), since, since + timedelta(days=days)))
    return [(one.number, one.net_minor, one.minor) for one in rows]


def test_margin_is_the_net_sum_less_what_the_goods_cost() -> None:
    corner = corner_shop()
    number = sold(corner, stocked(corner, 10, 1000), 4)
    net = order(number).net_minor
    assert cost_of_document(f"order:{number}") == 400
    assert found() == [(number, net, net - 400)]
    assert reports.summed(reports.margins(reports.left_whole(listed(), DAY, DAY + timedelta(days=1)))) == {
        "EUR": Margin(net, net - 400, 1, 0)
    }


def test_a_cost_nobody_knows_is_not_0() -> None:
    corner = corner_shop()
    known, unknown = sold(corner, stocked(corner, 10, 1000), 1), sold(corner, stocked(corner, 10, None), 1)
    assert [(number, minor is None) for number, _net, minor in found()] == [(known, False), (unknown, True)]
    total = reports.summed(reports.margins(listed()))["EUR"]
    assert (total.orders, total.unknown, total.net_minor) == (1, 1, order(known).net_minor)


def test_an_order_counts_on_the_day_its_last_goods_left() -> None:
    corner = corner_shop()
    cups = stocked(corner, 10, 1000)
    number = sold(corner, cups, 4, None)
    orders.note_shipment(number=number, reference="1", goods=[Goods(cups, 1000)], at=DAY, actor="keeper")
    assert found() == []
    orders.note_shipment(number=number, reference="2", at=DAY + timedelta(days=3), actor="keeper")
    assert found() == []
    assert [one[0] for one in found(DAY + timedelta(days=3))] == [number]
    assert [one[0] for one in found(DAY, days=10)] == [number]


def test_what_came_back_is_neither_sold_nor_spent() -> None:
    corner = corner_shop()
    number = sold(corner, stocked(corner, 10, 1000), 4)
    whole = order(number)
    orders.note_return(
        number=number, reference="R-1", warehouse=corner.warehouse, goods=[Goods(whole.lines[0].variant or 0, 1000)],
        actor="keeper",
    )  # fmt: skip
    [(_number, net, _minor)] = found()
    assert net == whole.net_minor - round(whole.net_minor / 4)


def test_sales_are_summed_by_currency_and_cancelled_orders_are_none() -> None:
    corner = corner_shop()
    cups = stocked(corner, 20, 2000)
    for pieces in (1, 2):
        sold(corner, cups, pieces)
    gone = sold(corner, cups, 5, None)
    orders.cancel(number=gone, actor="shop")
    placed = reports.placed(listed(), DAY - timedelta(days=2), DAY)
    assert reports.sold(placed) == {"EUR": Sold(2, 750)}
    within = reports.by_stretch(listed(), [DAY - timedelta(days=2), DAY - timedelta(days=1), DAY])
    assert sum(one.orders for stretch in within for one in stretch.values()) == 2


def test_the_margin_of_more_orders_asks_the_database_no_more_often() -> None:
    corner = corner_shop()
    cups = stocked(corner, 90, 9000)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert found()
        return len(queries)

    sold(corner, cups, 1)
    few = asked()
    for _ in range(8):
        sold(corner, cups, 1)
    assert asked() == few
