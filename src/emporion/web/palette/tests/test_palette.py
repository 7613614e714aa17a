"""What Ctrl-K answers, and to whom."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import resolve

from emporion.accounts import commands as accounts
from emporion.accounts.queries import staff_by_email
from emporion.catalog.commands import add_variant, put_texts
from emporion.catalog.tests.factories import product_on_sale
from emporion.catalog.types import TextCard
from emporion.journal.commands import deliver_all
from emporion.orders import commands as orders
from emporion.orders.queries import shop_by_code
from emporion.orders.tests.factories import corner_shop, cup, draft
from emporion.parties import commands as parties
from emporion.parties.types import PartyCard
from emporion.pricing.commands import set_price
from emporion.pricing.tests.factories import price, price_type
from emporion.stock.types import Goods
from emporion.web.navigation import place
from emporion.web.palette import doing
from emporion.web.rights import SIGNED_IN, right_of
from emporion.web.stock import documents
from emporion.web.tests.factories import EMAIL, signed_in

pytestmark = pytest.mark.usefixtures("house")


def asked(client: Client, text: str = "", recent: str = "") -> str:
    answer = client.post("/palette/", {"q": text, "recent": recent})
    assert answer.status_code == 200
    return answer.content.decode()


def lines(html: str) -> list[str]:
    """What stands in the lines, without what tells them apart."""
    found = re.findall(r'role="option".*?</svg>\s*<span>(.*?)(?: <span|</span>)', html, re.S)
    return [re.sub(r"<[^>]+>", "", line).strip() for line in found]


def customer(name: str, phone: str) -> int:
    return parties.add(card=PartyCard(name=name, phones=(phone,)), actor="cli").id


def test_everything_is_found_by_what_is_remembered_of_it() -> None:
    corner = corner_shop()
    order = orders.place(draft=draft(corner, (cup(corner), 2)), actor="cli")
    product_on_sale("Турка медная Soy", sku="SOY-300", barcodes=("4600000000121",))
    customer("Μαρία Παπαδοπούλου", "+35799123456")
    receipt = documents.receive(warehouse=corner.warehouse, goods=(Goods(cup(corner), 1000),), actor="cli")
    deliver_all()
    client = signed_in(language="en")
    assert lines(asked(client, order.number.lower())) == [order.number]
    assert lines(asked(client, "4600000000121")) == lines(asked(client, "soy300")) == ["Турка медная Soy"]
    assert lines(asked(client, "турак")) == lines(asked(client, "turka")) == ["Турка медная Soy"]
    assert lines(asked(client, "3456")) == lines(asked(client, "papadopoulu")) == ["Μαρία Παπαδοπούλου"]
    number = receipt.partition(":")[2]
    assert f"Receipt {number}" in lines(asked(client, number))


def test_a_product_is_found_by_its_name_in_another_language() -> None:
    product, _ = product_on_sale("Copper pot")
    deliver_all()
    put_texts(cards=[TextCard(product, "el", "Μπρίκι χάλκινο")], actor="cli")
    deliver_all()
    assert len(lines(asked(signed_in(), "μπρικι"))) == 1


def test_what_answers_is_marked_and_what_is_free_stands_beside_it() -> None:
    corner = corner_shop()
    cup(corner, pieces=7)
    deliver_all()
    html = asked(signed_in(language="en"), "cu")
    assert re.search(r"<mark\s*>Cu</mark>p", html)
    assert "7 free" in html


def sold_at(html: str) -> list[str]:
    """The prices that stand in the lines."""
    return [one.replace("\xa0", " ") for one in re.findall(r'class="e-nowrap (?:e-wide e-3|e-strong)"\s*>(.*?)<', html)]


def test_the_price_stands_beside_it_and_what_more_pieces_cost_for_those_who_may_see_prices() -> None:
    corner = corner_shop()
    one = cup(corner, pieces=7, euro="2.50")
    deliver_all()
    client = signed_in("operator", language="en")
    assert sold_at(asked(client, "cup")) == ["2.50 €"]
    set_price(variant_id=one, price_type_id=corner.price_type, price_micro=2_200000, min_quantity=10_000, actor="cli")
    assert sold_at(asked(client, "cup")) == ["2.20 € from 10", "2.50 €"]
    storekeeper = asked(signed_in("storekeeper", email="other@shop.example", language="en"), "cup")
    assert (sold_at(storekeeper), "7 free" in storekeeper) == ([], True)


def test_a_price_is_never_the_cost_and_variants_that_differ_say_from_which_on() -> None:
    cost = price_type("Cost", "EUR", is_cost=True)
    product, first = product_on_sale("Cup")
    price(first, cost, "1.10")
    deliver_all()
    client = signed_in(language="en")
    assert sold_at(asked(client, "cup")) == []
    retail = price_type("Retail", "EUR")
    price(first, retail, "0")
    assert sold_at(asked(client, "cup")) == []
    price(first, retail, "2.50")
    second = add_variant(product_id=product, name="Cup, blue", actor="cli")
    price(second, retail, "2.25")
    assert sold_at(asked(client, "cup")) == ["from 2.25 €"]


def test_every_page_and_action_asks_for_the_right_of_its_page() -> None:
    for one in (*doing.BEGIN, *doing.PAGES):
        view = resolve(place(one.page)).func
        assert (one.page, one.right or SIGNED_IN) == (one.page, right_of(view))


def test_pages_and_actions_are_found_in_the_readers_language_and_in_english() -> None:
    client = signed_in(language="ru")
    assert "Новый заказ" in lines(asked(client, "новый зак"))
    assert "Новый заказ" in lines(asked(client, "new ord"))
    assert "Товары" in lines(asked(client, "товар"))


def test_a_storekeeper_finds_no_customer_and_begins_no_order() -> None:
    customer("Ana Munteanu", "+37369123456")
    deliver_all()
    assert "Ana Munteanu" in lines(asked(signed_in(email="other@shop.example"), "munteanu"))
    client = signed_in("storekeeper", language="en")
    assert lines(asked(client, "munteanu")) == []
    assert "New order" not in lines(asked(client)) and "Receive goods" in lines(asked(client))


def test_orders_of_other_shops_are_not_found() -> None:
    here, there = corner_shop(), corner_shop()
    first, second = (orders.place(draft=draft(at, (cup(at), 1)), actor="cli").number for at in (here, there))
    deliver_all()
    client = signed_in("manager", language="en")
    person = staff_by_email(EMAIL)
    assert person
    (grant,) = person.grants
    accounts.grant(staff=person.id, role="manager", shop=shop_by_code(here.shop).id, actor="cli")
    accounts.withdraw(staff=person.id, role="manager", actor="cli")
    assert grant.shop is None
    assert (lines(asked(client, first)), lines(asked(client, second))) == ([first], [])


def test_an_erased_person_is_found_no_more_and_not_even_before_the_index_hears_of_it() -> None:
    someone = customer("Ana Munteanu", "+37369123456")
    deliver_all()
    client = signed_in()
    parties.erase(party=someone, actor="cli")
    assert lines(asked(client, "munteanu")) == []
    deliver_all()
    assert lines(asked(client, "munteanu")) == lines(asked(client, "123456")) == []
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM search_entry WHERE kind = 'c'")
        assert cursor.fetchone() == (0,)
        cursor.execute("SELECT count(*) FROM search_word WHERE text LIKE 'munt%%'")
        assert cursor.fetchone() == (0,)


def test_a_merged_customer_is_found_as_the_one_who_stands() -> None:
    first, second = customer("Ana Munteanu", "+37369123456"), customer("Anna Rusu", "+37369123457")
    deliver_all()
    parties.merge(party=second, into=first, actor="cli")
    deliver_all()
    client = signed_in()
    assert lines(asked(client, "rusu")) == lines(asked(client, "3457")) == ["Ana Munteanu"]
    parties.unmerge(party=second, actor="cli")
    deliver_all()
    assert lines(asked(client, "rusu")) == ["Anna Rusu"]


def test_empty_it_shows_what_was_open_last_and_what_there_is_to_begin() -> None:
    someone = customer("Ana Munteanu", "+37369123456")
    product, _ = product_on_sale("Cup")
    paths = (
        f"/customers/{someone}/\n/products/{product}/\n/orders/9/\n/customers/\nhttps://elsewhere.example/\n/nowhere/7/"
    )
    assert lines(asked(signed_in(language="en"), recent=paths))[:3] == ["Ana Munteanu", "Cup", "New order"]
    assert lines(asked(signed_in("storekeeper", email="s@shop.example"), recent=paths))[:1] == ["Cup"]


def test_it_asks_as_often_for_many_as_for_one() -> None:
    client, counts, retail = signed_in(), list[int](), price_type("Retail", "EUR")
    for more in (1, 5):
        for number in range(more):
            price(product_on_sale(f"Cup {len(counts)}{number}")[1], retail, "2.50")
        deliver_all()
        asked(client, "cup")
        with CaptureQueriesContext(connection) as queries:
            assert len(lines(asked(client, "cup"))) == min(6, 1 + more * len(counts))
        counts.append(len(queries))
    assert counts[1] <= counts[0] <= 24  # where enough is found, no slips are looked for


def test_what_is_typed_is_not_read_from_an_address() -> None:
    assert signed_in().get("/palette/?q=munteanu").status_code == 405
