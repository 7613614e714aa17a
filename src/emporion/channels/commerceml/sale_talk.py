"""type=sale: orders go out when 1C asks, and count as taken only when it says so."""

from __future__ import annotations

from emporion.exchange import commands as exchange
from emporion.exchange.queries import messages_in_work

from .catalog_talk import begin, file as take_piece, waited_for
from .outbound import confirm_orders, offer_orders
from .reader import complete
from .talking import Answer, Talk


def query(talk: Talk) -> Answer:
    """The orders that wait for this connection, from the first byte of the declaration."""
    body = offer_orders(channel=talk.channel.id, session=talk.session.id, actor=talk.actor)
    return Answer(body=body)


def success(talk: Talk) -> Answer:
    """1C has taken the orders of its last query in this talk: exactly these will not be given again."""
    confirm_orders(channel=talk.channel.id, session=talk.session.id, actor=talk.actor)
    exchange.touch(session=talk.session.id, actor=talk.actor)
    return Answer("success")


def file(talk: Talk) -> Answer:
    """Take 1C's answers. Old versions never ask for an import, so a file is handed over as soon as it is whole."""
    answer = take_piece(talk)
    path = talk.files.path(talk.filename)
    if path.suffix.lower() == ".xml":
        with path.open("rb") as source:
            is_whole = complete(source)
        if is_whole:
            for before in messages_in_work(talk.channel.id):  # answers come in several files, one behind the other
                waited_for(talk, before)
            begin(talk, path)
    return answer
