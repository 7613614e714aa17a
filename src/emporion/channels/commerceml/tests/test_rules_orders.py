"""Rules of orders: in what 1C tells another order than ours is, so that a person decides, and what is none of that."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from emporion.catalog.queries import product_page
from emporion.channels.commerceml.inbound.job import import_message
from emporion.journal.commands import deliver_all
from emporion.kernel.money import UnitPrice
from emporion.ledger.queries import verify
from emporion.orders import commands as orders
from emporion.orders.queries import order
from emporion.orders.types import ServiceWish
from emporion.stock.types import Goods

from . import shapes
from .bench import aside, bring, catalog, goods, offer, ours, pack
from .counter import Counter, below
from .test_writer import schema_of


def line(key: str, price: str, quantity: str, total: str, inside: str = "") -> str:
    return (
        f"<Товар><Ид>{key}</Ид><Наименование>{key}</Наименование><ЦенаЗаЕдиницу>{price}</ЦенаЗаЕдиницу>"
        f"<Количество>{quantity}</Количество><Сумма>{total}</Сумма>{inside}</Товар>"
    )


def told(counter: Counter) -> list[str]:
    """The differences that wait for a person."""
    return [str(row.fault.facts.get("differences", row.fault.code)) for row in aside(counter.channel)]


def test_rule_a_price_changed_in_1c_is_a_difference_and_a_rounded_one_is_none(counter: Counter) -> None:
    number = counter.place("a", pieces=3)
    counter.take()
    counter.answer(number, f"<Товары>{line('a', '75', '3', '225.00')}</Товары>")
    assert told(counter) == ["Cup: 300 → 225 RUB"]
    assert order(number).total_minor == 30_000
    counter.answer(number, f"<Товары>{line('a', '100', '3', '300.01')}</Товары>")
    assert told(counter) == []


def test_rule_a_discount_that_the_sum_of_a_line_does_not_hold_yet_is_taken_off(counter: Counter) -> None:
    number = counter.place("a", pieces=2)
    counter.take()

    def with_discount(included: str, total: str) -> None:
        off = f"<Скидки><Скидка><Сумма>50.00</Сумма><УчтеноВСумме>{included}</УчтеноВСумме></Скидка></Скидки>"
        counter.answer(number, f"<Товары>{line('a', '100', '2', total, off)}</Товары>")

    with_discount("false", "200.00")
    assert told(counter) == ["Cup: 200 → 150 RUB"]
    with_discount("false", "250.00")
    assert told(counter) == []


def test_rule_a_delivery_that_costs_something_else_in_1c_is_a_difference_and_one_not_told_is_none(
    counter: Counter,
) -> None:
    services = (
        ServiceWish("Courier", UnitPrice.of("300", "RUB")),
        ServiceWish("Wrap", UnitPrice.of("10", "RUB"), kind="service"),
    )
    number = counter.place("a", services=services)
    counter.take()
    cup, wrap = (
        line("a", "100", "1", "100.00"),
        line("1c-service", "10", "1", "10.00").replace(">1c-service</Н", ">Wrap</Н"),
    )
    for lines in (cup, cup + line("ORDER_DELIVERY", "300", "1", "300"), cup + wrap):
        counter.answer(number, f"<Товары>{lines}</Товары>")
        assert told(counter) == []
    counter.answer(number, f"<Товары>{cup}{line('ORDER_DELIVERY', '250', '1', '250')}</Товары>")
    assert told(counter) == ["Courier: 300 → 250 RUB"]


def test_rule_money_that_1c_paid_back_goes_back_here_and_never_more_than_came(counter: Counter) -> None:
    number = counter.place("a", pieces=2)
    counter.take()

    def paid(key: str, total: str) -> None:
        counter.answer(
            number, "<Валюта>руб</Валюта>" + below("Выплата безналичных денег", key, key, f"<Сумма>{total}</Сумма>")
        )

    paid("1", "200.00")
    paid("2", "-150.00")
    assert (order(number).paid_minor, told(counter)) == (5000, [])
    paid("3", "-100.00")
    assert (order(number).paid_minor, told(counter)) == (5000, ["more_than_paid"])


def test_rule_a_line_says_its_own_unit_and_whether_it_is_a_service(counter: Counter, samples: Path) -> None:
    unit = "<БазоваяЕдиница Код='166' НаименованиеПолное='Килограмм' МеждународноеСокращение='KGM'>кг</БазоваяЕдиница>"
    rows = (
        goods("kg", "Salt", unit),
        goods("pack", "Tea", "<БазоваяЕдиница>упак</БазоваяЕдиница>"),
        goods("srv", "Work", shapes.requisites(("ТипНоменклатуры", "Услуга"))),
    )
    keys = ("kg", "pack", "srv")
    bring(counter.channel, catalog(*rows), pack(*(offer(key, {"retail": "10"}, {"w1": "5"}) for key in keys)))
    counter.variants |= {key: ours(counter.channel, "variant", key) for key in keys}
    counter.place(*keys)
    tree = etree.fromstring(counter.ask()[1])
    lines = {line.findtext("{*}Ид"): line for line in tree.iterfind("{*}Документ/{*}Товары/{*}Товар")}
    told = [lines[key].find("{*}БазоваяЕдиница") for key in keys]
    assert [(one.get("Код"), one.text) for one in told if one is not None] == [
        ("166", "кг"), (None, "упак"), ("796", "шт"),
    ]  # fmt: skip
    assert [lines[key].findtext(".//{*}Значение") for key in keys] == ["Товар", "Товар", "Услуга"]
    schema_of(samples, "2.07").assertValid(tree)


def test_rule_a_payment_corrected_or_deleted_in_1c_is_corrected_here_and_an_old_message_takes_nothing_back(
    counter: Counter,
) -> None:
    number = counter.place("a", pieces=3)
    counter.take()

    def paid(total: str, *pairs: tuple[str, str]) -> int:
        payment = below("Выплата безналичных денег", "p1", "7", f"<Сумма>{total}</Сумма>", *pairs)
        head = f"<Номер>{number}</Номер><ХозОперация>Заказ товара</ХозОперация><Валюта>руб</Валюта>"
        return counter.hand(f"<Документ>{head}{payment}</Документ>")

    first = paid("100.00")
    for rubles in (300, 300, 250):
        paid(f"{rubles}.00")
        assert order(number).paid_minor == rubles * 100
    import_message(first, pause_seconds=0)
    assert (order(number).paid_minor, len(order(number).payments)) == (25_000, 3)
    paid("250.00", ("ПометкаУдаления", "true"))
    assert (order(number).paid_minor, told(counter)) == (0, [])


def test_rule_more_goods_in_a_shipment_that_was_corrected_are_a_difference_until_they_left_here_too(
    counter: Counter,
) -> None:
    number = counter.place("a", pieces=3)
    counter.take()

    def shipped(pieces: int) -> None:
        inside = f"<Товары>{line('a', '100', str(pieces), str(pieces * 100))}</Товары>"
        counter.answer(number, below("Отпуск товара", "s1", "", inside, ("Отгружен", "true")))

    shipped(1)
    assert told(counter) == []
    shipped(2)
    assert told(counter) == ["Cup: 1 → 2"]
    orders.note_shipment(number=number, reference="by hand", goods=[Goods(counter.variants["a"], 1000)], actor="user:1")
    shipped(2)
    assert (told(counter), order(number).lines[0].shipped, verify()) == ([], 2000, [])


def test_rule_an_order_called_off_here_that_1c_goes_on_with_is_told(counter: Counter) -> None:
    number = counter.place("a")
    counter.take()
    orders.cancel(number=number, reason="customer", actor="user:1")
    deliver_all()
    posted = ("Проведен", "true")
    counter.answer(number, "", posted, ("Отменен", "false"))
    assert told(counter) == []  # it does not know of it yet
    counter.take()
    counter.answer(number, "", posted)
    assert told(counter) == []
    counter.answer(number, "", posted, ("Отменен", "false"))
    assert told(counter) == ["commerceml_still_open_there"]
    counter.answer(number, "", ("Отменен", "true"))
    assert (told(counter), order(number).state) == ([], "cancelled")


def test_rule_goods_of_a_later_exchange_are_for_sale_with_nobody_doing_anything(counter: Counter) -> None:
    told = goods("new", "Jug", "<Описание>Of clay</Описание>")
    bring(counter.channel, catalog(told), pack(offer("new", {"retail": "30"}, {"w1": "2"}), changes=True))
    counter.variants["new"] = ours(counter.channel, "variant", "new")
    placed = order(counter.place("new"))
    assert (placed.total_minor, placed.lines[0].covered) == (3000, 1000)
    bring(counter.channel, catalog(told.replace("clay", "glass")), pack(offer("new", {"retail": "31"}), changes=True))
    assert product_page(ours(counter.channel, "product", "new")).description == "Of glass"
    assert order(counter.place("new")).total_minor == 3100


@pytest.mark.parametrize("name", ["СтатусЗаказа", "статус  ЗАКАЗА"])
def test_rule_requisites_of_an_order_are_known_whatever_their_blanks_and_case(counter: Counter, name: str) -> None:
    number = counter.place("a")
    counter.take()
    counter.answer(number, "", (name, "Отменен"))
    assert order(number).state == "cancelled"


def test_rule_two_documents_of_one_number_in_one_file_are_one_order_taken_note_of_twice(counter: Counter) -> None:
    number = counter.place("a")
    counter.take()
    paid = shapes.requisites(("Номер оплаты по 1С", "7"))
    document = f"<Документ><Номер>{number}</Номер><ХозОперация>Заказ товара</ХозОперация>{paid}</Документ>"
    counter.hand(document, document)
    assert (order(number).paid_minor, len(order(number).payments)) == (10_000, 1)
