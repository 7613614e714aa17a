"""Finding facts in a journal of millions: every question is walked by an index, newest first, and stops when it has
enough."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.db import connection

from emporion.kernel import rows

from .models import Fact
from .types import Asked, Event

# Facts are kept by id, and told by the moment their work began: of works that ran at once the later may stand first.
# A bound of time becomes a bound of ids by looking at this many facts around it; works that ran at once told fewer.
OVERLAP = 10_000
# The moment itself is compared so that no index is taken for it: the ids walk, and stop when there is enough.
LOWEST = "SELECT min(id) FROM (SELECT id FROM journal_fact WHERE at >= %s ORDER BY at LIMIT %s) AS near"
HIGHEST = "SELECT max(id) FROM (SELECT id FROM journal_fact WHERE at < %s ORDER BY at DESC LIMIT %s) AS near"
BRANCH = "SELECT id FROM (SELECT id FROM journal_fact WHERE {where} ORDER BY id DESC LIMIT %s) AS b{number}"
FOUND = """SELECT * FROM journal_fact WHERE id IN (SELECT id FROM ({branches}) AS found ORDER BY id DESC LIMIT %s)
    ORDER BY id DESC"""

Condition = tuple[str, list[Any]]


def found(asked: Sequence[Asked], limit: int, before: int | None) -> list[Fact]:
    """The newest facts that answer to any of some questions, those below an id, at most limit."""
    branches: list[Condition] = []
    for one in asked:
        if (common := _common(one, before)) is not None:
            branches += [_and(branch, common) for branch in _branches(one)]
    if not branches:
        return []
    parts = [BRANCH.format(where=where, number=n) for n, (where, _values) in enumerate(branches)]
    values = [value for _where, named in branches for value in (*named, limit)]
    sql = FOUND.format(branches=" UNION ".join(parts))
    return list(Fact.objects.raw(sql, [*values, limit]))


def _branches(asked: Asked) -> Iterator[Condition]:
    """The question cut so that an index answers each part in the order of the ids."""
    kinds = sorted(asked.kinds)
    if asked.message is not None:
        yield _all(("message = %s", [asked.message]), _among("kind", kinds), _among("subject", asked.subjects))
    elif asked.subjects:
        for subject in asked.subjects:
            yield _and(("subject = %s", [subject]), _among("kind", kinds))
    elif asked.actor or kinds:
        for kind in kinds or sorted(Event.KINDS):
            yield "kind = %s", [kind]
    else:
        yield "1 = 1", []


def _common(asked: Asked, before: int | None) -> Condition | None:
    """What holds in every part: who, when, and between which ids; None when no fact is as new or as old as asked."""
    parts: list[Condition] = [("actor = %s", [asked.actor])] if asked.actor else []
    bounds: list[tuple[str, int]] = []
    highest = None if before is None else before - 1
    if asked.since is not None:
        parts.append(("coalesce(at, at) >= %s", [_adapted(asked.since)]))
        if (lowest := _near(LOWEST, asked.since)) is None:
            return None
        bounds.append(("id >= %s", lowest))
    if asked.until is not None:
        parts.append(("coalesce(at, at) < %s", [_adapted(asked.until)]))
        if (last := _near(HIGHEST, asked.until)) is None:
            return None
        highest = last if highest is None else min(last, highest)
    if highest is not None:  # one bound and not two: a database may walk down from the other one
        bounds.append(("id <= %s", highest))
    return _all(*parts, *((bound, [number]) for bound, number in bounds))


def _near(bound: str, moment: datetime) -> int | None:
    [(found,)] = rows.fetch(bound, [_adapted(moment), OVERLAP])
    return found if found is None else int(found)


def _adapted(moment: datetime) -> Any:
    return connection.ops.adapt_datetimefield_value(moment)


def _among(column: str, wanted: Sequence[str]) -> Condition:
    return (f"{column} IN ({rows.holes(len(wanted))})", list(wanted)) if wanted else ("", [])


def _all(*parts: Condition) -> Condition:
    told = [part for part in parts if part[0]]
    return " AND ".join(where for where, _values in told), [value for _where, values in told for value in values]


def _and(first: Condition, second: Condition) -> Condition:
    return _all(first, second)
