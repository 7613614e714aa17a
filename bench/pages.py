"""Server time of every page with 100,000 products, 100,000 orders and 1,000,000 customers, on both databases.

Each page's p95, middle, CPU at p95, queries and bytes stand on standard error, the slowest first.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable

from bench._houses import large
from bench._rooms import load, told
from tools.bench import Figure

TIMES = os.environ.get("EMPORION_BENCH_RUNS", "20")
PROMISED_MS = 100.0


def run() -> Iterable[Figure]:
    """The slowest page of each database; all of them are to stay below the promise."""
    for engine in ("sqlite", "postgresql"):
        with large(engine) as home:
            pages = sorted(told("bench._walk", TIMES, **home), key=lambda page: -page[2])
        for address, middle, p95, cpu, queries, size in pages:
            figures = f"{p95:8.1f} ms  {middle:8.1f} ms  {cpu:8.1f} ms CPU  {queries:3} queries  {size // 1024:5} KB"
            print(f"{figures}  {address}", file=sys.stderr)
        slow = sum(page[2] > PROMISED_MS for page in pages)
        beside = f"{pages[0][0]}; {len(pages)} pages, {slow} above, {load()}"
        yield Figure(f"slowest page, p95 ({engine})", pages[0][2], PROMISED_MS, "ms", "promise", 1, wall=beside)
