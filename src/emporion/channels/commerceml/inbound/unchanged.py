"""Rows that say what their last one said are passed over without a question to the database."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from hashlib import blake2b

from emporion.exchange.queries import authority, channel_by_id, digests

from ..reader import Kind, Row
from ..settings import Settings
from .beside import BESIDE

SLOTS = {
    Kind.GROUP: ("category",),
    Kind.PROPERTY: ("property",),
    Kind.PRICE_TYPE: ("price_type",),
    Kind.WAREHOUSE: ("warehouse",),
    Kind.OFFER: ("variant",),
    Kind.CHANGE_OFFER: ("variant",),
}


OFFERS = (Kind.OFFER, Kind.CHANGE_OFFER)
DECIDING = {"price_per_unit", "currency", "excludes_reserves", "firm", "totals_warehouse"}
"""Settings that decide what the same words come to."""


def goods_slots(catalog: int) -> tuple[str, ...]:
    """Where the rows of goods are remembered: those of each further catalog apart, for they may say other things."""
    if catalog == 0:
        return ()
    return ("product", "goods_variant") if catalog == 1 else (f"product_in:{catalog}", "goods_variant")


class Unchanged:
    """What the last row of each key said, sixteen bytes a key: 300,000 rows in 4.8 MB."""

    def __init__(self, channel: int) -> None:
        self.channel = channel
        self.salt = _salt(channel)
        self.is_beside = False  # the last row that was known is the one that stands beside the newest
        self.known: dict[tuple[str, ...], tuple[array[int], array[int]]] = {}

    def has(self, row: Row, *, full: bool, catalog: int = 1) -> bool:
        """Whether the row says what its last one said; if not, its key counts as unknown from now on.

        The same key may come again in this file, and then its newest row is the one to compare with. What an offer of
        changes says is remembered apart: the same words in a whole package say more, for what they leave out has gone.
        """
        row.digest = whole = (int.from_bytes(row.digest) ^ self.salt).to_bytes(16)
        if not full and row.kind in OFFERS:
            row.digest = bytes((whole[0] ^ 0xFF,)) + whole[1:]
        self.is_beside = False
        slots = goods_slots(catalog) if row.kind is Kind.GOODS else SLOTS.get(row.kind)
        if slots is None:
            return False
        marks, place = self._place(slots, row)
        if place < 0:
            return False
        if marks[place] == _mark(whole) or (row.digest is not whole and marks[place] == _mark(row.digest)):
            return True
        if marks[place] and catalog == 1 and row.kind is Kind.GOODS:
            beside, there = self._place((BESIDE,), row)
            self.is_beside = there >= 0 and beside[there] == _mark(whole)
        if not self.is_beside:
            marks[place] = 0
        return self.is_beside

    def _place(self, slots: tuple[str, ...], row: Row) -> tuple[array[int], int]:
        """The marks of some slots, and where that of the row's key is; -1 where nothing is known."""
        if slots not in self.known:
            self.known[slots] = self._read(slots)
        keys, marks = self.known[slots]
        key = hash(row.key)
        place = bisect_left(keys, key)
        return marks, place if place < len(keys) and keys[place] == key else -1

    def _read(self, slots: tuple[str, ...]) -> tuple[array[int], array[int]]:
        keys, marks = array("q"), array("Q")
        for slot in slots:
            for key, known in digests(self.channel, slot):
                if known.digest:
                    keys.append(hash(key))
                    marks.append(_mark(bytes(known.digest)))
        order = array("L", sorted(range(len(keys)), key=keys.__getitem__))
        return array("q", (keys[at] for at in order)), array("Q", (marks[at] for at in order))


def _salt(channel: int) -> int:
    """Sixteen bytes that change when a person decides anew what rows come to: then each is read once more."""
    ours = sorted(rule.data for rule in authority(channel) if rule.master == "ours")
    settings = Settings.model_validate(channel_by_id(channel).settings).model_dump(include=DECIDING)
    return int.from_bytes(blake2b(repr((ours, sorted(settings.items()))).encode(), digest_size=16).digest())


def _mark(digest: bytes) -> int:
    return int.from_bytes(digest[:8], "big")
