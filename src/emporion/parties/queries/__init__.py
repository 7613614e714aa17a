"""What anybody may ask about people and firms."""

from .firms import firm, firm_at, firm_tax_ids, firms, regime_at, regimes, tax_id_read
from .people import (
    address,
    addresses_by_id,
    card,
    customers,
    everyone,
    everyone_of,
    find,
    history,
    listed,
    names,
    root_of,
    roots_of,
    rows_of,
    searched,
)

__all__ = [
    "address",
    "addresses_by_id",
    "card",
    "customers",
    "everyone",
    "everyone_of",
    "find",
    "firm",
    "firm_at",
    "firm_tax_ids",
    "firms",
    "history",
    "listed",
    "names",
    "regime_at",
    "regimes",
    "root_of",
    "roots_of",
    "rows_of",
    "searched",
    "tax_id_read",
]
