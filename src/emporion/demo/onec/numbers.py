"""Exact numbers as 1C writes and reads them, and the streams of chance that make a base the same for the same seed."""

import hashlib
import random
import re
from decimal import ROUND_HALF_UP, Decimal

_PLAIN = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)")  # xs:decimal: no comma, no spaces between thousands, no exponent


def to_minor(text: str) -> int:
    """An amount as minor units, rounded to 2 places as 1C's money columns do; ValueError unless it is an xs:decimal."""
    return _scaled(text, 100)


def to_thousandths(text: str) -> int:
    """A quantity as thousandths; ValueError unless it is an xs:decimal."""
    return _scaled(text, 1000)


def minor_text(minor: int) -> str:
    """Minor units as 1C writes them: no needless zeros (59000 → `590`, 59050 → `590.5`)."""
    return _text(minor, 100)


def thousandths_text(thousandths: int) -> str:
    """Thousandths as 1C writes a quantity."""
    return _text(thousandths, 1000)


def share(amount: int, part: int, whole: int) -> int:
    """`amount * part / whole`, rounded half away from zero, in integers."""
    product = amount * part
    rounded = (2 * abs(product) + whole) // (2 * whole)
    return rounded if product >= 0 else -rounded


def stream(seed: int, *key: object) -> random.Random:
    """Chance of its own for every key, so that one more goods changes nothing about the others."""
    digest = hashlib.sha256("|".join(map(str, (seed, *key))).encode()).digest()
    return random.Random(int.from_bytes(digest[:8], "big"))  # noqa: S311 — a story, not a secret


def uuid_from(chance: random.Random) -> str:
    """An identifier of the shape 1C gives to its objects."""
    digits = f"{chance.getrandbits(128):032x}"
    return "-".join((digits[:8], digits[8:12], "11" + digits[14:16], "8" + digits[17:20], digits[20:]))


def ean13(number: int) -> str:
    """A barcode of the shop's own range (2...) with its check digit."""
    digits = f"2{number:011d}"
    weighted = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits))
    return f"{digits}{-weighted % 10}"


def _scaled(text: str, scale: int) -> int:
    stripped = text.strip()
    if not _PLAIN.fullmatch(stripped):
        raise ValueError(f"not a number: {stripped!r}")
    return int((Decimal(stripped) * scale).to_integral_value(ROUND_HALF_UP))


def _text(scaled: int, scale: int) -> str:
    return f"{(Decimal(scaled) / scale).normalize():f}"
