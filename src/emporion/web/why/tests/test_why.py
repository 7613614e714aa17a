"""From a figure to the element that said it, on messages that were really imported."""

import re

from django.test import Client

from emporion.catalog import commands as catalog
from emporion.catalog.types import ProductCard
from emporion.exchange import commands as exchange
from emporion.exchange.queries import object_of
from emporion.exchange.types import RefusedRow
from emporion.pricing import commands as pricing
from emporion.pricing.types import PriceTypeCard
from emporion.web.tests.factories import signed_in

from .factories import END, HEAD, MAIN, RETAIL, Shop, offers, sent, shop

DRAWER = {"HX-Request": "true", "HX-Target": "drawer"}


def opened(client: Client, url: str) -> str:
    answer = client.get(url, headers=DRAWER)
    assert answer.status_code == 200, answer.content
    return answer.content.decode()


def hits(html: str) -> list[str]:
    found = re.findall(
        r'<span class="hit" data-n="\d*">(?:<span class="visually-hidden">.*?</span>)?(.*?)</span>', html
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


def two_prices(kept: Shop) -> int:
    """A message in which the cup has its retail price and one that it costs us, and a requisite named after a cost."""
    cost = "<ТипЦены><Ид>bought</Ид><Наименование>Bought for</Наименование><Валюта>EUR</Валюта></ТипЦены></ТипыЦен>"
    price = """<Цена><Представление>3.15 EUR</Представление><ИдТипаЦены>bought</ИдТипаЦены>
<ЦенаЗаЕдиницу>3.15</ЦенаЗаЕдиницу><Валюта>EUR</Валюта></Цена></Цены>"""
    named = """<ЗначенияРеквизитов><ЗначениеРеквизита><Наименование>Себестоимость</Наименование>
<Значение>3.17</Значение></ЗначениеРеквизита></ЗначенияРеквизитов><Цены>"""
    text = offers("11.40", "4").replace("</ТипыЦен>", cost).replace("</Цены>", price).replace("<Цены>", named)
    number = sent(kept.channel, text, "offers0_2.xml", kept.session)
    bought = object_of(kept.channel, "price_type", "bought")
    pricing.put_price_types(cards=[PriceTypeCard(id=bought, is_cost=True)], actor="cli")
    return number


def test_what_goods_cost_is_hidden_in_the_raw_lines_from_those_who_do_not_see_it(house: str) -> None:
    kept = shop()
    number = two_prices(kept)
    pages = [
        f"/why/price/{kept.variant}/{kept.price_type}/",
        f"/why/stock/{kept.variant}/{kept.warehouse}/",
        f"/exchange/messages/{number}/?place=Предложение[2]/Цены/Цена[2]",
    ]
    manager, owner, integrator = (
        signed_in(role, email=f"{role}@s.example") for role in ("manager", "owner", "integrator")
    )
    for page in pages:
        for sees_none in (manager, integrator) if page.startswith("/exchange/") else (manager,):
            html = opened(sees_none, page)
            assert "Предложение" in html and "3.15" not in html and "3.17" not in html, page
            assert "•••" in html and "Prices that your role does not see are hidden." in html, page
        html = opened(owner, page)
        assert "3.15" in html and "•••" not in html, page
    assert integrator.get(f"/exchange/messages/{number}/raw/").status_code == 403, "the file tells what goods cost"
    assert owner.get(f"/exchange/messages/{number}/raw/").status_code == 200
    assert "ЦенаЗаЕдиницу&gt;11.40" in opened(manager, pages[2])
    assert "3.17" in opened(owner, f"/exchange/messages/{number}/?place=Предложение[2]")


def test_a_price_of_a_type_nobody_knows_may_be_what_goods_cost(house: str) -> None:
    kept = shop()
    number = sent(
        kept.channel, offers("3.1,5").replace(f"<ИдТипаЦены>{RETAIL}", "<ИдТипаЦены>new"), "o.xml", kept.session
    )
    page = f"/exchange/messages/{number}/?place=Предложение[2]"
    for url in (page, "/exchange/quarantine/"):
        assert "3.1,5" not in opened(signed_in("manager", email=f"m{len(url)}@s.example"), url)
        assert "3.1,5" in opened(signed_in("integrator", email=f"i{len(url)}@s.example"), url)


def test_what_speaks_of_customers_is_told_only_to_those_who_see_them(house: str) -> None:
    kept = shop()
    people = f"""{HEAD}<Документ><Ид>1</Ид><Номер>K-1</Номер><Дата>someday</Дата><Контрагенты><Контрагент><Ид>c</Ид>
<Наименование>Ioanna Secret</Наименование></Контрагент></Контрагенты></Документ>{END}"""
    stored = exchange.store(people.encode(), personal=True)
    number = exchange.keep_message(
        channel=kept.channel, direction="in", name="orders.xml", content=stored, personal=True, actor="channel:1c"
    )
    facts = {"element": "Документ", "field": "Дата", "raw": "Secret day", "place": "Документ[1]"}
    row = RefusedRow("Документ[1]", "orders", "commerceml.field.date", facts, "1", value="Secret day")
    exchange.refuse_rows(channel=kept.channel, message=number, refused=[row], actor="channel:1c")
    page = f"/exchange/messages/{number}/?place=Документ[1]"
    integrator, owner = signed_in("integrator", email="i@s.example"), signed_in("owner", email="o@s.example")
    html = opened(integrator, page)
    assert "Secret" not in html and "your role does not see all of them" in html and "/raw/" not in html
    assert "Secret" not in opened(integrator, "/exchange/quarantine/")
    html = opened(owner, page)
    assert "Ioanna Secret" in html and "Secret day" in html and "/raw/" in html
    assert "Secret day" in opened(owner, "/exchange/quarantine/")
