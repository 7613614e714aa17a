"""The data table in a real browser: by the keyboard alone, on the phone, in both themes."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, expect

from emporion.catalog.tests.factories import category
from emporion.orders import commands as orders, queries as book
from emporion.orders.tests.factories import Corner, corner_shop, cup, draft
from tools.testing.chromium import fresh_page, led_on

from .factories import signed_in
from .test_browser import in_both_themes, scrolls_sideways

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.parametrize("house", ["sqlite"], indirect=True)]


@contextmanager
def seen_by(browser: Browser, served: str, email: str, role: str = "manager", width: int = 1440) -> Iterator[Page]:
    with fresh_page(browser, served, width=width, height=844) as page:
        page.emulate_media(color_scheme="light", reduced_motion="reduce")
        session = signed_in(role, email=email).cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": served}])
        yield page


def placed(corner: Corner, number: int) -> list[int]:
    cups = cup(corner, 100)
    return [orders.place(draft=draft(corner, (cups, 1)), actor="shop").id for _ in range(number)]


def test_a_manager_finds_selects_acts_keeps_the_view_and_shares_it_by_keyboard_alone(
    browser: Browser, served: str
) -> None:
    ids = placed(corner_shop(), 4)
    first = book.numbers(ids)[ids[0]]
    orders.note_shipment(number=first, reference="1", actor="shop")
    with seen_by(browser, served, "manager@shop.example") as page:
        page.goto("/orders/")
        press = page.keyboard.press
        press("f")  # filter: the status by typing its name
        filters = page.locator(".e-filters")
        filters.get_by_label("Search these choices").press_sequentially("waiting for p")
        press("Tab")
        press("Space")
        expect(filters.get_by_label("Waiting for payment")).to_be_checked()
        with led_on(page):
            filters.get_by_role("button", name="Show").press("Enter")
        expect(page.locator(".e-chip")).to_have_count(1)
        press("v")  # keep the view, for everybody
        page.get_by_label("Name of the view").press_sequentially("Unpaid")
        press("Tab")
        press("Space")
        with led_on(page):
            press("Enter")
        expect(page.locator(".e-tabs [aria-current]")).to_contain_text("Unpaid")
        rows = page.locator("tbody tr")
        expect(rows).to_have_count(3)
        press("j")  # the first two rows, by their keys
        press("x")
        press("j")
        press("Shift+X")
        expect(page.locator("[data-count]")).to_have_text("2")
        press("a")  # to what can be done with them, and past three acts into the menu of further ones
        for _ in range(3):
            press("Tab")
        press("Enter")
        press("Tab")
        press("Enter")
        expect(page.get_by_role("heading", level=1)).to_contain_text("Cancel orders: 2 rows")
        page.get_by_label(re.compile("trial")).press("Space")
        expect(page.locator("#changing")).to_contain_text("2")
        page.get_by_role("button", name="Cancel orders: 2").press("Enter")
        expect(page.locator(".e-facts")).to_contain_text("Changed")
    states = [view.state for view in book.orders_by_id(ids)]
    assert sorted(states) == ["cancelled", "cancelled", "open", "open"]
    with seen_by(browser, served, "other@shop.example") as page:
        page.goto("/orders/")
        page.get_by_role("link", name=re.compile("Unpaid")).press("Enter")
        expect(page.locator(".e-chip")).to_contain_text("Waiting for payment")
        expect(page.locator("tbody tr")).to_have_count(1)


def test_what_is_selected_outlives_the_page_and_everything_that_fits_can_be_meant(
    browser: Browser, served: str
) -> None:
    placed(corner_shop(), 52)
    with seen_by(browser, served, "manager@shop.example") as page:
        page.goto("/orders/")
        page.locator("tbody input[name=chosen]").nth(3).check()
        page.get_by_role("link", name="Further").click()
        expect(page.get_by_role("link", name="Back", exact=True)).to_be_visible()
        page.locator("tbody input[name=chosen]").first.check()
        expect(page.locator("[data-count]")).to_have_text("2")
        page.get_by_role("button", name="All 52 that fit").click()
        expect(page.locator("[data-count]")).to_have_text("52")
        page.get_by_role("button", name="Take orders").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("52 rows")
        page.goto("/orders/")
        expect(page.locator(".e-bulk")).to_be_hidden()


def test_heads_sort_and_stay_in_sight_and_columns_come_in_ones_own_order(browser: Browser, served: str) -> None:
    placed(corner_shop(), 40)
    with seen_by(browser, served, "manager@shop.example") as page:
        page.goto("/orders/")
        for _ in range(2):
            with led_on(page):
                page.get_by_role("link", name="Total, €").click()
        expect(page.get_by_role("columnheader", name="Total, €")).to_have_attribute("aria-sort", "ascending")
        page.locator("tbody tr").last.scroll_into_view_if_needed()
        expect(page.get_by_role("columnheader", name="Total, €")).to_be_in_viewport()
        page.get_by_text("Columns", exact=True).click()
        for _ in range(3):
            page.get_by_role("button", name="Status one place earlier").press("Enter")
        page.get_by_label("Shop", exact=True).uncheck()
        with led_on(page):
            page.locator(".e-choose ~ .e-row").get_by_role("button", name="Show").click()
        heads = page.locator("thead th").all_inner_texts()
        assert [head.strip() for head in heads if head.strip()][:3] == ["Order", "Status", "Customer"]
        assert "Shop" not in heads


@pytest.mark.parametrize("width", [1440, 390])
def test_the_table_its_menus_and_its_bar_stand_in_both_themes(browser: Browser, served: str, width: int) -> None:
    category("Cups")
    placed(corner_shop(), 3)
    with seen_by(browser, served, "owner@shop.example", "owner", width) as page:
        for address in ("/orders/?view=all", "/products/?view=all", "/customers/", "/stock/"):
            page.goto(address)
            if page.locator("[name=chosen]").count():
                page.locator("[name=chosen]").first.check()
            page.locator(".e-filters summary").click()
            in_both_themes(page)
        page.goto("/products/?view=all")
        page.locator("[name=chosen]").first.check()
        page.get_by_role("button", name="Change group").click()
        page.get_by_role("button", name="Show what changes").click()
        expect(page.locator("#changing")).to_be_visible()
        assert not scrolls_sideways(page)
        in_both_themes(page)
