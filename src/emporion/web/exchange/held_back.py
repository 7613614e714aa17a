"""What does not leave through a connection, and why, for the pages where somebody waits for it."""

from __future__ import annotations

from collections.abc import Sequence

from emporion.exchange.types import HELD_BACK, ChannelView, OutgoingView
from emporion.kernel.errors import Refused


def causes(channel: ChannelView, rows: Sequence[OutgoingView]) -> dict[tuple[str, int], Refused]:
    """Of what waits, by kind and number, why it does not leave with the next session."""
    held = HELD_BACK.get(channel.kind)
    waiting = [row for row in rows if row.state == "open" and not row.fault]
    found = held.of(channel.id, [row.object_id for row in waiting]) if held and waiting else {}
    return {(row.kind, row.object_id): found[row.object_id].refusal for row in waiting if row.object_id in found}


def never_leaves(channel: ChannelView) -> list[Refused]:
    """What a connection never takes, counted."""
    held = HELD_BACK.get(channel.kind)
    return [fault.refusal for fault in held.all(channel.id)] if held else []
