"""The pages of the set-up stand in both widths and themes, in the longest words, and axe has nothing to say."""

import pytest
from playwright.sync_api import Browser

from emporion.orders.tests.factories import corner_shop
from emporion.web.tests.test_browser import in_both_themes, page_of

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.parametrize("house", ["sqlite"], indirect=True)]
PAGES = "", "firms/", "firms/new/", "firms/1/", "prices/new/", "shops/", "shops/new/", "taxes/", "staff/", "staff/1/"


@pytest.mark.parametrize("width", [1440, 390])
def test_every_page_stands_in_both_widths_and_themes(browser: Browser, served: str, width: int) -> None:
    corner_shop()
    with page_of(browser, served, width, language="ru") as page:
        for side in (*PAGES, "staff/new/", "staff/roles/", "profile/"):
            page.goto(f"/settings/{side}")
            in_both_themes(page)
