"""How many rows each of several views holds, counted together in one statement and no further than matters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db.models import QuerySet

from emporion.kernel import rows

from ..numbers import count

K = TypeVar("K", int, str)

MOST = 1000  # a number beside a tab says whether there is work; counting further would cost more than the page
VIEWS = 12  # tabs that are counted; who keeps more finds them without a number


def counts(views: Mapping[K, QuerySet[Any]], most: int) -> dict[K, str]:
    """The number of rows of each view as its tab shows it: 41, or 1,000+ where there are more than most."""
    statements: dict[K, tuple[str, tuple[Any, ...]]] = {}
    for view, found in list(views.items())[:VIEWS]:
        try:
            statements[view] = found.order_by().values("pk")[: most + 1].query.sql_with_params()
        except EmptyResultSet:  # its filters contradict each other: no statement is needed to know
            statements[view] = ("SELECT 0 WHERE 1 = 0", ())
    if not statements:
        return {}
    inside = [sql for sql, _told in statements.values()]
    parts = ", ".join(f"(SELECT count(*) FROM ({sql}) AS v{n})" for n, sql in enumerate(inside))  # noqa: S608 - Django's
    told = [one for _sql, parameters in statements.values() for one in parameters]
    (numbers,) = rows.fetch(f"SELECT {parts}", told)
    return {view: _shown(number, most) for view, number in zip(statements, numbers, strict=True)}


def _shown(number: int, most: int) -> str:
    return f"{count(most)}+" if number > most else count(number)
