"""Dry runs: asked for, run, applied, forgotten."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import orjson

from emporion.journal.commands import command
from emporion.journal.types import Work

from ..models import DryRun, Message, Shadow
from ..states import DRY_RUN
from ..text import to_text
from ..types import DryRunApplied, Fault, NoSuchDryRun, OnlyCompares, Outlook
from .messages import hold_message


@command
def ask_dry_run(work: Work, *, channel: int, messages: Sequence[int]) -> int:
    """Ask what kept messages would do, in their turn; those that nobody has worked on are held for it. Its number."""
    sizes = dict(Message.objects.filter(pk__in=list(messages)).values_list("pk", "size"))
    for number in Message.objects.filter(pk__in=list(messages), state="received").values_list("pk", flat=True):
        hold_message(work=work, message=number)
    run = DryRun.objects.create(
        channel_id=channel, messages=to_text(list(messages)), by=work.actor[:64], asked_at=work.now,
        total=sum(sizes.values()),
    )  # fmt: skip
    return run.pk


@command
def begin_dry_run(work: Work, *, dry_run: int) -> None:
    """A worker has it; once more after a crash, from its beginning."""
    _move(dry_run, "begin", done=0)


@command
def note_dry_run(work: Work, *, dry_run: int, done: int) -> None:
    """So many bytes are read."""
    DryRun.objects.filter(pk=dry_run).update(done=done)


@command
def finish_dry_run(work: Work, *, dry_run: int, outlooks: Sequence[Outlook], rows: bytes) -> None:
    """What came of it: to be shown, and row by row to be compared when it is applied."""
    _move(dry_run, "finish", outlook=orjson.dumps(list(outlooks)).decode(), rows=rows, ended_at=work.now)


@command
def fail_dry_run(work: Work, *, dry_run: int, fault: Fault) -> None:
    """It stopped on an error of ours."""
    _move(dry_run, "fail", error_code=fault.code, error_facts=to_text(fault.facts), ended_at=work.now)


@command
def apply_dry_run(work: Work, *, dry_run: int) -> None:
    """A person has seen it and wants just that; refused the second time, and where the connection only compares."""
    run = _move(dry_run, "apply")
    if shadow := Shadow.objects.filter(channel=run.channel_id).select_related("channel").first():
        raise OnlyCompares(name=shadow.channel.title or shadow.channel.code)
    work.tell(DryRunApplied(f"channel:{run.channel_id}", dry_run))


@command
def drop_dry_runs(work: Work, *, before: datetime) -> int:
    """Forget those that were asked for before a moment; the messages stay. Answers how many."""
    return DryRun.objects.filter(asked_at__lt=before).delete()[0]


def _move(dry_run: int, verb: str, **values: object) -> DryRun:
    run = DryRun.objects.select_for_update().defer("outlook", "rows").filter(pk=dry_run).first()
    if run is None:
        raise NoSuchDryRun(dry_run=dry_run)
    DryRun.objects.filter(pk=dry_run).update(state=DRY_RUN.after(verb, run.state), **values)
    return run
