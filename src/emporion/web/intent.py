"""What a page hands to a command besides its arguments: who, from where, and the key that makes a click count once."""

from __future__ import annotations

from typing import TypedDict
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext_noop

from emporion.kernel.errors import Refused

from .rights import staff_of

FIELD = "intent"


class OnlyLooking(Refused):
    """Somebody who sees the house as another would change it."""

    code = "only_looking"
    says = gettext_noop("You are looking as somebody else, so nothing is changed.")
    remedy = gettext_noop("End it in the bar above, then do it as yourself.")


class Said(TypedDict):
    """The three words every command takes."""

    actor: str
    origin: str
    key: str


def actor(request: HttpRequest) -> str:
    """Who acts, such as staff:7; nobody, while one only looks as somebody else."""
    if getattr(request, "seeing", None):
        raise OnlyLooking()
    return f"staff:{staff_of(request).pk}"


def origin(request: HttpRequest) -> str:
    """Where it was asked, such as page:/orders/5/."""
    return f"page:{request.path}"


def key(request: HttpRequest) -> str:
    """The run-once key of a form made with {% intent %}: sent twice, the command runs once. Else empty."""
    text = request.POST.get(FIELD, "")
    try:
        return f"{origin(request)}:{UUID(text)}" if text else ""
    except ValueError:
        return ""


def said(request: HttpRequest) -> Said:
    """All three at once: orders.cancel(order=order, **said(request))."""
    return Said(actor=actor(request), origin=origin(request), key=key(request))
