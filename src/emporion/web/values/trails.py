"""How a value came to be what it is: for each kind of subject, which facts speak of a field and what they say of it.

A fact that made the subject speaks of every field of it that no later fact names: the value came with it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field as of
from typing import Any

from emporion.catalog import types as catalog
from emporion.exchange import types as exchange
from emporion.journal.queries import timeline
from emporion.journal.types import Event, FactView, kind_of
from emporion.orders import types as orders
from emporion.parties import types as parties
from emporion.parties.queries import everyone_of, roots_of
from emporion.pricing import types as pricing
from emporion.stock import types as stock

FACTS = 500
CONTACTS = ("phone", "email", "tax", "address")  # what a customer has of everybody merged into them
Pair = tuple[str | None, str | None]
Reader = Callable[[Any, str], Iterable[Pair]]


@dataclass(frozen=True, slots=True)
class Step:
    """One change of a value; new is None where the fact does not repeat it, such as one that made the subject."""

    fact: FactView
    old: str | None
    new: str | None


@dataclass(frozen=True, slots=True)
class Trail:
    """What speaks of the fields of one kind of subject: right opens it, made are the facts that begin it.

    kin names all the subjects whose facts speak of a field of one.
    """

    right: str
    made: Mapping[type[Event], Mapping[str, str]]
    told: Mapping[type[Event], Reader] = of(default_factory=dict)
    kin: Callable[[str, str], Sequence[str]] = lambda subject, _field: [subject]

    def steps(self, subject: str, field: str) -> list[Step]:
        """All changes of a field, newest first, down to the fact that began the subject."""
        kinds = [kind_of(one) for one in (*self.made, *self.told)]
        return list(self._steps(timeline(self.kin(subject, field), FACTS, kinds), field))

    def _steps(self, facts: Iterable[FactView], field: str) -> Iterator[Step]:
        for fact in facts:
            event = fact.event
            if event is None:
                continue
            if reader := self.told.get(type(event)):
                yield from (Step(fact, old, new) for old, new in reader(event, field))
            elif (named := self.made.get(type(event))) is not None:
                name = named.get(field, "")
                yield Step(fact, None, str(getattr(event, name)) if name else None)


def _changes(event: Any, field: str) -> Iterator[Pair]:
    return ((one.old, one.new) for one in event.changes if one.field == field)


def _fields(event: Any, field: str) -> Iterator[Pair]:
    """Facts that name fields; values only where they are no secret and no personal word."""
    known = {one.field: (one.old, one.new) for one in getattr(event, "changes", ())}
    if field in event.fields:
        yield known.get(field, (None, None))


def _flag(now: str, before: str) -> Reader:
    return lambda _event, field: [(before, now)] if field == "is_hidden" else []


def _pictures(event: catalog.PicturesChanged, field: str) -> list[Pair]:
    before = len(event.files) - len(event.added) + len(event.removed)
    return [(str(before), str(len(event.files)))] if field == "pictures" else []


def _authority(event: exchange.AuthorityChanged, field: str) -> list[Pair]:
    return [(event.old, event.new)] if field == event.data else []


def _names(event: exchange.ChannelChanged, field: str) -> list[Pair]:
    return [(None, None)] if field in event.names else []


def _rate(event: pricing.TaxRateSet, field: str) -> list[Pair]:
    return [(None, str(event.percent_milli))] if field == f"{event.tax_class}.{event.regime}" else []


def _regime(event: parties.RegimeSet, field: str) -> list[Pair]:
    return [(None, event.regime)] if field == "regime" else []


def _family(subject: str, field: str) -> list[str]:
    """A customer and everybody merged into them, for what they have together; for what there is one of, they alone."""
    number = subject.removeprefix("party:")
    if field not in CONTACTS or not number.isdecimal():
        return [subject]
    return [f"party:{one}" for one in sorted(everyone_of(roots_of([int(number)]).values()))] or [subject]


def _merged(_event: parties.PartyMerged | parties.PartyUnmerged, field: str) -> list[Pair]:
    return [(None, None)] if field in CONTACTS else []


def _shop(event: orders.ShopPut, field: str) -> Iterator[Pair]:
    if field in event.fields or "code" in event.fields:  # the first word of a shop is its code
        yield next(_fields(event, field), (None, None))


_NAMED = {"name": "name", "sku": "sku"}
TRAILS: Mapping[str, Trail] = {
    "product": Trail(
        "catalog.view",
        {catalog.ProductAdded: _NAMED},
        {
            catalog.ProductChanged: _changes,
            catalog.ProductTextsPut: _changes,
            catalog.ProductHidden: _flag("True", "False"),
            catalog.ProductShown: _flag("False", "True"),
            catalog.PicturesChanged: _pictures,
        },
    ),
    "variant": Trail("catalog.view", {catalog.VariantAdded: _NAMED}, {catalog.VariantChanged: _changes}),
    "category": Trail("catalog.view", {catalog.CategoryAdded: {"name": "name"}}, {catalog.CategoryChanged: _changes}),
    "property": Trail(
        "catalog.view", {catalog.PropertyAdded: {"name": "name", "kind": "kind"}}, {catalog.PropertyChanged: _changes}
    ),
    "price_type": Trail(
        "settings.view",
        {pricing.PriceTypeAdded: {"name": "name", "currency": "currency"}},
        {pricing.PriceTypeChanged: _changes},
    ),
    "firm": Trail(
        "settings.view",
        {parties.FirmAdded: {"country": "country", "base_currency": "base_currency"}},
        {parties.FirmChanged: _fields, parties.RegimeSet: _regime},
    ),
    "shop": Trail("settings.view", {}, {orders.ShopPut: _shop}),
    "warehouse": Trail("settings.view", {stock.WarehouseAdded: {"code": "code"}}, {stock.WarehouseChanged: _fields}),
    "tax": Trail("settings.view", {}, {pricing.TaxRateSet: _rate}),
    "channel": Trail(
        "exchange.view",
        {exchange.ChannelAdded: {"code": "code"}},
        {exchange.ChannelChanged: _names, exchange.AuthorityChanged: _authority},
    ),
    "party": Trail(
        "parties.view",
        {parties.PartyAdded: {"kind": "kind"}},
        {parties.PartyChanged: _fields, parties.PartyMerged: _merged, parties.PartyUnmerged: _merged},
        _family,
    ),
}
