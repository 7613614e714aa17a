"""The ledger of a variant as a list: by what moved it, which account, where and when.

It has no name, so nobody keeps a view of it: each variant has its own.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import Case, QuerySet, Value, When
from django.http import HttpRequest
from django.utils.translation import gettext, gettext_lazy as _

from emporion.accounts.queries import Asker, may
from emporion.kernel.money import MILLI, plain
from emporion.ledger.types import Kind

from ..fields import Days
from ..links import document_words
from ..lists import Choices, Column, DayRange, List, Several, Sort
from ..orders.papers import with_known
from ..rights import staff_of
from . import ledger, places

ACCOUNTS = (
    Kind.SHELF, Kind.FREE, Kind.RESERVED, Kind.SHORTAGE, Kind.SUPPLIER, Kind.CUSTOMER, Kind.CORRECTION, Kind.OUTSIDE,
    Kind.TRANSIT, Kind.REVALUED, Kind.OWN,
)  # fmt: skip


def _hidden(request: HttpRequest) -> Collection[str]:
    return () if may(staff_of(request), "pricing.see_cost") else ("value",)


def _accounts() -> Choices:
    words = ledger.kind_words()
    return [(kind.value, words[kind]) for kind in ACCOUNTS]


def _of_kinds(rows: QuerySet[Any], kinds: list[str]) -> QuerySet[Any]:
    return rows.filter(account__kind__in=kinds)


def _places(request: HttpRequest) -> Choices:
    return [(str(place.id), place.name) for place in places.remembered(staff_of(request))]


def _at(rows: QuerySet[Any], ids: list[str]) -> QuerySet[Any]:
    return rows.filter(account__place__in=[int(one) for one in ids])


def _for(rows: QuerySet[Any], memos: list[str]) -> QuerySet[Any]:
    return rows.filter(posting__memo__in=memos)


def _on(rows: QuerySet[Any], days: Days) -> QuerySet[Any]:
    return days.within(rows, "effective_at")


def in_file(asker: Asker, rows: QuerySet[Any]) -> QuerySet[Any]:
    """Entries for the file: the warehouse by name, an order that is kept from the reader without its number."""
    named = [When(account__place=place.id, then=Value(place.name)) for place in places.remembered(asker)]
    known = with_known(asker, rows, is_named="posting__document", is_holder_named="account__holder")
    told: QuerySet[Any] = known.annotate(place_name=Case(*named, default=Value("")))
    return told


def _document(row: Any) -> str:
    return document_words(row.posting.document) if row.is_named else _order()


def _account(row: Any) -> str:
    holder = document_words(row.account.holder) if row.is_holder_named else _order()
    return ledger.words_of(Kind(row.account.kind), holder, row.place_name)


def _order() -> str:
    """What an order is called for who may not know which."""
    return gettext("an order")


CARD: List[Any] = List(
    sorts=(
        Sort("new", _("Newest"), ("-pk",), "at"),
        Sort("old", _("Oldest"), ("pk",), "at"),
        Sort("most", _("Most came"), ("-quantity", "-pk"), "quantity"),
        Sort("least", _("Most went"), ("quantity", "-pk"), "quantity"),
    ),
    filters=(
        Several("memo", _("What"), lambda: ledger.memos().items(), _for),
        Several("account", _("Account"), _accounts, _of_kinds),
        Several("warehouse", _("Warehouse"), list, _at, choices_for=_places),
        DayRange("at", _("When"), _on),
    ),
    columns=(
        Column(_("Account"), _account, "account", "e-wraps w-100", is_fixed=True),
        Column(_("Quantity"), lambda row: plain(row.quantity, MILLI), "quantity", "e-end", is_number=True),
        Column(_("What"), lambda row: ledger.memo_words(row.posting.memo), "memo", "e-nowrap e-wraps e-2"),
        Column(_("After it"), None, "after", "e-strong e-end", is_number=True),
        Column(_("Document"), _document, "document", "e-nowrap e-wraps"),
        Column(_("Value"), lambda row: row.value_minor, "value", "e-hide", is_number=True),
        Column(_("When"), lambda row: row.effective_at.isoformat(timespec="seconds"), "at", "e-nowrap e-2 e-end"),
    ),
    hides=_hidden,
)

MOVED: List[Any] = List(
    sorts=(Sort("old", _("Oldest"), ("pk",)),), size=100
)  # of one document, which may be a whole stock
