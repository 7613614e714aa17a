"""A failed exchange is mended from Today by one click, and nothing moves under the hand."""

import io

import pytest
from playwright.sync_api import Browser, expect

from emporion.clockwork.commands import work_off
from emporion.exchange.types import UPLOADERS, DroppedFile
from emporion.web import live
from emporion.web.tests.test_browser import in_both_themes, page_of
from emporion.web.why.tests.factories import offers, sent, shop
from tools.testing.walking import MOST_SHIFT, SHIFTS

from .test_book import by_sql, looked, sold
from .test_remedies import stumbled

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("house", ["sqlite"], indirect=True)]


def cut() -> None:
    """A file came cut and was refused; 1C sent it whole since, and asked for no import."""
    kept, name, whole = shop(), "offers0_8.xml", offers("22.00")
    sent(kept.channel, whole[:700], name, kept.session)
    file = DroppedFile(name, io.BytesIO(whole.encode()), len(whole.encode()))
    UPLOADERS["commerceml"](kept.channel, [file], "staff:1")


@pytest.mark.slow
@pytest.mark.parametrize("width", [1440, 390])
def test_a_cut_file_is_mended_by_one_click(browser: Browser, served: str, width: int) -> None:
    cut()
    with page_of(browser, served, width) as page:
        page.goto("/today/")
        expect(page.get_by_role("main")).to_contain_text("offers0_8.xml from 1C main was not read")
        page.get_by_role("button", name="Read the whole one").click()
        expect(page.locator("#toasts")).to_contain_text("What was uploaded is being imported.")
        work_off()
        live.board.forget()
        page.reload()
        expect(page.get_by_role("main")).to_contain_text("Nothing needs you now")


@pytest.mark.slow
@pytest.mark.parametrize("width", [1440, 390])
def test_every_press_stands_in_both_themes_and_moves_nothing(browser: Browser, served: str, width: int) -> None:
    sold()
    by_sql("UPDATE ledger_balance SET quantity = 3000 WHERE quantity = 2000")
    looked()
    stumbled(shop())
    with page_of(browser, served, width, language="el") as page:
        page.goto("/today/")
        expect(page.locator(".e-todo form button")).to_have_count(2)
        assert page.evaluate(SHIFTS) <= MOST_SHIFT
        in_both_themes(page)
