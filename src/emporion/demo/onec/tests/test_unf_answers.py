"""What UNF answers about orders of the site: flags, statuses, and payments and shipments as documents below."""

import pytest
from lxml import etree

from emporion.demo.onec import UNF, UNF_BITRIX, Base, OneC, Profile, desk, errors, mapping
from emporion.demo.onec.operations import BANK, CARD, CASH, SHIPMENT
from emporion.demo.onec.tests.conftest import Connect
from emporion.demo.onec.tests.documents import Line, answer, document
from emporion.demo.onec.tests.site import Site

OURS = "{urn:1C.ru:commerceml_210}"
PERSON = "<Контакты><Контакт><Тип>ТелефонРабочий</Тип><Значение>+70000000001</Значение></Контакт></Контакты>"


def fetched(connect: Connect, site: Site, base: Base, profile: Profile) -> OneC:
    """Order 17 for two of a goods in stock (500) and its delivery (300)."""
    goods = base.value("SELECT offer FROM stock JOIN offer ON id = offer WHERE variant = '' AND thousandths > 9000")
    delivery = Line("ORDER_DELIVERY", name="Доставка", price="300", sum="300", vat="", kind="Услуга")
    line = Line(goods, price="250.00", quantity="2", sum="500.00")
    site.batches = [answer(document("17", line, delivery, person=PERSON))]
    onec = connect(profile=profile, time_scale=0.0001)
    assert onec.exchange_orders().created == ["17"]
    return onec


def told(site: Site) -> etree._Element:
    """The order in the last file of answers, imported or only uploaded."""
    posts = [seen for seen in site.requests if seen.parameter("filename").startswith("orders-") and seen.body]
    return etree.fromstring(posts[-1].body)[0]


def requisites(parent: etree._Element) -> dict[str, str]:
    rows = parent.findall(f"{OURS}ЗначенияРеквизитов/{OURS}ЗначениеРеквизита")
    return {row.findtext(f"{OURS}Наименование", ""): row.findtext(f"{OURS}Значение", "") for row in rows}


def test_an_order_only_confirmed_is_told_as_neither_paid_nor_sent(connect: Connect, site: Site, base: Base) -> None:
    onec = fetched(connect, site, base, UNF)
    desk.confirm(base, "17")
    onec.exchange_orders()
    assert requisites(told(site)) == {
        "Номер по 1С": "ТДЦУ-000001",
        "Дата по 1С": "2026-11-22T12:00:00",
        "ПометкаУдаления": "false",
        "Проведен": "true",
        "Оплачен": "false",
        "Отгружен": "false",
        "Метод доставки": "Курьер",
        "Стоимость доставки": "300",
        "Получатель": "Покупатель один",
        "Контактный телефон": "+70000000001",
        "Статуса заказа ИД": "A",
        "Статус заказа": "Подтвержден",
    }


def test_without_sub_documents_numbers_and_track_stand_in_the_order(connect: Connect, site: Site, base: Base) -> None:
    onec = fetched(connect, site, base, UNF)
    desk.confirm(base, "17")
    paid, sent = desk.pay(base, "17", CARD), desk.ship(base, "17", track="RA644000001RU")
    onec.exchange_orders()
    said = requisites(told(site))
    assert (said["Оплачен"], said["Отгружен"], said["Статус заказа"]) == ("true", "true", "Отгружен")
    assert (said["Номер оплаты по 1С"], said["Номер отгрузки по 1С"]) == (paid, sent)
    assert (said["Метод оплаты ИД"], said["Метод оплаты"]) == ("3", "Банковские карты")
    assert said["Идентификатор отправления"] == "RA644000001RU"
    assert told(site).find(f"{OURS}ПодчиненныеДокументы") is None


def test_sub_documents_tell_all_three_kinds_of_payment_and_the_shipment(
    connect: Connect, site: Site, base: Base
) -> None:
    onec = fetched(connect, site, base, UNF_BITRIX)
    desk.confirm(base, "17")
    for kind, minor in ((CASH, 10_000), (BANK, 20_000), (CARD, None)):
        desk.pay(base, "17", kind, minor=minor)
    sent = desk.ship(base, "17", track="RA1")
    onec.exchange_orders()
    order = told(site)
    below = order.findall(f"{OURS}ПодчиненныеДокументы/{OURS}ПодчиненныйДокумент")
    assert [(each.findtext(f"{OURS}ХозОперация"), each.findtext(f"{OURS}Сумма")) for each in below] == [
        (CASH, "100"),
        (BANK, "200"),
        (CARD, "500"),
        (SHIPMENT, "800"),
    ]
    assert all(each.findtext(f"{OURS}Ид") and each.find(f"{OURS}Номер") is None for each in below)
    cash, bank, card, shipment = map(requisites, below)
    assert (cash["Оплачен"], cash["Дата оплаты"], cash["Номер чека"]) == ("true", "2026-11-22T12:00:00", "000001")
    assert "Номер чека" not in bank and card["Метод оплаты"] == "Банковские карты"
    assert (shipment["Отгружен"], shipment["Номер документа отгрузки"]) == ("true", sent)
    assert (shipment["Идентификатор отправления"], shipment["Стоимость доставки"]) == ("RA1", "300")
    goods = below[3].findall(f"{OURS}Товары/{OURS}Товар")
    assert goods[0].findtext(f"{OURS}Ид") == "ORDER_DELIVERY" and len(goods) == 2
    said = requisites(order)
    assert (said["Оплачен"], said["Отгружен"]) == ("true", "true")
    assert not {"Номер оплаты по 1С", "Номер отгрузки по 1С", "Идентификатор отправления"} & set(said)


def test_half_a_payment_is_no_paid_order(connect: Connect, site: Site, base: Base) -> None:
    onec = fetched(connect, site, base, UNF_BITRIX)
    desk.confirm(base, "17")
    desk.pay(base, "17", minor=10_000)
    with pytest.raises(errors.NotAllowed, match="is not a part"):
        desk.pay(base, "17", minor=70_001)
    onec.exchange_orders()
    assert requisites(told(site))["Оплачен"] == "false"
    assert requisites(told(site))["Статус заказа"] == "Подтвержден"
    assert len(told(site).findall(f".//{OURS}ПодчиненныйДокумент")) == 1


def test_a_status_nobody_set_against_is_not_told(connect: Connect, site: Site, base: Base) -> None:
    onec = fetched(connect, site, base, UNF)
    mapping.set_against(base, "status", "cancelled", "", "")
    desk.cancel(base, "17")
    onec.exchange_orders()
    said = requisites(told(site))
    assert said["Отменен"] == "true" and not {"Статус заказа", "Статуса заказа ИД"} & set(said)


CHARGED = (
    "<ПодчиненныеДокументы><ПодчиненныйДокумент><Ид>p-1</Ид><Номер>P-1</Номер><Дата>2026-11-20</Дата>"
    "<ХозОперация>{kind}</ХозОперация><Сумма>500.00</Сумма><ЗначенияРеквизитов>"
    "<ЗначениеРеквизита><Наименование>Оплачен</Наименование><Значение>{paid}</Значение></ЗначениеРеквизита>"
    "</ЗначенияРеквизитов></ПодчиненныйДокумент></ПодчиненныеДокументы></Документ>"
)


@pytest.mark.parametrize(
    ("kind", "paid", "loaded"), [(CARD, "true", ["P-1"]), (CARD, "false", []), (BANK, "true", []), (CASH, "true", [])]
)
def test_card_payments_of_the_site_are_loaded_and_no_others(
    connect: Connect, site: Site, base: Base, *, kind: str, paid: str, loaded: list[str]
) -> None:
    order = document("17", Line()).replace("</Документ>", CHARGED.format(kind=kind, paid=paid))
    for _ in range(2):  # a second time it is known
        site.batches = [answer(order)]
        report = connect(profile=UNF_BITRIX, time_scale=0.0001).exchange_orders()
        assert report.payments == loaded
        loaded = []
    assert [row["site_number"] for row in desk.payments(base, "17")] == (
        ["P-1"] if (kind, paid) == (CARD, "true") else []
    )


def test_a_payment_that_came_from_the_site_goes_back_under_its_number(connect: Connect, site: Site, base: Base) -> None:
    site.batches = [answer(document("17", Line()).replace("</Документ>", CHARGED.format(kind=CARD, paid="true")))]
    onec = connect(profile=UNF_BITRIX, time_scale=0.0001)
    onec.exchange_orders()
    desk.confirm(base, "17")
    onec.exchange_orders()
    below = told(site).findall(f".//{OURS}ПодчиненныйДокумент")
    assert [each.findtext(f"{OURS}Номер") for each in below] == ["P-1"]
