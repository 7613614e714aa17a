"""A customer who comes again is found, and nobody is made twice."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from emporion.journal.commands import command
from emporion.journal.queries import timeline
from emporion.journal.types import Work
from emporion.parties import commands, queries
from emporion.parties.models import Handle, Party
from emporion.parties.types import (
    AddressCard,
    AlreadyKnown,
    NothingToSay,
    PartyCard,
    PartyChanged,
    PossibleDuplicate,
    TaxId,
)

from .factories import company, customer, customer_card

Together = Callable[..., list[object]]


def test_a_customer_is_found_again_by_phone_however_it_is_written(house: str) -> None:
    first = customer(PartyCard(name="Ana", phones=("+373 69 123 456",)))
    again = customer(PartyCard(name="Ana P.", phones=("069123456",), country="MD"))
    assert (again.id, first.added, again.added) == (first.id, True, False)
    assert queries.card(first.id).name == "Ana"


def test_a_customer_is_found_by_tax_id_before_phone_before_email(house: str) -> None:
    by_mail = customer(PartyCard(emails=("a@example.com",)))
    by_phone = customer(PartyCard(phones=("+37369000001",)))
    by_tax = company("7707083893")
    everything = PartyCard(emails=("a@example.com",), phones=("+37369000001",), tax_ids=(TaxId("RU", "7707 0838 93"),))
    assert customer(everything).id == by_tax.id
    assert customer(replace(everything, tax_ids=())).id == by_phone.id
    assert customer(replace(everything, tax_ids=(), phones=())).id == by_mail.id


def test_a_name_alone_finds_nobody(house: str) -> None:
    assert customer(PartyCard(name="Ana")).id != customer(PartyCard(name="Ana")).id


def test_two_parties_that_fit_are_told_as_possible_duplicates_once(house: str) -> None:
    by_phone = customer(PartyCard(phones=("+37369000001",)))
    by_mail = customer(PartyCard(emails=("a@example.com",)))
    both = PartyCard(emails=("a@example.com",), phones=("+37369000001",))
    for _ in range(3):
        assert customer(both).id == by_phone.id
    told = [fact.event for fact in timeline([by_phone.subject], kinds=["parties.PossibleDuplicate"])]
    assert told == [PossibleDuplicate(by_phone.subject, by_mail.id, "email")]


def test_an_accountants_phone_does_not_make_two_firms_one(house: str) -> None:
    one = customer(PartyCard(name="One", phones=("+79161234567",), tax_ids=(TaxId("RU", "7707083893"),)))
    two = customer(PartyCard(name="Two", phones=("+79161234567",), tax_ids=(TaxId("RU", "500100732259"),)))
    assert two.added and two.id != one.id
    assert [row.id for row in queries.find(phone="+79161234567")] == [one.id, two.id]


def test_what_is_new_is_added_and_what_stands_is_kept(house: str) -> None:
    known = customer(PartyCard(phones=("+37369000001",), note="Typed by hand"))
    card = PartyCard(
        name="Ana",
        phones=("+37369000001", "+37369000002"),
        emails=("ana@example.com",),
        addresses=(AddressCard(city="Chisinau", house="5"),),
        note="From the shop",
    )
    ref = customer(card)
    view = queries.card(known.id)
    assert view.name == "Ana"
    assert view.note == "Typed by hand"
    assert view.phones == ("+37369000001", "+37369000002")
    assert view.emails == ("ana@example.com",)
    assert [one.id for one in view.addresses] == list(ref.addresses)
    told = [fact.event for fact in timeline([known.subject], kinds=["parties.PartyChanged"])]
    assert told == [PartyChanged(known.subject, ("address", "email", "name", "phone"))]


def test_the_same_card_again_changes_nothing_and_names_the_same_addresses(house: str) -> None:
    card = customer_card()
    first = customer(card)
    again = customer(card)
    assert again.addresses == first.addresses
    assert [fact.kind for fact in timeline([first.subject])] == ["parties.PartyAdded"]


@command
def _joined(work: Work, *, card: PartyCard) -> int:
    """How many questions the command costs inside another's transaction, as in every order."""
    with CaptureQueriesContext(connection) as asked:
        commands.found_or_added(work=work, card=card)
    return len(asked)


def test_an_order_pays_few_queries_for_its_customer(house: str) -> None:
    card = replace(customer_card(), tax_ids=(TaxId("RU", "7707083893"),))
    assert _joined(card=card, actor="system") == 5  # who is it, party, handles, words, address
    assert _joined(card=card, actor="system") == 1
    nameless = customer(PartyCard(phones=("+37369000009",)))
    full = PartyCard("Ana", phones=("+37369000009",), emails=("x@example.com",), addresses=(AddressCard("Street 1"),))
    assert _joined(card=full, actor="system") <= 7 + (connection.vendor == "sqlite")  # COPY is no query to Django
    assert queries.card(nameless.id).emails == ("x@example.com",)


def test_one_phone_at_the_same_moment_makes_one_party(house: str, at_once: Together) -> None:
    card = PartyCard(name="Ana", phones=("+37369123456",), emails=("ana@example.com",))
    for _ in range(5):
        answers = at_once(*[lambda: customer(card).id] * 8)
        assert len(set(answers)) == 1, answers
    assert (Party.objects.count(), Handle.objects.count()) == (1, 2)


def test_handles_taken_crosswise_at_the_same_moment_belong_to_one_each(house: str, at_once: Together) -> None:
    customer(PartyCard(phones=("+37369000001",)))
    customer(PartyCard(phones=("+37369000002",)))
    cards = [PartyCard(phones=(phone,), emails=("x@example.com",)) for phone in ("+37369000001", "+37369000002")]
    answers = at_once(*[lambda card=card: customer(card).id for card in cards * 3])
    assert all(isinstance(one, int) for one in answers), answers
    assert Handle.objects.filter(kind="email", identity=True).count() == 1
    assert Party.objects.count() == 2


PROGRAM = """
import os
import django; django.setup()
from emporion.parties.commands import found_or_added
from emporion.parties.types import PartyCard
started = []
while len(started) < 3 and 0 not in started:  # the house is loaded once; each has a connection of its own
    started.append(os.fork())
if 0 not in started:
    raise SystemExit(any([os.waitpid(one, 0)[1] for one in started]))
for number in range(30):
    card = PartyCard(name="x", phones=(f"+373690001{number:02}",), emails=(f"n{number}@example.com",))
    found_or_added(card=card, actor="system")
"""


def test_processes_that_place_orders_of_the_same_people_make_each_once(house: str) -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert (Party.objects.count(), Handle.objects.filter(identity=True).count()) == (30, 60)


def test_a_known_customer_is_not_added_by_hand_without_saying_so(house: str) -> None:
    known = customer(PartyCard(phones=("+37369000001",)))
    card = PartyCard(name="Son", phones=("+37369000001",))
    with pytest.raises(AlreadyKnown) as refused:
        commands.add(card=card, actor="staff:1")
    assert refused.value.sentence == f"Customer {known.id} already has this phone."
    son = commands.add(card=card, even_if_known=True, actor="staff:1")
    assert Handle.objects.filter(identity=True).count() == 1
    assert customer(card).id == known.id != son.id


def test_a_card_of_nobody_is_refused_by_hand(house: str) -> None:
    with pytest.raises(NothingToSay):
        commands.add(card=PartyCard(name="  ", phones=(" ",)), actor="staff:1")
    assert Party.objects.count() == 0
