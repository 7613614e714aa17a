"""What anybody may tell stock to do. Every verb takes all lines of its document at once."""

from .declared import declare, note_known, note_offered, settle
from .hands import correct, move, receive
from .leaving import hear_shipped
from .promises import hold_free, hold_promises, release, reserve, ship
from .returning import take_back
from .warehouses import put_warehouse

__all__ = [
    "correct",
    "declare",
    "hear_shipped",
    "hold_free",
    "hold_promises",
    "move",
    "note_known",
    "note_offered",
    "put_warehouse",
    "receive",
    "release",
    "reserve",
    "settle",
    "ship",
    "take_back",
]
