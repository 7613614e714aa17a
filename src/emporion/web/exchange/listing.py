"""The lists of talks and of messages: by connection, state, day and name; what all lists of the exchange share."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from emporion.exchange import queries as exchange

from ..fields import Days
from ..lists import Choices, Column, DayRange, List, Several, Sort, enter
from . import words


def _channels() -> Choices:
    return [(str(channel.id), channel.title or channel.code) for channel in exchange.channels()]


def _results() -> Choices:
    return [(name, one.word) for name, one in words.SESSION.items()]


def _of_channels(rows: QuerySet[Any], ids: list[str]) -> QuerySet[Any]:
    return rows.filter(channel__in=[int(one) for one in ids])


def _in_states(rows: QuerySet[Any], states: list[str]) -> QuerySet[Any]:
    return rows.filter(pk__in=exchange.listed_sessions(states).values("pk"))


def _began(rows: QuerySet[Any], days: Days) -> QuerySet[Any]:
    return days.within(rows, "started_at")


def _came(rows: QuerySet[Any], days: Days) -> QuerySet[Any]:
    return days.within(rows, "at")


def _named(rows: QuerySet[Any], text: str) -> QuerySet[Any]:
    return rows.filter(name__icontains=text)


CHANNEL = Several("channel", _("Connection"), _channels, _of_channels)
CAME = DayRange("came", _("When"), _came)
NEWEST = (Sort("new", _("Newest"), ("-pk",), "number"), Sort("old", _("Oldest"), ("pk",), "number"))

SESSIONS: List[Any] = enter(
    List(
        name="sessions",
        title=_("Sessions"),
        url="web:sessions",
        right="exchange.view",
        rows=lambda _request: exchange.listed_sessions(),
        sorts=NEWEST,
        filters=(
            CHANNEL,
            Several("state", _("Result"), _results, _in_states),
            DayRange("began", _("Began"), _began),
        ),
        columns=(
            Column(_("Session"), lambda row: row.pk, "number", "e-nowrap", is_fixed=True),
            Column(_("Began"), lambda row: row.started_at.isoformat(timespec="seconds"), "began", "e-nowrap e-2 e-end"),
            Column(_("Connection"), None, "channel", "e-nowrap e-2 e-hide"),
            Column(_("What came"), lambda row: row.kind, "what", "e-clip"),
            Column(_("Program"), lambda row: row.user_agent, "program", "e-nowrap e-2 e-hide", is_usual=False),
            Column(_("Address"), lambda row: row.address, "address", "e-nowrap e-2 e-hide", is_usual=False),
            Column(_("Read"), None, "read", "e-hide", is_number=True),
            Column(pgettext_lazy("rows", "Refused"), None, "refused", "e-hide", is_number=True),
            Column(_("Result"), None, "state", "e-nowrap e-end"),
        ),
    )
)

MESSAGES: List[Any] = enter(
    List(
        name="messages",
        title=_("Messages"),
        url="web:messages",
        right="exchange.view",
        rows=lambda _request: exchange.listed_messages(),
        search=_named,
        sorts=(*NEWEST, Sort("size", _("Largest"), ("-size", "-pk"), "size")),
        filters=(
            CHANNEL,
            Several(
                "state",
                _("State"),
                lambda: [(name, one.word) for name, one in words.MESSAGE.items()],
                lambda rows, states: rows.filter(state__in=states),
            ),
            CAME,
        ),
        columns=(
            Column(_("Message"), lambda row: row.name, "name", "e-clip e-span", is_fixed=True),
            Column(_("Number"), lambda row: row.pk, "number", "e-2 e-hide", is_number=True),
            Column(_("When"), lambda row: row.at.isoformat(timespec="seconds"), "at", "e-nowrap e-2"),
            Column(_("Connection"), None, "channel", "e-nowrap e-2 e-hide", is_usual=False),
            Column(_("Size"), lambda row: row.size, "size", "e-2 e-hide", is_number=True),
            Column(_("Read"), None, "read", "e-hide", is_number=True),
            Column(_("Created"), None, "created", "e-hide", is_number=True),
            Column(_("Changed"), None, "changed", "e-hide", is_number=True),
            Column(pgettext_lazy("rows", "Refused"), None, "refused", "e-hide", is_number=True),
            Column(_("State"), lambda row: row.state, "state", "e-nowrap e-end"),
        ),
    )
)
