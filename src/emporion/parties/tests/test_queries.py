"""Customers are found by whatever one knows of them, in the same few queries however many there are."""

from __future__ import annotations

from django.db import connection
from django.test.utils import CaptureQueriesContext

from emporion.parties import commands, queries
from emporion.parties.types import PartyCard, TaxId

from .factories import company, customer, customer_card


def found(search: str, country: str = "MD") -> list[int]:
    return [row.id for row in queries.listed(search=search, country=country).rows]


def test_search_finds_by_name_in_any_letters_phone_tail_email_and_tax_id(house: str) -> None:
    maria = customer(
        PartyCard(
            name="Μαρία Παπαδοπούλου",
            phones=("+306941234567",),
            emails=("maria@example.gr",),
            tax_ids=(TaxId("GR", "094259216"),),
        )
    ).id
    ivan = customer(PartyCard(name="Иванов Пётр", phones=("+79161234567",))).id
    assert found("ΜΑΡΊΑ") == [maria]
    assert found("иванов ПЁТР") == [ivan]
    assert found("34567") == [ivan, maria]
    assert found("8 916 123-45-67", "RU") == [ivan]
    assert found("MARIA@") == [maria]
    assert found("094259216") == [maria]
    assert found("EL094259216") == [maria]
    assert found("nobody") == []


def test_search_treats_signs_of_patterns_as_letters(house: str) -> None:
    customer(PartyCard(name="Plain"))
    sale = customer(PartyCard(name="100% Sale_ltd")).id
    assert (found("%"), found("_"), found("100%")) == ([sale], [sale], [sale])


def test_search_finds_by_what_a_merged_one_was_called(house: str) -> None:
    ana = customer(PartyCard(name="Ana")).id
    double = customer(PartyCard(name="Anuta", emails=("anuta@example.com",))).id
    commands.merge(party=double, into=ana, actor="system")
    assert found("anuta") == [ana]
    assert found("anuta@example.com") == [ana]


def test_find_takes_a_tax_id_with_and_without_its_country(house: str) -> None:
    firm = company("7707083893").id
    assert [row.id for row in queries.find(tax_id="7707083893", country="RU")] == [firm]
    assert [row.id for row in queries.find(tax_id="7707083893")] == [firm]
    assert queries.find(tax_id=TaxId("MD", "7707083893")) == []
    assert queries.find() == []


def test_a_page_costs_the_same_queries_for_few_and_many(house: str) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            queries.listed(limit=50)
        return len(asked)

    customer()
    few = cost()
    for _ in range(40):
        customer()
    assert cost() == few == 3


def test_pages_follow_each_other_without_gaps(house: str) -> None:
    ids = [customer(customer_card()).id for _ in range(5)]
    first = queries.listed(limit=2)
    second = queries.listed(limit=2, before=first.next)
    third = queries.listed(limit=2, before=second.next)
    assert [row.id for page in (first, second, third) for row in page.rows] == ids[::-1]
    assert (first.more, second.more, third.more, third.next) == (True, True, False, None)


def test_a_nameless_customer_is_called_by_phone(house: str) -> None:
    ana = customer(PartyCard(phones=("+37369000001",))).id
    nobody = customer(PartyCard()).id
    assert queries.names([ana, nobody]) == {ana: "+37369000001", nobody: f"Customer {nobody}"}


def test_a_card_costs_at_most_seven_queries(house: str) -> None:
    ana = customer().id
    with CaptureQueriesContext(connection) as asked:
        queries.card(ana)
    assert len(asked) <= 7
