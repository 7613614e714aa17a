"""Random lives of orders between us and two outside masters, against a plain model of what each of them knows.

The model has a base per master: what lies there, and what the base keeps back for each order it has loaded. What is
free in truth is what lies there less what is promised and has not left. Ours may be less while we cannot know what a
base has in hand; it is never more, and it is exact as soon as every success has come.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count

import pytest
from django.utils import timezone
from hypothesis import given, settings, strategies as st

from emporion.ledger.queries import verify
from emporion.parties.tests.factories import firm
from emporion.stock import commands as stock
from emporion.stock.models import Told
from emporion.stock.queries import promised_variants, stock_of
from emporion.stock.types import Figures, Goods
from tools.testing.engines import postgresql_among_the_long

from .factories import product, warehouse

pytestmark = pytest.mark.usefixtures("house")
_number = count(1)


@dataclass
class Base:
    """A master's own book of one variant in one warehouse, in pieces."""

    master: str
    place: int
    excludes_reserves: bool
    physical: int = 20
    kept_back: Counter[str] = field(default_factory=Counter)  # by order
    offered: dict[str, int] = field(default_factory=dict)  # by the last query, what the order's file says
    uncertain: set[str] = field(default_factory=set)  # offered, and no success yet
    told: dict[str, int] = field(default_factory=dict)  # confirmed

    @property
    def figure(self) -> int:
        return self.physical - (self.kept_back.total() if self.excludes_reserves else 0)


@dataclass
class World:
    """Two bases, the orders that we promised goods of both, and what has left."""

    bases: list[Base]
    variant: int
    held: Counter[tuple[str, str]] = field(default_factory=Counter)  # (order, master): promised and not gone
    gone: Counter[tuple[str, str]] = field(default_factory=Counter)
    noted: Counter[str] = field(default_factory=Counter)  # by order: shipped by a click here, and no base knows

    def base(self, which: int) -> Base:
        return self.bases[which % len(self.bases)]

    def free_in_truth(self, base: Base) -> int:
        promised = sum(quantity for (_, master), quantity in self.held.items() if master == base.master)
        return max(base.physical - promised, 0)

    def stands(self, base: Base) -> tuple[int, int, int]:
        """On hand, reserved and free as we see it."""
        lines = [line for line in stock_of([self.variant]) if line.warehouse.id == base.place]
        pieces = [(line.on_hand // 1000, line.reserved // 1000, line.free // 1000) for line in lines]
        return pieces[0] if pieces else (0, 0, 0)

    def of(self, order: str) -> int:
        """How much of an order has left: then it is not changed any more."""
        return sum(quantity for (document, _), quantity in self.gone.items() if document == order)

    # ---- what we do

    def reserve(self, which: int, order: str, pieces: int) -> None:
        """A new order, or one that grows."""
        base = self.base(which)
        if self.of(order) or self.noted[order]:
            return
        wishes = [Goods(self.variant, pieces * 1000)]
        [promises] = stock.reserve(
            document=order, wishes=wishes, warehouses_in_turn=[base.place], cover="what_there_is", actor="shop"
        )
        self.held[order, base.master] += sum(promise.quantity for promise in promises) // 1000

    def shrink(self, _which: int, order: str, pieces: int) -> None:
        """We take lines off."""
        if not self.of(order) and not self.noted[order]:
            self._release(order, "staff:1", [Goods(self.variant, pieces * 1000)])

    def cancel(self, _which: int, order: str, _pieces: int) -> None:
        """We call an order off, or what has not left of one."""
        if not self.of(order):
            self._release(order, "staff:1", None)

    def note(self, which: int, order: str, pieces: int) -> None:
        """Somebody here clicks that goods of a base left, of which it has not heard."""
        base = self.base(which)
        if not any(self.held[order, other.master] for other in self.bases if other is not base):
            left = stock.ship(document=order, goods=[Goods(self.variant, pieces * 1000)], actor="staff:1")
            self.noted[order] += sum(promise.quantity for promise in left) // 1000

    def _release(self, order: str, actor: str, released: list[Goods] | None) -> None:
        masters = {base.place: base.master for base in self.bases}
        for promise in stock.release(document=order, goods=released, actor=actor):
            self.held[order, masters[promise.warehouse]] -= promise.quantity // 1000

    # ---- what a base does

    def query(self, which: int, _order: str, pieces: int) -> None:
        """A base asks for what has changed, and loads it now or with its success: an even number loads it now."""
        base = self.base(which)
        now = {order: self.held[order, base.master] + self.gone[order, base.master] for order in self.orders}
        base.offered = {o: q for o, q in now.items() if q != base.told.get(o, 0) or o in base.uncertain}
        stock.note_offered(documents=list(base.offered), master=base.master, actor=f"channel:{base.master}")
        base.uncertain |= set(base.offered)
        if pieces % 2 == 0:
            self._load(base)

    def success(self, which: int, _order: str, _pieces: int) -> None:
        """A base has what its last query gave it."""
        base = self.base(which)
        self._load(base)
        stock.note_known(documents=list(base.offered), master=base.master, actor=f"channel:{base.master}")
        base.told |= base.offered
        base.uncertain -= set(base.offered)
        base.offered = {}

    def exchange(self, which: int, _order: str, pieces: int) -> None:
        """A query and its success."""
        self.query(which, "", pieces)
        self.success(which, "", 0)

    def _load(self, base: Base) -> None:
        for order, quantity in base.offered.items():
            base.kept_back[order] = max(quantity - self.gone[order, base.master], 0)

    def ship(self, which: int, order: str, pieces: int) -> None:
        """A base ships of what it keeps back, and says so."""
        base = self.base(which)
        some = min(pieces, base.kept_back[order], self.held[order, base.master])
        if not some or any(self.held[order, other.master] for other in self.bases if other is not base):
            return
        base.kept_back[order] -= some
        base.physical -= some
        self.held[order, base.master] -= some
        self.gone[order, base.master] += some
        actor, goods = f"channel:{base.master}", [Goods(self.variant, some * 1000)]
        heard = sum(one.quantity for one in stock.hear_shipped(document=order, goods=goods, actor=actor)) // 1000
        assert heard == min(some, self.noted[order])
        self.noted[order] -= heard
        stock.ship(document=order, goods=[Goods(self.variant, (some - heard) * 1000)], actor=actor)

    def cancel_there(self, which: int, order: str, _pieces: int) -> None:
        """A base calls an order off of which it has the newest state."""
        base = self.base(which)
        if order in base.uncertain or order not in base.told or self.of(order) or self.noted[order]:
            return
        base.kept_back[order] = 0
        self._release(order, f"channel:{base.master}", None)
        base.told[order] = 0

    def arrive(self, which: int, _order: str, pieces: int) -> None:
        """Goods come to a base."""
        self.base(which).physical += pieces

    def lose(self, which: int, _order: str, pieces: int) -> None:
        """A base finds less than it thought."""
        self.base(which).physical -= min(pieces, self.base(which).physical)

    def session(self, which: int, _order: str, pieces: int) -> None:
        """A whole stock session; what began before something changed is told by an odd number."""
        base = self.base(which)
        started_at = timezone.now()
        if pieces % 2:  # the base is asked for orders while it forms its figures
            self.query(which, "", pieces // 2)
            self.success(which, "", 0)
        figures = [Figures(self.variant, ((base.place, base.figure * 1000),))]
        actor = f"channel:{base.master}"
        stock.declare(document="message:1", master=base.master, figures=figures, started_at=started_at, actor=actor)
        assert self.stands(base)[2] <= self.free_in_truth(base)
        stock.settle(master=base.master, started_at=started_at, actor=f"channel:{base.master}")
        on_hand, reserved, free = self.stands(base)
        assert free <= self.free_in_truth(base)
        assert reserved == sum(q for (_, master), q in self.held.items() if master == base.master)
        if not base.uncertain and not pieces % 2:
            assert (on_hand, free) == (base.physical, self.free_in_truth(base))

    orders: tuple[str, ...] = ()


ONCE = ("shrink", "cancel", "query", "success", "cancel_there", "arrive", "lose", "session")
ACTS = (*ONCE, "note", *("reserve", "exchange", "ship") * 2)
STEP = st.tuples(st.sampled_from(ACTS), st.integers(0, 1), st.integers(0, 1), st.integers(1, 8), st.booleans())


def world(*modes: bool) -> World:
    """Bases that exclude reserves or not, each with a stock session behind it."""
    owner = firm().id
    masters = [f"base{next(_number)}" for _ in modes]
    places = [warehouse(owner, master=m, excludes_reserves=e) for m, e in zip(masters, modes, strict=True)]
    bases = [Base(m, p, e) for m, p, e in zip(masters, places, modes, strict=True)]
    made = World(bases, product(), orders=tuple(f"paper:{next(_number)}" for _ in range(3)))
    for which in range(len(bases)):
        made.session(which, "", 0)
    return made


@pytest.mark.takes(10)
@postgresql_among_the_long
@settings(max_examples=30)
@given(st.booleans(), st.booleans(), st.lists(STEP, min_size=12, max_size=30))
def test_free_never_counts_a_reserve_twice_or_forgets_one(
    first: bool, second: bool, steps: list[tuple[str, int, int, int, bool]]
) -> None:
    lived = world(first, second)
    for act, which, order, pieces, is_looked_at in steps:
        getattr(lived, act)(which, lived.orders[order], pieces)
        if is_looked_at:
            lived.session(which, "", 0)
    for which in range(2):  # everything is said in the end
        lived.exchange(which, "", 0)
        lived.session(which, "", 0)
    assert verify() == []


@pytest.mark.parametrize("excludes_reserves", [False, True])
def test_only_the_confirmed_part_of_an_order_that_grew_is_known(excludes_reserves: bool) -> None:
    lived = world(excludes_reserves)
    lived.bases[0].physical = 10
    lived.session(0, "", 0)
    [base], order = lived.bases, lived.orders[0]
    lived.reserve(0, order, 4)
    lived.exchange(0, "", 0)
    lived.reserve(0, order, 3)
    assert base.figure == (6 if excludes_reserves else 10)
    lived.session(0, "", 0)
    assert lived.stands(base) == (10, 7, 3)


@pytest.mark.parametrize("excludes_reserves", [False, True])
def test_what_an_order_let_go_is_free_though_the_master_still_keeps_it_back(excludes_reserves: bool) -> None:
    lived = world(excludes_reserves)
    [base], order = lived.bases, lived.orders[0]
    lived.reserve(0, order, 7)
    lived.exchange(0, "", 0)
    lived.shrink(0, order, 3)
    lived.session(0, "", 0)
    assert lived.stands(base) == (20, 4, 16)
    lived.cancel(0, order, 0)
    lived.session(0, "", 0)
    assert lived.stands(base) == (20, 0, 20)


@pytest.mark.parametrize("excludes_reserves", [False, True])
def test_what_we_let_go_and_the_master_gives_up_too_is_free_once(excludes_reserves: bool) -> None:
    lived = world(excludes_reserves)
    [base], order = lived.bases, lived.orders[0]
    lived.reserve(0, order, 6)
    lived.exchange(0, "", 0)
    lived.cancel(0, order, 0)
    lived.cancel_there(0, order, 0)
    lived.session(0, "", 0)
    assert lived.stands(base) == (20, 0, 20)


def test_a_success_confirms_what_was_offered_and_not_what_changed_since() -> None:
    lived = world(True)
    [base], order = lived.bases, lived.orders[0]
    lived.reserve(0, order, 4)
    lived.query(0, "", 1)
    lived.reserve(0, order, 3)
    lived.success(0, "", 0)
    assert base.kept_back[order] == 4
    lived.session(0, "", 0)
    assert lived.stands(base) == (20, 7, 13)


def test_an_order_that_shrank_is_free_of_it_only_once_its_success_came() -> None:
    """1C loads an order before it says success, and a success can be lost: both states may be what it knows."""
    lived = world(True)
    [base], order = lived.bases, lived.orders[0]
    lived.reserve(0, order, 7)
    lived.exchange(0, "", 0)
    lived.shrink(0, order, 5)
    lived.query(0, "", 2)
    assert base.figure == 18
    lived.session(0, "", 0)
    assert lived.stands(base) == (20, 2, 18)


def test_what_one_master_confirmed_another_does_not_know() -> None:
    lived = world(True, True)
    here, _there = lived.bases
    lived.reserve(0, lived.orders[0], 4)
    lived.exchange(1, "", 0)
    stock.note_known(documents=[lived.orders[0]], master=lived.bases[1].master, actor="channel:x")
    lived.session(0, "", 0)
    assert lived.stands(here) == (20, 4, 16)


def test_a_master_that_ships_knows_the_order_though_its_success_was_lost() -> None:
    lived = world(True)
    [base], order = lived.bases, lived.orders[0]
    lived.reserve(0, order, 4)
    lived.query(0, "", 2)
    lived.ship(0, order, 4)
    lived.session(0, "", 0)
    assert lived.stands(base) == (16, 0, 16)


def test_the_same_figure_is_weighed_again_while_what_is_known_may_have_changed() -> None:
    lived = world(True)
    [base], order = lived.bases, lived.orders[0]
    lived.reserve(0, order, 4)
    lived.exchange(0, "", 0)
    lived.cancel(0, order, 0)
    assert promised_variants(base.master) == {lived.variant}


def test_what_is_known_for_long_stands_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("emporion.stock.known.KEPT", timedelta(0))
    lived = world(True)
    [base], order = lived.bases, lived.orders[0]
    for _ in range(3):
        lived.reserve(0, order, 1)
        lived.exchange(0, "", 0)
    lived.session(0, "", 0)
    assert Told.objects.filter(master=base.master).count() == 1
    lived.cancel(0, order, 0)
    lived.exchange(0, "", 0)
    for _ in range(2):
        lived.session(0, "", 0)
    assert not Told.objects.filter(master=base.master).exists()
