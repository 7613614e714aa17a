"""Parts of a page that come late or do not come: their place says so, keeps what it can, and recovers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from emporion.journal.commands import deliver_all
from emporion.orders import commands as orders
from emporion.orders.tests.factories import corner_shop, cup, draft
from emporion.web.tests.test_browser import faults, page_of

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.parametrize("house", ["sqlite"], indirect=True)]
BROKEN = ("Failed to load resource", "htmx:", "Response Status Error Code 500")
SALES, ORDERS = re.compile(r"/today/sales/$"), re.compile(r"/orders/$")
PROGRESS = re.compile("/style/progress/")
ROWS = "#list tbody tr"


@contextmanager
def a_page(browser: Browser, served: str, width: int = 1440) -> Iterator[Page]:
    """An owner's page on which answers may be missing."""
    with page_of(browser, served, width, language="en", expected=BROKEN) as page:
        yield page


def some_orders(number: int = 3) -> str:
    """Answers the number of the last one."""
    corner = corner_shop()
    variant = cup(corner, 50)
    placed = [orders.place(draft=draft(corner, (variant, 1)), actor="shop") for _each in range(number)]
    deliver_all()
    return placed[-1].number


def broken(route: Route) -> None:
    route.fulfill(status=500, body="no")


def holder(held: list[Route]) -> Callable[[Route], None]:
    """Keeps requests unanswered; a method of a list cannot be a handler itself."""

    def hold(route: Route) -> None:
        held.append(route)

    return hold


def again(place: Locator) -> Locator:
    return place.get_by_role("button", name="Try again")


def test_a_part_that_did_not_come_says_so_in_its_place_and_is_asked_again(browser: Browser, served: str) -> None:
    with a_page(browser, served) as page:
        page.route(SALES, broken)
        page.goto("/today/")
        place = page.locator("#sales")
        expect(place.get_by_role("alert")).to_contain_text("This part did not come")
        expect(place.locator(".e-loading")).to_be_hidden()
        expect(page.locator("#toasts .e-toast")).to_have_count(0)
        assert faults(page) == []
        again(place).click()
        expect(again(place)).to_be_enabled()
        expect(place.get_by_role("alert")).to_have_count(1)
        page.unroute(SALES)
        again(place).press("Enter")
        expect(place).to_contain_text("Nothing was ordered in these days.")
        expect(place.get_by_role("alert")).to_have_count(0)
        expect(place).to_be_focused()


def test_what_did_not_come_without_a_network_comes_with_it(browser: Browser, served: str) -> None:
    number = some_orders()
    with a_page(browser, served, 390) as page:
        page.goto("/orders/")
        page.context.set_offline(True)
        page.locator("[data-search]").fill(number)
        expect(page.locator("#list").get_by_role("alert")).to_be_visible()
        expect(page.locator(ROWS).first).to_be_hidden()
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
        page.context.set_offline(False)
        expect(page.locator(ROWS)).not_to_have_count(3)
        expect(page.locator(ROWS).first).to_contain_text(number)
        expect(page.locator("#list").get_by_role("alert")).to_have_count(0)
        expect(page).to_have_url(re.compile("q="))


def test_a_list_on_its_way_keeps_its_place(browser: Browser, served: str) -> None:
    number = some_orders()
    with a_page(browser, served) as page:
        page.goto("/orders/")
        held: list[Route] = []
        page.route(ORDERS, holder(held))
        before = page.locator("#list .e-list").bounding_box()
        cells = page.locator(f"{ROWS} td").evaluate_all("all => all.map(one => one.getBoundingClientRect().width)")
        page.locator("[data-search]").fill(number)
        expect(page.locator("#list")).to_have_attribute("aria-busy", "true")
        expect(page.locator(f"{ROWS} a").first).to_have_css("opacity", "0")
        assert page.locator("#list .e-list").bounding_box() == before
        now = page.locator(f"{ROWS} td").evaluate_all("all => all.map(one => one.getBoundingClientRect().width)")
        assert now == cells
        held[0].continue_()
        expect(page.locator("#list[aria-busy]")).to_have_count(0)
        expect(page.locator(ROWS).first).to_contain_text(number)
        expect(page.locator(f"{ROWS} a").first).to_have_css("opacity", "1")


def test_a_list_that_asks_by_itself_keeps_its_rows_and_says_that_they_are_old(browser: Browser, served: str) -> None:
    some_orders()
    with a_page(browser, served) as page:
        page.goto("/orders/")
        page.route(ORDERS, broken)
        page.evaluate("htmx.trigger(document.body, 'live:orders')")
        said = page.locator("#list").get_by_role("alert")
        expect(said).to_contain_text("What stands here is as it was.")
        expect(page.locator(f"{ROWS} a").first).to_be_visible()
        assert faults(page) == []
        page.unroute(ORDERS)
        page.evaluate("htmx.trigger(document.body, 'live:orders')")
        expect(said).to_have_count(0)
        expect(page.locator(ROWS)).to_have_count(3)


def test_the_drawer_waits_and_says_what_did_not_come(browser: Browser, served: str) -> None:
    with a_page(browser, served) as page:
        page.goto("/style/")
        held: list[Route] = []
        asks = page.get_by_role("link", name="Why is it so: Ibric din cupru Soy 300 ml")
        page.route("**/style/why/**", holder(held))
        asks.click()
        drawer = page.locator("#drawer")
        expect(drawer.get_by_role("heading")).to_have_text("Why is it so: Ibric din cupru Soy 300 ml")
        expect(drawer.get_by_role("status")).to_have_text("On its way")
        assert faults(page) == []
        broken(held[0])
        expect(drawer.get_by_role("alert")).to_contain_text("This part did not come")
        expect(drawer.locator(".e-loading")).to_be_hidden()
        assert faults(page) == []
        page.unroute("**/style/why/**")
        again(drawer).click()
        expect(drawer).to_contain_text("A person wrote this name here two days ago.")
        page.keyboard.press("Escape")
        expect(drawer).to_be_hidden()
        expect(asks).to_be_focused()


def test_an_answer_nobody_waits_for_any_more_opens_nothing(browser: Browser, served: str) -> None:
    with a_page(browser, served) as page:
        page.goto("/style/")
        page.route("**/style/why/**", lambda _route: None)
        page.get_by_role("link", name="Why is it so: Ibric din cupru Soy 300 ml").click()
        with page.expect_event("requestfailed"):
            expect(page.locator("#drawer .e-loading")).to_be_visible()
            page.keyboard.press("Escape")
        expect(page.locator("#drawer")).to_be_hidden()
        expect(page.locator("#toasts .e-toast")).to_have_count(0)


def test_the_palette_says_it_in_its_place_and_finds_again(browser: Browser, served: str) -> None:
    with a_page(browser, served) as page:
        page.goto("/today/")
        page.keyboard.press("Control+k")
        expect(page.get_by_role("option").first).to_be_visible()
        page.route("**/palette/", broken)
        page.get_by_role("combobox").fill("orders")
        hits = page.locator("#palette-hits")
        expect(hits.get_by_role("alert")).to_be_visible()
        assert faults(page) == []
        page.unroute("**/palette/")
        again(hits).click()
        expect(page.get_by_role("option", name="Orders").first).to_be_visible()


def test_what_was_typed_is_never_covered(browser: Browser, served: str) -> None:
    corner = corner_shop()
    cup(corner)
    with a_page(browser, served) as page:
        page.goto(f"/orders/new/?shop={corner.shop}")
        page.route("**/orders/new/**", broken)
        page.evaluate("htmx.ajax('POST', '/orders/new/', {source: '#lines', target: '#lines'})")
        expect(page.locator("#toasts .e-toast")).to_contain_text("The server did not answer.")
        expect(page.locator(".e-failed")).to_have_count(0)


def test_a_part_that_asks_again_and_again_stays_under_a_pressing_hand(browser: Browser, served: str) -> None:
    with a_page(browser, served) as page:
        pressed: list[bool] = []

        def nothing_new(route: Route) -> None:
            route.continue_() if pressed else route.fulfill(status=204)

        page.route(PROGRESS, nothing_new)
        page.goto("/style/")
        bar = page.locator("section[aria-labelledby=work] progress")
        bar.hover()
        page.mouse.down()
        pressed.append(True)
        for _answer in range(2):  # when the second one comes, the first has been put in its place, or not
            page.wait_for_event(
                "response", lambda told: bool(PROGRESS.search(told.url)) and told.ok and told.status != 204
            )
        expect(bar).to_have_attribute("value", "61")
        page.mouse.up()
        expect(bar).to_have_attribute("value", "100")


def test_a_part_that_asks_every_few_seconds_keeps_what_it_shows_when_nobody_answers(
    browser: Browser, served: str
) -> None:
    with a_page(browser, served) as page:
        page.goto("/style/")
        work = page.locator("section[aria-labelledby=work]")
        bar = work.locator("progress")
        expect(bar).to_be_visible()
        page.route(PROGRESS, broken)
        expect(work.get_by_role("alert")).to_contain_text("What stands here is as it was.")
        expect(bar).to_be_visible()
        page.unroute(PROGRESS)
        expect(bar).to_have_attribute("value", "100")
        expect(work.get_by_role("alert")).to_have_count(0)
