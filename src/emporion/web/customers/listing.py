"""The list of customers: search by name, phone, e-mail and tax number, and what can be done to many."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from emporion.accounts.queries import Asker
from emporion.kernel.errors import Refused
from emporion.parties import commands, queries as parties
from emporion.parties.types import PartyRow

from ..fields import Days
from ..intent import Said
from ..lists import Act, Column, DayRange, List, Several, Shown, Sort, View, enter
from ..lists.bulk import Change, Done, Named, Planned, Told, one_by_one

LANGUAGES = {"en": _("English"), "ru": _("Russian"), "ro": _("Romanian"), "el": _("Greek")}


class LanguageForm(forms.Form):
    """In which language we write to them."""

    language = forms.ChoiceField(label=_("Language"), choices=list(LANGUAGES.items()))


def _plan(_asker: Asker, ids: Sequence[int], told: Told) -> dict[int, Planned]:
    stands = parties.customers().filter(pk__in=ids).values_list("pk", "language")
    new = str(LANGUAGES[told["language"]])
    return {
        pk: Planned([Change(str(LANGUAGES.get(old, old)), new)] if old != told["language"] else ())
        for pk, old in stands
    }


def _run(ids: Sequence[int], told: Told, said: Said) -> Mapping[int, Done | Refused]:
    def change(pk: int, own: Said) -> None:
        commands.change(party=pk, language=told["language"], **own)

    return one_by_one(change, ids, said)


def _names(_asker: Asker, ids: Sequence[int]) -> dict[int, Named]:
    return {pk: Named(name, reverse("web:customer", args=[pk])) for pk, name in parties.names(ids).items()}


def _added(rows: QuerySet[Any], days: Days) -> QuerySet[Any]:
    return days.within(rows, "added_at")


def _spoken(rows: QuerySet[Any], languages: list[str]) -> QuerySet[Any]:
    return rows.filter(language__in=["" if one == "none" else one for one in languages])


CUSTOMERS: List[Any] = enter(
    List(
        name="customers",
        title=_("Customers"),
        url="web:customers",
        right="parties.view",
        rows=lambda _request: parties.customers(),
        search=parties.searched,
        sorts=(Sort("new", _("Newest"), ("-pk",), "added"), Sort("old", _("Oldest"), ("pk",), "added")),
        views=(
            View("all", _("All"), counted=False),
            View("people", _("People"), Q(kind="person"), counted=False),
            View("companies", _("Companies"), Q(kind="company"), counted=False),
        ),
        filters=(
            DayRange("added", _("Known since"), _added),
            Several("language", _("Language"), lambda: [*LANGUAGES.items(), ("none", _("not known"))], _spoken),
        ),
        columns=(
            Column(_("Number"), lambda row: row.pk),
            Column(_("Name"), lambda row: row.name, "name", "e-clip", is_fixed=True),
            Column(_("Kind"), lambda row: row.kind, "kind", "e-nowrap e-2 e-hide", is_usual=False),
            Column(_("Language"), lambda row: row.language),
            Column(_("Phone"), None, "phone", "e-nowrap e-end"),
            Column(_("E-mail"), None, "email", "e-nowrap e-2"),
            Column(_("Tax number"), None, "tax", "e-nowrap e-2 e-hide"),
            Column(_("Known since"), lambda row: row.added_at.date().isoformat(), "added", "e-nowrap e-2 e-end"),
        ),
        acts=(
            Act(
                "language", _("Change language"), "parties.change", _plan, _run, _names,
                lambda _asker, data: LanguageForm(data), "language",
                consequence=_("Messages and documents that go to them are written in it."),
            ),
        ),
        private=True,
    )
)  # fmt: skip


def rows_shown(shown: Shown[Any]) -> list[PartyRow]:
    """The rows of this page with their phones and e-mails; two queries, whatever their number."""
    return list(parties.rows_of(row.pk for row in shown.rows).values())
