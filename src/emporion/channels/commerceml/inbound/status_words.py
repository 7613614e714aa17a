"""A status of 1C → what it means here, by the table that the user of the connection keeps."""

from __future__ import annotations

from dataclasses import replace

from emporion.channels.types import StatusWordUnknown
from emporion.journal.queries import timeline
from emporion.journal.types import Work, kind_of
from emporion.orders.queries import STATUSES

from ..order_records import Document
from ..settings import StatusAct, bare
from .load import Load

LONGEST = 120


def read_status(work: Work, load: Load, document: Document, subject: str) -> Document:
    """The document with what its status says and nothing else of it does: flags and documents below go before.

    A word that nobody has set against anything becomes a note in the journal, once, and never an error.
    """
    words = [word for word in (document.status, document.status_code) if word]
    act = load.settings.act_of(*words)
    if words and act is None and not _is_ours(words):
        _note(work, load, subject, words[0][:LONGEST])
    return _with(document, act)


def _with(document: Document, act: StatusAct | None) -> Document:
    if act == "paid" and document.paid is None and not document.payments:
        return replace(document, paid=True)
    if act == "shipped" and document.shipped is None and not document.shipments:
        return replace(document, shipped=True)
    if act == "cancelled" and document.cancelled is None:
        return replace(document, cancelled=True)
    return document


def _is_ours(words: list[str]) -> bool:
    """Whether 1C repeats the status that we told it."""
    ours = {bare(word) for status in STATUSES for word in (status.code, status.label, status.word)}
    return any(bare(word) in ours for word in words)


def _note(work: Work, load: Load, subject: str, word: str) -> None:
    event = StatusWordUnknown(subject, load.channel.code, word)
    known = timeline([subject], limit=1, kinds=[kind_of(StatusWordUnknown)])
    if not known or known[0].event != event:
        work.tell(event)
