"""Kept messages and their bytes."""

from collections.abc import Iterable
from datetime import datetime
from typing import BinaryIO, cast

from django.db.models import OuterRef, QuerySet, Subquery

from ..models import Message
from ..storage import reader
from ..text import counts_from, fault_from
from ..types import ContentGone, MessageView, NoSuchMessage, StoredContent


def message(number: int) -> MessageView:
    """One kept message; refused when there is none."""
    if row := Message.objects.filter(pk=number).first():
        return _view(row)
    raise NoSuchMessage(message=number)


def messages(
    *, channel: int | None = None, session: int | None = None, state: str = "", name: str = "", limit: int = 50
) -> list[MessageView]:
    """The newest messages; name finds a part of the file's name."""
    found = Message.objects.order_by("-pk")
    if channel is not None:
        found = found.filter(channel=channel)
    if session is not None:
        found = found.filter(session=session)
    if state:
        found = found.filter(state=state)
    if name:
        found = found.filter(name__icontains=name)
    return [_view(row) for row in found[:limit]]


def listed_messages() -> QuerySet[Message]:
    """Messages for a list; what the list shows of them is asked of `message_views`."""
    return Message.objects.all()


def message_views(rows: Iterable[Message]) -> list[MessageView]:
    """Some messages as pages show them; no query."""
    return [_view(row) for row in rows]


def messages_since(channel: int, since: datetime) -> list[MessageView]:
    """What a connection brought since a moment, oldest first."""
    found = Message.objects.filter(channel=channel, direction="in", at__gte=since)
    return [_view(row) for row in found.order_by("pk")]


def compared_messages(channel: int) -> list[MessageView]:
    """What a connection brought that was only compared, in shadow mode, oldest first."""
    return [_view(row) for row in Message.objects.filter(channel=channel, compared=True).order_by("pk")]


def compared_count(channel: int) -> int:
    """How many messages of a connection were only compared."""
    return Message.objects.filter(channel=channel, compared=True).count()


def messages_by_id(numbers: Iterable[int]) -> list[MessageView]:
    """Some messages by their numbers, the newest first; one query."""
    return [_view(row) for row in Message.objects.filter(pk__in=list(numbers)).order_by("-pk")]


def messages_in_work(channel: int) -> list[int]:
    """Numbers of the messages that wait or are worked on, oldest first; a second import has to wait for these."""
    open_ones = Message.objects.filter(channel=channel, state__in=("waiting", "working"))
    return list(open_ones.order_by("pk").values_list("pk", flat=True))


def done_before(numbers: Iterable[int]) -> dict[int, MessageView]:
    """For some messages the newest one of the same name and connection that was done before; two queries."""
    wanted = list(numbers)
    if not wanted:
        return {}
    same = Message.objects.filter(channel=OuterRef("channel"), name=OuterRef("name"), pk__lt=OuterRef("pk"))
    newest = same.filter(state="done").order_by("-pk").values("pk")[:1]
    found = dict(Message.objects.filter(pk__in=wanted).annotate(last=Subquery(newest)).values_list("pk", "last"))
    views = {one.id: one for one in messages_by_id(last for last in found.values() if last)}
    return {pk: views[last] for pk, last in found.items() if last}


def in_work() -> list[MessageView]:
    """All messages that wait or are worked on, by connection, the oldest of each first."""
    open_ones = Message.objects.filter(state__in=("waiting", "working"))
    return [_view(row) for row in open_ones.order_by("channel__code", "pk")]


def open_message(number: int) -> BinaryIO:
    """The raw bytes as a file to be read once from the front, decompressed and unsealed piece by piece.

    Refused when only hash and counts are left. Reading refuses a damaged file before its end is reached.
    """
    row = Message.objects.select_related("content").filter(pk=number).first()
    if row is None:
        raise NoSuchMessage(message=number)
    content = row.content
    if row.reduced or not content.path:
        raise ContentGone(message=number)
    return cast(BinaryIO, reader(StoredContent(content.sha256, content.size, content.path, content.sealed)))


def raw_bytes(number: int) -> bytes:
    """All bytes at once; for small messages and pages."""
    with open_message(number) as file:
        return file.read()


def _view(row: Message) -> MessageView:
    return MessageView(
        id=row.pk,
        channel=row.channel_id,
        session=row.session_id,
        direction=row.direction,
        name=row.name,
        kind=row.kind,
        sha256=row.content_id,
        size=row.size,
        at=row.at,
        state=row.state,
        done=row.done,
        total=row.total,
        counts=counts_from(row.counts),
        fault=fault_from(row.error_code, row.error_facts),
        personal=row.personal,
        keep_until=row.keep_until,
        reduced=row.reduced,
        compared=row.compared,
    )
