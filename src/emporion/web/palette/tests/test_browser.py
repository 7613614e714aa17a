"""Ctrl-K in a real browser, by the keyboard alone and by a thumb."""

import re

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from emporion.catalog.tests.factories import product_on_sale
from emporion.journal.commands import deliver_all
from emporion.parties import commands as parties
from emporion.parties.types import PartyCard
from emporion.web.tests.test_browser import faults, page_of, scrolls_sideways

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.parametrize("house", ["sqlite"], indirect=True)]


@pytest.fixture
def goods(house: str) -> None:
    product_on_sale("Турка медная Soy 300 мл", sku="SOY-300")
    product_on_sale("Турка керамическая Ceraflame 500 мл", sku="CF-500")
    product_on_sale("Μπρίκι χάλκινο", sku="BR-4")
    parties.add(card=PartyCard(name="Ελένη Παπαδοπούλου", phones=("+35799123456",)), actor="cli")
    deliver_all()


def current(page: Page) -> Locator:
    return page.locator('#palette [aria-selected="true"] > span').first


def answered(page: Page) -> None:
    """What stands there answers the last letter."""
    expect(page.locator("#palette-hits")).to_have_attribute("aria-busy", "false")


@pytest.mark.usefixtures("goods")
def test_a_keyboard_alone_finds_opens_and_comes_back(browser: Browser, served: str) -> None:
    with page_of(browser, served, language="en") as page:
        page.goto("/orders/")
        page.keyboard.press("Control+k")
        option = page.locator("#palette [role=option]")
        expect(option.first).to_contain_text("New order")
        page.keyboard.type("turak")  # with a slip, in Latin letters
        answered(page)
        expect(option).to_have_count(2)
        expect(current(page)).to_have_text(re.compile("^Турка керамическая"))
        page.keyboard.press("ArrowDown")
        expect(current(page)).to_have_text(re.compile("^Турка медная"))
        chosen = page.locator("#palette [role=combobox]").get_attribute("aria-activedescendant")
        assert page.locator(f"#{chosen}").get_attribute("aria-selected") == "true"
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_contain_text("Турка медная")
        page.goto("/orders/")
        page.keyboard.press("Control+k")
        expect(option.first).to_contain_text("Турка медная")  # what was open last
        page.keyboard.press("Escape")
        expect(page.locator("#palette")).not_to_be_visible()
        page.keyboard.press("/")
        expect(page.locator("[data-search]")).to_be_focused()


@pytest.mark.usefixtures("goods")
def test_a_key_pressed_in_the_moment_of_closing_goes_to_the_page(browser: Browser, served: str) -> None:
    with page_of(browser, served, language="en") as page:
        page.goto("/orders/")
        page.keyboard.press("Control+k")
        expect(page.locator("#palette [role=option]").first).to_contain_text("New order")
        page.evaluate("""() => {
          const field = document.activeElement;
          document.getElementById("palette").close();
          field.dispatchEvent(new KeyboardEvent("keydown", { key: "/", bubbles: true }));
        }""")
        expect(page.locator("[data-search]")).to_be_focused()


@pytest.mark.usefixtures("goods")
def test_enter_waits_for_the_answer_to_the_last_letter(browser: Browser, served: str) -> None:
    with page_of(browser, served, language="en") as page:
        page.goto("/stock/")
        page.keyboard.press("Control+k")
        page.keyboard.type("3456")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_contain_text("Ελένη Παπαδοπούλου")


@pytest.mark.usefixtures("goods")
@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_stands_in_both_themes_on_a_desk_and_on_a_phone(
    browser: Browser, served: str, width: int, scheme: str
) -> None:
    with page_of(browser, served, width, language="el") as page:
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce")
        page.goto("/products/")
        page.locator('[data-opens="palette"]:visible').first.click()
        page.locator("#palette [role=combobox]").fill("турка")
        answered(page)
        expect(page.locator("#palette [role=option]")).to_have_count(2)
        assert not scrolls_sideways(page)
        assert faults(page) == []
        page.locator("#palette [role=option]").first.click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("Турка")
