"""The site end of the exchange over HTTP: 1C asks, we answer in its words. One address per connection.

Answers are ASCII where 1C compares them, UTF-8 elsewhere, always with status 200 and never a redirect: that is what
1C's own client checks. Every request becomes a step of its talk, with the secrets left out.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import override
from django.views.decorators.csrf import csrf_exempt

from emporion.exchange import commands as exchange
from emporion.exchange.queries import channel_by_code, session as session_by_number, sessions
from emporion.exchange.types import ChannelView, NoSuchChannel, SessionView
from emporion.kernel.errors import Refused

from . import catalog_talk, sale_talk
from .query_string import parameters
from .settings import KIND, Settings
from .signing import COOKIE, is_blocked, is_right, login_of, note_failure, talk_of
from .talking import Answer, Talk, failure, kind_of, mode_of

SILENCE = timedelta(minutes=1)  # 1C never says goodbye: a talk that is silent when the next begins is over
MODES: Mapping[tuple[str, str], Callable[[Talk], Answer]] = {
    ("catalog", "init"): catalog_talk.init,
    ("catalog", "file"): catalog_talk.file,
    ("catalog", "import"): catalog_talk.import_,
    ("sale", "init"): catalog_talk.init,
    ("sale", "query"): sale_talk.query,
    ("sale", "success"): sale_talk.success,
    ("sale", "file"): sale_talk.file,
    ("sale", "import"): catalog_talk.import_,
}


@dataclass(frozen=True, slots=True)
class Asked:
    """One request, read."""

    kind: str
    mode: str
    told: Mapping[str, str]
    address: str


@csrf_exempt
def exchange_view(request: HttpRequest, code: str) -> HttpResponse:
    """Answer one request of 1C."""
    started = time.monotonic()
    told = parameters(request.META.get("QUERY_STRING", ""))
    asked = Asked(kind_of(told), mode_of(told), told, request.META.get("REMOTE_ADDR", ""))
    with override("en"):
        channel, session, answer = _answered(request, code, asked)
    exchange.log_step(
        channel=channel.id if channel else None,
        session=session.id if session else None,
        request=printable(f"{request.method} type={asked.kind}&mode={asked.mode} {told.get('filename', '')}")[:300],
        answer=printable(answer.first_line),
        milliseconds=int((time.monotonic() - started) * 1000),
        size=answer.taken,
        actor=f"channel:{code}",
    )
    return answer.response()


def printable(text: str) -> str:
    """A line as it can be kept: control characters come in names that are refused."""
    return "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in text)


def _answered(request: HttpRequest, code: str, asked: Asked) -> tuple[ChannelView | None, SessionView | None, Answer]:
    try:
        channel = channel_by_code(code)
    except NoSuchChannel as refusal:
        return None, None, failure(refusal)
    if channel.kind != KIND or not channel.is_active:
        return channel, None, Answer("failure\nThis connection is switched off.")
    if asked.mode == "checkauth":
        return channel, *_signed_in(request, channel, asked)
    session = talk_of(request, channel) or _talk_by_password(request, channel, asked)
    if session is None:
        return channel, None, Answer("failure\nSign in first: mode=checkauth.")
    return channel, session, _in_talk(request, channel, session, asked)


def _in_talk(request: HttpRequest, channel: ChannelView, session: SessionView, asked: Asked) -> Answer:
    answering = MODES.get((asked.kind, asked.mode))
    if answering is None:
        return Answer(f"failure\nUnknown command type={printable(asked.kind)} mode={printable(asked.mode)}"[:200])
    talk = Talk(channel, Settings.model_validate(channel.settings), session, asked.told, request)
    try:
        return answering(talk)
    except Refused as refusal:
        return failure(refusal)


def _signed_in(request: HttpRequest, channel: ChannelView, asked: Asked) -> tuple[SessionView | None, Answer]:
    if is_blocked(asked.address):
        return None, Answer("failure\nToo many wrong logins, wait a minute.")
    if not is_right(login_of(request), channel):
        note_failure(asked.address)
        return None, Answer("failure\nWrong login or password.")
    exchange.end_silent_sessions(silent_since=timezone.now() - SILENCE, actor=f"channel:{channel.code}")
    opened = exchange.open_session(
        channel=channel.id,
        kind="sale" if asked.kind == "sale" else "catalog",
        user_agent=printable(request.META.get("HTTP_USER_AGENT", "")),
        address=asked.address,
        actor=f"channel:{channel.code}",
    )
    return session_by_number(opened.id), Answer(f"success\n{COOKIE}\n{opened.token}")


def _talk_by_password(request: HttpRequest, channel: ChannelView, asked: Asked) -> SessionView | None:
    """A client that drops cookies sends its password every time; it goes on with its newest talk."""
    login = login_of(request)
    if login is None or is_blocked(asked.address):
        return None
    if not is_right(login, channel):
        note_failure(asked.address)
        return None
    return newest_talk(channel, asked)


def newest_talk(channel: ChannelView, asked: Asked) -> SessionView | None:
    """The newest open talk of this kind from this address."""
    from_here = (s for s in sessions(channel.id, state="open", limit=20) if s.address == asked.address)
    kind = "sale" if asked.kind == "sale" else "catalog"
    return next((session for session in from_here if session.kind == kind), None)
