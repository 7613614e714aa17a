"""In what the other side differs from ours, read from the facts that taking its word would tell."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from emporion.catalog.types import (
    CategoryChanged,
    PicturesChanged,
    ProductChanged,
    ProductHidden,
    ProductShown,
    PropertyChanged,
    VariantAdded,
    VariantChanged,
)
from emporion.exchange import commands as exchange
from emporion.exchange.queries import open_differences
from emporion.exchange.types import Data, Differs, FoundBy
from emporion.journal.types import Event, Told, Work
from emporion.kernel.money import MICRO, MILLI, plain
from emporion.pricing.types import PricesChanged, PriceTypeChanged
from emporion.stock.types import StockDeclared, WarehouseChanged


class Looked(NamedTuple):
    """Of which fields of a thing of ours a row speaks: its card, and prices and figures by field, None for all."""

    subject: str
    card: bool = True
    prices: Collection[str] | None = ()
    stock: Collection[str] | None = ()

    def speaks_of(self, field: str) -> bool:
        """Whether it does of a field; a price from a quantity on goes with its type."""
        part, number, *_more = (*field.split(":"), "")
        if part not in ("price", "stock"):
            return self.card
        told = self.prices if part == "price" else self.stock
        return told is None or f"{part}:{number}" in told


class Compared(NamedTuple):
    """What rows of a chunk differ in, and of what they spoke."""

    differs: Sequence[Differs]
    looked: Sequence[Looked]


def differing(told: Iterable[Told], held: Collection[str], keys: Mapping[str, str]) -> list[Differs]:
    """The differences that facts tell of subjects which the house holds; keys are theirs, by the place of the row.

    What is new beside what we hold, such as a variant of our product, is one difference, whatever is told of it.
    """
    found = list[Differs]()
    for one in told:
        read = READ.get(type(one.event))
        about = f"product:{one.event.product_id}" if isinstance(one.event, VariantAdded) else one.event.subject
        if read is not None and about in held:
            key = keys.get(one.place, "")
            found += (Differs(data, about, key, field, ours, theirs) for data, field, ours, theirs in read(one.event))
    return found


Read = Iterator[tuple[Data, str, str, str]]


def _fields(data: Data) -> Callable[[Any], Read]:
    """A full name that is the name on both sides says nothing that the name does not."""

    def read(event: Any) -> Read:
        called = {(one.old, one.new) for one in event.changes if one.field == "name"}
        for one in event.changes:
            if one.field == "full_name" and (one.old, one.new) in called:
                continue
            yield data if one.field in NAMED else "properties", one.field, one.old or "", one.new or ""

    return read


NAMED = ("name", "full_name", "description", "sku")  # what the master of names is master of


def _prices(event: PricesChanged) -> Read:
    for one in event.changes:
        from_quantity = f":{plain(one.min_quantity, MILLI)}" if one.min_quantity else ""
        yield "prices", f"price:{one.price_type_id}{from_quantity}", _money(one.old_micro), _money(one.new_micro)


def _money(micro: int | None) -> str:
    return "" if micro is None else plain(micro, MICRO)


def _stock(event: StockDeclared) -> Read:
    for one in event.changes:
        yield "stock", f"stock:{one.warehouse}", plain(one.old, MILLI), plain(one.new, MILLI)


def _pictures(event: PicturesChanged) -> Read:
    """The same pictures under other captions are no difference: they are captioned by the name."""
    was = tuple(one.file for one in event.was)
    if was != event.files:
        yield "pictures", "pictures", ", ".join(was), ", ".join(event.files)


READ: dict[type[Event], Callable[[Any], Read]] = {
    CategoryChanged: _fields("properties"),
    PicturesChanged: _pictures,
    PricesChanged: _prices,
    PriceTypeChanged: _fields("prices"),
    ProductChanged: _fields("names"),
    ProductHidden: lambda _: iter([("names", "is_hidden", "False", "True")]),
    ProductShown: lambda _: iter([("names", "is_hidden", "True", "False")]),
    PropertyChanged: _fields("properties"),
    StockDeclared: _stock,
    VariantAdded: lambda event: iter([("names", "variant", "", " ".join(filter(None, (event.name, event.sku))))]),
    VariantChanged: _fields("names"),
    WarehouseChanged: _fields("stock"),
}


def note(work: Work, channel: int, compared: Compared) -> None:
    """Keep what differs, and settle what was open of these fields and differs no more."""
    still = {(one.subject, one.field) for one in compared.differs}
    looked = {one.subject: one for one in compared.looked}
    was = open_differences(channel, SHADOW, looked)
    over = [one.id for one in was if (one.subject, one.field) not in still and looked[one.subject].speaks_of(one.field)]
    exchange.note_differences(work=work, channel=channel, found_by=SHADOW, rows=compared.differs)
    if over:
        exchange.settle_differences(work=work, channel=channel, found_by=SHADOW, how="equal", ids=over)


SHADOW: FoundBy = "shadow"
