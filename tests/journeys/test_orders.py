"""Orders there and back with each edition of the simulated 1C, over real HTTP with a real worker."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import suppress
from time import monotonic, sleep

import pytest

from emporion.demo.onec import UNF_BITRIX, desk
from emporion.demo.onec.exchange import OneC
from emporion.demo.onec.operations import BANK, CARD
from emporion.demo.onec.profiles import BITRIX_31, BITRIX_209, UNF, UT11, Profile
from emporion.exchange.queries import messages_in_work, open_count, outgoing, quarantined
from emporion.journal.commands import deliver_all
from emporion.kernel.money import Money, UnitPrice
from emporion.ledger.queries import verify
from emporion.orders import commands as orders
from emporion.orders.queries import order
from emporion.orders.types import OrderDraft, ServiceWish, Wish
from emporion.pricing.queries import prices_of
from emporion.stock.queries import stock_of
from tools.testing.engines import postgresql_among_the_long

from .conftest import LOGIN, PASSWORD, Connected

Connect = Callable[..., Connected]
EDITIONS = {"ut11": UT11, "unf": UNF, "unf-bitrix": UNF_BITRIX, "bitrix-2.09": BITRIX_209, "bitrix-3.1": BITRIX_31}
SCHEMAS = {"unf": "2.08", "unf-bitrix": "2.10", "bitrix-2.09": "2.09", "bitrix-3.1": "2.10"}
COURIER = ServiceWish("Courier", UnitPrice.of("300", "RUB"))


class Counter:
    """A shop that sells what 1C brought, and a 1C of one edition that takes its orders."""

    def __init__(self, connected: Connected, profile: Profile) -> None:
        self.connected, self.base = connected, connected.base
        connected.onec.exchange_catalog(full=True)
        self.shop = connected.open_shop()
        self.onec = OneC(connected.base, connected.address, LOGIN, PASSWORD, profile=profile, time_scale=0.1)
        self.goods = [(row["id"], connected.ours("variant", row["id"])) for row in self._offers()]
        self.goods = [pair for pair in self.goods if prices_of([pair[1]])]

    def _offers(self) -> list[sqlite3.Row]:
        return list(self.base.rows("SELECT id FROM offer ORDER BY id"))

    def variant(self, pieces: int) -> int:
        """Something of which so many are free."""
        return next(variant for _, variant in self.goods if sum(x.free for x in stock_of([variant])) >= pieces * 1000)

    def place(self, pieces: int = 1, number: str = "", *, delivered: bool = True) -> str:
        """An order of a guest who left no name."""
        wishes, services = (Wish(self.variant(pieces), pieces * 1000),), (COURIER,) if delivered else ()
        draft = OrderDraft(self.shop, wishes, services=services, number=number)
        placed = orders.place(draft=draft, cover="what_there_is", actor="shop").number
        deliver_all()
        return placed

    def exchange(self) -> tuple[list[str], list[str]]:
        """One exchange of orders: the numbers that 1C made orders of, and those it answered."""
        report = self.onec.exchange_orders()
        until = monotonic() + 30
        while messages_in_work(self.connected.channel) and monotonic() < until:
            sleep(0.05)  # UNF does not wait for what it sent
        deliver_all()
        assert [name for name in report.made_goods if name not in (COURIER.name,)] == []
        assert report.made_variants == []
        return report.created, report.sent

    def refused(self) -> list[tuple[str, str]]:
        return [(row.fault.code, row.fault.refusal.sentence) for row in quarantined(channel=self.connected.channel)]


QUICK = ("ut11", "bitrix-3.1")


@pytest.fixture(params=[name if name in QUICK else pytest.param(name, marks=pytest.mark.slow) for name in EDITIONS])
def counter(request: pytest.FixtureRequest, connect: Connect) -> Iterator[Counter]:
    """A counter for each edition."""
    schema = SCHEMAS.get(request.param, "2.07")
    made = Counter(connect(goods=15, schema_version=schema), EDITIONS[request.param])
    with made.onec:
        yield made


def test_an_order_of_a_guest_comes_back_confirmed_paid_in_parts_and_shipped(counter: Counter) -> None:
    long = counter.place(number="MARKETPLACE-1234567890", pieces=2)
    plain = counter.place()
    created, _ = counter.exchange()
    assert len(created) == 2 and all(len(number) <= 11 for number in created)
    theirs, second = sorted(created, key=lambda number: number == plain)
    assert second == plain
    assert counter.exchange()[0] == []
    desk.confirm(counter.base, theirs)
    desk.pay(counter.base, theirs, CARD, minor=10_000)
    desk.pay(counter.base, theirs, BANK)
    desk.ship(counter.base, theirs, track="RA644000001RU")
    desk.cancel(counter.base, plain)
    assert sorted(counter.exchange()[1]) == sorted([theirs, plain])
    found = order(long)
    assert (found.paid_minor, found.shipped, found.status) == (found.total_minor, "all", "done")
    assert order(plain).state == "cancelled"
    assert counter.refused() == []
    assert (open_count(), verify(), outgoing(counter.connected.channel)) == (0, [], [])


def test_a_lost_success_doubles_no_order(counter: Counter) -> None:
    counter.place()
    counter.onec.faults.lose_success = True
    counter.exchange()
    counter.onec.faults.lose_success = False
    counter.exchange()
    assert len(desk.orders(counter.base)) == 1
    assert outgoing(counter.connected.channel) == []


def test_money_that_we_took_is_told_and_does_not_come_back_as_more(counter: Counter) -> None:
    number = counter.place()
    due = order(number).total_minor
    orders.note_payment(number=number, reference="yoo-1", amount=Money(due, "RUB"), method="card", actor="gateway")
    deliver_all()
    counter.exchange()
    desk.confirm(counter.base, number)
    counter.exchange()
    assert (order(number).paid_minor, counter.refused()) == (due, [])


@postgresql_among_the_long
def test_of_fifty_orders_one_is_poison_and_the_other_49_arrive(connect: Connect) -> None:
    """The base has a rule of its own that one order breaks; UT 11 loads a file whole or not at all."""
    counter = Counter(connect(goods=15), UT11)
    placed = [counter.place(delivered=False) for _ in range(50)]
    poison = placed[17]
    counter.base.db.execute(
        "CREATE TRIGGER rule BEFORE INSERT ON customer_order WHEN NEW.site_number = '" + poison + "'"
        " BEGIN SELECT RAISE(ABORT, 'a rule of this base'); END"
    )
    arrived: list[str] = []
    with counter.onec:
        for _ in range(60):
            with suppress(sqlite3.IntegrityError):
                arrived += counter.exchange()[0]
            if len(arrived) == len(placed) - 1:
                break
    assert sorted(arrived) == [number for number in sorted(placed) if number != poison]
    [named] = outgoing(counter.connected.channel)
    assert named.fault is not None and named.state == "failed"
    assert poison in named.fault.refusal.sentence and named.fault.refusal.what_to_do
