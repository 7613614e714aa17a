"""Who asks to be forgotten is forgotten: no table holds a word of them, and the numbers still add up."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import connection

from emporion.journal.commands import deliver_all
from emporion.kernel.rows import fetch
from emporion.parties import commands, queries
from emporion.parties.models import PersonalHistory, SearchWord
from emporion.parties.types import AddressCard, PartyCard, PartyIsErased, TaxId
from emporion.search.commands import tidy_all

from .factories import customer, customer_card

BY = "staff:7"
WORDS = ("anastasia", "popescu", "69123456", "69777888", "columna", "1008600038413", "nervous")


def a_life() -> int:
    """A person with a past: changed, merged, consented."""
    card = PartyCard(
        name="Anastasia Popescu",
        phones=("+37369123456",),
        emails=("anastasia@example.com",),
        tax_ids=(TaxId("MD", "1008600038413"),),
        addresses=(AddressCard(city="Chisinau", street="Columna", house="5"),),
        note="nervous on Mondays",
    )
    ana = customer(card).id
    double = customer(PartyCard(name="A. Popescu", phones=("+37369777888",))).id
    commands.change(party=ana, phones=("+37369777999",), note="", addresses=(), actor=BY)
    commands.change(party=ana, phones=("+37369123456",), actor=BY)
    commands.merge(party=double, into=ana, actor=BY)
    commands.give_consent(party=ana, purpose="newsletter", actor=BY)
    return ana


def everything_in_clear() -> str:
    """Every value of every table, as text."""
    texts = []
    lists = {"search_text"} if connection.vendor == "sqlite" else set()  # they stand in tables behind that one
    for table in set(connection.introspection.table_names()) - lists:
        for row in fetch(f'SELECT * FROM "{table}"'):
            texts += [
                bytes(value).decode("latin-1") if isinstance(value, bytes | memoryview) else str(value) for value in row
            ]
    return "\n".join(texts).casefold()


def test_nothing_is_left_in_clear_in_any_table(house: str) -> None:
    ana = a_life()
    deliver_all()
    assert all(word in everything_in_clear() for word in ("anastasia", "69123456", "columna"))
    commands.erase(party=ana, actor=BY)
    deliver_all()
    tidy_all()
    text = everything_in_clear()
    assert [word for word in WORDS if word in text] == []


def test_the_words_of_an_erased_person_are_gone_those_of_others_stay(house: str) -> None:
    ana, other = a_life(), customer(PartyCard(name="Anastasia Rusu")).id
    assert SearchWord.objects.filter(party__in=queries.everyone(ana)).count() > 5
    commands.erase(party=ana, actor=BY)
    assert set(SearchWord.objects.values_list("party_id", flat=True)) == {other}
    assert [row.id for row in queries.listed(search="anastasia").rows] == [other]


@pytest.mark.parametrize("house", ["sqlite"], indirect=True)
def test_nothing_is_left_in_the_file(house: str) -> None:
    ana = a_life()
    deliver_all()
    commands.erase(party=ana, actor=BY)
    deliver_all()
    tidy_all()
    fetch("PRAGMA wal_checkpoint(TRUNCATE)")
    raw = Path(connection.settings_dict["NAME"]).read_bytes().lower()
    assert [word for word in WORDS if word.encode() in raw] == []


def test_the_history_of_an_erased_person_cannot_be_read(house: str) -> None:
    ana = a_life()
    assert len(queries.history(ana)) == 6
    commands.erase(party=ana, actor=BY)
    assert queries.history(ana) == []
    assert PersonalHistory.objects.count() == 6  # it only grows; without the key it is noise


def test_the_number_stays_and_says_that_it_was_erased(house: str) -> None:
    ana = a_life()
    commands.erase(party=ana, actor=BY)
    assert queries.names([ana]) == {ana: f"Erased person {ana}"}
    view = queries.card(ana)
    assert (view.handles, view.addresses, view.erased_at is None) == ((), (), False)
    assert view.consents[0].withdrawn_at is not None
    assert queries.listed().rows == ()
    assert queries.listed(search="anastasia").rows == queries.listed(search="3456").rows == ()


def test_an_erased_person_cannot_be_changed_and_comes_back_as_somebody_new(house: str) -> None:
    ana = a_life()
    other = customer(customer_card()).id
    commands.erase(party=ana, actor=BY)
    with pytest.raises(PartyIsErased):
        commands.change(party=ana, name="Ana", actor=BY)
    with pytest.raises(PartyIsErased):
        commands.erase(party=ana, actor=BY)
    with pytest.raises(PartyIsErased):
        commands.merge(party=other, into=ana, actor=BY)
    again = customer(PartyCard(phones=("+37369123456",)))
    assert again.added and again.id != ana


def test_an_address_of_an_erased_person_is_blank_for_the_orders_that_went_there(house: str) -> None:
    ana = customer(customer_card())
    commands.erase(party=ana.id, actor=BY)
    left = queries.address(ana.addresses[0])
    assert left and (left.text, left.city, left.house) == ("", "", "")
