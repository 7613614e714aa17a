"""A lived house copied until it is large, by one INSERT … SELECT a table; both databases.

Numbers of rows are shifted, names of documents in ledger and journal too, and each copy is DAYS older than the one
before. What all copies share (accounts of warehouse and firm) keeps its one row, so the sums of the ledger agree.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import connection

from bench._seed import DAYS, GOODS, ORDERS
from emporion.kernel import rows

COPIES = "(WITH RECURSIVE n(k) AS (SELECT 1 UNION ALL SELECT k + 1 FROM n WHERE k < {count}) SELECT k FROM n) AS copy"
OF_A_DOCUMENT = "holder LIKE '%:%'"
SHARED = f"SELECT id FROM ledger_account WHERE NOT {OF_A_DOCUMENT}"
# What the copies of one house are told apart by: products, orders and customers by the thousand, all else by its own.
BY_ROW = ("product", "variant", "party")  # subjects that are named by the number of their row
SPANS = {"catalog_product": GOODS, "catalog_variant": GOODS, "orders_order": ORDERS, "parties_party": ORDERS}


@dataclass(frozen=True, slots=True)
class Table:
    """One table to copy: columns by what becomes of them, all others stay; where leaves rows out."""

    name: str
    points: Mapping[str, str] = field(default_factory=dict)  # column: the table whose number it holds
    texts: Mapping[str, str] = field(default_factory=dict)  # column: its new value in SQL, {column} and k within
    moments: tuple[str, ...] = ()
    where: str = "1 = 1"


def number(column: str, first: int) -> str:
    """A text that ends with six digits from place `first` on, counted further by the copy."""
    return (
        f"substr({column}, 1, {first - 1}) || "
        f"substr(CAST(1000000 + CAST(substr({column}, {first}) AS BIGINT) + k * {ORDERS} AS TEXT), 2)"
    )


def article(column: str) -> str:
    """An article of seven digits, counted further by the copy; '' stays."""
    return f"CASE WHEN {column} = '' THEN '' ELSE CAST(CAST({column} AS BIGINT) + k * {GOODS} AS TEXT) END"


def document(column: str) -> str:
    """The name of a document or subject: of orders by number, of goods and people by row, of others with a tail."""
    by_row = " ".join(
        f"WHEN {column} LIKE '{kind}:%' "
        f"THEN '{kind}:' || (CAST(substr({column}, {len(kind) + 2}) AS BIGINT) + k * {GOODS})"
        for kind in BY_ROW
    )
    order = f"WHEN {column} LIKE 'order:K%' THEN {number(column, 8)}"
    return f"CASE WHEN {column} = '' THEN '' {order} {by_row} ELSE {column} || '-' || k END"


def within(column: str, name: str) -> str:
    """A text that holds the name of a document, with its new name."""
    return f"CASE WHEN {name} = '' THEN {column} || '-' || k ELSE replace({column}, {name}, {document(name)}) END"


def account(column: str) -> str:
    """The account of a document is copied with it; an account of the house is shared."""
    return f"CASE WHEN {column} IN ({SHARED}) THEN {column} ELSE {column} + k * {{ledger_account}} END"


TABLES = (
    Table(
        "catalog_product",
        texts={
            "sku": article("sku"),
            "name": "name || ' ' || k",
            "search_text": "replace(search_text, sku, ({sku}) || ' ' || k)",
        },
        moments=("added_at", "changed_at"),
    ),
    Table(
        "catalog_variant",
        {"product_id": "catalog_product"},
        {"search_text": f"'  eb' || ({article('substr(search_text, 5)')})"},
    ),
    Table("catalog_barcode", {"variant_id": "catalog_variant"}, {"code": f"'EB' || ({article('substr(code, 3)')})"}),
    Table("pricing_price", {"variant_id": "catalog_variant"}, moments=("changed_at",)),
    Table("parties_address", {"party_id": "parties_party"}, moments=("added_at",)),
    Table(
        "orders_order",
        {"customer_id": "parties_party", "address_id": "parties_address"},
        {"number": number("number", 2), "external": number("external", 5)},
        ("placed_at", "status_since", "left_at"),
    ),
    Table("orders_orderline", {"order_id": "orders_order", "variant_id": "catalog_variant"}, {"sku": article("sku")}),
    Table("orders_orderpayment", {"order_id": "orders_order"}, moments=("at",)),
    Table("orders_ordershipment", {"order_id": "orders_order"}, moments=("at",)),
    Table("orders_cancellation", {"order_id": "orders_order"}, moments=("at",)),
    Table(
        "ledger_account",
        texts={"holder": document("holder"), "code": within("code", "holder")},
        where=OF_A_DOCUMENT,
    ),
    Table(
        "ledger_posting",
        texts={"key": within("key", "document"), "document": document("document")},
        moments=("at",),
    ),
    Table(
        "ledger_entry",
        {"posting_id": "ledger_posting", "variant": "catalog_variant"},
        {"account_id": account("account_id")},
        ("effective_at",),
    ),
    Table("ledger_balance", {"variant": "catalog_variant"}, {"account_id": account("account_id")}),
    Table(
        "journal_fact",
        texts={"subject": document("subject"), "payload": within("payload", "subject")},
        moments=("at",),
        where=" OR ".join(f"subject LIKE '{kind}:%'" for kind in (*BY_ROW, "order")),
    ),
)


def copied(count: int) -> None:
    """Copy the house so many times."""
    spans = {table.name: SPANS.get(table.name) or last(table.name) for table in TABLES} | SPANS
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(statement(table, spans, count))
        cursor.execute(f"UPDATE ledger_numberseries SET last = last * {count + 1} WHERE kind = 'order:K'")
        for sql in sequences():
            cursor.execute(sql)


def last(table: str) -> int:
    """The greatest number of a table, 0 where its rows have none of their own."""
    if "id" not in columns_of(table):
        return 0
    return int(rows.fetch(f"SELECT max(id) FROM {table}")[0][0] or 0)


def statement(table: Table, spans: Mapping[str, int], count: int) -> str:
    """The INSERT that copies one table."""
    names = columns_of(table.name)
    values = [value(table, name, spans) for name in names]
    quoted = ", ".join(f'"{name}"' for name in names)
    source = f"{table.name} CROSS JOIN {COPIES.format(count=count)}"
    return f"INSERT INTO {table.name} ({quoted}) SELECT {', '.join(values)} FROM {source} WHERE {table.where}"


def value(table: Table, name: str, spans: Mapping[str, int]) -> str:
    """What a column of a copy holds."""
    if name == "id":
        return f"{table.name}.id + k * {spans[table.name]}"
    if name in table.points:
        return f"{name} + k * {spans[table.points[name]]}"
    if name in table.moments:
        return older(name)
    if name in table.texts:
        inside = {other: text for other, text in table.texts.items() if other != name}
        return table.texts[name].format(**(dict(spans) | inside))
    return f'"{name}"'


def older(column: str) -> str:
    """A moment DAYS earlier for each copy."""
    if connection.vendor == "sqlite":
        return f"strftime('%Y-%m-%d %H:%M:%f000', {column}, (-{DAYS} * k) || ' days')"
    return f"{column} - k * interval '{DAYS} days'"


def columns_of(table: str) -> list[str]:
    """The columns that a copy writes; on PostgreSQL not the transaction of a fact, which writes itself."""
    with connection.cursor() as cursor:
        described = connection.introspection.get_table_description(cursor, table)
    return [column.name for column in described if (table, column.name) != ("journal_fact", "tx")]


def sequences() -> list[str]:
    """What lets PostgreSQL count on behind the copied numbers; SQLite does so by itself."""
    if connection.vendor == "sqlite":
        return []
    return [
        f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), (SELECT max(id) FROM {table.name}))"
        for table in TABLES
        if "id" in columns_of(table.name)
    ]
