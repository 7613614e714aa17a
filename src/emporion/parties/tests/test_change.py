"""What a person changes by hand is kept, and what it was can be read again."""

from __future__ import annotations

import pytest

from emporion.journal.queries import timeline
from emporion.parties import commands, queries
from emporion.parties.models import Address
from emporion.parties.types import AddressCard, NoSuchParty, NothingToSay, PartyCard, PartyChanged, TaxId

from .factories import customer

BY = "staff:7"


def test_old_and_new_values_are_read_from_the_history(house: str) -> None:
    ana = customer(PartyCard(name="Ana Pop", phones=("+37369000001",)))
    commands.change(party=ana.id, name="Ana Rusu", phones=("069000002",), country="MD", actor=BY)
    told = [(one.actor, one.field, one.old, one.new) for one in queries.history(ana.id)]
    assert told == [
        (BY, "phone", None, "069000002"),
        (BY, "phone", "+37369000001", None),
        (BY, "name", "Ana Pop", "Ana Rusu"),
    ]


def test_the_journal_names_fields_and_never_values(house: str) -> None:
    ana = customer(PartyCard(name="Ana Pop", phones=("+37369000001",)))
    commands.change(party=ana.id, name="Ana Rusu", note="Calls back", actor=BY)
    [fact] = timeline([ana.subject], kinds=["parties.PartyChanged"])
    assert fact.event == PartyChanged(ana.subject, ("name", "note"))


def test_a_change_to_the_same_changes_nothing(house: str) -> None:
    card = PartyCard(name="Ana", phones=("+37369000001",), addresses=(AddressCard("Columna 5"),))
    ana = customer(card)
    commands.change(party=ana.id, name="Ana", phones=card.phones, addresses=card.addresses, actor=BY)
    assert queries.history(ana.id) == []
    assert len(timeline([ana.subject])) == 1


def test_a_list_that_is_not_named_stays(house: str) -> None:
    ana = customer(PartyCard(phones=("+37369000001",), emails=("a@example.com",)))
    commands.change(party=ana.id, phones=(), actor=BY)
    assert (queries.card(ana.id).phones, queries.card(ana.id).emails) == ((), ("a@example.com",))


def test_a_phone_given_up_can_be_anothers(house: str) -> None:
    ana = customer(PartyCard(name="Ana", phones=("+37369000001",)))
    commands.change(party=ana.id, phones=(), actor=BY)
    assert customer(PartyCard(phones=("+37369000001",))).id != ana.id


def test_the_phone_of_another_is_written_but_leads_to_its_owner(house: str) -> None:
    ana = customer(PartyCard(name="Ana", phones=("+37369000001",)))
    ion = customer(PartyCard(name="Ion"))
    commands.change(party=ion.id, phones=("+37369000001",), actor=BY)
    assert queries.card(ion.id).phones == ("+37369000001",)
    assert customer(PartyCard(phones=("+37369000001",))).id == ana.id
    assert [fact.kind for fact in timeline([ion.subject])][:2] == ["parties.PartyChanged", "parties.PossibleDuplicate"]


def test_an_address_left_stays_for_the_orders_that_went_there(house: str) -> None:
    ana = customer(PartyCard(name="Ana", addresses=(AddressCard("Columna 5"),)))
    commands.change(party=ana.id, addresses=(AddressCard("Puskin 1"),), actor=BY)
    assert [one.text for one in queries.card(ana.id).addresses] == ["Puskin 1"]
    old = queries.address(ana.addresses[0])
    assert old and old.text == "Columna 5"
    commands.change(party=ana.id, addresses=(AddressCard("Columna 5"),), actor=BY)
    assert [one.id for one in queries.card(ana.id).addresses] == list(ana.addresses)
    assert Address.objects.count() == 2


def test_an_unchecked_tax_id_is_kept_as_written(house: str) -> None:
    ana = customer(PartyCard(name="Ana"))
    commands.change(party=ana.id, tax_ids=(TaxId("RU", "77-07"),), actor=BY)
    [number] = queries.card(ana.id).tax_ids
    assert (number.shown, number.checked) == ("77-07", False)


def test_somebody_cannot_become_nobody(house: str) -> None:
    ana = customer(PartyCard(name="Ana"))
    with pytest.raises(NothingToSay):
        commands.change(party=ana.id, name=" ", actor=BY)
    assert queries.card(ana.id).name == "Ana"
    with pytest.raises(NoSuchParty):
        commands.change(party=ana.id + 1, name="x", actor=BY)


def test_a_consent_is_given_once_and_withdrawn(house: str) -> None:
    ana = customer(PartyCard(name="Ana"))
    for _ in range(2):
        commands.give_consent(party=ana.id, purpose="newsletter", actor=BY)
    for _ in range(2):
        commands.withdraw_consent(party=ana.id, purpose="newsletter", actor=BY)
    [consent] = queries.card(ana.id).consents
    assert consent.withdrawn_at is not None
    kinds = [fact.kind for fact in timeline([ana.subject])]
    assert kinds == ["parties.ConsentWithdrawn", "parties.ConsentGiven", "parties.PartyAdded"]
