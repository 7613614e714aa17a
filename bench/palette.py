"""Ctrl-K over 100,000 products, 1,000,000 customers and 100,000 orders: server time by kind of question."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from bench._houses import CUSTOMERS, GOODS, ORDERS, large
from bench._rooms import load, told
from tools.bench import Figure

PROMISED_MS = 50.0


def run() -> Iterable[Figure]:
    """p95 of each kind of question beside the promise, on both databases; p50 and the longest stand beside."""
    for engine in ("sqlite", "postgresql"):
        with large(engine) as home:
            found: dict[str, Any] = told("bench._palette", GOODS, CUSTOMERS, ORDERS, **home)
        for kind, one in found.items():
            (p50, p95, longest), (cpu50, cpu95, _) = one["wall"], one["cpu"]
            beside = f"p50 {p50:.1f}, max {longest:.1f}; CPU p50 {cpu50:.1f}, p95 {cpu95:.1f} ms; {load()}"
            yield Figure(f"{engine}: {kind}, p95", p95, PROMISED_MS, "ms", "promise", 1, wall=beside)
