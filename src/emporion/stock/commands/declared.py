"""Warehouses whose figures come from another program: what it declares, what it knows, what it shipped."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from emporion.journal.commands import command
from emporion.journal.types import Work
from emporion.kernel import rows
from emporion.ledger import commands as ledger, queries as book
from emporion.ledger.types import Hold, Key, Kind, Line

from .. import accounts, known
from ..figures import Shift, shifted
from ..models import Leaving
from ..queries import warehouses
from ..rules import returned
from ..types import FigureChange, Figures, MasteredOutside, StockDeclared, StockFreed, WarehouseView

PART = 500  # lines of a settling that are told in one fact


@command
def declare(
    work: Work, *, document: str, master: str, figures: Sequence[Figures], started_at: datetime
) -> tuple[bool, ...]:
    """Write what an outside master says lies in its warehouses; answers for each row whether it changed anything.

    Always accepted, also below what is promised: the deficit stands in the shortage account. started_at is when the
    session that brought the figures began, by our clock: reserves confirmed before it are known to the master.
    A figure for a warehouse of another master is refused.
    """
    places = _theirs({place for row in figures for place, _ in row.by_warehouse}, master)
    wanted = {(place, row.variant): quantity for row in figures for place, quantity in row.by_warehouse}
    shifts, held = shifted(work, places=places, figures=wanted, other=Kind.OUTSIDE, known_before=started_at)
    lines = [line for shift in shifts for line in shift.lines(Kind.OUTSIDE)]
    if lines:
        posting = book.next_key("declare", document)
        ledger.post(work=work, posting=posting, document=document, memo="declare", lines=lines, held=held)
    by_variant = _by_variant(shifts)
    for row in figures:
        if changes := by_variant.pop(row.variant, None):
            work.tell(StockDeclared(f"variant:{row.variant}", changes), row.place)
    changed = {shift.variant for shift in shifts}
    return tuple(row.variant in changed for row in figures)


def _theirs(ids: set[int], master: str) -> dict[int, WarehouseView]:
    places = {place.id: place for place in warehouses(ids)}
    for place in places.values():
        if place.master != master:
            raise MasteredOutside(warehouse=place.name, master=place.master or "Emporion")
    return places


def _by_variant(shifts: Iterable[Shift]) -> dict[int, tuple[FigureChange, ...]]:
    found: defaultdict[int, list[FigureChange]] = defaultdict(list)
    for shift in shifts:
        change = FigureChange(shift.place.id, shift.before.shelf, shift.after.shelf, shift.after.free)
        found[shift.variant].append(change)
    return {variant: tuple(changes) for variant, changes in found.items()}


@command
def note_offered(work: Work, *, documents: Sequence[str], master: str) -> None:
    """Keep what these documents hold now: it is what an outside master is being told, and may know from now on.

    Call it with the documents held, in the transaction that writes the file for the master.
    """
    known.offered(work, documents, master)


@command
def note_known(work: Work, *, documents: Sequence[str], master: str) -> None:
    """Take note that an outside master has confirmed these documents as they were offered to it last.

    From now on it knows the reserves that they held then; what was promised since is unknown until the next success,
    and what was let go since is still kept back there. A document that was never offered is known as it stands.
    """
    known.confirm(work, documents, master)


@command
def settle(work: Work, *, master: str, started_at: datetime) -> int:
    """A stock session has ended: what the master shipped before it began leaves our promises too.

    Call it when the whole session is over, not with its first file. Whether or not the session named the variant: its
    figures are those after the shipment. What others noted as shipped it has not heard of, so that stays promised.
    Answers how many lines.
    """
    known.forget(work, master)
    leaving = Leaving.objects.filter(since__lt=started_at, warehouse__master=master, is_told=True)
    found = list(leaving.select_for_update(of=("self",)).order_by("document", "warehouse_id", "variant_id"))
    places = {place.id: place for place in warehouses({row.warehouse_id for row in found})}
    held = ledger.hold(work=work, keys=_touched(found, places))  # all at once, so that all locks are in one order
    short = {key: balance.quantity for key, balance in held.balances.items() if key[0].kind is Kind.SHORTAGE}
    for part in rows.chunks(found, PART):
        _let_go(work, part, places, held, short)
    Leaving.objects.filter(pk__in=rows.among(row.pk for row in found)).delete()
    return len(found)


def _touched(leaving: Iterable[Leaving], places: Mapping[int, WarehouseView]) -> list[Key]:
    keys = []
    for row in leaving:
        place = places[row.warehouse_id]
        named = (accounts.shelf, accounts.free, accounts.shortage, accounts.own)
        touched = [account(place) for account in named] + [accounts.other_side(place, Kind.CUSTOMER)]
        keys += [(account, row.variant_id, "") for account in (*touched, accounts.reserved(place, row.document))]
    return keys


def _let_go(
    work: Work, leaving: Sequence[Leaving], places: Mapping[int, WarehouseView], held: Hold, short: dict[Key, int]
) -> None:
    lines_of: defaultdict[str, list[Line]] = defaultdict(list)
    gone = []
    for row in leaving:
        place, variant = places[row.warehouse_id], row.variant_id
        there = held.balances[accounts.reserved(place, row.document), variant, ""].quantity
        quantity = min(row.quantity, there)
        gone.append((row.document, (row.warehouse_id, variant), row.quantity))
        lines_of[row.document] += _departure(place, row.document, variant, quantity, short)
    for document, lines in lines_of.items():
        moved = [line for line in lines if line.quantity]
        if moved:
            posting = book.next_key("depart", document)
            ledger.post(work=work, posting=posting, document=document, memo="depart", lines=moved, held=held)
    known.departed(gone)
    freed = tuple(sorted({row.variant_id for row in leaving}))
    work.tell(StockFreed(f"channel:{places[leaving[0].warehouse_id].master}", freed))


def _departure(
    place: WarehouseView,
    document: str,
    variant: int,
    quantity: int,
    short: dict[Key, int],
) -> list[Line]:
    """The promise ends. A figure that leaves reserves out never fell, so the goods leave our shelf; the other fell
    already, so what was kept back for the order is free of its promise."""
    kept = Line(accounts.reserved(place, document), variant, -quantity)
    if place.excludes_reserves:
        return [
            kept,
            Line(accounts.own(place), variant, quantity),
            Line(accounts.shelf(place), variant, -quantity),
            Line(accounts.other_side(place, Kind.CUSTOMER), variant, quantity),
        ]
    key = (accounts.shortage(place), variant, "")
    to_free, filled = returned(quantity, short[key])
    short[key] += filled
    return [
        kept,
        Line(accounts.free(place), variant, to_free),
        Line(accounts.shortage(place), variant, filled),
    ]
