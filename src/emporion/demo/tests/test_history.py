"""A planned month stands in the book through the real commands, once."""

from collections import Counter
from datetime import UTC, datetime, timedelta

from emporion.demo.countries import RUSSIA
from emporion.demo.history import Lived, live
from emporion.demo.month import Fate, Planned, month
from emporion.journal.commands import deliver_all
from emporion.ledger.queries import verify
from emporion.orders.queries import listed, order
from emporion.orders.tests.factories import Corner, corner_shop, cup
from emporion.stock import commands as stock
from emporion.stock.queries import by_code
from emporion.stock.types import WarehouseCard
from tools.testing.engines import postgresql_among_the_long

NOW = datetime(2026, 11, 19, 12, 0, tzinfo=UTC)


def filled_shop() -> Corner:
    corner = corner_shop(takes_uncovered=True)
    for _ in range(5):
        cup(corner, pieces=400)
    cup(corner, pieces=0)
    return corner


def lived(corner: Corner, plan: list[Planned]) -> list[Lived]:
    found = list(live(plan, shop=corner.shop, now=NOW))
    deliver_all()
    return found


def status_of(corner: Corner, fate: Fate, appetite: str = "usual") -> str:
    planned = Planned(1, NOW - timedelta(days=1), 3, fate, appetite, 1)  # type: ignore[arg-type]
    [one] = lived(corner, [planned])
    return order(one.order.number).status


@postgresql_among_the_long
def test_a_month_of_orders_stands_with_its_own_times_and_adds_up(house: str) -> None:
    corner, plan = filled_shop(), month(NOW, per_day=4)
    found = lived(corner, plan)
    assert len(found) == listed(shop=corner.shop).count() == len(plan)
    assert [order(one.order.number).placed_at for one in found] == [one.planned.placed_at for one in found]
    assert all(order(one.order.number).is_demo for one in found)
    statuses = Counter(listed().values_list("status", flat=True))
    assert statuses["done"] == sum(one.fate in {"done", "returned"} for one in plan) > 0  # nowhere to bring it back to
    assert statuses["cancelled"] == sum(one.fate == "cancelled" for one in plan)
    assert verify() == []


@postgresql_among_the_long
def test_a_month_lived_twice_doubles_nothing(house: str) -> None:
    corner, plan = filled_shop(), month(NOW, per_day=2)
    first = lived(corner, plan[: len(plan) // 2])  # the first start was cut here
    again = lived(corner, plan)
    assert [one.order for one in again[: len(first)]] == [one.order for one in first]
    assert listed().count() == len(plan)
    paid = [order(one.order.number) for one in again if one.planned.fate == "done"]
    assert all(one.paid_minor == one.total_minor for one in paid)
    assert verify() == []


def test_what_was_paid_and_shipped_is_done(house: str) -> None:
    assert status_of(filled_shop(), "done") == "done"


def test_what_was_paid_waits_to_be_shipped(house: str) -> None:
    assert status_of(filled_shop(), "paid") == "to_ship"


def test_half_a_payment_is_a_part(house: str) -> None:
    assert status_of(filled_shop(), "part_paid") == "part_paid"


def test_an_order_of_too_much_names_what_is_uncovered(house: str) -> None:
    corner = filled_shop()
    [one] = lived(corner, [Planned(1, NOW - timedelta(days=1), 3, "open", "too_much", 1)])
    assert [line.quantity for line in one.order.uncovered] == [2000]


def test_a_customer_who_comes_again_is_found_again(house: str) -> None:
    corner = filled_shop()
    plan = [Planned(number, NOW - timedelta(days=1), 3, "open", "usual", 1) for number in (1, 2)]
    [first, again] = lived(corner, plan)
    customer = order(first.order.number).customer
    assert customer is not None
    assert {one.number for one in listed().filter(customer_id=customer)} == {first.order.number, again.order.number}


@postgresql_among_the_long
def test_nothing_is_paid_or_shipped_after_now(house: str) -> None:
    corner = filled_shop()
    for one in lived(corner, month(NOW, per_day=2)):
        view = order(one.order.number)
        moments = [paid.at for paid in view.payments] + [shipped.at for shipped in view.shipments]
        assert all(view.placed_at < at <= NOW for at in moments)


def test_what_came_back_lies_in_a_warehouse_of_the_firm_and_the_order_says_so(house: str) -> None:
    corner = filled_shop()
    stock.put_warehouse(card=WarehouseCard(RUSSIA.warehouse[0], "Own", corner.firm), actor="demo")
    stock.put_warehouse(card=WarehouseCard(RUSSIA.defects[0], "Defects", corner.firm, sells=False), actor="demo")
    plan = [Planned(number, NOW - timedelta(days=9), 3, "returned", "usual", 1) for number in range(1, 9)]
    found = [order(one.order.number) for one in lived(corner, plan)]
    assert {one.status for one in found} == {"returned"}
    assert {place for one in found for place in [each.warehouse for each in one.returns]} == {
        place.id for place in by_code([RUSSIA.warehouse[0], RUSSIA.defects[0]]).values()
    }
    assert verify() == []
