"""Names of units as people read them: those the house knows by itself are said in the reader's language."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

# Short names of the units that stand in a new house (catalog/migrations/0002_known_units.py).
KNOWN: dict[str, str | Promise] = {
    "pcs": pgettext_lazy("unit", "pcs"),
    "kg": pgettext_lazy("unit", "kg"),
    "g": pgettext_lazy("unit", "g"),
    "t": pgettext_lazy("unit", "t"),
    "l": pgettext_lazy("unit", "l"),
    "m": pgettext_lazy("unit", "m"),
    "m²": pgettext_lazy("unit", "m²"),
    "m³": pgettext_lazy("unit", "m³"),
    "h": pgettext_lazy("unit", "h"),
    "pair": pgettext_lazy("unit", "pair"),
    "set": pgettext_lazy("unit", "set"),
    "pack": pgettext_lazy("unit", "pack"),
}


def unit_word(short: str) -> str:
    """A unit's short name in the reader's language; one that the house did not name stands as it was given."""
    return str(KNOWN.get(short, short))
