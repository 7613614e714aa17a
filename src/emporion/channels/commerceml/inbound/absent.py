"""Goods that a full export does not name any more.

They are never switched off after one file: a full export comes in portions and talks, and only an explicit end or a
person says that it is over. Even then only where a portion claimed to be whole and all messages ended well, and not
without asking when too much would go: a filter changed in 1C has emptied many shops.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from emporion.catalog import commands as catalog
from emporion.catalog.queries import product_names, variants_standing
from emporion.catalog.types import ProductCard
from emporion.channels.differences import Compared, note as note_differences
from emporion.exchange import commands as exchange
from emporion.exchange.queries import channel_by_id, keys_of, question, shadow_of
from emporion.exchange.types import Differs
from emporion.journal.commands import command
from emporion.journal.types import Work

from ..settings import Settings
from .catalogs import catalogs_of, slot
from .left_out import Absent, find_absent
from .refusals import AbsentGoods
from .retired import retire

PART = 500  # hidden in one transaction
HIDE, KEEP = "hide", "keep"


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of absent goods: how many products and variants were hidden, or the question that waits."""

    hidden: int = 0
    question: int = 0


def settle(*, channel: int, since: datetime, actor: str) -> Settled:
    """A full export that began at a moment is over: its absent goods are hidden, asked about or kept, as is set.

    A connection in shadow mode hides nothing and asks nothing: what is absent there is a difference.
    """
    if shadow_of(channel) is not None:
        for part in _parts(find_absent(channel, since)):
            note_absent(channel=channel, found=part, actor=actor)
        return Settled()
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


@command
def note_absent(work: Work, *, channel: int, found: Absent) -> None:
    """Note goods that stand here and that a full export does not name as differences; ours is what they are called."""
    here = variants_standing(found.variants)
    called = {f"product:{pk}": name for pk, name in product_names(found.products).items()}
    called |= {f"variant:{pk}": here[pk].name for pk in found.variants if pk in here}
    keys = {f"{kind}:{pk}": key for kind in ("product", "variant") for pk, key in _keys(channel, kind, found).items()}
    differs = [Differs("names", subject, keys.get(subject, ""), "absent", name, "") for subject, name in called.items()]
    note_differences(work, channel, Compared(differs, ()))


def _keys(channel: int, kind: str, found: Absent) -> dict[int, str]:
    return keys_of(channel, kind, found.products if kind == "product" else found.variants)


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
