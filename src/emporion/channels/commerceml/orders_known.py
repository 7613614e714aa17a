"""Orders by the numbers they bear in 1C: ours where they are short enough, else a short one that stays theirs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from emporion.exchange import commands as exchange
from emporion.exchange.queries import keys_of, known
from emporion.exchange.types import Link
from emporion.journal.types import Work
from emporion.orders.queries import orders_by_id, orders_by_number
from emporion.orders.types import OrderView

from .order_records import Document
from .settings import Settings

KIND = "order_number"
ID_DIGITS = 18  # of a number that a database holds
LONGEST = 11  # characters that 1C's column takes; a longer number is never found there again


def numbers_there(work: Work, channel: int, settings: Settings, orders: Sequence[OrderView]) -> dict[int, str]:
    """The number that each order bears in 1C; given once, it stays whatever becomes of the prefix.

    The prefix and our number where both fit, else the prefix and the order's count; no two orders share one.
    """
    given = keys_of(channel, KIND, [order.id for order in orders])
    new = [order for order in orders if order.id not in given]
    offers = {order.id: _candidates(order, settings.order_prefix) for order in new}
    taken = set(known(channel, KIND, [number for numbers in offers.values() for number in numbers]))
    for order in new:
        given[order.id] = next((number for number in offers[order.id] if number not in taken), order.number)
        taken.add(given[order.id])
    if new:
        links = [Link(given[order.id], order.id, None) for order in new]
        exchange.link(work=work, channel=channel, kind=KIND, links=links)
    return given


def _candidates(order: OrderView, prefix: str) -> list[str]:
    """Numbers that fit, the best first; a number of ours stands before one that is made up."""
    whole = order.number if order.number.startswith(prefix) else f"{prefix}{order.number}"
    made = [f"{prefix}{sign}{order.id}" for sign in ("", "-", "_")]
    return [number for number in (whole, *made) if len(number) <= LONGEST]


def told_orders(channel: int, settings: Settings, documents: Sequence[Document]) -> Mapping[str, OrderView]:
    """Our order of each document, by the document's place: found by Номер first, and by Ид where there is none.

    A number that the connection was given means that order; our own number is understood as well.
    """
    numbers = [document.number for document in documents if document.number]
    theirs = {key: found.object_id for key, found in known(channel, KIND, numbers).items()}
    ids = {int(document.id) for document in documents if not document.number and _is_ours(document.id)}
    by_id = {order.id: order for order in orders_by_id(ids | set(theirs.values()))}
    by_number = {order.number: order for order in orders_by_number([n for n in numbers if n not in theirs])}
    found: dict[str, OrderView] = {}
    for document in documents:
        if document.number:
            pk = theirs.get(document.number)
            order = by_number.get(document.number) if pk is None else by_id.get(pk)
        else:
            order = by_id.get(int(document.id)) if _is_ours(document.id) else None
        if order is not None and order.shop == settings.shop:
            found[document.place] = order
    return found


def _is_ours(key: str) -> bool:
    """Whether an Ид may be one that we wrote: the count of an order."""
    return key.isascii() and key.isdigit() and len(key) <= ID_DIGITS
