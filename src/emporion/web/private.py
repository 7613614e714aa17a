"""Words that may name a person travel in an address sealed: no log and no history of a browser reads them."""

from __future__ import annotations

from cryptography.fernet import InvalidToken
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from emporion.kernel import secrets

LONGEST = 100
FIELD = "q"


def sealed(text: str) -> str:
    """A search as the address carries it; an empty one stays empty."""
    asked = text.strip()[:LONGEST]
    return secrets.sealed(asked.encode()).decode() if asked else ""


def opened(token: str) -> str:
    """The search behind an address; what nobody sealed here is as good as absent."""
    try:
        return secrets.opened(token.encode()).decode() if token else ""
    except (InvalidToken, ValueError):
        return ""


def searched(request: HttpRequest) -> HttpResponse | None:
    """The way from a posted search to its address; None for every other request.

    The other words of the address stay, the page within the list is left behind.
    """
    if request.method != "POST":
        return None
    asked = request.GET.copy()
    for name in ("after", "before", "format", FIELD):
        asked.pop(name, None)
    if token := sealed(request.POST.get(FIELD, "")):
        asked[FIELD] = token
    return redirect(f"{request.path}?{asked.urlencode()}" if asked else request.path)
