"""An order's whole life in a real browser: signed in, entered by hand, paid, shipped, done."""

import pytest
from playwright.sync_api import Browser, Page, expect

from emporion.catalog.queries import variants
from emporion.orders.tests.factories import corner_shop, cup
from emporion.web.tests.factories import EMAIL, PASSWORD, person
from tools.testing.chromium import fresh_page

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.parametrize("house", ["sqlite"], indirect=True),
]


def sign_in(page: Page) -> None:
    page.goto("/")
    page.get_by_label("E-mail").fill(EMAIL)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Today")


@pytest.mark.parametrize("width", [1440, 390])
def test_an_order_by_phone_is_entered_paid_shipped_and_done(browser: Browser, served: str, width: int) -> None:
    corner = corner_shop()
    name = variants([cup(corner, 4)]).popitem()[1].name
    person()
    with fresh_page(browser, served, width=width, height=844, expected="status of 422") as page:
        sign_in(page)
        page.goto("/orders/")
        page.get_by_role("link", name="New order").first.click()
        page.get_by_role("searchbox", name="Add by name").type(name)
        page.get_by_role("button", name=f"Add {name}").click()
        quantity = page.get_by_label(f"Quantity of {name}")
        expect(quantity).to_have_value("1")
        quantity.fill("9")
        quantity.press("Tab")
        expect(page.locator("#total")).to_have_text("22.50")
        page.get_by_label("New customer").fill("Peter Quince")
        page.get_by_label("Phone", exact=True).fill("99417206")
        page.get_by_role("button", name="Place the order").click()
        expect(page.get_by_text("Only 4 are free.")).to_be_visible()
        page.get_by_role("button", name="Take 4").click()
        expect(page.locator("#total")).to_have_text("10.00")
        page.get_by_role("button", name="Place the order").click()
        expect(page.locator("h1 + .e-status")).to_contain_text("Waiting for payment")
        expect(page.get_by_role("link", name="Peter Quince")).to_be_visible()
        page.wait_for_load_state()  # before its scripts stand, a link to the drawer leads to its page
        page.get_by_role("link", name="Note payment").click()
        page.locator("#drawer").get_by_role("button", name="Note payment").click()
        expect(page.locator("h1 + .e-status")).to_contain_text("To ship")
        page.wait_for_load_state()
        page.get_by_role("link", name="Ship", exact=True).click()
        page.locator("#drawer").get_by_label(name).fill("5")
        page.locator("#drawer").get_by_role("button", name="Ship").click()
        expect(page.locator("#drawer").get_by_text("At most 4 are left to ship.")).to_be_visible()
        page.locator("#drawer").get_by_label(name).fill("4")
        page.locator("#drawer").get_by_role("button", name="Ship").click()
        expect(page.locator("h1 + .e-status")).to_contain_text("Done")
        page.goto("/orders/?view=all")
        page.get_by_role("searchbox", name="Number, customer, phone").type("quince")
        expect(page.locator("#list tbody tr")).to_have_count(1)
        page.wait_for_url("**q=*")
        assert "quince" not in page.url
