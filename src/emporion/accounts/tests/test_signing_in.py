"""Signing in over the real pages: password, second factor, limits, a closed door for strangers."""

from __future__ import annotations

import base64
import hashlib
import hmac
import struct
from datetime import UTC, datetime

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.contrib.auth import SESSION_KEY
from django.core import mail
from django.test import Client
from django.urls import reverse

from emporion.accounts import commands, queries
from emporion.accounts.models import Staff
from emporion.clockwork.worker import work_off
from emporion.journal.queries import timeline

from .factories import PASSWORD, staff

LOGIN = "/accounts/login/"
NEW = "marble-otter-lantern-9"


def sign_in(client: Client, person: Staff, password: str = PASSWORD) -> int:
    """What the sign-in page answers."""
    answer = client.post(LOGIN, {"login": person.email, "password": password})
    return int(answer.status_code)


def is_in(client: Client) -> bool:
    return SESSION_KEY in client.session


def code(secret: str, at: datetime) -> str:
    """The six digits a phone would show: RFC 6238 over RFC 4226."""
    mac = hmac.digest(base64.b32decode(secret), struct.pack(">Q", int(at.timestamp()) // 30), hashlib.sha1)
    start = mac[-1] & 15
    return f"{(struct.unpack('>I', mac[start : start + 4])[0] & 0x7FFFFFFF) % 10**6:06}"


def test_staff_sign_in_by_email_in_any_letters(house: str, client: Client) -> None:
    person = staff(email="ana@example.com")
    answer = client.post(LOGIN, {"login": "ANA@Example.com", "password": PASSWORD, "next": "/orders/"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/orders/")
    assert client.session[SESSION_KEY] == str(person.pk)


def test_a_wrong_password_is_told_without_saying_what_was_wrong(house: str, client: Client) -> None:
    person = staff()
    wrong = client.post(LOGIN, {"login": person.email, "password": "not-this-one"})
    stranger = client.post(LOGIN, {"login": "stranger@example.com", "password": "not-this-one"})
    assert (wrong.status_code, is_in(client)) == (200, False)
    assert wrong.context["form"].errors == stranger.context["form"].errors != {}


def test_a_way_back_never_leads_to_another_site(house: str, client: Client) -> None:
    person = staff()
    answer = client.post(LOGIN, {"login": person.email, "password": PASSWORD, "next": "https://example.org/"})
    assert answer.headers["Location"] == "/"


def test_guessing_is_stopped_even_with_the_right_password(house: str, client: Client) -> None:
    person = staff()
    for _ in range(5):
        sign_in(client, person, "guess")
    sign_in(client, person, PASSWORD)
    assert not is_in(client)
    other = staff()
    elsewhere = Client(REMOTE_ADDR="192.0.2.7")
    sign_in(elsewhere, other)
    assert is_in(elsewhere), "one account under attack does not lock the others out"


def test_who_left_cannot_sign_in_and_is_signed_out(house: str, client: Client) -> None:
    staff("owner")
    person = staff("manager")
    sign_in(client, person)
    commands.deactivate(staff=person.pk, actor="staff:1")
    assert client.get("/accounts/password/change/").status_code == 302
    again = Client()
    sign_in(again, person)
    assert not is_in(again)


def test_nobody_signs_up(house: str, client: Client) -> None:
    page = client.get("/accounts/signup/")
    assert "account/signup_closed.html" in [template.name for template in page.templates]
    client.post("/accounts/signup/", {"email": "new@example.com", "password1": NEW})
    assert Staff.objects.count() == 0


@pytest.mark.parametrize("name", ["account_email", "account_email_verification_sent"])
def test_addresses_are_changed_by_an_owner_and_on_no_page_of_the_library(name: str) -> None:
    with pytest.raises(Exception, match="not a valid view function or pattern name"):
        reverse(name)


def test_a_new_password_is_told_to_the_journal_and_ends_other_sessions(house: str, client: Client) -> None:
    person = staff()
    other_browser = Client()
    sign_in(client, person)
    sign_in(other_browser, person)
    fields = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    assert client.post("/accounts/password/change/", fields).status_code == 302
    [fact] = timeline([person.actor], kinds=["accounts.PasswordChanged"])
    assert (fact.actor, fact.origin) == (person.actor, "page:/accounts/password/change/")
    assert client.get("/accounts/password/change/").status_code == 200
    assert other_browser.get("/accounts/password/change/").status_code == 302
    assert sign_in(Client(), person, NEW) == 302


def test_an_invited_person_sets_the_password_once_and_is_in(house: str, client: Client) -> None:
    added = commands.add_staff(email="new@example.com", name="New", role="manager", actor="staff:1")
    assert not queries.staff_card(added.id).signs_in_with_password
    path = queries.invitation_path(added.id)
    form = client.get(path, follow=True)
    answer = client.post(form.request["PATH_INFO"], {"password1": NEW, "password2": NEW})
    assert answer.status_code == 302
    assert sign_in(Client(), Staff.objects.get(pk=added.id), NEW) == 302
    used = Client().get(path, follow=True)
    assert used.context["token_fail"] is True


def test_a_forgotten_password_is_reset_by_mail_and_strangers_get_none(house: str, client: Client) -> None:
    person = staff()
    client.post("/accounts/password/reset/", {"email": "stranger@example.com"})
    work_off()
    assert mail.outbox == []
    client.post("/accounts/password/reset/", {"email": person.email.upper()})
    work_off()
    [letter] = mail.outbox
    path = "/accounts/password/reset/key/" + letter.body.split("/accounts/password/reset/key/")[1].split()[0]
    form = client.get(path, follow=True)
    client.post(form.request["PATH_INFO"], {"password1": NEW, "password2": NEW})
    assert sign_in(Client(), person, NEW) == 302


def second_factor(client: Client) -> str:
    """Switch the second factor on, as a person does with an app on the phone; answers the app's secret."""
    ask_again = client.get("/accounts/2fa/totp/activate/").headers["Location"]
    assert ask_again.startswith("/accounts/reauthenticate/"), "an open browser is not enough to add a factor"
    assert client.post(ask_again, {"password": PASSWORD}).headers["Location"] == "/accounts/2fa/totp/activate/"
    page = client.get("/accounts/2fa/totp/activate/")
    secret = str(page.context["form"].secret)
    answer = client.post("/accounts/2fa/totp/activate/", {"code": code(secret, datetime.now(UTC))})
    assert answer.status_code == 302
    return secret


def test_with_a_second_factor_the_password_alone_opens_nothing(house: str, client: Client) -> None:
    person = staff()
    with time_machine.travel(datetime(2026, 3, 2, 9, 0, 10, tzinfo=UTC), tick=False) as clock:
        sign_in(client, person)
        secret = second_factor(client)
        phone = Client()
        answer = phone.post(LOGIN, {"login": person.email, "password": PASSWORD})
        assert (answer.headers["Location"], is_in(phone)) == ("/accounts/2fa/authenticate/", False)
        clock.shift(60)
        wrong = f"{(int(code(secret, datetime.now(UTC))) + 1) % 10**6:06}"
        phone.post("/accounts/2fa/authenticate/", {"code": wrong})
        assert not is_in(phone)
        right = code(secret, datetime.now(UTC))
        phone.post("/accounts/2fa/authenticate/", {"code": right})
        assert is_in(phone)
        thief = Client()
        thief.post(LOGIN, {"login": person.email, "password": PASSWORD})
        thief.post("/accounts/2fa/authenticate/", {"code": right})
        assert not is_in(thief), "a code is good once"


def test_a_recovery_code_opens_once_when_the_phone_is_lost(house: str, client: Client) -> None:
    person = staff()
    sign_in(client, person)
    second_factor(client)
    page = client.get("/accounts/2fa/recovery-codes/", follow=True)
    codes = list(page.context["unused_codes"])
    assert len(codes) == 10
    for browser, opens in ((Client(), True), (Client(), False)):
        browser.post(LOGIN, {"login": person.email, "password": PASSWORD})
        browser.post("/accounts/2fa/authenticate/", {"code": codes[0]})
        assert is_in(browser) is opens


def test_secrets_of_the_second_factor_lie_encrypted(house: str, client: Client) -> None:
    person = staff()
    sign_in(client, person)
    secret = second_factor(client)
    kept = [str(one.data) for one in Authenticator.objects.filter(user=person)]
    assert len(kept) == 2
    assert not any(secret in text for text in kept)
