"""The verbs of the sales desk: what a clerk in 1C does with an order that came from the site."""

import sqlite3

from emporion.demo.onec.base import Base
from emporion.demo.onec.errors import NotAllowed, NotEnough, Unknown
from emporion.demo.onec.numbers import share
from emporion.demo.onec.operations import BANK, PAYMENTS
from emporion.demo.onec.trade import the_offer

Parts = list[tuple[str, int]]  # warehouse, thousandths


def orders(base: Base) -> list[sqlite3.Row]:
    """All orders in the order in which they came."""
    return base.rows("SELECT * FROM customer_order ORDER BY number")


def order(base: Base, key: str) -> sqlite3.Row:
    """An order by its identifier, its number in 1C, or its number on the site; refused when two share that number."""
    found = base.rows("SELECT * FROM customer_order WHERE id = ? OR number = ? OR site_number = ?", key, key, key)
    if len(found) != 1:
        raise Unknown(f"{len(found)} orders are called {key}")
    return found[0]


def lines(base: Base, key: str) -> list[sqlite3.Row]:
    """The lines of an order from first to last."""
    return base.rows("SELECT * FROM order_line WHERE customer_order = ? ORDER BY id", order(base, key)["id"])


def total(base: Base, key: str) -> int:
    """What the customer owes in minor units: the sums of the lines, and the tax that is not within them."""
    return sum(row["sum_minor"] + (0 if row["vat_included"] else tax(row)) for row in lines(base, key))


def tax(line: sqlite3.Row) -> int:
    """The VAT of a line in minor units: within the sum or on top of it; none without a rate."""
    if not line["vat"].isdigit():
        return 0
    rate = int(line["vat"])
    return share(line["sum_minor"], rate, 100 + rate if line["vat_included"] else 100)


def confirm(base: Base, key: str) -> None:
    """Post the order. From now on what the site says about it is passed over."""
    with base.transaction():
        row = _open_order(base, key)
        base.db.execute("UPDATE customer_order SET posted = 1 WHERE id = ?", (row["id"],))
        base.register("order", row["id"])


def reserve(base: Base, key: str) -> None:
    """Promise goods to every line, warehouse by warehouse; refused as a whole when one line cannot be covered."""
    with base.transaction():
        row = _open_order(base, key)
        for line in _goods_lines(base, row["id"]):
            missing = line["thousandths"] - _reserved_for(base, line["id"])
            for warehouse, part in _take(base, line, missing):
                base.db.execute(
                    "INSERT INTO reserve VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET thousandths = thousandths + ?",
                    (line["id"], warehouse, part, part),
                )
            _figures_changed(base, line["offer"])


def pay(base: Base, key: str, kind: str = BANK, *, minor: int | None = None) -> str:
    """Book a payment of one of the three kinds, of the whole rest or a part of it; the number of its document."""
    with base.transaction():
        row = _open_order(base, key)
        if kind not in PAYMENTS:
            raise Unknown(f"no kind of payment is called {kind}")
        rest = total(base, row["id"]) - paid(base, row["id"])
        if payments(base, row["id"]) and rest <= 0:
            raise NotAllowed(f"order {row['number']} is paid")
        if minor is not None and not 0 < minor <= rest:
            raise NotAllowed(f"order {row['number']}: {minor} is not a part of {rest}")
        number = base.next_number("payment")
        made = (base.new_id(), row["id"], number, base.now().isoformat(), rest if minor is None else minor, kind, "")
        base.db.execute("INSERT INTO payment VALUES (?, ?, ?, ?, ?, ?, ?)", made)
        base.register("order", row["id"])
        return number


def payments(base: Base, key: str) -> list[sqlite3.Row]:
    """The payments of an order in the order in which they were booked."""
    return base.rows("SELECT * FROM payment WHERE customer_order = ? ORDER BY number", order(base, key)["id"])


def paid(base: Base, key: str) -> int:
    """What has been paid of an order, in minor units."""
    return sum(row["sum_minor"] for row in payments(base, key))


def is_paid(base: Base, key: str) -> bool:
    """Whether nothing is left to pay; an order without any payment is not paid, whatever its sum."""
    return bool(payments(base, key)) and paid(base, key) >= total(base, key)


def shipment(base: Base, key: str) -> sqlite3.Row | None:
    """The shipment of an order, if it has left."""
    return base.one("SELECT * FROM shipment WHERE customer_order = ?", order(base, key)["id"])


def ship(base: Base, key: str, *, track: str = "") -> str:
    """Send the goods out: reserved ones first, then free ones; physical stock falls. The number of the document.

    `track` is the number under which the carrier knows the parcel.
    """
    with base.transaction():
        row = _open_order(base, key)
        if not row["posted"]:
            raise NotAllowed(f"order {row['number']} is not confirmed")
        for line in _goods_lines(base, row["id"]):
            _ship_line(base, line)
        number = base.next_number("shipment")
        made = (base.new_id(), row["id"], number, base.now().isoformat(), track)
        base.db.execute("INSERT INTO shipment VALUES (?, ?, ?, ?, ?)", made)
        base.register("order", row["id"])
        return number


def cancel(base: Base, key: str) -> None:
    """Cancel the order and let go of what it had reserved; refused once it is shipped."""
    with base.transaction():
        row = _open_order(base, key)
        for line in _goods_lines(base, row["id"]):
            _release(base, line)
        base.db.execute("UPDATE customer_order SET cancelled = 1 WHERE id = ?", (row["id"],))
        base.register("order", row["id"])


def mark_order_deleted(base: Base, key: str) -> None:
    """Set the deletion mark: the site hears ПометкаУдаления."""
    with base.transaction():
        row = order(base, key)
        for line in _goods_lines(base, row["id"]):
            _release(base, line)
        base.db.execute("UPDATE customer_order SET deleted = 1, posted = 0 WHERE id = ?", (row["id"],))
        base.register("order", row["id"])


def edit_line(
    base: Base, key: str, place: int, *, thousandths: int | None = None, price_minor: int | None = None
) -> None:
    """Change the line at a place (from 1): its quantity (0 takes it out) or price. Its reserve is let go."""
    with base.transaction():
        row = _open_order(base, key)
        found = lines(base, row["id"])
        if not 1 <= place <= len(found):
            raise Unknown(f"order {row['number']} has {len(found)} lines")
        line = found[place - 1]
        _release(base, line)
        count = line["thousandths"] if thousandths is None else thousandths
        price = line["price_minor"] if price_minor is None else price_minor
        changed = (count, price, share(price, count, 1000), line["id"])
        base.db.execute("UPDATE order_line SET thousandths = ?, price_minor = ?, sum_minor = ? WHERE id = ?", changed)
        base.db.execute("DELETE FROM order_line WHERE id = ? AND thousandths = 0", (line["id"],))
        base.register("order", row["id"])


def add_line(base: Base, key: str, offer: str, *, thousandths: int, price_minor: int) -> None:
    """Put one more goods into the order."""
    with base.transaction():
        row = _open_order(base, key)
        chosen = the_offer(base, offer)
        goods = base.one("SELECT * FROM goods WHERE id = ?", chosen.partition("#")[0])
        if goods is None:
            raise Unknown(f"no goods {offer}")
        base.db.execute(
            "INSERT INTO order_line VALUES (NULL, ?, ?, ?, ?, 0, ?, ?, ?, ?, 1)",
            (row["id"], goods["id"], chosen, goods["name"], price_minor, thousandths,
             share(price_minor, thousandths, 1000), goods["vat"]),
        )  # fmt: skip
        base.register("order", row["id"])


def _open_order(base: Base, key: str) -> sqlite3.Row:
    row = order(base, key)
    if row["cancelled"] or row["deleted"]:
        raise NotAllowed(f"order {row['number']} is cancelled")
    if base.one("SELECT 1 FROM shipment WHERE customer_order = ?", row["id"]):
        raise NotAllowed(f"order {row['number']} is shipped")
    return row


def _goods_lines(base: Base, order_id: str) -> list[sqlite3.Row]:
    return base.rows("SELECT * FROM order_line WHERE customer_order = ? AND service = 0 ORDER BY id", order_id)


def _reserved_for(base: Base, line: int) -> int:
    return int(base.value("SELECT COALESCE(SUM(thousandths), 0) FROM reserve WHERE line = ?", line))


def _free(base: Base, offer: str) -> Parts:
    """Warehouses in their order, each with what lies there and is promised to nobody."""
    return [
        (row["warehouse"], row["free"])
        for row in base.rows(
            "SELECT warehouse, thousandths - (SELECT COALESCE(SUM(r.thousandths), 0) FROM reserve r"
            " JOIN order_line l ON l.id = r.line WHERE l.offer = stock.offer AND r.warehouse = stock.warehouse) AS free"
            " FROM stock JOIN warehouse ON warehouse.id = stock.warehouse WHERE offer = ? ORDER BY place",
            offer,
        )
    ]


def _take(base: Base, line: sqlite3.Row, wanted: int) -> Parts:
    """Where the wanted quantity comes from, free stock only."""
    parts: Parts = []
    for warehouse, free in _free(base, line["offer"]):
        part = min(wanted, max(free, 0))
        if part:
            parts.append((warehouse, part))
            wanted -= part
    if wanted > 0:
        raise NotEnough(f"{line['name']}: {wanted / 1000:g} more are needed than are free")
    return parts


def _ship_line(base: Base, line: sqlite3.Row) -> None:
    kept = [
        (row["warehouse"], row["thousandths"]) for row in base.rows("SELECT * FROM reserve WHERE line = ?", line["id"])
    ]
    parts = kept + _take(base, line, line["thousandths"] - sum(part for _, part in kept))
    base.db.execute("DELETE FROM reserve WHERE line = ?", (line["id"],))
    for warehouse, part in parts:
        base.db.execute(
            "UPDATE stock SET thousandths = thousandths - ? WHERE offer = ? AND warehouse = ?",
            (part, line["offer"], warehouse),
        )
    base.register("stock", line["offer"])


def _release(base: Base, line: sqlite3.Row) -> None:
    if base.db.execute("DELETE FROM reserve WHERE line = ?", (line["id"],)).rowcount:
        _figures_changed(base, line["offer"])


def _figures_changed(base: Base, offer: str) -> None:
    """A reserve changes what the site is told only where the figures exclude reserves."""
    if base.excludes_reserves:
        base.register("stock", offer)
