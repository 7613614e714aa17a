"""What each role begins its day with: what to ship for the one who ships, new orders for the one who sells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _, ngettext

from emporion.accounts.queries import Asker, may_somewhere

from .. import numbers
from ..navigation import place
from ..orders.access import seen_by
from ..orders.words import state_of
from ..parts import Action
from ..status import Tone, Words

SHOWN = 6
TO_SHIP = ("to_ship", "part_shipped")


@dataclass(frozen=True, slots=True)
class Row:
    """An order of a panel: what it is, since when it waits, and the one act."""

    title: str
    text: str
    url: str
    since: datetime
    tone: Tone
    act: Action | None = None


@dataclass(frozen=True, slots=True)
class Panel:
    """A block above what needs a person; count is of all (0: not told), rows are the first, all leads to the rest."""

    name: str
    title: Words
    count: int
    rows: Sequence[Row]
    all: Action | None = None


def panels(staff: Asker) -> list[Panel]:
    """The block a person's day begins with, if it has rows; two queries."""
    found = [_to_ship(staff)] if ships(staff) else [_newest(staff)] if may_somewhere(staff, "orders.place") else []
    return [panel for panel in found if panel]


def ships(staff: Asker) -> bool:
    """Whether a person's day is the warehouse: who receives goods, and does not sell."""
    return may_somewhere(staff, "stock.receive") and not may_somewhere(staff, "orders.place")


def exchange_first(staff: Asker) -> bool:
    """Whether a person's day is the exchange: who operates it, and does not sell."""
    return may_somewhere(staff, "exchange.operate") and not may_somewhere(staff, "orders.place")


def _to_ship(staff: Asker) -> Panel | None:
    """Orders that can leave now, the longest waiting first."""
    found = seen_by(staff).filter(status__in=TO_SHIP)
    rows = [_row(one, "status_since", _ship(staff, one)) for one in found.order_by("status_since", "pk")[:SHOWN]]
    url = f"{reverse('web:orders')}?view=ship"
    return Panel("ship", _("To ship"), found.count(), rows, Action(_("All"), url)) if rows else None


def _newest(staff: Asker) -> Panel | None:
    """The orders that came last."""
    found = seen_by(staff).exclude(status="cancelled").order_by("-placed_at", "-pk")[:SHOWN]
    rows = [_row(one, "placed_at") for one in found]
    url = f"{reverse('web:orders')}?view=all"
    return Panel("newest", _("Newest orders"), 0, rows, Action(_("All"), url)) if rows else None


def _row(one: Any, since: str, act: Action | None = None) -> Row:
    state = state_of(one.status)
    lines = ngettext("%(count)s line", "%(count)s lines", one.lines_count) % {"count": numbers.count(one.lines_count)}
    text = f"{one.shop.name}, {lines}, {state.word}"
    return Row(one.number, text, reverse("web:order", args=[one.pk]), getattr(one, since), state.tone, act)


def _ship(staff: Asker, one: Any) -> Action | None:
    if not may_somewhere(staff, "orders.note_shipment"):
        return None
    return Action(_("Ship"), reverse("web:order_ship", args=[one.pk]), icon="truck-delivery", drawer=True)


def actions(staff: Asker) -> list[Action]:
    """The verbs of a role at the head of its day; the last one is the primary."""
    if ships(staff):
        return [
            Action(_("Count"), reverse("web:stock_count"), icon="list"),
            Action(_("Receive goods"), reverse("web:stock_receive"), "primary", "package-import", key="n"),
        ]
    if may_somewhere(staff, "orders.place"):
        return [Action(_("New order"), reverse("web:order_new"), "primary", "plus", key="n")]
    return []


def calm(staff: Asker) -> list[Action]:
    """What can be done on a day on which nothing waits: the ways that the role opens."""
    ways = (
        ("settings.change", _("See what is set up"), "settings"),
        ("exchange.view", _("See the exchange"), "exchange"),
        ("stock.view", _("See the stock"), "stock"),
        ("orders.view", _("See the orders"), "orders"),
    )
    return [Action(verb, place(name)) for right, verb, name in ways if may_somewhere(staff, right)][:2]
