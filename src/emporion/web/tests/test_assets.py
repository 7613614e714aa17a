"""One stylesheet and one script a page: what is joined says what its sources say, and works as they do."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client
from playwright.sync_api import Browser, Route, expect

from emporion.web.assets import SCRIPT, SCRIPTS, STYLE, STYLES, joined
from tools.testing.chromium import fresh_page

from .factories import signed_in


def source(name: str) -> str:
    found = finders.find(name)
    assert found, name
    return Path(found).read_text()


def test_what_is_joined_holds_every_source_in_order() -> None:
    files = joined(source)
    for name, sources in ((STYLE, STYLES), (SCRIPT, SCRIPTS)):
        places = [files[name].index(source(one)) for one in sources]
        assert places == sorted(places)


def test_a_script_that_is_joined_asks_for_no_other() -> None:
    """Within a block a browser would refuse it, and with it all the others."""
    assert [one for one in SCRIPTS if re.search(r"^\s*(import|export)\b", source(one), re.MULTILINE)] == []


@pytest.mark.parametrize("house", ["sqlite"], indirect=True)
def test_without_collecting_each_source_is_asked_for_by_itself(house: str) -> None:
    page = Client().get("/accounts/login/").content.decode()
    assert [one for one in STYLES if f'href="/static/{one}"' in page] == [*STYLES]


@pytest.mark.browser
@pytest.mark.parametrize("house", ["sqlite"], indirect=True)
def test_the_joined_script_opens_the_palette_and_the_menus(browser: Browser, served: str) -> None:
    script, told = joined(source)[SCRIPT], list[str]()

    def instead(route: Route) -> None:
        name = route.request.url.partition("/static/")[2]
        told.append(name)
        route.fulfill(body=script if name == SCRIPTS[0] else "", content_type="text/javascript")

    with fresh_page(browser, served) as page:
        session = signed_in().cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": served}])
        for one in SCRIPTS:
            page.route(f"**/static/{one}", instead)
        page.goto("/orders/")
        page.keyboard.press("Control+k")
        expect(page.locator("#palette")).to_be_visible()
        page.keyboard.press("Escape")
        page.locator("details.e-drop > summary").first.click()
        page.keyboard.press("Escape")
        expect(page.locator("details.e-drop[open]")).to_have_count(0)
    assert sorted(told) == sorted(SCRIPTS)
