"""The side navigation: one table, in the order of the day. A page without a line here is reached from another page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from . import live
from .rights import opens


@dataclass(frozen=True, slots=True)
class Entry:
    """A place one can go to: url is a name of web/urls.py, right its door, counter a name of the live register."""

    title: Promise
    icon: str
    url: str
    right: str
    counter: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Entries under one head; the first group has none."""

    title: Promise | str
    entries: Sequence[Entry]


@dataclass(frozen=True, slots=True)
class Shown:
    """An entry as the shell draws it for one person on one page."""

    entry: Entry
    url: str
    current: bool
    counter: live.Counter | None


GROUPS: tuple[Group, ...] = (
    Group(
        "",
        (
            Entry(_("Today"), "bolt", "web:today", "today.view", "problems"),
            Entry(_("Mentions"), "at", "web:mentions", "today.view", "mentions"),
            Entry(_("Orders"), "shopping-cart", "web:orders", "orders.view", "orders"),
            Entry(_("Customers"), "users", "web:customers", "parties.view"),
        ),
    ),
    Group(
        _("Goods"),
        (
            Entry(_("Products"), "package", "web:products", "catalog.view"),
            Entry(_("Stock"), "building-warehouse", "web:stock", "stock.view"),
        ),
    ),
    Group(
        pgettext_lazy("menu", "House"),
        (
            Entry(_("Exchange"), "plug-connected", "web:exchange", "exchange.view", "quarantine"),
            Entry(_("Watchman"), "shield-check", "web:watchman", "watchman.view"),
            Entry(_("Journal"), "history", "web:journal", "journal.view"),
            Entry(_("Settings"), "settings", "web:settings", "settings.view"),
        ),
    ),
)


def shown_to(request: HttpRequest) -> Iterator[tuple[Group, list[Shown]]]:
    """What this person may open, with the current place marked and the counters as they were a moment ago."""
    staff = request.user
    if not staff.is_authenticated:
        return
    counters = live.counters(staff)
    for group in GROUPS:
        allowed = [entry for entry in group.entries if opens(staff, reverse(entry.url))]
        if allowed:
            yield group, [_shown(entry, request, counters) for entry in allowed]


def _shown(entry: Entry, request: HttpRequest, counters: dict[str, live.Counter]) -> Shown:
    url = reverse(entry.url)
    return Shown(entry, url, request.path.startswith(url), counters.get(entry.counter))


def place(name: str, *args: object) -> str:
    """The address of a page by its name without the room's, or nothing where this house has no such page."""
    try:
        return reverse(f"web:{name}", args=args)
    except NoReverseMatch:
        return ""
