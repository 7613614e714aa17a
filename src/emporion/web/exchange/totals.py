"""Where stock lies that the other side tells without a warehouse: asked in the checklist once such figures came."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

from django import forms
from django.utils.translation import gettext as _

from emporion.exchange import queries as exchange
from emporion.exchange.types import CHECKLIST, ChannelView
from emporion.kernel.errors import Refused
from emporion.stock.types import WarehouseView

from .desk import retry

NAME = "totals_warehouse"


def waiting(channel: int) -> tuple[int, ...]:
    """The open rows that wait for the answer."""
    return tuple(row.id for row in exchange.missing_keys(channel, _codes()))


def is_asked(channel: ChannelView) -> bool:
    """Whether totals have come that have no place, or have been given one."""
    if channel.settings.get(NAME):
        return True
    return any(exchange.quarantined(channel=channel.id, code=code, limit=1) for code in _codes())


def _codes() -> list[str]:
    return [code for code, question in CHECKLIST.items() if question == NAME]


def question(channel: ChannelView, places: Sequence[WarehouseView]) -> forms.ChoiceField:
    """The warehouses of the connection to choose from."""
    return forms.ChoiceField(
        label=_("Stock told as one total lies in"), required=False,
        choices=[("", _("Not decided: such stock waits")), *((str(place.id), place.name) for place in places)],
        initial=str(channel.settings.get(NAME) or ""),
        help_text=_("1C sends some stock without a warehouse. The total counts here, and nothing lies in the others."),
    )  # fmt: skip


def read_what_waited(channel: int, actor: str) -> None:
    """Have the rows read that waited for the answer; those that cannot be read now wait on in the quarantine."""
    if exchange.channel_by_id(channel).settings.get(NAME) and (rows := waiting(channel)):
        with suppress(Refused):
            retry(ids=rows, actor=actor)
