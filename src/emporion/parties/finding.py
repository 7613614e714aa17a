"""Who is found by words: the rarest of them is asked of an index, the others of those whom it found.

A word that very many share leads nobody far; then the newest parties are read one by one, for a page of them is soon
full. Ranges of an index and LIKE are all it takes, so both databases answer alike.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from functools import reduce
from operator import or_

from django.db.models import Q

from emporion.kernel import rows

COMMON = 5000  # parties that share a word: reading that many by number takes as long as reading the newest in turn
BEHIND = b"\xff"  # behind every byte of a text
BEGINS = "SELECT party_id FROM parties_searchword WHERE word >= %s AND word < %s"


def matching(wanted: Sequence[Set[str]]) -> Q:
    """Parties of whom each of the wanted has a word that begins with one of its forms."""
    found, rest = _of_the_rarest(wanted)
    if found is None and len(wanted) > 1:  # two common names may be a rare pair
        found, rest = _together(wanted)
    return reduce(Q.__and__, map(_standing, rest), Q() if found is None else Q(pk__in=rows.among(found)))


def _of_the_rarest(wanted: Sequence[Set[str]]) -> tuple[list[int] | None, Sequence[Set[str]]]:
    """The parties of the rarest of the wanted, None when all are common; and the wanted that are left to be held."""
    found, rest, limit = None, wanted, COMMON
    for number, forms in enumerate(wanted):
        sql, edges = _beginning(forms)
        ids = [row[0] for row in rows.fetch(f"{sql} LIMIT {limit:d}", edges)]
        if len(ids) < limit:
            found, rest, limit = ids, [*wanted[:number], *wanted[number + 1 :]], max(len(ids), 1)
    return found, rest


def _together(wanted: Sequence[Set[str]]) -> tuple[list[int] | None, Sequence[Set[str]]]:
    """The parties that all of the wanted lead to, None when these are still very many."""
    asked = [_beginning(forms) for forms in wanted]
    both = " INTERSECT ".join(f"SELECT party_id FROM ({sql}) AS one" for sql, _edges in asked)  # noqa: S608 - our words
    ids = [row[0] for row in rows.fetch(f"{both} LIMIT {COMMON:d}", [edge for _sql, edges in asked for edge in edges])]
    return (ids, []) if len(ids) < COMMON else (None, wanted)


def _beginning(forms: Set[str]) -> tuple[str, list[bytes]]:
    """The question for the parties of words that begin with any of these, as ranges of the index."""
    edges = [edge for form in sorted(forms) for edge in (form.encode(), form.encode() + BEHIND)]
    return " UNION ALL ".join([BEGINS] * len(forms)), edges


def _standing(forms: Set[str]) -> Q:
    return reduce(or_, (Q(search_text__contains=f" {form}") for form in sorted(forms)))
