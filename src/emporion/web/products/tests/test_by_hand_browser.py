"""The pages on which a catalog is kept by hand, in a browser: nothing scrolls sideways and axe finds nothing."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from emporion.catalog import commands as catalog
from emporion.catalog.queries import product_page
from emporion.catalog.tests.factories import BY, category, choice, png, text_property
from emporion.web.tests.test_browser import WIDTHS, faults, page_of, scrolls_sideways

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.parametrize("house", ["sqlite"], indirect=True)]


def described_cup() -> int:
    """A product in a tree of groups, with two values."""
    kitchen = category("Kitchen and everything that belongs to it")
    cups = category("Cups", kitchen)
    category("Gifts")
    material, colour = text_property(), choice()
    text_property("Note")
    cup, _variant = catalog.add_product(name="Blue cup", category_ids=(cups,), **BY)
    told = ((material, ((material, None, "clay"),)), (colour.id, ((colour.id, colour.option_ids[1], ""),)))
    catalog.put_values(product_id=cup, told=told, **BY)
    return cup


@pytest.mark.parametrize("width", [1440, 390])
def test_the_pages_stand_in_both_widths(browser: Browser, served: str, width: int) -> None:
    assert width in WIDTHS
    cup = described_cup()
    with page_of(browser, served, width) as page:
        for place in (
            "groups/", "groups/new/", "properties/", "properties/new/", "new/",
            f"{cup}/", f"{cup}/edit/", f"{cup}/pictures/", f"{cup}/properties/",
        ):  # fmt: skip
            page.goto(f"{served}/products/{place}")
            assert (faults(page), scrolls_sideways(page)) == ([], False), place


def test_pictures_are_chosen_uploaded_and_put_first(browser: Browser, served: str, tmp_path: Path) -> None:
    cup = described_cup()
    files = [tmp_path / "front.png", tmp_path / "back.png"]
    for number, file in enumerate(files):
        file.write_bytes(png(40 + number, 30))
    with page_of(browser, served) as page:
        page.goto(f"{served}/products/{cup}/pictures/")
        page.locator("input[type=file]").set_input_files(files)
        expect(page.locator("output")).to_contain_text("back.png")
        page.get_by_role("button", name="Add the pictures").click()
        expect(page.get_by_role("status").first).to_contain_text("2 pictures are added.")
        page.get_by_role("button", name="Make main").click()
        expect(page.get_by_text("The main picture is chosen.")).to_be_visible()
        assert (faults(page), scrolls_sideways(page)) == ([], False)
    assert [one.width for one in product_page(cup).pictures] == [41, 40]
