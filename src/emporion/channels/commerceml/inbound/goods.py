"""Goods of a catalog → products."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from emporion.catalog import commands as catalog
from emporion.catalog.types import (
    TEXT_LIMIT,
    PicturesCard,
    ProductCard,
    ProductKind,
    TextTooLong,
    Value,
    VariantCard,
)
from emporion.exchange import commands as exchange
from emporion.exchange.queries import known
from emporion.exchange.types import Known, Link
from emporion.journal.commands import command
from emporion.journal.types import Work
from emporion.pricing.queries import tax_class_of

from ..records import Goods, GoodsKind, Offer, PropertyValue
from .beside import BESIDE, keep_beside, marked
from .catalogs import in_catalog, remember
from .groups import categories, note_awaited, with_other_catalogs
from .load import Applied, Load
from .references import Read, ensure_properties, ensure_units, unit_code
from .refusals import TaxNotUnderstood

KINDS: dict[GoodsKind, ProductKind] = {GoodsKind.GOODS: "goods", GoodsKind.SERVICE: "service", GoodsKind.KIT: "set"}


def apply_goods(work: Work, load: Load, rows: Sequence[tuple[Goods, Read]]) -> Applied:
    """Write goods as products; a row that cannot stand is put aside and the others pass.

    Variants listed as goods (keys a#b of old files) become variants of their goods.
    """
    applied = Applied()
    ensure_units(work, load, [goods.unit for goods, _ in rows if goods.unit])
    ensure_properties(work, load, {p.property_id: p.name for goods, _ in rows for p in goods.properties or ()})
    in_catalog(work, load)
    ids = known(load.channel.id, "product", [goods.goods_id for goods, _ in rows])
    products = {key: found.object_id for key, found in ids.items()}
    kept, same = _put_products(work, load, applied, [row for row in rows if not row[0].variant_id], products)
    if folded := [row for row in rows if row[0].variant_id]:
        _put_folded(work, load, applied, folded, products)
    _note_bare(load, kept, ids)
    missing = _put_pictures(work, load, kept, products)
    done = {goods.key for goods, _ in kept if goods.key not in missing and not goods.faults}
    again = {goods.key for goods, _ in kept if awaits_property(load, goods.properties)}
    note_awaited(work, load, [goods for goods, _ in kept], products)
    keep_beside(work, load, kept, ids, same)
    _link(work, load, kept, products, settled=done, whole=done - again, before=frozenset(ids))
    return applied


def _put_products(
    work: Work, load: Load, applied: Applied, rows: Sequence[tuple[Goods, Read]], products: dict[str, int]
) -> tuple[list[tuple[Goods, Read]], set[str]]:
    """The rows that stand, and the keys of those that their products were known by already, as they are."""
    kept, cards = [], []
    for row, read in rows:
        goods = _fitting(applied, row, read[0])
        card = product_card(load, goods, products.get(goods.goods_id), read[0])
        applied.note_faults("goods", goods.key, goods.faults)
        _note_tax(applied, goods, read[0])
        if refusal := card.refusal():
            applied.refuse("goods", read[0], goods.key, refusal, field="Наименование")
            applied.count("goods", "refused")
            if goods.goods_id in products:  # whatever comes next under this key is read again
                remember(work, load, [Link(goods.goods_id, products[goods.goods_id], None)], frozenset(products))
        else:
            kept.append((goods, read))
            cards.append(card)
    cards = with_other_catalogs(load, cards, [goods.goods_id for goods, _ in kept], frozenset(products))
    outcomes = catalog.put_products(work=work, cards=cards, respects_protection=not load.compares)
    for (goods, (place, _)), outcome in zip(kept, outcomes, strict=True):
        products[goods.goods_id] = outcome.id
        applied.count("goods", outcome.done)
        applied.keep("goods", place, goods.key, outcome.kept)
    return kept, {goods.goods_id for (goods, _), one in zip(kept, outcomes, strict=True) if one.done == "unchanged"}


def _note_tax(applied: Applied, goods: Goods, place: str) -> None:
    """Goods whose rates of tax mean nothing here are taken with a note: an invoice would else be wrong unseen."""
    rates = [rate.rate_raw for rate in goods.taxes or () if rate.rate_raw]
    if rates and not any(map(tax_class_of, rates)):
        note = TaxNotUnderstood(rate=rates[0][:40], key=goods.key)
        applied.refuse("goods", f"{place}/СтавкиНалогов", goods.key, note, field="Ставка", value=rates[0])


def _fitting(applied: Applied, goods: Goods, place: str) -> Goods:
    """Goods whose name can be kept: one that is too long is cut with a note, and stands whole as the full name."""
    name = goods.name or ""
    if len(name) <= TEXT_LIMIT:
        return goods
    note = TextTooLong(field="Наименование", length=len(name), limit=TEXT_LIMIT)
    applied.refuse("goods", place, goods.key, note, field="Наименование", value=name[:TEXT_LIMIT])
    return replace(goods, name=name[:TEXT_LIMIT].rstrip(), full_name=goods.full_name or name)


def product_card(load: Load, goods: Goods, product: int | None, place: str) -> ProductCard:
    """What a row tells of its product; what it does not tell stays None and is left as it is."""
    rates = [tax_class_of(rate.rate_raw) for rate in goods.taxes or ()]
    requisites = goods.requisites or {}
    card = ProductCard(
        id=product,
        name=goods.name,
        full_name=goods.full_name or requisites.get("полноенаименование"),
        sku=goods.article,
        description=goods.description,
        kind=KINDS[goods.kind] if goods.kind else None,
        unit=unit_code(goods.unit) if goods.unit else None,
        brand=goods.brand or (goods.maker.name if goods.maker else None),
        country=goods.country,
        tax_class=next((rate for rate in rates if rate), None),
        weight_grams=goods.weight_grams,
        is_hidden=is_gone(goods),
        category_ids=categories(load, goods.group_ids),
        values=_values(load, goods),
        place=place,
    )
    return card if product is None else _without_ours(load, card)


def is_gone(row: Goods | Offer) -> bool | None:
    """A whole card without a deletion mark brings back what was marked before; a part of one leaves it as it is."""
    return row.deleted if row.name is None else bool(row.deleted)


def _without_ours(load: Load, card: ProductCard) -> ProductCard:
    """What is left of a card when some of its data have their master here."""
    if "names" in load.ours:
        card = replace(card, name=None, full_name=None, description=None, sku=None)
    if "properties" in load.ours:
        card = replace(card, category_ids=None, values=None, brand=None, country=None, weight_grams=None)
    return card


def _values(load: Load, goods: Goods) -> tuple[Value, ...] | None:
    if goods.properties is None:
        return None
    return tuple(value for told in goods.properties for value in _answers(load, told.property_id, told.values))


def _answers(load: Load, property_key: str, values: Iterable[str]) -> Iterable[Value]:
    """A value is the key of an answer or the text itself; both are real."""
    found = load.known.properties[property_key]
    for raw in values:
        if raw in found.by_key:
            option, text = found.by_key[raw]
            yield found.id, option, text
        elif raw:
            yield found.id, found.by_text.get(raw), raw


def awaits_property(load: Load, told: Sequence[PropertyValue] | None) -> bool:
    """Whether a value may be the key of an answer that no classifier has brought: then the row is read again."""
    return any(_is_awaited(load, one.property_id, one.values) for one in told or ())


def _is_awaited(load: Load, key: str, values: Iterable[str]) -> bool:
    found = load.known.properties.get(key)
    if found is None or not found.is_told:
        return True
    return bool(found.by_key) and any(raw not in found.by_key and raw not in found.by_text for raw in values)


def _put_folded(
    work: Work, load: Load, applied: Applied, rows: Sequence[tuple[Goods, Read]], products: dict[str, int]
) -> None:
    orphans = [(goods, read) for goods, read in rows if goods.goods_id not in products]
    heads = {goods.goods_id: (goods, read) for goods, read in reversed(orphans)}
    cards = [product_card(load, goods, None, read[0]) for goods, read in heads.values()]
    for key, outcome in zip(heads, catalog.put_products(work=work, cards=cards), strict=True):
        products[key] = outcome.id
    if heads:
        links = [Link(key, products[key], None) for key in heads]
        exchange.link(work=work, channel=load.channel.id, kind="product", links=links, session=load.session)
    variants = known(load.channel.id, "variant", [goods.key for goods, _ in rows])
    variant_cards = [
        VariantCard(
            id=variants[goods.key].object_id if goods.key in variants else None,
            product_id=products[goods.goods_id],
            name=goods.name,
            sku=goods.article,
            options=tuple((option.name, option.value) for option in goods.options or ()) or None,
            barcodes=goods.barcodes,
            is_hidden=is_gone(goods),
            place=read[0],
        )
        for goods, read in rows
    ]
    outcomes = catalog.put_variants(work=work, cards=variant_cards, respects_protection=not load.compares)
    links = []
    for (goods, (place, _)), outcome in zip(rows, outcomes, strict=True):
        applied.count("goods", outcome.done)
        applied.keep("goods", place, goods.key, outcome.kept)
        applied.note_faults("goods", goods.key, goods.faults)
        links.append(Link(goods.key, outcome.id, None))
    if links:
        exchange.link(work=work, channel=load.channel.id, kind="variant", links=links, session=load.session)
        seen = [Link(g.key, products[g.goods_id], None if g.faults else digest) for g, (_, digest) in rows]
        exchange.link(work=work, channel=load.channel.id, kind="goods_variant", links=seen, session=load.session)


def _put_pictures(work: Work, load: Load, rows: Sequence[tuple[Goods, Read]], products: dict[str, int]) -> set[str]:
    """Hang the pictures that have come; answers the goods whose pictures have not, to be looked at again next time."""
    missing: set[str] = set()
    cards = []
    for goods, (place, _) in rows:
        if goods.pictures and "pictures" not in load.ours:
            pictures, all_here = load.pictures.get(goods.key, ((), False))
            if pictures:
                cards.append(PicturesCard(products[goods.goods_id], pictures, whole=all_here, place=place))
            if not all_here:
                missing.add(goods.key)
    if cards:
        catalog.put_pictures(work=work, cards=cards, respects_protection=not load.compares)
    return missing


def _note_bare(load: Load, rows: Sequence[tuple[Goods, Read]], before: Mapping[str, Known]) -> None:
    """Remember goods that a whole catalog shows without a picture."""
    if not load.is_catalog_whole or "pictures" in load.ours:
        return
    for goods, (place, _) in rows:
        if not goods.pictures and goods.name is not None and not goods.deleted and goods.goods_id in before:
            load.bare[before[goods.goods_id].object_id] = place


@command
def take_pictures_off(work: Work, *, products: Sequence[tuple[int, str]]) -> None:
    """The last picture of these products was removed in 1C; each comes with the place of its row."""
    cards = [PicturesCard(product, (), place=place) for product, place in products]
    outcomes = catalog.put_pictures(work=work, cards=cards, respects_protection=True)
    bared = [outcome.id for outcome in outcomes if outcome.done != "unchanged"]
    for kind in ("product", BESIDE):  # should 1C show one of them again, its row is taken anew
        exchange.forget_digests(work=work, kind=kind, object_ids=bared)


def _link(
    work: Work,
    load: Load,
    rows: Sequence[tuple[Goods, Read]],
    products: dict[str, int],
    *,
    settled: set[str],
    whole: set[str],
    before: frozenset[str],
) -> None:
    """A row that was not wholly taken keeps no digest, so that the same row is read again when it comes again."""
    links = [
        Link(goods.goods_id, products[goods.goods_id], marked(digest, goods) if goods.key in whole else None)
        for goods, (_, digest) in rows
    ]
    if links:
        remember(work, load, links, before)
        keys = [goods.key for goods, _ in rows if goods.key in settled]
        exchange.settle_rows(work=work, channel=load.channel.id, kind="goods", keys=keys, message=load.message)
