"""A passkey is made and signs in without e-mail and password, in Chromium with an authenticator of its own."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tools.testing.chromium import fresh_page, led_on

from .factories import EMAIL, PASSWORD, person

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("house", ["sqlite"], indirect=True)]
KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def with_authenticator(page: Page) -> None:
    """The computer of this browser has a finger reader, and the finger lies on it."""
    debugger = page.context.new_cdp_session(page)
    debugger.send("WebAuthn.enable")
    debugger.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})


def sign_in(page: Page) -> None:
    """By e-mail and password."""
    page.get_by_label("E-mail").fill(EMAIL)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def name_a_key(page: Page, name: str) -> None:
    """Sign in on the way to the page of a new key, and call the key something."""
    page.goto("/accounts/2fa/webauthn/add/")
    with led_on(page):
        sign_in(page)
    if "reauthenticate" in page.url:
        with led_on(page):
            page.get_by_label("Password").fill(PASSWORD)
            page.get_by_role("button", name="Go on").click()
    page.get_by_label("What you call it").fill(name)


@pytest.mark.slow
def test_a_passkey_is_made_and_signs_in_by_itself(browser: Browser, served: str) -> None:
    person()
    with fresh_page(browser, served.replace("127.0.0.1", "localhost")) as page:  # a number is no name for a key
        with_authenticator(page)
        name_a_key(page, "Desk")
        page.get_by_label("Signs you in without e-mail and password").check()
        with led_on(page):
            page.get_by_role("button", name="Add the key").click()
        page.goto("/accounts/2fa/webauthn/")
        expect(page.get_by_text("Desk")).to_be_visible()
        page.context.clear_cookies()
        page.goto("/settings/profile/")
        page.get_by_role("button", name="passkey").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Profile")


@pytest.mark.slow
def test_a_key_is_the_second_step_behind_the_password_and_no_other_key_is(browser: Browser, served: str) -> None:
    person()
    here = served.replace("127.0.0.1", "localhost")
    with fresh_page(browser, here) as page:
        with_authenticator(page)
        name_a_key(page, "Key ring")
        with led_on(page):
            page.get_by_role("button", name="Add the key").click()
        page.context.clear_cookies()
        page.goto("/settings/profile/")
        with led_on(page):
            sign_in(page)
        expect(page.get_by_role("heading", level=1)).to_have_text("Second step")
        page.get_by_role("button", name="Use a security key").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Profile")
    with fresh_page(browser, here, expected="NotAllowedError") as stranger:
        with_authenticator(stranger)  # a key of somebody else: it knows nothing of this house
        stranger.goto("/settings/profile/")
        with led_on(stranger):
            sign_in(stranger)
        with stranger.expect_console_message(lambda told: "NotAllowedError" in told.text):
            stranger.get_by_role("button", name="Use a security key").click()
        expect(stranger.get_by_role("heading", level=1)).to_have_text("Second step")
        stranger.goto("/today/")
        assert "/accounts/" in stranger.url
