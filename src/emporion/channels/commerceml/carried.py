"""What a message that went to 1C carries."""

from __future__ import annotations

from emporion.exchange.queries import channel_by_id, message, open_message
from emporion.exchange.types import Carried

from .orders_known import told_orders
from .orders_reader import document
from .reader import Kind, read
from .settings import Settings


def carried(number: int) -> list[Carried]:
    """The orders of a message, in their turn, by the numbers they bear in 1C; what is no order of ours is left out."""
    channel = channel_by_id(message(number).channel)
    with open_message(number) as source:
        documents = [document(row) for row in read(source) if row.kind is Kind.DOCUMENT]
    found = told_orders(channel.id, Settings.model_validate(channel.settings), documents)
    return [Carried("order", found[one.place].id, one.place) for one in documents if one.place in found]
