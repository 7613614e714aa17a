"""Words of the exchange for the eye: states, kinds of rows, rows of counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _, gettext_lazy as lazy, ngettext

from emporion.exchange.types import MessageView, SessionView, Tally

from .. import numbers
from ..status import Status

MESSAGE = {
    "received": Status(lazy("Received"), "idle", "0"),
    "held": Status(lazy("Only tried"), "idle", "wait"),
    "stopped": Status(lazy("Waits for an answer"), "warn", "wait"),
    "waiting": Status(lazy("Waiting"), "info", "1"),
    "working": Status(lazy("In work"), "info", "2"),
    "done": Status(lazy("Done"), "good", "4"),
    "failed": Status(lazy("Failed"), "bad", "stop"),
    "refused": Status(lazy("Refused"), "bad", "stop"),
}
SESSION = {
    "open": Status(lazy("Talking"), "info", "2"),
    "done": Status(lazy("Done"), "good", "4"),
    "failed": Status(lazy("Failed"), "bad", "stop"),
}
COLUMNS = ("read", "created", "changed", "unchanged", "refused")


def kind_words(kind: str) -> str:
    """A kind of row or message as people call it; a kind of a channel's own stands as it is."""
    known = {
        "goods": _("Goods"), "offers": _("Variants"), "prices": _("Prices"), "stock": _("Stock"),
        "orders": _("Orders"), "order": _("Orders"), "groups": _("Categories"), "properties": _("Properties"),
        "price_types": _("Price types"), "warehouses": _("Warehouses"), "units": _("Units"),
        "customers": _("Customers"),
        "hand": _("Dropped here"), "catalog": _("Goods in"), "sale": _("Orders, both ways"),
    }  # fmt: skip
    return known.get(kind, kind)


@dataclass(frozen=True, slots=True)
class CountRow:
    """What became of the rows of one kind."""

    kind: str
    tally: Tally


def count_rows(counts: Mapping[str, Tally]) -> list[CountRow]:
    """A row for each kind in the order in which they came."""
    return [CountRow(kind_words(kind), tally) for kind, tally in counts.items()]


def together(counts: Mapping[str, Tally]) -> Tally:
    """All kinds in one."""
    return sum(counts.values(), Tally())


def message_state(message: MessageView) -> Status:
    """The state of a message; one that is done with refused rows asks for somebody."""
    refused = together(message.counts).refused
    if message.state == "done" and refused:
        return Status(_("%(rows)s refused") % {"rows": numbers.count(refused)}, "warn", "stop")
    return MESSAGE.get(message.state, Status(message.state))


def refused_rows(rows: int) -> str:
    """So many rows were refused."""
    return ngettext("%(rows)s row refused", "%(rows)s rows refused", rows) % {"rows": numbers.count(rows)}


def session_state(session: SessionView) -> Status:
    """The state of a talk."""
    return SESSION.get(session.state, Status(session.state))
