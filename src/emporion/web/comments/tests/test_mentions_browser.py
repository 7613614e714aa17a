"""The list of names behind "@" in a comment, by the keyboard, by the mouse, on the phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from emporion.accounts.tests.factories import staff
from emporion.crm.queries import comments, unseen
from emporion.web.tests.test_browser import faults, page_of, scrolls_sideways

from .test_comments import an_order

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.parametrize("house", ["sqlite"], indirect=True)]


def names(page: Page) -> list[str]:
    """What the list offers; nothing when it is closed."""
    return page.get_by_role("option").all_inner_texts()


@pytest.mark.parametrize("width", [1440, 390])
def test_a_colleague_is_chosen_by_keys_and_hears_of_it(browser: Browser, served: str, width: int) -> None:
    with page_of(browser, served, width) as page:
        boris, _ = staff("manager", name="Boris Blum"), staff("manager", name="Boriana Dima")
        staff("storekeeper", name="Ελένη Μάρκου")
        placed = an_order()
        page.goto(f"/orders/{placed.id}/")
        field = page.locator("[data-mentions]")
        field.press_sequentially("Please call, @bor")
        expect(page.get_by_role("option")).to_have_count(2)
        assert names(page) == ["Boriana Dima", "Boris Blum"]
        expect(field).to_have_attribute("aria-controls", "mention-list")
        chosen = page.locator("[role=option][aria-selected=true]")
        expect(chosen).to_have_text("Boriana Dima")
        assert (faults(page), scrolls_sideways(page)) == ([], False)
        field.press("ArrowDown")
        expect(chosen).to_have_text("Boris Blum")
        assert field.get_attribute("aria-activedescendant") == chosen.get_attribute("id")
        field.press("Enter")
        expect(field).to_have_value("Please call, @Boris Blum ")
        expect(page.get_by_role("listbox")).to_have_count(0)
        expect(field).to_be_focused()
        field.press("Control+Enter")
        expect(page.get_by_text("Please call, @Boris Blum")).to_be_visible()
    assert [one.text for one in comments([placed.subject])] == ["Please call, @Boris Blum"]
    assert unseen(boris.pk) == 1


def test_escape_closes_the_list_and_a_click_takes_a_name_in_any_script(browser: Browser, served: str) -> None:
    with page_of(browser, served) as page:
        staff("storekeeper", name="Ελένη Μάρκου")
        page.goto(f"/orders/{an_order().id}/")
        field = page.locator("[data-mentions]")
        field.press_sequentially("@μάρ")
        expect(page.get_by_role("option", name="Ελένη Μάρκου")).to_be_visible()
        field.press("Escape")
        expect(page.get_by_role("listbox")).to_have_count(0)
        expect(field).to_have_value("@μάρ")
        field.press("Backspace")
        page.get_by_role("option", name="Ελένη Μάρκου").click()
        expect(field).to_have_value("@Ελένη Μάρκου ")
        field.press_sequentially("mail@nobody")
        expect(page.get_by_role("listbox")).to_have_count(0)
