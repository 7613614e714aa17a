"""In what an order of 1C's is another than ours: quantities, what lines come to, the delivery."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from emporion.exchange.types import Differs
from emporion.kernel.money import MILLI, divided, exponent, plain
from emporion.orders.queries import order as order_by_number
from emporion.orders.types import LineView, OrderView

from ..order_records import Document, Line
from ..records import GoodsKind

DELIVERY = ""  # the key of all delivery lines; no goods have it
Key = int | str


@dataclass(slots=True)
class Sum:
    """What all lines of one key come to: minor is None where a line tells neither its sum nor its price.

    without_tax is what 1C takes for the sum where the tax comes on top. is_service: editions differ in telling it.
    """

    name: str
    is_service: bool
    quantity: int = 0
    minor: int | None = 0
    without_tax: int = 0
    lines: int = 0


@dataclass(frozen=True, slots=True)
class Apart:
    """A line of an order that comes to something else there: its name, ours, theirs, and the unit where it is money."""

    name: str
    ours: str
    theirs: str
    unit: str = ""

    @property
    def words(self) -> str:
        """As a person reads it."""
        return " ".join(filter(None, (f"{self.name}: {self.ours} → {self.theirs}", self.unit)))


def differences(order: OrderView, document: Document, variants: Mapping[str, int]) -> list[Apart]:
    """The differences, sorted by their words; variants are ours by the keys of the document's lines.

    A minor unit a line is rounding. Services of ours that 1C does not tell are no difference: some editions leave them
    out, as all do that have no delivery line.
    """
    ours, theirs = _ours(order.lines), _theirs(document.lines or (), order.currency, variants)
    found = (_difference(ours.get(k), theirs.get(k), order.currency) for k in {**ours, **theirs})
    return sorted(filter(None, found), key=lambda one: one.words)


def lines_apart(order: OrderView, key: str, different: Iterable[Apart]) -> list[Differs]:
    """Lines that differ, as differences are kept; key is theirs of the order."""
    return [Differs("orders", order.subject, key, f"line:{one.name}", one.ours, one.theirs) for one in different]


def states_apart(before: OrderView, key: str) -> list[Differs]:
    """What taking their word for an order has made of it, within a try: its fate, what is paid, what has left."""
    after, digits = order_by_number(before.number), exponent(before.currency)
    told = (
        ("state", before.state, after.state),
        ("paid", plain(before.paid_minor, digits), plain(after.paid_minor, digits)),
        ("shipped", before.shipped, after.shipped),
    )
    return [Differs("statuses", before.subject, key, *one) for one in told if one[1] != one[2]]


def _difference(mine: Sum | None, told: Sum | None, currency: str) -> Apart | None:
    if told is None:
        return None if mine is None or mine.is_service else Apart(mine.name, plain(mine.quantity, MILLI), "0")
    quantity = mine.quantity if mine else 0
    if quantity != told.quantity and not (mine and mine.is_service):
        return Apart((mine or told).name, plain(quantity, MILLI), plain(told.quantity, MILLI))
    if mine is None or told.minor is None or mine.minor is None:
        return None
    if min(abs(told.minor - mine.minor), abs(told.minor - mine.without_tax)) <= told.lines:
        return None
    digits = exponent(currency)
    return Apart(mine.name, plain(mine.minor, digits), plain(told.minor, digits), currency)


def _ours(lines: Iterable[LineView]) -> dict[Key, Sum]:
    found: dict[Key, Sum] = {}
    for line in lines:
        name: Key = DELIVERY if line.kind == "delivery" else line.name
        key = name if line.variant is None else line.variant
        held = found.setdefault(key, Sum(line.name, is_service=line.variant is None, minor=0))
        held.quantity += line.quantity
        held.minor = (held.minor or 0) + line.total_minor
        held.without_tax += line.total_minor if line.tax_included else line.net_minor
        held.lines += 1
    return found


def _theirs(lines: Iterable[Line], currency: str, variants: Mapping[str, int]) -> dict[Key, Sum]:
    found: dict[Key, Sum] = {}
    for line in lines:
        name: Key = DELIVERY if line.is_delivery else line.name
        key = variants.get(line.key, name)
        held = found.setdefault(key, Sum(line.name or line.key, is_service=line.kind is GoodsKind.SERVICE))
        held.quantity += line.quantity_thousandths or 0
        minor = _minor(line, currency)
        held.minor = None if held.minor is None or minor is None else held.minor + minor
        held.lines += 1
    return found


def _minor(line: Line, currency: str) -> int | None:
    """What a line comes to: its sum, else its price for all of it; without the discounts that it does not hold yet."""
    micro = line.sum_micro
    if micro is None and line.price_micro is not None and line.quantity_thousandths is not None:
        micro = divided(line.price_micro * line.quantity_thousandths, 1000)
    if micro is None:
        return None
    more = sum(_micros(line))
    return divided(micro - more, 10 ** (6 - exponent(currency)))


def _micros(line: Line) -> Iterator[int]:
    return (each.sum_micro or 0 for each in line.discounts if each.included is False)
