"""Pages of a list by the key of their last row: the thousandth page costs what the first does, and rows that arrive
meanwhile shift nothing."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Field, Model, Q, QuerySet

M = TypeVar("M", bound=Model)
Mark: TypeAlias = tuple[int, list[Any]]  # how many rows stand before it, and the key of the row it stands at


@dataclass(frozen=True, slots=True)
class Page:
    """Rows in the asked order, how many stand before them, and the marks of the neighbours ("" when there is none)."""

    rows: Sequence[Any]
    before: int
    previous: str
    next: str


def first_page(rows: QuerySet[M], order: Sequence[str], size: int, keys: Sequence[Any]) -> Page:
    """The first rows, where their keys are known already: the first ones in the asked order, more than fit."""
    found = list(rows.filter(pk__in=keys[:size]).order_by(*order))
    return _page(found, order, None, backwards=False, more=len(keys) > size)


def page(rows: QuerySet[M], order: Sequence[str], size: int, *, after: str = "", before: str = "") -> Page:
    """The rows behind or in front of a mark, or the first ones.

    order ends with a unique field, and none of its fields is null.
    A mark that cannot be read, such as a mistyped one, shows the first page.
    """
    backwards = bool(before)
    mark = _read(before or after)
    asked = [_turned(name) for name in order] if backwards else list(order)
    wanted = rows.order_by(*asked)
    if mark and (values := _values(rows, order, mark[1])) is not None:
        wanted = wanted.filter(_beyond(asked, values))
    else:
        mark, backwards = None, False
    # The page is chosen by narrow keys and read afterwards: a sort of thousands would carry all they show along.
    found = list(rows.filter(pk__in=wanted.values("pk")[: size + 1]).order_by(*asked))
    more, found = len(found) > size, found[:size]
    if backwards:
        found.reverse()
    return _page(found, order, mark, backwards=backwards, more=more)


def _page(found: list[Any], order: Sequence[str], mark: Mark | None, *, backwards: bool, more: bool) -> Page:
    start = 0
    if mark:
        start = max(mark[0] - len(found), 0) if backwards else mark[0]
    has_previous = more if backwards else mark is not None
    has_next = bool(mark) if backwards else more
    previous = _mark(start, found[0], order) if has_previous and found else ""
    following = _mark(start + len(found), found[-1], order) if has_next and found else ""
    return Page(found, start, previous, following)


def _beyond(order: Sequence[str], values: Sequence[Any]) -> Q:
    """(a, b) > (x, y) spelled out, because the fields may go in different directions."""
    beyond, equal = Q(), Q()
    for name, value in zip(order, values, strict=True):
        field = name.lstrip("-")
        beyond |= equal & Q(**{f"{field}__{'lt' if name.startswith('-') else 'gt'}": value})
        equal &= Q(**{field: value})
    return beyond


def _values(rows: QuerySet[M], order: Sequence[str], texts: list[Any]) -> list[Any] | None:
    if len(texts) != len(order):
        return None
    try:
        return [_field(rows, name.lstrip("-")).to_python(text) for name, text in zip(order, texts, strict=True)]
    except (ValidationError, ValueError, TypeError, OverflowError):
        return None


def _field(rows: QuerySet[M], name: str) -> Field[Any, Any]:
    if annotation := rows.query.annotations.get(name):
        return annotation.output_field
    if name == "pk":
        return rows.model._meta.pk
    field = rows.model._meta.get_field(name)
    if not isinstance(field, Field):
        raise TypeError(f"{name} is no column of {rows.model.__name__}")
    return field


def _mark(place: int, row: Any, order: Sequence[str]) -> str:
    values = [place, [getattr(row, name.lstrip("-")) for name in order]]
    return urlsafe_b64encode(json.dumps(values, default=str).encode()).decode().rstrip("=")


def _read(text: str) -> Mark | None:
    try:
        place, values = json.loads(urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except (ValueError, TypeError):
        return None
    return (place, values) if isinstance(place, int) and isinstance(values, list) else None


def _turned(name: str) -> str:
    return name[1:] if name.startswith("-") else f"-{name}"
