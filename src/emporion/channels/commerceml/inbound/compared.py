"""A connection in shadow mode: what the house held before is compared with what a message says, and stays as it is.

Rows about it are tried as a dry run tries them, and taken back; the facts that they would tell are the differences.
Who is master, what a person protects and what a guard would hold does not count there: a difference is one whoever
would win it. What only this connection has brought since it reads and compares, and nobody has touched since, comes in
and is kept fresh, so that a newcomer has something to look at; so do goods that nobody here has.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from emporion.channels.differences import Compared, Looked, differing
from emporion.exchange.queries import known, shadow_of
from emporion.exchange.types import Tally
from emporion.journal.queries import tellers_since
from emporion.orders.types import subject_of

from ..orders_known import told_orders
from ..reader import Kind
from ..records import Goods, Offer
from .applying import good
from .batches import Batch
from .boxes import told
from .dry import Heard, Tried, copied, try_chunk
from .ground import REFERENCES
from .load import Applied, Load
from .references import Read

TOUCHING = ("catalog.", "pricing.")  # facts that say what a thing is or costs; goods that move change neither
Row = tuple[Any, Read]


def set_apart(load: Load, batch: Batch) -> None:
    """Take rows about what the house held out of a chunk, with what they differ in; the rows that stay are applied.

    What was compared counts as unchanged, and as refused what cannot be read.
    """
    load.shadow = shadow_of(load.channel.id)
    if load.shadow is None or batch.kind in (None, Kind.UNIT) or not batch.rows:
        return
    subjects = _subjects(load, batch.kind, [record for record, _ in batch.rows])
    free = _brought(load, {one for one in subjects if one})
    held = [(row, one) for row, one in zip(batch.rows, subjects, strict=True) if one and one not in free]
    if not held:
        return
    # groups stand on groups of the same chunk, also on such as are taken
    rows = batch.rows if batch.kind in REFERENCES else [row for row, _ in held]
    tried, heard = _tried(load, Batch(batch.kind, list(rows), lines=batch.lines, container=batch.container))
    keys = {row[1][0]: _key(row[0]) for row, _ in held}
    differs = differing(heard.told, {one for _, one in held}, keys) + tried.differs
    batch.compared = Compared(tuple(differs), tuple(_looked(load, batch.kind, held)))
    batch.rows = [row for row, one in zip(batch.rows, subjects, strict=True) if not one or one in free]
    _count(batch.applied, tried, None if batch.kind not in REFERENCES else keys, len(held))


def _subjects(load: Load, kind: Kind, records: Sequence[Any]) -> list[str]:
    """What of ours each row is about; empty where nobody here has it. An order is always ours."""
    if kind is Kind.DOCUMENT:
        return [subject_of(record.number) for record in records]
    if kind is Kind.GOODS:
        products = known(load.channel.id, "product", [record.goods_id for record in records])
        return [f"product:{products[one.goods_id].object_id}" if one.goods_id in products else "" for one in records]
    if kind in (Kind.OFFER, Kind.CHANGE_OFFER):
        return _offered(load, records)
    here = load.known
    name, ids = {
        Kind.GROUP: ("category", here.categories),
        Kind.PROPERTY: ("property", {key: one.id for key, one in here.properties.items()}),
        Kind.PRICE_TYPE: ("price_type", {key: one.id for key, one in here.price_types.items()}),
        Kind.WAREHOUSE: ("warehouse", here.warehouses),
    }[kind]
    return [f"{name}:{ids[record.id]}" if record.id in ids else "" for record in records]


def _offered(load: Load, offers: Sequence[Offer]) -> list[str]:
    """The variant of an offer; of one that nobody here has, the product that it would be a variant of."""
    variants = known(load.channel.id, "variant", [offer.key for offer in offers])
    products = known(load.channel.id, "product", [offer.goods_id for offer in offers if offer.key not in variants])
    found = []
    for offer in offers:
        if offer.key in variants:
            found.append(f"variant:{variants[offer.key].object_id}")
        else:
            found.append(f"product:{products[offer.goods_id].object_id}" if offer.goods_id in products else "")
    return found


def _brought(load: Load, subjects: Collection[str]) -> set[str]:
    """Of some things of ours those that this connection alone has brought since it only compares."""
    if load.shadow is None:
        return set(subjects)
    actor, added, touched = load.caller["actor"], set[str](), set[str]()
    for subject, kind, by in tellers_since(subjects, load.shadow.at):
        if by != actor and kind.startswith(TOUCHING):
            touched.add(subject)
        elif by == actor and kind.endswith("Added"):
            added.add(subject)
    return added - touched


def _tried(load: Load, batch: Batch) -> tuple[Applied, Heard]:
    """What rows would come to if nothing stood between them and ours; nothing of it stays."""
    settings = load.settings.model_copy(update={"price_jump_times": 0, "holds_zero_prices": False})
    trial = replace(
        load, compares=True, settings=settings, known=copied(load.known), ours=frozenset(), planned=None, only=None,
        is_aside=True, turning={}, bare={}, taken=set(),
    )  # fmt: skip
    heard = Heard()
    attempt = partial(_attempt, trial, heard)
    return good(trial, batch, attempt, attempt), heard


def _attempt(load: Load, heard: Heard, batch: Batch) -> Applied:
    standing = copied(load.known)
    try:
        try_chunk(load=load, before=(), batch=batch, **load.caller)
    except Tried as over:
        heard.told = over.heard.told
        return over.applied
    finally:
        load.known = standing
    raise AssertionError("a try always ends by taking itself back")


def _count(applied: Applied, tried: Applied, keys: Collection[str] | None, rows: int) -> None:
    """Count what was compared; of reference data the rows that are taken were tried beside it, and count later."""
    applied.refused += [one for one in tried.refused if keys is None or one.place in keys]
    for kind, tally in tried.tallies.items():
        read = tally.read if keys is None else rows
        refused = tally.refused if keys is None else 0
        applied.tallies[kind] = applied.tallies[kind] + Tally(read=read, unchanged=read - refused, refused=refused)


def _looked(load: Load, kind: Kind, held: Sequence[tuple[Row, str]]) -> Iterator[Looked]:
    """Of which fields rows speak: a difference in one of them that they do not show any more is over."""
    if kind is Kind.DOCUMENT:
        said = [one.document for one in told([row for row, _ in held])]
        yield from (Looked(one.subject) for one in told_orders(load.channel.id, load.settings, said).values())
        return
    for (record, _), subject in held:
        yield _spoken_of(load, record, subject)


def _spoken_of(load: Load, record: Any, subject: str) -> Looked:
    if isinstance(record, Offer):
        return Looked(
            subject,
            card=record.name is not None,
            prices=_spoken(load, "price", _types(load, record), whole=record.prices is not None),
            stock=_spoken(load, "stock", _places(load, record), whole=bool(record.told_stock)),
        )
    return Looked(subject, card=not isinstance(record, Goods) or record.name is not None)


def _types(load: Load, offer: Offer) -> Iterable[int]:
    told = (load.known.price_types.get(price.price_type_id) for price in offer.prices or ())
    return (one.id for one in told if one)


def _places(load: Load, offer: Offer) -> Iterable[int]:
    places = load.known.warehouses
    return (places[row.warehouse_id] for row in offer.stock or () if row.warehouse_id in places)


def _spoken(load: Load, name: str, ids: Iterable[int], *, whole: bool) -> Collection[str] | None:
    """The fields of a part that a row tells; None for all of them, as a whole package tells them."""
    return None if whole and load.full else {f"{name}:{pk}" for pk in ids}


def _key(record: Any) -> str:
    return str(getattr(record, "key", "") or getattr(record, "number", "") or getattr(record, "id", ""))
