"""Customers who are merged change what the house knows; parted again, it knows exactly what it knew before."""

from __future__ import annotations

from dataclasses import replace

from emporion.journal.commands import deliver_all
from emporion.orders import commands as orders
from emporion.orders.queries import listed, order
from emporion.orders.tests.factories import Corner, corner_shop, cup, draft
from emporion.parties import commands as parties, queries
from emporion.parties.tests.factories import customer_card
from emporion.parties.types import PartyCard
from emporion.site.fingerprint import fingerprint

BY = "staff:1"
CARDS = customer_card(700_001), customer_card(700_002)


def bought(corner: Corner, card: PartyCard) -> int:
    """The customer of an order by a card."""
    asked = replace(draft(corner, (cup(corner), 1)), customer=card)
    return order(orders.place(draft=asked, actor="shop").number).customer or 0


def two_who_bought(corner: Corner) -> tuple[int, int]:
    """Two customers with an order, an address and a consent each."""
    one, other = (bought(corner, card) for card in CARDS)
    for number in (one, other):
        parties.give_consent(party=number, purpose="letters", actor=BY)
    parties.change(party=other, language="ro", note="rings twice", actor=BY)
    deliver_all()
    return one, other


def test_a_merge_undone_returns_the_fingerprint(house: str) -> None:
    one, other = two_who_bought(corner_shop())
    before = fingerprint()
    parties.merge(party=other, into=one, take=("name", "language", "note"), actor=BY)
    deliver_all()
    merged = fingerprint()
    assert merged["parties.party"] != before["parties.party"]
    assert merged["orders.order"] != before["orders.order"]
    parties.unmerge(party=other, actor=BY)
    deliver_all()
    assert fingerprint() == before


def test_the_next_exchange_finds_who_stands_and_adds_nobody(house: str) -> None:
    corner = corner_shop()
    one, other = two_who_bought(corner)
    parties.merge(party=other, into=one, actor=BY)
    assert bought(corner, CARDS[1]) == one
    assert sorted(row.customer_id or 0 for row in listed()) == [one, one, other]
    parties.unmerge(party=other, actor=BY)
    assert sorted(row.customer_id or 0 for row in listed()) == [one, one, other]  # what came meanwhile stays
    assert bought(corner, CARDS[1]) == other
    assert queries.customers().count() == 2
