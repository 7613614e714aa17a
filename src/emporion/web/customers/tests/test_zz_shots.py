import os
from dataclasses import replace

import pytest
from django.conf import settings

from emporion.journal.commands import deliver_all
from emporion.orders import commands as orders
from emporion.orders.tests.factories import corner_shop, cup, draft
from emporion.parties import commands as parties
from emporion.parties.tests.crowd import Crowd
from emporion.parties.types import *
from emporion.web.tests.factories import signed_in
from tools.testing.chromium import fresh_page

from .test_doubles import two

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("house", ["sqlite"], indirect=True)]


def test_shots(browser, served):
    ana, double = two()
    corner = corner_shop()
    for n in range(2):
        orders.place(
            draft=replace(draft(corner, (cup(corner), 2)), customer=PartyCard(phones=("+37369123456",))), actor="shop"
        )
    c = Crowd()
    for t in [*c.doubles(14), *c.lookalikes(10)]:
        for k in (t.first, t.second):
            parties.add(card=k, even_if_known=True, actor="cli")
    third = parties.add(card=PartyCard(name="Ana R.", emails=("ana.r@shop.example",), language="ro"), actor="cli").id
    deliver_all()
    cl = signed_in("owner" if False else "manager", email="m@shop.example")
    session = cl.cookies[settings.SESSION_COOKIE_NAME].value
    for lang, widths in (("en", (1440, 390)), (os.environ.get("LANG2", "ru"), (1440,))):
        for width in widths:
            with fresh_page(browser, served, width=width, height=900) as page:
                page.context.add_cookies(
                    [
                        {"name": settings.SESSION_COOKIE_NAME, "value": session, "url": served},
                        {"name": settings.LANGUAGE_COOKIE_NAME, "value": lang, "url": served},
                    ]
                )
                for name, at in (
                    ("list", "/customers/doubles/"),
                    ("merge", f"/customers/{ana}/merge/{double}/"),
                    ("whom", f"/customers/{ana}/merge/"),
                    ("customer", f"/customers/{ana}/"),
                ):
                    page.goto(at)
                    page.screenshot(path=f"/tmp/C-shots/{name}-{lang}-{width}.png", full_page=True)
    parties.merge(party=double, into=ana, take=("name", "language"), actor="staff:1")
    parties.merge(party=third, into=ana, take=("language",), actor="staff:1")
    parties.change(
        party=ana, name="Ana Maria Rusu", phones=("+37369123456", "069123456", "+37369000001"), actor="staff:1"
    )
    with fresh_page(browser, served, width=1440, height=900) as page:
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": served}])
        for name, at in (("part", f"/customers/{double}/part/"), ("customer-merged", f"/customers/{ana}/")):
            page.goto(at)
            page.screenshot(path=f"/tmp/C-shots/{name}.png", full_page=True)
