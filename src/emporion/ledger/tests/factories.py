"""A small book for tests: one firm, two shelves, and the moves an accountant would write."""

from datetime import datetime
from itertools import count

from emporion.ledger.commands import post
from emporion.ledger.types import Account, Kind, Line

FIRM = 1
SUPPLIER = Account(Kind.SUPPLIER, FIRM)
OUTSIDE = Account(Kind.OUTSIDE, FIRM, 9)
SHELF, SECOND_SHELF, THEIR_SHELF = (Account(Kind.SHELF, FIRM, place) for place in (1, 2, 9))
TRANSIT = Account(Kind.TRANSIT, FIRM, 2)
CUSTOMER = Account(Kind.CUSTOMER, FIRM, 1)
CORRECTION = Account(Kind.CORRECTION, FIRM, 1)
OWN = Account(Kind.OWN, FIRM, 1)
FREE = Account(Kind.FREE, FIRM, 1)
SHORTAGE = Account(Kind.SHORTAGE, FIRM, 1)
BANK = Account(Kind.BANK, FIRM)

_numbers = count(1)


def reserved(document: str) -> Account:
    """What is promised to a document."""
    return Account(Kind.RESERVED, FIRM, 1, document)


def move(
    source: Account,
    target: Account,
    *goods: tuple[int, int] | tuple[int, int, int],
    document: str = "",
    at: datetime | None = None,
) -> int:
    """Move (variant, thousandths, minor units) from one account to another in a posting of its own."""
    lines = [
        Line(account, variant, sign * quantity, sign * (value[0] if value else 0))
        for variant, quantity, *value in goods
        for account, sign in ((source, -1), (target, 1))
    ]
    number = next(_numbers)
    document = document or f"document:{number}"
    return post(
        posting=f"test:{number}", document=document, memo="test", lines=lines, effective_at=at, actor="accountant"
    )


def receive(*goods: tuple[int, int] | tuple[int, int, int], at: datetime | None = None, document: str = "") -> None:
    """Goods from a supplier, free at once."""
    move(SUPPLIER, SHELF, *goods, at=at, document=document)
    move(OWN, FREE, *[(variant, quantity) for variant, quantity, *_ in goods], at=at, document=document)
