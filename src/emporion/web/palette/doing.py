"""Pages to go to and things to begin, by right, as one table; found by any beginning of their words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _, override

from emporion.accounts.queries import Asker, may, may_somewhere
from emporion.search.queries import is_begun

from ..navigation import GROUPS, place
from .kinds import Line


@dataclass(frozen=True, slots=True)
class Doing:
    """Something to begin, or a page; everywhere: the right must be held in the whole house, as the page asks for it."""

    title: Promise
    icon: str
    page: str
    right: str = ""
    everywhere: bool = False

    def is_for(self, asker: Asker) -> bool:
        """Whether a person may."""
        return not self.right or (may if self.everywhere else may_somewhere)(asker, self.right)


BEGIN: tuple[Doing, ...] = (
    Doing(_("New order"), "plus", "order_new", "orders.place"),
    Doing(_("New customer"), "plus", "customer_new", "parties.change", everywhere=True),
    Doing(_("New product"), "plus", "product_new", "catalog.change", everywhere=True),
    Doing(_("Receive goods"), "package-import", "stock_receive", "stock.receive"),
    Doing(_("Count stock"), "list", "stock_count", "stock.correct"),
    Doing(_("Move goods"), "truck-delivery", "stock_move", "stock.correct"),
    Doing(_("Connect a program"), "plug-connected", "connect", "exchange.operate", everywhere=True),
    Doing(_("Add a colleague"), "users", "settings_staff_new", "accounts.manage", everywhere=True),
)
PAGES: tuple[Doing, ...] = (
    Doing(_("Deals by manager"), "chart-bar", "order_managers", "orders.view"),
    Doing(_("Groups of products"), "list", "groups", "catalog.view"),
    Doing(_("Properties of products"), "list", "properties", "catalog.view"),
    Doing(_("Warehouses"), "building-warehouse", "warehouses", "stock.view"),
    Doing(_("Sessions of exchange"), "history", "sessions", "exchange.view", everywhere=True),
    Doing(_("Messages"), "message", "messages", "exchange.view", everywhere=True),
    Doing(_("Rows that could not be taken"), "alert-triangle", "quarantine", "exchange.view", everywhere=True),
    Doing(_("Firms"), "settings", "settings_firms", "settings.view", everywhere=True),
    Doing(_("Shops"), "settings", "settings_shops", "settings.view", everywhere=True),
    Doing(_("Price types"), "tags", "settings_prices", "settings.view", everywhere=True),
    Doing(_("Taxes"), "settings", "settings_taxes", "settings.view", everywhere=True),
    Doing(_("Diagnosis"), "shield-check", "settings_diagnosis", "settings.view", everywhere=True),
    Doing(_("Who is told of alerts"), "mail", "watchman_telling", "settings.change", everywhere=True),
    Doing(_("Colleagues and roles"), "users", "settings_staff", "accounts.manage", everywhere=True),
    Doing(_("My profile"), "user", "settings_profile"),
)


def to_begin(asker: Asker, text: str = "") -> list[Line]:
    """What a person may begin; with a text only what its words begin, in the reader's language or in English."""
    return list(_lines(BEGIN, asker, text))


def pages(asker: Asker, text: str) -> list[Line]:
    """Pages that a person may open and the text names, those of the menu first."""
    return list(_lines((*_menu(), *PAGES), asker, text))


@cache
def _menu() -> tuple[Doing, ...]:
    return tuple(
        Doing(entry.title, entry.icon, entry.url.removeprefix("web:"), entry.right)
        for group in GROUPS
        for entry in group.entries
    )


def _lines(table: tuple[Doing, ...], asker: Asker, text: str) -> Iterator[Line]:
    for one in table:
        named = not text or is_begun(f"{one.title} {_english(one)}", text)
        if named and one.is_for(asker) and (url := place(one.page)):
            yield Line(str(one.title), url, one.icon)


@cache
def _english(one: Doing) -> str:
    with override("en"):
        return str(one.title)
