"""The accounts of a warehouse, by name."""

from functools import lru_cache

from emporion.ledger.types import Account, Kind

from .types import WarehouseView


@lru_cache(4096)
def _account(kind: Kind, firm: int, place: int) -> Account:
    return Account(kind, firm, place)


def shelf(at: WarehouseView) -> Account:
    """What lies there."""
    return _account(Kind.SHELF, at.firm, at.id)


def free(at: WarehouseView) -> Account:
    """What can still be promised; the guard of the house."""
    return _account(Kind.FREE, at.firm, at.id)


def reserved(at: WarehouseView, document: str) -> Account:
    """What is promised to one document."""
    return Account(Kind.RESERVED, at.firm, at.id, document)


def shortage(at: WarehouseView) -> Account:
    """Below zero by what is promised and does not lie there."""
    return _account(Kind.SHORTAGE, at.firm, at.id)


def own(at: WarehouseView) -> Account:
    """The other side of every promise."""
    return _account(Kind.OWN, at.firm, at.id)


def other_side(at: WarehouseView, kind: Kind) -> Account:
    """Where goods come from or go to: supplier, customer, correction, outside.

    It names the warehouse: the ledger knows by OUTSIDE which ones have an outside master and keep no cost.
    """
    return _account(kind, at.firm, at.id)
