"""Who buys and where it goes, while an order is entered by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from emporion.orders.types import ShopView
from emporion.parties import commands, queries as parties
from emporion.parties.types import AddressCard, AddressView, PartyCard, PartyRow, PartyView

from ..intent import Said

OFFERED = 6
PARTS = ("city", "street", "house", "flat", "postcode")
NAMES = ("name", "phone", "email")


@dataclass
class Buyer:
    """The customer's side of the form: one that was found, or a new one as typed, or nobody."""

    asked: str = ""
    found: Sequence[PartyRow] = ()
    known: PartyView | None = None
    address: int | None = None
    typed: dict[str, str] = field(default_factory=dict)
    error: str = ""

    @property
    def name(self) -> str:
        """What to call the one who was found."""
        if not self.known:
            return ""
        return self.known.name or next(iter([*self.known.phones, *self.known.emails]), "")

    @property
    def is_typed(self) -> bool:
        """Whether anything of a new customer was typed."""
        return any(self.typed[name] for name in NAMES)


def read(post: QueryDict, country: str) -> Buyer:
    """The customer that a form carries, with the button that was pressed applied."""
    typed = {name: post.get(name, "").strip()[:200] for name in (*NAMES, *PARTS)}
    asked = post.get("who", "").strip()[:100]
    picked = post.get("pick") or post.get("customer", "")
    if post.get("unpick") or not picked.isdecimal():
        return Buyer(asked, _found(asked, country), typed=typed)
    known = parties.card(int(picked))
    address = post.get("address", "")
    addresses = [one.id for one in known.addresses]
    chosen = int(address) if address.isdecimal() and int(address) in addresses else None
    if address != "new" and chosen is None and addresses:
        chosen = addresses[-1]
    return Buyer(known=known, address=chosen, typed=typed)


def _found(asked: str, country: str) -> Sequence[PartyRow]:
    return parties.listed(search=asked, country=country, limit=OFFERED).rows if asked else ()


def empty() -> Buyer:
    """Nobody yet."""
    return Buyer(typed=dict.fromkeys((*NAMES, *PARTS), ""))


def customer_of(buyer: Buyer, shop: ShopView, said: Said) -> tuple[PartyCard | int | None, int | None]:
    """The customer and the address for the command; an address that is new for a known customer is written first."""
    address = _address_card(buyer, shop)
    if buyer.known:
        if buyer.address or not address:
            return buyer.known.id, buyer.address
        return buyer.known.id, _kept(buyer.known, address, said)
    if not buyer.is_typed:
        return None, None
    typed = buyer.typed
    card = PartyCard(
        name=typed["name"],
        phones=tuple(filter(None, (typed["phone"],))),
        emails=tuple(filter(None, (typed["email"],))),
        addresses=(address,) if address else (),
        country=shop.country,
    )
    return card, None


def _address_card(buyer: Buyer, shop: ShopView) -> AddressCard | None:
    parts = {name: buyer.typed[name] for name in PARTS}
    return AddressCard(country=shop.country, **parts) if any(parts.values()) else None


def _kept(known: PartyView, card: AddressCard, said: Said) -> int | None:
    told: dict[str, Any] = {**said, "key": f"{said['key']}:address" if said["key"] else ""}
    before = {one.id for one in known.addresses}
    commands.change(party=known.id, addresses=(*map(as_card, known.addresses), card), **told)
    now = parties.card(known.id).addresses
    return next((one.id for one in now if one.id not in before), now[-1].id if now else None)


def as_card(view: AddressView) -> AddressCard:
    """An address that stands as the card it came from."""
    parts = {name: getattr(view, name) for name in ("country", "region", "city", "street", "house", "flat", "postcode")}
    return AddressCard(**parts) if any(parts.values()) else AddressCard(text=view.text)


def whom(buyer: Buyer) -> str:
    """What is wrong with the customer, if anything: an address alone is nobody's."""
    if not buyer.known and not buyer.is_typed and any(buyer.typed[name] for name in PARTS):
        return _("An address needs somebody who lives there: enter a name or a phone.")
    return ""
