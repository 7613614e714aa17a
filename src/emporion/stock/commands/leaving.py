"""Goods that left a warehouse of an outside master, until its figures know of it."""

from collections import Counter
from collections.abc import Mapping, Sequence

from emporion.journal.commands import command
from emporion.journal.types import Work

from .. import known
from ..known import Spot
from ..models import Leaving
from ..types import Goods, Promise


def leaving_of(document: str) -> Counter[Spot]:
    """What of a document's promises has left already, told by the master or not."""
    found: Counter[Spot] = Counter()
    for place, variant, quantity in Leaving.objects.filter(document=document).values_list(
        "warehouse_id", "variant_id", "quantity"
    ):
        found[place, variant] += quantity
    return found


def leave_there(work: Work, document: str, promises: Sequence[Promise], masters: Mapping[int, str]) -> None:
    """Note what leaves warehouses of outside masters, by place; a master that says it itself knows of the order."""
    if not promises:
        return
    left = Counter({(promise.warehouse, promise.variant): promise.quantity for promise in promises})
    own = {master for master in masters.values() if master and work.actor == f"channel:{master}"}
    for is_told in (True, False):
        _add(work, document, {spot: n for spot, n in left.items() if (masters[spot[0]] in own) is is_told}, is_told)
    for master in own:
        _knows(work, document, master)


@command
def hear_shipped(work: Work, *, document: str, goods: Sequence[Goods] | None = None) -> tuple[Goods, ...]:
    """An outside master says that it shipped what was noted here before, all of it or so much of each variant.

    From now on the end of its next stock session ends those promises. Answers what of the goods that was, for they
    do not leave once more; nothing where somebody else than the warehouse's master acts.
    """
    kind, _, master = work.actor.partition(":")
    if kind != "channel":
        return ()
    asked = None if goods is None else _asked(goods)
    heard: Counter[Spot] = Counter()
    for row in Leaving.objects.filter(document=document, warehouse__master=master, is_told=False).order_by("pk"):
        some = row.quantity if asked is None else min(row.quantity, asked[row.variant_id])
        if some:
            heard[row.warehouse_id, row.variant_id] += some
            _take(row, some)
        if asked is not None:
            asked[row.variant_id] -= some
    if heard:
        _add(work, document, heard, True)
        _knows(work, document, master)
    return tuple(Goods(variant, quantity) for (_, variant), quantity in heard.items())


def _asked(goods: Sequence[Goods]) -> Counter[int]:
    asked: Counter[int] = Counter()
    for item in goods:
        asked[item.variant] += item.quantity
    return asked


def _take(row: Leaving, quantity: int) -> None:
    if row.quantity == quantity:
        row.delete()
        return
    row.quantity -= quantity
    row.save(update_fields=["quantity"])


def _add(work: Work, document: str, left: Mapping[Spot, int], is_told: bool) -> None:
    stands = {(r.warehouse_id, r.variant_id): r for r in Leaving.objects.filter(document=document, is_told=is_told)}
    for (place, variant), quantity in left.items():
        row = stands.get((place, variant)) or Leaving(
            document=document, warehouse_id=place, variant_id=variant, quantity=0, is_told=is_told
        )
        row.quantity, row.since = row.quantity + quantity, work.now
        row.save()


def _knows(work: Work, document: str, master: str) -> None:
    """Who ships an order has it, also when its success never came."""
    told = Leaving.objects.filter(document=document, warehouse__master=master, is_told=True)
    spots = {(row.warehouse_id, row.variant_id): row.quantity for row in told}
    known.shipped_by(work, document, master, spots)
