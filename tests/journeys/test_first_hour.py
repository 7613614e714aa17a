"""The first hour in a browser with a simulated 1C: what the page prints is pasted, four lamps, a checklist, a sale."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Locator, Page, expect

from emporion.demo.onec.base import Base
from emporion.demo.onec.errors import SiteRefused
from emporion.demo.onec.exchange import OneC
from emporion.exchange.queries import channel_by_code, object_of
from emporion.journal.commands import deliver_all
from emporion.orders import commands as orders
from emporion.orders.queries import shops
from emporion.orders.types import OrderDraft, Wish
from emporion.parties import commands as parties
from emporion.parties.tests.factories import customer_card
from emporion.pricing.queries import prices_of
from emporion.stock.queries import stock_of
from emporion.web.tests.factories import signed_in
from tools.testing.chromium import fresh_page
from tools.testing.engines import postgresql_among_the_long

from .conftest import working

pytestmark = pytest.mark.browser
OFTEN = "every 2s"  # so that what 1C did stands on the open page within five seconds, unless the machine is busy


@contextmanager
def owners_page(browser: Browser, served: str) -> Iterator[Page]:
    """A page on which the owner has signed in."""
    with fresh_page(browser, served) as page:
        session = signed_in().cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": served}])
        yield page


def connected(page: Page) -> tuple[str, str, str]:
    """The wizard; answers the address, the login and the password that it prints."""
    page.goto("/exchange/connect/")
    page.locator("input[name=program][value=ut11]").check()
    page.locator("[name=title]").fill("1C main")
    page.locator("[name=firm]").select_option(label="Firm")
    page.get_by_role("button", name="Make address and login").click()
    page.wait_for_url(re.compile(r"/channels/\d+/connect/"))
    address, login, password = (page.locator(f"#{name}").input_value() for name in ("address", "login", "password"))
    return address, login, password


def lamp(page: Page, title: str, tone: str) -> Locator:
    """A lamp of the first hour when it shows this tone."""
    return page.locator(f"#first-hour .e-lamps > .t-{tone}", has=page.get_by_role("heading", name=title, exact=True))


def answered(page: Page) -> None:
    """The checklist with an answer to every question that has none."""
    page.get_by_role("link", name="Answer the checklist").click()
    page.wait_for_url(re.compile(r"/checklist/"))
    page.locator("[name=shop_name]").fill("Kafenion")
    page.locator("[name=price_0]").select_option(index=1)
    page.locator("[name=excludes_reserves]").select_option("no")
    for tax in page.locator("select[name^=tax_]").all():
        tax.select_option("in")
    page.locator("[name=orders_from]").fill("2020-01-01")
    page.get_by_role("button", name="Put on sale").click()
    page.wait_for_url(re.compile(r"/exchange/$"))


def bought(base: Base) -> str:
    """The first sale: one piece of something that has a price and lies somewhere."""
    [shop] = shops()
    channel = channel_by_code("1c").id
    for row in base.rows("SELECT id FROM offer ORDER BY id"):
        variant = object_of(channel, "variant", row["id"])
        if variant and sum(line.free for line in stock_of([variant])) >= 1000 and prices_of([variant]):
            draft = OrderDraft(shop.code, (Wish(variant, 1000),), customer=customer_card())
            number = orders.place(draft=draft, cover="all", actor="shop").number
            deliver_all()
            return number
    raise AssertionError("the base has nothing to sell")


@pytest.mark.slow
@postgresql_among_the_long
def test_the_first_hour_from_the_wizard_to_the_first_sale(
    browser: Browser, house: str, served: str, tmp_path: Path
) -> None:
    parties.add_firm(
        name="Firm", country="RU", base_currency="RUB", regime="general", since=date(2020, 1, 1), actor="owner"
    )
    with owners_page(browser, served) as page, working(), Base.create(tmp_path / "onec", goods=12, seed=5) as base:
        address, login, password = connected(page)
        expect(lamp(page, "Login", "idle")).to_be_visible()
        expect(page.locator("#first-hour")).to_have_attribute("hx-trigger", OFTEN)
        with OneC(base, address, login, "mistyped") as onec, pytest.raises(SiteRefused):
            onec.test_connection()
        expect(lamp(page, "Login", "bad")).to_be_visible()
        expect(page.get_by_text("Type login and password into 1C again")).to_be_visible()
        with OneC(base, address, login, password) as onec:
            onec.test_connection()
            expect(lamp(page, "Login", "good")).to_be_visible()
            onec.exchange_catalog(full=True)
            expect(lamp(page, "Catalog", "good")).to_be_visible()
            expect(lamp(page, "Prices and stock", "good")).to_be_visible()
            watching = page.url
            assert shops() == []
            answered(page)
            number = bought(base)
            page.goto(watching)
            assert onec.exchange_orders().created == [number]
            expect(lamp(page, "Order confirmed", "good")).to_be_visible()
