"""Limits hold for all processes together, and the table that makes them hold names nobody."""

import os
import subprocess
import sys
import threading
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from emporion.accounts.commands import forget_what_is_over
from emporion.accounts.memory import SharedMemory
from emporion.accounts.models import Remembered

from .factories import PASSWORD, staff

pytestmark = pytest.mark.usefixtures("house")
AtOnce = Callable[..., list[Any]]
START = "2026-05-01 10:00Z"
GUESS = """
import django; django.setup()
from django.test import Client
for _ in range(5):
    Client().post("/accounts/login/", {"login": "ana@example.com", "password": "guess"}, REMOTE_ADDR="198.51.100.7")
"""


def elsewhere(source: str) -> None:
    surroundings = os.environ | {"DJANGO_SETTINGS_MODULE": "emporion.site.settings", "EMPORION_HTTPS": "no"}
    surroundings["EMPORION_HOSTS"] = "testserver"
    subprocess.run([sys.executable, "-c", source], env=surroundings, check=True, timeout=60)


def test_guesses_in_another_process_count_here(client: Client) -> None:
    staff(email="ana@example.com")
    elsewhere(GUESS)
    client.post("/accounts/login/", {"login": "ana@example.com", "password": PASSWORD})
    assert "_auth_user_id" not in client.session


def test_nothing_that_is_kept_names_a_person_an_address_or_a_password(client: Client) -> None:
    person = staff(email="ana@example.com")
    client.post("/accounts/login/", {"login": person.email, "password": "a-wrong-guess"}, REMOTE_ADDR="198.51.100.7")
    kept = " ".join(f"{row.key} {row.value}" for row in Remembered.objects.all())
    assert Remembered.objects.exists()
    assert not any(word in kept for word in ("ana", "example", "198.51", "a-wrong", "allauth", "login"))
    assert {len(row.key) for row in Remembered.objects.all()} == {64}


def test_what_is_remembered_is_the_same_until_it_is_over() -> None:
    with time_machine.travel(START, tick=False) as clock:
        cache.set("times", [1.5, 2.25], 60)
        assert SharedMemory("", {}).get("times") == [1.5, 2.25]
        clock.shift(59)
        assert cache.get("times") == [1.5, 2.25]
        assert cache.touch("times", 60)
        clock.shift(59)
        assert "times" in cache
        clock.shift(1)
        assert (cache.get("times"), cache.get("times", "nothing"), cache.touch("times", 60)) == (None, "nothing", False)


def test_a_count_goes_on_and_ends_when_it_would_have_ended() -> None:
    with time_machine.travel(START, tick=False) as clock:
        assert (cache.add("count", 0, 60), cache.add("count", 0, 60)) == (True, False)
        clock.shift(50)
        assert [cache.incr("count"), cache.incr("count", 5), cache.decr("count")] == [1, 6, 5]
        clock.shift(10)
        with pytest.raises(ValueError, match="nothing is remembered"):
            cache.incr("count")
        assert (cache.add("count", 0, 60), cache.get("count")) == (True, 0)


def test_of_many_who_add_at_once_one_succeeds_and_no_count_is_lost(at_once: AtOnce) -> None:
    start = threading.Barrier(8)

    def one() -> bool:
        start.wait()
        won = cache.add("lock", True, 60)
        cache.add("count", 0, 60)
        for _ in range(5):
            cache.incr("count")
        return won

    assert sorted(at_once(*[one] * 8)) == [False] * 7 + [True]
    assert cache.get("count") == 40


def test_what_is_deleted_or_over_leaves_the_table() -> None:
    with time_machine.travel(START, tick=False) as clock:
        cache.set("short", 1, 10)
        cache.set("long", 2, 100)
        cache.set("for ever", 3, None)
        cache.set("gone", 4)
        assert (cache.delete("gone"), cache.delete("gone")) == (True, False)
        clock.shift(10)
        assert forget_what_is_over(actor="clockwork") == 1
        assert cache.get_many(["short", "long", "for ever"]) == {"long": 2, "for ever": 3}
        cache.clear()
        assert not Remembered.objects.exists()
