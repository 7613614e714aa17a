"""Whose deal an order is: who placed it here, first changed it, took it, or was given it."""

import pytest

from emporion.accounts import commands as accounts
from emporion.accounts.tests.factories import staff
from emporion.journal.queries import timeline
from emporion.kernel.money import Money
from emporion.orders import commands as orders
from emporion.orders.models import Order
from emporion.orders.queries import order, outcome
from emporion.orders.tests.factories import corner_shop, cup, draft
from emporion.orders.types import HasManager, ManagerAway, OrderManaged, UnknownOrder, Wish

pytestmark = pytest.mark.usefixtures("house")


def test_who_places_an_order_here_owns_it_and_one_of_a_shop_is_free() -> None:
    corner = corner_shop()
    cups = cup(corner, 10)
    ours = orders.place(draft=draft(corner, (cups, 1)), actor="staff:7").number
    theirs = orders.place(draft=draft(corner, (cups, 1)), actor="channel:web").number
    assert (order(ours).manager, order(theirs).manager) == (7, None)


def test_the_first_person_who_changes_the_lines_of_a_free_order_owns_it_a_program_never_does() -> None:
    corner = corner_shop()
    cups = cup(corner, 10)
    number = orders.place(draft=draft(corner, (cups, 1)), actor="channel:web").number
    orders.change_lines(number=number, wishes=[Wish(cups, 2000)], actor="channel:1c")
    assert order(number).manager is None
    orders.change_lines(number=number, wishes=[Wish(cups, 3000)], actor="staff:7")
    orders.change_lines(number=number, wishes=[Wish(cups, 4000)], actor="staff:8")
    assert order(number).manager == 7
    [told] = [fact for fact in timeline([f"order:{number}"]) if isinstance(fact.event, OrderManaged)]
    assert (told.event.manager_before, told.event.manager, told.actor) == (None, 7, "staff:7")  # type: ignore[union-attr]


def test_free_orders_are_taken_and_one_of_a_colleague_keeps_all_of_them_as_they_were() -> None:
    corner = corner_shop()
    cups = cup(corner, 10)
    first, second = (orders.place(draft=draft(corner, (cups, 1)), actor="channel:web").number for _ in range(2))
    taken = orders.place(draft=draft(corner, (cups, 1)), actor="staff:8").number
    assert orders.take(numbers=[first], manager=7, actor="staff:7") == [first]
    assert orders.take(numbers=[first, second], manager=7, actor="staff:7") == [second]
    with pytest.raises(HasManager):
        orders.take(numbers=[first, taken], manager=9, actor="staff:9")
    assert [order(one).manager for one in (first, second, taken)] == [7, 7, 8]
    with pytest.raises(UnknownOrder):
        orders.take(numbers=["K-none"], manager=7, actor="staff:7")


def test_an_order_is_given_to_who_works_here_and_can_be_made_free() -> None:
    corner = corner_shop()
    cups = cup(corner, 10)
    number = orders.place(draft=draft(corner, (cups, 1)), actor="staff:8").number
    colleague, gone = staff("manager"), staff("manager")
    accounts.deactivate(staff=gone.pk, actor="owner")
    assert orders.give(numbers=[number], manager=colleague.pk, actor="staff:1") == [number]
    assert orders.give(numbers=[number], manager=colleague.pk, actor="staff:1") == []
    for nobody in (gone.pk, 4711):
        with pytest.raises(ManagerAway):
            orders.give(numbers=[number], manager=nobody, actor="staff:1")
    assert order(number).manager == colleague.pk
    orders.give(numbers=[number], manager=None, actor="staff:1")
    assert order(number).manager is None


def test_a_deal_is_won_when_paid_or_shipped_whole_and_lost_when_called_off_or_brought_back() -> None:
    corner = corner_shop()
    cups = cup(corner, 30)
    paid, shipped, part, gone, back, fresh = (
        orders.place(draft=draft(corner, (cups, 2)), actor="staff:7").number for _ in range(6)
    )
    orders.note_payment(number=paid, reference="P", amount=Money(500, "EUR"), actor="bank")
    orders.note_payment(number=part, reference="P", amount=Money(100, "EUR"), actor="bank")
    for number in (shipped, back):
        orders.note_shipment(number=number, reference=number, actor="shop")
    orders.note_return(number=back, reference="R", warehouse=corner.warehouse, actor="shop")
    orders.cancel(number=gone, actor="staff:7")
    found = {
        code: set(Order.objects.filter(outcome(code)).values_list("number", flat=True))
        for code in ("won", "lost", "open")
    }
    assert found == {"won": {paid, shipped}, "lost": {gone, back}, "open": {part, fresh}}
