"""What anybody may ask the journal."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet
from pydantic import ValidationError

from emporion.kernel import rows

from . import search
from .answers import from_json
from .models import Fact, Parked, Position
from .types import Asked, Event, FactView, Heard

Place = tuple[int, int]
# Ids are given before the commit, so a position by id alone would skip a transaction that commits late. Every fact
# below the oldest running transaction is final; the pair (tx, id) walks through those and never meets a late one.
# A journal that was carried to another server adds that server's shift to the numbers of its transactions.
SHIFT = "(SELECT coalesce(max(shift), 0) FROM journal_server)"
FINAL = f"(pg_snapshot_xmin(pg_current_snapshot())::text::bigint + {SHIFT})::text::xid8"
HORIZON = {
    "postgresql": f"SELECT tx::text::bigint, id FROM journal_fact WHERE tx < {FINAL} ORDER BY tx DESC, id DESC LIMIT 1",
    "sqlite": "SELECT 0, id FROM journal_fact ORDER BY id DESC LIMIT 1",
}
NEXT = {
    "postgresql": """SELECT *, tx::text::bigint AS tx_number FROM journal_fact
        WHERE (tx, id) > (%s::text::xid8, %s) AND (tx, id) <= (%s::text::xid8, %s) AND kind IN ({kinds})
        ORDER BY tx, id LIMIT %s""",
    "sqlite": """SELECT *, 0 AS tx_number FROM journal_fact
        WHERE 0 = %s AND id > %s AND 0 = %s AND id <= %s AND kind IN ({kinds}) ORDER BY id LIMIT %s""",
}


def horizon() -> Place:
    """The last fact that is final: nothing can appear before it any more."""
    found = rows.fetch(HORIZON[connection.vendor])
    return (found[0][0], found[0][1]) if found else (0, 0)


def held_back() -> bool:
    """Whether facts wait for a transaction that runs on this server; never where writers are serialised."""
    if connection.vendor != "postgresql":
        return False
    return bool(rows.fetch(f"SELECT EXISTS (SELECT 1 FROM journal_fact WHERE tx >= {FINAL})")[0][0])


def facts_after(after: Place, until: Place, kinds: Sequence[str], limit: int) -> Sequence[Any]:
    """The next final facts of some kinds behind a position, oldest first; each carries tx_number."""
    sql = NEXT[connection.vendor].format(kinds=rows.holes(len(kinds)))
    return list(Fact.objects.raw(sql, [*after, *until, *kinds, limit]))


def heard_from(fact: Fact) -> Heard[Any]:
    """A row as a reaction gets it."""
    return Heard(fact.id, fact.at, fact.actor, fact.origin, from_json(Event.KINDS[fact.kind], fact.payload))


def timeline(
    subjects: Iterable[str],
    limit: int = 50,
    kinds: Iterable[str] = (),
    *,
    without: Iterable[str] = (),
    before: int | None = None,
) -> list[FactView]:
    """The newest facts about some subjects, newest first; for the timeline and for every "why".

    kinds narrows to some kinds, without leaves some out; before is the id to go on below.
    """
    found = Fact.objects.filter(subject__in=list(subjects)).exclude(kind__in=list(without))
    if wanted := list(kinds):
        found = found.filter(kind__in=wanted)
    if before is not None:
        found = found.filter(pk__lt=before)
    return [_view(fact) for fact in found.order_by("-id")[:limit]]


def told(*asked: Asked, limit: int = 50, before: int | None = None) -> list[FactView]:
    """The newest facts that answer to any of some questions, newest first; before is the id to go on below.

    By kind, person, subject, message and period an index walks; two statements more for a period. Facts of a kind that
    no room tells any more are found by subject, message and period, not by who told them.
    """
    return [_view(fact) for fact in search.found(asked, limit, before)]


def fact(number: int) -> FactView | None:
    """One fact by its id."""
    row = Fact.objects.filter(pk=number).first()
    return _view(row) if row else None


def facts_of_message(message: int, limit: int = 500) -> list[FactView]:
    """What a kept message changed, in the order of its places."""
    return [_view(fact) for fact in Fact.objects.filter(message=message).order_by("id")[:limit]]


def facts_of_origin(origin: str, subjects: Iterable[str]) -> list[FactView]:
    """What came of one origin about some subjects, oldest first; an index walks the facts of the subjects."""
    return [_view(fact) for fact in Fact.objects.filter(subject__in=list(subjects), origin=origin).order_by("id")]


def facts_from_message_on(message: int, subjects: Iterable[str]) -> list[FactView]:
    """What was told about some subjects since a message first changed anything, by it and by others, oldest first."""
    first = Fact.objects.filter(message=message).order_by("id").values_list("id", flat=True).first()
    if first is None:
        return []
    return [_view(fact) for fact in Fact.objects.filter(subject__in=list(subjects), pk__gte=first).order_by("id")]


def message_told(message: int, kinds: Iterable[str]) -> bool:
    """Whether a message told any fact of some kinds."""
    return Fact.objects.filter(message=message, kind__in=list(kinds)).exists()


def subjects_of_message(message: int, kinds: Iterable[str]) -> list[str]:
    """What a message told facts of some kinds about, each subject once."""
    found = Fact.objects.filter(message=message, kind__in=list(kinds)).order_by("subject")
    return list(found.values_list("subject", flat=True).distinct())


def told_since(subjects: Iterable[str], *, message: int, at: datetime) -> dict[str, set[str]]:
    """Kinds of facts told of subjects since a message came at a moment: by newer messages, or by no message at all."""
    found = _since(subjects, message, at).values_list("subject", "kind").distinct()
    told: dict[str, set[str]] = {}
    for subject, kind in found:
        told.setdefault(subject, set()).add(kind)
    return told


def tellers_since(subjects: Iterable[str], at: datetime) -> list[tuple[str, str, str]]:
    """Subject, kind and actor of the facts told of some subjects from a moment on, each once."""
    found = Fact.objects.filter(subject__in=list(subjects), at__gte=at)
    return list(found.values_list("subject", "kind", "actor").distinct())


def events_since(subjects: Iterable[str], kinds: Iterable[str], *, message: int, at: datetime) -> list[FactView]:
    """The facts of some kinds among those that told_since tells of, oldest first."""
    found = _since(subjects, message, at).filter(kind__in=list(kinds))
    return [_view(fact) for fact in found.order_by("id")]


def _since(subjects: Iterable[str], message: int, at: datetime) -> QuerySet[Fact]:
    newer = Q(message__gt=message) | Q(message=None)
    return Fact.objects.filter(newer, subject__in=list(subjects), at__gt=at)


def count_of_message(message: int) -> int:
    """How many facts a kept message brought."""
    return Fact.objects.filter(message=message).count()


def last_fact() -> int:
    """The newest fact's id, 0 in an empty journal."""
    return Fact.objects.order_by("-id").values_list("id", flat=True).first() or 0


def waiting() -> bool:
    """Whether a subscriber is kept waiting by a fact it stumbles over."""
    return Position.objects.filter(tries__gt=0).exists()


def parked() -> list[tuple[int, str, FactView, str]]:
    """Facts that wait for a person, the one tried longest ago first: row id, subscriber, the fact, the error."""
    found = Parked.objects.select_related("fact").order_by("at", "id")
    return [(row.pk, row.subscriber, _view(row.fact), row.error) for row in found]


def would_be(kind: str, told: str, *, place: str, at: datetime, number: int) -> FactView:
    """A fact that was never told, from its kind and its JSON, as pages show facts; number tells it from others."""
    event = _readable(Fact(kind=kind, payload=told))
    return FactView(number, at, kind, event.subject if event else "", "", "", place, None, event)


def _view(fact: Fact) -> FactView:
    event = _readable(fact)
    return FactView(fact.id, fact.at, fact.kind, fact.subject, fact.actor, fact.origin, fact.place, fact.message, event)


def _readable(fact: Fact) -> Event | None:
    """A page shows what is around a fact that nobody can read any more; a subscriber parks it."""
    kind = Event.KINDS.get(fact.kind)
    with suppress(ValidationError):
        return from_json(kind, fact.payload) if kind else None
    return None
