"""Small things every room's pages need: saying that something was saved, reading a number out of an address."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest

MOST_DIGITS = 15  # of an id in an address; more is nobody's


def saved(request: HttpRequest, sentence: str) -> None:
    """Say on the next page that it was done."""
    messages.success(request, sentence)


def id_in(text: str) -> int | None:
    """The id that a text names; None for what is none."""
    return int(text) if text.isdecimal() and len(text) <= MOST_DIGITS else None
