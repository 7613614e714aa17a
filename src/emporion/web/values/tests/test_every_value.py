"""After a day of trade every value of every page answers why: by a person, a rule, or the very element of a message."""

import re

import pytest
from django.test import Client

from emporion.journal.queries import told
from emporion.journal.types import Asked
from emporion.kernel.money import Money
from emporion.orders import commands as orders
from emporion.orders.queries import order
from emporion.orders.types import OrderDraft, ShopCard, Wish
from emporion.parties import commands as parties
from emporion.parties.types import PartyCard
from emporion.stock.queries import warehouse
from emporion.web.tests.factories import signed_in
from emporion.web.why.tests.factories import Shop, offers, sent, shop
from emporion.web.why.tests.test_why import hits, opened

pytestmark = pytest.mark.usefixtures("house")
SIGN = re.compile(r'hx-get="(/why/[^"]+)"')


def trading_day(client: Client) -> tuple[Shop, int, int]:
    """Goods and prices come twice by exchange, a shop opens, an order is placed, paid, changed and shipped."""
    kept = shop("9.50")
    sent(kept.channel, offers("11.40", "7"), "offers0_2.xml", kept.session)
    card = ShopCard(
        code="web", name="Web", firm=kept.firm, price_type=kept.price_type, prefix="W", takes_uncovered=True,
        warehouses=(kept.warehouse,),
    )  # fmt: skip
    orders.put_shop(card=card, actor="staff:1", origin="page:/settings/shops/new/")
    buyer = parties.add(card=PartyCard(name="Ada Poe", phones=("+35799123456",)), actor="staff:1")
    parties.change(party=buyer.id, name="Ada Poe-Lee", actor="staff:1", origin="page:/customers/1/edit/")
    wishes = (Wish(kept.variant, 2000),)
    ref = orders.place(draft=OrderDraft(shop="web", wishes=wishes, customer=buyer.id), actor="shop:web")
    orders.change_lines(number=ref.number, wishes=[Wish(kept.variant, 3000)], actor="staff:1", origin="page:/orders/1/")
    orders.note_payment(number=ref.number, reference="P-1", amount=Money(3420, "EUR"), method="Card", actor="bank")
    orders.note_shipment(number=ref.number, reference="S-1", actor="staff:1", origin="page:/orders/1/shipment/")
    client.post(f"/products/{kept.product}/edit/", {})
    return kept, ref.id, buyer.id


def test_no_value_of_a_day_is_without_an_answer() -> None:
    client = signed_in()
    kept, order_id, buyer = trading_day(client)
    pages = [
        f"/products/{kept.product}/", f"/products/{kept.product}/prices/", f"/orders/{order_id}/",
        f"/customers/{buyer}/", "/settings/shops/web/", f"/settings/prices/{kept.price_type}/",
        f"/settings/firms/{kept.firm}/", f"/stock/warehouses/{warehouse(kept.warehouse).code}/", "/settings/taxes/",
    ]  # fmt: skip
    asked = {url for page in pages for url in SIGN.findall(opened(client, page))}
    silent = {url: client.get(url).status_code for url in asked}
    assert len(asked) >= 40
    assert {url: code for url, code in silent.items() if code != 200} == {}
    for url in asked:
        assert "system" not in opened(client, url).casefold().replace("e-system", ""), url


def test_two_clicks_lead_from_a_price_on_an_order_to_the_element() -> None:
    client = signed_in()
    kept, order_id, _buyer = trading_day(client)
    line = orders_line(order_id)
    first = opened(client, f"/why/order/{order_id}/price:{line}/")
    assert f"/why/price/{kept.variant}/{kept.price_type}/" in first
    second = opened(client, f"/why/price/{kept.variant}/{kept.price_type}/")
    assert hits(second) == ["<ЦенаЗаЕдиницу>11.40</ЦенаЗаЕдиницу>"]


def orders_line(order_id: int) -> int:
    [number] = {fact.subject for fact in told(Asked(kinds=("orders.OrderPlaced",)))}
    found = order(number.removeprefix("order:"))
    assert found.id == order_id
    return found.lines[0].id


def test_a_status_names_its_rule_and_what_set_it_off() -> None:
    client = signed_in()
    _kept, order_id, _buyer = trading_day(client)
    html = opened(client, f"/why/order/{order_id}/status/")
    assert "The rule:" in html and "Shipped" in html
    assert "To ship" in html  # what it was before
    html = opened(client, f"/why/order/{order_id}/total/")
    assert "22.80" in html and "34.20" in html
    assert "P-1" in opened(client, f"/why/order/{order_id}/paid/")
    cover = opened(client, f"/why/order/{order_id}/cover:{orders_line(order_id)}/")
    assert "−3" in cover and "+2" in cover


def test_a_product_field_leads_to_its_element_and_tells_what_was_before() -> None:
    client = signed_in()
    kept, _order, _buyer = trading_day(client)
    assert hits(opened(client, f"/why/value/sku/product:{kept.product}/")) == ["<Артикул>CUP-1</Артикул>"]
    assert "Cups" in opened(client, f"/why/value/categories/product:{kept.product}/")
    assert client.get(f"/why/value/sku/product:{kept.product + 999}/").status_code == 404
    assert client.get("/why/value/sku/teapot:1/").status_code == 404


def test_a_setting_tells_who_changed_it_from_what_to_what() -> None:
    client = signed_in()
    kept, _order, _buyer = trading_day(client)
    orders.put_shop(card=ShopCard(code="web", prefix="WEB", takes_uncovered=False), actor="staff:1", origin="page:/x/")
    [changed] = told(Asked(kinds=("orders.ShopPut",)), limit=1)
    html = opened(client, f"/why/value/prefix/{changed.subject}/")
    assert ">W<" in html and ">WEB<" in html and "Anna Berg" in html
    html = opened(client, f"/why/value/takes_uncovered/{changed.subject}/")
    assert ">yes<" in html and ">no<" in html
    assert "Main" in opened(client, f"/why/value/warehouses/{changed.subject}/")
    assert "Anna Berg" not in opened(client, f"/why/value/country/firm:{kept.firm}/")


def test_a_customer_s_value_is_told_only_to_who_sees_customers_and_never_after_an_erasure() -> None:
    client = signed_in()
    _kept, _order, buyer = trading_day(client)
    address = f"/why/value/name/party:{buyer}/"
    assert "Ada Poe-Lee" in opened(client, address)
    keeper = signed_in("storekeeper", email="k@s.example")
    assert keeper.get(address).status_code == 404
    parties.erase(party=buyer, actor="staff:1")
    assert "Ada" not in client.get(address).content.decode()


def test_amounts_of_an_order_stay_with_those_who_meet_amounts() -> None:
    client = signed_in()
    _kept, order_id, _buyer = trading_day(client)
    keeper = signed_in("storekeeper", email="k@s.example")
    assert keeper.get(f"/why/order/{order_id}/total/").status_code == 403
    assert "34.20" not in opened(keeper, f"/why/order/{order_id}/status/")
    assert f"/why/order/{order_id}/price" not in opened(keeper, f"/orders/{order_id}/")
