"""Offers → variants, their prices and their stock."""

from __future__ import annotations

from collections.abc import Sequence

from emporion.catalog import commands as catalog
from emporion.catalog.queries import shown_variants
from emporion.catalog.types import VariantCard
from emporion.exchange import commands as exchange
from emporion.exchange.queries import known
from emporion.exchange.types import Link
from emporion.journal.types import Work
from emporion.kernel.errors import Refused
from emporion.pricing import commands as pricing
from emporion.pricing.types import PriceCard
from emporion.stock import commands as stock
from emporion.stock.types import Figures

from ..records import Fault, Offer
from ..values import bracketed
from .goods import awaits_property, is_gone
from .load import Applied, Load
from .references import Read, put_warehouse
from .refusals import OtherCurrency, UnknownGoods, UnknownOffer, UnknownPriceType, UnknownWarehouse

WAITING = (UnknownGoods.code, UnknownOffer.code)
PRICE, STOCK = ("Цена",), ("Склад", "Склады", "Остаток")
Row = tuple[Offer, Read]


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
        faulty |= _put_prices(work, load, applied, kept, ids)
    if "stock" not in load.ours:
        faulty |= _put_stock(work, load, applied, kept, ids)
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
        told = "" if load.full else _told(offer, kind)
        applied.refuse(kind, read[0], offer.key, refusal, field="Ид", value=offer.key, told=told)
    applied.count("offers", "refused")
    applied.count("prices", "refused", len(offer.prices or ()) + len(unread(offer, *PRICE)))
    applied.count("stock", "refused", figures_told(offer) + len(unread(offer, *STOCK)))


def _told(offer: Offer, kind: str) -> str:
    """Of which prices and which warehouses a row of changes speaks: one of others does not take its place."""
    types = {f"{price.price_type_id}/{price.min_quantity_thousandths or 0}" for price in offer.prices or ()}
    places = {row.warehouse_id for row in offer.stock or ()}
    if not places and offer.total_thousandths is not None:
        places = {""}
    prices, figures = ",".join(sorted(types)), ",".join(sorted(places))
    return {"prices": prices, "stock": figures}.get(kind, f"{prices};{figures}")


def unread(offer: Offer, *elements: str) -> set[str]:
    """Places of prices or figures that could not be read."""
    return {fault.place for fault in offer.faults if fault.element in elements}


def figures_told(offer: Offer) -> int:
    """Figures of stock that a row tells: by warehouse, or 1 for a bare total."""
    return len(offer.stock) if offer.stock else int(offer.total_thousandths is not None and not unread(offer, *STOCK))


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
    standing = shown_variants([card.id for card in cards if card.id]) if load.had_variants else {}
    outcomes = catalog.put_variants(work=work, cards=cards, respects_protection=True)
    for (offer, _), card, outcome in zip(kept, cards, outcomes, strict=True):
        if load.had_variants and card.id not in standing and offer.name is not None and not offer.deleted:
            load.turning.setdefault(offer.goods_id, set()).add(offer.key)
            load.is_turned_whole = load.full
        ids[offer.key] = outcome.id
        applied.count("offers", outcome.done)
    return kept


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


def _put_prices(work: Work, load: Load, applied: Applied, rows: Sequence[Row], ids: dict[str, int]) -> set[str]:
    """Prices of the rows that speak of them; answers the keys of rows with a price that could not be taken."""
    faulty: set[str] = set()
    cards, told = [], []
    all_types = tuple(known_type.id for known_type in load.known.price_types.values())
    for offer, (place, _) in rows:
        if offer.prices is None:
            continue
        prices, refused = _prices(load, applied, offer)
        if refused:
            faulty.add(offer.key)
        unreadable = len(unread(offer, *PRICE))
        is_whole = load.full and not refused and not unreadable  # a price that could not be taken is not one that went
        cards.append(PriceCard(ids[offer.key], prices, whole=is_whole, types=all_types, place=place))
        told.append(len(offer.prices) - refused)
        applied.count("prices", "refused", refused + unreadable)
    for number, outcome in zip(told, pricing.put_prices(work=work, cards=cards), strict=True):
        applied.count("prices", outcome.done, number)
    return faulty


def _prices(load: Load, applied: Applied, offer: Offer) -> tuple[tuple[tuple[int, int, int], ...], int]:
    """Prices by (type, smallest quantity): the last of equal ones counts, as 1C itself reads them."""
    taken: dict[tuple[int, int], int] = {}
    refused = 0
    for price in offer.prices or ():
        known_type = load.known.price_types.get(price.price_type_id)
        if known_type is None:
            refusal: UnknownPriceType | OtherCurrency = UnknownPriceType(price_type=price.price_type_id)
            applied.refuse(
                "prices", price.place, offer.key, refusal, field="ИдТипаЦены", value=price.price_type_id,
                line=price.line,
            )  # fmt: skip
            refused += 1
        elif price.currency and price.currency != known_type.currency:
            facts = {"price_type": known_type.name, "expected": known_type.currency, "currency": price.currency}
            refusal = OtherCurrency(**facts)
            applied.refuse(
                "prices", price.place, offer.key, refusal, field="Валюта", value=price.currency_raw, line=price.line
            )
            refused += 1
        else:
            taken[known_type.id, price.min_quantity_thousandths or 0] = (
                price.base_price_micro if load.settings.price_per_unit else price.price_micro
            )
    return tuple((*key, micro) for key, micro in taken.items()), refused


def _put_stock(work: Work, load: Load, applied: Applied, rows: Sequence[Row], ids: dict[str, int]) -> set[str]:
    """Stock of the rows that speak of it; answers the keys of rows whose figure has no place."""
    faulty: set[str] = set()
    figures: dict[int, Figures] = {}
    told: dict[int, int] = {}
    for offer, (place, _) in rows:
        unreadable = len(unread(offer, *STOCK))
        applied.count("stock", "refused", unreadable)
        if not offer.told_stock or (unreadable and not offer.stock):
            continue
        by_warehouse = _by_warehouse(work, load, offer)
        if by_warehouse is None:
            refusal = UnknownWarehouse(key=offer.key, count=len(load.known.warehouses))
            applied.refuse("stock", place, offer.key, refusal, field="Количество")
            applied.count("stock", "refused", figures_told(offer))
            faulty.add(offer.key)
            continue
        variant = ids[offer.key]
        figures[variant] = Figures(variant, tuple(by_warehouse.items()), place)
        told[variant] = figures_told(offer)
    changed = stock.declare(
        work=work,
        document=f"message:{load.message}",
        master=load.master,
        figures=list(figures.values()),
        started_at=load.started_at,
    )
    for variant, has_changed in zip(figures, changed, strict=True):
        applied.count("stock", "changed" if has_changed else "unchanged", told[variant])
    return faulty


def _by_warehouse(work: Work, load: Load, offer: Offer) -> dict[int, int] | None:
    """Figures by warehouse in thousandths; None when a bare total has no place to go.

    In a whole offer a warehouse that is left out holds nothing; in one of changes it is as it was.
    """
    places = load.known.warehouses
    named: dict[int, int] = {}
    for row in offer.stock or ():
        place = _warehouse(work, load, row.warehouse_id)
        if place is not None:
            named[place] = named.get(place, 0) + row.quantity_thousandths
    if not offer.stock:
        place = _warehouse(work, load, "")
        if place is None or offer.total_thousandths is None:
            return None
        return {place: offer.total_thousandths}
    if not named:
        return None
    is_whole = load.full and not unread(offer, *STOCK)  # a figure that could not be read is not one that went
    return dict.fromkeys(places.values(), 0) | named if is_whole else named


def _warehouse(work: Work, load: Load, key: str) -> int | None:
    """The warehouse of a figure; one that nobody has listed is opened under its key."""
    places = load.known.warehouses
    if not key:
        if len(places) == 1:
            return next(iter(places.values()))
        if places:
            return None
        key = "main"
    if key not in places:
        places[key] = put_warehouse(work, load, key, load.channel.title if key == "main" else key)
        links = [Link(key, places[key], None)]
        exchange.link(work=work, channel=load.channel.id, kind="warehouse", links=links, session=load.session)
    return places[key]
