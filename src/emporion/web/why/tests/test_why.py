"""From a figure to the element that said it, on messages that were really imported."""

import re

from django.test import Client

from emporion.catalog import commands as catalog
from emporion.catalog.types import ProductCard
from emporion.pricing import commands as pricing
from emporion.pricing.types import PriceTypeCard
from emporion.web.tests.factories import signed_in

from .factories import MAIN, offers, sent, shop

DRAWER = {"HX-Request": "true", "HX-Target": "drawer"}


def opened(client: Client, url: str) -> str:
    answer = client.get(url, headers=DRAWER)
    assert answer.status_code == 200, answer.content
    return answer.content.decode()


def hits(html: str) -> list[str]:
    found = re.findall(
        r'<span class="hit" data-n="\d+">(?:<span class="visually-hidden">.*?</span>)?(.*?)</span>', html
    )
    return [line.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"').strip() for line in found]


def test_a_price_leads_to_the_session_the_message_and_the_line_that_said_it(house: str) -> None:
    kept = shop("9.50")
    second = sent(kept.channel, offers("11.40"), "offers0_2.xml", kept.session)
    html = opened(signed_in(), f"/why/price/{kept.variant}/{kept.price_type}/")
    assert hits(html) == ["<ЦенаЗаЕдиницу>11.40</ЦенаЗаЕдиницу>"]
    assert "9.50" in html and "11.40" in html and "+1.90, +20.0" in html
    assert f"/exchange/sessions/{kept.session}/" in html
    assert f"/exchange/messages/{second}/?place=Предложение[2]" in html
    assert "1C main" in html and "Nobody here touched it." in html


def test_a_stock_figure_leads_to_the_warehouse_line(house: str) -> None:
    kept = shop()
    html = opened(signed_in(), f"/why/stock/{kept.variant}/{kept.warehouse}/")
    assert hits(html) == [f'<Склад ИдСклада="{MAIN}" КоличествоНаСкладе="5"/>']
    assert "How it adds up" in html


def test_a_name_leads_to_its_element(house: str) -> None:
    kept = shop()
    html = opened(signed_in(), f"/why/name/{kept.product}/")
    assert hits(html) == ["<Наименование>Blue cup</Наименование>"]


def test_a_hand_edit_names_the_person_and_what_was_before(house: str) -> None:
    kept, client = shop("9.50"), signed_in()
    client.post(f"/products/{kept.product}/prices/{kept.variant}/", {f"price_{kept.price_type}": "10.00"})
    html = opened(client, f"/why/price/{kept.variant}/{kept.price_type}/")
    assert "Anna Berg changed it by hand" in html
    assert "Before that" in html and "1C main" in html
    assert not hits(html)


def test_the_same_address_is_a_page_of_its_own(house: str) -> None:
    kept = shop()
    answer = signed_in().get(f"/why/price/{kept.variant}/{kept.price_type}/")
    assert answer.status_code == 200
    assert b"<html" in answer.content


def test_a_price_nobody_told_has_no_reason(house: str) -> None:
    kept = shop()
    (pot,) = catalog.put_products(cards=[ProductCard(name="Lid")], actor="cli")
    variant = catalog.add_variant(product_id=pot.id, actor="cli")
    assert signed_in().get(f"/why/price/{variant}/{kept.price_type}/").status_code == 404


def test_a_storekeeper_meets_neither_prices_nor_raw_messages(house: str) -> None:
    kept = shop()
    client = signed_in("storekeeper")
    assert client.get(f"/why/price/{kept.variant}/{kept.price_type}/").status_code == 403
    html = opened(client, f"/why/stock/{kept.variant}/{kept.warehouse}/")
    assert not hits(html) and "ЦенаЗаЕдиницу" not in html


def test_cost_is_for_those_who_may_see_it(house: str) -> None:
    kept = shop()
    pricing.put_price_types(cards=[PriceTypeCard(id=kept.price_type, is_cost=True)], actor="cli")
    assert signed_in("manager").get(f"/why/price/{kept.variant}/{kept.price_type}/").status_code == 403
