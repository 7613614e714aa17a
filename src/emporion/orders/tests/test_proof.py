"""What the book keeps for an order is what its lines were promised: a difference on either side is found and named."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from emporion.ledger import commands as ledger
from emporion.ledger.queries import mismatches, verify
from emporion.ledger.types import Account, Finding, Kind, Line
from emporion.ledger.watching import look, look_through
from emporion.orders import commands as orders
from emporion.orders.proof import reserves
from emporion.orders.tests.factories import Corner, corner_shop, cup, draft
from emporion.stock.types import Goods

pytestmark = pytest.mark.usefixtures("house")


def sold(corner: Corner, cups: int, pieces: int = 4) -> str:
    return orders.place(draft=draft(corner, (cups, pieces)), actor="shop").number


def lost(number: str, pieces: int) -> None:
    """Somebody with a console takes the promise of some pieces off the lines of an order."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE orders_orderline SET covered = covered - %s"
            " WHERE order_id = (SELECT id FROM orders_order WHERE number = %s)",
            [pieces * 1000, number],
        )


def kept(corner: Corner, cups: int, document: str) -> None:
    """A posting that keeps a piece for an order without its line."""
    free, theirs = (Account(kind, corner.firm, corner.warehouse) for kind in (Kind.FREE, Kind.RESERVED))
    lines = [Line(free, cups, -1000), Line(theirs._replace(holder=document), cups, 1000)]
    ledger.post(posting=f"stray:{document}", document=document, memo="test", lines=lines, actor="accountant")


def differs(corner: Corner, cups: int, number: str, said: int, held: int) -> Finding:
    document = f"order:{number}"
    subject = f"{document} variant {cups} warehouse {corner.warehouse}: promised"
    return Finding("reserve", subject, said, held, document)


@pytest.mark.parametrize("master", ["", "1c"])
def test_through_its_life_an_order_is_promised_what_its_lines_say(master: str) -> None:
    corner = corner_shop(takes_uncovered=True, master=master)
    cups, pots = cup(corner, 0 if master else 9), cup(corner, 0 if master else 2)
    first, second, third = (orders.place(draft=draft(corner, (cups, 3), (pots, 1)), actor="shop") for _ in range(3))
    orders.note_shipment(number=first.number, reference="S", goods=[Goods(cups, 1000)], actor="storekeeper")
    assert verify() == []
    orders.cancel_rest(number=first.number, actor="staff:1")
    orders.cancel(number=second.number, actor="staff:1")
    orders.cover_waiting(variants=[pots], actor="staff:1")
    orders.note_shipment(number=third.number, reference="S", actor="storekeeper")
    assert verify() == []


def test_a_difference_is_named_with_the_order_the_goods_and_the_warehouse_by_one_statement() -> None:
    corner = corner_shop()
    cups = cup(corner, 9)
    forgotten, _sound = sold(corner, cups), sold(corner, cups)
    lost(forgotten, 1)
    with CaptureQueriesContext(connection) as queries:
        [found] = reserves(None)
    assert (found, found.variant, found.place) == (
        differs(corner, cups, forgotten, 3000, 4000), cups, corner.warehouse
    )  # fmt: skip
    assert len(queries) == 1
    assert verify() == [found]
    assert list(reserves([f"order:{_sound}", "receipt:1"])) == []


def test_goods_that_are_kept_for_nobody_are_named() -> None:
    corner = corner_shop()
    cups = cup(corner, 9)
    kept(corner, cups, "order:K-GONE")
    assert verify() == [differs(corner, cups, "K-GONE", 0, 1000)]


def test_the_watch_names_what_moved_at_once_and_all_else_at_night_until_it_is_mended() -> None:
    corner = corner_shop()
    cups = cup(corner, 9)
    still, moved = sold(corner, cups), sold(corner, cups, 3)
    while look():
        pass
    lost(still, 1)
    kept(corner, cups, f"order:{moved}")
    look()
    assert [one.finding for one in mismatches()] == [differs(corner, cups, moved, 3000, 4000)]
    look_through()
    assert len(mismatches()) == 2
    while look():
        pass
    assert len(mismatches()) == 2, "what is known is looked at again, though it rests"
    for number in (still, moved):
        orders.cancel(number=number, actor="staff:1")
    look()
    assert (mismatches(), verify()) == ([], [])
