"""Questions about customers who may be one, and about merges that can be undone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db.models import Q, QuerySet

from emporion.kernel.pairing import parted

from .. import standing
from ..models import Double, Merging, Party
from ..types import DoubleView, MergeView, NoSuchParty, NotMerged
from .people import rows_of, searched

SHOWN = 5
LED_TO = 200  # parties that a search among the pairs asks for


def doubles() -> QuerySet[Double]:
    """All pairs, those that were told apart too (apart_at), for a list; what they are is asked of `double_views`."""
    return Double.objects.all()


def open_doubles() -> QuerySet[Double]:
    """Pairs that nobody has looked at."""
    return Double.objects.filter(apart_at=None)


def with_party(found: QuerySet[Double], search: str) -> QuerySet[Double]:
    """Those pairs of whom one is found by the words of a search."""
    if not search.strip():
        return found
    people = searched(Party.objects.filter(root=None, erased_at=None), search).order_by("-pk")
    ids = list(people.values_list("pk", flat=True)[:LED_TO])
    return found.filter(Q(one__in=ids) | Q(other__in=ids))


def doubles_of(party: int, limit: int = SHOWN) -> list[DoubleView]:
    """With whom a customer may be one, the surest first; told apart ones are left out."""
    found = open_doubles().filter(Q(one=party) | Q(other=party))  # few; in order the database might walk them all
    return double_views(sorted(found, key=lambda pair: (-pair.sureness, -pair.pk))[:limit])


def double_of(party: int, other: int) -> DoubleView | None:
    """What is known of two customers as a pair; None where nothing was found, and nobody told them apart."""
    one, two = sorted((party, other))
    return next(iter(double_views(Double.objects.filter(one=one, other=two))), None)


def double_views(pairs: Iterable[Double]) -> list[DoubleView]:
    """Pairs with their two customers; two queries, whatever their number."""
    found = list(pairs)
    people = rows_of({pk for row in found for pk in (row.one_id, row.other_id)})
    return [
        DoubleView(row.pk, people[row.one_id], people[row.other_id], row.sureness, tuple(row.reasons), row.apart_at)
        for row in found
        if people[row.one_id].id != people[row.other_id].id  # merged a moment ago
    ]


def merges_into(party: int) -> list[MergeView]:
    """The merges that make up a customer, the newest first; each can be undone. Four queries."""
    family = standing.family(party)
    people = Party.objects.in_bulk(family)
    merged = {pk: row.merged_into_id for pk, row in people.items() if row.merged_into_id}
    kept = {row.party_id: row for row in Merging.objects.filter(party__in=merged)}
    targets = Party.objects.in_bulk(set(merged.values()))
    views = [_view(people[pk], targets[into], kept.get(pk)) for pk, into in merged.items()]
    return sorted(views, key=lambda one: (one.at.timestamp() if one.at else 0, one.party), reverse=True)


def merge_of(party: int) -> MergeView:
    """The merge of one customer into another; refuses one that stands for itself, and the unknown."""
    row = Party.objects.filter(pk=party).first()
    if row is None:
        raise NoSuchParty(party=party)
    if row.merged_into is None:
        raise NotMerged(party=party)
    return _view(row, row.merged_into, Merging.objects.filter(party=party).first())


def _view(party: Party, into: Party, kept: Merging | None) -> MergeView:
    taken: dict[str, Sequence[str]] = kept.taken if kept else {}
    gives_back, stays = parted(taken, {field: str(getattr(into, field)) for field in taken})
    at, actor = (kept.at, kept.actor) if kept else (None, "")
    return MergeView(party.pk, party.name, into.pk, at, actor, gives_back, stays)
