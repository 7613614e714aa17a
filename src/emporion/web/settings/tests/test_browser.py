"""The pages of the set-up stand in both widths and themes, in the longest words, and axe has nothing to say."""

import pytest
from playwright.sync_api import Browser, expect

from emporion.orders.tests.factories import corner_shop
from emporion.web.tests.test_browser import in_both_themes, page_of
from tools.testing.walking import MOST_SHIFT, SHIFTS

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.parametrize("house", ["sqlite"], indirect=True)]
PAGES = "", "firms/", "firms/new/", "firms/1/", "prices/new/", "shops/", "shops/new/", "taxes/", "staff/", "staff/1/"


@pytest.mark.parametrize("width", [1440, 390])
def test_every_page_stands_in_both_widths_and_themes(browser: Browser, served: str, width: int) -> None:
    corner_shop()
    with page_of(browser, served, width, language="ru") as page:
        for side in (*PAGES, "staff/new/", "staff/roles/", "profile/"):
            page.goto(f"/settings/{side}")
            in_both_themes(page)


ALL_SIDES = """() => [...document.querySelectorAll(".s-sides a")].filter((one) => {
  const box = one.getBoundingClientRect();
  const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  return one === top && one.scrollWidth <= one.clientWidth;
}).length"""


@pytest.mark.parametrize("language", ["en", "ru", "ro", "el"])
def test_every_side_is_in_sight_on_a_desk_and_moves_nothing(browser: Browser, served: str, language: str) -> None:
    corner_shop()
    with page_of(browser, served, 1440, language=language) as page:
        for side in ("", "languages/", "staff/"):
            page.goto(f"/settings/{side}")
            assert page.evaluate(ALL_SIDES) == 13
            assert page.evaluate(SHIFTS) <= MOST_SHIFT


def test_on_a_phone_the_sides_are_a_strip_in_which_the_current_one_is_in_sight(browser: Browser, served: str) -> None:
    corner_shop()
    with page_of(browser, served, 390, language="el") as page:
        page.goto("/settings/staff/")
        assert page.locator(".s-sides").bounding_box()["height"] < 50  # type: ignore[index]
        expect(page.locator(".s-sides [aria-current]")).to_be_in_viewport(ratio=1)
        expect(page.locator(".s-sides a").first).not_to_be_in_viewport()
