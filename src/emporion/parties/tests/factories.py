"""Parties and firms for tests of this room and of those above it."""

from __future__ import annotations

from datetime import date
from itertools import count

from emporion.parties import commands
from emporion.parties.types import AddressCard, FirmRef, PartyCard, PartyRef, TaxId

_number = count(1)
UNCHOSEN = 500_000
"""Customers beyond this number are anybody: no test writes down a phone of theirs."""


def firm(name: str = "", *, country: str = "MD", currency: str = "MDL", regime: str = "general") -> FirmRef:
    """A firm of ours that stands since 2020."""
    return commands.add_firm(
        name=name or f"Firm {next(_number)}",
        country=country,
        base_currency=currency,
        regime=regime,
        since=date(2020, 1, 1),
        actor="system",
    )


def customer_card(number: int | None = None) -> PartyCard:
    """A card like a shop's: name, phone, e-mail and address, different for each number."""
    one = next(_number) + UNCHOSEN if number is None else number
    return PartyCard(
        name=f"Customer {one}",
        phones=(f"+37369{one:06d}",),
        emails=(f"customer{one}@example.com",),
        addresses=(AddressCard(country="MD", city="Chisinau", street="Columna", house=str(one)),),
        country="MD",
    )


def customer(card: PartyCard | None = None) -> PartyRef:
    """A customer who bought before."""
    return commands.found_or_added(card=card or customer_card(), actor="system")


def company(number: str = "7707083893") -> PartyRef:
    """A Russian company by its INN."""
    card = PartyCard(name=f"Company {number}", kind="company", tax_ids=(TaxId("RU", number),), country="RU")
    return commands.found_or_added(card=card, actor="system")
