"""Price types that are no longer used are closed, and opened again."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from emporion.exchange.models import Session
from emporion.orders import commands as orders
from emporion.orders.tests.factories import corner_shop
from emporion.orders.types import ShopCard
from emporion.pricing.queries import open_price_types
from emporion.pricing.tests.factories import price, price_type
from emporion.pricing.types import PriceTypeIsClosed
from emporion.web.tests.factories import signed_in
from emporion.web.why.tests.factories import shop

pytestmark = pytest.mark.usefixtures("house")


def is_open(kind: int) -> bool:
    return kind in {one.id for one in open_price_types()}


def closed(client: Client, kind: int) -> str:
    return client.post(f"/settings/prices/{kind}/close/", follow=True).content.decode()


def test_a_type_at_which_a_shop_sells_stays_and_the_shop_is_named() -> None:
    corner, client = corner_shop(), signed_in()
    page = closed(client, corner.price_type)
    assert "is still in use: Corner shop" in page and "Give the shops another price type" in page
    assert is_open(corner.price_type)


def test_a_type_that_a_connection_named_lately_stays_until_it_is_named_no_more() -> None:
    came, client = shop(), signed_in()
    assert "is still in use: 1C main" in closed(client, came.price_type)
    Session.objects.update(started_at=timezone.now() - timedelta(days=31))
    assert "is closed" in closed(client, came.price_type)
    assert not is_open(came.price_type)


def test_a_closed_type_leaves_the_pickers_its_prices_are_explained_and_the_toast_takes_it_back() -> None:
    came, client = shop(), signed_in()
    old = price_type("Wholesale 2020", "EUR")
    price(came.variant, old, "7")
    assert "Wholesale 2020" in client.get("/settings/shops/new/").content.decode()
    assert f"/settings/prices/{old}/close/" in client.get(f"/settings/prices/{old}/").content.decode()
    assert "Wholesale 2020" in client.get(f"/products/{came.product}/prices/{came.variant}/").content.decode()
    page = closed(client, old)
    assert f"/settings/prices/{old}/open/" in client.get(f"/settings/prices/{old}/").content.decode()
    assert "Wholesale 2020" not in client.get("/settings/shops/new/").content.decode()
    assert "Wholesale 2020" not in client.get(f"/products/{came.product}/prices/{came.variant}/").content.decode()
    assert "Wholesale 2020" in client.get(f"/products/{came.product}/timeline/").content.decode()
    assert "7.00" in client.get(f"/why/price/{came.variant}/{old}/").content.decode()
    with pytest.raises(PriceTypeIsClosed):
        orders.put_shop(card=ShopCard(code="new", name="New", firm=came.firm, price_type=old, prefix="N"), actor="cli")
    (back,) = re.findall(r'action="(/undo/[^"]+)"', page)
    client.post(back)
    assert is_open(old)


def test_only_who_changes_settings_closes_a_type() -> None:
    kind = price_type()
    assert signed_in("manager", email="m@shop.example").post(f"/settings/prices/{kind}/close/").status_code == 403
    assert is_open(kind)
