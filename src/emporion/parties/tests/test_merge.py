"""Two who are one stand as one, and can be parted again."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from emporion.parties import commands, queries
from emporion.parties.types import AlreadyMerged, MergedWithItself, NoSuchParty, NotMerged, PartyCard

from .factories import customer

BY = "staff:7"


def people(count: int) -> list[int]:
    return [customer(PartyCard(name=f"P{n}", phones=(f"+3736900000{n}",))).id for n in range(count)]


def test_a_merged_party_is_found_as_the_one_that_stands_for_it(house: str) -> None:
    ana, double = people(2)
    commands.merge(party=double, into=ana, actor=BY)
    view = queries.card(double)
    assert (view.id, view.asked, view.name, view.merged) == (ana, double, "P0", (double,))
    assert view.phones == ("+37369000000", "+37369000001")
    assert customer(PartyCard(phones=("+37369000001",))).id == ana
    assert [row.id for row in queries.find(phone="+37369000001")] == [ana]
    assert queries.names([double, ana]) == {double: "P0", ana: "P0"}
    assert [row.id for row in queries.listed().rows] == [ana]
    assert queries.everyone(double) == [ana, double]


def test_unmerge_undoes_a_merge(house: str) -> None:
    ana, double = people(2)
    before = queries.card(double)
    commands.merge(party=double, into=ana, actor=BY)
    commands.unmerge(party=double, actor=BY)
    assert queries.card(double) == before
    assert customer(PartyCard(phones=("+37369000001",))).id == double


def test_merges_stand_on_one_another_and_part_in_the_middle(house: str) -> None:
    one, two, three, four = people(4)
    commands.merge(party=four, into=three, actor=BY)
    commands.merge(party=three, into=two, actor=BY)
    commands.merge(party=two, into=one, actor=BY)
    assert queries.roots_of([one, two, three, four]) == dict.fromkeys([one, two, three, four], one)
    commands.unmerge(party=three, actor=BY)
    assert queries.roots_of([one, two, three, four]) == {one: one, two: one, three: three, four: three}


def test_merging_into_a_merged_one_means_who_stands_for_it(house: str) -> None:
    one, two, three = people(3)
    commands.merge(party=two, into=one, actor=BY)
    commands.merge(party=three, into=two, actor=BY)
    assert queries.root_of(three) == one


def test_wrong_merges_are_refused(house: str) -> None:
    one, two, three = people(3)
    commands.merge(party=two, into=one, actor=BY)
    with pytest.raises(MergedWithItself):
        commands.merge(party=one, into=one, actor=BY)
    with pytest.raises(MergedWithItself):
        commands.merge(party=one, into=two, actor=BY)
    with pytest.raises(AlreadyMerged) as refused:
        commands.merge(party=two, into=three, actor=BY)
    assert refused.value.what_to_do == f"Merge {one} instead, or undo that merge first."
    with pytest.raises(NoSuchParty):
        commands.merge(party=one, into=999, actor=BY)
    with pytest.raises(NotMerged):
        commands.unmerge(party=one, actor=BY)


def test_two_merges_crosswise_at_once_never_make_a_ring(house: str, at_once: Callable[..., list[object]]) -> None:
    one, two = people(2)
    answers = at_once(
        lambda: commands.merge(party=one, into=two, actor=BY),
        lambda: commands.merge(party=two, into=one, actor=BY),
    )
    assert answers.count(None) == 1
    assert isinstance(next(answer for answer in answers if answer), MergedWithItself | AlreadyMerged)
    assert len(set(queries.roots_of([one, two]).values())) == 1
