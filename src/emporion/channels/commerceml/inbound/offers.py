"""Offers → variants, their prices and their stock."""

from __future__ import annotations

from collections.abc import Sequence

from emporion.catalog import commands as catalog
from emporion.catalog.queries import products_with_variants, shown_variants
from emporion.catalog.types import VariantCard
from emporion.exchange import commands as exchange
from emporion.exchange.queries import known
from emporion.exchange.types import Link
from emporion.journal.types import Work
from emporion.kernel.errors import Refused

from ..records import Fault, Offer
from ..values import bracketed
from .goods import awaits_property, is_gone
from .load import Applied, Load
from .offer_parts import PRICE, STOCK, Row, figures_told, part_told, unread
from .offer_prices import put_prices
from .offer_stock import put_stock
from .references import Read
from .refusals import UnknownGoods, UnknownOffer

WAITING = (UnknownGoods.code, UnknownOffer.code)


def apply_offers(work: Work, load: Load, rows: Sequence[Row], *, changes_only: bool = False) -> Applied:
    """Write offers as variants with their prices and stock; an offer of unknown goods is put aside.

    changes_only: rows of ИзмененияПакетаПредложений, which speak of prices and stock of variants that stand already.
    """
    applied = Applied()
    ids = {key: found.object_id for key, found in known(load.channel.id, "variant", [o.key for o, _ in rows]).items()}
    stood = frozenset(ids)
    kept = _standing(load, applied, rows, ids) if changes_only else _put_variants(work, load, applied, rows, ids)
    faulty = {offer.key for offer, _ in kept if offer.faults}
    for offer, _ in kept:
        for fault in offer.faults:
            applied.note_faults(_speaks_of(fault), offer.key, [fault])
    if "prices" not in load.ours:
        faulty |= put_prices(work, load, applied, kept, ids)
    if "stock" not in load.ours:
        faulty |= put_stock(work, load, applied, kept, ids)
    again = faulty | {offer.key for offer, _ in kept if awaits_property(load, offer.properties)}
    links = [Link(o.key, ids[o.key], None if o.key in again else digest) for o, (_, digest) in kept]
    if links:
        exchange.link(work=work, channel=load.channel.id, kind="variant", links=links, session=load.session)
        good = [offer for offer, _ in kept if offer.key not in faulty]
        _settle(work, load, [offer for offer in good if load.full or offer.key in stood])
        _settle(work, load, [offer for offer in good if not load.full and offer.key not in stood], WAITING)
    return applied


def _speaks_of(fault: Fault) -> str:
    return "prices" if fault.element in PRICE else "stock" if fault.element in STOCK else "offers"


def _settle(work: Work, load: Load, good: Sequence[Offer], waiting: Sequence[str] = ()) -> None:
    """A good row settles what it speaks of: prices that were refused wait on when only stock has come.

    One of changes that is the first of its key leaves the waiting rows alone, for they may tell other prices and other
    warehouses: they are read as soon as the message is taken.
    """
    if not good:
        return
    told = {
        "offers": [offer.key for offer in good],
        "prices": [offer.key for offer in good if offer.told_prices],
        "stock": [offer.key for offer in good if offer.told_stock],
    }
    for kind, keys in told.items():
        exchange.settle_rows(
            work=work, channel=load.channel.id, kind=kind, keys=keys, message=load.message, waiting=waiting
        )


def _standing(load: Load, applied: Applied, rows: Sequence[Row], ids: dict[str, int]) -> list[Row]:
    kept = []
    for offer, read in rows:
        if offer.key in ids:
            kept.append((offer, read))
            applied.count("offers", "unchanged")
        else:
            _refused(load, applied, offer, read, UnknownOffer(key=offer.key))
    return kept


def _refused(load: Load, applied: Applied, offer: Offer, read: Read, refusal: Refused) -> None:
    """Put an offer aside with all it tells; the next one of its key is read whatever it says.

    Prices and figures without a card wait each by themselves: one of them told anew leaves the other waiting.
    """
    parts = [kind for kind, told in (("prices", offer.told_prices), ("stock", offer.told_stock)) if told]
    for kind in parts if parts and offer.name is None else ["offers"]:
        told = "" if load.full else part_told(offer, kind)
        applied.refuse(kind, read[0], offer.key, refusal, field="Ид", value=offer.key, told=told)
    applied.count("offers", "refused")
    applied.count("prices", "refused", len(offer.prices or ()) + len(unread(offer, *PRICE)))
    applied.count("stock", "refused", figures_told(offer) + len(unread(offer, *STOCK)))


def _put_variants(work: Work, load: Load, applied: Applied, rows: Sequence[Row], ids: dict[str, int]) -> list[Row]:
    found = known(load.channel.id, "product", [offer.goods_id for offer, _ in rows])
    kept: list[Row] = []
    cards: list[VariantCard] = []
    for offer, read in rows:
        if offer.goods_id not in found:
            _refused(load, applied, offer, read, UnknownGoods(key=offer.key))
            continue
        card = _variant_card(load, offer, ids.get(offer.key), found[offer.goods_id].object_id, read[0])
        if refusal := card.refusal():
            _refused(load, applied, offer, read, refusal)
            continue
        kept.append((offer, read))
        cards.append(card)
    _note_turning(load, kept, cards)
    outcomes = catalog.put_variants(work=work, cards=cards, respects_protection=not load.compares)
    for (offer, (place, _)), outcome in zip(kept, outcomes, strict=True):
        ids[offer.key] = outcome.id
        applied.count("offers", outcome.done)
        applied.keep("offers", place, offer.key, outcome.kept)
    return kept


def _note_turning(load: Load, kept: Sequence[Row], cards: Sequence[VariantCard]) -> None:
    """Offers that are new or come back beside others of their goods, before they stand; goods without any have none."""
    if not load.had_variants:
        return
    standing = shown_variants([card.id for card in cards if card.id])
    come = [
        (offer, card.product_id)
        for (offer, _), card in zip(kept, cards, strict=True)
        if card.id not in standing and offer.name is not None and not offer.deleted
    ]
    have_others = products_with_variants({product for _, product in come if product}) if come else set()
    for offer, product in come:
        if product in have_others:
            load.turning.setdefault(offer.goods_id, set()).add(offer.key)
            load.is_turned_whole = load.full


def _variant_card(load: Load, offer: Offer, variant: int | None, product: int, place: str) -> VariantCard:
    return VariantCard(
        id=variant,
        product_id=product,
        sku=offer.article,
        options=options_of(load, offer),
        barcodes=offer.barcodes,
        is_hidden=is_gone(offer),
        is_default=not offer.variant_id,
        place=place,
    )


def options_of(load: Load, offer: Offer) -> tuple[tuple[str, str], ...] | None:
    """What tells a variant from its sisters: characteristics, else properties, else what its name has in brackets."""
    if not offer.variant_id:
        return ()
    if offer.options:
        return tuple((option.name, option.value) for option in offer.options if option.value)
    named = tuple(
        pair for told in offer.properties or () for pair in _property_pairs(load, told.property_id, told.values)
    )
    if named:
        return named
    if inside := bracketed(offer.name or ""):
        return (("Вариант", inside),)
    return None if offer.name is None else (("Вариант", offer.variant_id[:8]),)


def _property_pairs(load: Load, key: str, values: Sequence[str]) -> list[tuple[str, str]]:
    found = load.known.properties.get(key)
    return [(found.name, found.by_key.get(raw, (0, raw))[1]) for raw in values if raw] if found else []
