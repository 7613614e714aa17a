"""People join, change, leave; the journal knows that, and not who they are."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.hashers import identify_hasher
from django.db import connection
from django.test.utils import CaptureQueriesContext

from emporion.accounts import commands, queries
from emporion.accounts.models import Staff
from emporion.accounts.types import (
    ROLES,
    Granted,
    LastOwner,
    NoSuchGrant,
    NoSuchStaff,
    StaffChanged,
    StaffKnown,
    UnknownRole,
    WeakPassword,
    WrongEmail,
    WrongTimeZone,
)
from emporion.journal.queries import timeline

from .factories import PASSWORD, staff

BY = "staff:1"


def test_the_journal_holds_no_name_and_no_email(house: str) -> None:
    person = staff("manager", email="zoe.quill@example.com", name="Zoe Quill")
    commands.change_staff(staff=person.pk, name="Zoe Rusu", email="zoe.rusu@example.com", actor=BY)
    told = repr(timeline([person.actor])).casefold()
    assert "accounts.staffadded" in told
    assert not any(word in told for word in ("zoe", "quill", "rusu", "example.com"))
    kinds = [fact.kind for fact in timeline([person.actor])]
    assert kinds == ["accounts.StaffChanged", "accounts.Granted", "accounts.StaffAdded"]


def test_passwords_are_kept_by_argon2(house: str) -> None:
    person = staff()
    assert identify_hasher(person.password).algorithm == "argon2"
    assert person.check_password(PASSWORD)
    assert PASSWORD not in repr(queries.checked_password(PASSWORD))


@pytest.mark.parametrize("weak", ["kiosk7", "password123", "1234567890", "ana.pop@example"])
def test_a_weak_password_is_refused_with_the_reason(weak: str) -> None:
    with pytest.raises(WeakPassword) as refused:
        queries.checked_password(weak, email="ana.pop@example.com", name="Ana Pop")
    assert refused.value.facts["reasons"]
    assert weak not in refused.value.sentence


def test_an_email_signs_in_one_person_in_any_letters(house: str) -> None:
    staff(email="ana@example.com")
    with pytest.raises(StaffKnown):
        staff(email="ANA@Example.com ")
    other = staff()
    with pytest.raises(StaffKnown):
        commands.change_staff(staff=other.pk, email="Ana@example.com", actor=BY)


def test_wrong_words_are_refused(house: str) -> None:
    person = staff()
    with pytest.raises(WrongEmail):
        staff(email="nobody")
    with pytest.raises(UnknownRole) as refused:
        commands.grant(staff=person.pk, role="king", actor=BY)
    assert refused.value.what_to_do == f"Choose one of: {', '.join(ROLES)}."
    with pytest.raises(WrongTimeZone):
        commands.change_staff(staff=person.pk, time_zone="Mars/Phobos", actor=BY)
    with pytest.raises(NoSuchStaff):
        commands.deactivate(staff=999, actor=BY)
    with pytest.raises(NoSuchGrant):
        commands.withdraw(staff=person.pk, role="owner", actor=BY)


def test_only_what_changes_is_told(house: str) -> None:
    person = staff(name="Ana")
    commands.change_staff(staff=person.pk, name="Ana", language="ro", time_zone="Europe/Chisinau", actor=BY)
    commands.change_staff(staff=person.pk, language="ro", actor=BY)
    told = [fact.event for fact in timeline([person.actor], kinds=["accounts.StaffChanged"])]
    assert told == [StaffChanged(person.actor, ("language", "time_zone"))]


def test_a_grant_given_twice_is_one(house: str) -> None:
    person = staff()
    for _ in range(2):
        commands.grant(staff=person.pk, role="manager", shop=3, actor=BY)
    told = [fact.event for fact in timeline([person.actor], kinds=["accounts.Granted"])]
    assert told == [Granted(person.actor, "manager", None, 3, None)]
    commands.withdraw(staff=person.pk, role="manager", shop=3, actor=BY)
    assert queries.staff_card(person.pk).grants == ()


def test_the_last_owner_stays(house: str) -> None:
    owner = staff("owner")
    with pytest.raises(LastOwner):
        commands.withdraw(staff=owner.pk, role="owner", actor=BY)
    with pytest.raises(LastOwner):
        commands.deactivate(staff=owner.pk, actor=BY)
    commands.grant(staff=staff().pk, role="owner", firm=1, actor=BY)
    with pytest.raises(LastOwner):
        commands.deactivate(staff=owner.pk, actor=BY)
    staff("owner")
    commands.deactivate(staff=owner.pk, actor=BY)


def test_two_owners_who_dismiss_each_other_at_once_leave_one(house: str, at_once: Callable[..., list[object]]) -> None:
    one, two = staff("owner"), staff("owner")
    answers = at_once(
        lambda: commands.withdraw(staff=one.pk, role="owner", actor=two.actor),
        lambda: commands.withdraw(staff=two.pk, role="owner", actor=one.actor),
    )
    assert sorted(type(answer).__name__ for answer in answers) == ["LastOwner", "NoneType"]


def test_actors_are_named_for_a_person(house: str) -> None:
    person = staff(name="Ana Pop")
    with CaptureQueriesContext(connection) as asked:
        names = queries.staff_names([person.actor, "staff:999", "channel:opencart", "reaction:orders", "cli", "moon:1"])
    assert names == {
        person.actor: "Ana Pop",
        "staff:999": "Former member of the staff",
        "channel:opencart": "Connection opencart",
        "reaction:orders": "Automatic",
        "cli": "Command line",
        "moon:1": "moon:1",
    }
    assert len(asked) == 1
    assert queries.staff_name("channel:opencart") == "Connection opencart"


def test_the_list_costs_the_same_queries_for_few_and_many(house: str) -> None:
    for _ in range(5):
        staff("manager")
    with CaptureQueriesContext(connection) as asked:
        people = queries.staff_list()
    assert (len(people), len(asked)) == (5, 2)


def test_staff_know_themselves_by_email(house: str) -> None:
    person = staff(email="ana@example.com")
    found = queries.staff_by_email(" ANA@example.com")
    assert found and found.id == person.pk
    assert Staff.objects.get_by_natural_key("Ana@Example.com") == person
