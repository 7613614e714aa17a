"""The door: the sign-in library's pages in our look, walked through as a person does."""

import re

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.test import Client

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


def test_every_other_page_of_the_library_stands_in_our_door(house: str) -> None:
    client = signed_in()
    pages = ("password/change/", "2fa/", "2fa/webauthn/", "logout/", "inactive/")
    for address in pages:
        text_of(client, f"/accounts/{address}")
    for address in ("password/reset/", "password/reset/done/", "signup/", "password/reset/key/a-b/"):
        text_of(Client(), f"/accounts/{address}")


def test_signing_out_asks_once(house: str) -> None:
    client = signed_in()
    assert "Sign out?" in text_of(client, "/accounts/logout/")
    client.post("/accounts/logout/")
    assert client.get("/today/").status_code == 302
