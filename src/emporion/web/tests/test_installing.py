"""The house as an app: it can be installed, and without a connection it says so instead of showing old figures."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.test import Client
from playwright.sync_api import Browser, expect

from tools.testing.chromium import fresh_page

from .factories import EMAIL, PASSWORD, person

STATIC = Path(__file__).parents[1] / "static"


@pytest.mark.parametrize("house", ["sqlite"], indirect=True)
def test_the_manifest_names_icons_that_stand(house: str) -> None:
    answer = Client().get("/manifest.webmanifest")
    told = json.loads(answer.content)
    assert answer["Content-Type"] == "application/manifest+json"
    assert (told["display"], told["start_url"], told["name"]) == ("standalone", "/", "Emporion")
    assert {icon["sizes"] for icon in told["icons"] if icon["type"] == "image/png"} == {"192x192", "512x512"}
    for icon in told["icons"]:
        assert (STATIC / icon["src"].partition("/static/")[2]).is_file()


@pytest.mark.parametrize("house", ["sqlite"], indirect=True)
def test_the_worker_keeps_no_page_but_one(house: str) -> None:
    text = Client().get("/worker.js").content.decode()
    told = json.loads(text[text.index("= {") + 2 : text.index("};") + 1])
    assert [url for url in told["kept"] if not url.startswith("/static/")] == ["/offline/"]


@pytest.mark.parametrize("house", ["sqlite"], indirect=True)
def test_the_page_that_is_kept_names_nobody(house: str) -> None:
    client = Client()
    known = person()
    assert known.is_authenticated
    client.force_login(known)
    page = client.get("/offline/").content.decode()
    assert "No connection" in page and "Anna" not in page and "csrf" not in page


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize("house", ["sqlite"], indirect=True)
def test_without_a_connection_the_page_says_so(browser: Browser, served: str) -> None:
    person()
    with fresh_page(browser, served, workers="allow", expected="ERR_INTERNET_DISCONNECTED") as page:
        page.goto("/accounts/login/?next=/style/")
        page.get_by_label("E-mail").fill(EMAIL)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Style")
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        page.context.set_offline(True)
        page.goto("/today/")
        expect(page.get_by_role("heading", level=1)).to_have_text("No connection")
        page.context.set_offline(False)
        page.get_by_role("link", name="Try again").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Today")
