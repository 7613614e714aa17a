"""From a product to the line of the message that set its price, in a real browser."""

import pytest
from django.conf import settings
from playwright.sync_api import Browser, expect

from emporion.web.tests.factories import signed_in
from tools.testing.chromium import fresh_page, led_on

from .factories import shop

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.parametrize("house", ["sqlite"], indirect=True),
]


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (390, 844)])
def test_a_person_asks_why_and_reads_the_line(browser: Browser, served: str, width: int, height: int) -> None:
    kept = shop("9.50")
    with fresh_page(browser, served, width=width, height=height) as page:
        cookie = signed_in().cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": served}])
        page.goto("/products/")
        with led_on(page):
            page.get_by_role("link", name="Blue cup").click()
        with led_on(page):  # before its scripts stand, the link leads to the answer as a page
            page.get_by_role("link", name="Prices and stock").click()
        page.locator(f"a[hx-get='/why/price/{kept.variant}/{kept.price_type}/']").click()
        drawer = page.locator("#drawer")
        expect(drawer.locator(".hit")).to_contain_text("<ЦенаЗаЕдиницу>9.50</ЦенаЗаЕдиницу>")
        page.keyboard.press("Escape")
        expect(drawer).to_be_hidden()
        page.locator(f"a[hx-get='/why/stock/{kept.variant}/{kept.warehouse}/']").last.click()
        expect(drawer.locator(".hit")).to_contain_text('КоличествоНаСкладе="5"')
        drawer.get_by_role("link", name="As it came").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("offers0_1.xml")
        expect(page.locator(".e-xml")).to_contain_text("<Наименование>Blue cup</Наименование>")
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
