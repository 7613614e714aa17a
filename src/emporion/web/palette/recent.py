"""What a person had open last. The browser remembers addresses of pages, never names; rights are asked anew."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.urls import Resolver404, resolve

from .kinds import KINDS

MOST = 8
LONGEST = 2000  # signs that a browser may send


def opened(told: str) -> list[tuple[str, str]]:
    """Kind and key of the things whose pages the browser names, one a line, the last one first; each once."""
    return list(dict.fromkeys(_known(told[:LONGEST].split("\n"))))[:MOST]


def _known(paths: Sequence[str]) -> Iterator[tuple[str, str]]:
    names = {kind.page: kind.name for kind in KINDS}
    for path in paths:
        try:
            match = resolve(path)
        except Resolver404:
            continue
        if match.app_names == ["web"] and match.url_name in names and match.kwargs:
            yield names[match.url_name], str(next(iter(match.kwargs.values())))
