"""Raw messages: keep, work through, finish, let go."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from emporion.journal.commands import command
from emporion.journal.types import Work

from ..models import Content, Message, Quarantine
from ..states import MESSAGE
from ..text import counts_text, to_text
from ..types import (
    KEEP_DAYS,
    Counts,
    Direction,
    Fault,
    MessageFailed,
    MessageRefused,
    NoSuchMessage,
    StoredContent,
)


@command
def keep_message(
    work: Work,
    *,
    channel: int,
    direction: Direction,
    name: str,
    content: StoredContent,
    session: int | None = None,
    kind: str = "",
    personal: bool = False,
    keep_days: int | None = None,
) -> int:
    """Number a raw message whose bytes lie on disk (see store), and answer the number.

    What speaks of people is kept 90 days when nothing else is said, the rest as long as nobody says otherwise.
    """
    _keep_content(content)
    days = keep_days if keep_days is not None else KEEP_DAYS if personal else None
    message = Message.objects.create(
        channel_id=channel,
        session_id=session,
        direction=direction,
        name=name[:255],
        kind=kind,
        content_id=content.sha256,
        size=content.size,
        at=work.now,
        personal=personal,
        keep_until=None if days is None else work.now + timedelta(days=days),
    )
    return message.pk


def _keep_content(content: StoredContent) -> None:
    fresh = Content(sha256=content.sha256, size=content.size, path=content.path, sealed=content.sealed)
    Content.objects.bulk_create([fresh], ignore_conflicts=True)
    row = Content.objects.select_for_update().get(pk=content.sha256)
    if not row.path or (content.sealed and not row.sealed):  # it was let go, or from now on it speaks of people
        Content.objects.filter(pk=row.pk).update(path=content.path, sealed=content.sealed)


@command
def hold_message(work: Work, *, message: int) -> None:
    """It came only to be tried: nothing is done with it until a person says so."""
    _move(message, "hold")


@command
def forget_held(work: Work, *, messages: Sequence[int]) -> int:
    """Let messages go that were only tried and are of no use to anybody; answers how many."""
    return Message.objects.filter(pk__in=list(messages), state="held").delete()[0]


@command
def wait_message(work: Work, *, message: int) -> None:
    """The message is complete and waits for a worker."""
    _move(message, "wait")


@command
def begin_message(work: Work, *, message: int) -> None:
    """Work on it begins, for the first time, after a crash, or because a person runs it again."""
    _move(message, "begin", done=0, total=0, error_code="", error_facts="{}")


@command
def note_progress(work: Work, *, message: int, done: int, total: int, counts: Counts | None = None) -> None:
    """How far the work is, in any unit that total shares; pages and the peer's "progress" read it."""
    values: dict[str, Any] = {"done": done, "total": total}
    if counts is not None:
        values["counts"] = counts_text(counts)
    Message.objects.filter(pk=message).update(**values)


@command
def note_compared(work: Work, *, message: int) -> None:
    """Rows of it were only compared; it is taken when its connection works for real."""
    Message.objects.filter(pk=message, compared=False).update(compared=True)


@command
def note_taken(work: Work, *, message: int) -> None:
    """What was only compared of it is taken."""
    Message.objects.filter(pk=message).update(compared=False)


@command
def finish_message(work: Work, *, message: int, counts: Counts) -> None:
    """The whole message was worked through; refused rows stand in the quarantine."""
    _move(message, "finish", counts=counts_text(counts))


@command
def fail_message(work: Work, *, message: int, fault: Fault, counts: Counts | None = None) -> None:
    """The work stopped on an error of ours; it can be run again."""
    channel = _end_badly(message, "fail", fault, counts)
    work.tell(MessageFailed(f"message:{message}", channel, fault.code))


@command
def refuse_message(work: Work, *, message: int, fault: Fault, counts: Counts | None = None) -> None:
    """The message itself cannot be taken, such as cut XML; the other side has to send a better one."""
    channel = _end_badly(message, "refuse", fault, counts)
    work.tell(MessageRefused(f"message:{message}", channel, fault.code))


@command
def stop_message(work: Work, *, message: int, fault: Fault) -> None:
    """Nothing of it is taken until a person has answered what the exchange asks; then it is worked on as if it came."""
    channel = _end_badly(message, "stop", fault, {})
    work.tell(MessageRefused(f"message:{message}", channel, fault.code))


def _end_badly(message: int, verb: str, fault: Fault, counts: Counts | None) -> int:
    told = {"counts": counts_text(counts)} if counts is not None else {}
    return _move(message, verb, error_code=fault.code, error_facts=to_text(fault.facts), **told)


def _move(message: int, verb: str, **values: Any) -> int:
    row = Message.objects.select_for_update().only("state", "channel_id").filter(pk=message).first()
    if row is None:
        raise NoSuchMessage(message=message)
    Message.objects.filter(pk=message).update(state=MESSAGE.after(verb, row.state), **values)
    return row.channel_id


@command
def expire_messages(work: Work, *, limit: int = 1000) -> int:
    """Reduce messages whose time is over to hash and counts, their quarantined rows to cause and place.

    The file goes with the next sweep, once no other message needs the same bytes. Answers how many were reduced.
    """
    over = Message.objects.filter(keep_until__lte=work.now, reduced=False).order_by("pk")
    over = over.exclude(direction="in", state__in=("waiting", "working")).exclude(compared=True)
    ids = list(over.values_list("pk", flat=True)[:limit])
    Message.objects.filter(pk__in=ids).update(reduced=True, error_facts="{}")
    Quarantine.objects.filter(message__in=ids, sealed=True).update(value="", facts="{}", sealed=False)
    _let_go(ids)
    return len(ids)


@command
def reduce_messages(work: Work, *, messages: Sequence[int]) -> int:
    """Let the content of messages go that are too old or take too much room; hash, counts and refused rows stay.

    The file goes with the next sweep, once no other message needs the same bytes. Answers how many were reduced.
    """
    ids = list(Message.objects.filter(pk__in=list(messages), reduced=False).values_list("pk", flat=True))
    Message.objects.filter(pk__in=ids).update(reduced=True)
    _let_go(ids)
    return len(ids)


def _let_go(messages: list[int]) -> None:
    of_these = Message.objects.filter(pk__in=messages).values_list("content_id", flat=True)
    hashes = list(Content.objects.select_for_update().filter(pk__in=list(of_these)).order_by("pk"))
    needed = Message.objects.filter(content__in=hashes, reduced=False).values_list("content_id", flat=True)
    gone = {row.pk for row in hashes} - set(needed)
    Content.objects.filter(pk__in=gone).update(path="", sealed=False)
