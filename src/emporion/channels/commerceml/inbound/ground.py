"""On what the rows of a dry run stand: what is new in its messages so far, for nothing of it stays in the house."""

from __future__ import annotations

import pickle
from collections import defaultdict
from collections.abc import Iterator, Sequence
from tempfile import TemporaryFile
from typing import Any

from emporion.journal.types import Told

from ..reader import Kind
from ..records import Goods, Offer
from .batches import Batch
from .planned import Prints

REFERENCES = (Kind.GROUP, Kind.PROPERTY, Kind.PRICE_TYPE, Kind.WAREHOUSE, Kind.UNIT)
NEW = ("ProductAdded", "VariantAdded")


class Shelf:
    """Rows that lie on disk, found by a key; several of one key in the order in which they came."""

    def __init__(self) -> None:
        self._file = TemporaryFile()  # noqa: SIM115 - closed with the ground
        self._places: defaultdict[str, list[int]] = defaultdict(list)

    def put(self, key: str, row: Any) -> None:
        """Lay a row down."""
        self._places[key].append(self._file.seek(0, 2))
        pickle.dump(row, self._file, pickle.HIGHEST_PROTOCOL)

    def of(self, keys: set[str]) -> Iterator[Any]:
        """Rows of some keys, in the order in which they came."""
        for at in sorted(at for key in keys & self._places.keys() for at in self._places[key]):
            self._file.seek(at)
            yield pickle.load(self._file)  # noqa: S301 - written by this process a moment ago

    def __bool__(self) -> bool:
        return bool(self._places)

    def close(self) -> None:
        """Throw it all away."""
        self._file.close()


class Ground:
    """Reference data at hand, new goods and offers on a shelf; prints know what is new."""

    def __init__(self) -> None:
        self.prints = Prints()
        self._references: list[Batch] = []
        self._goods, self._offers = Shelf(), Shelf()
        self._seen: set[int] = set()

    def __enter__(self) -> Ground:
        return self

    def __exit__(self, *_: object) -> None:
        self._goods.close()
        self._offers.close()

    def under(self, batch: Batch) -> list[Batch]:
        """What a chunk stands on, in its turn."""
        if batch.kind in REFERENCES or not (self._goods or self._offers):
            return self._references
        records = [record for record, _ in batch.rows]
        goods = list(self._goods.of({one.goods_id for one in records if isinstance(one, Goods | Offer)}))
        offers = list(self._offers.of({one.key for one in records if isinstance(one, Offer)}))
        laid = [Batch(kind, rows) for kind, rows in ((Kind.GOODS, goods), (Kind.OFFER, offers)) if rows]
        return [*self._references, *laid]

    def remember(self, batch: Batch, told: Sequence[Told]) -> list[str]:
        """Keep what is new; answers the places of rows of which the same was told before in these messages."""
        if batch.kind in REFERENCES:
            if batch.rows:
                self._references.append(Batch(batch.kind, batch.rows))
            return []
        new = {one.place for one in told if type(one.event).__name__ in NEW}
        again = []
        for record, read in batch.rows:
            if read[0] in new and isinstance(record, Goods):
                self._goods.put(record.goods_id, (record, read))
            elif read[0] in new and isinstance(record, Offer):
                self._offers.put(record.key, (record, read))
            said = hash((type(record).__name__, getattr(record, "key", read[0]), _parts(record)))
            if said in self._seen:
                again.append(read[0])
            self._seen.add(said)
        return again


def _parts(record: Any) -> tuple[bool, ...]:
    """Of what a row speaks: one of prices and one of stock do not stand in each other's way."""
    if isinstance(record, Offer):
        return record.name is not None, bool(record.told_prices), bool(record.told_stock)
    return ()
