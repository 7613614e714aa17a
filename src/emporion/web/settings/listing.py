"""The list of the staff: by name, role and last sign-in."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from emporion.accounts import queries as accounts

from ..lists import Choices, Column, List, Several, Sort, View, enter

NEVER = datetime(1970, 1, 1, tzinfo=UTC)  # orders by the last sign-in need a moment for those who never signed in


def _people(_request: HttpRequest) -> QuerySet[Any]:
    people: QuerySet[Any] = accounts.listed_staff()
    rows: QuerySet[Any] = people.annotate(seen=Coalesce(F("last_login"), Value(NEVER)))
    return rows


def _roles() -> Choices:
    return [(role.code, role.title) for role in accounts.roles().values()]


def _holding(rows: QuerySet[Any], codes: list[str]) -> QuerySet[Any]:
    return rows.filter(pk__in=accounts.staff_holding(codes).values("staff"))


def _named(rows: QuerySet[Any], text: str) -> QuerySet[Any]:
    return rows.filter(pk__in=accounts.staff_named(text))


def _joined(row: Any) -> str:
    return row.last_login.isoformat(timespec="seconds") if row.last_login else ""


STAFF: List[Any] = enter(
    List(
        name="staff",
        title=_("Staff"),
        url="web:settings_staff",
        right="accounts.manage",
        rows=_people,
        search=_named,
        sorts=(
            Sort("name", _("Name"), ("name", "pk"), "name"),
            Sort("email", _("E-mail"), ("email",), "email"),
            Sort("seen", _("Signed in last"), ("-seen", "-pk"), "seen"),
        ),
        views=(
            View("active", _("At work"), Q(is_active=True)),
            View("left", _("Left"), Q(is_active=False)),
            View("all", _("All")),
        ),
        filters=(Several("role", _("Role"), _roles, _holding),),
        columns=(
            Column(_("Name"), lambda row: row.name, "name", "e-clip", is_fixed=True),
            Column(_("E-mail"), lambda row: row.email, "email", "e-2 e-span"),
            Column(_("Roles"), None, "roles", "e-nowrap e-brief e-wraps"),
            Column(_("Language"), lambda row: row.language, "language", "e-nowrap e-2 e-hide", is_usual=False),
            Column(_("Time zone"), lambda row: row.time_zone, "zone", "e-nowrap e-2 e-hide", is_usual=False),
            Column(_("Last sign-in"), _joined, "seen", "e-nowrap e-2 e-hide"),
            Column(_("Status"), None, "state", "e-nowrap e-end"),
        ),
    )
)
