"""Average cost by month: worked examples, and random lives of a variant against a reckoning of their own."""

import threading
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from functools import partial
from itertools import count

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings, strategies as st

from emporion.journal.commands import command
from emporion.journal.models import Fact
from emporion.journal.types import Work
from emporion.kernel.money import divided
from emporion.ledger.commands import hold, post, settle_cost
from emporion.ledger.models import Balance, Entry, Posting
from emporion.ledger.queries import average_cost, cost_of_document, costs_of_documents, verify
from emporion.ledger.types import Account, Cost, Kind, Line, cost_key
from tools.testing.engines import postgresql_among_the_long

from .factories import (
    CORRECTION,
    CUSTOMER,
    FIRM,
    OUTSIDE,
    SECOND_SHELF,
    SHELF,
    SUPPLIER,
    THEIR_SHELF,
    TRANSIT,
    move,
)

pytestmark = pytest.mark.usefixtures("house")

JANUARY, FEBRUARY, MARCH, APRIL = (datetime(2026, month, 10, 12, tzinfo=UTC) for month in (1, 2, 3, 4))
NOW = datetime(2026, 4, 20, 9, tzinfo=UTC)
OWN_KINDS = ["shelf", "transit", "revalued"]


@pytest.fixture(autouse=True)
def today() -> object:
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


def pieces(number: int) -> int:
    return number * 1000


def received(quantity: int, value: int, at: datetime, variant: int = 5) -> None:
    move(SUPPLIER, SHELF, (variant, quantity, value), at=at)


def shipped(document: str, quantity: int, at: datetime, variant: int = 5, shelf: Account = SHELF) -> int:
    cost = average_cost(FIRM, [variant], at)[variant]
    value = cost.of(quantity) if cost else 0
    move(shelf, CUSTOMER, (variant, quantity, value), document=document, at=at)
    return value


def settle(since: datetime, *variants: int) -> int:
    return settle_cost(firm=FIRM, variants=variants or (5,), since=since, actor="accountant")


def stands(variant: int = 5) -> tuple[int, int]:
    """What lies in the firm's own places, and what it is worth."""
    own = Balance.objects.filter(account__kind__in=OWN_KINDS, variant=variant)
    return sum(own.values_list("quantity", flat=True)), sum(own.values_list("value_minor", flat=True))


def adjusted() -> list[tuple[str, int, str]]:
    found = Entry.objects.filter(account__kind="revalued", posting__memo="cost").order_by("id")
    return [(entry.posting.key, entry.value_minor, f"{entry.effective_at:%m-%d %H:%M:%S}") for entry in found]


def test_goods_leave_at_the_average_of_the_month_and_the_last_ones_take_the_rest() -> None:
    received(pieces(3), 1000, JANUARY)
    assert average_cost(FIRM, [5], JANUARY)[5] == Cost(3000, 1000, 3000, 1000)
    assert [shipped(f"s:{n}", pieces(1), JANUARY) for n in range(3)] == [333, 333, 334]
    assert stands() == (0, 0)
    assert settle(JANUARY) == 0


def test_a_cost_is_told_per_unit_in_millionths_of_the_major_unit() -> None:
    cost = Cost(3000, 1000, 3000, 1000)
    assert [cost.micro("EUR"), cost.micro("JPY"), cost.micro("KWD")] == [3_333_333, 333_333_333, 333_333]
    assert [cost.of(1500), cost.of(3000), cost.of(-1500)] == [500, 1000, -500]


def test_a_back_dated_receipt_books_one_adjustment_per_later_month_and_a_second_call_books_none() -> None:
    received(pieces(10), 1000, JANUARY)
    shipped("s:jan", pieces(2), JANUARY)
    shipped("s:feb", pieces(2), FEBRUARY)
    received(pieces(6), 1200, MARCH)
    shipped("s:mar", pieces(4), MARCH)
    shipped("s:apr", pieces(4), APRIL)
    assert settle(JANUARY) == 0
    received(pieces(10), 3000, JANUARY)  # January was 4000 for 20 pieces: 200 each, not 100
    assert settle(JANUARY) == 4
    # March: (16 × 200 + 1200) / 22 = 200; it had been (6 × 100 + 1200) / 12 = 150
    assert adjusted() == [
        ("cost:1:5:2026-01:1", -200, "01-31 23:59:59"),
        ("cost:1:5:2026-02:1", -200, "02-28 23:59:59"),
        ("cost:1:5:2026-03:1", -200, "03-31 23:59:59"),
        ("cost:1:5:2026-04:1", -200, "04-20 09:00:00"),
    ]
    assert [cost_of_document(f"s:{month}") for month in ("jan", "feb", "mar", "apr")] == [400, 400, 800, 800]
    assert stands() == (pieces(14), 2800)
    assert settle(JANUARY) == 0
    assert [finding for finding in verify() if finding.code != "promise"] == []


def test_a_settlement_is_told_and_numbered_on() -> None:
    received(pieces(10), 1000, MARCH)
    shipped("s", pieces(5), MARCH)
    for value, postings in ((1000, 0), (3000, 1)):
        received(pieces(10), value, MARCH)
        assert settle(MARCH) == postings
    assert [key for key, *_ in adjusted()] == ["cost:1:5:2026-03:1"]
    received(pieces(10), 5000, MARCH)
    settle(MARCH)
    assert [key for key, *_ in adjusted()] == ["cost:1:5:2026-03:1", "cost:1:5:2026-03:2"]
    told = Fact.objects.filter(kind="ledger.CostSettled").order_by("id")
    assert [fact.subject for fact in told] == ["variant:5", "variant:5"]
    assert set(Posting.objects.filter(memo="cost").values_list("document", flat=True)) == {"cost:1:2026-03"}


def test_documents_of_a_month_share_its_cost_to_the_last_coin() -> None:
    received(pieces(3), 300, MARCH)
    first = shipped("s:1", pieces(2), MARCH)
    received(pieces(4), 801, MARCH)
    settle(MARCH)
    second = shipped("s:2", pieces(1), MARCH)
    third = shipped("s:3", pieces(1), MARCH)
    settle(MARCH)
    costs = costs_of_documents(["s:1", "s:2", "s:3"])
    assert (first, second, third) == (200, 157, 157)
    assert costs == {("s:1", 5): 315, ("s:2", 5): 157, ("s:3", 5): 157}  # 4 of 7 pieces that were worth 1101
    assert sum(value or 0 for value in costs.values()) == 1101 - stands()[1]


def test_goods_whose_cost_nobody_told_have_none() -> None:
    received(pieces(4), 0, MARCH)
    assert average_cost(FIRM, [5, 6], MARCH) == {5: None, 6: None}
    assert shipped("s", pieces(1), MARCH) == 0
    assert cost_of_document("s") is None
    assert cost_of_document("s", 5) is None
    received(pieces(2), 600, MARCH)  # now there is a cost: 600 for 6 pieces
    assert settle(MARCH) == 1
    assert cost_of_document("s") == 100


def test_a_cost_below_half_a_coin_is_known_and_nothing() -> None:
    received(pieces(1000), 100, MARCH)
    assert shipped("s", pieces(1), MARCH) == 0
    assert cost_of_document("s") == 0


def test_an_unknown_document_costs_nothing_and_part_of_one_can_be_asked() -> None:
    received(pieces(4), 400, MARCH)
    received(pieces(4), 800, MARCH, variant=6)
    shipped("s", pieces(1), MARCH)
    shipped("s", pieces(1), MARCH, variant=6)
    assert (cost_of_document("s"), cost_of_document("s", 6), cost_of_document("nothing")) == (300, 200, 0)


def test_a_shipment_taken_back_in_its_month_leaves_no_trace() -> None:
    received(pieces(10), 1000, MARCH)
    value = shipped("s", pieces(5), MARCH)
    move(CUSTOMER, SHELF, (5, pieces(5), value), document="s", at=MARCH)
    received(pieces(10), 3000, MARCH)
    assert settle(MARCH) == 0
    assert average_cost(FIRM, [5], MARCH)[5] == Cost(20_000, 4000, 20_000, 4000)
    assert cost_of_document("s") == 0


def test_goods_brought_back_later_come_in_with_what_was_booked() -> None:
    received(pieces(10), 1000, JANUARY)
    shipped("s", pieces(10), JANUARY)
    move(CUSTOMER, SHELF, (5, pieces(1), 100), document="return", at=FEBRUARY)
    assert settle(FEBRUARY) == 0
    assert average_cost(FIRM, [5], FEBRUARY)[5] == Cost(1000, 100, 1000, 100)
    assert costs_of_documents(["s", "return"]) == {("s", 5): 1000, ("return", 5): -100}


def test_a_receipt_taken_back_is_as_if_it_had_never_been() -> None:
    received(pieces(10), 1000, MARCH)
    received(pieces(10), 9000, MARCH)
    shipped("s", pieces(5), MARCH)
    move(SHELF, SUPPLIER, (5, pieces(10), 9000), at=MARCH)
    assert settle(MARCH) == 1
    assert (cost_of_document("s"), stands()) == (500, (pieces(5), 500))


def test_what_was_sold_and_what_was_lost_are_adjusted_apart() -> None:
    received(pieces(10), 1000, MARCH)
    shipped("s", pieces(3), MARCH)
    move(SHELF, CORRECTION, (5, pieces(1), 100), document="count", at=MARCH)
    received(pieces(10), 3000, MARCH)
    assert settle(MARCH) == 1
    sides = Entry.objects.filter(posting__memo="cost").order_by("account__kind")
    assert [(entry.account.kind, entry.value_minor) for entry in sides] == [
        ("correction", 100),
        ("customer", 300),
        ("revalued", -400),
    ]
    assert cost_of_document("s") == 600


def test_value_that_stands_without_goods_is_booked_as_a_correction() -> None:
    received(pieces(10), 1000, FEBRUARY)
    move(SHELF, SUPPLIER, (5, pieces(10), 950), at=MARCH)  # the supplier takes them back for less
    assert settle(FEBRUARY) == 1
    assert stands() == (0, 0)
    [entry] = Entry.objects.filter(account__kind="correction")
    assert (entry.value_minor, entry.quantity, entry.account.holder) == (50, 0, "cost")


def test_goods_sold_before_they_were_received_keep_what_was_booked_and_the_next_month_carries_it() -> None:
    move(SHELF, CUSTOMER, (5, pieces(2), 0), document="early", at=FEBRUARY)
    received(pieces(10), 1000, MARCH)
    assert settle(FEBRUARY) == 0
    assert cost_of_document("early") is None
    assert average_cost(FIRM, [5], MARCH)[5] == Cost(8000, 1000, 8000, 1000)


def test_goods_carried_between_own_places_and_on_their_way_stay_the_firms_value() -> None:
    received(pieces(10), 1000, FEBRUARY)
    move(SHELF, TRANSIT, (5, pieces(4), 400), at=FEBRUARY)
    assert average_cost(FIRM, [5], FEBRUARY)[5] == Cost(10_000, 1000, 10_000, 1000)
    move(TRANSIT, SECOND_SHELF, (5, pieces(4), 400), at=MARCH)
    shipped("s", pieces(4), MARCH, shelf=SECOND_SHELF)
    received(pieces(10), 3000, FEBRUARY)
    assert settle(FEBRUARY) == 1
    assert (cost_of_document("s"), stands()) == (800, (pieces(16), 3200))


def test_a_warehouse_with_an_outside_master_takes_no_part() -> None:
    received(pieces(10), 1000, MARCH)
    move(OUTSIDE, THEIR_SHELF, (5, pieces(90)), at=MARCH)
    gone = Account(Kind.CUSTOMER, FIRM, THEIR_SHELF.place)
    move(THEIR_SHELF, gone, (5, pieces(7)), document="theirs", at=MARCH)
    assert average_cost(FIRM, [5], MARCH)[5] == Cost(10_000, 1000, 10_000, 1000)
    assert settle(MARCH) == 0
    assert cost_of_document("theirs") is None
    shipped("ours", pieces(1), MARCH)
    assert cost_of_document("ours") == 100


def test_firms_do_not_share_a_cost() -> None:
    received(pieces(10), 1000, MARCH)
    other = (Account(Kind.SUPPLIER, 2), Account(Kind.SHELF, 2, 1))
    move(*other, (5, pieces(10), 9000), at=MARCH)
    assert average_cost(FIRM, [5], MARCH)[5] == Cost(10_000, 1000, 10_000, 1000)
    assert average_cost(2, [5], MARCH)[5] == Cost(10_000, 9000, 10_000, 9000)


def test_a_refused_command_settles_nothing() -> None:
    @command
    def receive_and_fail(work: Work) -> None:
        settle_cost(work=work, firm=FIRM, variants=[5], since=JANUARY)
        raise ZeroDivisionError

    received(pieces(10), 1000, MARCH)
    shipped("s", pieces(5), MARCH)
    received(pieces(10), 3000, MARCH)
    with pytest.raises(ZeroDivisionError):
        receive_and_fail(actor="accountant")
    assert adjusted() == []


# --- random lives ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Step:
    """Something happened to a variant on a day (counted back from today)."""

    what: str
    days_ago: int
    quantity: int
    value: int


@dataclass
class Book:
    """The reckoning of its own: what happened, month by month, in fractions."""

    happened: list[tuple[str, str, str, int, int]]  # month, side, document, quantity out, value out

    def months(self) -> list[tuple[str, dict[str, int]]]:
        """What each month's goods that went out are worth, by side, and what is left (quantity, value)."""
        quantity = value = 0
        told = []
        for month in sorted({month for month, *_ in self.happened}):
            net: defaultdict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
            for when, side, document, moved, worth in self.happened:
                if when == month:
                    net[side, document][0] += moved
                    net[side, document][1] += worth
            out: Counter[str] = Counter()
            booked: Counter[str] = Counter()
            for (side, _), (moved, worth) in net.items():
                if side != "supplier" and moved > 0:
                    out[side] += moved
                    booked[side] += worth
                else:
                    quantity -= moved
                    value -= worth
            worth_of = self.worth(quantity, value, out, booked)
            told.append((month, worth_of))
            quantity -= out.total()
            value -= sum(worth_of.values())
        self.left = (quantity, value)
        return told

    @staticmethod
    def worth(quantity: int, value: int, out: Counter[str], booked: Counter[str]) -> dict[str, int]:
        if quantity == out.total():
            whole = value
        elif quantity == 0 or Fraction(value, quantity) < 0:
            return {"correction": booked["correction"], "customer": booked["customer"]}
        else:
            exact = out.total() * Fraction(value, quantity)
            whole = int(abs(exact) + Fraction(1, 2))
        if not out.total():
            return {"correction": whole, "customer": 0}
        lost = Fraction(whole * out["correction"], out.total())
        sold = Fraction(whole * out["customer"], out.total())
        if lost.denominator > 1:  # one coin is left; the larger rest takes it, the first of equals
            lost_up = lost - lost.__floor__() >= sold - sold.__floor__()
            return {
                "correction": lost.__floor__() + lost_up,
                "customer": sold.__floor__() + (not lost_up),
            }
        return {"correction": int(lost), "customer": int(sold)}


steps = st.lists(
    st.builds(
        Step,
        st.sampled_from(["receive", "receive", "ship", "ship", "lose", "find", "carry", "take back", "send back"]),
        st.integers(0, 150),
        st.integers(1, 12).map(lambda n: n * 500),
        st.integers(0, 5000),
    ),
    min_size=1,
    max_size=14,
)
variants = count(100)


def happen(step: Step, variant: int, seen: list[tuple[str, str, str, int, int]], number: int) -> datetime:
    """Book a step the way a stock room does, and tell the reckoning."""
    at = NOW - timedelta(days=step.days_ago)
    month, document = f"{at:%Y-%m}", f"{variant}:{number}"
    cost = average_cost(FIRM, [variant], at)[variant]
    worth = cost.of(step.quantity) if cost else 0
    goods = (variant, step.quantity, worth)
    if step.what == "carry":
        move(SHELF, TRANSIT if number % 2 else SECOND_SHELF, goods, at=at)
        return at
    if step.what == "receive":
        goods = (variant, step.quantity, step.value)
        move(SUPPLIER, SHELF, goods, at=at)
        seen.append((month, "supplier", document, -step.quantity, -step.value))
    elif step.what == "send back":
        move(SHELF, SUPPLIER, goods, at=at)
        seen.append((month, "supplier", document, step.quantity, worth))
    elif step.what == "find":
        move(CORRECTION, SHELF, goods, document=document, at=at)
        seen.append((month, "correction", document, -step.quantity, -worth))
    elif step.what == "take back":
        sold = [line for line in seen if line[1] == "customer" and line[3] > 0]
        document = sold[-1][2] if sold else document
        move(CUSTOMER, SHELF, goods, document=document, at=at)
        seen.append((month, "customer", document, -step.quantity, -worth))
    else:
        target = CUSTOMER if step.what == "ship" else CORRECTION
        move(SHELF, target, goods, document=document, at=at)
        seen.append((month, target.kind.value, document, step.quantity, worth))
    return at


def booked_out(variant: int) -> Counter[tuple[str, str]]:
    """What the book holds against own goods, by month and side: what went out less what came in, with adjustments."""
    found: Counter[tuple[str, str]] = Counter()
    for entry in Entry.objects.filter(variant=variant, account__kind__in=["customer", "correction"]):
        found[f"{entry.effective_at:%Y-%m}", entry.account.kind] += entry.value_minor
    return found


def expected_out(book: Book) -> Counter[tuple[str, str]]:
    found: Counter[tuple[str, str]] = Counter()
    for month, worth in book.months():
        for side, value in worth.items():
            found[month, side] += value
    net: defaultdict[tuple[str, str, str], list[int]] = defaultdict(lambda: [0, 0])
    for month, side, document, quantity, value in book.happened:
        net[month, side, document][0] += quantity
        net[month, side, document][1] += value
    for (month, side, _), (quantity, value) in net.items():
        if side != "supplier" and quantity <= 0:
            found[month, side] += value
    return found


def live(life: Sequence[Step], *, settle_each: bool) -> None:
    variant = next(variants)
    seen: list[tuple[str, str, str, int, int]] = []
    for number, step in enumerate(life):
        at = happen(step, variant, seen, number)
        if settle_each:
            settle(at, variant)
    posted = settle(NOW - timedelta(days=400), variant)
    if settle_each:
        assert posted == 0, "settling from the month of each document on is enough"
    assert settle(NOW - timedelta(days=400), variant) == 0
    book = Book(seen)
    wanted = expected_out(book)
    assert {k: v for k, v in booked_out(variant).items() if v} == {k: v for k, v in wanted.items() if v}
    assert stands(variant) == (book.left if seen else (0, 0))
    assert sum(Entry.objects.filter(variant=variant).values_list("value_minor", flat=True)) == 0
    documents = {line[2] for line in seen if line[1] == "customer"}
    known = costs_of_documents(documents)
    if None not in known.values():
        assert sum(value or 0 for value in known.values()) == sum(v for (_, s), v in wanted.items() if s == "customer")


@postgresql_among_the_long
@settings(max_examples=50)
@given(steps)
def test_a_random_life_settled_document_by_document_agrees_with_a_reckoning_of_its_own(life: list[Step]) -> None:
    live(life, settle_each=True)


@postgresql_among_the_long
@settings(max_examples=50)
@given(steps)
def test_a_random_life_settled_once_agrees_too(life: list[Step]) -> None:
    live(life, settle_each=False)


@pytest.mark.slow
@settings(max_examples=600)
@given(steps, st.booleans())
def test_many_random_lives(life: list[Step], settle_each: bool) -> None:
    live(life, settle_each=settle_each)


def test_after_random_lives_the_whole_book_adds_up() -> None:
    for number in range(3):
        life = [Step(what, 20 * number + n, 1500, 700) for n, what in enumerate(["receive", "ship", "receive", "lose"])]
        live(life, settle_each=True)
    assert {finding.code for finding in verify()} <= {"promise"}


# --- many at once ------------------------------------------------------------------------------------------------


def test_a_thousand_variants_are_settled_in_a_handful_of_queries() -> None:
    many = range(1000, 2000)
    for value in (1000, 3000):
        move(SUPPLIER, SHELF, *[(variant, 10_000, value) for variant in many], at=FEBRUARY)
        if value == 1000:
            move(SHELF, CUSTOMER, *[(variant, 5000, 500) for variant in many], document="s", at=MARCH)
    with CaptureQueriesContext(connection) as asked:
        assert settle(FEBRUARY, *many) == 1000
    assert len(asked) < 25
    assert cost_of_document("s") == 1_000_000
    with CaptureQueriesContext(connection) as asked:
        assert settle(FEBRUARY, *many) == 0
    assert len(asked) < 12


def test_receipts_and_shipments_at_once_leave_nothing_to_settle(at_once: Callable[..., list[object]]) -> None:
    received(pieces(1000), 100_000, MARCH)
    start = threading.Barrier(8)

    @command
    def receive(work: Work, *, number: int) -> None:
        held = hold(work=work, keys=[cost_key(FIRM, 5), (SHELF, 5, ""), (SUPPLIER, 5, "")])
        lines = [Line(SUPPLIER, 5, -7000, -100 * number), Line(SHELF, 5, 7000, 100 * number)]
        post(work=work, posting=f"r:{number}", document=f"r:{number}", memo="r", lines=lines, held=held)
        settle_cost(work=work, firm=FIRM, variants=[5], since=work.now)

    @command
    def ship(work: Work, *, number: int) -> None:
        held = hold(work=work, keys=[cost_key(FIRM, 5), (SHELF, 5, ""), (CUSTOMER, 5, "")])
        cost = average_cost(FIRM, [5], work.now)[5]
        assert cost
        lines = [Line(SHELF, 5, -3000, -cost.of(3000)), Line(CUSTOMER, 5, 3000, cost.of(3000))]
        post(work=work, posting=f"s:{number}", document=f"s:{number}", memo="s", lines=lines, held=held)

    def one(worker: int) -> None:
        start.wait()
        for turn in range(5):
            (receive if worker % 2 else ship)(number=worker * 10 + turn, actor="storekeeper")

    assert at_once(*[partial(one, n) for n in range(8)]) == [None] * 8
    settle(MARCH)
    assert settle(MARCH) == 0
    cost = average_cost(FIRM, [5], NOW)[5]
    assert cost
    sold = costs_of_documents([f"s:{worker * 10 + turn}" for worker in (0, 2, 4, 6) for turn in range(5)])
    assert sum(value or 0 for value in sold.values()) == divided(60_000 * cost.value_minor, cost.quantity)
    assert {value - min(v or 0 for v in sold.values()) for value in sold.values() if value is not None} <= {0, 1}
    assert [finding for finding in verify() if finding.code != "promise"] == []
