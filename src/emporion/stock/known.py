"""What an outside master knows of our promises: quantities by document, as they were offered to it and confirmed.

Each query of the master is one state of a document, its success confirms the newest. What it may have in hand when it
forms a figure is the state that was confirmed before the session of that figure began, or any that it was offered
since: 1C loads an order before it says success, and a success can be lost. So a quantity counts as known only so far as
all of these states hold it. Where states differ, less is free for a while than could be, never more.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from django.db.models import Exists, F, OuterRef

from emporion.journal.types import Work
from emporion.kernel import rows
from emporion.ledger import queries as book
from emporion.ledger.types import Kind

from .models import Told, ToldQuantity, Warehouse

Spot = tuple[int, int]
"""A warehouse and a variant."""
KEPT = timedelta(days=2)  # no session of which figures are still to come began earlier


def known_at(spots: Collection[Spot], before: datetime) -> Counter[Spot]:
    """What the master of each spot's warehouse knew of our promises there when a session began, over all documents."""
    wanted = set(spots)
    found = ToldQuantity.objects.filter(
        variant__in=rows.among({variant for _, variant in wanted}),
        warehouse__in={place for place, _ in wanted},
        told__master=F("warehouse__master"),
    )
    named = list(
        found.values_list("told_id", "told__document", "told__master", "warehouse_id", "variant_id", "quantity")
    )
    if not named:
        return Counter()
    held: dict[tuple[int, Spot], int] = {}
    touched: defaultdict[tuple[str, str], set[Spot]] = defaultdict(set)
    for state, document, master, place, variant, quantity in named:
        if (place, variant) in wanted:
            held[state, (place, variant)] = quantity
            touched[document, master].add((place, variant))
    known: Counter[Spot] = Counter()
    for owner, states in _in_hand(touched, before).items():
        for spot in touched[owner]:
            known[spot] += min(held.get((state, spot), 0) for state in states)
    return +known


def _in_hand(documents: Collection[tuple[str, str]], before: datetime) -> dict[tuple[str, str], list[int]]:
    """Which states the master may have in hand; documents it had not confirmed by then are absent."""
    states = Told.objects.filter(document__in=sorted({document for document, _ in documents})).order_by("pk")
    may_be: dict[tuple[str, str], list[int]] = {}
    for pk, document, master, known in states.values_list("pk", "document", "master", "known_at"):
        if known is not None and known < before:
            may_be[document, master] = [pk]
        elif (document, master) in may_be:
            may_be[document, master].append(pk)
    return {each: may_be[each] for each in documents if each in may_be}


def offered(work: Work, documents: Iterable[str], master: str, *, confirmed: bool = False) -> None:
    """Keep what these documents hold now as what their master was told; told the same again, it is the same state."""
    places = set(Warehouse.objects.filter(master=master).values_list("pk", flat=True))
    told = sorted(set(documents))
    newest = {} if confirmed else _newest(told, master)
    for document in told:
        held = {row[:2]: row[2] for row in book.held_for(Kind.RESERVED, document) if row[0] in places}
        if document not in newest or _quantities(newest[document]) != held:
            _write(work, document, master, held, confirmed)


def _newest(documents: Collection[str], master: str) -> dict[str, Told]:
    states = Told.objects.filter(document__in=sorted(documents), master=master).order_by("pk")
    return {state.document: state for state in states}


def _quantities(state: Told) -> dict[Spot, int]:
    found = state.quantities.values_list("warehouse_id", "variant_id", "quantity")
    return {(place, variant): quantity for place, variant, quantity in found}


def _write(work: Work, document: str, master: str, held: Mapping[Spot, int], confirmed: bool) -> None:
    at = work.now if confirmed else None
    told = Told.objects.create(document=document, master=master, told_at=work.now, known_at=at)
    ToldQuantity.objects.bulk_create(
        ToldQuantity(told=told, warehouse_id=place, variant_id=variant, quantity=quantity)
        for (place, variant), quantity in held.items()
    )


def forget(work: Work, master: str) -> None:
    """Drop the states that no figure to come can mean: those before one that has been known for long, and bare ones."""
    known_long = Told.objects.filter(master=master, known_at__lt=work.now - KEPT)
    later = known_long.filter(document=OuterRef("document"), pk__gt=OuterRef("pk"))
    Told.objects.filter(Exists(later), master=master).delete()
    alone = ~Exists(Told.objects.filter(document=OuterRef("document"), master=master).exclude(pk=OuterRef("pk")))
    known_long.filter(alone, quantities=None).delete()


def confirm(work: Work, documents: Iterable[str], master: str) -> None:
    """The master has what it was told of these documents last; one it was never told it knows as it stands now."""
    told = set(documents)
    newest = _newest(told, master)
    waiting = [state.pk for state in newest.values() if state.known_at is None]
    Told.objects.filter(pk__in=rows.among(waiting)).update(known_at=work.now)
    offered(work, told - newest.keys(), master, confirmed=True)


def shipped_by(work: Work, document: str, master: str, leaving: Mapping[Spot, int]) -> None:
    """Who ships an order has it, also when its success never came: it knows at least what leaves."""
    newest = Told.objects.filter(document=document, master=master, known_at__isnull=False).order_by("-pk").first()
    known = _quantities(newest) if newest else {}
    if any(known.get(spot, 0) < quantity for spot, quantity in leaving.items()):
        _write(work, document, master, known | {s: max(q, known.get(s, 0)) for s, q in leaving.items()}, True)


def let_go_by(document: str, master: str, still_held: Mapping[Spot, int]) -> None:
    """The master itself gave promises of a document up: it keeps back no more for it than the document still holds."""
    for row in ToldQuantity.objects.filter(told__document=document, told__master=master):
        _put(row, min(row.quantity, still_held.get((row.warehouse_id, row.variant_id), 0)))


def departed(gone: Sequence[tuple[str, Spot, int]]) -> None:
    """Goods of these documents have left for good: whoever knew of them keeps that much less back."""
    left: Counter[tuple[str, Spot]] = Counter()
    for document, spot, quantity in gone:
        left[document, spot] += quantity
    for part in rows.chunks(sorted({document for document, _ in left}), 500):
        for row in ToldQuantity.objects.filter(told__document__in=part).select_related("told"):
            if quantity := left[row.told.document, (row.warehouse_id, row.variant_id)]:
                _put(row, max(row.quantity - quantity, 0))


def _put(row: ToldQuantity, quantity: int) -> None:
    if not quantity:
        row.delete()
    elif quantity != row.quantity:
        row.quantity = quantity
        row.save(update_fields=["quantity"])
