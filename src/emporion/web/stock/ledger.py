"""The ledger of a variant in words: each entry with its document, its account and what the account held after it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _, pgettext

from emporion.ledger.types import Account, CardLine, Kind
from emporion.stock.queries import ReservedLine, StockLine
from emporion.stock.types import WarehouseView

from .. import called
from ..orders.papers import Papers
from ..people import names as people_named


@dataclass(frozen=True, slots=True)
class EntryRow:
    """An entry of the card; after is what its account held then, None where no running figure is kept."""

    id: int
    at: datetime
    document: str
    url: str
    memo: str
    who: str
    account: str
    quantity: int
    value_minor: int
    after: int | None


def rows(
    lines: Sequence[CardLine],
    after: Mapping[int, int],
    warehouses: Mapping[int, WarehouseView],
    named: Papers,
) -> list[EntryRow]:
    """Entries in words, each with what its account held after it; named has all their documents."""
    people = people_named({line.actor for line in lines})
    return [
        EntryRow(
            line.id, line.at, named[line.document].words, named[line.document].url, memo_words(line.memo),
            people[line.actor], account_words(line.account, warehouses, named), line.quantity, line.value_minor,
            after.get(line.id),
        )
        for line in lines
    ]  # fmt: skip


def documents_in(lines: Iterable[CardLine]) -> set[str]:
    """Every document that some entries name: what moved them, and whom something is kept for."""
    return {one for line in lines for one in (line.document, line.account.holder)}


def account_words(account: Account, warehouses: Mapping[int, WarehouseView], named_as: Papers) -> str:
    """An account as people call it, such as: On hand, Main."""
    place, reserved = warehouses.get(account.place), account.kind is Kind.RESERVED
    return words_of(account.kind, named_as[account.holder].words if reserved else "", place.name if place else "")


def words_of(kind: Kind, holder: str, place: str) -> str:
    """An account from the words of its parts; whom it is kept for matters of what is reserved alone."""
    named = _("Reserved for %(document)s") % {"document": holder} if kind is Kind.RESERVED else kind_words()[kind]
    return f"{named}, {place}" if place else named


def kind_words() -> dict[Kind, str]:
    """What accounts of each kind are called."""
    return {
        Kind.SUPPLIER: _("Suppliers"), Kind.OUTSIDE: _("Declared from outside"), Kind.SHELF: _("On hand"),
        Kind.TRANSIT: _("On the way"), Kind.REVALUED: _("Value settled"), Kind.CUSTOMER: _("Customers"),
        Kind.CORRECTION: _("Found and lost"), Kind.BANK: _("Bank"), Kind.OWN: _("All there is to promise"),
        Kind.FREE: _("Free"), Kind.RESERVED: _("Reserved"), Kind.SHORTAGE: _("Short"),
    }  # fmt: skip


def memo_words(memo: str) -> str:
    """What a posting was for; a word nobody translated stands as it is."""
    return memos().get(memo, memo)


def memos() -> dict[str, str]:
    """What postings are for, by the ledger's own words."""
    return {
        "receive": _("Received"), "count": _("Counted"), "move": _("Moved"), "reserve": _("Reserved"),
        "release": _("Released"), "ship": pgettext("goods", "Shipped"), "declare": _("Declared"),
        "depart": _("Departed"), "assume": _("Cost assumed"), "return": _("Came back"),
    }  # fmt: skip


def reserve_rows(
    held: Sequence[ReservedLine], warehouses: Mapping[int, WarehouseView], named: Papers
) -> list[dict[str, object]]:
    """Who holds promises, where, and of how much."""
    return [
        {
            "words": named[one.document].words,
            "url": named[one.document].url,
            "where": warehouses[one.warehouse].name if one.warehouse in warehouses else "",
            "quantity": one.quantity,
        }
        for one in held
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


def document_rows(
    lines: Sequence[CardLine], warehouses: Mapping[int, WarehouseView], named: Papers
) -> list[DocumentRow]:
    """What a document moved, entry by entry."""
    known = called.variants({line.variant for line in lines if line.variant})
    return [
        DocumentRow(
            known[line.variant].name if line.variant else "",
            reverse("web:stock_card", args=[line.variant]) if line.variant else "",
            account_words(line.account, warehouses, named),
            line.quantity,
            line.value_minor,
            line.variant != before,
        )
        for before, line in zip([0, *(line.variant for line in lines)], lines, strict=False)
    ]
