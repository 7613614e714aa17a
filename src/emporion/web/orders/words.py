"""Words of orders for the eye: statuses, reasons, what is paid."""

from __future__ import annotations

from typing import cast

from django.utils.translation import gettext, gettext_noop

from emporion.orders.queries import status_of

from .. import numbers, status, status_names

# Why an order is called off. A choice and no free text: the reason stands in the journal, which names nobody.
REASONS = (
    gettext_noop("the customer changed their mind"),
    gettext_noop("the customer cannot be reached"),
    gettext_noop("the goods cannot be had"),
    gettext_noop("it was not paid"),
    gettext_noop("the same order stands twice"),
    gettext_noop("a trial"),
)
# Why goods came back; a choice for the same reason.
RETURN_REASONS = (
    gettext_noop("it did not suit"),
    gettext_noop("it is broken or has a fault"),
    gettext_noop("something else was sent"),
    gettext_noop("the parcel was not fetched"),
)
METHODS = (gettext_noop("Card"), gettext_noop("Cash"), gettext_noop("Bank transfer"), gettext_noop("Cash on delivery"))


def state_of(code: str) -> status.Status:
    """A status as the badge shows it."""
    known = status_of(code)
    return status.Status(status_names.word(known), known.tone, cast(status.Step, known.step))


def because(reason: str) -> str:
    """A kept reason in the reader's language; one that another program gave stays as it is."""
    return gettext(reason) if reason else ""


def sentence(reason: str) -> str:
    """A reason as the sentence under a title."""
    told = because(reason)
    return f"{told[:1].upper()}{told[1:]}." if told else ""


def paid(paid_minor: int, total_minor: int, currency: str) -> str:
    """How far an order is paid, in three words at most."""
    if paid_minor > total_minor:
        return gettext("Overpaid")
    if paid_minor == total_minor:
        return gettext("Paid")
    if paid_minor <= 0:
        return gettext("Not paid")
    return gettext("%(paid)s paid") % {"paid": numbers.money(paid_minor, currency)}
