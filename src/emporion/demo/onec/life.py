"""A base that lives: prices move, goods are counted, orders are fetched, confirmed, paid and shipped in their time."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from emporion.demo.onec import desk, trade
from emporion.demo.onec.base import Base
from emporion.demo.onec.errors import ExchangeFailed, NotAllowed, NotEnough
from emporion.demo.onec.exchange import CatalogReport, OneC, OrdersReport
from emporion.demo.onec.numbers import share, stream


@dataclass(frozen=True, slots=True)
class Pace:
    """How lively the firm is; waits are counted in rounds, each drawn anew per order from (least, most)."""

    prices: int = 3  # changed in a round
    counts: int = 5  # offers counted anew in a round
    confirm_after: tuple[int, int] = (1, 2)
    pay_after: tuple[int, int] = (2, 4)
    ship_after: tuple[int, int] = (3, 6)
    cancelled_percent: int = 5


@dataclass(slots=True)
class Round:
    """What happened in one round; `failures` are exchanges that did not come through and will be tried again."""

    number: int
    catalog: CatalogReport | None = None
    orders: OrdersReport | None = None
    done: list[str] = field(default_factory=list)  # "confirm 17", "ship 17"
    failures: list[str] = field(default_factory=list)


class Life:
    """The rounds of one base; the same seed and the same orders give the same life."""

    def __init__(self, onec: OneC, *, seed: int = 1, pace: Pace | None = None) -> None:
        self.onec = onec
        self.seed = seed
        self.pace = pace or Pace()
        self._number = 0
        self._met: dict[str, int] = {row["id"]: 0 for row in desk.orders(onec.base)}  # order → round it came in
        self._full = (
            onec.base.one("SELECT 1 FROM exchange_log WHERE what LIKE 'catalog%' AND outcome = 'success'") is None
        )

    def round(self) -> Round:
        """One round: the trade of the day, then the catalog, then the orders. The first catalog is a full one."""
        self._number += 1
        happened = Round(self._number)
        if not self._full:
            self._move_prices()
            self._count_goods()
        self._work_on_orders(happened)
        self._exchange(happened)
        return happened

    def _exchange(self, happened: Round) -> None:
        try:
            happened.catalog = self.onec.exchange_catalog(full=self._full)
            self._full = False
            happened.orders = self.onec.exchange_orders()
        except ExchangeFailed as error:
            happened.failures.append(str(error))
        for row in desk.orders(self.onec.base):
            self._met.setdefault(row["id"], self._number)

    def _move_prices(self) -> None:
        chance = stream(self.seed, "prices", self._number)
        base = self.onec.base
        offers = _priced_offers(base)
        for offer in chance.sample(offers, min(self.pace.prices, len(offers))):
            percent = 100 + chance.choice((-7, -5, -3, 3, 5, 8))
            for row in base.rows("SELECT price_type, minor FROM price WHERE offer = ?", offer):
                trade.change_price(base, offer, row["price_type"], share(row["minor"], percent, 100))

    def _count_goods(self) -> None:
        chance = stream(self.seed, "counts", self._number)
        base = self.onec.base
        offers = _priced_offers(base)
        for offer in chance.sample(offers, min(self.pace.counts, len(offers))):
            places = base.rows("SELECT warehouse, thousandths FROM stock WHERE offer = ? ORDER BY warehouse", offer)
            row = chance.choice(places)
            delta = chance.choice((-2, -1, -1, 3, 6, 12)) * 1000
            trade.change_stock(base, offer, row["warehouse"], max(row["thousandths"] + delta, 0))

    def _work_on_orders(self, happened: Round) -> None:
        for row in desk.orders(self.onec.base):
            if not (row["cancelled"] or row["deleted"]):
                self._work_on(row["id"], row["site_number"], happened)

    def _work_on(self, order: str, number: str, happened: Round) -> None:
        """Take each step of an order when its time has come; goods that are missing make it wait with all behind it."""
        age = self._number - self._met.get(order, self._number)
        chance = stream(self.seed, "order", number)
        waits = [
            chance.randint(*bounds) for bounds in (self.pace.confirm_after, self.pace.pay_after, self.pace.ship_after)
        ]
        doomed = chance.randrange(100) < self.pace.cancelled_percent
        base = self.onec.base
        done = _done(base, order)
        if doomed and age >= waits[1] and "ship" not in done and "pay" not in done:
            self._take(happened, number, "cancel", lambda: desk.cancel(base, order))
            return
        steps: tuple[tuple[str, int, Callable[[], object]], ...] = (
            ("confirm", waits[0], lambda: self._confirm(order)),
            ("pay", waits[1], lambda: desk.pay(base, order)),
            ("ship", max(waits[1:]), lambda: desk.ship(base, order)),
        )
        for verb, wait, act in steps:
            if age >= wait and verb not in done and not (doomed and verb != "confirm"):
                self._take(happened, number, verb, act)

    def _confirm(self, order: str) -> None:
        desk.confirm(self.onec.base, order)
        desk.reserve(self.onec.base, order)

    def _take(self, happened: Round, number: str, verb: str, act: Callable[[], object]) -> None:
        try:
            with self.onec.base.transaction():
                act()
        except (NotEnough, NotAllowed):  # goods are missing, or the order is not confirmed for want of them
            return
        happened.done.append(f"{verb} {number}")


def life(
    onec: OneC,
    *,
    seed: int = 1,
    pace: Pace | None = None,
    every_seconds: float = 5,
    rounds: int | None = None,
    report: Callable[[Round], None] = lambda happened: None,
    pause: Callable[[float], object] = time.sleep,
) -> None:
    """Live round after round, for ever or so many rounds. A site that does not answer is tried again in the next."""
    story = Life(onec, seed=seed, pace=pace)
    while rounds is None or rounds > 0:
        report(story.round())
        rounds = None if rounds is None else rounds - 1
        if rounds != 0:
            pause(every_seconds)


def _priced_offers(base: Base) -> list[str]:
    return [
        row["offer"] for row in base.rows("SELECT DISTINCT offer FROM price JOIN stock USING (offer) ORDER BY offer")
    ]


def _done(base: Base, order: str) -> set[str]:
    """The steps an order has behind it."""
    posted = base.value("SELECT posted FROM customer_order WHERE id = ?", order)
    paid = base.one("SELECT 1 FROM payment WHERE customer_order = ?", order)
    shipped = base.one("SELECT 1 FROM shipment WHERE customer_order = ?", order)
    # once shipped, an order takes no further step
    return (
        ({"confirm"} if posted else set())
        | ({"pay"} if paid else set())
        | ({"confirm", "pay", "ship"} if shipped else set())
    )
