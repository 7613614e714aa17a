"""The editor of an order's lines never loses what a quick hand types while the server draws them anew."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from emporion.catalog.queries import variants
from emporion.orders.tests.factories import Corner, corner_shop, cup
from emporion.web.tests.test_browser import page_of

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.parametrize("house", ["sqlite"], indirect=True)]
EDITOR = re.compile("/orders/new/")


def two_lines(page: Page, corner: Corner) -> tuple[Locator, Locator]:
    """A new order of two cups at 2.50 and at 4.00; the fields of their quantities."""
    first, second = (variants([cup(corner, 50, euro)]).popitem()[1].name for euro in ("2.50", "4.00"))
    page.goto(f"/orders/new/?shop={corner.shop}")
    for name in (first, second):
        page.get_by_role("searchbox", name="Add by name").fill(name)
        page.get_by_role("button", name=f"Add {name}", exact=True).click()
        expect(page.get_by_label(f"Quantity of {name}", exact=True)).to_have_value("1")
    return page.get_by_label(f"Quantity of {first}", exact=True), page.get_by_label(f"Quantity of {second}", exact=True)


def on_the_way(page: Page, one: Locator, two: Locator) -> Route:
    """Three of the first are written and the field is left for the second one's; the answer is held back."""
    held: list[Route] = []
    page.route(EDITOR, lambda route: route.continue_() if held else held.append(route))
    one.fill("3")
    two.click()
    while not held:
        page.evaluate("0")
    return held[0]


def test_what_is_typed_while_the_lines_are_drawn_anew_stays_and_counts(browser: Browser, served: str) -> None:
    with page_of(browser, served, language="en") as page:
        one, two = two_lines(page, corner_shop())
        answer = on_the_way(page, one, two)
        two.fill("12")
        expect(two).to_be_focused()
        answer.continue_()
        expect(page.locator("#total")).to_have_text("11.50")
        expect(two).to_have_value("12")
        expect(two).to_be_focused()
        page.keyboard.type("0")
        expect(two).to_have_value("120")
        two.fill("10")
        page.keyboard.press("Tab")
        expect(page.locator("#total")).to_have_text("47.50")


def test_what_was_typed_and_left_alone_is_sent_when_its_field_is_left(browser: Browser, served: str) -> None:
    with page_of(browser, served, language="en") as page:
        one, two = two_lines(page, corner_shop())
        answer = on_the_way(page, one, two)
        two.fill("10")
        answer.continue_()
        expect(page.locator("#total")).to_have_text("11.50")
        page.keyboard.press("Tab")
        expect(page.locator("#total")).to_have_text("47.50")
        expect(two).to_have_value("10")
