"""Connections."""

from typing import Any

from emporion.kernel.secrets import opened

from ..models import Channel
from ..text import from_text
from ..types import ChannelView, NoSuchChannel


def channels(kind: str = "") -> list[ChannelView]:
    """All connections, or those of one kind, by code."""
    found = Channel.objects.order_by("code")
    return [_view(row) for row in (found.filter(kind=kind) if kind else found)]


def unanswered() -> list[ChannelView]:
    """Connections whose checklist nobody has answered yet: nothing of theirs is for sale."""
    return [channel for channel in channels() if channel.settings.get("checklist") == "open"]


def channel_by_code(code: str) -> ChannelView:
    """The connection of this code; refused when there is none."""
    if row := Channel.objects.filter(code=code).first():
        return _view(row)
    raise NoSuchChannel(channel=code)


def channel_by_id(channel: int) -> ChannelView:
    """The connection of this number; refused when there is none."""
    if row := Channel.objects.filter(pk=channel).first():
        return _view(row)
    raise NoSuchChannel(channel=channel)


def secrets_of(channel: int) -> dict[str, Any]:
    """Passwords and tokens in clear, for the one who is about to use them; never for a page or a log."""
    secret = Channel.objects.values_list("secrets", flat=True).get(pk=channel)
    return dict(from_text(opened(bytes(secret)).decode())) if secret else {}


def _view(row: Channel) -> ChannelView:
    return ChannelView(row.pk, row.code, row.kind, row.title, row.is_active, from_text(row.settings))
