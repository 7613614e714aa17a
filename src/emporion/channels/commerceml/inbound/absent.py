"""Goods that a full export does not name any more.

They are never switched off after one file: a full export comes in portions and talks, and only an explicit end or a
person says that it is over. Even then only where a portion claimed to be whole and all messages ended well, and not
without asking when too much would go: a filter changed in 1C has emptied many shops.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import islice
from typing import Any

from emporion.catalog import commands as catalog
from emporion.catalog.queries import shown_products, shown_variants
from emporion.catalog.types import ProductCard
from emporion.exchange import commands as exchange
from emporion.exchange.queries import channel_by_id, digests, messages_since, open_message, question, session
from emporion.exchange.types import MessageView
from emporion.journal.commands import command
from emporion.journal.types import Work

from .. import catalog_reader as parse, values
from ..reader import Kind, read
from ..settings import Settings
from .catalogs import FIRST, catalogs_of, slot
from .keys import Keys
from .refusals import AbsentGoods
from .retired import retire

PART = 500  # hidden in one transaction
PAGE = 5000
SHOWN = 20  # goods that the question names
HIDE, KEEP = "hide", "keep"


@dataclass(slots=True)
class Named:
    """What the messages of an export name: goods by catalog, offers, and what of it claimed to be whole."""

    goods: dict[str, Keys] = field(default_factory=dict)
    whole: set[str] = field(default_factory=set)
    offers: Keys = field(default_factory=Keys)
    offered: Keys = field(default_factory=Keys)
    """Goods of which a whole package names offers."""


@dataclass(frozen=True, slots=True)
class Absent:
    """Products and variants in sale that an export left out; total and all_variants count what its catalogs have.

    until is the last message of the export; unfinished is a message of it that did not end well, and then nothing is
    absent for sure.
    """

    channel: int
    since: datetime
    until: int
    products: tuple[int, ...] = ()
    total: int = 0
    variants: tuple[int, ...] = ()
    all_variants: int = 0
    unfinished: int = 0

    @property
    def percent(self) -> int:
        """The share that would go, of goods or of variants, whichever is larger; rounded up."""
        return max(_percent(len(self.products), self.total), _percent(len(self.variants), self.all_variants))

    @property
    def facts(self) -> dict[str, Any]:
        """What the question tells, and what it takes to look again."""
        return {
            "count": len(self.products), "total": self.total, "variants": len(self.variants), "percent": self.percent,
            "since": self.since.isoformat(), "until": self.until, "products": self.products[:SHOWN],
        }  # fmt: skip

    def __bool__(self) -> bool:
        return bool(self.products or self.variants)


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of absent goods: how many products and variants were hidden, or the question that waits."""

    hidden: int = 0
    question: int = 0


def settle(*, channel: int, since: datetime, actor: str) -> Settled:
    """A full export that began at a moment is over: its absent goods are hidden, asked about or kept, as is set."""
    chosen = Settings.model_validate(channel_by_id(channel).settings)
    if chosen.absent == KEEP:
        return Settled()
    found = find_absent(channel, since)
    if not found:
        if not found.unfinished:
            exchange.withdraw_question(channel=channel, code=AbsentGoods.code, actor=actor)
        return Settled()
    if chosen.absent == HIDE and found.percent <= chosen.absent_limit_percent:
        return Settled(hidden=hide(found, actor=actor))
    asked = exchange.ask(channel=channel, code=AbsentGoods.code, facts=found.facts, actor=actor)
    return Settled(question=asked)


def answer(number: int, word: str, actor: str) -> None:
    """Keep what a person decided about absent goods; hiding them is left to hide_asked, for it takes its time."""
    exchange.answer_question(question=number, answer=word, actor=actor)


def hide_asked(number: int) -> int:
    """Hide what a question was about, as far as nothing has named it since; answers how many."""
    asked = question(number)
    if asked.answer != HIDE:
        return 0
    since, until = datetime.fromisoformat(asked.fault.facts["since"]), int(asked.fault.facts["until"])
    return hide(find_absent(asked.channel, since, until), actor=asked.by)


def hide(found: Absent, *, actor: str) -> int:
    """Hide what is absent, some hundreds at a time, so that orders placed meanwhile hardly wait."""
    for part in _parts(found):
        hide_absent(channel=found.channel, absent=part, actor=actor, origin=f"message:{found.until}")
    return len(found.products) + len(found.variants)


def _parts(found: Absent) -> Iterator[Absent]:
    for at in range(0, len(found.products), PART):
        yield replace(found, products=found.products[at : at + PART], variants=())
    for at in range(0, len(found.variants), PART):
        yield replace(found, products=(), variants=found.variants[at : at + PART])


@command
def hide_absent(work: Work, *, channel: int, absent: Absent) -> None:
    """Take absent products and variants out of sale; when 1C names them again, their rows are taken anew.

    Products keep their stock on the books, as their documents stay; variants of goods that are still there do not.
    """
    cards = [ProductCard(pk, is_hidden=True) for pk in absent.products]
    catalog.put_products(work=work, cards=cards, respects_protection=True)
    for kind in ("product", *map(slot, set(catalogs_of(channel)[0].values()))):
        exchange.forget_digests(work=work, kind=kind, object_ids=absent.products)
    if absent.variants:
        master = channel_by_id(channel).code
        retire(work, master=master, variants=absent.variants, message=absent.until, started_at=absent.since)


def find_absent(channel: int, since: datetime, until: int = 0) -> Absent:
    """Compare what stands in sale with what the messages since a moment name; nothing is written.

    until: what claimed to be whole, and what ended well, is told by messages up to this one; later ones only add names.
    Only a catalog that says of itself СодержитТолькоИзменения="false" claims to be whole: one that does not say so may
    be anything.
    """
    kept = [one for one in messages_since(channel, since) if not _is_of_orders(one)]
    last = until or max((one.id for one in kept), default=0)
    nothing = Absent(channel, since, last)
    if bad := next((one.id for one in kept if one.id <= last and not _ended_well(one, kept)), 0):
        return replace(nothing, unfinished=bad)
    named = Named()
    for one in kept:
        _note(named, one.id, claims=one.id <= last)
    if not named.whole:
        return nothing
    gone, members = _products(channel, named)
    products = _shown(gone)
    variants, all_variants = _variants(channel, named, set(products))
    total = len(_shown(members))
    return replace(nothing, products=tuple(products), total=total, variants=tuple(variants), all_variants=all_variants)


def _is_of_orders(one: MessageView) -> bool:
    return one.session is not None and session(one.session).kind == "sale"


def _ended_well(one: MessageView, kept: Sequence[MessageView]) -> bool:
    """A file that was refused and sent again under its name ended as the last one of it did."""
    return one.state == "done" or any(
        other.name == one.name and other.id > one.id and other.state == "done" for other in kept
    )


def _note(named: Named, number: int, *, claims: bool) -> None:
    at, whole_catalog, whole_package = "", False, False
    with open_message(number) as source:
        for row in read(source):
            if row.kind is Kind.GOODS:
                named.goods.setdefault(at, Keys()).add(values.split_key(row.key)[0])
                if whole_catalog:
                    named.whole.add(at)
            elif row.kind in (Kind.OFFER, Kind.CHANGE_OFFER):
                named.offers.add(row.key)
                if whole_package:
                    named.offered.add(values.split_key(row.key)[0])
            elif row.kind is Kind.CATALOG:
                at, whole_catalog = row.key, claims and parse.head(row).only_changes is False
            elif row.kind in (Kind.PACK, Kind.CHANGES):
                whole_package = claims and row.kind is Kind.PACK and parse.head(row).only_changes is False


def _products(channel: int, named: Named) -> tuple[list[int], list[int]]:
    """Products that no whole catalog names of those they stand in, and all products of these catalogs."""
    numbers, stands = catalogs_of(channel)
    whole = {numbers[key]: named.goods[key] for key in named.whole if key in numbers}
    anywhere = list(named.goods.values())
    gone, members, present = [], [], set()
    for key, found in digests(channel, "product"):
        catalogs = stands.get(key, {FIRST})
        if not catalogs & whole.keys():
            present.add(found.object_id)
            continue
        members.append(found.object_id)
        if catalogs <= whole.keys() and not any(key in keys for keys in anywhere):
            gone.append(found.object_id)
        else:
            present.add(found.object_id)
    return [product for product in gone if product not in present], members


def _variants(channel: int, named: Named, gone: set[int]) -> tuple[list[int], int]:
    """Variants left out while a whole package names others of their goods; and how many there are in sale."""
    missing, total = [], 0
    every = digests(channel, "variant")
    while page := list(islice(every, PAGE)):
        shown = shown_variants([found.object_id for _, found in page])
        total += len(shown)
        missing += [
            found.object_id
            for key, found in page
            if shown.get(found.object_id, 0) not in {0} | gone
            and key not in named.offers
            and values.split_key(key)[0] in named.offered
        ]
    return missing, total


def _shown(products: Iterable[int]) -> list[int]:
    every, found = iter(products), []
    while page := list(islice(every, PAGE)):
        shown = shown_products(page)
        found += [product for product in page if product in shown]
    return found


def _percent(part: int, whole: int) -> int:
    return -(-100 * part // whole) if whole else 0
