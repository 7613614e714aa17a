"""Every page that a link reaches: axe finds nothing serious, nothing moves while it loads, nothing scrolls sideways.

The browser fails the test too when a page breaks the policy of content or its scripts fail.
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import Browser

from emporion.clockwork.worker import work_off
from emporion.crm import commands as crm
from emporion.demo.home import DemoHome
from emporion.demo.tour.notes import note
from emporion.exchange.types import REHEARSERS, DroppedFile
from emporion.orders import commands as orders
from emporion.orders.tests.factories import corner_shop, cup, draft
from emporion.stock import commands as stock
from emporion.stock.types import Goods
from emporion.web.tests.factories import signed_in
from emporion.web.why.tests.factories import shop as first_exchange
from tools.testing.chromium import fresh_page
from tools.testing.walking import faults, walked

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.parametrize("house", ["sqlite"], indirect=True)]
STARTS = ("/today/", "/orders/?view=all", "/customers/", "/products/", "/stock/", "/exchange/", "/settings/", "/style/")
FEWEST = 55  # pages that the walk must find
CUT = b"<a>cut"  # an export that is no CommerceML, so that its page names a fault


def a_house(home: Path) -> str:
    """A little of everything: an exchange, a shop with a covered and an uncovered order, a receipt, a comment.

    It is a demonstration: its tour stands on Today, each step in another state. Answers the page of a dropped export.
    """
    came = first_exchange()
    corner = corner_shop(takes_uncovered=True)
    full, scarce = cup(corner), cup(corner, pieces=1)
    placed = orders.place(draft=draft(corner, (full, 2)), actor="shop")
    orders.place(draft=draft(corner, (scarce, 3)), actor="shop")
    receipt = f"receipt:{corner.firm}-1"
    stock.receive(warehouse_id=corner.warehouse, document=receipt, goods=[Goods(full, 4000, 800)], actor="cli")
    crm.say(subject=f"order:{placed.number}", staff=1, text="Call before the courier", actor="staff:1")
    demo = DemoHome(home)
    demo.mark(1)
    goods = {"variant": came.variant, "product": came.product, "kind": came.price_type, "name": "Cup"}
    note(demo, "price", state="done", old=900, new=1000, seconds=4, **goods)
    note(demo, "cut", state="waiting", file="offers0_1.xml", message=came.offers)
    note(demo, "order", state="done", number=placed.number, order=placed.id, seconds=9)
    word = REHEARSERS["commerceml"].begin(came.channel, [DroppedFile("goods.xml", BytesIO(CUT), len(CUT))])
    work_off()
    return reverse("web:tour_answer", args=[word])


@pytest.mark.parametrize(("width", "language"), [(1440, "en"), (390, "el"), (390, "ru")])
def test_every_page_stands(browser: Browser, served: str, home: Path, width: int, language: str) -> None:
    desk = signed_in(language=language)
    answered = a_house(home)
    session = desk.cookies[settings.SESSION_COOKIE_NAME].value
    found: dict[str, list[str]] = {}
    with fresh_page(browser, served, width=width, height=844 if width < 800 else 900) as page:
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": served}])
        for address in walked(page, (*STARTS, answered)):
            found[address] = faults(page, ("light", "dark") if language != "ru" else ("light",))
        page.context.clear_cookies()
        page.goto("/accounts/login/")  # the door of a demonstration names its people
        assert page.locator("[name=email][value]").count() > 0
        found["/accounts/login/"] = faults(page)
    assert len(found) >= FEWEST, sorted(found)
    assert {"/try/export/", answered} <= found.keys()
    wrong = [f"{address}: {one}" for address, all_ in found.items() for one in all_]
    assert not wrong, "\n".join(wrong)
