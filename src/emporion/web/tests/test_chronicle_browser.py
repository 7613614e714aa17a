"""A long timeline in a browser: older lines are added under the newer ones, and its parts change in their place."""

import pytest
from playwright.sync_api import Browser, expect

from .test_browser import in_both_themes, page_of
from .test_chronicle import lived, placed

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.parametrize("house", ["sqlite"], indirect=True)]


@pytest.mark.parametrize("width", [1440, 390])
def test_older_lines_are_added_where_one_reads(browser: Browser, served: str, width: int) -> None:
    of = placed()
    lived(of.subject, 50, 12)
    with page_of(browser, served, width, language="el") as page:
        page.goto(f"/orders/{of.id}/")
        lines = page.locator("#timeline .e-time > li:not(.e-older)")
        expect(lines).to_have_count(30)
        in_both_themes(page)
        page.locator(".e-older a").click()
        expect(lines).to_have_count(60)
        expect(lines.first).to_contain_text("49")
        page.locator(".e-told a").nth(1).click()
        expect(lines).to_have_count(12)
        expect(page.locator(".e-older")).to_have_count(0)
        assert page.url.endswith(f"/orders/{of.id}/")
