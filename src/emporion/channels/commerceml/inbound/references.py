"""Groups, properties, price types, warehouses and units: what goods and offers point to."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b

from emporion.catalog import commands as catalog
from emporion.catalog.types import CategoryCard, OptionCard, PropertyCard, PropertyKind, UnitCard
from emporion.exchange import commands as exchange
from emporion.exchange.queries import digests
from emporion.exchange.types import Link
from emporion.journal.types import Work
from emporion.pricing import commands as pricing
from emporion.pricing.types import PriceTypeCard
from emporion.stock import commands as stock
from emporion.stock.queries import all_warehouses
from emporion.stock.types import WarehouseCard

from .. import records
from .groups import bring_home
from .load import Applied, Load, PriceTypeKnown, PropertyKnown
from .refusals import CurrencyWordUnknown

Read = tuple[str, bytes | None]
"""The place of a row and its digest; None when only a part of the row is taken."""
CODE_LENGTH = 32
KINDS: dict[str, PropertyKind] = {"справочник": "choice", "число": "number", "время": "date"}


def apply_groups(work: Work, load: Load, rows: Sequence[tuple[records.Group, Read]]) -> Applied:
    """The tree of groups; parents stand before their children in the file."""
    applied, ids = Applied(), load.known.categories
    index = {group.id: n for n, (group, _) in enumerate(rows)}
    cards = []
    for n, (group, (place, _)) in enumerate(rows):
        parent = group.parent_id
        is_here = parent in index and index[parent] < n and parent not in ids
        cards.append(
            CategoryCard(
                id=ids.get(group.id),
                name=group.name,
                parent_id=None if is_here else ids.get(parent, 0),
                under=index[parent] if is_here else None,
                is_hidden=group.deleted,
                place=place,
            )
        )
    outcomes = catalog.put_categories(work=work, cards=cards)
    links = []
    for (group, (_, digest)), outcome in zip(rows, outcomes, strict=True):
        ids[group.id] = outcome.id
        applied.count("groups", outcome.done)
        links.append(Link(group.id, outcome.id, digest))
    _link(work, load, "category", links)
    if load.known.awaited and load.shadow is None:
        bring_home(work, load, {link.key for link in links})
    return applied


def apply_properties(work: Work, load: Load, rows: Sequence[tuple[records.Property, Read]]) -> Applied:
    """Properties with the answers they offer."""
    applied, known = Applied(), load.known.properties
    cards = []
    for row, (place, _) in rows:
        found = known.get(row.id)
        options = [
            OptionCard(text, found.by_key[key][0] if found and key in found.by_key else None)
            for key, text in (row.values or {}).items()
        ]
        kind = KINDS.get(row.value_type.casefold(), "choice" if options else "text")
        told = tuple(options) if options else None
        cards.append(PropertyCard(found.id if found else None, row.name, kind, told, place))
    outcomes = catalog.put_properties(work=work, cards=cards)
    links, options_links, has_renamed = [], [], False
    for (row, (_, digest)), outcome in zip(rows, outcomes, strict=True):
        found = known.setdefault(row.id, PropertyKnown(outcome.id, row.name))
        found.name, found.is_told = row.name, True
        for (key, text), option in zip((row.values or {}).items(), outcome.option_ids, strict=False):
            if (before := found.by_key.get(key)) != (option, text):
                has_renamed = has_renamed or before is not None
                found.by_key[key] = (option, text)
                options_links.append(Link(f"{row.id}/{key}", option, None))
            found.by_text[text] = option
        applied.count("properties", outcome.done)
        links.append(Link(row.id, outcome.id, digest))
    _link(work, load, "property", links)
    _link(work, load, "option", options_links)
    if has_renamed:  # variants keep the word itself
        variants = sorted({found.object_id for _, found in digests(load.channel.id, "variant")})
        exchange.forget_digests(work=work, kind="variant", object_ids=variants)
    return applied


def ensure_properties(work: Work, load: Load, named: dict[str, str]) -> None:
    """Make properties that goods speak of and no classifier has brought, under the name the goods give them."""
    missing = {key: name for key, name in named.items() if key not in load.known.properties}
    if missing:
        cards = [PropertyCard(name=name or key, kind="text") for key, name in missing.items()]
        outcomes = catalog.put_properties(work=work, cards=cards)
        links = []
        for (key, name), outcome in zip(missing.items(), outcomes, strict=True):
            load.known.properties[key] = PropertyKnown(outcome.id, name or key, is_told=False)
            links.append(Link(key, outcome.id, None))
        _link(work, load, "property", links)


def apply_price_types(work: Work, load: Load, rows: Sequence[tuple[records.PriceType, Read]]) -> Applied:
    """Kinds of prices; a type without a currency is kept in the connection's own, and one that nobody knows is told."""
    applied, known = Applied(), load.known.price_types
    before = set(known)
    cards = [
        PriceTypeCard(
            id=known[row.id].id if row.id in known else None,
            name=row.name,
            currency=row.currency or (None if row.id in known else load.settings.currency),
            tax_included=row.tax_included,
            place=place,
        )
        for row, (place, _) in rows
    ]
    outcomes = pricing.put_price_types(work=work, cards=cards)
    links = []
    for (row, (_, digest)), outcome in zip(rows, outcomes, strict=True):
        currency = row.currency or (known[row.id].currency if row.id in known else load.settings.currency)
        known[row.id] = PriceTypeKnown(outcome.id, row.name, currency)
        applied.count("price_types", outcome.done)
        links.append(Link(row.id, outcome.id, digest))
    _link(work, load, "price_type", links)
    told = {row.id: place for row, (place, _) in rows if row.currency_raw and not row.currency}
    for row, _ in rows:
        if row.id in told and row.id not in before:
            facts = {"name": row.name, "word": row.currency_raw[:40], "currency": known[row.id].currency}
            note = CurrencyWordUnknown(**facts)
            applied.refuse("price_types", told[row.id], row.id, note, field="Валюта", value=row.currency_raw)
    clear = [row.id for row, _ in rows if row.id not in told]
    exchange.settle_rows(work=work, channel=load.channel.id, kind="price_types", keys=clear, message=load.message)
    return applied


def apply_warehouses(work: Work, load: Load, rows: Sequence[tuple[records.Warehouse, Read]]) -> Applied:
    """Warehouses of which the other side is master; a person decides which of them sell for which shop."""
    applied = Applied()
    codes = {place.id: place.code for place in all_warehouses(master=load.master)} if load.known.warehouses else {}
    links = []
    for row, (_, digest) in rows:
        is_new = row.id not in load.known.warehouses
        code = codes.get(load.known.warehouses.get(row.id, 0), "")  # one that was linked anew keeps its own
        load.known.warehouses[row.id] = put_warehouse(work, load, row.id, row.name, code)
        applied.count("warehouses", "created" if is_new else "changed")
        links.append(Link(row.id, load.known.warehouses[row.id], digest))
    _link(work, load, "warehouse", links)
    return applied


def put_warehouse(work: Work, load: Load, key: str, name: str, code: str = "") -> int:
    """A warehouse of the other side under a code of ours that says whose it is, or under the one it has."""
    card = WarehouseCard(
        code=code or warehouse_code(load.channel.code, key),
        name=(name or key)[:160],
        firm=load.settings.firm,
        master=load.master,
        excludes_reserves=load.settings.excludes_reserves,
        sells=False if load.settings.checklist == "open" else None,
    )
    return stock.put_warehouse(work=work, card=card)


def warehouse_code(channel: str, key: str) -> str:
    """Whose it is and its key there; a key that is too long gives its beginning and its hash."""
    code = f"{channel}-{key}"
    if len(code) <= CODE_LENGTH:
        return code
    return f"{code[: CODE_LENGTH - 13]}-{blake2b(code.encode(), digest_size=6).hexdigest()}"


def ensure_units(work: Work, load: Load, units: Sequence[records.Unit]) -> None:
    """Units of measure that goods name; 1C pads their codes with blanks."""
    missing = {unit_code(unit): unit for unit in units if unit_code(unit) not in load.known.units}
    if missing:
        cards = [UnitCard(code, unit.short or code, unit.full, unit.international) for code, unit in missing.items()]
        catalog.put_units(work=work, cards=cards)
        load.known.units.update(missing)


def unit_code(unit: records.Unit) -> str:
    """The code of a unit, or what stands for it where a file gives only a name."""
    return (unit.code or unit.short or unit.full or "796").strip()[:16] or "796"


def apply_units(work: Work, load: Load, rows: Sequence[tuple[records.Unit, Read]]) -> Applied:
    """A list of units; one without a code or a name is left out, as 1C itself exports such."""
    applied = Applied()
    named = [unit for unit, _ in rows if unit.code or unit.short or unit.full]
    before = set(load.known.units)
    ensure_units(work, load, named)
    for unit, _ in rows:
        applied.count("units", "unchanged" if unit_code(unit) in before or unit not in named else "created")
    return applied


def _link(work: Work, load: Load, kind: str, links: Sequence[Link]) -> None:
    if links:
        exchange.link(work=work, channel=load.channel.id, kind=kind, links=links, session=load.session)
