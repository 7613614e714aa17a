"""The chart of sales in a browser: it comes when seen, moves nothing, is drawn once, and can be read as a table."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, expect

from emporion.orders import commands as orders
from emporion.orders.models import Order
from emporion.orders.tests.factories import corner_shop, cup, draft
from emporion.web.tests.test_browser import page_of
from tools.testing.walking import MOST_SHIFT, SHIFTS, faults

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.parametrize("house", ["sqlite"], indirect=True)]


def some_weeks() -> None:
    """Orders on many days, more of them lately."""
    corner = corner_shop(takes_uncovered=True)
    variant = cup(corner, 99)
    for number in range(24):
        ref = orders.place(draft=draft(corner, (variant, 1 + number % 4)), actor="shop")
        Order.objects.filter(pk=ref.id).update(placed_at=timezone.now() - timedelta(days=number * number / 11))


@pytest.mark.parametrize("width", [1440, 390])
def test_it_is_drawn_beside_the_figures_and_moves_nothing(browser: Browser, served: str, width: int) -> None:
    some_weeks()
    with page_of(browser, served, width, language="el") as page:
        page.goto("/today/")
        canvas = page.locator("#sales canvas")
        page.locator("#sales").scroll_into_view_if_needed()
        expect(canvas).to_have_count(1)
        assert page.evaluate(SHIFTS) <= MOST_SHIFT
        assert faults(page) == []
        page.locator("#sales summary").press("Enter")
        expect(page.locator("#sales tbody tr")).to_have_count(30)
        with page.expect_response("**/today/"):  # the blocks around it are asked for anew
            page.evaluate("htmx.trigger(document.body, 'live:orders')")
        expect(page.locator("#day.htmx-request, #day.htmx-settling")).to_have_count(0)
        expect(canvas).to_have_count(1)
        expect(page.locator("#sales details[open]")).to_have_count(1)


@pytest.mark.parametrize("width", [1440, 390])
def test_its_own_page_stands_in_both_themes(browser: Browser, served: str, width: int) -> None:
    some_weeks()
    with page_of(browser, served, width, language="ru") as page:
        page.goto("/today/sales/")
        expect(page.locator("#sales canvas")).to_have_count(1)
        assert faults(page) == []
        page.locator("#sales summary").press("Enter")
        page.locator("#sales tbody tr a").first.click()
        page.wait_for_url("**/today/documents/**")
