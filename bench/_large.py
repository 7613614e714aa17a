"""python -m bench._large COPIES CUSTOMERS: the small house of _seed, copied and peopled; says how much it holds."""

from __future__ import annotations

import json
import sys

from django.core.management import call_command
from django.db import connection, transaction

import bench._seed as seed
from bench._copies import copied
from bench._people import added
from emporion.kernel import rows
from emporion.reports.commands import weigh

COUNTED = ("catalog_product", "orders_order", "parties_party", "ledger_entry", "journal_fact")


def main() -> None:
    """Live, add people, copy, read what Ctrl-K finds; then the ledger is asked whether it agrees."""
    copies, customers = map(int, sys.argv[1:])
    seed.live()
    hurried()
    with transaction.atomic():
        added(seed.ORDERS + 1, max(customers, seed.ORDERS * (copies + 1)))
        copied(copies)
    call_command("search", "rebuild", stdout=sys.stderr)
    while weigh():  # a house that runs has its worker
        pass
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    call_command("ledger", "verify", stdout=sys.stderr)
    print(json.dumps({table: rows.fetch(f"SELECT count(*) FROM {table}")[0][0] for table in COUNTED}))


def hurried() -> None:
    """SQLite without a journal: whatever breaks the making, the file is thrown away."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            for setting in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -2000000"):
                cursor.execute(f"PRAGMA {setting}")


if __name__ == "__main__":
    main()
