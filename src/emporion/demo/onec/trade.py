"""The verbs of the storekeeper and the price clerk: what they change is registered for the site."""

from dataclasses import dataclass

from emporion.demo.onec.base import Base
from emporion.demo.onec.errors import Unknown


@dataclass(frozen=True, slots=True)
class Figure:
    """Stock of one offer in one warehouse, in thousandths; `told` is what the site hears."""

    physical: int
    reserved: int
    told: int


def change_price(base: Base, key: str, price_type: str, minor: int) -> None:
    """Set a price in minor units; key is an offer, a goods or an article, and a goods with variants changes in all."""
    with base.transaction():
        kind = _named(base, "price_type", price_type)
        for offer in offers_of(base, key):
            base.db.execute("INSERT OR REPLACE INTO price VALUES (?, ?, ?)", (offer, kind, minor))
            base.register("price", offer)


def change_stock(base: Base, key: str, warehouse: str, thousandths: int) -> None:
    """Count what lies in a warehouse; refused when the key names several variants."""
    with base.transaction():
        offer = the_offer(base, key)
        place = _named(base, "warehouse", warehouse)
        base.db.execute("INSERT OR REPLACE INTO stock VALUES (?, ?, ?)", (offer, place, thousandths))
        base.register("stock", offer)


def rename(base: Base, key: str, name: str) -> None:
    """Give a goods another name; its card goes to the site again."""
    with base.transaction():
        goods = goods_of(base, key)
        base.db.execute("UPDATE goods SET name = ? WHERE id = ?", (name, goods))
        base.register("goods", goods)


def mark_deleted(base: Base, key: str, *, deleted: bool = True) -> None:
    """Set or clear the deletion mark of a goods; the site is told by Статус, the goods stays in the base."""
    with base.transaction():
        goods = goods_of(base, key)
        base.db.execute("UPDATE goods SET deleted = ? WHERE id = ?", (deleted, goods))
        base.register("goods", goods)


def figure(base: Base, offer: str, warehouse: str) -> Figure:
    """What lies there, what orders have reserved of it, and what the site is told."""
    place = _named(base, "warehouse", warehouse)
    physical = base.value("SELECT thousandths FROM stock WHERE offer = ? AND warehouse = ?", offer, place) or 0
    reserved = base.value(
        "SELECT COALESCE(SUM(reserve.thousandths), 0) FROM reserve JOIN order_line ON order_line.id = line"
        " WHERE offer = ? AND warehouse = ?",
        offer,
        place,
    )
    return Figure(physical, reserved, physical - reserved if base.excludes_reserves else physical)


def price(base: Base, key: str, price_type: str) -> int | None:
    """The price of one offer in minor units, or None when it has none of that type."""
    found: int | None = base.value(
        "SELECT minor FROM price WHERE offer = ? AND price_type = ?",
        the_offer(base, key),
        _named(base, "price_type", price_type),
    )
    return found


def goods_of(base: Base, key: str) -> str:
    """The goods behind an identifier (a or a#b) or an article."""
    found = base.rows("SELECT id FROM goods WHERE id = ? OR article = ?", key.partition("#")[0], key)
    if len(found) != 1:
        raise Unknown(f"{len(found)} goods are called {key}")
    return str(found[0]["id"])


def offers_of(base: Base, key: str) -> list[str]:
    """One offer when the key names it (a#b), all offers of the goods otherwise."""
    if base.one("SELECT 1 FROM offer WHERE id = ?", key):
        return [key]
    return [row["id"] for row in base.rows("SELECT id FROM offer WHERE goods = ? ORDER BY place", goods_of(base, key))]


def the_offer(base: Base, key: str) -> str:
    """The one offer the key names; refused for a goods of several variants."""
    found = offers_of(base, key)
    if len(found) != 1:
        raise Unknown(f"{key} has {len(found)} variants, name one of them")
    return found[0]


def _named(base: Base, table: str, key: str) -> str:
    found = base.value(_NAMED[table], key, key)
    if found is None:
        raise Unknown(f"no {table} is called {key}")
    return str(found)


_NAMED = {
    "price_type": "SELECT id FROM price_type WHERE id = ? OR name = ?",
    "warehouse": "SELECT id FROM warehouse WHERE id = ? OR name = ?",
}
