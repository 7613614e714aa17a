"""An invitation is good for a while and once; it is renewed and taken back, and says so."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client

from emporion.accounts import commands
from emporion.accounts.queries import invitation_path, staff_card
from emporion.accounts.types import HasJoined
from emporion.journal.queries import timeline

from .factories import PASSWORD, staff

pytestmark = pytest.mark.usefixtures("house")
BY = "staff:1"


def invited() -> tuple[int, str]:
    """A new person and their link."""
    added = commands.add_staff(email="new@example.com", name="New", role="manager", actor=BY)
    commands.invite(staff=added.id, actor=BY)
    return added.id, invitation_path(added.id)


def opens(link: str) -> bool:
    return "token_fail" not in (Client().get(link, follow=True).context or {})


def test_a_link_is_good_for_three_days_and_the_card_says_until_when() -> None:
    with time_machine.travel(datetime(2026, 5, 1, 10, tzinfo=UTC), tick=False) as clock:
        person, link = invited()
        assert staff_card(person).invited_until == datetime(2026, 5, 4, 10, tzinfo=UTC)
        clock.shift(timedelta(days=3) - timedelta(minutes=1))
        assert opens(link)
        clock.shift(timedelta(minutes=2))
        assert not opens(link)


def test_a_new_link_makes_the_old_one_void() -> None:
    person, first = invited()
    commands.invite(staff=person, actor=BY)
    assert (opens(first), opens(invitation_path(person))) == (False, True)


def test_an_invitation_that_is_taken_back_opens_nothing() -> None:
    person, link = invited()
    commands.take_back_invitation(staff=person, actor=BY)
    commands.take_back_invitation(staff=person, actor=BY)
    assert not opens(link)
    assert staff_card(person).invited_until is None
    kinds = [fact.kind for fact in timeline([f"staff:{person}"])]
    assert kinds.count("accounts.InvitationTakenBack") == 1


def test_who_has_joined_keeps_their_password_and_cannot_be_uninvited() -> None:
    person = staff()
    commands.invite(staff=person.pk, actor=BY)
    client = Client()
    client.post("/accounts/login/", {"login": person.email, "password": PASSWORD})
    assert "_auth_user_id" in client.session
    with pytest.raises(HasJoined):
        commands.take_back_invitation(staff=person.pk, actor=BY)
