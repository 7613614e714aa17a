"""Who is calling: the cookie of a talk, or login and password in the Basic header."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from datetime import timedelta

from django.contrib.auth.hashers import check_password
from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from emporion.exchange.queries import secrets_of, session_by_token
from emporion.exchange.types import ChannelView, SessionView

from .settings import Secrets

COOKIE = "emporion_talk"
TRIES_A_MINUTE = 20
TALK_LIVES = timedelta(days=1)
HEADERS = (
    "HTTP_AUTHORIZATION",
    "REDIRECT_HTTP_AUTHORIZATION",
    "REDIRECT_REDIRECT_HTTP_AUTHORIZATION",
    "HTTP_REDIRECT_HTTP_AUTHORIZATION",
    "HTTP_X_AUTHORIZATION",
)


@dataclass(frozen=True, slots=True)
class Login:
    """What the Basic header says."""

    name: str
    password: str


def talk_of(request: HttpRequest, channel: ChannelView) -> SessionView | None:
    """The talk whose token came in a cookie of whatever name; tokens are looked up by their hash."""
    for value in request.COOKIES.values():
        found = session_by_token(value)
        if found and found.channel == channel.id and is_alive(found):
            return found
    return None


def is_alive(talk: SessionView) -> bool:
    """A token lives a day after its last request; a talk that was silent or refused something may still go on."""
    was_failed = talk.state == "failed" and talk.ended_at is not None
    return not was_failed and talk.seen_at > timezone.now() - TALK_LIVES


def login_of(request: HttpRequest) -> Login | None:
    """Login and password; some web servers pass the header on under another name. A password may hold colons."""
    for name in HEADERS:
        scheme, _, coded = request.META.get(name, "").partition(" ")
        if scheme.lower() == "basic":
            return _decoded(coded)
    return None


def _decoded(coded: str) -> Login | None:
    try:
        raw = base64.b64decode(coded, validate=True)
    except (binascii.Error, ValueError):
        return None
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        text = raw.decode("cp1251", "replace")
    name, _, password = text.partition(":")
    return Login(name, password)


def is_right(login: Login | None, channel: ChannelView) -> bool:
    """Whether the login is this connection's."""
    told = secrets_of(channel.id)
    if login is None or not told:
        return False
    kept = Secrets.model_validate(told)
    name_fits = constant_time_compare(login.name, kept.login)
    return check_password(login.password, kept.password) and name_fits


def is_named(login: Login, channel: ChannelView) -> bool:
    """Whether the login's name, whatever its password, is this connection's."""
    told = secrets_of(channel.id)
    return bool(told) and constant_time_compare(login.name, Secrets.model_validate(told).login)


def is_blocked(address: str) -> bool:
    """Whether an address has failed too often within the last minute."""
    return bool(cache.get(f"commerceml-login:{address}", 0) >= TRIES_A_MINUTE)


def note_failure(address: str) -> None:
    """Count a wrong login of an address for a minute."""
    key = f"commerceml-login:{address}"
    cache.add(key, 0, 60)
    cache.incr(key)
