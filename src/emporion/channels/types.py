"""Words of the channels."""

from __future__ import annotations

from dataclasses import dataclass

from emporion.journal.types import Event

from .loads import PARTS as PARTS, Loaded as Loaded, Part as Part, Value as Value


@dataclass(frozen=True, slots=True)
class StatusWordUnknown(Event):
    """Another program gave an order a status of its own that nobody has set against one of ours; subject="order:K17".

    channel is the code of its connection.
    """

    channel: str
    word: str
