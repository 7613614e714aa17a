"""A price list loaded and taken back, in a process of its own: python -m bench._back ROWS → CPU seconds, as JSON.

After the load somebody changes each thousandth price by hand. wrong are prices that stand neither as before the load
nor as changed since; listed are the goods of which the way back says that something was changed since.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time

import django

django.setup()

from bench._dry import goods, prices, written  # noqa: E402
from bench._load import brought, channel  # noqa: E402
from emporion.channels.commands import take_load_back  # noqa: E402
from emporion.channels.queries import load_products, loaded  # noqa: E402
from emporion.channels.types import PARTS  # noqa: E402
from emporion.exchange.queries import digests, messages  # noqa: E402
from emporion.kernel import rows as tables  # noqa: E402
from emporion.pricing import commands as pricing  # noqa: E402
from emporion.pricing.types import PriceCard  # noqa: E402

AT_ONCE = 500  # goods, as an act on many rows takes them
EVERY, BY_HAND = 1000, 7_000_000


def standing() -> dict[int, int]:
    """The price of each variant, in micro."""
    return dict(tables.fetch("SELECT variant_id, price_micro FROM pricing_price"))


def changed_by_hand(number: int) -> set[int]:
    """The variants whose price somebody sets after the load."""
    kind = next(one.object_id for _key, one in digests(number, "price_type"))
    chosen = sorted(standing())[::EVERY]
    pricing.put_prices(cards=[PriceCard(pk, ((kind, 0, BY_HAND),)) for pk in chosen], actor="staff:1")
    return set(chosen)


def main() -> None:
    rows, number = int(sys.argv[1]), channel()
    with tempfile.TemporaryDirectory() as folder:
        brought(number, written(folder, "import.xml", goods(rows)))
        brought(number, written(folder, "offers.xml", prices(rows, 0)))
        before = standing()
        brought(number, written(folder, "prices.xml", prices(rows, 1)))
    load = messages(limit=1)[0].id
    changed = sum(before[pk] != micro for pk, micro in standing().items())
    by_hand = changed_by_hand(number)
    began, wall = time.process_time(), time.monotonic()
    products = load_products(load)
    listed = 0
    for at in range(0, len(products), AT_ONCE):
        some = products[at : at + AT_ONCE]
        listed += sum(bool(one.left) for one in loaded(load, some).values())
        take_load_back(message=load, products=some, parts=PARTS, actor="staff:1")
    spent, took = time.process_time() - began, time.monotonic() - wall
    wanted = before | dict.fromkeys(by_hand, BY_HAND)
    wrong = sum(wanted[pk] != micro for pk, micro in standing().items())
    told = {"cpu": spent, "wall": took, "changed": changed, "by_hand": len(by_hand), "listed": listed, "wrong": wrong}
    print(json.dumps(told))


if __name__ == "__main__":
    main()
