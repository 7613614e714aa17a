"""Two who are one stand as one, and can be parted again."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from emporion.journal.queries import timeline
from emporion.parties import commands, queries
from emporion.parties.models import Merging
from emporion.parties.types import (
    AlreadyMerged,
    CannotTakeOver,
    MergedWithItself,
    NoSuchParty,
    NotMerged,
    PartyCard,
    PartyChanged,
    PartyIsErased,
    PartyMerged,
    PartyUnmerged,
)

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


def pair() -> tuple[int, int]:
    """Ana, and the same Ana as another shop knows her."""
    ana = customer(PartyCard(name="Ana Rusu", phones=("+37369000001",), note="rings twice"))
    double = PartyCard(
        name="ANA RUSU SRL", kind="company", emails=("ana@example.com",), language="ro", note="pays late"
    )
    return ana.id, customer(double).id


def test_a_merge_takes_over_what_it_is_told_and_nothing_else(house: str) -> None:
    ana, double = pair()
    commands.merge(party=double, into=ana, take=("name", "language", "note"), actor=BY)
    view = queries.card(ana)
    assert (view.name, view.kind, view.language, view.note) == (
        "ANA RUSU SRL",
        "person",
        "ro",
        "rings twice\npays late",
    )
    assert [(one.field, one.old, one.new) for one in queries.history(ana)] == [
        ("note", "rings twice", "rings twice\npays late"),
        ("language", None, "ro"),
        ("name", "Ana Rusu", "ANA RUSU SRL"),
    ]


def test_the_facts_of_a_merge_name_the_fields_and_no_value(house: str) -> None:
    ana, double = pair()
    commands.merge(party=double, into=ana, take=("name", "kind"), actor=BY)
    told = [fact.event for fact in timeline([f"party:{ana}", f"party:{double}"])]
    assert PartyMerged(f"party:{double}", ana, ("name", "kind")) in told
    assert PartyChanged(f"party:{ana}", ("kind", "name")) in told


def test_undoing_gives_back_what_is_still_so_and_leaves_what_changed_since(house: str) -> None:
    ana, double = pair()
    commands.merge(party=double, into=ana, take=("name", "kind", "language"), actor=BY)
    commands.change(party=ana, name="Ana Maria Rusu", actor=BY)
    view = queries.merge_of(double)
    assert (view.into, view.actor, view.name) == (ana, BY, "ANA RUSU SRL")
    assert view.stays == {"name": ("Ana Rusu", "Ana Maria Rusu")}
    assert view.gives_back == {"kind": ("person", "company"), "language": ("", "ro")}
    assert [one.field for one in queries.history(ana, since=view.at)] == ["name"]
    commands.unmerge(party=double, actor=BY)
    now = queries.card(ana)
    assert (now.name, now.kind, now.language) == ("Ana Maria Rusu", "person", "")
    assert PartyUnmerged(f"party:{double}", ana, ("name",)) in [fact.event for fact in timeline([f"party:{double}"])]


def test_what_came_after_a_merge_stays_with_the_one_who_stands(house: str) -> None:
    ana, double = pair()
    commands.merge(party=double, into=ana, actor=BY)
    back = customer(PartyCard(emails=("ANA@example.com",), phones=("+37369000777",)))
    assert (back.id, back.added) == (ana, False)
    commands.unmerge(party=double, actor=BY)
    assert queries.card(ana).phones == ("+37369000001", "+37369000777")
    assert (queries.card(double).phones, queries.card(double).emails) == ((), ("ana@example.com",))


def test_a_phone_that_nobody_could_read_leads_to_whom_a_person_merged_its_owner_into(house: str) -> None:
    ana = customer(PartyCard(name="Ana Rusu", phones=("+37369000001",))).id
    card = PartyCard(name="Ana Rusu", phones=("069000001",))  # no country is told
    double = customer(card).id
    assert customer(card).added  # whose it is, nobody has said yet
    commands.merge(party=double, into=ana, actor=BY)
    back = customer(card)
    assert (back.id, back.added) == (ana, False)
    commands.unmerge(party=double, actor=BY)
    assert customer(card).added


def test_merges_that_stand_on_one_another_are_undone_from_the_last(house: str) -> None:
    ana, double = pair()
    third = customer(PartyCard(name="Anna R.", phones=("+37369000003",))).id
    before = [queries.card(one) for one in (ana, double, third)]
    commands.merge(party=third, into=double, take=("name",), actor=BY)
    commands.merge(party=double, into=ana, take=("name", "note"), actor=BY)
    assert queries.card(third).name == "Anna R."
    assert [(one.party, one.into) for one in queries.merges_into(ana)] == [(double, ana), (third, double)]
    for one in (double, third):
        commands.unmerge(party=one, actor=BY)
    assert [queries.card(one) for one in (ana, double, third)] == before


def test_what_a_party_has_several_of_cannot_be_taken_over(house: str) -> None:
    ana, double = pair()
    with pytest.raises(CannotTakeOver) as refused:
        commands.merge(party=double, into=ana, take=("phones",), actor=BY)
    assert refused.value.what_to_do == "Choose among: name, kind, language, note."
    assert queries.root_of(double) == double


def test_what_an_erased_person_took_over_is_erased_too(house: str) -> None:
    ana, double = pair()
    commands.merge(party=double, into=ana, take=("name", "note"), actor=BY)
    commands.erase(party=ana, actor=BY)
    assert Merging.objects.get(party=double).taken == {}
    with pytest.raises(PartyIsErased):
        commands.unmerge(party=double, actor=BY)
