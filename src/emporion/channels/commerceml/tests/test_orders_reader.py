"""What documents say: orders of a site, and the answers of 1C in the dialects of its configurations."""

from datetime import date, datetime, time

import pytest

from emporion.channels.commerceml import refusals
from emporion.channels.commerceml.order_records import Payment, Shipment
from emporion.channels.commerceml.records import Contact, GoodsKind
from emporion.channels.commerceml.rows import Kind

from . import shapes

ORDER = """<Ид>uuid-1</Ид><Номер>WEB-7</Номер><Дата>2026-01-15</Дата><ХозОперация>Заказ товара</ХозОперация>
<Роль>Продавец</Роль><Валюта>руб</Валюта><Курс>1.0000</Курс><Сумма>1249.90</Сумма>
<Контрагенты><Контрагент><Ид>5#anna#</Ид><Наименование>Анна</Наименование>
<ПолноеНаименование>Анна П.</ПолноеНаименование><Фамилия>П.</Фамилия><Имя>Анна</Имя>
<АдресРегистрации><Представление>Афины, 1</Представление><АдресноеПоле>
<Тип>Город</Тип><Значение>Афины</Значение></АдресноеПоле></АдресРегистрации><Контакты>
<Контакт><Тип>Электронная почта</Тип><Значение>anna@example.com</Значение></Контакт>
<Контакт><Тип>ТелефонРабочий</Тип><Значение>+30 210 0000000</Значение></Контакт></Контакты><Роль>Покупатель</Роль>
</Контрагент></Контрагенты><Время>9:11:04</Время><СрокПлатежа>2026-01-20</СрокПлатежа>
<Комментарий>Позвонить &amp; уточнить</Комментарий>
<Налоги><Налог><Наименование>НДС</Наименование><УчтеноВСумме>true</УчтеноВСумме><Сумма>208.32</Сумма></Налог></Налоги>
<Скидки><Скидка><Наименование>Скидка</Наименование><Сумма>50</Сумма><Процент>5%</Процент><УчтеноВСумме>true</УчтеноВСумме>
</Скидка></Скидки><Товары><Товар><Ид>a#x</Ид><Артикул>CUP-1</Артикул><Наименование>Чашка</Наименование>
<БазоваяЕдиница Код="796">шт</БазоваяЕдиница><ЦенаЗаЕдиницу>199.98</ЦенаЗаЕдиницу><Количество>5</Количество>
<Сумма>999.90</Сумма></Товар><Товар><Ид>ORDER_DELIVERY</Ид><Наименование>Доставка</Наименование>
<ЗначенияРеквизитов><ЗначениеРеквизита><Наименование>ТипНоменклатуры</Наименование><Значение>Услуга</Значение>
</ЗначениеРеквизита></ЗначенияРеквизитов><Цена>250</Цена><Количество>1.0000</Количество><Сумма>250</Сумма></Товар></Товары>"""


def test_an_order_says_all_that_stands_in_it() -> None:
    order = shapes.one_document(ORDER)
    assert (order.id, order.number, order.operation, order.is_order) == ("uuid-1", "WEB-7", "Заказ товара", True)
    assert (order.date, order.time, order.due) == (date(2026, 1, 15), time(9, 11, 4), date(2026, 1, 20))
    assert (order.currency, order.currency_raw, order.rate_micro, order.sum_micro) == (
        "RUB", "руб", 1_000_000, 1_249_900_000,
    )  # fmt: skip
    assert order.comment == "Позвонить & уточнить"
    assert [(tax.name, tax.sum_micro, tax.included) for tax in order.taxes] == [("НДС", 208_320_000, True)]
    assert [(each.sum_micro, each.percent_micro, each.included) for each in order.discounts] == [
        (50_000_000, 5_000_000, True)
    ]
    assert (order.paid, order.shipped, order.cancelled, order.posted, order.status) == (None,) * 5
    assert order.faults == ()


def test_lines_know_the_delivery_from_the_goods() -> None:
    goods, delivery = shapes.one_document(ORDER).lines or ()
    assert (goods.goods_id, goods.variant_id, goods.price_micro, goods.quantity_thousandths, goods.sum_micro) == (
        "a", "x", 199_980_000, 5000, 999_900_000,
    )  # fmt: skip
    assert (goods.is_delivery, goods.place) == (False, "Документ[1]/Товары/Товар[1]")
    assert (delivery.is_delivery, delivery.kind, delivery.price_micro) == (True, GoodsKind.SERVICE, 250_000_000)


def test_customers_have_names_addresses_and_contacts() -> None:
    (who,) = shapes.one_document(ORDER).parties
    assert (who.id, who.name, who.last_name, who.first_name, who.role) == (
        "5#anna#",
        "Анна",
        "П.",
        "Анна",
        "Покупатель",
    )
    assert not who.is_firm
    assert who.registered_address is not None and who.registered_address.parts == (("Город", "Афины"),)
    mail, phone = who.contacts
    assert mail == Contact("электроннаяпочта", "anna@example.com", "Электронная почта")
    assert (mail.is_mail, phone.is_phone) == (True, True)


def test_quirk_17_a_guest_without_a_name_is_read() -> None:
    (guest,) = shapes.one_document(
        "<Номер>1</Номер><Контрагенты><Контрагент><Наименование/></Контрагент></Контрагенты>"
    ).parties
    assert (guest.name, guest.contacts, guest.official_name) == ("", (), None)


def test_quirk_17_an_order_without_lines_tells_so() -> None:
    assert shapes.one_document("<Номер>1</Номер>").lines is None
    assert shapes.one_document("<Номер>1</Номер><Товары/>").lines == ()


def test_ut_11_tells_payment_and_shipment_by_their_numbers() -> None:
    answer = shapes.one_document(
        "<Номер>WEB-7</Номер>"
        + shapes.requisites(
            ("Номер по 1С", "ТДЦУ-1"), ("Проведен", "true"), ("ПометкаУдаления", "false"),
            ("Номер оплаты по 1С", "ОПЛ-1"), ("Дата оплаты по 1С", "2026-01-16T12:00:00"),
            ("Номер отгрузки по 1С", "ОТГ-1"), ("Дата отгрузки по 1С", "2026-01-17T18:00:00"),
        )
    )  # fmt: skip
    assert (answer.number_1c, answer.posted, answer.deleted, answer.paid, answer.shipped) == (
        "ТДЦУ-1", True, False, True, True,
    )  # fmt: skip
    assert answer.payments == (Payment("", "ОПЛ-1", datetime(2026, 1, 16, 12), None),)
    assert answer.shipments == (Shipment("", "ОТГ-1", datetime(2026, 1, 17, 18)),)


def test_an_empty_payment_is_no_payment() -> None:
    answer = shapes.one_document(
        "<Номер>1</Номер>"
        + shapes.requisites(
            ("Номер оплаты по 1С", ""), ("Дата оплаты по 1С", "0001-01-01T00:00:00"), ("Оплачен", "false")
        )
    )
    assert (answer.paid, answer.payments) == (False, ())


@pytest.mark.parametrize("name", ["Статус заказа", "СтатусЗаказа", "статус  заказа"])
def test_a_status_is_found_however_it_is_spelled(name: str) -> None:
    answer = shapes.one_document("<Номер>1</Номер>" + shapes.requisites((name, "[N] Принят, ожидается оплата")))
    assert (answer.status_code, answer.status) == ("N", "Принят, ожидается оплата")


def test_a_status_may_be_a_code_alone() -> None:
    answer = shapes.one_document("<Номер>1</Номер>" + shapes.requisites(("Статуса заказа ИД", "P")))
    assert (answer.status_code, answer.status) == ("P", None)


def test_quirk_17_cancelled_and_deleted_are_told_apart() -> None:
    answer = shapes.one_document(
        "<Номер>1</Номер>" + shapes.requisites(("Отменен", "true"), ("ПометкаУдаления", "true"))
    )
    assert (answer.cancelled, answer.deleted) == (True, True)
    assert shapes.one_document("<Номер>1</Номер><ПометкаУдаления>true</ПометкаУдаления>").deleted is True


def test_sub_documents_are_payments_and_shipments() -> None:
    pay = """<Ид>p</Ид><Номер>ОПЛ-1</Номер><Дата>2026-01-16</Дата><ХозОперация>Эквайринговая операция</ХозОперация>
    <Сумма>10.5</Сумма>"""
    ship = """<Ид>s</Ид><Дата>2026-01-17</Дата><ХозОперация>Отпуск товара</ХозОперация>
    <Товары><Товар><Ид>a</Ид><Количество>2</Количество></Товар></Товары>"""
    planned = "<Ид>q</Ид><ХозОперация>Выплата наличных денег</ХозОперация>" + shapes.requisites(("Оплачен", "false"))
    below = "".join(f"<ПодчиненныйДокумент>{each}</ПодчиненныйДокумент>" for each in (pay, ship, planned))
    answer = shapes.one_document(f"<Номер>1</Номер><ПодчиненныеДокументы>{below}</ПодчиненныеДокументы>")
    assert [each.id for each in answer.sub_documents] == ["p", "s", "q"]
    assert answer.payments == (
        Payment("p", "ОПЛ-1", datetime(2026, 1, 16), 10_500_000, operation="Эквайринговая операция"),
    )
    (shipment,) = answer.shipments
    assert (shipment.id, shipment.at, shipment.lines and shipment.lines[0].quantity_thousandths) == (
        "s", datetime(2026, 1, 17), 2000,
    )  # fmt: skip


def test_payments_of_2_09_are_read() -> None:
    paid = """<Номер>1</Номер><Оплаты><Оплата><НомерДокумента>1</НомерДокумента><НомерТранзакции>t-1</НомерТранзакции>
    <ДатаОплаты>2026-01-16T12:00:00</ДатаОплаты><СуммаОплаты>10.50</СуммаОплаты><СпособОплаты>Карта</СпособОплаты></Оплата></Оплаты>"""
    assert shapes.one_document(paid).payments == (Payment("t-1", "1", datetime(2026, 1, 16, 12), 10_500_000, "Карта"),)


def test_documents_of_a_container_say_to_which_they_belong() -> None:
    found = [record for row, record in shapes.told(shapes.file(shapes.CONTAINERS)) if row.kind is Kind.DOCUMENT]
    assert [(each.container, each.number, each.is_order, each.is_payment, each.base) for each in found] == [
        (1, "7", True, False, ""), (1, "ОПЛ-1", False, True, "7"), (2, "8", True, False, ""),
    ]  # fmt: skip


def test_a_document_without_number_and_id_is_refused() -> None:
    with pytest.raises(refusals.MissingField) as refused:
        shapes.one_document("<Дата>2026-01-15</Дата>")
    assert refused.value.facts["place"] == "Документ[1]"


def test_a_bad_field_of_a_document_is_a_fault_with_its_place() -> None:
    order = shapes.one_document(ORDER.replace("999.90", "дорого").replace("2026-01-20", "скоро"))
    assert {(fault.place, fault.field, fault.raw) for fault in order.faults} == {
        ("Документ[1]/Товары/Товар[1]", "Сумма", "дорого"), ("Документ[1]", "СрокПлатежа", "скоро"),
    }  # fmt: skip
    assert (order.due, order.number) == (None, "WEB-7")


def test_a_file_of_customers_is_read() -> None:
    body = """<Контрагенты><Контрагент><Ид>1</Ид><Наименование>Фирма</Наименование><ИНН>7700000016</ИНН>
    <ОфициальноеНаименование>ООО Фирма</ОфициальноеНаименование></Контрагент></Контрагенты>"""
    row, party = shapes.told(shapes.file(body))[-1]
    assert (row.kind, party.is_firm, party.tax_id) == (Kind.COUNTERPARTY, True, "7700000016")
