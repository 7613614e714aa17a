"""Taking many rows back in a browser: the button, the progress, what is named as left alone."""

import pytest
from playwright.sync_api import Browser, expect

from emporion.catalog import commands as catalog
from emporion.catalog.tests.factories import BY, product
from emporion.catalog.types import ProductCard
from emporion.clockwork.commands import work_off
from emporion.web.models import BulkWork
from tools.testing.chromium import led_on

from .test_browser import in_both_themes, page_of

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.parametrize("house", ["sqlite"], indirect=True)]


@pytest.mark.parametrize(("width", "language"), [(1440, "en"), (390, "el")])
def test_a_work_of_a_worker_is_taken_back_on_its_own_page(
    browser: Browser, served: str, width: int, language: str
) -> None:
    cups = [product(f"Cup {n:02}") for n in range(60)]
    with page_of(browser, served, width, language=language) as page:
        page.goto("/products/")
        page.locator("tbody [type=checkbox]").first.check()
        page.locator("#bulk [data-whole]").click()
        page.locator("[value=hide]").click()
        page.locator("[name=apply]").click()
        expect(page.locator("progress")).to_be_visible()
        work_off()
        catalog.put_products(cards=[ProductCard(one, is_hidden=False) for one in cups[:2]], **BY)
        button = page.locator("form[action$='/undo/'] button")
        expect(button).to_contain_text("60")
        listed = page.locator(".e-names").bounding_box()
        heading = page.locator("#changed").bounding_box()
        assert listed and heading and 0 < listed["y"] - heading["y"] < 80  # the names stand below their heading
        in_both_themes(page)
        with led_on(page):
            button.click()
        expect(page).to_have_url(f"{served}/lists/acts/{BulkWork.objects.latest('pk').pk}/")
        work_off()
        expect(page.locator(".e-reason li")).to_have_text(["Cup 00", "Cup 01"])
        in_both_themes(page)
        page.locator(".e-crumb a").nth(1).click()
        expect(page.locator(".e-note")).to_contain_text("58")
        expect(button).to_have_count(0)
        in_both_themes(page)
