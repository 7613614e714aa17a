"""Connections: add and change."""

from collections.abc import Mapping

from emporion.journal.commands import command
from emporion.journal.types import Work
from emporion.kernel.secrets import sealed

from ..models import Channel
from ..text import from_text, to_text
from ..types import ChannelAdded, ChannelChanged, ChannelExists, NoSuchChannel


@command
def add_channel(
    work: Work,
    *,
    code: str,
    kind: str,
    title: str,
    settings: Mapping[str, object] | None = None,
    secrets: Mapping[str, object] | None = None,
) -> int:
    """Make a connection, such as one 1C base, and answer its number; a code that is taken is refused."""
    if Channel.objects.filter(code=code).exists():
        raise ChannelExists(code=code)
    channel = Channel.objects.create(
        code=code, kind=kind, title=title, settings=to_text(settings or {}), secrets=_sealed(secrets or {})
    )
    work.tell(ChannelAdded(f"channel:{channel.pk}", code, kind))
    return channel.pk


@command
def change_channel(
    work: Work,
    *,
    channel: int,
    title: str | None = None,
    is_active: bool | None = None,
    settings: Mapping[str, object] | None = None,
    secrets: Mapping[str, object] | None = None,
) -> None:
    """Change what is given and leave the rest; settings are merged name by name, secrets are replaced whole.

    The journal keeps the names of what changed; a call that changes nothing tells nothing.
    """
    row = Channel.objects.select_for_update().filter(pk=channel).first()
    if row is None:
        raise NoSuchChannel(channel=channel)
    changed = _set(row, {"title": title, "is_active": is_active}) + _merge(row, settings or {})
    if secrets is not None:
        row.secrets = _sealed(secrets)
        changed.append("secrets")
    if changed:
        row.save()
        work.tell(ChannelChanged(f"channel:{channel}", tuple(changed)))


def _set(row: Channel, values: Mapping[str, object]) -> list[str]:
    changed = [name for name, value in values.items() if value is not None and value != getattr(row, name)]
    for name in changed:
        setattr(row, name, values[name])
    return changed


def _merge(row: Channel, settings: Mapping[str, object]) -> list[str]:
    old = from_text(row.settings)
    fresh = old | from_text(to_text(settings))
    row.settings = to_text(fresh)
    return [f"settings.{name}" for name in fresh if name not in old or fresh[name] != old[name]]


def _sealed(secrets: Mapping[str, object]) -> bytes:
    return sealed(to_text(secrets).encode()) if secrets else b""


@command
def hold_channel(work: Work, *, channel: int) -> None:
    """Lock a connection until the transaction ends, for work that only one may do at a time."""
    if not Channel.objects.select_for_update().filter(pk=channel).exists():
        raise NoSuchChannel(channel=channel)
