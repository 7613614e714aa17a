"""Orders in a process of its own, as JSON: python -m bench._buyer COUNT LINES (as many as it can), or
python -m bench._buyer until FILE (one every 20 ms until the file appears; how long each waited)."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from random import Random

import django

django.setup()

from emporion.orders import commands as orders  # noqa: E402
from emporion.orders.tests.factories import corner_shop, cup  # noqa: E402
from emporion.orders.types import OrderDraft, Wish  # noqa: E402
from emporion.parties.tests.factories import customer_card  # noqa: E402

GOODS = 1000
PIECES = 10_000
EVERY_SECONDS = 0.02
RANDOM = Random(1)


def goods(corner: object, count: int) -> list[int]:
    """A filled shelf."""
    return [cup(corner, pieces=PIECES) for _ in range(count)]  # type: ignore[arg-type]


def an_order(shop: str, variants: list[int], lines: int, number: int) -> OrderDraft:
    """So many different goods, one to three of each, for one of 50 customers, found again by phone and e-mail."""
    wishes = tuple(Wish(variant, RANDOM.randint(1, 3) * 1000) for variant in RANDOM.sample(variants, lines))
    return OrderDraft(shop=shop, wishes=wishes, customer=customer_card(number % 50))


def as_many(count: int, lines: int) -> dict[str, float]:
    """One transaction per order, with its run-once key, in one thread."""
    corner = corner_shop()
    variants = goods(corner, GOODS)
    drafts = [an_order(corner.shop, variants, lines, n) for n in range(count)]
    cpu, wall = time.process_time(), time.perf_counter()
    for number, draft in enumerate(drafts):
        orders.place(draft=draft, cover="all", actor="bench", key=f"bench:{number}")
    spent = time.process_time() - cpu, time.perf_counter() - wall
    return {"cpu": spent[0], "wall": spent[1], "per_cpu_s": count / spent[0], "per_s": count / spent[1]}


def until(end: Path) -> dict[str, list[float]]:
    """Milliseconds of wall time each order took, of CPU time too: the rest is waiting."""
    corner = corner_shop()
    variants = goods(corner, 50)
    print("ready", flush=True)
    waits, number = [], 0
    while not end.exists():
        draft = an_order(corner.shop, variants, 5, number)
        began = time.perf_counter()
        orders.place(draft=draft, cover="all", actor="bench", key=f"wait:{number}")
        waits.append((time.perf_counter() - began) * 1000)
        number += 1
        time.sleep(EVERY_SECONDS)
    return {"ms": waits}


def main() -> None:
    """One of the two."""
    first, second = sys.argv[1:]
    print(json.dumps(until(Path(second)) if first == "until" else as_many(int(first), int(second))))


if __name__ == "__main__":
    main()
