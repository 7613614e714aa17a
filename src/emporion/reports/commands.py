"""What reports write: costs that were weighed, and how far."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from emporion.journal.commands import command
from emporion.journal.types import Work
from emporion.kernel import rows
from emporion.ledger import queries as ledger
from emporion.ledger.types import Reach

from .models import OrderCost, Weighing
from .weighing import TOGETHER, Stand, kept_of, stands, weighed

ACTOR = "clockwork"


@command
def keep(work: Work, *, before: Stand, reach: Reach, costs: Mapping[int, int | None]) -> int:
    """Keep what orders cost by the order's id, and how far the book was weighed; answers how many were others before.

    -1 when somebody has written since `before`: then all of it is weighed again. What is kept can be made anew from
    the book at any time, so nothing is told.
    """
    Weighing.objects.bulk_create([Weighing(pk=1)], ignore_conflicts=True)
    Weighing.objects.select_for_update().get(pk=1)
    if stands() != before:
        return -1
    kept = kept_of(costs)
    known = [(pk, cost) for pk, cost in costs.items() if cost is not None and kept.get(pk) != cost]
    gone = [pk for pk, cost in costs.items() if cost is None and pk in kept]
    rows.upsert("reports_ordercost", ("order_id", "minor"), ("order_id",), known)
    OrderCost.objects.filter(pk__in=rows.among(gone)).delete()
    Weighing.objects.filter(pk=1).update(
        entry=reach.entry, ahead=reach.ahead, ahead_tx=reach.ahead_tx, declared=reach.declared, turn=before.turn + 1
    )
    return len(known) + len(gone)


def weigh() -> bool:
    """Weigh the orders that may cost something else since the last time; answers whether anything was written."""
    before = stands()
    now = ledger.reached(before.reach)
    if now == before.reach:
        return False
    same = (now.entry, now.declared) == (before.reach.entry, before.reach.declared)
    documents = set[str]() if same else ledger.touched_at_rest(before.reach, now)
    return _weighed(before, now, ledger.every_sold() if documents is None else documents) >= 0


def mend(documents: Collection[str] | None) -> int:
    """Weigh some documents anew, or all that were ever sold (None); answers of how many orders another cost was kept.

    What moved since the last look of the background stays stale. A part is weighed again when that look came between.
    """
    changed = 0
    for some in rows.chunks(sorted(ledger.every_sold() if documents is None else documents), TOGETHER):
        while (part := _kept_anew(some)) < 0:
            pass
        changed += part
    return changed


def _kept_anew(documents: Collection[str]) -> int:
    before, changed = stands(), 0
    for costs in weighed(documents):
        if (some := keep(before=before, reach=before.reach, costs=costs, actor=ACTOR)) < 0:
            return some
        before, changed = Stand(before.reach, before.turn + 1), changed + some
    return changed


def _weighed(before: Stand, now: Reach, documents: Collection[str]) -> int:
    """Part by part; the reach moves with the last, so until then a look weighs all of them itself.

    -1 when somebody wrote meanwhile.
    """
    changed = 0
    for costs in weighed(documents):
        some = keep(before=before, reach=before.reach, costs=costs, actor=ACTOR)
        if some < 0:
            return some
        before, changed = Stand(before.reach, before.turn + 1), changed + some
    done = keep(before=before, reach=now, costs={}, actor=ACTOR)
    return done if done < 0 else changed
