"""Every page of the register: axe finds nothing serious, nothing moves while it loads, nothing scrolls sideways.

The browser fails the test too when a page breaks the policy of content or its scripts fail.
"""

from __future__ import annotations

from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Browser

from emporion.accounts import commands as accounts
from emporion.accounts.queries import staff_by_email
from emporion.demo.home import DemoHome
from emporion.demo.tour.notes import note
from emporion.web.tests.factories import EMAIL
from tools.testing.chromium import fresh_page
from tools.testing.walking import faults

from ..pages.plenty import Plenty, plenty

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.parametrize("house", ["sqlite"], indirect=True)]
CUT = b"<a>cut"  # an export that is no CommerceML, so that its page names a fault
# What answers a look and is no page of its own, each with where it is looked at instead.
NO_PAGE = {
    **dict.fromkeys(("manifest", "worker", "picture", "help_picture", "message_raw", "live"), "a file or a stream"),
    **dict.fromkeys(("index", "tour"), "leads on to Today"),
    **dict.fromkeys(("setup", "setup_owner", "setup_firm", "setup_shop"), "an empty house: test_from_nothing.py"),
    **dict.fromkeys(("stock_found", "stock_line", "stock_scanned"), "in the forms of stock: test_scanning_browser.py"),
    **dict.fromkeys(("exchange_running", "refused_requests", "channel_live"), "asked by the exchange's pages again"),
    "channel_absent": "stands in the page of the connection",
    "colleagues": "names for the field of a comment: test_mentions_browser.py",
    **dict.fromkeys(("message_progress", "bulk_progress", "style_progress"), "the bar of a walked page, asked again"),
}


def a_house(home: Path) -> Plenty:
    """A little of everything in a demonstration: its tour stands on Today, each step in another state."""
    full = plenty()
    full.grow(2)
    demo, came = DemoHome(home), full.came
    demo.mark(1)
    goods = {"variant": came.variant, "product": came.product, "kind": came.price_type, "name": "Cup"}
    note(demo, "price", state="done", old=900, new=1000, seconds=4, **goods)
    note(demo, "cut", state="waiting", file="offers0_1.xml", message=came.offers)
    note(demo, "order", state="done", number=full.order, order=full.of.order, seconds=9)
    return full


def standing(full: Plenty) -> Iterator[tuple[str, str]]:
    """The pages by their names in the register; whatever answers a look and is no page has to be named above."""
    answered, pages = set[str](), list[tuple[str, str]]()
    for name, address in full.addresses():
        if name == "live":
            answered.add(name)
            continue
        answer = full.desk.get(address)
        if answer.streaming:
            answer.close()
        if answer.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
            continue
        answered.add(name)
        if answer.status_code == HTTPStatus.OK and not answer.streaming and b"<html" in answer.content:
            pages.append((name, address))
    shown = {name for name, _address in pages}
    assert {name for name in answered - shown if "," not in name} == NO_PAGE.keys()
    assert not shown & NO_PAGE.keys()
    return iter(pages)


@pytest.mark.takes(115)
@pytest.mark.parametrize(("width", "language"), [(1440, "ru"), (390, "el")])
def test_every_page_stands(browser: Browser, served: str, home: Path, width: int, language: str) -> None:
    full = a_house(home)
    owner = staff_by_email(EMAIL)
    assert owner
    accounts.change_staff(staff=owner.id, language=language, actor="cli")
    session = full.desk.cookies[settings.SESSION_COOKIE_NAME].value
    found: dict[str, list[str]] = {}
    with fresh_page(browser, served, width=width, height=844 if width < 800 else 900) as page:
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": served}])
        for _name, address in standing(full):
            page.goto(address, wait_until="load")
            found[address] = faults(page)
        page.context.clear_cookies()
        page.goto("/accounts/login/")  # the door of a demonstration names its people
        assert page.locator("[name=email][value]").count() > 0
        found["/accounts/login/"] = faults(page)
    wrong = [f"{address}: {one}" for address, all_ in found.items() for one in all_]
    assert not wrong, "\n".join(wrong)
