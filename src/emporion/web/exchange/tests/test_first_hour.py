"""The first hour of a live 1C: connected by what the page says, watched by lamps, sold after the checklist."""

from __future__ import annotations

import re
from base64 import b64encode

import pytest
from django.test import Client

from emporion.catalog.queries import find_by_sku
from emporion.exchange import commands as exchange
from emporion.exchange.queries import channel_by_code, keys_of, object_of
from emporion.exchange.types import ChannelView, Link
from emporion.orders import commands as orders
from emporion.orders.queries import shops
from emporion.orders.types import NotYetForSale, OrderDraft, Wish
from emporion.parties import commands as parties
from emporion.pricing.queries import price_type
from emporion.stock.queries import all_warehouses
from emporion.web.exchange.connect import unreachable
from emporion.web.tests.factories import signed_in
from emporion.web.today import attention
from emporion.web.why.tests.factories import CATALOG, MAIN, RETAIL, offers, sent

DEFECTS = f"<Склад><Ид>{MAIN}</Ид><Наименование>Main</Наименование></Склад>"
WITH_DEFECTS = offers("9.50").replace(DEFECTS, DEFECTS + "<Склад><Ид>bad</Ид><Наименование>Брак</Наименование></Склад>")


def connected(client: Client, program: str = "ut11") -> ChannelView:
    parties.add_firm(name="Kafenion", country="CY", base_currency="EUR", regime="general", actor="cli")
    told = {"program": program, "title": "1C main", "firm": "1"}
    answer = client.post("/exchange/connect/", told)
    assert answer.status_code == 302
    assert answer["Location"].endswith("/connect/")
    return channel_by_code("1c")


def basic(login: str, password: str) -> str:
    return "Basic " + b64encode(f"{login}:{password}".encode()).decode()


def brought(client: Client, package: str = WITH_DEFECTS) -> ChannelView:
    channel = connected(client)
    sent(channel.id, CATALOG, "import0_1.xml")
    sent(channel.id, package, "offers0_1.xml")
    return channel


def answers(channel: ChannelView, **more: object) -> dict[str, object]:
    kind = object_of(channel.id, "price_type", RETAIL)
    place = object_of(channel.id, "warehouse", MAIN)
    return {
        "shop_name": "Kafenion", "price_0": kind, "places_0": [place], "excludes_reserves": "no", f"tax_{kind}": "in",
        f"currency_{kind}": "EUR", "firm_name": "Кафенион ООО", "orders_from": "2026-01-05", **more,
    }  # fmt: skip


def draft() -> OrderDraft:
    (cup,) = find_by_sku("CUP-1")
    return OrderDraft(shop=shops()[0].code, wishes=(Wish(cup.id, 1000),))


def test_the_address_the_login_and_the_password_of_the_page_open_the_door(house: str) -> None:
    client = signed_in("integrator")
    channel = connected(client)
    page = f"/exchange/channels/{channel.id}/connect/"
    html = client.get(page).content.decode()
    shown = dict(re.findall(r'id="(address|login|password)" value="([^"]+)"', html))
    assert shown["address"] == "http://testserver/exchange/1c/1c"
    answer = Client().get(
        "/exchange/1c/1c?type=catalog&mode=checkauth",
        headers={"Authorization": basic(shown["login"], shown["password"])},
    )
    assert answer.content.decode().splitlines()[0] == "success"
    assert shown["password"] not in client.get(page).content.decode()  # once
    assert "Signed in" in client.get(f"/exchange/channels/{channel.id}/live/").content.decode()


def test_another_password_makes_the_old_one_worthless(house: str) -> None:
    client = signed_in("integrator")
    page = f"/exchange/channels/{connected(client).id}/"
    first, second = "", ""
    first = re.findall(r'id="password" value="([^"]+)"', client.get(f"{page}connect/").content.decode())[0]
    assert client.post(f"{page}password/").status_code == 302
    second = re.findall(r'id="password" value="([^"]+)"', client.get(f"{page}connect/").content.decode())[0]
    ask = "/exchange/1c/1c?type=catalog&mode=checkauth"
    assert Client().get(ask, headers={"Authorization": basic("1c", first)}).content.startswith(b"failure")
    assert Client().get(ask, headers={"Authorization": basic("1c", second)}).content.startswith(b"success")


@pytest.mark.parametrize("program", ["ut11", "unf", "retail", "bitrix", "moysklad", "other"])
def test_every_program_has_its_own_steps(house: str, program: str) -> None:
    client = signed_in("integrator")
    channel = connected(client, program)
    answer = client.get(f"/exchange/channels/{channel.id}/connect/")
    assert answer.context["chosen"].code == program
    assert len(answer.context["chosen"].steps) >= 4


@pytest.mark.parametrize(
    ("program", "lines", "schema"), [("ut11", 3, "2.07"), ("unf", 3, "2.10"), ("bitrix", 5, "2.10")]
)
def test_a_connection_begins_with_what_its_program_needs(house: str, program: str, lines: int, schema: str) -> None:
    client = signed_in("integrator")
    channel = connected(client, program)
    password = client.get(f"/exchange/channels/{channel.id}/connect/").context["password"]
    told = Client(headers={"authorization": basic("1c", password)})
    assert len(told.get("/exchange/1c/1c?type=catalog&mode=checkauth").content.split(b"\n")) == lines
    told.get("/exchange/1c/1c?type=sale&mode=checkauth")
    assert f'ВерсияСхемы="{schema}"' in told.get("/exchange/1c/1c?type=sale&mode=query").content.decode()
    page = client.get(f"/exchange/channels/{channel.id}/").content.decode()
    assert re.search(rf'<option value="{schema}"[^>]* selected', page)


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("https://shop.example/exchange/1c/1c", []),
        ("http://shop.example/exchange/1c/1c", ["in clear"]),
        ("https://localhost/x", ["computer itself", "by the name"]),
        ("http://127.0.0.1:8000/x", ["computer itself", "by the name", "in clear"]),
        ("https://192.168.1.7/x", ["own network"]),
        ("https://server/x", ["own network"]),
        ("https://till.local/x", ["own network"]),
    ],
)
def test_an_address_that_1c_cannot_reach_is_said(address: str, words: list[str]) -> None:
    said = unreachable(address)
    assert len(said) == len(words)
    assert all(word in sentence for word, sentence in zip(words, said, strict=True))


def test_a_refused_request_stands_on_the_page_with_its_remedy(house: str) -> None:
    client = signed_in("integrator")
    channel = connected(client)
    stranger = Client()
    stranger.get("/exchange/1c/1c?type=catalog&mode=checkauth", headers={"Authorization": basic("1c", "wrong")})
    stranger.get("/exchange/1c/nobody?type=catalog&mode=checkauth")
    for page in (f"/exchange/channels/{channel.id}/live/", "/exchange/refused/", "/exchange/"):
        answer = client.get(page)
        rows = answer.context["refusals"]
        assert {row.sentence for row in rows} == {"Wrong login or password.", "There is no connection nobody."}
        assert all(row.remedy in answer.content.decode() for row in rows)
        assert all(row.remedy for row in rows)
    assert answer.context["connections"]


def test_nothing_of_a_new_connection_is_for_sale_before_its_checklist(house: str) -> None:
    client = signed_in()
    channel = brought(client)
    page = f"/exchange/channels/{channel.id}/checklist/"
    assert page in client.get("/today/").content.decode()
    assert page in client.get("/exchange/").content.decode()
    assert all(not place.sells for place in all_warehouses(master="1c"))
    assert client.post(page, answers(channel)).status_code == 302
    exchange.change_channel(channel=channel.id, settings={"checklist": "open"}, actor="test")
    with pytest.raises(NotYetForSale) as refused:
        orders.place(draft=draft(), actor="shop")
    assert "checklist" in refused.value.what_to_do
    exchange.change_channel(channel=channel.id, settings={"checklist": "answered"}, actor="test")
    assert orders.place(draft=draft(), actor="shop").number
    assert page not in client.get("/today/").content.decode()


def test_the_answers_are_kept_where_they_belong(house: str) -> None:
    client = signed_in()
    channel = brought(client)
    kind = object_of(channel.id, "price_type", RETAIL) or 0
    told = answers(channel, **{f"tax_{kind}": "out", "excludes_reserves": "yes"})
    assert client.post(f"/exchange/channels/{channel.id}/checklist/", told).status_code == 302
    (shop,) = shops()
    places = {place.name: place for place in all_warehouses(master="1c")}
    assert (shop.name, shop.price_type, shop.warehouses) == ("Kafenion", kind, (places["Main"].id,))
    assert (places["Main"].sells, places["Main"].excludes_reserves, places["Брак"].sells) == (True, True, False)
    assert price_type(kind).tax_included is False
    kept = channel_by_code("1c").settings
    assert (kept["firm_name"], kept["shop"], kept["checklist"]) == ("Кафенион ООО", "shop", "answered")
    assert str(kept["orders_from"]).startswith("2026-01-05")


def test_a_warehouse_of_defects_sells_only_when_somebody_insists(house: str) -> None:
    client = signed_in()
    channel = brought(client)
    page = f"/exchange/channels/{channel.id}/checklist/"
    both = [object_of(channel.id, "warehouse", key) for key in (MAIN, "bad")]
    shown = client.get(page).context["form"]["places_0"]
    assert [box.data["selected"] for box in shown] == [name != "Брак" for name in (b.choice_label for b in shown)]
    answer = client.post(page, answers(channel, places_0=both))
    assert answer.status_code == 422
    assert "Брак" in answer.context["form"].errors["places_0"][0]
    assert channel_by_code("1c").settings["checklist"] == "open"
    assert client.post(page, answers(channel, places_0=both, sells_defects="on")).status_code == 302


def test_another_currency_for_prices_that_stand_is_refused_beside_its_question(house: str) -> None:
    client = signed_in()
    channel = brought(client)
    kind = object_of(channel.id, "price_type", RETAIL)
    told = answers(channel, **{f"currency_{kind}": "RUB"})
    answer = client.post(f"/exchange/channels/{channel.id}/checklist/", told)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [f"currency_{kind}"]
    assert not shops()


def test_goods_that_an_answered_connection_has_too_stay_for_sale(house: str) -> None:
    client = signed_in()
    channel = brought(client)
    assert client.post(f"/exchange/channels/{channel.id}/checklist/", answers(channel)).status_code == 302
    (cup,) = find_by_sku("CUP-1")
    other = exchange.add_channel(
        code="2c", kind="commerceml", title="2", settings={"firm": 1, "checklist": "open"}, actor="t"
    )
    exchange.link(
        channel=other,
        kind="variant",
        links=[Link(key, pk, None) for pk, key in keys_of(channel.id, "variant", [cup.id]).items()],
        actor="t",
    )
    assert orders.place(draft=draft(), actor="shop").number


def test_today_counts_the_checklist(house: str) -> None:
    client = signed_in()
    before = attention.count()
    brought(client)
    assert attention.count() == before + 1
