"""Complete files that 1C uploaded and never asked to import, as it does when told not to wait for the import.

They are imported by a person's button, or by the clock where the connection says after how many minutes.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.utils import timezone

from emporion.clockwork.queries import unfinished
from emporion.clockwork.types import task
from emporion.exchange import commands as exchange
from emporion.exchange.queries import channels, message, messages_in_work, session as session_by_number
from emporion.exchange.types import Fault, LeftFile, NoSuchSession, SessionView, StoredContent, fault_of
from emporion.kernel.errors import Refused

from .inbound.files import in_turn
from .inbound.job import import_message
from .inbound.refusals import ExchangeRunning
from .packed import archives, unpack_one
from .settings import KIND, Settings
from .settling import settle_over
from .source import complete, refuse_broken
from .taking import key_of_leftovers, take_up
from .uploads import Talk as Files, area, speaks_of_people


def listed(channel: int) -> list[LeftFile]:
    """What lies there of talks that are over, oldest first; an archive counts as one file. Nothing once it is taken."""
    if not any((area(channel) / "talks").glob("*")) or unfinished(key_of_leftovers(channel)):
        return []
    return [
        LeftFile(files.session, files.name(path), path.stat().st_size, _came_at(path))
        for files, _ in _over(channel)
        for path in (*archives(files), *_whole(files))
    ]


def take(channel: int) -> None:
    """Tell a worker to import them; asked twice while it is at it, it is done once."""
    import_left.using(unique_key=key_of_leftovers(channel)).enqueue(channel)


def take_due() -> None:
    """Every connection that wants it after some minutes; run by the clock."""
    for channel in channels(KIND):
        minutes = Settings.model_validate(channel.settings).import_left_after_minutes
        before = timezone.now() - timedelta(minutes=minutes)
        if minutes and channel.is_active and any(left.at <= before for left in listed(channel.id)):
            take(channel.id)


@task(max_tries=5)
def import_left(channel: int) -> None:
    """Import what was left, talk by talk, goods before offers; a file that is refused stops no other.

    While a file that 1C asked for is in work it refuses to begin, and nothing is lost: what was left still lies there.
    """
    for busy in messages_in_work(channel):  # of a worker that died in the middle of it
        if not _was_left_half_done(busy):
            raise ExchangeRunning(message=busy)
        import_message(busy)
    for files, talk in _over(channel):
        _unpacked(files, talk)
        for path in in_turn(_whole(files)):
            _import(files, talk, path)
    settle_over(channel)


def _was_left_half_done(number: int) -> bool:
    """Whether a message in work is one that this task began in an earlier try."""
    talk = message(number).session
    return not unfinished(f"message:{number}") and talk is not None and session_by_number(talk).kind != "cli"


def _unpacked(files: Files, talk: SessionView) -> None:
    """Unpack what came packed; an archive that cannot be is kept and refused as a broken file is, for its talk is over.

    Nobody knows what it speaks of, so it is guarded as if it spoke of people.
    """
    for archive in archives(files):
        with archive.open("rb") as source:
            try:
                unpack_one(files, archive)
            except Refused as refusal:
                source.seek(0)
                content = exchange.store(source, personal=True)
                number = _taken_up(files, talk, files.name(archive), content, personal=True)
                files.consume(archive)
                _refuse(number, fault_of(refusal))


def _import(files: Files, talk: SessionView, path: Path) -> None:
    personal = talk.kind == "sale" or speaks_of_people(path)
    with path.open("rb") as source:
        content = exchange.store(source, personal=personal)
        source.seek(0)
        fault = None
        try:
            refuse_broken(source, path.name)
        except Refused as refusal:
            fault = fault_of(refusal)
    files.publish_pictures()
    number = _taken_up(files, talk, files.name(path), content, personal=personal)
    files.consume(path)
    if fault:
        _refuse(number, fault)
    else:
        import_message(number)


def _taken_up(files: Files, talk: SessionView, name: str, content: StoredContent, *, personal: bool) -> int:
    return take_up(
        channel=files.channel, session=talk.id, name=name, content=content, personal=personal, actor="worker"
    )


def _refuse(number: int, fault: Fault) -> None:
    exchange.refuse_message(message=number, fault=fault, actor="worker", origin=f"message:{number}")


def _over(channel: int) -> Iterator[tuple[Files, SessionView]]:
    """The talks whose files still lie there and whose peer has gone, oldest first."""
    for folder in sorted((area(channel) / "talks").glob("*"), key=lambda one: (len(one.name), one.name)):
        try:
            talk = session_by_number(int(folder.name))
        except (NoSuchSession, ValueError):
            continue
        if talk.channel == channel and talk.state != "open":
            yield Files(channel, talk.id), talk


def _whole(files: Files) -> list[Path]:
    found = []
    for path in files.unread():
        with path.open("rb") as source:
            found += [path] if complete(source) else []
    return found


def _came_at(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)
