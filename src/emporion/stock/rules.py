"""How much may be promised: pure arithmetic over declared figures and reserves, in thousandths."""

from typing import NamedTuple


class Standing(NamedTuple):
    """What the book should say of a variant at a warehouse: shelf = free + reserved + shortage, shortage <= 0."""

    shelf: int
    free: int
    shortage: int


def standing(declared: int, known: int, unknown: int, excludes_reserves: bool) -> Standing:
    """What follows from a declared figure when so much is reserved by orders the master knows and does not know.

    A figure that leaves reserves out has only lost what the master knows: free = declared - unknown, and what lies
    there is the figure and the known reserves together. Otherwise free = declared - all open reserves. Where the rest
    is below zero nothing is free and the deficit is the shortage. unknown is all our open reserves less the known: it
    is below zero when the master still keeps back what we let go, which lies there and is free.
    """
    rest = declared - unknown if excludes_reserves else declared - known - unknown
    shelf = declared + known if excludes_reserves else declared
    return Standing(shelf, max(rest, 0), min(rest, 0))


def returned(quantity: int, shortage: int) -> tuple[int, int]:
    """How goods that came (or came free) are used: (to free, to shortage); a shortage is filled first."""
    filled = min(quantity, -shortage)
    return quantity - filled, filled
