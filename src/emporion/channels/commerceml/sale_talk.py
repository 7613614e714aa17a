"""type=sale: orders go out when 1C asks, and count as taken only when it says so."""

from __future__ import annotations

from pathlib import Path
from zipfile import is_zipfile

from emporion.exchange import commands as exchange
from emporion.exchange.queries import messages_in_work

from .catalog_talk import begin, file as take_piece, waited_for
from .outbound import confirm_orders, offer_orders
from .packed import is_archive, unpack_all
from .reader import complete
from .talking import Answer, Talk


def query(talk: Talk) -> Answer:
    """The orders that wait for this connection, from the first byte of the declaration.

    Who named a version at init asks again until an answer is empty, so it gets them in portions; anybody else asks
    once and gets them all.
    """
    in_portions = bool(talk.session.version)
    body = offer_orders(channel=talk.channel.id, session=talk.session.id, in_portions=in_portions, actor=talk.actor)
    return Answer(body=body)


def success(talk: Talk) -> Answer:
    """1C has taken the orders of its last query in this talk: exactly these will not be given again."""
    confirm_orders(channel=talk.channel.id, session=talk.session.id, actor=talk.actor)
    exchange.touch(session=talk.session.id, actor=talk.actor)
    return Answer("success")


def file(talk: Talk) -> Answer:
    """Take 1C's answers. UNF never asks for an import, so what is whole is handed over at once, packed or not."""
    answer = take_piece(talk)
    for path in _whole(talk, talk.files.path(talk.filename)):
        for before in messages_in_work(talk.channel.id):  # answers come in several files, one behind the other
            waited_for(talk, before)
        begin(talk, path)
    return answer


def _whole(talk: Talk, path: Path) -> list[Path]:
    """The file itself once its last piece has come, or the files of an archive that is whole."""
    if is_archive(path) and talk.settings.zip and is_zipfile(path):
        unpack_all(talk.files)
        return talk.files.unread()
    if path.suffix.lower() != ".xml":
        return []
    with path.open("rb") as source:
        return [path] if complete(source) else []
