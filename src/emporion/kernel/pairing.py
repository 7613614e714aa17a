"""Things that may be one and the same, found as pairs: keys that doubles share, and the pairs that stand by them.

Each thing is compared only with those that share a key, and a key that very many share tells nothing. So a thing costs
the same among a thousand and among a million. A room says what is compared; nothing is ever merged here.

Its tables: of keys with a column `key` and one for the thing, of pairs with one, other, sureness, reasons, apart_at.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import chain
from typing import Any, Generic, TypeVar

from django.db.models import Model, Q

from . import rows

MANY = 20  # things under one key; beyond them it is a switchboard, a shop's mailbox, a common name
TOGETHER = 100  # keys asked for in one statement
OWNERS = "SELECT key, {thing} FROM (SELECT key, {thing} FROM {table} WHERE key = %s LIMIT {limit}) AS one"
POSSIBLE, LIKELY, CERTAIN = 1, 2, 3  # how sure it is that two are one
Pair = tuple[int, int]
Texts = tuple[str, str]
S = TypeVar("S")


@dataclass(frozen=True, slots=True)
class Likeness:
    """That two may be one: how sure it is, and the reasons by their codes, the strongest first."""

    sureness: int
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pairing(Generic[S]):
    """How a room's things are compared: its tables, what is seen of those who stand, their keys, and the comparison.

    thing is the column of keys that names one. apart answers which pairs a person has told apart, of these or of those
    merged into them.
    """

    keys_in: type[Model]
    thing: str
    pairs_in: type[Model]
    sights: Callable[[Collection[int]], dict[int, S]]
    keys: Callable[[S], set[int]]
    compared: Callable[[S, S], Likeness | None]
    apart: Callable[[Collection[Pair]], set[Pair]]

    def renewed(self, things: Collection[int]) -> int:
        """Read some again, write their keys, and the pairs that they are part of; answers how many pairs stand.

        Pairs of those who stand no more are taken away; those that a person told apart stay so.
        """
        now = self.sights(things)
        told = {pk: self.keys(sight) for pk, sight in now.items()}
        self._write_keys(things, told)
        found = self._likely(now, told)
        self._write_pairs(things, found)
        return len(found)

    def _write_keys(self, things: Collection[int], told: Mapping[int, set[int]]) -> None:
        table, stand = self.keys_in._meta.db_table, defaultdict[int, set[int]](set)
        among = {f"{self.thing}__in": rows.among(things)}
        for key, one in self.keys_in._default_manager.filter(**among).values_list("key", self.thing):
            stand[one].add(key)
        gone = [(one, key) for one in things for key in stand[one] - told.get(one, set())]
        rows.delete(table, (self.thing, "key"), gone)
        fresh = sorted((key, one) for one, some in told.items() for key in some - stand[one])
        rows.add_missing(table, ("key", self.thing), fresh)

    def _likely(self, now: Mapping[int, S], told: Mapping[int, set[int]]) -> dict[Pair, Likeness]:
        """All pairs of these with anybody who shares a key with them."""
        owners = self._owners(set(chain.from_iterable(told.values())))
        asked = {
            (min(pk, other), max(pk, other))
            for pk, some in told.items()
            for key in some
            for other in owners.get(key, ())
            if other != pk
        }
        seen = {**self.sights({pk for pair in asked for pk in pair} - now.keys()), **now}
        pairs = {(a, b): self.compared(seen[a], seen[b]) for a, b in asked if a in seen and b in seen}
        return {pair: likeness for pair, likeness in pairs.items() if likeness}

    def _owners(self, wanted: Collection[int]) -> dict[int, list[int]]:
        """Who shares each key, for keys that are not very many's."""
        found: dict[int, list[int]] = defaultdict(list)
        one = OWNERS.format(thing=self.thing, table=self.keys_in._meta.db_table, limit=MANY + 1)
        for some in rows.chunks(sorted(wanted), TOGETHER):
            for key, owner in rows.fetch(" UNION ALL ".join([one] * len(some)), some):
                found[key].append(owner)
        return {key: owners for key, owners in found.items() if len(owners) <= MANY}

    def _write_pairs(self, things: Collection[int], found: Mapping[Pair, Likeness]) -> None:
        pairs, among = self.pairs_in._default_manager, rows.among(things)
        # two questions, for an OR of two lists is a walk through all pairs on PostgreSQL
        both: list[Any] = [*pairs.filter(one__in=among), *pairs.filter(other__in=among)]
        stand = {(row.one_id, row.other_id): row for row in both}
        gone = [row.pk for pair, row in stand.items() if pair not in found and row.apart_at is None]
        pairs.filter(pk__in=rows.among(gone)).delete()
        changed = [
            (likeness, stand[pair])
            for pair, likeness in found.items()
            if pair in stand and (stand[pair].sureness, stand[pair].reasons) != _told(likeness)
        ]
        for likeness, row in changed:
            row.sureness, row.reasons = _told(likeness)
        pairs.bulk_update([row for _, row in changed], ["sureness", "reasons"], batch_size=200)
        fresh = {pair: likeness for pair, likeness in found.items() if pair not in stand}
        apart = self.apart(fresh)
        pairs.bulk_create(
            (
                self.pairs_in(one_id=one, other_id=other, sureness=told.sureness, reasons=list(told.reasons))
                for (one, other), told in sorted(fresh.items())
                if (one, other) not in apart
            ),
            batch_size=500,
            ignore_conflicts=True,
        )

    def told_apart_among(self, root_of: Mapping[int, int]) -> set[Pair]:
        """Pairs of those who stand that a person told apart, by everybody's end of merges."""
        among = rows.among(root_of)
        told = self.pairs_in._default_manager.filter(one__in=among, other__in=among, apart_at__isnull=False)
        both = [(root_of[a], root_of[b]) for a, b in told.values_list("one", "other")]
        return {(min(pair), max(pair)) for pair in both}

    def proposed_no_more(self, thing: int) -> None:
        """A merged one is proposed no more; of whom they were told apart is remembered."""
        self.pairs_in._default_manager.filter(Q(one=thing) | Q(other=thing), apart_at=None).delete()


def _told(likeness: Likeness) -> tuple[int, list[str]]:
    return likeness.sureness, list(likeness.reasons)


def key_number(text: str) -> int:
    """A text that doubles share as the number under which it is kept."""
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big", signed=True)


def parted(taken: Mapping[str, Sequence[str]], now: Mapping[str, str]) -> tuple[dict[str, Texts], dict[str, Texts]]:
    """Of the fields that a merge wrote, as [old, new]: those still so, which return, and those changed since.

    Both are told as (old, what it is now); a field that is absent from now is empty.
    """
    gives_back: dict[str, Texts] = {}
    stays: dict[str, Texts] = {}
    for field, (old, new) in taken.items():
        (gives_back if now.get(field, "") == new else stays)[field] = (old, now.get(field, ""))
    return gives_back, stays
