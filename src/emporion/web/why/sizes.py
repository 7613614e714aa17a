"""Sizes of files as people say them."""

from __future__ import annotations

from babel.numbers import format_decimal

from ..numbers import FIXED_SPACE, locale

UNITS = ("B", "KB", "MB", "GB")
STEP = 1024
WHOLE = 100  # from ten units on the tenths say nothing


def size_words(size: int) -> str:
    """A size with its unit: 412 B, 3.4 KB, 1.8 MB."""
    step = 0
    while size >= STEP ** (step + 1) and step < len(UNITS) - 1:
        step += 1
    tenths = size * 10 // STEP**step
    shown = format_decimal(tenths // 10 if tenths >= WHOLE or not step else tenths / 10, locale=locale())
    return f"{shown}{FIXED_SPACE}{UNITS[step]}"
