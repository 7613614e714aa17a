"""Whoever is quicker than the page loses nothing: what is written and ticked before the scripts stand is taken."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from emporion.orders import commands as orders
from emporion.orders.tests.factories import corner_shop, cup, draft

from .test_browser import page_of

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.parametrize("house", ["sqlite"], indirect=True)]
FIRST_SCRIPT = "**/htmx-2*"  # all others wait for it


@contextmanager
def before_scripts(page: Page, address: str) -> Iterator[None]:
    """What is done within is done on a page whose scripts are still on their way; go on when they stand."""
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route(FIRST_SCRIPT, hold)
    page.goto(address, wait_until="commit")
    yield
    held[0].continue_()
    page.unroute(FIRST_SCRIPT)
    page.wait_for_load_state()


def test_a_search_written_before_the_scripts_is_asked_and_a_row_ticked_stays(browser: Browser, served: str) -> None:
    corner = corner_shop()
    cups = cup(corner, 50)
    numbers = [orders.place(draft=draft(corner, (cups, 1)), actor="shop").number for _each in range(3)]
    with page_of(browser, served) as page:
        with before_scripts(page, "/orders/"):
            page.locator("tbody input[name=chosen]").nth(1).check()
        expect(page.locator("[data-count]")).to_have_text("1")
        expect(page.locator("tbody input[name=chosen]").nth(1)).to_be_checked()
        with before_scripts(page, "/orders/"):
            page.locator("[data-search]").fill(numbers[0])
        expect(page.locator("#list tbody tr")).to_have_count(1)
        expect(page).to_have_url(re.compile("q="))
        page.reload()
        expect(page.locator("#list tbody tr")).to_have_count(1)


def test_goods_asked_for_before_the_scripts_are_found(browser: Browser, served: str) -> None:
    corner = corner_shop()
    cup(corner)
    with page_of(browser, served) as page:
        with before_scripts(page, f"/orders/new/?shop={corner.shop}"):
            page.locator("#find").fill("cup")
        expect(page.locator("#found button")).to_have_count(1)
