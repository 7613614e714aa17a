"""Which connection a request is for: by the code in its address, or by the talk or the login it shows."""

from __future__ import annotations

from django.http import HttpRequest

from emporion.exchange.queries import channel_by_code, channel_by_id, channels, session_by_token
from emporion.exchange.types import ChannelView

from .asking import NotSignedIn, SharedLogin, SwitchedOff, TooManyLogins, WrongLogin
from .settings import KIND
from .signing import is_blocked, is_named, is_right, login_of, note_failure


def channel_of(request: HttpRequest, code: str, address: str) -> ChannelView:
    """The connection; without a code, as when only a host was typed into 1C, the one of this talk or of this login."""
    return channel_by_code(code) if code else _by_talk(request) or _by_login(request, address)


def working(channel: ChannelView) -> ChannelView:
    """The connection, if it speaks CommerceML and is switched on."""
    if channel.kind != KIND or not channel.is_active:
        raise SwitchedOff()
    return channel


def _by_talk(request: HttpRequest) -> ChannelView | None:
    found = (session_by_token(value) for value in request.COOKIES.values())
    return next((channel_by_id(talk.channel) for talk in found if talk), None)


def _by_login(request: HttpRequest, address: str) -> ChannelView:
    """Names of connections are told to nobody who has no password of one of them."""
    login = login_of(request)
    if is_blocked(address):
        raise TooManyLogins()
    if login is None:
        raise NotSignedIn()
    named = [one for one in channels(KIND) if is_named(login, one)]
    if not any(is_right(login, one) for one in named):
        note_failure(address)
        raise WrongLogin()
    active = [one for one in named if one.is_active]
    if len(active) > 1:
        raise SharedLogin(login=login.name[:60], channels=", ".join(one.code for one in active)[:200])
    return (active or named)[0]
