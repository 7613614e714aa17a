"""Where the documents and messages that a figure names have their pages."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from . import numbers

KINDS = {"receipt", "count", "move"}


def why_url(subject: str, field: str) -> str:
    """The address that answers why a field of a subject is so."""
    return reverse("web:why_value", args=[field, subject])


def document_url(document: str) -> str:
    """The page of a document as the journal and the ledger name it; "" for one that has none.

    An order's page has its row for an address, and not every reader may know of it: orders.papers leads there.
    """
    kind, _colon, number = document.partition(":")
    if kind == "message" and number.isdecimal():
        return reverse("web:message", args=[int(number)])
    return reverse("web:stock_document", args=[document]) if kind in KINDS else ""


def document_words(document: str) -> str:
    """A document as people call it: Order K-17, Receipt 1-12, Message 120,553."""
    kind, _colon, number = document.partition(":")
    words = {
        "order": _("Order %(number)s"),
        "message": _("Message %(number)s"),
        "receipt": _("Receipt %(number)s"),
        "count": _("Count %(number)s"),
        "move": _("Move %(number)s"),
    }
    shown = numbers.count(int(number)) if kind == "message" and number.isdecimal() else number
    return words[kind] % {"number": shown} if kind in words else document
