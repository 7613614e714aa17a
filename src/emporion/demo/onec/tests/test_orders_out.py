"""What 1C answers about orders of the site."""

import pytest
from lxml import etree

from emporion.demo.onec import Base, OneC, desk, errors
from emporion.demo.onec.tests.documents import Line, answer, document
from emporion.demo.onec.tests.site import NO_ORDERS, Site

OURS = "{urn:1C.ru:commerceml_2}"


def told(site: Site) -> dict[str, etree._Element]:
    """The site's number → what 1C sent about it in the last file."""
    name = [name for name in site.imported if name.startswith("orders-")][-1]
    return {one.findtext(f"{OURS}Номер", ""): one for one in etree.fromstring(site.imported[name])}


def requisites(order: etree._Element) -> dict[str, str]:
    rows = order.findall(f"{OURS}ЗначенияРеквизитов/{OURS}ЗначениеРеквизита")
    return {row.findtext(f"{OURS}Наименование", ""): row.findtext(f"{OURS}Значение", "") for row in rows}


def fetched(onec: OneC, site: Site, base: Base) -> str:
    """Two orders of a goods that lies in stock; its identifier."""
    goods: str = base.value(
        "SELECT offer FROM stock JOIN offer ON id = offer WHERE variant = '' AND thousandths > 9000"
    )
    line = Line(goods, price="250.00", quantity="2", sum="500.00")
    delivery = Line("ORDER_DELIVERY", name="Доставка", price="300", sum="300", vat="", kind="Услуга")
    site.orders = answer(document("17", line, delivery), document("18", line))
    onec.exchange_orders()
    site.orders = NO_ORDERS
    site.requests.clear()
    return goods


def test_fetched_orders_are_not_answered_until_they_change_here(onec: OneC, site: Site, base: Base) -> None:
    fetched(onec, site, base)
    assert onec.exchange_orders().sent == []
    assert site.modes() == ["checkauth", "query", "success"]


def test_an_order_fetched_in_this_talk_is_answered_in_the_next(onec: OneC, site: Site, base: Base) -> None:
    fetched(onec, site, base)
    desk.confirm(base, "17")
    site.orders = answer(document("17", Line()))
    assert onec.exchange_orders().sent == []
    site.orders = NO_ORDERS
    assert onec.exchange_orders().sent == ["17"]


def test_answers_go_in_a_second_talk_and_are_imported(onec: OneC, site: Site, base: Base) -> None:
    fetched(onec, site, base)
    desk.confirm(base, "17")
    report = onec.exchange_orders()
    assert site.modes() == ["checkauth", "query", "success", "checkauth", "init", "file", "import"]
    assert site.complaints == []
    name = site.requests[-1].parameter("filename")
    assert name.startswith("orders-") and name.endswith("_1.xml") and name == site.requests[-2].parameter("filename")
    assert report.sent == ["17"] and onec.exchange_orders().sent == []


def test_an_answer_speaks_of_the_order_in_the_words_of_ut_11(onec: OneC, site: Site, base: Base) -> None:
    goods = fetched(onec, site, base)
    desk.confirm(base, "17")
    desk.reserve(base, "17")
    paid, shipped = desk.pay(base, "17"), desk.ship(base, "17")
    onec.exchange_orders()
    order = told(site)["17"]
    assert order.findtext(f"{OURS}Ид") == desk.order(base, "17")["id"]
    assert (order.findtext(f"{OURS}Дата"), order.findtext(f"{OURS}Время")) == ("2026-11-20", "10:20:30")
    assert (order.findtext(f"{OURS}Сумма"), order.findtext(f"{OURS}Валюта")) == ("800", "RUB")
    assert requisites(order) == {
        "Номер по 1С": "ТДЦУ-000001",
        "Дата по 1С": "2026-11-22T12:00:00",
        "ПометкаУдаления": "false",
        "Проведен": "true",
        "Номер оплаты по 1С": paid,
        "Дата оплаты по 1С": "2026-11-22T12:00:00",
        "Номер отгрузки по 1С": shipped,
        "Дата отгрузки по 1С": "2026-11-22T12:00:00",
    }
    lines = order.findall(f"{OURS}Товары/{OURS}Товар")
    assert [line.findtext(f"{OURS}Ид") for line in lines] == [goods, "ORDER_DELIVERY"]
    assert [line.findtext(f"{OURS}Количество") for line in lines] == ["2", "1"]


def test_cancelled_and_deleted_orders_say_so(onec: OneC, site: Site, base: Base) -> None:
    fetched(onec, site, base)
    desk.cancel(base, "17")
    desk.mark_order_deleted(base, "18")
    onec.exchange_orders()
    first, second = (requisites(told(site)[number]) for number in ("17", "18"))
    assert (first["Отменен"], first["ПометкаУдаления"]) == ("true", "false")
    assert "Отменен" not in second and (second["ПометкаУдаления"], second["Проведен"]) == ("true", "false")


def test_lines_edited_here_are_told_as_they_are_now(onec: OneC, site: Site, base: Base) -> None:
    goods = fetched(onec, site, base)
    desk.edit_line(base, "17", 1, thousandths=1500, price_minor=20_000)
    desk.edit_line(base, "17", 2, thousandths=0)
    desk.add_line(base, "17", goods, thousandths=1000, price_minor=9_900)
    onec.exchange_orders()
    lines = told(site)["17"].findall(f"{OURS}Товары/{OURS}Товар")
    assert [(line.findtext(f"{OURS}Количество"), line.findtext(f"{OURS}Сумма")) for line in lines] == [
        ("1.5", "300"),
        ("1", "99"),
    ]
    assert told(site)["17"].findtext(f"{OURS}Сумма") == "399"


def test_a_refused_answer_is_sent_again(onec: OneC, site: Site, base: Base) -> None:
    fetched(onec, site, base)
    desk.confirm(base, "17")
    site.answers["import"] = [b"failure\nnot now"]
    with pytest.raises(errors.SiteRefused, match="not now"):
        onec.exchange_orders()
    assert onec.exchange_orders().sent == ["17"]


def test_answers_go_zipped_where_the_site_unpacks(onec: OneC, site: Site, base: Base) -> None:
    fetched(onec, site, base)
    site.zip = True
    desk.confirm(base, "17")
    onec.exchange_orders()
    assert site.requests[-2].parameter("filename").endswith(".zip")
    assert list(told(site)) == ["17"]
