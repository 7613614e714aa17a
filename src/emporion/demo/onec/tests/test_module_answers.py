"""What the exchange module of 1C-Bitrix reads of a site's orders, and what it answers."""

from lxml import etree

from emporion.demo.onec import BITRIX_31, BITRIX_209, UT11, Base, OneC, Profile, desk
from emporion.demo.onec.operations import BANK, CARD, SHIPMENT
from emporion.demo.onec.tests.conftest import Connect
from emporion.demo.onec.tests.documents import Line, answer, document
from emporion.demo.onec.tests.site import Site


def fetched(connect: Connect, site: Site, base: Base, profile: Profile) -> OneC:
    """Orders 17 and 18 of the same goods, 17 also with its delivery."""
    goods = base.value("SELECT offer FROM stock JOIN offer ON id = offer WHERE variant = '' AND thousandths > 9000")
    delivery = Line("ORDER_DELIVERY", name="Доставка", price="300", sum="300", vat="", kind="Услуга")
    line = Line(goods, price="250.00", quantity="2", sum="500.00")
    site.batches = [answer(document("17", line, delivery), document("18", line))]
    onec = connect(profile=profile, time_scale=0.1)
    assert onec.exchange_orders().created == ["17", "18"]
    return onec


def told(site: Site) -> etree._Element:
    """The root of the last file of answers, namespaces taken off."""
    name = [name for name in site.imported if name.startswith("orders-")][-1]
    root = etree.fromstring(site.imported[name])
    for element in root.iter():
        element.tag = etree.QName(element).localname
    return root


def requisites(parent: etree._Element) -> dict[str, str]:
    rows = parent.findall("ЗначенияРеквизитов/ЗначениеРеквизита")
    return {row.findtext("Наименование", ""): row.findtext("Значение", "") for row in rows}


def test_orders_are_asked_for_with_the_version_and_until_there_are_no_more(
    connect: Connect, site: Site, base: Base
) -> None:
    fetched(connect, site, base, BITRIX_31)
    assert site.modes() == ["checkauth", "init", "query", "success", "query"]
    assert site.requests[1].target.endswith("type=sale&mode=init&version=3.1")


def test_orders_within_containers_are_read_and_payments_beside_them_are_not(
    connect: Connect, site: Site, base: Base
) -> None:
    boxed = f"<Контейнер>{document('17', Line())}{document('17-P', operation=CARD)}</Контейнер>"
    site.batches = [answer(boxed, document("18", Line()))]
    assert sorted(connect(profile=BITRIX_31, time_scale=0.1).exchange_orders().created) == ["17", "18"]
    site.orders = answer(f"<Контейнер>{document('19', Line())}</Контейнер>")
    assert connect(profile=UT11).exchange_orders().created == []


def test_3_1_answers_with_a_container_an_order_and_no_ids(connect: Connect, site: Site, base: Base) -> None:
    onec = fetched(connect, site, base, BITRIX_31)
    desk.confirm(base, "17")
    desk.pay(base, "17", CARD, minor=30_000)
    paid, sent = desk.pay(base, "17", BANK), desk.ship(base, "17", track="RA1")
    desk.cancel(base, "18")
    assert onec.exchange_orders().sent == ["17", "18"]
    first, second = told(site)
    assert (first.tag, second.tag) == ("Контейнер", "Контейнер")
    order, card, bank, shipment = first
    assert [each.findtext("ХозОперация") for each in first] == ["Заказ товара", CARD, BANK, SHIPMENT]
    assert all(each.find("Ид") is None and len(each.findtext("НомерВерсии", "")) == 12 for each in first)
    assert (order.findtext("Номер"), order.findtext("Номер1С")) == ("17", desk.order(base, "17")["number"])
    assert [each.findtext("Основание") for each in (card, bank, shipment)] == ["17", "17", "17"]
    assert (card.findtext("Сумма"), bank.findtext("Сумма"), bank.findtext("Номер1С")) == ("300", "500", paid)
    assert (shipment.findtext("Номер1С"), requisites(shipment)["Идентификатор отправления"]) == (sent, "RA1")
    assert shipment.findtext("Товары/Товар/Ид") == "ORDER_DELIVERY"
    assert requisites(order) == {"Проведен": "true", "СтатусЗаказа": "Отгружен", "Статуса заказа ИД": "F"}
    assert requisites(second[0]) == {
        "Проведен": "false",
        "Отменен": "true",
        "СтатусЗаказа": "Отменен",
        "Статуса заказа ИД": "C",
    }


def test_2_09_answers_with_one_document_under_the_sites_own_id(connect: Connect, site: Site, base: Base) -> None:
    onec = fetched(connect, site, base, BITRIX_209)
    desk.confirm(base, "17")
    paid, sent = desk.pay(base, "17"), desk.ship(base, "17")
    onec.exchange_orders()
    (order,) = told(site)
    assert (order.tag, order.findtext("Ид"), order.findtext("Номер")) == ("Документ", "17", "17")
    assert (order.findtext("Дата"), order.findtext("Дата1С")) == ("2026-11-20", "2026-11-22")
    said = requisites(order)
    assert (said["Номер оплаты по 1С"], said["Номер отгрузки по 1С"]) == (paid, sent)
    assert (said["Статус заказа"], said["Статуса заказа ИД"]) == ("Отгружен", "F")
    line = order.findall("Товары/Товар")[1]
    assert (line.findtext("Цена"), line.findtext("Количество"), line.findtext("Сумма")) == ("250", "2", "500")
    unit = base.value("SELECT unit FROM goods WHERE id = ?", line.findtext("Ид"))
    code, short = line.findtext("Единица/Код"), line.findtext("Единица/НаименованиеКраткое")
    assert (code, short) == (unit, {"796": "шт", "166": "кг"}[unit])


def test_a_row_version_is_another_one_when_the_order_has_moved_on(connect: Connect, site: Site, base: Base) -> None:
    onec = fetched(connect, site, base, BITRIX_31)
    seen = []
    for move in (desk.confirm, desk.pay, desk.reserve):
        move(base, "17")
        base.register("order", desk.order(base, "17")["id"])
        onec.exchange_orders()
        seen.append(told(site).findtext("Контейнер/Документ/НомерВерсии"))
    assert seen[0] != seen[1] == seen[2]  # a reserve is not told of
