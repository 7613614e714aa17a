"""The watchman's pages as a person meets them: an alert is answered, a mute ends, a test is sent; both widths."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from emporion.exchange.tests.factories import make_channel
from emporion.watchman import commands
from emporion.watchman.looking import look
from emporion.watchman.queries import alerts
from emporion.watchman.types import Found
from emporion.web.tests.test_browser import page_of
from tools.testing.walking import faults

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.parametrize("house", ["sqlite"], indirect=True),
]


def troubled() -> None:
    """A house with three troubles, one of which nobody wants to hear of, and one that is over."""
    channel, now = make_channel(), datetime.now(UTC)
    over = [Found("", 3, is_well=False, limit=10, facts={"megabytes": 512}, since=now - timedelta(hours=9))]
    commands.note_round(found={"disk.full": over}, actor="clockwork")
    look()
    days = {"days": 2}
    stalled = Found(f"channel:{channel}", 7, False, "Main base", 3, now - timedelta(days=4), days)
    few = Found("shop:1", 3, False, "Corner shop", None, now - timedelta(hours=6), {"hours": 6, "usual": 41})
    silent = Found(f"channel:{channel}", 21, False, "Main base", 20, now - timedelta(minutes=21))
    found = {"connection.stalled": [stalled], "orders.fewer": [few], "connection.silent": [silent]}
    commands.note_round(found=found, actor="clockwork")
    quiet = next(one.id for one in alerts() if one.code == "connection.silent")
    commands.mute(alert=quiet, days=7, reason="The base moves to another machine", actor="staff:1")
    commands.set_telling(by_mail=True, address="", hook_url="https://hooks.example/emporion", actor="staff:1")


def pictured(page: Page, name: str) -> None:
    """Kept to look at where EMPORION_PICTURES names a folder."""
    if folder := os.environ.get("EMPORION_PICTURES"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


@pytest.mark.parametrize(("width", "language"), [(1440, "en"), (390, "ru"), (390, "el")])
def test_an_alert_is_answered_on_its_page(browser: Browser, served: str, width: int, language: str) -> None:
    troubled()
    with page_of(browser, served, width, language=language) as page:
        page.goto("/watchman/")
        pictured(page, f"watchman-{width}-{language}")
        assert faults(page) == []
        page.locator("#alerts ~ .e-list a.e-strong").first.click()
        pictured(page, f"alert-{width}-{language}")
        assert faults(page) == []
        page.locator("[name=note]").fill("The lorry comes at ten")
        page.locator("form[action$='/see/'] button").click()
        expect(page.get_by_role("main")).to_contain_text("The lorry comes at ten")
        page.goto("/watchman/checks/disk.full/")
        pictured(page, f"check-{width}-{language}")
        assert faults(page) == []
        page.goto("/watchman/telling/")
        pictured(page, f"telling-{width}-{language}")
        assert faults(page) == []
        page.goto("/today/")
        pictured(page, f"today-{width}-{language}")
