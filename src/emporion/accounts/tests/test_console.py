"""`emporion staff` from the console of the server."""

from __future__ import annotations

import io
import subprocess
import sys

import pytest
from django.core.management import CommandError, call_command

from emporion.accounts import queries
from emporion.accounts.models import Staff

from .factories import PASSWORD


def say(*words: str) -> str:
    out = io.StringIO()
    call_command("staff", *words, stdout=out)
    return out.getvalue()


def test_the_first_owner_is_added_with_a_password_from_a_pipe(house: str) -> None:
    run = [sys.executable, "-m", "django", "staff", "add", "boss@example.com", "--role", "owner", "--password-stdin"]
    done = subprocess.run(run, input=PASSWORD + "\n", capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "boss@example.com is Owner.\n"), done.stderr
    person = Staff.objects.get()
    assert (person.name, person.check_password(PASSWORD)) == ("boss", True)
    assert queries.may(person, "accounts.manage")


def test_a_weak_password_ends_with_a_sentence_and_adds_nobody(house: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("short\n"))
    with pytest.raises(CommandError, match="too weak"):
        say("add", "boss@example.com", "--role", "owner", "--password-stdin")
    assert Staff.objects.count() == 0


def test_people_are_invited_listed_given_roles_and_let_go(house: str) -> None:
    assert "/accounts/password/reset/key/" in say("add", "one@example.com", "--role", "owner", "--invite")
    say("add", "two@example.com", "--role", "manager", "--name", "Two", "--invite")
    say("grant", "two@example.com", "--role", "storekeeper")
    say("withdraw", "two@example.com", "--role", "manager")
    say("deactivate", "two@example.com")
    assert say("list") == "one@example.com\tone\towner\ntwo@example.com\tTwo\tstorekeeper (inactive)\n"
    say("reactivate", "two@example.com")
    with pytest.raises(CommandError, match="only active owner"):
        say("deactivate", "one@example.com")
    with pytest.raises(CommandError, match="Nobody signs in with"):
        say("deactivate", "nobody@example.com")


def test_a_lost_password_is_replaced(house: str, monkeypatch: pytest.MonkeyPatch) -> None:
    say("add", "one@example.com", "--role", "owner", "--invite")
    monkeypatch.setattr(sys, "stdin", io.StringIO(PASSWORD + "\n"))
    say("password", "one@example.com", "--password-stdin")
    assert Staff.objects.get().check_password(PASSWORD)
