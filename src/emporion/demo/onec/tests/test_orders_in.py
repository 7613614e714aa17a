"""What becomes of a site's orders in the base."""

import io
import zipfile

import pytest

from emporion.demo.onec import Base, OneC, desk, errors
from emporion.demo.onec.tests.documents import Line, answer, document, requisite
from emporion.demo.onec.tests.site import Site

PLAIN = "SELECT goods.* FROM goods JOIN offer ON offer.id = goods.id"


def test_orders_are_stored_before_success_is_said(onec: OneC, site: Site, base: Base) -> None:
    goods = base.rows(PLAIN)[0]
    line = Line(goods["id"], price="250.00", quantity="2", sum="500.00")
    site.orders = answer(document("17", line), document("18", line))
    report = onec.exchange_orders()
    assert site.modes() == ["checkauth", "query", "success"]
    assert all(seen.target.startswith("/exchange?type=sale&") for seen in site.requests)
    assert (report.created, report.told_success, site.complaints) == (["17", "18"], True, [])
    first = desk.order(base, "17")
    assert (first["number"], first["site_date"], first["site_time"]) == ("ТДЦУ-000001", "2026-11-20", "10:20:30")
    assert (first["comment"], first["currency"]) == ("Позвонить & уточнить", "RUB")
    stored = desk.lines(base, "17")[0]
    assert (stored["offer"], stored["thousandths"], stored["sum_minor"]) == (goods["id"], 2000, 50_000)


def test_no_orders_are_no_error(onec: OneC, site: Site) -> None:
    assert onec.exchange_orders().created == []
    assert site.modes() == ["checkauth", "query", "success"]


@pytest.mark.parametrize("before", [b"\xef\xbb\xbf", b"\n", b" "])
def test_anything_before_the_declaration_makes_the_answer_unreadable(onec: OneC, site: Site, before: bytes) -> None:
    site.orders = before + answer(document("17", Line()))
    with pytest.raises(errors.UnreadableOrders, match="could not read data"):
        onec.exchange_orders()
    assert "success" not in site.modes()


@pytest.mark.parametrize("orders", [b"", b"failure\nno rights", b"<html>", "<КоммерческаяИнформация/>".encode()])
def test_what_is_not_a_file_of_orders_is_refused(onec: OneC, site: Site, orders: bytes) -> None:
    site.orders = orders
    with pytest.raises(errors.ExchangeFailed):
        onec.exchange_orders()


def test_a_broken_file_is_refused_whole(onec: OneC, site: Site, base: Base) -> None:
    site.orders = answer(document("17", Line()))[:-40]
    with pytest.raises(errors.UnreadableOrders):
        onec.exchange_orders()
    assert desk.orders(base) == []


def test_orders_may_come_in_an_archive_and_in_another_alphabet(onec: OneC, site: Site) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("orders.xml", answer(document("17", Line()), encoding="windows-1251"))
    site.orders = packed.getvalue()
    assert onec.exchange_orders().created == ["17"]


def test_the_namespace_does_not_matter(onec: OneC, site: Site) -> None:
    site.orders = answer(document("17", Line()), namespace="urn:1C.ru:commerceml_2")
    assert onec.exchange_orders().created == ["17"]


@pytest.mark.parametrize(
    ("bad", "cause"),
    [
        (document("18", Line(), operation="Возврат товара"), "ХозОперация"),
        (document("18", Line(), operation=""), "ХозОперация"),
        (document("18", Line(), operation="Эквайринговая операция"), "ХозОперация"),
        (document("18", Line(), currency=""), "Валюта"),
        (document("18", Line(), customer=""), "Контрагент without Наименование"),
        (document("18", Line(price="1 000,50")), "not a number"),
        (document("18", Line(), date="20.11.2026"), "Дата"),
    ],
)
def test_one_bad_order_spoils_all_of_them(onec: OneC, site: Site, base: Base, bad: str, cause: str) -> None:
    site.orders = answer(document("17", Line(name="Неведомый товар")), bad)
    before = base.value("SELECT COUNT(*) FROM goods")
    with pytest.raises(errors.BadDocument, match=cause):
        onec.exchange_orders()
    assert desk.orders(base) == [] and base.value("SELECT COUNT(*) FROM goods") == before
    assert site.modes() == ["checkauth", "query"]


def test_the_same_order_again_is_brought_up_to_date(onec: OneC, site: Site, base: Base) -> None:
    site.orders = answer(document("17", Line(quantity="1")))
    onec.exchange_orders()
    site.orders = answer(document("17", Line(quantity="3", sum="300")))
    assert onec.exchange_orders().updated == ["17"]
    assert [line["thousandths"] for line in desk.lines(base, "17")] == [3000]


def test_an_order_1c_has_confirmed_is_passed_over(onec: OneC, site: Site, base: Base) -> None:
    site.orders = answer(document("17", Line(quantity="1")))
    onec.exchange_orders()
    desk.confirm(base, "17")
    site.orders = answer(document("17", Line(quantity="3")))
    assert onec.exchange_orders().skipped == ["17"]
    assert [line["thousandths"] for line in desk.lines(base, "17")] == [1000]


def test_a_cancelled_order_of_the_site_is_cancelled_here(onec: OneC, site: Site, base: Base) -> None:
    site.orders = answer(document("17", Line()))
    onec.exchange_orders()
    site.orders = answer(document("17", Line(), requisites=requisite("Отменен", "true")))
    onec.exchange_orders()
    assert desk.order(base, "17")["cancelled"] == 1


@pytest.mark.parametrize(("number", "orders"), [("WEB-0000017", 1), ("WEB-00000017", 3)])
def test_a_number_longer_than_eleven_signs_is_never_found_again(
    onec: OneC, site: Site, base: Base, number: str, orders: int
) -> None:
    site.orders = answer(document(number, Line()))
    for _ in range(3):
        onec.exchange_orders()
    assert len(desk.orders(base)) == orders
    assert {row["site_number"] for row in desk.orders(base)} == {number}


def test_goods_are_found_by_id_then_article_then_exact_name(onec: OneC, site: Site, base: Base) -> None:
    first, second, third = base.rows(PLAIN)[:3]
    site.orders = answer(
        document(
            "17",
            Line(first["id"], article=second["article"], name=third["name"]),
            Line("unknown", article=second["article"], name=third["name"]),
            Line("unknown", article="unknown", name=third["name"]),
        )
    )
    onec.exchange_orders()
    assert [line["goods"] for line in desk.lines(base, "17")] == [first["id"], second["id"], third["id"]]


def test_goods_that_are_found_by_nothing_are_made_and_told_to_the_site(onec: OneC, site: Site, base: Base) -> None:
    onec.exchange_catalog(full=True)
    site.orders = answer(document("17", Line("strange", article="X-1", name="Самовар тульский")))
    assert onec.exchange_orders().made_goods == ["Самовар тульский"]
    assert onec.exchange_orders().made_goods == []  # now it is known
    made = base.one("SELECT * FROM goods WHERE name = 'Самовар тульский'")
    assert made is not None and made["id"] != "strange" and made["article"] == "X-1"
    assert onec.exchange_catalog().goods == 1


def test_variants_are_found_by_what_follows_the_hash(onec: OneC, site: Site, base: Base) -> None:
    offer = base.rows("SELECT offer.*, name FROM offer JOIN goods ON goods.id = goods WHERE variant <> ''")[0]
    site.orders = answer(
        document(
            "17",
            Line(offer["id"]),
            Line(offer["goods"], name=f"{offer['name']}#{offer['variant']}"),
            Line(f"{offer['goods']}#strange", name=f"{offer['name']}#в горошек"),
        )
    )
    report = onec.exchange_orders()
    assert (report.made_goods, report.made_variants) == ([], ["в горошек"])
    by_id, by_name, made = (line["offer"] for line in desk.lines(base, "17"))
    assert by_id == by_name == offer["id"]
    assert base.value("SELECT variant FROM offer WHERE id = ?", made) == "в горошек"


def test_lines_of_no_quantity_are_dropped(onec: OneC, site: Site, base: Base) -> None:
    site.orders = answer(document("17", Line(quantity="0"), Line(quantity="0.000"), Line(quantity="0.5", sum="50")))
    onec.exchange_orders()
    assert [line["thousandths"] for line in desk.lines(base, "17")] == [500]


def test_delivery_is_a_service_and_never_a_goods_of_the_catalog(onec: OneC, site: Site, base: Base) -> None:
    onec.exchange_catalog(full=True)
    delivery = Line("ORDER_DELIVERY", name="Доставка заказа", price="300", sum="300", kind="Услуга")
    site.orders = answer(document("17", delivery), document("18", delivery))
    assert onec.exchange_orders().made_goods == []
    services = base.rows("SELECT * FROM goods WHERE service = 1")
    assert [row["id"] for row in services] == ["ORDER_DELIVERY"]
    assert [line["service"] for line in desk.lines(base, "18")] == [1]
    assert onec.exchange_catalog().portions == 0


@pytest.mark.parametrize(
    ("line", "price", "total"),
    [
        (Line(price="10.00", quantity="3", sum="29.99"), 1000, 2999),
        (Line(price="", quantity="3", sum="30.00"), 1000, 3000),
        (Line(price="231.7400", quantity="1.0000", sum="231.74"), 23174, 23174),
        (
            Line(
                price="100",
                quantity="1",
                sum="100",
                more="<Скидки><Скидка><Сумма>15</Сумма><УчтеноВСумме>false</УчтеноВСумме></Скидка>"
                "<Скидка><Сумма>5</Сумма><УчтеноВСумме>true</УчтеноВСумме></Скидка></Скидки>",
            ),
            10000,
            8500,
        ),
    ],
)
def test_the_sum_of_a_line_is_the_truth(
    onec: OneC, site: Site, base: Base, *, line: Line, price: int, total: int
) -> None:
    site.orders = answer(document("17", line))
    onec.exchange_orders()
    stored = desk.lines(base, "17")[0]
    assert (stored["price_minor"], stored["sum_minor"]) == (price, total)


@pytest.mark.parametrize(("rate", "known"), [("22", "22"), ("10%", "10"), ("13", "Без НДС"), ("", "Без НДС")])
def test_an_unknown_rate_of_tax_becomes_none(onec: OneC, site: Site, base: Base, rate: str, known: str) -> None:
    site.orders = answer(document("17", Line(vat=rate)))
    onec.exchange_orders()
    assert desk.lines(base, "17")[0]["vat"] == known


PERSON = (
    "<ПолноеНаименование>Покупатель один</ПолноеНаименование><АдресРегистрации><АдресноеПоле><Тип>Город</Тип>"
    "<Значение>без представления</Значение></АдресноеПоле></АдресРегистрации>"
    "<Адрес><Представление>Набережная, 5</Представление></Адрес><Контакты>"
    "<Контакт><Тип>Телефон Рабочий</Тип><Значение>+70000000001</Значение></Контакт>"
    "<Контакт><Тип>Электронная почта</Тип><Значение>one@example.com</Значение></Контакт></Контакты>"
)


def test_customers_are_found_again_by_name(onec: OneC, site: Site, base: Base) -> None:
    site.orders = answer(document("17", Line(), person=PERSON), document("18", Line(), person=PERSON))
    onec.exchange_orders()
    (customer,) = base.rows("SELECT * FROM customer")
    assert (customer["company"], customer["address"]) == (0, "Набережная, 5")
    assert (customer["phone"], customer["email"]) == ("+70000000001", "one@example.com")


def test_customers_may_be_found_by_tax_numbers_instead(onec: OneC, site: Site, base: Base) -> None:
    base.set_constant("match_customers", "tax")
    firm = "<ОфициальноеНаименование/><ИНН>7700000016</ИНН><КПП>770001001</КПП>"
    site.orders = answer(
        document("17", Line(), customer="ООО Пример", person=firm),
        document("18", Line(), customer="Пример, ООО", person=firm),
    )
    onec.exchange_orders()
    (customer,) = base.rows("SELECT * FROM customer")
    assert (customer["name"], customer["company"]) == ("ООО Пример", 1)
