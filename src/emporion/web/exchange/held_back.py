"""What does not leave through connections, and why, for the pages where somebody waits for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from emporion.exchange.types import HELD_BACK, ChannelView, HeldBack, OutgoingView
from emporion.kernel.errors import Refused

Causes = Mapping[tuple[str, int], Refused]


def causes(among: Sequence[ChannelView], rows: Mapping[int, Sequence[OutgoingView]]) -> dict[int, Causes]:
    """Of what waits, by connection, then by kind and number, why it does not leave with the next session."""
    waiting = {one.id: [row for row in rows.get(one.id, ()) if row.state == "open" and not row.fault] for one in among}
    found: dict[int, Causes] = {}
    for held, some in _by_kind([one for one in among if waiting[one.id]]):
        told = held.of({one: [row.object_id for row in waiting[one]] for one in some})
        for one in some:
            stuck = [row for row in waiting[one] if row.object_id in told[one]]
            found[one] = {(row.kind, row.object_id): told[one][row.object_id].refusal for row in stuck}
    return found


def never_leaves(among: Sequence[ChannelView]) -> dict[int, list[Refused]]:
    """What connections never take, counted."""
    return {
        one: [fault.refusal for fault in faults]
        for held, some in _by_kind(among)
        for one, faults in held.all(some).items()
    }


def _by_kind(among: Sequence[ChannelView]) -> Iterator[tuple[HeldBack, list[int]]]:
    """Connections of one kind together, with what of their kind does not leave."""
    by_kind = defaultdict[str, list[int]](list)
    for one in among:
        by_kind[one.kind].append(one.id)
    yield from ((HELD_BACK[kind], some) for kind, some in by_kind.items() if kind in HELD_BACK)
