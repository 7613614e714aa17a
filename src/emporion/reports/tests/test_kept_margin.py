"""Margin from what is kept is the margin of every order weighed anew, whatever happened and however late."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
import time_machine
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings, strategies as st

from emporion.journal.commands import command
from emporion.journal.types import Work
from emporion.kernel.errors import Refused
from emporion.kernel.money import divided
from emporion.ledger import commands as ledger
from emporion.ledger.queries import costs_of_documents
from emporion.ledger.types import Account, Kind, Line, cost_key
from emporion.orders import commands as orders
from emporion.orders.queries import listed, orders_by_id
from emporion.orders.tests.factories import Corner, corner_shop, cup
from emporion.orders.types import OrderDraft, Wish
from emporion.reports import queries as reports, weighing
from emporion.reports.commands import keep, mend, weigh
from emporion.reports.models import OrderCost
from emporion.reports.types import Margin, OrderMargin
from emporion.stock import commands as stock
from emporion.stock.types import Goods
from tools.testing.engines import postgresql_among_the_long

pytestmark = pytest.mark.usefixtures("house")
NOW = datetime(2026, 4, 20, 9, tzinfo=UTC)
documents = count(1)


@pytest.fixture(autouse=True)
def today() -> object:
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


def anew() -> list[OrderMargin]:
    """Every order that left whole, weighed by itself from the ledger and its lines."""
    found = []
    whole = listed().filter(shipped="all").exclude(status="cancelled").values_list("pk", flat=True)
    for order in orders_by_id(whole):
        costs = list(costs_of_documents([f"order:{order.number}"]).values())
        known = [cost for cost in costs if cost is not None]
        back = sum(divided(one.net_minor * one.returned, one.quantity) for one in order.lines if one.returned)
        cost = sum(known) if costs and len(known) == len(costs) else None
        found.append(OrderMargin(order.id, order.number, order.currency, order.net_minor - back, cost))
    return found


def of_days(days: int = 200) -> dict[str, Margin]:
    return reports.margin_sums([reports.left_whole(listed(), NOW - timedelta(days=days), NOW + timedelta(days=1))])[0]


def must_agree() -> None:
    """What is kept, together with what moved since, says what weighing every order anew says."""
    wanted = anew()
    left = reports.left_whole(listed(), NOW - timedelta(days=200), NOW + timedelta(days=1))
    assert reports.margins(left) == wanted
    assert of_days() == reports.summed(wanted)
    won = set(listed().filter(shipped="all").exclude(returned="all").values_list("pk", flat=True))
    by_manager = reports.margins_by_manager(listed().filter(shipped="all"))
    assert {key[1]: sums for key, sums in by_manager.items()} == reports.summed(
        one for one in wanted if one.order in won
    )


@dataclass(frozen=True)
class Step:
    """Something that happens so many days ago; pick says to what."""

    what: str
    days_ago: int
    pieces: int
    value: int
    pick: int


WHAT = (
    *("receive", "receive late", "receive free", "sell", "sell", "sell", "place", "place", "ship", "ship a part"),
    *("cancel", "cancel the rest", "return", "return", "correct", "correct", "declare", "weigh", "weigh", "weigh half"),
)
steps = st.lists(
    st.builds(
        Step, st.sampled_from(WHAT), st.integers(0, 100), st.integers(1, 9), st.integers(0, 5000), st.integers(0, 9)
    ),
    min_size=12,
    max_size=24,
)


class Life:
    """A corner shop with three kinds of cups in which things happen, back-dated ones too."""

    def __init__(self) -> None:
        self.corner: Corner = corner_shop()
        self.cups = [cup(self.corner, 0) for _ in range(3)]
        self.numbers: list[str] = []

    def happen(self, step: Step) -> None:
        """Do it as its page would; what the house refuses does not happen."""
        name = "_" + step.what.replace(" ", "_")
        with time_machine.travel(NOW - timedelta(days=step.days_ago), tick=False):
            try:
                getattr(self, name)(step, self.cups[step.pick % 3])
            except Refused:
                return

    def _receive(self, step: Step, variant: int) -> None:
        goods = [Goods(variant, step.pieces * 1000, step.value)]
        name = f"receipt:{next(documents)}"
        stock.receive(warehouse_id=self.corner.warehouse, document=name, goods=goods, actor="keeper")

    def _receive_free(self, step: Step, variant: int) -> None:
        goods = [Goods(variant, step.pieces * 1000, None)]
        name = f"receipt:{next(documents)}"
        stock.receive(warehouse_id=self.corner.warehouse, document=name, goods=goods, actor="keeper")

    def _receive_late(self, step: Step, variant: int) -> None:
        """Told now, and counted from then."""
        goods = [Goods(variant, step.pieces * 1000, step.value)]
        at = NOW - timedelta(days=step.days_ago)
        name, place = f"receipt:{next(documents)}", self.corner.warehouse
        with time_machine.travel(NOW, tick=False):
            stock.receive(warehouse_id=place, document=name, goods=goods, effective_at=at, actor="keeper")

    def _sell(self, step: Step, variant: int) -> None:
        self._place(step, variant)
        orders.note_shipment(number=self.numbers[-1], reference=f"S{next(documents)}", actor="keeper")

    def _place(self, step: Step, variant: int) -> None:
        other = self.cups[(step.pick + step.pieces) % 3]
        wishes = {other: 1000, variant: step.pieces * 1000}
        draft = OrderDraft(shop=self.corner.shop, wishes=tuple(Wish(*wish) for wish in wishes.items()))
        self.numbers.append(orders.place(draft=draft, actor="shop").number)

    def _ship(self, step: Step, _variant: int) -> None:
        orders.note_shipment(number=self._one(step), reference=f"S{next(documents)}", actor="keeper")

    def _ship_a_part(self, step: Step, variant: int) -> None:
        some = [Goods(variant, 1000)]
        orders.note_shipment(number=self._one(step), reference=f"S{next(documents)}", goods=some, actor="keeper")

    def _cancel(self, step: Step, _variant: int) -> None:
        orders.cancel(number=self._one(step), actor="shop")

    def _cancel_the_rest(self, step: Step, _variant: int) -> None:
        orders.cancel_rest(number=self._one(step), actor="shop")

    def _return(self, step: Step, variant: int) -> None:
        some = [Goods(variant, 1000)] if step.value % 2 else None
        name, place = f"R{next(documents)}", self.corner.warehouse
        orders.note_return(number=self._one(step), reference=name, warehouse=place, goods=some, actor="keeper")

    def _correct(self, step: Step, variant: int) -> None:
        """An accountant corrects the value of what lies there, in a month that may be over."""
        at = NOW - timedelta(days=step.days_ago)
        correct(corner=self.corner, variant=variant, value=step.value - 2500, at=at, actor="accountant")

    def _declare(self, step: Step, _variant: int) -> None:
        """Now and then an outside master begins to declare the warehouse: nothing in it has a cost any more."""
        if step.value > 4500:
            theirs = Account(Kind.OUTSIDE, self.corner.firm, self.corner.warehouse)
            ledger.hold(keys=[(theirs, 0, "")], actor="onec")

    def _weigh(self, _step: Step, _variant: int) -> None:
        weigh()

    def _weigh_half(self, _step: Step, _variant: int) -> None:
        """Killed in the middle: some costs are written, and how far is not."""
        before = weighing.stands()
        for costs in weighing.weighed([f"order:{number}" for number in self.numbers[::2]]):
            keep(before=before, reach=before.reach, costs=costs, actor="clockwork")

    def _one(self, step: Step) -> str:
        if not self.numbers:
            raise Refused
        return self.numbers[step.pick % len(self.numbers)]


@command
def correct(work: Work, *, corner: Corner, variant: int, value: int, at: datetime) -> None:
    """Put value to what lies on the shelf, or take some off."""
    shelf, other = (Account(kind, corner.firm, corner.warehouse) for kind in (Kind.SHELF, Kind.SUPPLIER))
    lines = [Line(other, variant, 0, -value), Line(shelf, variant, 0, value)]
    held = ledger.hold(work=work, keys=[cost_key(corner.firm, variant), (shelf, variant, ""), (other, variant, "")])
    name = f"correction:{next(documents)}"
    ledger.post(work=work, posting=name, document=name, memo="correct", lines=lines, held=held, effective_at=at)
    ledger.settle_cost(work=work, firm=corner.firm, variants=[variant], since=at)


def live(life: Sequence[Step], *, look_each: bool) -> None:
    lived = Life()
    for pick in range(3):
        lived.happen(Step("receive", 95 - 30 * pick, 40, 4001 * pick, pick))  # what the first cost, nobody told
    for step in life:
        lived.happen(step)
        if look_each:
            must_agree()
    must_agree()
    weigh()
    must_agree()
    assert list(weighing.proven()) == []
    assert mend(None) == 0, "what moved was found without weighing everything"


@postgresql_among_the_long
@settings(max_examples=12)
@given(steps)
def test_after_a_random_life_the_kept_margin_is_that_of_weighing_every_order(life: list[Step]) -> None:
    live(life, look_each=False)


@pytest.mark.slow
@settings(max_examples=20)
@given(steps, st.booleans())
def test_after_many_random_lives_too(life: list[Step], look_each: bool) -> None:
    live(life, look_each=look_each)


def sold(life: Life, days_ago: int) -> str:
    """An order that left so many days ago."""
    life.happen(Step("sell", days_ago, 2, 0, 0))
    return life.numbers[-1]


def test_a_receipt_that_comes_late_changes_the_margin_at_once_and_weighs_only_what_it_touched() -> None:
    life = Life()
    for pick in range(3):
        life.happen(Step("receive", 80, 9, 900, pick))
    for days_ago in (60, 30, 1):
        sold(life, days_ago)
    assert weigh() and not weigh()
    before = of_days()["EUR"].minor
    stock.receive(
        warehouse_id=life.corner.warehouse, document="receipt:late", goods=[Goods(life.cups[0], 9000, 9000)],
        effective_at=NOW - timedelta(days=45), actor="keeper",
    )  # fmt: skip
    assert of_days()["EUR"].minor < before
    must_agree()
    stale = weighing.stale()
    assert stale and len(stale) == 2, "what left before the month of the receipt cost what it did"
    assert weigh() and weighing.stale() == set()
    must_agree()


def sold_yesterday(how: str, value: int) -> Life:
    """Cups came eighty days ago, some were sold yesterday, and what those cost is kept."""
    life = Life()
    for pick in (0, 2):
        life.happen(Step(how, 80, 9, value, pick))
    sold(life, 1)
    weigh()
    return life


def test_an_outside_master_that_begins_to_declare_a_warehouse_takes_the_cost_of_what_left_it() -> None:
    life = sold_yesterday("receive", value=900)
    assert of_days()["EUR"].unknown == 0
    life.happen(Step("declare", 0, 1, 5000, 0))
    assert of_days()["EUR"].unknown == 1
    must_agree()
    weigh()
    must_agree()
    assert weighing.stale() == set()


def test_a_cost_that_is_told_of_an_earlier_month_is_known_in_the_later_ones() -> None:
    life = sold_yesterday("receive free", value=0)
    assert of_days()["EUR"].unknown == 1
    for cup_ in life.cups:
        correct(corner=life.corner, variant=cup_, value=900, at=NOW - timedelta(days=70), actor="accountant")
    assert of_days()["EUR"].unknown == 0
    must_agree()
    weigh()
    must_agree()


def test_a_look_at_a_month_that_stands_asks_no_entry_and_no_order_by_itself() -> None:
    life = Life()
    life.happen(Step("receive", 80, 9, 900, 0))
    life.happen(Step("receive", 80, 9, 900, 2))
    sold(life, 1)
    weigh()

    def asked() -> list[str]:
        with CaptureQueriesContext(connection) as queries:
            assert of_days()["EUR"].orders + of_days()["EUR"].unknown
        return [query["sql"] for query in queries]

    few = asked()
    sold(life, 2)
    sold(life, 3)
    weigh()
    assert len(asked()) == len(few)
    assert not any("ledger_posting" in sql for sql in few)


def test_who_weighs_while_another_wrote_keeps_nothing() -> None:
    life = Life()
    life.happen(Step("receive", 80, 9, 900, 0))
    life.happen(Step("receive", 80, 9, 900, 2))
    number = sold(life, 1)
    before = weighing.stands()
    assert weigh()
    pk = listed().get(number=number).pk
    assert keep(before=before, reach=before.reach, costs={pk: 1}, actor="late") == -1
    must_agree()


def test_verify_finds_a_kept_cost_that_is_wrong_and_repairs_it(capsys: pytest.CaptureFixture[str]) -> None:
    life = Life()
    life.happen(Step("receive", 80, 9, 900, 0))
    life.happen(Step("receive", 80, 9, 900, 2))
    number = sold(life, 1)
    weigh()
    wanted = of_days()
    OrderCost.objects.update(minor=1)
    with pytest.raises(CommandError):
        call_command("ledger", "verify")
    assert f"cost: order:{number}" in "".join(f"{one.code}: {one.subject}" for one in weighing.proven())
    call_command("ledger", "verify", "--repair")
    assert "The book adds up" in capsys.readouterr().out
    assert of_days() == wanted
