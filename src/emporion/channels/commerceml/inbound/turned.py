"""Simple goods that have grown variants, and goods with variants that have become simple again.

The offer that stood for the goods before is named no more, and its stock must not stay. A base offer and variants side
by side are usual too, so one goes only when the other kind is new, or a whole package names the other kind alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence

from emporion.catalog.queries import variants_of
from emporion.exchange.queries import keys_of, known
from emporion.journal.commands import command
from emporion.journal.types import Work

from .. import values
from .load import Load
from .retired import retire

PART = 500


def turn(load: Load) -> None:
    """Look at all goods of a message whose offers have turned; what is given up goes in chunks."""
    goods = sorted(load.taken.union(load.turning))
    for at in range(0, len(goods), PART):
        if gone := sorted(_given_up(load, goods[at : at + PART])):
            give_up(load=load, variants=gone, **load.caller)


@command
def give_up(work: Work, *, load: Load, variants: Sequence[int]) -> None:
    """Retire variants that the goods no longer have."""
    retire(work, master=load.master, variants=variants, message=load.message, started_at=load.started_at)


def _given_up(load: Load, goods: Sequence[str]) -> Iterator[int]:
    products = {found.object_id for found in known(load.channel.id, "product", goods).values()}
    standing = {one.id for row in variants_of(products).values() for one in row if not one.is_hidden}
    by_goods: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for variant, key in keys_of(load.channel.id, "variant", sorted(standing)).items():
        by_goods[values.split_key(key)[0]][key] = variant
    for own in goods:
        variants = {key for key in by_goods[own] if key != own}
        base = by_goods[own].keys() & {own}
        for theirs, others in ((variants, base), (base, variants)):
            if _replaces(load, own, theirs, others):
                yield from (by_goods[own][key] for key in others)


def _replaces(load: Load, goods: str, theirs: Collection[str], others: Collection[str]) -> bool:
    """Whether one kind of offers has taken the place of the other one, of which nothing is named any more."""
    if not theirs or not others or any(key in load.named for key in others):
        return False
    if load.is_turned_whole:
        return any(key in load.named for key in theirs)
    return set(theirs) <= load.turning.get(goods, set())
