"""Which of our goods the goods of a re-numbered base are: found by barcode, article and name; pure functions.

A base that was created anew gives all goods new keys and keeps what people wrote: articles, barcodes, names. A mark
counts only where one of theirs and one of ours bear it. Two marks that agree leave no doubt; one alone is sure where
nothing speaks against it; the rest is for a person.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import product as pairs
from typing import TypeVar

SURE = 90
"""Per cent from which a likeness is taken without a look; at most one in a hundred of such may be wrong."""
LEAST = 5
"""Goods that have to match before a load is stopped.

Even where two of a hundred new goods happened to look like old ones, five of twenty-five would once in 9,000 loads.
"""
THREE, TWO, LIKE, BARE_BARCODE, BARE_ARTICLE, AGAINST = 99, 97, 92, 70, 55, 50
"""How sure: all three marks agree, two do, one does and the name is like; a barcode alone, an article alone; a mark
that another one speaks against. No counted shares but an order of trust: what is under SURE is asked about."""
UNSURE = 30
MOST = 8  # candidates that a person is shown
LOOKED = 200  # of those that share a mark: an article on thousands says nothing
ALIKE_PERCENT = 50  # of the words of two names

_WORDS = re.compile(r"[^\W_]+")
_NUMBERS = re.compile(r"\d+")
_LOOK_ALIKE = str.maketrans("авекмнорстухі", "abekmhopctyxi")
Mark = tuple[Hashable, ...]
K = TypeVar("K")


@dataclass(frozen=True, slots=True)
class Marks:
    """What one of their goods, or of ours, is recognised by; empty where it is not told."""

    name: str = ""
    article: str = ""
    barcodes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """Which of ours one of theirs is: object_id (0: several may be meant), how it was found, how sure in per cent.

    by: barcode, article, name, or alike for a name of which the half agrees. others: whom else it may be; 0 per cent
    and nobody: it is new.
    """

    object_id: int = 0
    percent: int = 0
    by: tuple[str, ...] = ()
    others: tuple[int, ...] = ()

    @property
    def is_sure(self) -> bool:
        """Whether it is taken without a look."""
        return bool(self.object_id) and self.percent >= SURE


@dataclass(frozen=True, slots=True)
class _Folded:
    """Marks as they are compared; two kinds of a mark told together are one mark more."""

    name: str
    article: str
    barcodes: frozenset[str]

    def single(self) -> Iterator[Mark]:
        yield from (("barcode", code) for code in self.barcodes)
        if self.article:
            yield "article", self.article
        if self.name:
            yield "name", self.name

    def every(self) -> Iterator[Mark]:
        yield from self.single()
        yield from (("both", code, other) for code, other in pairs(self.barcodes, {self.article, self.name} - {""}))
        if self.article and self.name:
            yield "both", self.article, self.name


def name_folded(name: str) -> str:
    """A name as it is compared: without case, accents, punctuation and doubled blanks."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    return " ".join(_WORDS.findall("".join(sign for sign in plain if not unicodedata.combining(sign))))


def article_folded(article: str) -> str:
    """An article as it is compared: without case, blanks and dashes, and letters that look alike are one letter."""
    return "".join(_WORDS.findall(unicodedata.normalize("NFKC", article).casefold())).translate(_LOOK_ALIKE)


def matched(
    theirs: Mapping[str, Marks], ours: Mapping[int, Marks], free: Collection[int] | None = None
) -> dict[str, Found]:
    """Which of ours each of theirs is. Only free ones may be it; the others count when a mark is to be the only one.

    No two of theirs are taken for the same of ours without a look.
    """
    our_marks = {pk: _folded(marks) for pk, marks in ours.items()}
    their_marks = {key: _folded(marks) for key, marks in theirs.items()}
    here, there = _bearers(our_marks.items()), _bearers(their_marks.items())
    may = our_marks.keys() if free is None else set(free)
    found = {}
    for key, marks in their_marks.items():
        hits = {here[m][0] for m in marks.every() if len(here.get(m, ())) == 1 and len(there[m]) == 1}
        near = [pk for m in marks.single() for pk in here.get(m, [])[:LOOKED] if pk in may]
        found[key] = _judged(marks, our_marks, sorted(hits & may), list(dict.fromkeys(near)))
    return _once(found)


def is_renumbered(unknown: int, sure: int, percent: int) -> bool:
    """Whether so many sure likenesses among so many unknown goods are no chance; percent 0 never says so."""
    return bool(percent) and sure >= LEAST and 100 * sure >= percent * unknown


def _folded(marks: Marks) -> _Folded:
    codes = frozenset(code for one in marks.barcodes if (code := "".join(one.split())))
    return _Folded(name_folded(marks.name), article_folded(marks.article), codes)


def _bearers(marked: Iterable[tuple[K, _Folded]]) -> dict[Mark, list[K]]:
    found: defaultdict[Mark, list[K]] = defaultdict(list)
    for one, marks in marked:
        for mark in set(marks.every()):
            found[mark].append(one)
    return found


def _judged(marks: _Folded, ours: Mapping[int, _Folded], hits: list[int], near: list[int]) -> Found:
    if not hits:
        return Found(0, UNSURE, (), tuple(near[:MOST])) if near else Found()
    judged = sorted(((*_weighed(marks, ours[pk]), pk) for pk in hits), reverse=True)
    percent, by, best = judged[0]
    if len(judged) > 1:  # one mark says this, another one that
        percent = min(percent, AGAINST)
    return Found(best, percent, by, tuple(pk for pk in near if pk != best)[:MOST])


def _weighed(one: _Folded, other: _Folded) -> tuple[int, tuple[str, ...]]:
    """How sure it is that two are the same, and which marks say so."""
    barcode, article = bool(one.barcodes & other.barcodes), bool(one.article) and one.article == other.article
    name = bool(one.name) and one.name == other.name
    by = tuple(word for word, agrees in (("barcode", barcode), ("article", article), ("name", name)) if agrees)
    if len(by) > 1:
        return (THREE if barcode and article and name else TWO), by
    if name:
        against = (one.article and other.article) or (one.barcodes and other.barcodes)
        return (AGAINST if against else LIKE), by
    if is_alike(one.name, other.name):
        return LIKE, (*by, "alike")
    return (BARE_BARCODE if barcode else BARE_ARTICLE), by


def is_alike(one: str, other: str) -> bool:
    """Whether half of the words of two folded names agree, and all their numbers: 64 GB are not 128 GB."""
    if sorted(_NUMBERS.findall(one)) != sorted(_NUMBERS.findall(other)):
        return False
    mine, yours = set(one.split()), set(other.split())
    return bool(mine) and 100 * len(mine & yours) >= ALIKE_PERCENT * max(len(mine), len(yours))


def _once(found: dict[str, Found]) -> dict[str, Found]:
    """What several of theirs would be taken for is left to a person."""
    claimed: defaultdict[int, list[str]] = defaultdict(list)
    for key, one in found.items():
        if one.object_id:
            claimed[one.object_id].append(key)
    for keys in claimed.values():
        for key in keys if len(keys) > 1 else ():
            found[key] = replace(found[key], percent=min(found[key].percent, AGAINST))
    return found


def same_names(theirs: Mapping[str, str], ours: Mapping[int, str]) -> dict[str, int]:
    """Which of ours bears the name of one of theirs, where it is the only one on both sides."""
    here = _bearers((pk, _Folded(name_folded(name), "", frozenset())) for pk, name in ours.items())
    there = _bearers((key, _Folded(name_folded(name), "", frozenset())) for key, name in theirs.items())
    return {keys[0]: here[mark][0] for mark, keys in there.items() if len(keys) == 1 == len(here.get(mark, ()))}
