"""A person sees where they are signed in and ends it; a lost phone is signed out by who manages the staff."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth import SESSION_KEY
from django.test import Client
from django.utils import timezone

from emporion.accounts import commands
from emporion.accounts.models import OpenSession, Staff
from emporion.accounts.queries import mark_of, sessions_of
from emporion.journal.queries import timeline

from .factories import PASSWORD, staff

pytestmark = pytest.mark.usefixtures("house")
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Version/17.5 Safari/604.1"


def browser(person: Staff, agent: str = FIREFOX, address: str = "198.51.100.7") -> Client:
    client = Client(headers={"User-Agent": agent}, REMOTE_ADDR=address)
    client.post("/accounts/login/", {"login": person.email, "password": PASSWORD})
    assert SESSION_KEY in client.session
    return client


def is_in(client: Client) -> bool:
    return client.get("/accounts/password/change/").status_code == 200


def test_each_browser_is_listed_with_its_device_and_where_from() -> None:
    person, other = staff(), staff()
    at_desk = browser(person)
    browser(person, PHONE, "203.0.113.9")
    browser(other)
    listed = sessions_of(person.pk, at_desk.session.session_key)
    assert {(one.device, one.address, one.is_current) for one in listed} == {
        (FIREFOX, "198.51.100.7", True),
        (PHONE, "203.0.113.9", False),
    }
    assert at_desk.session.session_key not in {one.mark for one in listed}


def test_signing_out_everywhere_else_keeps_the_browser_in_hand() -> None:
    person = staff()
    desk, phone = browser(person), browser(person, PHONE)
    assert commands.sign_out(staff=person.pk, keep=mark_of(desk.session.session_key or ""), actor=person.actor) == 1
    assert (is_in(desk), is_in(phone)) == (True, False)
    [fact] = timeline([person.actor], kinds=["accounts.SignedOut"])
    assert fact.event.sessions == 1  # type: ignore[union-attr]


def test_one_browser_is_signed_out_by_its_mark_and_no_stranger_with_it() -> None:
    person, other = staff(), staff()
    desk, phone, theirs = browser(person), browser(person, PHONE), browser(other)
    mark = mark_of(phone.session.session_key or "")
    assert commands.sign_out(staff=other.pk, only=mark, actor=other.actor) == 0
    assert commands.sign_out(staff=person.pk, only=mark, actor=person.actor) == 1
    assert (is_in(desk), is_in(phone), is_in(theirs)) == (True, False, True)


def test_a_colleague_is_signed_out_everywhere() -> None:
    person = staff()
    desk, phone = browser(person), browser(person, PHONE)
    assert commands.sign_out(staff=person.pk, actor="staff:1") == 2
    assert not (is_in(desk) or is_in(phone))
    assert commands.sign_out(staff=person.pk, actor="staff:1") == 0


def test_when_a_browser_was_last_seen_is_kept_to_some_minutes() -> None:
    person = staff()
    with time_machine.travel("2026-05-01 10:00Z", tick=False) as clock:
        client = browser(person)
        began = timezone.now()
        clock.shift(300)
        assert is_in(client)
        assert [one.seen_at for one in sessions_of(person.pk)] == [began]
        clock.shift(301)
        assert is_in(client)
        assert [one.seen_at for one in sessions_of(person.pk)] == [began + timedelta(seconds=601)]
        assert [one.began_at for one in sessions_of(person.pk)] == [began]


def test_sessions_that_are_over_leave_the_table_with_what_they_knew() -> None:
    person = staff()
    browser(person)
    OpenSession.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert sessions_of(person.pk) == []
    commands.forget_what_is_over(actor="clockwork")
    assert not OpenSession.objects.exists()
