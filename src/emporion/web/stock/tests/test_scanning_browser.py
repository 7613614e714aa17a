"""The barcode field in a real browser: a scanner that types, a hand that types, and a camera that sees a code."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, expect

from emporion.catalog.tests.factories import product_on_sale
from emporion.stock.queries import stock_of
from emporion.stock.tests.factories import warehouse
from emporion.web.tests.factories import signed_in
from emporion.web.tests.test_browser import WIDTHS, faults, page_of, scrolls_sideways
from emporion.web.why.tests.factories import shop
from tools.testing.chromium import fresh_page
from tools.testing.filming import film, reader, with_camera

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.parametrize("house", ["sqlite"], indirect=True)]
CUP, POT, NOBODYS = "4006381333931", "4600051000057", "4901234567894"


def goods() -> tuple[int, int, int]:
    """A warehouse of our own, and a cup and a pot with their barcodes."""
    own = warehouse(shop().firm, "own")
    return own, product_on_sale("Cup", barcodes=(CUP,))[1], product_on_sale("Kettle", barcodes=(POT,))[1]


def scan(page: Page, code: str, delay: float = 2) -> None:
    """As a hand scanner does: digits faster than any hand, milliseconds apart, then Enter."""
    page.keyboard.type(code, delay=delay)
    page.keyboard.press("Enter")


def lines(page: Page) -> list[tuple[str, str]]:
    """The lines of the editor, each with its quantity."""
    return [
        (str(row.get_attribute("data-name")), row.locator("[name=quantity]").input_value())
        for row in page.locator("#lines tr").all()
    ]


@pytest.mark.parametrize("width", [1440, 390])
def test_a_receipt_is_scanned_piece_by_piece_and_booked(browser: Browser, served: str, width: int) -> None:
    own, cup, kettle = goods()
    with page_of(browser, served, width) as page:
        page.goto("/stock/receive/")
        expect(page.get_by_label("Scan")).to_be_focused()
        for code in (CUP, POT, CUP, CUP):
            scan(page, code)
        expect(page.locator("#scanned")).to_have_text("Cup: 3")
        assert lines(page) == [("Cup", "3"), ("Kettle", "1")]
        scan(page, NOBODYS)
        expect(page.locator("#found")).to_contain_text(f"No goods carry the barcode {NOBODYS}.")
        assert lines(page) == [("Cup", "3"), ("Kettle", "1")]
        expect(page.get_by_label("Scan")).to_be_focused()
        expect(page.get_by_label("Scan")).to_have_value("")
        assert (faults(page), scrolls_sideways(page)) == ([], False)
        page.locator("select#warehouse").select_option(str(own))
        page.get_by_role("button", name="Book the receipt").click()
        page.wait_for_url("**/stock/documents/**")
    found = {one: stock_of([one])[0].free for one in (cup, kettle)}
    assert found == {cup: 3000, kettle: 1000}


def test_a_code_typed_by_hand_adds_too_and_a_broken_quantity_keeps_its_comma(browser: Browser, served: str) -> None:
    goods()
    with page_of(browser, served) as page:
        page.goto("/stock/count/")
        page.get_by_label("Scan").press_sequentially(CUP, delay=90)
        page.keyboard.press("Enter")
        expect(page.locator("#lines tr")).to_have_count(1)
        page.locator("[name=quantity]").fill("2,5")
        page.get_by_label("Scan").focus()
        scan(page, CUP)
        expect(page.locator("[name=quantity]")).to_have_value("3,5")


@pytest.mark.parametrize(
    ("language", "typed", "after"),
    [("en", "1,000", "1001"), ("el", "1.000", "1001"), ("ru", "1,125", "2,125"), ("en", "many", "many")],
)
def test_a_scan_counts_on_from_a_quantity_as_the_reader_writes_it(
    browser: Browser, served: str, language: str, typed: str, after: str
) -> None:
    goods()
    with page_of(browser, served, language=language) as page:
        page.goto("/stock/count/")
        scan(page, CUP)
        page.locator("[name=quantity]").fill(typed)
        page.locator("[data-scan]").focus()
        scan(page, CUP)
        expect(page.locator("#scanned")).to_have_text(f"Cup: {after}")
        expect(page.locator("[name=quantity]")).to_have_value(after)


def test_a_scan_that_did_not_get_through_is_said_with_its_code(browser: Browser, served: str) -> None:
    goods()
    with page_of(browser, served, expected="net::ERR_FAILED") as page:
        page.goto("/stock/count/")
        page.route("**/stock/scanned/**", lambda route: route.abort())
        scan(page, CUP)
        expect(page.locator("#scanned")).to_have_text(f"The scan of {CUP} did not get through. Scan it again.")
        expect(page.locator("[data-scan]")).to_have_value("")


@pytest.mark.parametrize("delay", [0, 90])
def test_a_scanner_s_enter_goes_on_to_the_next_field_and_sends_no_form(
    browser: Browser, served: str, delay: int
) -> None:
    goods()
    with page_of(browser, served) as page:
        page.goto("/products/new/")
        page.get_by_label("Name", exact=True).fill("Mug")
        field = page.locator("[data-barcode]")
        field.focus()
        scan(page, CUP, delay)
        assert page.url.endswith("/products/new/")
        expect(field).not_to_be_focused()
        expect(field).to_have_value(CUP)
        field.fill(CUP[:-1] + "2")
        field.blur()
        expect(field).to_have_attribute("aria-invalid", "true")
        expect(page.locator(".e-barcode output")).to_contain_text("The last digit should be 1")


# ---- the camera


@pytest.fixture
def session(served: str) -> str:
    """Of an owner who has signed in."""
    return signed_in().cookies[settings.SESSION_COOKIE_NAME].value


def test_a_browser_that_reads_no_codes_offers_no_camera(browser: Browser, served: str) -> None:
    goods()
    with page_of(browser, served) as page:
        page.goto("/stock/receive/")
        expect(page.get_by_label("Scan")).to_be_visible()
        assert page.evaluate("'BarcodeDetector' in window") is False
        expect(page.get_by_role("button", name="Camera")).to_have_count(0)


def test_the_camera_reads_a_code_into_the_receipt_and_is_switched_off(
    served: str, session: str, browser: Browser, tmp_path: Path
) -> None:
    goods()
    with (
        with_camera(browser, film(tmp_path / "code.y4m", CUP)) as seeing,
        fresh_page(seeing, served, width=390, height=WIDTHS[390]) as page,
    ):
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": served}])
        page.add_init_script(reader())
        page.add_init_script("""const ask = MediaDevices.prototype.getUserMedia;
            MediaDevices.prototype.getUserMedia = async function (...told) {
              window.stream = await ask.apply(this, told);
              return window.stream;
            };""")
        page.goto("/stock/receive/")
        for pieces in ("1", "2"):
            page.get_by_role("button", name="Camera").click()
            expect(page.locator("#scanned")).to_have_text(f"Cup: {pieces}")
            expect(page.locator("dialog.e-camera")).to_have_count(0)
            assert page.evaluate("window.stream.getTracks().map((one) => one.readyState)") == ["ended"]
        expect(page.get_by_label("Scan")).to_be_focused()


def test_a_camera_that_is_not_allowed_says_so_and_closes(
    served: str, session: str, browser: Browser, tmp_path: Path
) -> None:
    goods()
    with (
        with_camera(browser, film(tmp_path / "code.y4m", CUP), allowed=False) as seeing,
        fresh_page(seeing, served) as page,
    ):
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": served}])
        page.add_init_script(reader())
        page.goto("/stock/receive/")
        page.get_by_role("button", name="Camera").click()
        dialog = page.locator("dialog.e-camera")
        expect(dialog).to_contain_text(re.compile("The camera is not allowed here"))
        assert faults(page) == []
        dialog.get_by_role("button", name="Close").click()
        expect(dialog).to_have_count(0)
        expect(page.get_by_label("Scan")).to_be_focused()
