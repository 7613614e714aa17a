"""Talks of a peer and their requests."""

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db.models import F

from emporion.journal.commands import command
from emporion.journal.types import Work

from ..models import Session, Step
from ..states import SESSION
from ..text import to_text
from ..tokens import token_hash
from ..types import Fault, NoSuchSession, OpenedSession, SessionFailed

COUNTED_TOGETHER = timedelta(hours=1)
STRANGERS_AN_HOUR = 200


@command
def open_session(work: Work, *, channel: int, kind: str, user_agent: str = "", address: str = "") -> OpenedSession:
    """Begin a talk and make its random token; the peer shows the token with every request that follows."""
    token = secrets.token_hex(20)
    session = Session.objects.create(
        channel_id=channel,
        kind=kind,
        token_hash=token_hash(token),
        user_agent=user_agent[:200],
        address=address[:64],
        started_at=work.now,
        seen_at=work.now,
    )
    return OpenedSession(session.pk, token)


@command
def touch(work: Work, *, session: int) -> None:
    """The peer was heard again now."""
    Session.objects.filter(pk=session).update(seen_at=work.now)


@command
def note_version(work: Work, *, session: int, version: str) -> None:
    """The peer named the version of the format that it speaks in this talk."""
    Session.objects.filter(pk=session).update(version=version[:20])


@command
def log_step(
    work: Work,
    *,
    channel: int | None,
    session: int | None,
    request: str,
    answer: str,
    status: int = 200,
    milliseconds: int = 0,
    size: int = 0,
    fault: Fault | None = None,
    notice: Fault | None = None,
    address: str = "",
) -> None:
    """Keep one request and the first line of its answer, and touch the talk. The caller leaves secrets out.

    fault is why the request was refused: it stands on the talk until a later request of it goes well. notice is what a
    person should know of a request that went well. Requests of no talk are counted on the row that stands for them.
    """
    said = fault or notice
    told = {
        "request": request[:300],
        "answer": answer.split("\n", 1)[0][:300],
        "status": status,
        "milliseconds": milliseconds,
        "size": size,
        "facts": to_text(said.facts if said else {}),
    }
    code = said.code if said else ""
    if session is None and _was_counted(work, channel, address[:64], code, told):
        return
    many = session is None and _too_many(work)
    Step.objects.create(
        channel_id=channel, session_id=session, at=work.now, address="" if many else address[:64], code=code, **told
    )
    if session:
        touch(work=work, session=session)
        _note_fault(session, fault)


def _was_counted(work: Work, channel: int | None, address: str, code: str, told: Mapping[str, object]) -> bool:
    """Whether a row of the last hour stands for this request: of its own address, or of all when there are too many."""
    like = Step.objects.filter(session=None, channel=channel, code=code, at__gt=work.now - COUNTED_TOGETHER)
    row = like.filter(address=address).order_by("-at").first()
    if row is None and _too_many(work):
        row = like.filter(address="").order_by("-at").first()
    if row is None:
        return False
    return bool(Step.objects.filter(pk=row.pk).update(at=work.now, count=F("count") + 1, **told))


def _too_many(work: Work) -> bool:
    """Whether the rows of strangers have filled their share of an hour, as a scan from many addresses does."""
    recent = Step.objects.filter(session=None, at__gt=work.now - COUNTED_TOGETHER)
    return recent.count() >= STRANGERS_AN_HOUR


def _note_fault(session: int, fault: Fault | None) -> None:
    told = {"error_code": fault.code if fault else "", "error_facts": to_text(fault.facts if fault else {})}
    Session.objects.filter(pk=session, state=SESSION.start).exclude(**told).update(**told)


@command
def end_session(work: Work, *, session: int) -> None:
    """Close a talk that went well. A talk that has ended stays as it is."""
    row = Session.objects.select_for_update().filter(pk=session).first()
    if row is None:
        raise NoSuchSession(session=session)
    if row.state == SESSION.start:
        row.state, row.ended_at = SESSION.after("end", row.state), work.now
        row.save()


@command
def end_silent_sessions(work: Work, *, silent_since: datetime) -> int:
    """Close talks whose peer was not heard since then, as ended when it was last heard. Answers how many.

    Pages do not wait for this: they see by themselves that a talk is silent. A talk whose last request was refused has
    failed, with the reason a person reads on Today.
    """
    silent = Session.objects.filter(state=SESSION.start, seen_at__lt=silent_since)
    broken = list(silent.exclude(error_code="").select_for_update())
    for row in broken:
        row.state, row.ended_at = SESSION.after("fail", row.state), row.seen_at
        row.save(update_fields=("state", "ended_at"))
        work.tell(SessionFailed(f"session:{row.pk}", row.channel_id, row.error_code))
    return len(broken) + silent.filter(error_code="").update(
        state=SESSION.after("end", SESSION.start), ended_at=F("seen_at")
    )


@command
def drop_steps(work: Work, *, before: datetime) -> int:
    """Forget requests older than that."""
    return Step.objects.filter(at__lt=before).delete()[0]
