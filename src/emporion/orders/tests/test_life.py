"""What happens to an order after it was placed."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from emporion.journal.commands import deliver_all
from emporion.journal.queries import timeline
from emporion.kernel.money import Money, UnitPrice
from emporion.kernel.states import IllegalMove
from emporion.ledger.queries import verify
from emporion.orders import commands as orders
from emporion.orders.models import Order
from emporion.orders.queries import listed, order, to_give_back, uncovered_lines
from emporion.orders.tests.factories import corner_shop, cup, draft
from emporion.orders.types import (
    AlreadyShipped,
    LineChange,
    MoreThanPaid,
    NothingAsked,
    OrderDraft,
    OrderLinesChanged,
    ServiceWish,
    UnknownOrder,
    Wish,
    WrongCurrency,
)
from emporion.stock import commands as stock
from emporion.stock.queries import free_at, stock_of
from emporion.stock.tests.factories import shelved
from emporion.stock.types import Goods, NotEnough

pytestmark = pytest.mark.usefixtures("house")


def test_paid_and_shipped_is_done() -> None:
    corner = corner_shop()
    cups = cup(corner, 10)
    number = orders.place(draft=draft(corner, (cups, 4)), actor="shop").number
    assert orders.note_payment(number=number, reference="P-1", amount=Money(400, "EUR"), actor="bank")
    assert order(number).status == "part_paid"
    assert orders.note_payment(number=number, reference="P-2", amount=Money(600, "EUR"), actor="bank")
    assert order(number).status == "to_ship"
    assert orders.note_shipment(number=number, reference="S-1", goods=[Goods(cups, 1000)], actor="storekeeper")
    assert order(number).status == "part_shipped"
    assert orders.note_shipment(number=number, reference="S-2", actor="storekeeper")
    assert order(number).status == "done"
    [line] = stock_of([cups])
    assert (line.on_hand, line.reserved, line.free) == (6000, 0, 6000)
    assert verify() == []


def test_the_same_payment_and_shipment_count_once() -> None:
    corner = corner_shop()
    cups = cup(corner, 10)
    number = orders.place(draft=draft(corner, (cups, 4)), actor="shop").number
    paid = [orders.note_payment(number=number, reference="P-1", amount=Money(400, "EUR"), actor="bank") for _ in "ab"]
    sent = [orders.note_shipment(number=number, reference="S-1", actor="storekeeper") for _ in "ab"]
    assert (paid, sent, order(number).paid_minor) == ([True, False], [True, False], 400)
    assert stock_of([cups])[0].on_hand == 6000


def test_cancelling_frees_the_goods_and_cannot_be_done_twice() -> None:
    corner = corner_shop()
    cups = cup(corner, 10)
    number = orders.place(draft=draft(corner, (cups, 4)), actor="shop").number
    orders.cancel(number=number, reason="changed their mind", actor="staff:1")
    found = order(number)
    assert (found.status, found.cancelled_because) == ("cancelled", "changed their mind")
    assert free_at([corner.warehouse], [cups]) == {cups: 10000}
    with pytest.raises(IllegalMove):
        orders.cancel(number=number, actor="staff:1")
    assert verify() == []


def test_a_shipped_order_is_neither_cancelled_nor_changed() -> None:
    corner = corner_shop()
    cups = cup(corner, 10)
    number = orders.place(draft=draft(corner, (cups, 4)), actor="shop").number
    orders.note_shipment(number=number, reference="S-1", actor="storekeeper")
    with pytest.raises(AlreadyShipped):
        orders.cancel(number=number, actor="staff:1")
    with pytest.raises(AlreadyShipped):
        orders.change_lines(number=number, wishes=[Wish(cups, 1000)], actor="staff:1")


def test_changed_lines_free_what_is_taken_off_and_promise_what_is_added() -> None:
    corner = corner_shop()
    cups, pots = cup(corner, 10), cup(corner, 3)
    number = orders.place(draft=draft(corner, (cups, 4), (pots, 1)), actor="shop").number
    orders.change_lines(
        number=number, wishes=[Wish(cups, 1000, UnitPrice.of("2.00", "EUR")), Wish(pots, 3000)], actor="staff:1"
    )
    assert free_at([corner.warehouse], [cups, pots]) == {cups: 9000, pots: 0}
    assert order(number).total_minor == 200 + 750
    with pytest.raises(NotEnough):
        orders.change_lines(number=number, wishes=[Wish(pots, 4000)], actor="staff:1")
    assert order(number).total_minor == 950
    assert verify() == []


def test_what_waits_of_some_orders_is_not_pushed_out_by_older_ones_of_others() -> None:
    corner = corner_shop(takes_uncovered=True)
    cups = cup(corner, 0)
    others, own = (orders.place(draft=draft(corner, (cups, 2)), actor="shop").number for _ in range(2))
    assert [line.number for line in uncovered_lines(1)] == [others]
    assert [line.number for line in uncovered_lines(1, listed().filter(number=own))] == [own]


def test_goods_that_come_in_cover_the_oldest_waiting_order_first() -> None:
    corner = corner_shop(takes_uncovered=True)
    cups = cup(corner, 0)
    first, second = (orders.place(draft=draft(corner, (cups, 2)), actor="shop").number for _ in range(2))
    shelved(corner.warehouse, cups, 3)
    deliver_all()
    assert (order(first).status, order(second).status) == ("waiting_payment", "waiting_goods")
    assert [(line.number, line.missing) for line in uncovered_lines()] == [(second, 1000)]
    orders.cancel(number=first, actor="staff:1")
    deliver_all()
    assert order(second).status == "waiting_payment"
    assert verify() == []


def test_goods_for_one_order_do_not_trouble_all_the_others_that_wait() -> None:
    corner = corner_shop(takes_uncovered=True)
    cups = cup(corner, 0)

    def statements(waiting: int) -> int:
        for _ in range(waiting):
            orders.place(draft=draft(corner, (cups, 1)), actor="shop")
        stock.receive(warehouse_id=corner.warehouse, document=f"R-{waiting}", goods=[Goods(cups, 1000)], actor="boss")
        with CaptureQueriesContext(connection) as asked:
            covered = orders.cover_waiting(variants=[cups], actor="reaction")
        assert len(covered) == 1
        return len(asked)

    assert statements(2) == statements(12)
    assert orders.cover_waiting(variants=[cups], actor="reaction") == ()


def test_a_count_below_the_promises_is_accepted_and_names_the_shortage() -> None:
    corner = corner_shop()
    cups = cup(corner, 10)
    number = orders.place(draft=draft(corner, (cups, 8)), actor="shop").number
    stock.correct(warehouse_id=corner.warehouse, document="count:1", counted=[Goods(cups, 5000)], actor="storekeeper")
    [line] = stock_of([cups])
    assert (line.on_hand, line.reserved, line.free, line.short) == (5000, 8000, 0, 3000)
    deliver_all()
    assert order(number).status == "short"
    stock.correct(warehouse_id=corner.warehouse, document="count:2", counted=[Goods(cups, 8000)], actor="storekeeper")
    deliver_all()
    assert order(number).status == "waiting_payment"
    stock.correct(warehouse_id=corner.warehouse, document="count:3", counted=[Goods(cups, 5000)], actor="storekeeper")
    orders.cancel(number=number, actor="staff:1")
    [line] = stock_of([cups])
    assert (line.on_hand, line.reserved, line.free, line.short) == (5000, 0, 5000, 0)
    assert verify() == []


def test_what_is_unknown_or_in_another_currency_is_refused() -> None:
    corner = corner_shop()
    number = orders.place(draft=draft(corner, (cup(corner, 1), 1)), actor="shop").number
    with pytest.raises(WrongCurrency):
        orders.note_payment(number=number, reference="P", amount=Money(1, "RUB"), actor="bank")
    with pytest.raises(UnknownOrder):
        orders.cancel(number="X-1", actor="staff:1")


def test_money_for_a_cancelled_or_cheaper_order_waits_to_go_back_until_it_went() -> None:
    corner = corner_shop()
    cups = cup(corner, 10)
    dropped, cheaper, calm = (orders.place(draft=draft(corner, (cups, 2)), actor="shop").number for _ in range(3))
    for number in (dropped, cheaper, calm):
        orders.note_payment(number=number, reference="P", amount=Money(500, "EUR"), actor="bank")
    assert list(to_give_back()) == []
    orders.cancel(number=dropped, actor="staff:1")
    orders.change_lines(number=cheaper, wishes=[Wish(cups, 1000)], actor="staff:1")
    assert {row.number: row.back_minor for row in to_give_back()} == {dropped: 500, cheaper: 250}
    with pytest.raises(MoreThanPaid):
        orders.note_payment(number=dropped, reference="R", amount=Money(-501, "EUR"), actor="staff:1")
    assert orders.note_payment(number=dropped, reference="R", amount=Money(-500, "EUR"), actor="staff:1")
    assert not orders.note_payment(number=dropped, reference="R", amount=Money(-500, "EUR"), actor="staff:1")
    assert orders.note_payment(number=cheaper, reference="R", amount=Money(-250, "EUR"), actor="staff:1")
    assert list(to_give_back()) == []
    assert (order(dropped).paid_minor, order(cheaper).paid_minor, order(cheaper).status) == (0, 250, "to_ship")


def test_an_order_of_services_alone_is_done_when_it_is_paid() -> None:
    corner = corner_shop()
    lesson = ServiceWish("Lesson", UnitPrice.of("20.00", "EUR"), kind="service")
    number = orders.place(draft=OrderDraft(corner.shop, (), (lesson,)), actor="shop").number
    assert order(number).status == "waiting_payment"
    orders.note_payment(number=number, reference="P", amount=Money(2000, "EUR"), actor="bank")
    assert (order(number).status, order(number).reason) == ("done", "nothing is to ship and all is paid")


def test_an_order_whose_missing_goods_are_taken_off_is_short_no_more() -> None:
    corner = corner_shop()
    cups, pots = cup(corner, 10), cup(corner, 10)
    number = orders.place(draft=draft(corner, (cups, 8), (pots, 1)), actor="shop").number
    stock.correct(warehouse_id=corner.warehouse, document="count:1", counted=[Goods(cups, 5000)], actor="storekeeper")
    deliver_all()
    assert order(number).status == "short"
    orders.change_lines(number=number, wishes=[Wish(pots, 1000)], actor="staff:1")
    assert order(number).status == "waiting_payment"
    deliver_all()
    assert order(number).status == "waiting_payment"
    assert verify() == []


def test_an_order_that_still_holds_missing_goods_stays_short_when_others_change() -> None:
    corner = corner_shop()
    cups, pots = cup(corner, 10), cup(corner, 10)
    number = orders.place(draft=draft(corner, (cups, 8), (pots, 2)), actor="shop").number
    stock.correct(warehouse_id=corner.warehouse, document="count:1", counted=[Goods(cups, 5000)], actor="storekeeper")
    deliver_all()
    orders.change_lines(number=number, wishes=[Wish(cups, 8000), Wish(pots, 1000)], actor="staff:1")
    assert order(number).status == "short"


def test_a_cancelled_order_says_that_nothing_covers_it() -> None:
    corner = corner_shop()
    number = orders.place(draft=draft(corner, (cup(corner, 10), 4)), actor="shop").number
    orders.cancel(number=number, actor="staff:1")
    assert [line.covered for line in order(number).lines] == [0]
    assert Order.objects.get(number=number).lines_covered == 0


@pytest.mark.parametrize("quantity", [0, -1000])
def test_a_line_of_nothing_is_refused_in_words(quantity: int) -> None:
    corner = corner_shop()
    cups = cup(corner, 10)
    number = orders.place(draft=draft(corner, (cups, 1)), actor="shop").number
    courier = ServiceWish("Courier", UnitPrice.of("3.00", "EUR"), quantity)
    for wish in (
        OrderDraft(corner.shop, (Wish(cups, quantity),)),
        OrderDraft(corner.shop, (Wish(cups, 1000),), (courier,)),
    ):
        with pytest.raises(NothingAsked):
            orders.place(draft=wish, actor="shop")
    with pytest.raises(NothingAsked):
        orders.change_lines(number=number, wishes=[Wish(cups, quantity)], actor="staff:1")
    assert free_at([corner.warehouse], [cups]) == {cups: 9000}


def test_the_change_of_a_thing_on_two_lines_is_told_of_both_together() -> None:
    corner = corner_shop()
    cups = cup(corner, 10)
    number = orders.place(draft=draft(corner, (cups, 2), (cups, 3)), actor="shop").number
    orders.change_lines(number=number, wishes=[Wish(cups, 2000), Wish(cups, 4000)], actor="staff:1")
    [fact] = [one.event for one in timeline([f"order:{number}"]) if isinstance(one.event, OrderLinesChanged)]
    assert fact.changes == (LineChange(cups, order(number).lines[0].name, 5000, 6000, 1250, 1500),)
