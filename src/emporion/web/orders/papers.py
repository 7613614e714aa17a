"""Documents and pages as their reader may know them: an order beyond somebody's reach is "an order" and nothing more.

That some order took goods is a fact of the stock. Its number, its page, its buyer and its sum are not. Every page that
names documents asks here, so that no page tells what another one keeps.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Substr
from django.urls import reverse
from django.utils.translation import gettext as _

from emporion.accounts.queries import Asker
from emporion.journal.types import FactView

from ..links import document_url, document_words
from .access import seen_by, sees_every_order

ORDER = "order:"
PAGE = re.compile(r"page:/orders/(\d{1,18})/")


@dataclass(frozen=True, slots=True)
class Paper:
    """A document in words, and its page; no page where the reader may not open it or it has none."""

    words: str
    url: str = ""


Papers = Mapping[str, Paper]


def papers(asker: Asker, documents: Iterable[str]) -> Papers:
    """Every one of these documents as the reader may know it; one query where orders are among them."""
    wanted = set(documents)
    near, is_every = _near(asker, wanted), sees_every_order(asker)
    return {document: _paper(document, near, is_every) for document in wanted}


def _near(asker: Asker, documents: Iterable[str]) -> dict[str, int]:
    """The orders among some documents that the reader sees: number and row."""
    numbers = {one.removeprefix(ORDER) for one in documents if one.startswith(ORDER)}
    if not numbers:
        return {}
    return dict(seen_by(asker).filter(number__in=numbers).order_by().values_list("number", "pk"))


def _paper(document: str, near: Mapping[str, int], is_every: bool) -> Paper:
    if not document.startswith(ORDER):
        return Paper(document_words(document), document_url(document))
    if pk := near.get(document.removeprefix(ORDER)):
        return Paper(document_words(document), reverse("web:order", args=[pk]))
    return Paper(document_words(document) if is_every else _("an order"))


def beyond(asker: Asker, subjects: Iterable[str]) -> set[str]:
    """The orders among some subjects that are kept from the reader; no query for one who sees every order."""
    orders = {one for one in subjects if one.startswith(ORDER)}
    if not orders or sees_every_order(asker):
        return set()
    return orders - {f"{ORDER}{number}" for number in _near(asker, orders)}


def within(asker: Asker, facts: Sequence[FactView]) -> list[FactView]:
    """Facts without those whose subject is an order that is kept from the reader, whatever room told them."""
    kept = beyond(asker, (fact.subject for fact in facts))
    return [fact for fact in facts if fact.subject not in kept]


def pages_of(asker: Asker, origins: Collection[str]) -> dict[str, str]:
    """The page on which something was done, by origin; an order's page only for who may open it."""
    found = {one: one.removeprefix("page:") for one in origins if one.startswith("page:/")}
    named = {one: int(match[1]) for one in found if (match := PAGE.match(one))}
    if not named or sees_every_order(asker):
        return found
    near = set(seen_by(asker).filter(pk__in=set(named.values())).order_by().values_list("pk", flat=True))
    return {one: path for one, path in found.items() if one not in named or named[one] in near}


def with_known(asker: Asker, rows: QuerySet[Any], **fields: str) -> QuerySet[Any]:
    """Rows of a file with whether the document in a field may be named: with_known(…, is_named="posting__document").

    A file is read row by row and has as many as there are, so the database answers it, row by row.
    """
    every = sees_every_order(asker)
    told: QuerySet[Any] = rows.annotate(
        **{name: Value(True) if every else _is_known(asker, field) for name, field in fields.items()}
    )
    return told


def _is_known(asker: Asker, field: str) -> Q:
    number = Substr(OuterRef(field), len(ORDER) + 1)
    return ~Q(**{f"{field}__startswith": ORDER}) | Q(Exists(seen_by(asker).filter(number=number).order_by()))
