"""Each role finishes a first real task: the owner and the storekeeper on a phone, the manager by keys alone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from emporion.accounts.queries import staff_by_email
from emporion.catalog.queries import variants
from emporion.exchange.queries import channels
from emporion.journal.commands import deliver_all
from emporion.kernel.money import UnitPrice
from emporion.orders.models import Order
from emporion.orders.queries import order
from emporion.pricing.queries import prices_of
from emporion.stock.queries import stock_of
from tools.testing.chromium import led_on

from .conftest import Desk, Trade

MOST_TABS = 80  # nobody presses it more often before they take the mouse

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.parametrize("house", ["sqlite"], indirect=True),
]


def found_by_keys(page: Page, text: str) -> None:
    """The palette opened, asked and its first answer taken, without a mouse."""
    page.keyboard.press("Control+k")
    page.keyboard.type(text)
    page.keyboard.press("Enter")  # at once: the palette waits for the answer to what was typed


def tabbed_to(page: Page, held: str, wanted: str) -> None:
    """The next place that holds the wanted words, reached by Tab alone; held is what is asked of the place."""
    for _step in range(MOST_TABS):
        page.keyboard.press("Tab")
        if page.evaluate(f"(document.activeElement.{held} || '').trim()") == wanted:
            return
    pytest.fail(f"{MOST_TABS} Tabs do not reach {wanted}")


def test_the_owner_on_a_phone_sees_the_day_and_lets_a_colleague_in(desk: Desk, trade: Trade) -> None:
    page = desk("owner", width=390)
    expect(page.get_by_role("heading", name="Today")).to_be_visible()
    page.goto("/settings/staff/")
    page.get_by_role("link", name="Add a person").click()
    page.get_by_label("Name").fill("Storekeeper")
    page.get_by_label("E-mail").fill("keys@shop.example")
    page.get_by_label("Role").select_option(label="Storekeeper")
    page.get_by_role("button", name="Add and show the invitation").click()
    expect(page.locator("#link")).to_have_value(re.compile("/accounts/password/reset/key/"))
    invited = staff_by_email("keys@shop.example")
    assert invited
    assert [grant.role for grant in invited.grants] == ["storekeeper"]


def test_the_manager_takes_an_order_and_its_payment_by_keys_alone(desk: Desk, trade: Trade) -> None:
    page = desk("manager")
    found_by_keys(page, "new order")
    page.wait_for_url("**/orders/new/")
    page.keyboard.press("/")
    page.keyboard.type("blue cup")
    add = page.get_by_role("button", name="Add Blue cup")
    expect(add).to_be_visible()
    tabbed_to(page, "ariaLabel", "Add Blue cup")
    page.keyboard.press("Enter")
    expect(page.locator("#lines")).to_contain_text("Blue cup")
    tabbed_to(page, "name", "save")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/orders/\d+/$"))
    placed = Order.objects.exclude(number=trade.order).get()
    assert (placed.lines_count, placed.lines_covered, placed.total_minor) == (1, 1, 250)

    found_by_keys(page, trade.order)
    page.wait_for_url(re.compile(rf"/orders/{order(trade.order).id}/$"))
    tabbed_to(page, "innerText", "Note payment")
    page.keyboard.press("Enter")
    expect(page.get_by_label(re.compile("Amount"))).to_be_visible()
    tabbed_to(page, "innerText", "Note payment")
    page.keyboard.press("Enter")
    expect(page.get_by_text(re.compile("Paid 10.00"))).to_be_visible()
    assert order(trade.order).paid_minor == 1_000


def test_the_operator_finds_the_caller_by_the_end_of_the_phone(desk: Desk, trade: Trade) -> None:
    page = desk("operator")
    found_by_keys(page, "123456")
    page.wait_for_url(re.compile(r"/customers/\d+/$"))
    expect(page.get_by_role("heading", name="Harbour Inn")).to_be_visible()
    page.get_by_role("link", name=trade.order).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(trade.order)
    expect(page.get_by_text("payment is due")).to_be_visible()


def test_the_storekeeper_on_a_phone_receives_and_ships(desk: Desk, trade: Trade) -> None:
    page = desk("storekeeper", width=390)
    page.goto("/stock/receive/")
    page.get_by_label("Add goods").fill("CUP-2")
    page.get_by_role("button", name="Add Green cup").click()
    page.get_by_label(re.compile("Quantity of Green cup")).fill("5")
    page.get_by_role("button", name="Book the receipt").click()
    expect(page.locator("#toasts")).to_contain_text("booked")
    assert sum(line.on_hand for line in stock_of([trade.green])) == 6_000
    page.goto(f"/orders/{order(trade.order).id}/")
    page.get_by_role("link", name="Ship").click()
    page.get_by_role("button", name="Ship").click()
    expect(page.locator("main .e-head")).to_contain_text("Shipped")
    assert order(trade.order).shipped == "all"
    expect(page.get_by_text("2.50")).to_have_count(0)


@pytest.mark.parametrize("role", ["courier", "cashier"])
def test_whoever_takes_the_money_notes_it_and_changes_nothing_else(desk: Desk, trade: Trade, role: str) -> None:
    page = desk(role, width=390)
    page.goto("/orders/")
    with led_on(page):
        page.get_by_role("link", name=trade.order).first.click()
    expect(page.get_by_role("link", name="Change lines")).to_have_count(0)
    page.get_by_role("link", name="Note payment").click()
    page.get_by_label(re.compile("Amount")).fill("4")
    page.get_by_role("button", name="Note payment").click()
    expect(page.get_by_text(re.compile("Paid 4.00"))).to_be_visible()
    assert order(trade.order).paid_minor == 400


def test_the_accountant_settles_an_order_from_its_origin_to_the_file(desk: Desk, trade: Trade) -> None:
    page = desk("accountant")
    page.goto("/settings/taxes/")
    expect(page.get_by_role("heading", name="Taxes")).to_be_visible()
    expect(page.get_by_role("link", name="Enter a rate")).to_have_count(0)
    page.goto(f"/orders/{order(trade.order).id}/")
    page.locator("main [hx-target='#drawer']:not([data-help])").first.click()
    expect(page.locator("#drawer")).to_be_visible()
    expect(page.locator("#drawer")).to_contain_text(re.compile("shop", re.IGNORECASE))
    page.keyboard.press("Escape")
    page.get_by_role("link", name="Note payment").click()
    page.get_by_label(re.compile("Amount")).fill("10")
    page.get_by_role("button", name="Note payment").click()
    expect(page.get_by_text(re.compile("Paid 10.00"))).to_be_visible()
    assert order(trade.order).paid_minor == 1_000
    page.goto("/orders/?view=all")
    with page.expect_download() as taken:
        page.get_by_role("link", name="As a file").click()
    [line] = [line for line in taken.value.path().read_text("utf-8-sig").splitlines() if trade.order in line]
    assert line.endswith(",EUR,1000,1000")  # what it comes to and what is paid, in cents


def test_the_buyer_sees_what_things_cost_and_names_their_brand(desk: Desk, trade: Trade) -> None:
    page = desk("buyer")
    [view] = variants([trade.blue]).values()
    page.goto(f"/products/{view.product_id}/")
    page.get_by_role("link", name="Edit").click()
    page.get_by_label("Brand").fill("Harbour")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Harbour").first).to_be_visible()
    expect(page.get_by_role("link", name="Customers")).to_have_count(0)


def test_the_marketer_changes_a_price_and_takes_it_back(desk: Desk, trade: Trade) -> None:
    page = desk("marketer")
    [view] = variants([trade.blue]).values()
    page.goto(f"/products/{view.product_id}/prices/{trade.blue}/")
    page.get_by_label("Retail").fill("3.10")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("3.10").first).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("2.50").first).to_be_visible()
    [price] = prices_of([trade.blue])[trade.blue]
    assert price.price == UnitPrice.of("2.50", "EUR")


def test_the_integrator_connects_1c_and_searches_who_did_what(desk: Desk, trade: Trade) -> None:
    page = desk("integrator")
    page.get_by_role("link", name="Exchange", exact=True).click()
    page.get_by_role("link", name="Connect 1C").first.click()
    page.locator("[name=title]").fill("1C main")
    page.get_by_role("button", name="Make address and login").click()
    page.wait_for_url(re.compile(r"/channels/\d+/connect/"))
    assert [one.title for one in channels()] == ["1C main"]
    deliver_all()
    page.goto("/journal/")
    expect(page.get_by_text(re.compile("Connection"))).not_to_have_count(0)


def test_nobody_meets_a_page_in_the_menu_that_refuses(desk: Desk, trade: Trade) -> None:
    for role in ("manager", "operator", "storekeeper", "courier", "cashier", "accountant", "buyer", "marketer"):
        page = desk(role)
        places = page.locator("nav a[href^='/']").evaluate_all("all => all.map(one => one.getAttribute('href'))")
        assert "/today/" in places
        for place in dict.fromkeys(places):
            answer = page.goto(place)
            assert answer
            assert answer.status == 200, (role, place)
