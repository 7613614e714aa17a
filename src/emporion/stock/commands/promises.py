"""Promises of our own goods: reserve, release, ship. The guard refuses here, and nowhere else."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from emporion.catalog.queries import variants as named_variants
from emporion.journal.commands import command
from emporion.journal.types import Work
from emporion.kernel.money import MILLI, plain
from emporion.ledger import commands as ledger, queries as book
from emporion.ledger.types import Cost, Hold, Kind, Line, cost_key

from .. import accounts, known
from ..queries import warehouses as found
from ..rules import returned
from ..types import (
    Cover,
    Goods,
    Missing,
    NotEnough,
    NotOnShelf,
    Promise,
    StockFreed,
    StockReleased,
    StockReserved,
    StockShipped,
    WarehouseView,
)
from .leaving import leave_there, leaving_of

EMPTY: Mapping[tuple[int, int], int] = MappingProxyType({})


@command
def hold_free(work: Work, *, warehouses: Sequence[int], variants: Sequence[int]) -> None:
    """Lock what can be promised of these variants at these warehouses.

    For callers who will reserve for several documents in one transaction: without it two of them could wait for each
    other.
    """
    places = found(warehouses)
    ledger.hold(work=work, keys=[(accounts.free(place), v, "") for place in places for v in variants])


@command
def hold_promises(work: Work, *, documents: Sequence[str]) -> None:
    """Lock what these documents hold, so that nobody changes it while they are read and offered to a master."""
    held = [(document, *row) for document in documents for row in _reserved(document)]
    places = {place.id: place for place in found({at for _, at, *_ in held})}
    keys = [(accounts.reserved(places[at], document), variant, "") for document, at, variant, _ in held]
    ledger.hold(work=work, keys=keys)


@command
def reserve(
    work: Work, *, document: str, wishes: Sequence[Goods], warehouses_in_turn: Sequence[int], cover: Cover = "all"
) -> tuple[tuple[Promise, ...], ...]:
    """Promise free goods to a document, wish by wish, from the first warehouse that has some.

    Answers what was promised for each wish, in their order. cover="all" refuses when anything is missing and names
    every short line; "what_there_is" takes what is free.
    """
    places = found(warehouses_in_turn)
    asked = {wish.variant for wish in wishes if wish.quantity}
    held = ledger.hold(work=work, keys=[(accounts.free(place), v, "") for place in places for v in asked])
    free = held.balances
    left = {(place.id, v): free[accounts.free(place), v, ""].quantity for place in places for v in asked}
    taken = tuple(_taken(wish, places, left) for wish in wishes)
    if cover == "all":
        _must_be_covered(wishes, taken, left)
    promises = _summed(promise for line in taken for promise in line)
    if promises:
        _post_reserved(work, document, promises, places, held)
        work.tell(StockReserved(document, promises))
    return taken


def _taken(wish: Goods, places: Sequence[WarehouseView], left: dict[tuple[int, int], int]) -> tuple[Promise, ...]:
    open_quantity, taken = wish.quantity, []
    for place in places:
        if some := min(open_quantity, max(left.get((place.id, wish.variant), 0), 0)):
            left[place.id, wish.variant] -= some
            open_quantity -= some
            taken.append(Promise(place.id, wish.variant, some))
    return tuple(taken)


def _must_be_covered(
    wishes: Sequence[Goods], taken: Sequence[Sequence[Promise]], left: dict[tuple[int, int], int]
) -> None:
    asked: Counter[int] = Counter()
    given: Counter[int] = Counter()
    for wish, promises in zip(wishes, taken, strict=True):
        asked[wish.variant] += wish.quantity
        given[wish.variant] += sum(promise.quantity for promise in promises)
    short = [variant for variant in asked if given[variant] < asked[variant]]
    if short:
        named = named_variants(short)
        raise NotEnough([Missing(v, named[v].name, asked[v], given[v]) for v in sorted(short)])


def _summed(promises: Iterable[Promise]) -> tuple[Promise, ...]:
    total: Counter[tuple[int, int]] = Counter()
    for promise in promises:
        total[promise.warehouse, promise.variant] += promise.quantity
    return tuple(Promise(*key, quantity) for key, quantity in sorted(total.items()) if quantity)


def _post_reserved(
    work: Work, document: str, promises: Sequence[Promise], places: Sequence[WarehouseView], held: Hold
) -> None:
    """From free, which is held, to reserved; the posting's key counts the document's moves, so each is booked once."""
    by_id = {place.id: place for place in places}
    lines = []
    for promise in promises:
        place = by_id[promise.warehouse]
        lines.append(Line(accounts.free(place), promise.variant, -promise.quantity))
        lines.append(Line(accounts.reserved(place, document), promise.variant, promise.quantity))
    held |= ledger.hold(work=work, keys=[(line.account, line.variant, "") for line in lines[1::2]])
    posting = book.next_key("reserve", document)
    ledger.post(work=work, posting=posting, document=document, memo="reserve", lines=lines, held=held)


@command
def release(work: Work, *, document: str, goods: Sequence[Goods] | None = None) -> tuple[Promise, ...]:
    """Take a document's promises back, all of them or so much of each variant; the goods are free again.

    Where more is promised than lies in the warehouse the returned goods fill that shortage first. What is leaving
    already is not taken back. Answers what was released; never more than was promised.
    """
    promises = _held(document, goods, leaving_of(document))
    if not promises:
        _let_go_there(work, document)
        return ()
    places = {place.id: place for place in found({promise.warehouse for promise in promises})}
    keys = [
        (account, promise.variant, "")
        for promise in promises
        for place in [places[promise.warehouse]]
        for account in (accounts.free(place), accounts.reserved(place, document), accounts.shortage(place))
    ]
    held = ledger.hold(work=work, keys=keys)
    lines = []
    for promise in promises:
        place, variant = places[promise.warehouse], promise.variant
        to_free, filled = returned(promise.quantity, held.balances[accounts.shortage(place), variant, ""].quantity)
        lines.append(Line(accounts.reserved(place, document), variant, -promise.quantity))
        lines += [Line(accounts.free(place), variant, to_free), Line(accounts.shortage(place), variant, filled)]
    posting = book.next_key("release", document)
    ledger.post(work=work, posting=posting, document=document, memo="release", lines=lines, held=held)
    _let_go_there(work, document)
    work.tell(StockReleased(document, promises))
    work.tell(StockFreed(document, tuple(sorted({promise.variant for promise in promises}))))
    return promises


@command
def ship(work: Work, *, document: str, goods: Sequence[Goods] | None = None) -> tuple[Promise, ...]:
    """Hand promised goods to the customer, all of them or so much of each variant.

    From our own warehouses they leave the shelf. In a warehouse whose master is outside its figures move, not ours:
    the promise stands until the master has said that it shipped them, and its next stock session has ended. Answers
    what left; never more than was promised.
    """
    promises = _held(document, goods, leaving_of(document))
    places = {place.id: place for place in found({promise.warehouse for promise in promises})}
    ours = [promise for promise in promises if not places[promise.warehouse].master]
    if ours:
        _leave_the_shelf(work, document, ours, places)
    there = [promise for promise in promises if places[promise.warehouse].master]
    leave_there(work, document, there, {place.id: place.master for place in places.values()})
    for place, left in _by_place(promises).items():
        work.tell(StockShipped(document, place, left))
    return promises


def _let_go_there(work: Work, document: str) -> None:
    """An outside master who gives a document up keeps back no more for it, also when we had let it go before."""
    master = work.actor.removeprefix("channel:")
    if master != work.actor:
        known.let_go_by(document, master, {row[:2]: row[2] for row in _reserved(document)})


def _leave_the_shelf(work: Work, document: str, promises: Sequence[Promise], places: dict[int, WarehouseView]) -> None:
    keys = [
        (account, promise.variant, "")
        for promise in promises
        for place in [places[promise.warehouse]]
        for account in (accounts.shelf(place), accounts.reserved(place, document))
    ]
    for place in places.values():
        keys += [(account, 0, "") for account in (accounts.own(place), accounts.other_side(place, Kind.CUSTOMER))]
    keys += [cost_key(places[promise.warehouse].firm, promise.variant) for promise in promises]
    held = ledger.hold(work=work, keys=keys)
    costs = _costs(work, promises, places)
    lines = []
    for promise in promises:
        place, variant, quantity = places[promise.warehouse], promise.variant, promise.quantity
        there = held.balances[accounts.shelf(place), variant, ""]
        if there.quantity < quantity:
            name = named_variants([variant])[variant].name
            raise NotOnShelf(name=name, on_hand=plain(there.quantity, MILLI), asked=plain(quantity, MILLI))
        cost = costs[place.firm, variant]
        value = cost.of(quantity) if cost else 0
        lines += [
            Line(accounts.shelf(place), variant, -quantity, -value),
            Line(accounts.other_side(place, Kind.CUSTOMER), variant, quantity, value),
            Line(accounts.reserved(place, document), variant, -quantity),
            Line(accounts.own(place), variant, quantity),
        ]
    posting = book.next_key("ship", document)
    ledger.post(work=work, posting=posting, document=document, memo="ship", lines=lines, held=held)


def _costs(
    work: Work, promises: Sequence[Promise], places: dict[int, WarehouseView]
) -> dict[tuple[int, int], Cost | None]:
    """The average cost of this month by (firm, variant), asked while its key is held."""
    wanted: defaultdict[int, set[int]] = defaultdict(set)
    for promise in promises:
        wanted[places[promise.warehouse].firm].add(promise.variant)
    return {
        (firm, variant): cost
        for firm, some in wanted.items()
        for variant, cost in book.average_cost(firm, sorted(some), work.now).items()
    }


def _held(
    document: str, goods: Sequence[Goods] | None, leaving: Mapping[tuple[int, int], int] = EMPTY
) -> tuple[Promise, ...]:
    """What the document holds now and is not leaving yet, cut down to the asked goods.

    The caller holds the document's own lock.
    """
    stands = ((place, variant, q - leaving.get((place, variant), 0)) for place, variant, q in _reserved(document))
    held = [Promise(*row) for row in stands if row[2] > 0]
    if goods is None:
        return tuple(held)
    asked: Counter[int] = Counter()
    for item in goods:
        asked[item.variant] += item.quantity
    cut = []
    for promise in held:
        if some := min(promise.quantity, asked[promise.variant]):
            asked[promise.variant] -= some
            cut.append(Promise(promise.warehouse, promise.variant, some))
    return tuple(cut)


def _reserved(document: str) -> list[tuple[int, int, int]]:
    return book.held_for(Kind.RESERVED, document)


def _by_place(promises: Iterable[Promise]) -> dict[int, tuple[Goods, ...]]:
    found: defaultdict[int, list[Goods]] = defaultdict(list)
    for promise in promises:
        found[promise.warehouse].append(Goods(promise.variant, promise.quantity))
    return {place: tuple(goods) for place, goods in found.items()}
