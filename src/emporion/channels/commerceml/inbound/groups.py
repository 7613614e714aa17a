"""In which groups goods stand, when their group comes after them and when several catalogs speak of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from emporion.catalog import commands as catalog
from emporion.catalog.queries import categories_of
from emporion.catalog.types import ProductCard
from emporion.exchange import commands as exchange
from emporion.exchange.queries import known
from emporion.exchange.types import KEY_LENGTH, Link
from emporion.journal.types import Work

from ..records import Goods
from .catalogs import stand_elsewhere
from .load import AWAITED, Load


def categories(load: Load, groups: tuple[str, ...] | None) -> tuple[int, ...] | None:
    """A group that no classifier has brought is left out, and awaited."""
    if groups is None:
        return None
    return tuple(dict.fromkeys(load.known.categories[key] for key in groups if key in load.known.categories))


def with_other_catalogs(
    load: Load, cards: Sequence[ProductCard], keys: Sequence[str], before: Collection[str]
) -> list[ProductCard]:
    """Cards of goods that stand in several catalogs keep the groups that only another catalog knows."""
    if not load.known.has_several_catalogs:
        return list(cards)
    shared = stand_elsewhere(load, keys, before)
    standing = categories_of([card.id for card, key in zip(cards, keys, strict=True) if card.id and key in shared])
    listed = {load.known.categories[key] for key in load.groups if key in load.known.categories}
    return [_joined(card, [one for one in standing.get(card.id or 0, ()) if one not in listed]) for card in cards]


def _joined(card: ProductCard, others: Sequence[int]) -> ProductCard:
    if card.category_ids is None or not others:
        return card
    return replace(card, category_ids=tuple(_both(others, card.category_ids)))


def note_awaited(work: Work, load: Load, rows: Collection[Goods], products: dict[str, int]) -> None:
    """Remember which goods name groups that have not come; what an earlier row of theirs awaited is forgotten."""
    new, over = [], []
    for goods in rows:
        if goods.group_ids is None:
            continue
        missing = {key for key in goods.group_ids if key not in load.known.categories}
        before = load.known.awaited.get(goods.goods_id, set())
        new += [(goods.goods_id, key) for key in sorted(missing - before)]
        over += [(goods.goods_id, key) for key in sorted(before - missing)]
        if missing or before:
            load.known.awaited[goods.goods_id] = missing
    if links := [Link(_key(*pair), products[pair[0]], None) for pair in new if len(_key(*pair)) <= KEY_LENGTH]:
        exchange.link(work=work, channel=load.channel.id, kind=AWAITED, links=links, session=load.session)
    if over:
        _forget(work, load, over)


def bring_home(work: Work, load: Load, groups: Collection[str]) -> None:
    """Put goods into groups that have come after them."""
    waiting = [(key, group) for key, missing in load.known.awaited.items() for group in missing if group in groups]
    if not waiting:
        return
    if "properties" not in load.ours:
        products = known(load.channel.id, "product", sorted({key for key, _ in waiting}))
        told: defaultdict[int, list[int]] = defaultdict(list)
        for key, group in waiting:
            if key in products:
                told[products[key].object_id].append(load.known.categories[group])
        standing = categories_of(list(told))
        cards = [ProductCard(pk, category_ids=tuple(_both(standing.get(pk, ()), ids))) for pk, ids in told.items()]
        catalog.put_products(work=work, cards=cards, respects_protection=True)
    _forget(work, load, waiting)
    for key, group in waiting:
        load.known.awaited[key].discard(group)


def _both(standing: Sequence[int], told: Sequence[int]) -> Iterator[int]:
    yield from dict.fromkeys((*standing, *told))


def _forget(work: Work, load: Load, pairs: Sequence[tuple[str, str]]) -> None:
    keys = [_key(*pair) for pair in pairs]
    exchange.forget_keys(work=work, channel=load.channel.id, kind=AWAITED, keys=keys)


def _key(goods: str, group: str) -> str:
    return f"{goods}/{group}"
