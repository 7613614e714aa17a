"""Customers are found by whatever one knows of them, in the same few queries however many there are."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from emporion.kernel.rows import fetch
from emporion.parties import commands, finding, queries
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
    assert found("example.gr") == [maria]
    assert found("3069412") == [maria]
    assert found("094259216") == [maria]
    assert found("EL094259216") == [maria]
    assert found("nobody") == []


def test_search_treats_signs_of_patterns_as_letters(house: str) -> None:
    customer(PartyCard(name="Plain"))
    sale = customer(PartyCard(name="100% Sale_ltd")).id
    customer(PartyCard(name="Saleyltd"))
    assert (found("%"), found("_"), found("100%"), found("sale_")) == ([], [], [sale], [sale])


def test_a_word_is_found_by_its_beginning_also_behind_its_signs(house: str) -> None:
    firm = customer(PartyCard(name="ООО «Ромашка-Плюс»", note="see d'Artagnan")).id
    assert [found(word) for word in ("ромаш", "«ром", "плюс", "artagnan", "ООО ромашка", "омашка")] == [
        [firm], [firm], [firm], [firm], [firm], []
    ]  # fmt: skip


def test_each_word_of_the_search_must_fit_the_same_customer(house: str) -> None:
    both = customer(PartyCard(name="Ana Popescu", phones=("+37369123456",))).id
    customer(PartyCard(name="Ana Rusu", phones=("+37369777888",)))
    customer(PartyCard(name="Ion Popescu"))
    assert (found("popescu ana"), found("ana 3456"), found("rusu popescu")) == ([both], [both], [])


@pytest.mark.parametrize("common", [1, 3, 1000])
def test_rare_and_common_words_find_alike(house: str, common: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "COMMON", common)
    ids = [customer(PartyCard(name=f"Ana {last}")).id for last in ("Albu", "Rusu", "Albu", "Munteanu")]
    assert found("ana") == ids[::-1]
    assert (found("albu"), found("ana munteanu"), found("nobody ana")) == ([ids[2], ids[0]], [ids[3]], [])
    assert (found("albu an"), found("a rusu an"), found("al mu")) == ([ids[2], ids[0]], [ids[1]], [])


def test_a_word_that_was_changed_finds_nobody_any_more(house: str) -> None:
    ana = customer(PartyCard(name="Ana Popescu", phones=("+37369123456",), note="calls late")).id
    commands.change(party=ana, name="Ana Rusu", phones=("+37369777888",), note="", actor="staff:1")
    assert [found(word) for word in ("popescu", "3456", "late", "rusu", "7888")] == [[], [], [], [ana], [ana]]


def test_what_a_known_customer_brings_anew_finds_them_too(house: str) -> None:
    ana = customer(PartyCard(phones=("+37369123456",))).id
    customer(PartyCard(name="Ana", phones=("+37369123456",), emails=("ana@example.com",)))
    assert (found("ana"), found("ana@example"), found("3456")) == ([ana], [ana], [ana])


def test_who_was_unmerged_is_found_by_their_own_words_alone(house: str) -> None:
    ana, double = customer(PartyCard(name="Ana")).id, customer(PartyCard(name="Anuta")).id
    commands.merge(party=double, into=ana, actor="system")
    commands.unmerge(party=double, actor="system")
    assert (found("anuta"), found("ana")) == ([double], [ana])


def test_a_rare_word_is_asked_of_the_index(house: str) -> None:
    customer(PartyCard(name="Ana"))
    with CaptureQueriesContext(connection) as asked:
        assert found("zygmunt") == []
    [words] = [one["sql"] for one in asked if "searchword" in one["sql"]]
    if connection.vendor == "sqlite":
        [plan] = {row[3] for row in fetch(f"EXPLAIN QUERY PLAN {words}") if "searchword" in row[3]}
        assert plan.startswith("SEARCH parties_searchword USING COVERING INDEX")


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
