"""A load is taken back from the page of its message: first one sees what would go back, then a worker does it."""

import re
import uuid
from typing import Literal

import pytest
from django.test import Client

from emporion.catalog import commands as catalog
from emporion.catalog.queries import product_page
from emporion.catalog.types import ProductCard
from emporion.clockwork.commands import work_off
from emporion.exchange import commands as exchange
from emporion.pricing.queries import prices_of
from emporion.web.tests.factories import signed_in
from emporion.web.why.tests.factories import CATALOG, offers, sent, shop

pytestmark = pytest.mark.usefixtures("house")
ALL = ("new", "fields", "prices", "pictures")


def asked(desk: Client, number: int) -> str:
    """The address where one sees what would go back."""
    answer = desk.post(f"/exchange/messages/{number}/back/", {"intent": str(uuid.uuid4())})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


def done(desk: Client, at: str, number: int, *parts: str) -> str:
    told = {"message": str(number), "parts": list(parts or ALL), "apply": "1", "intent": str(uuid.uuid4())}
    assert desk.post(at, told).status_code == 302
    work_off()
    return desk.get(at).content.decode()


def cost(variant: int) -> int:
    (price,) = prices_of([variant])[variant]
    return price.price.micro


def test_what_would_go_back_is_shown_before_and_what_went_back_behind() -> None:
    kept, desk = shop(), signed_in()
    load = sent(kept.channel, offers("12.00"), "offers0_2.xml", kept.session)
    assert "Take it back" in desk.get(f"/exchange/messages/{load}/").content.decode()
    at = asked(desk, load)
    page = desk.get(at).content.decode()
    assert "Blue cup" in page and re.search(r"12\.00</s> → <b[^>]*>9\.50", page)
    assert cost(kept.variant) == 12_000_000
    told = done(desk, at, load)
    assert cost(kept.variant) == 9_500_000
    assert "Blue cup" in told and re.search(r"<dt>Changed</dt><dd[^>]*>\s*1\s*<", told)


def test_what_was_changed_since_is_named_before_and_behind_and_stays() -> None:
    kept, desk = shop(), signed_in()
    load = sent(
        kept.channel, CATALOG.replace("Blue cup", "Red cup").replace("CUP-1", "CUP-9"), "import0_2.xml", kept.session
    )
    catalog.put_products(cards=[ProductCard(kept.product, name="My cup")], actor="staff:1")
    at = asked(desk, load)
    page = desk.get(at).content.decode()
    assert "Will change in part" in page and "Changed or protected since, so it stays: Name." in page
    told = done(desk, at, load)
    cup = product_page(kept.product)
    assert (cup.name, cup.sku) == ("My cup", "CUP-1")
    assert "Changed in part" in told and "Changed or protected since, so it stays: Name." in told


def test_one_part_alone_goes_back() -> None:
    kept, desk = shop(), signed_in()
    both = CATALOG.replace("Blue cup", "Red cup").replace("</КоммерческаяИнформация>", "")
    load = sent(kept.channel, both + offers("12.00").partition('2.07">')[2], "both.xml", kept.session)
    done(desk, asked(desk, load), load, "fields")
    assert (product_page(kept.product).name, cost(kept.variant)) == ("Blue cup", 12_000_000)


def test_the_first_load_hides_what_it_brought() -> None:
    kept, desk = shop(), signed_in()
    at = asked(desk, kept.catalog)
    assert "New goods: hide them" in desk.get(at).content.decode()
    done(desk, at, kept.catalog)
    assert product_page(kept.product).is_hidden


def test_who_may_not_operate_the_exchange_takes_nothing_back() -> None:
    kept, desk = shop(), signed_in("manager")
    assert "Take it back" not in desk.get(f"/exchange/messages/{kept.offers}/").content.decode()
    answer = desk.post(f"/exchange/messages/{kept.offers}/back/", {"intent": str(uuid.uuid4())})
    assert answer.status_code == 403


@pytest.mark.parametrize("direction", ["in", "out"])
def test_a_message_that_waits_and_one_that_went_out_have_no_way_back(direction: Literal["in", "out"]) -> None:
    kept, desk = shop(), signed_in()
    number = exchange.keep_message(
        channel=kept.channel, direction=direction, name="a.xml", content=exchange.store(b"<a/>"), actor="channel:1c"
    )
    assert "Take it back" not in desk.get(f"/exchange/messages/{number}/").content.decode()
    assert desk.post(f"/exchange/messages/{number}/back/", {"intent": str(uuid.uuid4())}).status_code == 404


def test_a_message_that_changed_no_goods_offers_nothing() -> None:
    kept, desk = shop(), signed_in()
    again = sent(kept.channel, offers("9.50"), "offers0_2.xml", kept.session)
    assert "Take it back" not in desk.get(f"/exchange/messages/{again}/").content.decode()
    answer = desk.post(f"/exchange/messages/{again}/back/", {"intent": str(uuid.uuid4())})
    assert answer.status_code == 409 and "No row is selected." in answer.content.decode()
