"""The door: the sign-in library's pages in our look, walked through as a person does."""

import re
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.contrib.auth import get_user_model
from django.core import mail
from django.test import Client

from emporion.clockwork.worker import work_off

from .factories import EMAIL, PASSWORD, person, signed_in


def text_of(client: Client, address: str) -> str:
    answer = client.get(address, follow=True)
    assert answer.status_code == 200
    page = answer.content.decode()
    assert 'class="e-door"' in page
    return page


def code_now(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def enter(client: Client) -> str:
    answer = client.post("/accounts/login/", {"login": EMAIL, "password": PASSWORD}, follow=True)
    return answer.content.decode()


def test_a_wrong_password_is_said_beside_the_form_and_the_password_is_not_sent_back(house: str) -> None:
    person()
    page = Client().post("/accounts/login/", {"login": EMAIL, "password": "wrong"}).content.decode()
    assert 'role="alert"' in page
    assert "wrong" not in page


def test_signing_in_leads_to_today_without_a_toast(house: str) -> None:
    person()
    client = Client()
    page = enter(client)
    assert "Nothing needs you now" in page
    assert not re.search(r'id="toasts"[^>]*>\s*<div', page)


def test_a_second_factor_from_the_first_scan_to_the_lost_phone(house: str) -> None:
    person()
    client = Client()
    enter(client)
    assert "Is it you?" in text_of(client, "/accounts/2fa/totp/activate/")
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    page = text_of(client, "/accounts/2fa/totp/activate/")
    found = re.search(r'<code class="e-2">(\w+)</code>', page)
    assert found
    assert 'src="data:image/svg+xml' in page
    client.post("/accounts/2fa/totp/activate/", {"code": code_now(found[1])})
    page = text_of(client, "/accounts/2fa/recovery-codes/")
    codes = re.findall(r"[0-9a-f]{8}", page[page.index('id="recovery_codes"') :])
    assert len(codes) == 10
    assert "10 of 10 are left" in page
    assert "Switch off the authenticator?" in text_of(client, "/accounts/2fa/totp/deactivate/")
    assert "The codes you have now stop working." in text_of(client, "/accounts/2fa/recovery-codes/generate/")

    another = Client()
    assert "Second step" in enter(another)
    answer = another.post("/accounts/2fa/authenticate/", {"code": codes[0]}, follow=True)
    assert "Nothing needs you now" in answer.content.decode()
    assert "9 of 10 are left" in text_of(client, "/accounts/2fa/recovery-codes/")


OURS = Path(__file__).parents[1] / "templates"
INSIDE = ("password/change/", "2fa/", "2fa/webauthn/", "2fa/webauthn/add/", "logout/", "inactive/", "reauthenticate/")
OUTSIDE = (
    "login/", "signup/", "password/reset/", "password/reset/done/", "password/reset/key/a-b/",
    "password/reset/key/done/",
)  # fmt: skip


@pytest.mark.parametrize("language", ["en", "ru"])
def test_every_page_of_the_library_is_worded_by_us(house: str, language: str) -> None:
    inside, outside = signed_in(language=language), Client(headers={"Accept-Language": language})
    inside.post("/accounts/reauthenticate/", {"password": PASSWORD})
    for client, addresses in ((inside, INSIDE), (outside, OUTSIDE)):
        for address in addresses:
            answer = client.get(f"/accounts/{address}", follow=True)
            assert answer.status_code == 200
            assert f'lang="{language}"' in answer.content.decode()
            assert Path(answer.templates[0].origin.name).is_relative_to(OURS), address


def test_a_forgotten_password_comes_back_by_a_letter_in_our_words(house: str) -> None:
    person()
    client = Client()
    client.post("/accounts/password/reset/", {"email": EMAIL})
    work_off()
    [letter] = mail.outbox
    assert "Somebody, most likely you, asked for a new password." in letter.body
    [link] = re.findall(r"https?://[^/]+(/\S+)", str(letter.body))
    assert "Choose a password that you use nowhere else." in text_of(client, link)
    set_here = client.get(link, follow=True).redirect_chain[-1][0]
    client.post(set_here, {"password1": "violet-anchor-52", "password2": "violet-anchor-52"})
    assert "Your password is set" in text_of(client, "/accounts/password/reset/key/done/")
    assert "This link no longer works" in text_of(Client(), link)
    assert client.login(email=EMAIL, password="violet-anchor-52")


def test_a_key_of_the_browser_is_listed_renamed_and_removed(house: str) -> None:
    client = signed_in()
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    told = {"name": "Desk", "credential": {"clientExtensionResults": {"credProps": {"rk": False}}}}
    key = Authenticator.objects.create(user=get_user_model().objects.get(), type="webauthn", data=told)
    assert "Desk" in text_of(client, "/accounts/2fa/webauthn/")
    assert "Remove “Desk”?" in text_of(client, f"/accounts/2fa/webauthn/keys/{key.pk}/remove/")
    client.post(f"/accounts/2fa/webauthn/keys/{key.pk}/edit/", {"name": "Counter"})
    assert "Counter" in text_of(client, "/accounts/2fa/webauthn/")
    client.post(f"/accounts/2fa/webauthn/keys/{key.pk}/remove/")
    assert "None yet." in text_of(client, "/accounts/2fa/webauthn/")


def test_signing_out_asks_once(house: str) -> None:
    client = signed_in()
    assert "Sign out?" in text_of(client, "/accounts/logout/")
    client.post("/accounts/logout/")
    assert client.get("/today/").status_code == 302
