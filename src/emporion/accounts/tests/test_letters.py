"""Letters of the sign-in leave by a worker over a real socket, in the reader's language; their link stays secret."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.test import Client
from pytest_django import Settings

from emporion.accounts import commands
from emporion.accounts.queries import last_letter
from emporion.accounts.types import LetterNotTaken, LetterSent
from emporion.clockwork.queries import tasks
from emporion.clockwork.worker import work_off

from .factories import staff
from .post_office import PostOffice, link_in, post_office

pytestmark = pytest.mark.usefixtures("house")
HERE = "https://house.example/"
READER = "eleni@shop.example"
NEW = "marble-otter-lantern-9"
SUBJECTS = {
    "en": "Your invitation to Emporion",
    "ru": "Приглашение в Emporion",
    "ro": "Invitația dumneavoastră în Emporion",
    "el": "Η πρόσκλησή σας στο Emporion",
}
NEW_PASSWORD = {"en": "A new password", "ru": "Новый пароль", "ro": "O parolă nouă", "el": "Νέος κωδικός πρόσβασης"}


@pytest.fixture
def office(settings: Settings) -> Iterator[PostOffice]:
    with post_office(settings) as one:
        yield one


def invited(language: str = "en", address: str = HERE) -> int:
    added = commands.add_staff(email=READER, name="Eleni", role="manager", language=language, actor="cli")
    commands.invite(staff=added.id, address=address, actor="cli")
    return added.id


def event(person: int) -> object:
    told = last_letter(person)
    return told.event if told else None


@pytest.mark.parametrize("language", SUBJECTS)
def test_an_invitation_comes_in_the_language_of_the_invited(office: PostOffice, language: str) -> None:
    person = invited(language)
    assert office.letters == [], "a command sends nothing"
    work_off()
    [letter] = office.letters
    assert (letter["To"], letter["Subject"].strip()) == (READER, SUBJECTS[language])
    assert "https://house.example/accounts/" in str(letter.get_content())
    assert event(person) == LetterSent(f"staff:{person}", "invitation")
    page = Client().get(link_in(letter), follow=True)
    Client().post(page.request["PATH_INFO"], {"password1": NEW, "password2": NEW})
    assert page.status_code == 200 and "token_fail" not in page.context


def test_the_link_of_a_letter_opens_the_door_once(office: PostOffice) -> None:
    invited()
    work_off()
    client, link = Client(), link_in(office.letters[0])
    form = client.get(link, follow=True)
    assert client.post(form.request["PATH_INFO"], {"password1": NEW, "password2": NEW}).status_code == 302
    assert Client().get(link, follow=True).context["token_fail"] is True


def kept() -> str:
    """Everything that the database holds, as text."""
    rows = [row for model in apps.get_models() for row in model.objects.values()]  # type: ignore[attr-defined]
    return json.dumps(rows, default=lambda value: bytes(value).decode("latin1") if _raw(value) else str(value))


def _raw(value: object) -> bool:
    return isinstance(value, bytes | memoryview)


def test_the_link_stands_in_no_table_and_in_no_log(office: PostOffice, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    person = staff(email="ana@shop.example")
    invited()
    Client().post("/accounts/password/reset/", {"email": person.email})
    work_off()
    links = [link_in(letter) for letter in office.letters]
    assert len(links) == 2
    for link in links:
        token = link.rstrip("/").rsplit("-", 1)[1]
        assert len(token) > 20
        assert token not in kept()
        assert token not in caplog.text
    assert READER not in json.dumps([[one.args, one.kwargs, one.error] for one in tasks()])


def test_a_busy_mail_server_is_asked_again_and_named_meanwhile(office: PostOffice) -> None:
    with time_machine.travel(datetime(2026, 5, 1, 10, tzinfo=UTC), tick=False) as clock:
        office.answers_recipient = 451
        person = invited()
        work_off()
        assert event(person) == LetterNotTaken(f"staff:{person}", "invitation", 451, is_final=False)
        office.hangs_up = True
        clock.shift(timedelta(minutes=1))
        work_off()
        assert event(person) == LetterNotTaken(f"staff:{person}", "invitation", 0, is_final=False)
        office.answers_recipient, office.hangs_up = 250, False
        clock.shift(timedelta(minutes=10))
        work_off()
        assert (len(office.letters), event(person)) == (1, LetterSent(f"staff:{person}", "invitation"))


def test_a_refused_reader_is_final_and_named_in_no_error(office: PostOffice) -> None:
    office.answers_recipient = 550
    person = invited()
    work_off()
    assert event(person) == LetterNotTaken(f"staff:{person}", "invitation", 550, is_final=True)
    [failed] = tasks(state="failed")
    assert (failed.tries, READER in failed.error) == (1, False)
    assert office.asked == 1


def test_a_letter_that_is_no_longer_wanted_is_not_sent(office: PostOffice) -> None:
    person = invited()
    commands.take_back_invitation(staff=person, actor="cli")
    work_off()
    assert office.letters == []
    commands.invite(staff=person, address=HERE, actor="cli")
    commands.deactivate(staff=person, actor="cli")
    work_off()
    assert office.letters == []


def test_of_two_invitations_only_the_newer_writes(office: PostOffice) -> None:
    with time_machine.travel(datetime(2026, 5, 1, 10, tzinfo=UTC), tick=False) as clock:
        person = invited()
        clock.shift(timedelta(seconds=30))
        commands.invite(staff=person, address=HERE, actor="cli")
        work_off()
        [letter] = office.letters
        assert "token_fail" not in (Client().get(link_in(letter), follow=True).context or {})


def test_without_a_mail_server_nothing_is_asked_for(settings: Settings) -> None:
    settings.EMAIL_HOST = ""
    invited()
    work_off()
    assert tasks(path="emporion.accounts.tasks.send_letter") == []


@pytest.mark.parametrize("language", NEW_PASSWORD)
def test_a_new_password_is_written_about_in_the_reader_s_language(office: PostOffice, language: str) -> None:
    person = staff(email="ana@shop.example")
    commands.change_staff(staff=person.pk, language=language, actor="cli")
    Client().post("/accounts/password/reset/", {"email": person.email}, headers={"Accept-Language": "en"})
    assert office.letters == [], "the page does not wait for the mail server"
    work_off()
    [letter] = office.letters
    assert letter["Subject"].strip() == NEW_PASSWORD[language]
    assert Client().get(link_in(letter), follow=True).status_code == 200


def test_who_chose_no_language_reads_that_of_the_page(office: PostOffice) -> None:
    person: Any = staff(email="ana@shop.example")
    Client(headers={"Accept-Language": "ro"}).post("/accounts/password/reset/", {"email": person.email})
    work_off()
    assert office.letters[0]["Subject"] == NEW_PASSWORD["ro"]


def test_a_page_answers_the_same_when_the_mail_server_is_gone(office: PostOffice) -> None:
    office.hangs_up = True
    person = staff()
    ask = {"known": person.email, "unknown": "stranger@example.com"}
    told = {who: Client().post("/accounts/password/reset/", {"email": email}) for who, email in ask.items()}
    assert {who: (one.status_code, one.headers["Location"]) for who, one in told.items()} == dict.fromkeys(
        ask, (302, "/accounts/password/reset/done/")
    )
