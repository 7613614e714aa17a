"""Documents of the warehouse as they are searched: receipts, counts and moves by their number."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from emporion.ledger.queries import documents, places_of
from emporion.search.types import Entry, Searchable

from .types import StockCarried, StockCorrected, StockMoved, StockReceived

KINDS = ("count", "move", "receipt")


def _touched(events: Sequence[StockMoved]) -> set[str]:
    """The documents that have a page of their own."""
    return {event.subject for event in events if event.subject.partition(":")[0] in KINDS}


def _read(keys: Collection[str]) -> Iterator[Entry]:
    """A document belongs to the first of its warehouses; one that moved nothing is not found."""
    for document, places in places_of(keys).items():
        kind, _colon, number = document.partition(":")
        yield Entry(document, texts=(kind, number), codes=(number,), warehouse=min(places))


DOCUMENTS = Searchable(
    "document", "d", (StockReceived, StockCorrected, StockCarried), touched=_touched, read=_read,
    after=lambda last, limit: documents(KINDS, last, limit),
)  # fmt: skip
