"""From an empty folder to the first order: the real program, a real browser, nothing but the address it prints."""

import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from emporion.web.tests.test_browser import WIDTHS, in_both_themes
from tools.testing.chromium import fresh_page
from tools.testing.serving import free_port

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@contextmanager
def started(home: Path) -> Iterator[str]:
    """`emporion up` on a folder that is not there yet; answers the address that it prints for the set-up."""
    around = os.environ | {"EMPORION_HOME": str(home), "DATABASE_URL": "", "EMPORION_ASSETS": "source"}
    words = [sys.executable, "-m", "emporion.site.console", "up", "--port", str(free_port())]
    with subprocess.Popen(words, env=around, stderr=subprocess.PIPE, text=True) as house:
        assert house.stderr is not None
        try:
            yield next(found[0] for line in house.stderr if (found := re.search(r"http\S+/setup/\?code=\S+", line)))
        finally:
            house.terminate()
            house.communicate(timeout=60)


@pytest.mark.parametrize("width", [1440, 390])
def test_an_empty_folder_comes_to_its_first_order(browser: Browser, tmp_path: Path, width: int) -> None:
    home = tmp_path / "not there yet"
    with started(home) as link:
        address = link[: link.index("/setup/")]
        with fresh_page(browser, address, width=width, height=WIDTHS[width], expected="status of 422") as page:
            a_stranger_does_not_come_in(page)
            the_owner_comes_in(page, link)
            the_firm(page)
            page.goto("/")  # left, and gone on with
            page.goto("/setup/")
            expect(page.get_by_role("heading", level=1)).to_have_text("Where do you sell?")
            in_both_themes(page)
            page.get_by_role("button", name="Open the shop").click()
            expect(page.get_by_role("heading", level=1)).to_have_text("Where do goods and prices come from?")
            in_both_themes(page)
            the_first_product(page)
            the_first_order(page)
        with fresh_page(browser, address) as later:
            later.goto("/setup/")
            assert later.url == f"{address}/accounts/login/?next=/"
        assert not (home / "setup_code").exists()
        with closing(sqlite3.connect(home / "emporion.sqlite3")) as database:
            placed = database.execute("SELECT number, total_minor, status FROM orders_order").fetchall()
        assert placed == [("W000001", 69_80, "waiting_payment")]


def a_stranger_does_not_come_in(page: Page) -> None:
    """The sign-in leads to the set-up, and the set-up asks for the code."""
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Welcome to Emporion")
    in_both_themes(page)
    page.goto("/setup/owner/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Welcome to Emporion")
    page.get_by_label("One-time code").fill("AAAA-BBBB-CCCC")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_text("This is not the code.")).to_be_visible()


def the_owner_comes_in(page: Page, link: str) -> None:
    page.goto(link)
    assert "code" not in page.url
    page.get_by_role("button", name="Ελληνικά").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Καλώς ήρθατε στο Emporion")
    page.get_by_role("button", name="English").click()
    page.get_by_role("link", name="Continue").click()
    page.get_by_label("Your name").fill("Anna Berg")
    page.get_by_label("E-mail").fill("anna@shop.example")
    page.get_by_label("Password", exact=True).fill("12345678")
    page.get_by_label("The same once more").fill("12345678")
    page.get_by_role("button", name="Continue to the firm").click()
    expect(page.get_by_text("The password is too weak")).to_be_visible()
    in_both_themes(page)
    page.get_by_label("Password", exact=True).fill("seven cups of mocha")
    page.get_by_label("The same once more").fill("seven cups of mocha")
    page.get_by_role("button", name="Continue to the firm").click()


def the_firm(page: Page) -> None:
    """The country proposes; a number with a slip is told beside its field."""
    expect(page.get_by_role("heading", level=1)).to_have_text("Who sells?")
    page.get_by_label("Country").select_option("RO")
    expect(page.get_by_label("Base currency")).to_have_value("RON")
    expect(page.get_by_label("Time zone")).to_have_value("Europe/Bucharest")
    page.get_by_label("Short name").fill("Cafenea")
    page.get_by_label("Tax number").fill("18547291")
    page.get_by_role("button", name="Continue to the shop").click()
    expect(page.get_by_text("The check digits do not fit")).to_be_visible()
    in_both_themes(page)
    page.get_by_label("Tax number").fill("18547290")
    page.get_by_role("button", name="Continue to the shop").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Where do you sell?")


def the_first_product(page: Page) -> None:
    page.get_by_role("link", name="Add a product").click()
    page.get_by_label("Name", exact=True).fill("Cezve for two")
    page.get_by_label("Article").fill("CZ-2")
    page.get_by_label("Price type").select_option(label="Retail, RON")
    page.get_by_label("Price", exact=True).fill("34.90")
    page.get_by_label("Received").fill("12")
    page.get_by_label("Cost of all of it").fill("180")
    page.get_by_role("button", name="Add the product").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Cezve for two")


def the_first_order(page: Page) -> None:
    page.goto("/orders/new/")
    page.get_by_role("searchbox", name="Add by name").type("cezve")
    page.get_by_role("button", name="Add Cezve for two").click()
    page.get_by_label("Quantity of Cezve for two").fill("2")
    page.get_by_label("Quantity of Cezve for two").press("Tab")
    expect(page.locator("#total")).to_have_text("69.80")
    page.get_by_label("New customer").fill("Peter Quince")
    page.get_by_label("Phone", exact=True).fill("0721234567")
    page.get_by_role("button", name="Place the order").click()
    expect(page.locator("h1 + .e-status")).to_contain_text("Waiting for payment")
