"""Customers who came twice are found, and nobody is taken for another."""

from __future__ import annotations

from collections import Counter

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from emporion.journal.commands import deliver_all
from emporion.journal.queries import timeline
from emporion.kernel.pairing import CERTAIN
from emporion.parties import commands, queries
from emporion.parties.models import Double, DoubleKey
from emporion.parties.types import DoubleView, MergedWithItself, PartyCard, ToldApart

from .crowd import Crowd, Twice
from .factories import customer

BY = "staff:7"
ANA = PartyCard(name="Ana Rusu", phones=("+37369123456",))
ANNA = PartyCard(name="РУСУ АНА", phones=("069123456",))
DOUBLES, LOOKALIKES = 300, 200


def added(card: PartyCard) -> int:
    return commands.add(card=card, even_if_known=True, actor=BY).id


def two() -> tuple[int, int]:
    found = added(ANA), added(ANNA)
    deliver_all()
    return found


def pairs() -> dict[tuple[int, int], DoubleView]:
    return {(one.one.id, one.other.id): one for one in queries.double_views(queries.open_doubles())}


def test_a_customer_who_came_twice_is_found_with_the_reasons(house: str) -> None:
    ana, double = two()
    [found] = queries.doubles_of(double)
    assert (found.one.id, found.other.id, found.reasons) == (ana, double, ("phone_form", "name_letters"))


def test_nothing_is_merged_by_itself(house: str) -> None:
    ana, double = two()
    assert queries.roots_of([ana, double]) == {ana: ana, double: double}


def test_of_those_who_differ_by_phone_case_and_alphabet_nearly_all_are_found_and_nobody_is_taken_for_another(
    house: str,
) -> None:
    crowd = Crowd()
    asked = [*crowd.doubles(DOUBLES), *crowd.lookalikes(LOOKALIKES)]
    numbers: dict[tuple[int, int], Twice] = {(added(one.first), added(one.second)): one for one in asked}
    deliver_all()
    found = pairs()
    missed = Counter(one.how for pair, one in numbers.items() if one.is_one and pair not in found)
    assert missed.total() <= DOUBLES * 0.05, missed
    certain = [pair for pair, view in found.items() if view.sureness == CERTAIN]
    assert [numbers.get(pair) for pair in certain if pair not in numbers or not numbers[pair].is_one] == []


def test_who_is_changed_is_compared_anew(house: str) -> None:
    ana, other = added(ANA), added(PartyCard(name="Ana Rusu", emails=("ana@example.com",)))
    deliver_all()
    assert pairs()[ana, other].reasons == ("name",)
    commands.change(party=other, phones=("+37369000001",), actor=BY)
    deliver_all()
    assert pairs() == {}
    commands.change(party=other, phones=("069123456",), actor=BY)
    deliver_all()
    assert pairs()[ana, other].reasons == ("phone_form", "name")


def test_two_who_are_told_apart_are_proposed_no_more_also_after_a_change(house: str) -> None:
    ana, double = two()
    commands.tell_apart(party=double, other=ana, actor=BY)
    commands.tell_apart(party=ana, other=double, actor=BY)
    commands.change(party=double, note="the other Ana", actor=BY)
    deliver_all()
    assert pairs() == {}
    assert [fact.event for fact in timeline([f"party:{ana}"]) if isinstance(fact.event, ToldApart)] == [
        ToldApart(f"party:{ana}", double)
    ]
    commands.perhaps_one_again(party=ana, other=double, actor=BY)
    assert list(pairs()) == [(ana, double)]


def test_nobody_is_told_apart_from_themselves(house: str) -> None:
    ana, _double = two()
    with pytest.raises(MergedWithItself):
        commands.tell_apart(party=ana, other=ana, actor=BY)


def test_who_is_told_apart_from_one_is_told_apart_from_whom_that_one_was_merged_into(house: str) -> None:
    ana, double = two()
    third = added(PartyCard(name="Ana Rusu", phones=("69123456",)))
    deliver_all()
    assert len(pairs()) == 3
    commands.tell_apart(party=double, other=third, actor=BY)
    commands.tell_apart(party=ana, other=third, actor=BY)
    commands.merge(party=double, into=ana, actor=BY)
    deliver_all()
    assert pairs() == {}
    commands.unmerge(party=double, actor=BY)
    deliver_all()
    assert list(pairs()) == [(ana, double)]


def test_an_erased_customer_leaves_no_key_behind(house: str) -> None:
    ana, double = two()
    commands.erase(party=double, actor=BY)
    assert not DoubleKey.objects.filter(party=double).exists()
    assert not Double.objects.exists()
    deliver_all()
    assert pairs() == {}
    assert DoubleKey.objects.filter(party=ana).exists()


def test_a_phone_that_very_many_share_proposes_nobody(house: str) -> None:
    for number in range(25):
        added(PartyCard(name=f"Ana Rusu{'abcdefghijklmnopqrstuvwxyz'[number]}", phones=("+37369123456",)))
    deliver_all()
    assert len(pairs()) < 25 * 24 / 2


def test_one_customer_is_compared_in_as_many_queries_among_few_as_among_many(house: str) -> None:
    ana, _double = two()
    counts = []
    for crowd in (5, 60):
        for _ in range(crowd):
            customer()
        deliver_all()
        with CaptureQueriesContext(connection) as asked:
            commands.look_for_doubles(parties=[ana], actor=BY)
        counts.append(len(asked))
    assert counts[0] == counts[1]
