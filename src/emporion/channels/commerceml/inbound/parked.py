"""Rows that wait for what they name: a retry of 1C may bring prices before offers and offers before goods.

They stand in the quarantine with their message, and the message that brings what they miss has them read again. The
oldest goes first, so a newer one of the same offer is taken after it; what was told since is taken back by neither.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from emporion.exchange.queries import known, missing_keys
from emporion.exchange.types import MissingKey, Tally

from .. import values
from .refusals import UnknownGoods, UnknownOffer, UnknownPriceType

SLOTS = {UnknownGoods.code: "product", UnknownOffer.code: "variant", UnknownPriceType.code: "price_type"}
BRINGERS = ("goods", "offers", "price_types")
PART = 5000
Only = Mapping[str, Sequence[int]]
"""Places of rows in a message, each with its rows in the quarantine."""


def may_be_missed(tallies: Mapping[str, Tally]) -> bool:
    """Whether a message brought anything new that others may have waited for."""
    return any(tallies[kind].created for kind in BRINGERS if kind in tallies)


def settled_by_now(channel: int) -> list[tuple[int, Only]]:
    """Messages with rows that miss nothing any more, oldest first."""
    rows = missing_keys(channel, tuple(SLOTS))
    by_slot: defaultdict[str, list[MissingKey]] = defaultdict(list)
    for row in rows:
        by_slot[SLOTS[row.code]].append(row)
    found: defaultdict[int, defaultdict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for slot, waiting in by_slot.items():
        here = _known(channel, slot, {_missed(row, slot) for row in waiting})
        for row in waiting:
            if _missed(row, slot) in here:
                for place in around(row.place):
                    found[row.message][place].append(row.id)
    return sorted(found.items())


def around(place: str) -> Iterable[str]:
    """The elements in which a place lies, itself included: Предложение[2], Предложение[2]/Цены, …"""
    steps = place.split("/")
    return ("/".join(steps[:length]) for length in range(1, len(steps) + 1))


def _missed(row: MissingKey, slot: str) -> str:
    if slot == "product":
        return values.split_key(row.key)[0]
    return row.key if slot == "variant" else row.value


def _known(channel: int, slot: str, keys: Collection[str]) -> set[str]:
    ordered = sorted(keys)
    parts = (ordered[at : at + PART] for at in range(0, len(ordered), PART))
    return {key for part in parts for key in known(channel, slot, part)}
