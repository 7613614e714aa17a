"""The accounts of a warehouse, by name."""

from functools import lru_cache

from emporion.ledger.types import Account, Kind

from .types import WarehouseView


@lru_cache(4096)
def shelf(at: WarehouseView) -> Account:
    """What lies there."""
    return Account(Kind.SHELF, at.firm, at.id)


@lru_cache(4096)
def free(at: WarehouseView) -> Account:
    """What can still be promised; the guard of the house."""
    return Account(Kind.FREE, at.firm, at.id)


def reserved(at: WarehouseView, document: str) -> Account:
    """What is promised to one document."""
    return Account(Kind.RESERVED, at.firm, at.id, document)


@lru_cache(4096)
def shortage(at: WarehouseView) -> Account:
    """Below zero by what is promised and does not lie there."""
    return Account(Kind.SHORTAGE, at.firm, at.id)


@lru_cache(4096)
def own(at: WarehouseView) -> Account:
    """The other side of every promise."""
    return Account(Kind.OWN, at.firm, at.id)


@lru_cache(4096)
def other_side(at: WarehouseView, kind: Kind) -> Account:
    """Where goods come from or go to: supplier, customer, correction, outside."""
    return Account(kind, at.firm)
