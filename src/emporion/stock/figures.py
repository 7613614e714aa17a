"""How a figure becomes postings: from what somebody counted or declared to the lines that make the book say so."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from emporion.journal.types import Work
from emporion.ledger import commands as ledger, queries as book
from emporion.ledger.types import Account, Cost, Hold, Key, Kind, Line, cost_key

from . import accounts
from .known import Spot, known_at
from .rules import Standing, standing
from .types import WarehouseView

NOTHING = Standing(0, 0, 0)


class Shift(NamedTuple):
    """One spot's standing before and after."""

    place: WarehouseView
    variant: int
    before: Standing
    after: Standing

    def lines(self, other: Kind, cost: Cost | None = None) -> list[Line]:
        """What to post, so that the book stands as after; other is where the goods came from or went.

        cost is what they are worth, where we know it: goods found are worth as much as those that were there.
        """
        place, variant = self.place, self.variant
        moved = self.after.shelf - self.before.shelf
        freed = self.after.free - self.before.free
        short = self.after.shortage - self.before.shortage
        lines = []
        if moved:
            value = (cost.of(moved) if moved > 0 else -cost.of(-moved)) if cost else 0
            lines.append(Line(accounts.other_side(place, other), variant, -moved, -value))
            lines.append(Line(accounts.shelf(place), variant, moved, value))
        if freed or short:
            lines.append(Line(accounts.own(place), variant, -freed - short))
        if freed:
            lines.append(Line(accounts.free(place), variant, freed))
        if short:
            lines.append(Line(accounts.shortage(place), variant, short))
        return lines


def shifted(
    work: Work,
    *,
    places: Mapping[int, WarehouseView],
    figures: Mapping[Spot, int],
    other: Kind,
    known_before: datetime | None = None,
) -> tuple[list[Shift], Hold]:
    """What must change for the book to follow these figures, with everything it touches locked.

    other is the kind of account the goods come from or go to.

    Looks first without locks, so that a figure that changes nothing waits for nobody and makes no row: promises made
    meanwhile move the book and the target alike.
    """
    known, unknown = reserves(figures, places, known_before)
    seen = _seen(figures)
    looked = _shifts(places, figures, seen, known, unknown)
    changed = [shift for shift in looked if shift.before != shift.after]
    if not changed:
        return [], Hold({}, {})
    held = ledger.hold(work=work, keys=_keys(changed, other))
    narrowed = {(s.place.id, s.variant): figures[s.place.id, s.variant] for s in changed}
    now = _locked(held, changed)
    sure = changed
    reserved_now = reserves(narrowed, places, known_before)
    if reserved_now != _only(narrowed, known, unknown) or any(now[s.place.id, s.variant] != s.before for s in changed):
        sure = _shifts(places, narrowed, now, *reserved_now)  # somebody promised in between
    late = [(accounts.shortage(s.place), s.variant, "") for s in sure if s.before.shortage != s.after.shortage]
    if missing := [key for key in late if key not in held.balances]:
        held = held | ledger.hold(work=work, keys=missing)
    return [shift for shift in sure if shift.before != shift.after], held


def _shifts(
    places: Mapping[int, WarehouseView],
    figures: Mapping[Spot, int],
    seen: Mapping[Spot, Standing],
    known: Mapping[Spot, int],
    unknown: Mapping[Spot, int],
) -> list[Shift]:
    excludes = {pk: place.excludes_reserves and bool(place.master) for pk, place in places.items()}
    return [
        Shift(
            places[spot[0]],
            spot[1],
            seen.get(spot, NOTHING),
            standing(figure, known.get(spot, 0), unknown.get(spot, 0), excludes[spot[0]]),
        )
        for spot, figure in figures.items()
    ]


def _only(spots: Iterable[Spot], *reserved: Counter[Spot]) -> tuple[Counter[Spot], ...]:
    wanted = set(spots)
    return tuple(Counter({s: n for s, n in some.items() if s in wanted}) for some in reserved)


def reserves(
    spots: Collection[Spot], places: Mapping[int, WarehouseView], known_before: datetime | None
) -> tuple[Counter[Spot], Counter[Spot]]:
    """Reserves by spot: what the outside master holds back for us, and how far our open promises go beyond that.

    The second is below zero where we let go of promises of which the master has not heard.
    """
    wanted = set(spots)
    unknown: Counter[Spot] = Counter()
    for _, place, variant, quantity in book.by_holder(Kind.RESERVED, {variant for _, variant in wanted}):
        if (place, variant) in wanted:
            unknown[place, variant] += quantity
    left_out = [spot for spot in wanted if places[spot[0]].master and places[spot[0]].excludes_reserves]
    known = known_at(left_out, known_before) if left_out and known_before else Counter()
    unknown.subtract(known)
    return known, unknown


def _seen(figures: Mapping[Spot, int]) -> dict[Spot, Standing]:
    held: defaultdict[Spot, dict[Kind, int]] = defaultdict(dict)
    kinds = (Kind.SHELF, Kind.FREE, Kind.SHORTAGE)
    for (kind, place, variant), quantity in book.by_place(kinds, {variant for _, variant in figures}).items():
        held[place, variant][kind] = quantity
    return {spot: Standing(*(by_kind.get(kind, 0) for kind in kinds)) for spot, by_kind in held.items()}


def _keys(shifts: Sequence[Shift], other: Kind) -> list[Key]:
    keys: list[Key] = []
    for place in {shift.place.id: shift.place for shift in shifts}.values():
        keys += [(account, 0, "") for account in (accounts.own(place), accounts.other_side(place, other))]
    for shift in shifts:
        keys += [(accounts.shelf(shift.place), shift.variant, ""), (accounts.free(shift.place), shift.variant, "")]
        if not shift.place.master:  # goods of an outside master keep no cost of ours
            keys.append(cost_key(shift.place.firm, shift.variant))
        if shift.before.shortage or shift.after.shortage:
            keys.append((accounts.shortage(shift.place), shift.variant, ""))
    return keys


def _locked(held: Hold, shifts: Sequence[Shift]) -> dict[Spot, Standing]:
    def quantity(account: Account, variant: int, otherwise: int) -> int:
        balance = held.balances.get((account, variant, ""))
        return balance.quantity if balance else otherwise

    return {
        (s.place.id, s.variant): Standing(
            quantity(accounts.shelf(s.place), s.variant, 0),
            quantity(accounts.free(s.place), s.variant, 0),
            quantity(accounts.shortage(s.place), s.variant, 0),
        )
        for s in shifts
    }
