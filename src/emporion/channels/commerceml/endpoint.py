"""The site end of the exchange over HTTP: 1C asks, we answer in its words. One address per connection.

Answers are ASCII where 1C compares them, UTF-8 elsewhere, always with status 200 and never a redirect: that is what
1C's own client checks. Every request becomes a step of its talk, with the secrets left out; one that belongs to no talk
is kept with the address it came from.
"""

from __future__ import annotations

import time
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import structlog
from django.http import HttpRequest, HttpResponse
from django.utils.translation import override
from django.views.decorators.csrf import csrf_exempt

from emporion.exchange import commands as exchange
from emporion.exchange.queries import session as session_by_number, sessions
from emporion.exchange.types import ChannelView, SessionView, Unexpected, fault_of
from emporion.journal.commands import because
from emporion.kernel.errors import Refused

from . import catalog_talk, module_talk, sale_talk
from .asking import NotSignedIn, TooManyLogins, TwoMarks, UnknownCommand, UnknownMethod, WrongLogin
from .doors import channel_of, working
from .query_string import has_two_marks, parameters
from .settings import Settings
from .settling import settle_over
from .signing import COOKIE, is_alive, is_blocked, is_right, login_of, note_failure, talk_of
from .talking import Answer, Talk, failure, kind_of, mode_of, printable, printable_lines

log = structlog.get_logger("emporion.channels.commerceml")
MODES: Mapping[tuple[str, str], Callable[[Talk], Answer]] = {
    ("catalog", "init"): catalog_talk.init,
    ("catalog", "file"): catalog_talk.file,
    ("catalog", "import"): catalog_talk.import_,
    ("catalog", "deactivate"): module_talk.deactivate,
    ("catalog", "complete"): module_talk.complete,
    ("sale", "init"): catalog_talk.init,
    ("sale", "query"): sale_talk.query,
    ("sale", "success"): sale_talk.success,
    ("sale", "file"): sale_talk.file,
    ("sale", "import"): catalog_talk.import_,
    ("sale", "info"): module_talk.info,
    ("sale", "complete"): module_talk.complete,
}
METHODS = ("GET", "POST")


@dataclass(frozen=True, slots=True)
class Asked:
    """One request, read."""

    kind: str
    mode: str
    told: Mapping[str, str]
    address: str


@csrf_exempt
def exchange_view(request: HttpRequest, code: str = "") -> HttpResponse:
    """Answer one request of 1C; without a code the connection is found by the talk or the login."""
    started = time.monotonic()
    query = request.META.get("QUERY_STRING", "")
    told = parameters(query)
    asked = Asked(kind_of(told), mode_of(told), told, request.META.get("REMOTE_ADDR", ""))
    with override("en"):
        channel, session, answer = _answered(request, code, asked)
    signs_in = session is not None and asked.mode == "checkauth"
    words, took = _request_words(request, asked, code if channel is None else ""), time.monotonic() - started
    exchange.log_step(
        channel=channel.id if channel else None,
        session=session.id if session else None,
        request=words,
        answer=printable(answer.first_line),
        milliseconds=int(took * 1000),
        size=answer.taken,
        fault=answer.fault,
        notice=fault_of(TwoMarks()) if signs_in and has_two_marks(query) else None,
        address=asked.address,
        actor=f"channel:{code}",
    )
    log.info(
        "exchange_step",
        connection=channel.code if channel else None,
        session=session.id if session else None,
        request=words,
        answer=printable(answer.first_line)[:200],
        milliseconds=int(took * 1000),
        fault=answer.fault.code if answer.fault else None,
    )
    return HttpResponse() if request.method == "HEAD" else answer.response()


def _request_words(request: HttpRequest, asked: Asked, code: str) -> str:
    """What was asked; where there is no such connection, also for which."""
    words = f"{request.method} type={asked.kind[:40]}&mode={asked.mode[:40]}"
    return printable(" ".join(filter(None, [code[:40], words, asked.told.get("filename", "")[:150]])))


def _answered(request: HttpRequest, code: str, asked: Asked) -> tuple[ChannelView | None, SessionView | None, Answer]:
    channel: ChannelView | None = None
    try:
        channel = channel_of(request, code, asked.address)
        working(channel)
        if request.method not in METHODS:
            raise UnknownMethod(method=printable(request.method or "")[:20])
    except Refused as refusal:
        return channel, None, failure(refusal)
    if asked.mode == "checkauth":
        return channel, *_signed_in(request, channel, asked)
    session = talk_of(request, channel) or _talk_by_password(request, channel, asked)
    if session is None:
        return channel, None, failure(TooManyLogins() if is_blocked(asked.address) else NotSignedIn())
    with structlog.contextvars.bound_contextvars(connection=channel.code, session=session.id):
        return channel, session, _in_talk(request, channel, session, asked)


def _in_talk(request: HttpRequest, channel: ChannelView, session: SessionView, asked: Asked) -> Answer:
    answering = MODES.get((asked.kind, asked.mode))
    if answering is None:
        return failure(UnknownCommand(kind=printable(asked.kind)[:60], mode=printable(asked.mode)[:60]))
    try:
        with because(f"session:{session.id}"):
            return answering(Talk(channel, Settings.model_validate(channel.settings), session, asked.told, request))
    except Refused as refusal:
        return failure(refusal)
    except Exception as error:  # noqa: BLE001 - 1C would show "status 500" and nobody here would know why
        log.error("exchange_request_failed", error="".join(traceback.format_exception(error)))
        return failure(Unexpected(**fault_of(error).facts))


def _signed_in(request: HttpRequest, channel: ChannelView, asked: Asked) -> tuple[SessionView | None, Answer]:
    if is_blocked(asked.address):
        return None, failure(TooManyLogins())
    if not is_right(login_of(request), channel):
        note_failure(asked.address)
        return None, failure(WrongLogin())
    opened = exchange.open_session(
        channel=channel.id,
        kind="sale" if asked.kind == "sale" else "catalog",
        user_agent=printable(request.META.get("HTTP_USER_AGENT", "")),
        address=asked.address,
        actor=f"channel:{channel.code}",
    )
    settle_over(channel.id)
    return session_by_number(opened.id), Answer(printable_lines(_sign_in_lines(channel, opened.token)))


def _sign_in_lines(channel: ChannelView, token: str) -> list[str]:
    """The cookie; for the exchange module of Bitrix also a number to show with each request and the moment of now."""
    lines = ["success", COOKIE, token]
    if channel.settings.get("bitrix_answers"):
        lines += [f"sessid={token[:32]}", f"timestamp={int(time.time())}"]
    return lines


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
    """The newest talk of this kind from this address that may go on."""
    from_here = (s for s in sessions(channel.id, limit=20) if s.address == asked.address and is_alive(s))
    kind = "sale" if asked.kind == "sale" else "catalog"
    return next((session for session in from_here if session.kind == kind), None)
