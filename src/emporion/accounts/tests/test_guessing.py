"""Guesses of the one-time code are limited: some in five minutes, and some a day, whatever browser they come from."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth import SESSION_KEY
from django.test import Client
from pytest_django import Settings

from emporion.accounts.models import Staff
from emporion.journal.queries import timeline

from .factories import PASSWORD, staff
from .test_signing_in import LOGIN, code, second_factor, sign_in

pytestmark = pytest.mark.usefixtures("house")
STEP = "/accounts/2fa/authenticate/"
FEW = 5  # in five minutes
MANY = 20  # in a day


@pytest.fixture
def clock() -> Iterator[Any]:
    with time_machine.travel(datetime(2026, 3, 2, 9, 0, 10, tzinfo=UTC), tick=False) as clock:
        yield clock


@pytest.fixture
def guarded(clock: Any) -> tuple[Staff, str]:
    """A person with a second factor, and its secret."""
    person, client = staff(), Client()
    sign_in(client, person)
    secret = second_factor(client)
    clock.shift(timedelta(minutes=10))
    return person, secret


def at_the_step(person: Staff, number: int = 0) -> Client:
    """A new browser, somewhere else, of one who knows the password."""
    client = Client(REMOTE_ADDR=f"192.0.2.{number}")
    assert client.post(LOGIN, {"login": person.email, "password": PASSWORD}).headers["Location"] == STEP
    return client


def right(secret: str) -> str:
    return code(secret, datetime.now(UTC))


def wrong(secret: str) -> str:
    return f"{(int(right(secret)) + 1) % 10**6:06}"


def opens(client: Client, digits: str) -> bool:
    client.post(STEP, {"code": digits})
    return SESSION_KEY in client.session


def guess(person: Staff, secret: str, times: int) -> None:
    for number in range(times):
        assert not opens(at_the_step(person, number), wrong(secret))


def test_after_some_guesses_the_right_code_opens_nothing_until_some_minutes_passed(
    guarded: tuple[Staff, str], clock: Any
) -> None:
    person, secret = guarded
    guess(person, secret, FEW)
    late = at_the_step(person, 9)
    answer = late.post(STEP, {"code": right(secret)})
    assert SESSION_KEY not in late.session
    assert "Too many tries. Wait some minutes" in answer.content.decode()
    clock.shift(timedelta(minutes=6))
    assert opens(at_the_step(person), right(secret))


def test_without_the_limits_guessing_would_go_on(guarded: tuple[Staff, str], settings: Settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = False
    person, secret = guarded
    guess(person, secret, FEW + 1)
    assert opens(at_the_step(person), right(secret))


def test_recovery_codes_are_guessed_no_further(guarded: tuple[Staff, str]) -> None:
    person, secret = guarded
    for number in range(FEW):
        assert not opens(at_the_step(person, number), f"{number:08x}")
    assert not opens(at_the_step(person, 9), right(secret))


def test_typing_the_password_anew_does_not_begin_the_count_anew(guarded: tuple[Staff, str]) -> None:
    person, secret = guarded
    one = at_the_step(person)
    for _ in range(FEW):
        one.post(STEP, {"code": wrong(secret)})
    assert not opens(at_the_step(person), right(secret))


def test_a_slow_guesser_is_stopped_for_the_day_and_the_journal_says_so_once(
    guarded: tuple[Staff, str], clock: Any
) -> None:
    person, secret = guarded
    for _ in range(MANY // FEW):
        guess(person, secret, FEW)
        clock.shift(timedelta(minutes=6))
    late = at_the_step(person)
    answer = late.post(STEP, {"code": right(secret)})
    assert SESSION_KEY not in late.session
    assert "Too many wrong codes for one day" in answer.content.decode()
    at_the_step(person, 3).post(STEP, {"code": right(secret)})
    told = timeline([person.actor], kinds=["accounts.CodesGuessed"])
    assert len(told) == 1
    clock.shift(timedelta(days=1))
    assert opens(at_the_step(person), right(secret))


def test_a_right_code_begins_the_count_of_the_day_anew(guarded: tuple[Staff, str], clock: Any) -> None:
    person, secret = guarded
    for _ in range(MANY // FEW + 2):
        guess(person, secret, FEW - 1)
        assert opens(at_the_step(person), right(secret))
        clock.shift(timedelta(minutes=6))


def test_one_person_under_attack_locks_nobody_else_out(guarded: tuple[Staff, str], clock: Any) -> None:
    guess(*guarded, FEW)
    other, own = staff(), Client(REMOTE_ADDR="192.0.2.77")
    sign_in(own, other)
    secret = second_factor(own)
    clock.shift(timedelta(seconds=60))
    assert opens(at_the_step(other, 78), right(secret))


def test_the_question_before_a_change_of_the_factor_is_limited_too(guarded: tuple[Staff, str], clock: Any) -> None:
    person, secret = guarded
    client = at_the_step(person)
    assert opens(client, right(secret))
    clock.shift(timedelta(hours=1))
    for _ in range(FEW):
        client.post("/accounts/2fa/reauthenticate/", {"code": wrong(secret)})
    answer = client.post("/accounts/2fa/reauthenticate/", {"code": right(secret)})
    assert answer.status_code == 200
    assert "Too many tries. Wait some minutes" in answer.content.decode()
