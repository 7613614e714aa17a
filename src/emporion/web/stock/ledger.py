"""The ledger of a variant in words: each entry with its document, its account and what the account held after it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from emporion.catalog.queries import variants
from emporion.ledger.types import Account, CardLine, Kind
from emporion.stock.queries import StockLine
from emporion.stock.types import WarehouseView

from ..people import names as people_named
from ..why.links import document_url, document_words

RUNNING = (Kind.SHELF, Kind.FREE)


@dataclass(frozen=True, slots=True)
class EntryRow:
    """An entry of the card; after is what its account held then, None where no running figure is kept."""

    at: datetime
    document: str
    url: str
    memo: str
    who: str
    account: str
    quantity: int
    value_minor: int
    after: int | None
    is_first: bool


def rows(
    lines: Sequence[CardLine], stock: Sequence[StockLine], warehouses: Mapping[int, WarehouseView]
) -> list[EntryRow]:
    """Entries newest first, from the card's top on, so that the figures of now lead back through them."""
    left = {(Kind.SHELF, line.warehouse.id): line.on_hand for line in stock}
    left |= {(Kind.FREE, line.warehouse.id): line.free for line in stock}
    people = people_named({line.actor for line in lines})
    shown, before = [], ""
    for line in lines:
        account = line.account
        spot = (account.kind, account.place)
        after = left.get(spot, 0) if account.kind in RUNNING else None
        left[spot] = left.get(spot, 0) - line.quantity
        words = account_words(account, warehouses)
        who, url = people[line.actor], document_url(line.document)
        shown.append(
            EntryRow(
                line.at, document_words(line.document), url, memo_words(line.memo), who, words,
                line.quantity, line.value_minor, after, line.posting != before,
            )
        )  # fmt: skip
        before = line.posting
    return shown


def account_words(account: Account, warehouses: Mapping[int, WarehouseView]) -> str:
    """An account as people call it, such as: On hand, Main."""
    place = warehouses.get(account.place)
    where = place.name if place else ""
    if account.kind is Kind.RESERVED:
        named = _("Reserved for %(document)s") % {"document": document_words(account.holder)}
    else:
        named = _kinds()[account.kind]
    return f"{named}, {where}" if where else named


def _kinds() -> dict[Kind, str]:
    return {
        Kind.SUPPLIER: _("Suppliers"), Kind.OUTSIDE: _("Declared from outside"), Kind.SHELF: _("On hand"),
        Kind.TRANSIT: _("On the way"), Kind.REVALUED: _("Value settled"), Kind.CUSTOMER: _("Customers"),
        Kind.CORRECTION: _("Found and lost"), Kind.BANK: _("Bank"), Kind.OWN: _("All there is to promise"),
        Kind.FREE: _("Free"), Kind.RESERVED: _("Reserved"), Kind.SHORTAGE: _("Short"),
    }  # fmt: skip


def memo_words(memo: str) -> str:
    """What a posting was for; a word nobody translated stands as it is."""
    known = {
        "receive": _("Received"), "count": _("Counted"), "move": _("Moved"), "reserve": _("Reserved"),
        "release": _("Released"), "ship": _("Shipped"), "declare": _("Declared"), "depart": _("Departed"),
        "assume": _("Cost assumed"),
    }  # fmt: skip
    return known.get(memo, memo)


def reserve_rows(
    held: Sequence[tuple[str, int, int]], warehouses: Mapping[int, WarehouseView]
) -> list[dict[str, object]]:
    """Who holds promises: document, warehouse, thousandths."""
    return [
        {
            "words": document_words(document),
            "url": document_url(document),
            "where": warehouses[place].name if place in warehouses else "",
            "quantity": quantity,
        }
        for document, place, quantity in held
    ]


def why_url(line: StockLine) -> str:
    """The reason of a figure."""
    return reverse("web:why_stock", args=[line.variant, line.warehouse.id])


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """An entry on a document's page; is_first where another variant begins, whose name then stands once."""

    goods: str
    url: str
    account: str
    quantity: int
    value_minor: int
    is_first: bool


def document_rows(lines: Sequence[CardLine], warehouses: Mapping[int, WarehouseView]) -> list[DocumentRow]:
    """What a document moved, entry by entry."""
    known = variants({line.variant for line in lines if line.variant})
    return [
        DocumentRow(
            known[line.variant].name if line.variant else "",
            reverse("web:stock_card", args=[line.variant]) if line.variant else "",
            account_words(line.account, warehouses),
            line.quantity,
            line.value_minor,
            line.variant != before,
        )
        for before, line in zip([0, *(line.variant for line in lines)], lines, strict=False)
    ]
