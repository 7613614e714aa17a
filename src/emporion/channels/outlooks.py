"""What a message would do, gathered from the facts and the refusals of a dry run."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from heapq import nlargest

import orjson

from emporion.catalog.types import ProductAdded, VariantAdded
from emporion.exchange.types import (
    Change,
    Counts,
    Fault,
    Jump,
    KeptFields,
    Outlook,
    PriceSample,
    RefusedAlike,
    RefusedRow,
    RowsQuarantined,
    RowsSettled,
    Sample,
)
from emporion.journal.types import Event, Told, kind_of
from emporion.pricing.types import PriceChange, PricesChanged
from emporion.stock.types import StockDeclared, StockFreed

MOST = 20  # of a sort; the rest is a number
SPARE = 4 * MOST  # so many are kept before the largest are chosen again
DOUBLED, HALVED, LARGE, SOME = 2.0, 0.5, 0.3, 0.1
ENDINGS: dict[str, Change] = {"Added": "created", "Placed": "created", "Hidden": "hidden", "Shown": "shown"}


class Gathered:
    """The outlook of a message while its rows are tried."""

    def __init__(self) -> None:
        self._facts: Counter[Change] = Counter()
        self._samples: defaultdict[Change, list[Sample]] = defaultdict(list)
        self._jumps: Counter[Jump] = Counter()
        self._prices: defaultdict[Jump, list[tuple[float, PriceSample]]] = defaultdict(list)
        self._kept: list[KeptFields] = []
        self._kept_count = 0
        self._causes: dict[tuple[str, str, str], RefusedAlike] = {}
        self._called: dict[str, str] = {}

    def name(self, told: Iterable[Told]) -> None:
        """Remember what new goods are called, by something always: nobody else knows them."""
        for one in told:
            if isinstance(one.event, ProductAdded | VariantAdded):
                self._called[one.event.subject] = self._name(one.event)

    def hear(self, told: Sequence[Told]) -> None:
        """Take the facts of a chunk."""
        self.name(told)
        for one in told:
            event = one.event
            if isinstance(event, PricesChanged):
                for change in event.changes:
                    self._price(event.subject, change, one.place)
                continue
            if isinstance(event, RowsQuarantined | RowsSettled | StockFreed):
                continue  # told with the rows themselves, and with their stock
            sort = change_of(event)
            self._facts[sort] += 1
            if len(self._samples[sort]) < MOST:
                called = self._called.get(event.subject, "")
                sample = Sample(kind_of(type(event)), orjson.dumps(event).decode(), one.place, called)
                self._samples[sort].append(sample)

    def refuse(self, refused: Iterable[RefusedRow], *, personal: bool) -> None:
        """Take the refusals of a chunk; of what speaks of people only the cause stays."""
        for row in refused:
            cause = row.kind, row.code, row.field
            known = self._causes.get(cause)
            facts = {} if personal else {name: str(value) for name, value in row.facts.items()}
            self._causes[cause] = RefusedAlike(
                row.kind, row.code, known.facts if known else facts, known.place if known else row.place,
                (known.count if known else 0) + 1,
            )  # fmt: skip

    def keep(self, kept: Sequence[KeptFields]) -> None:
        """Take the rows of which protected fields would stay."""
        self._kept_count += len(kept)
        self._kept += kept[: MOST - len(self._kept)]

    def outlook(self, message: int, counts: Counts, fault: Fault | None) -> Outlook:
        """All of it, the largest jumps first."""
        return Outlook(
            message,
            dict(counts),
            dict(self._facts),
            {sort: tuple(samples) for sort, samples in self._samples.items()},
            dict(self._jumps),
            {jump: tuple(one for _, one in _largest(prices)) for jump, prices in self._prices.items()},
            self._kept_count,
            tuple(self._kept),
            tuple(sorted(self._causes.values(), key=lambda one: -one.count)),
            fault.code if fault else "",
            {name: str(value) for name, value in fault.facts.items()} if fault else {},
        )

    def _price(self, subject: str, change: PriceChange, place: str) -> None:
        jump, size = jump_of(change.old_micro, change.new_micro)
        self._jumps[jump] += 1
        kept = self._prices[jump]
        name = self._called.get(subject, "")
        variant = int(subject.partition(":")[2])
        kept.append((size, PriceSample(variant, change.price_type_id, change.old_micro, change.new_micro, place, name)))
        if len(kept) > SPARE:
            kept[:] = _largest(kept)

    def _name(self, event: ProductAdded | VariantAdded) -> str:
        if isinstance(event, ProductAdded):
            return event.name
        product = self._called.get(f"product:{event.product_id}", "")
        return " ".join(filter(None, (product, event.name))) or event.sku or f"#{event.product_id}"


def change_of(event: Event) -> Change:
    """What a fact says of its subject."""
    if isinstance(event, StockDeclared):
        return "stock"
    name = type(event).__name__
    ending = next((sort for ending, sort in ENDINGS.items() if name.endswith(ending)), None)
    return ending or ("changed" if hasattr(event, "changes") else "other")


def jump_of(old: int | None, new: int | None) -> tuple[Jump, float]:
    """How far a price jumps, and a size to order jumps of one sort by; micro."""
    if new is None:
        return "gone", float(old or 0)
    if old is None:
        return "first", float(new)
    if new == 0:
        return "zero", float(old)
    if old == 0:
        return "first", float(new)
    ratio = new / old
    size = max(ratio, 1 / ratio)
    if ratio >= DOUBLED or ratio <= HALVED:
        return "far", size
    by = abs(ratio - 1)
    return ("large" if by >= LARGE else "some" if by >= SOME else "small"), size


def _largest(kept: list[tuple[float, PriceSample]]) -> list[tuple[float, PriceSample]]:
    return nlargest(MOST, kept, key=lambda one: one[0])
