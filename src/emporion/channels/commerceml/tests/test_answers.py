"""What 1C answers pays, ships and cancels orders, once each, and whatever else it says is put before a person."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from emporion.channels.commerceml import settings as settings_module
from emporion.channels.commerceml.inbound.job import import_message
from emporion.channels.commerceml.outgoing_refusals import TheirGoodsUnknown
from emporion.channels.types import StatusWordUnknown
from emporion.exchange import commands as exchange
from emporion.exchange.queries import channel_by_id, message, open_count, outgoing, quarantined, told_of
from emporion.exchange.types import TAKERS
from emporion.journal.commands import deliver_all
from emporion.journal.queries import timeline
from emporion.kernel.money import Money, UnitPrice
from emporion.ledger.queries import verify
from emporion.orders import commands as orders
from emporion.orders.queries import order, orders_by_number
from emporion.orders.types import ServiceWish, Wish
from emporion.stock.queries import promised_variants, stock_of
from tools.testing.engines import postgresql_among_the_long

from . import shapes
from .bench import aside
from .counter import Counter, below, line


def test_ut_11_tells_a_payment_and_a_shipment_by_their_numbers_alone(counter: Counter) -> None:
    number = counter.place("a", pieces=2)
    counter.take()
    pairs = (
        ("Номер оплаты по 1С", "ОПЛ-1"), ("Дата оплаты по 1С", "2026-02-01T12:00:00"),
        ("Номер отгрузки по 1С", "ОТГ-1"), ("Дата отгрузки по 1С", "2026-02-02T18:00:00"),
    )  # fmt: skip
    for _ in range(2):
        counter.answer(number, "", *pairs)
    found = order(number)
    assert (found.status, found.paid_minor, len(found.payments), len(found.shipments)) == ("done", 20_000, 1, 1)
    assert found.payments[0].at.isoformat() == "2026-02-01T09:00:00+00:00"
    assert counter.given() == []  # what 1C told us does not go back to it


@pytest.mark.parametrize("operation", ["Выплата наличных денег", "Выплата безналичных денег", "Эквайринговая операция"])
def test_documents_below_an_order_pay_it_in_parts(counter: Counter, operation: str) -> None:
    number = counter.place("a", pieces=2)
    counter.take()
    counter.answer(number, below(operation, "p1", "1", "<Сумма>50.00</Сумма>", ("Оплачен", "true")))
    assert (order(number).paid_minor, order(number).status) == (5000, order(number).status)
    counter.answer(number, below(operation, "p2", "1", "<Сумма>150.00</Сумма>", ("Оплачен", "true")))
    assert (order(number).paid_minor, len(order(number).payments)) == (20_000, 2)
    counter.answer(number, below(operation, "p3", "3", "<Сумма>1.00</Сумма>", ("Оплачен", "false")))
    assert order(number).paid_minor == 20_000


def test_a_shipment_with_lines_ships_these_and_strangers_are_named(counter: Counter) -> None:
    number = counter.place("a", "b#x", pieces=2)
    counter.take()
    lines = f"<Товары>{line('a', '2')}{line('ORDER_DELIVERY')}</Товары>"
    counter.answer(number, below("Отпуск товара", "s1", "", lines, ("Отгружен", "true")))
    assert (order(number).shipped, {row.variant: row.shipped for row in order(number).lines}) == (
        "some", {counter.variants["a"]: 2000, counter.variants["b#x"]: 0},
    )  # fmt: skip
    lines = f"<Товары>{line('b#x', '2')}{line('stranger')}</Товары>"
    counter.answer(number, below("Отпуск товара", "s2", "", lines, ("Отгружен", "true")))
    assert order(number).shipped == "all"
    assert "stranger" in quarantined(channel=counter.channel)[0].fault.refusal.sentence
    assert verify() == []


def test_unf_tells_flags_a_status_and_a_track_number(counter: Counter) -> None:
    number = counter.place("a")
    counter.take()
    counter.answer(
        number, "", ("Оплачен", "true"), ("Отгружен", "true"), ("СтатусЗаказа", "[F] Выполнен"),
        ("Идентификатор отправления", "RA123"),
    )  # fmt: skip
    found = order(number)
    assert (found.status, [row.tracking for row in found.shipments]) == ("done", ["RA123"])


def test_lines_edited_there_are_taken_over_when_a_person_accepts_them(counter: Counter) -> None:
    delivery = ServiceWish("Courier", UnitPrice.of("300", "RUB"))
    number = counter.place("a", pieces=2, services=(delivery,))
    counter.take()
    told = "<Товар><Ид>b#x</Ид><ЦенаЗаЕдиницу>90</ЦенаЗаЕдиницу><Количество>3</Количество><Сумма>250</Сумма></Товар>"
    cheaper = "<Товар><Ид>ORDER_DELIVERY</Ид><ЦенаЗаЕдиницу>200</ЦенаЗаЕдиницу><Количество>1</Количество></Товар>"
    counter.answer(number, f"<Товары>{told}{cheaper}</Товары>", ("Проведен", "true"))
    [row] = aside(counter.channel)
    TAKERS[row.fault.code](row.id, "staff:1")
    deliver_all()
    found = order(number)
    assert [(one.variant, one.quantity, one.total_minor) for one in found.lines] == [
        (counter.variants["b#x"], 3000, 25_000),
        (None, 1000, 20_000),
    ]
    assert (found.lines[1].name, found.total_minor) == ("Courier", 45_000)
    assert (aside(counter.channel), outgoing(counter.channel), verify()) == ([], [], [])  # 1C has it already
    assert timeline([f"order:{number}"], kinds=["orders.OrderLinesChanged"])[0].actor == "staff:1"


def test_goods_that_are_not_known_here_keep_an_order_as_it_is(counter: Counter) -> None:
    number = counter.place("a")
    counter.take()
    counter.answer(number, f"<Товары>{line('stranger')}</Товары>")
    [row] = aside(counter.channel)
    with pytest.raises(TheirGoodsUnknown, match="stranger"):
        TAKERS[row.fault.code](row.id, "staff:1")
    assert ([one.variant for one in order(number).lines], len(aside(counter.channel))) == ([counter.variants["a"]], 1)


def test_an_edit_after_1c_confirmed_the_order_waits_for_a_person_until_1c_shows_the_same(counter: Counter) -> None:
    number, other = counter.place("a", pieces=2), counter.place("a")
    counter.take()
    counter.answer(number, f"<Товары>{line('a', '2')}</Товары>", ("Проведен", "true"))
    assert outgoing(counter.channel) == []
    for changed in (number, other):
        orders.change_lines(number=changed, wishes=(Wish(counter.variants["a"], 3000),), actor="user:1")
    deliver_all()
    assert counter.take() == [other]  # 1C would pass over the confirmed one
    [row] = outgoing(counter.channel, state="failed")
    assert row.fault is not None
    assert (row.fault.code, number in row.fault.refusal.sentence) == ("commerceml_confirmed_there", True)
    counter.answer(number, f"<Товары>{line('a', '2')}</Товары>", ("Проведен", "true"))
    assert [one.fault.code for one in aside(counter.channel)] == ["commerceml_order_differs"]
    counter.answer(number, f"<Товары>{line('a', '3')}</Товары>", ("Проведен", "true"))
    assert (outgoing(counter.channel), aside(counter.channel)) == ([], [])
    orders.cancel(number=number, actor="user:1")
    deliver_all()
    assert len(outgoing(counter.channel, state="failed")) == 1
    counter.answer(number, "", ("Проведен", "false"), ("Отменен", "true"))
    assert (outgoing(counter.channel), verify()) == ([], [])


@pytest.mark.parametrize(
    ("words", "outcome"),
    [
        ({"Статус заказа": "Оплачен"}, (10_000, "none", "open")),
        ({"СтатусЗаказа": "Отгружен"}, (0, "all", "open")),
        ({"СТАТУС ЗАКАЗА": "[C] Отменён"}, (0, "none", "cancelled")),
        ({"Статус заказа": "Отгружен", "Отгружен": "false"}, (0, "none", "open")),
        ({"Статус заказа": "Оплачен", "Оплачен": "false"}, (0, "none", "open")),
        ({"Статус заказа": "Не согласован"}, (0, "none", "open")),
        ({"Статус заказа": "У курьера", "Статуса заказа ИД": "K"}, (0, "all", "open")),
    ],
)
def test_a_status_means_what_the_table_of_the_connection_says(
    counter: Counter, words: dict[str, str], outcome: tuple[int, str, str]
) -> None:
    number = counter.place("a")
    settings = {"firm": order(number).firm, "shop": "shop", "orders_from": "2020-01-01T00:00:00+00:00"}
    table = settings_module.USUAL_WORDS | {"k": "shipped"}
    exchange.change_channel(channel=counter.channel, settings=settings | {"status_words": table}, actor="owner")
    counter.take()
    for _ in range(2):
        counter.answer(number, "", *words.items())
    found = order(number)
    assert (found.paid_minor, found.shipped, found.state) == outcome
    assert (aside(counter.channel), unknown_words(number)) == ([], [])


def test_a_status_nobody_knows_is_a_note_in_the_journal_and_no_error(counter: Counter) -> None:
    number = counter.place("a")
    counter.take()
    for _ in range(3):
        counter.answer(number, "", ("Статус заказа", "На примерке"))
    counter.answer(number, "", ("Статус заказа", "К отгрузке"), ("Статуса заказа ИД", "to_ship"))  # our own, repeated
    counter.answer(number, "", ("Статус заказа", "Примерен"))
    assert unknown_words(number) == ["Примерен", "На примерке"]
    assert (order(number).state, aside(counter.channel)) == ("open", [])


def unknown_words(number: str) -> list[str]:
    """The words that stand in the journal of an order as unknown, newest first."""
    told = [fact.event for fact in timeline([f"order:{number}"])]
    return [event.word for event in told if isinstance(event, StatusWordUnknown)]


@pytest.mark.parametrize("pair", [("Отменен", "true"), ("ПометкаУдаления", "true"), ("Отменён", "true")])
def test_a_cancellation_there_is_one_here_and_frees_the_goods(counter: Counter, pair: tuple[str, str]) -> None:
    number = counter.place("a", pieces=5)
    counter.take()
    counter.answer(number, "", pair)
    assert order(number).state == "cancelled"
    assert sum(row.reserved for row in stock_of([counter.variants["a"]])) == 0
    counter.answer(number, "", pair)
    assert (order(number).state, open_count(), verify()) == ("cancelled", 0, [])


def test_what_left_is_not_called_off_and_a_person_hears_of_it(counter: Counter) -> None:
    number = counter.place("a")
    counter.take()
    counter.answer(number, "", ("Номер отгрузки по 1С", "1"), ("ПометкаУдаления", "true"))
    assert (order(number).state, order(number).shipped) == ("open", "all")
    assert [row.fault.code for row in aside(counter.channel)] == ["commerceml_order_differs"]


def test_an_answer_without_a_payment_does_not_take_one_back(counter: Counter) -> None:
    number = counter.place("a")
    counter.take()
    counter.answer(number, "", ("Номер оплаты по 1С", "1"))
    counter.answer(number, "", ("Проведен", "true"))
    assert order(number).paid_minor == 10_000


def test_a_cancellation_by_one_who_had_not_seen_our_change_waits_for_a_person(counter: Counter) -> None:
    number = counter.place("a")
    counter.take()
    orders.change_lines(number=number, wishes=(Wish(counter.variants["a"], 2000),), actor="user:1")
    deliver_all()
    counter.answer(number, f"<Товары>{line('a')}</Товары>", ("Отменен", "true"))
    assert order(number).state == "open"
    assert [row.fault.code for row in aside(counter.channel)] == ["commerceml_old_answer"]
    counter.answer(number, f"<Товары>{line('a')}</Товары>")
    assert "commerceml_order_differs" not in {row.fault.code for row in aside(counter.channel)}
    counter.take()
    counter.answer(number, "", ("Отменен", "true"))
    assert (order(number).state, aside(counter.channel)) == ("cancelled", [])


def test_what_both_sides_called_off_is_kept_back_by_neither(counter: Counter) -> None:
    """1C had not heard of our cancellation: else its next figure would free the goods a second time."""
    number = counter.place("a")
    counter.take()
    orders.cancel(number=number, actor="user:1")
    master = channel_by_id(counter.channel).code
    assert promised_variants(master) == {counter.variants["a"]}
    counter.answer(number, "", ("Отменен", "true"))
    assert promised_variants(master) == set()


def test_lines_edited_there_are_shown_and_not_taken_over(counter: Counter) -> None:
    number = counter.place("a", pieces=2)
    counter.take()
    counter.answer(number, f"<Товары>{line('a', '3')}{line('b#x')}</Товары>")
    [row] = aside(counter.channel)
    assert "Cup: 2 → 3" in row.fault.refusal.sentence and "b#x: 0 → 1" in row.fault.refusal.sentence
    assert [each.quantity for each in order(number).lines] == [2000]
    counter.answer(number, f"<Товары>{line('a', '2')}</Товары>")
    assert aside(counter.channel) == []


def test_one_strange_document_stops_no_other(counter: Counter) -> None:
    number = counter.place("a")
    counter.take()
    paid = shapes.requisites(("Номер оплаты по 1С", "1"))
    sums = "<Валюта>USD</Валюта>" + below("Выплата наличных денег", "p", "9", "<Сумма>1.00</Сумма>")
    kept = counter.hand(
        "<Документ><Номер>77777</Номер></Документ>",
        "<Документ><Комментарий>nothing</Комментарий></Документ>",
        f"<Документ><Номер>{number}</Номер>{sums}</Документ>",
        f"<Документ><Номер>{number}</Номер>{paid}</Документ>",
    )
    assert order(number).paid_minor == 10_000
    assert {row.fault.code for row in aside(counter.channel)} >= {
        "commerceml_order_not_ours",
        "commerceml.field.missing",
    }
    assert (message(kept).counts["orders"].read, message(kept).counts["orders"].refused) == (4, 2)


def test_money_for_an_order_called_off_is_still_money(counter: Counter) -> None:
    number = counter.place("a")
    counter.take()
    orders.cancel(number=number, actor="user:1")
    counter.answer(number, "", ("Номер оплаты по 1С", "1"), ("Номер отгрузки по 1С", "2"))
    assert (order(number).state, order(number).paid_minor, order(number).shipped) == ("cancelled", 10_000, "none")
    assert [row.field for row in aside(counter.channel)] == ["Отгружен"]


@postgresql_among_the_long
@pytest.mark.parametrize("schema", ["2.07", "2.08", "2.10"])
def test_generated_answers_of_1c_move_orders_as_their_maker_says(
    counter: Counter, samples: Path, tmp_path: Path, schema: str
) -> None:
    program = samples / "tools/gen_commerceml.py"
    words = ["--goods", "10", "--orders", "20", "--schema", schema]
    subprocess.run([sys.executable, str(program), str(tmp_path), *words], check=True, capture_output=True)
    states = json.loads((tmp_path / "manifest.json").read_text())["orders"]["states"]
    for n in range(20):
        counter.place("a", number=f"WEB-{n + 1:06d}")
    counter.take()
    data = (tmp_path / "orders_1c.xml").read_bytes()
    content = exchange.store(data, personal=True)
    number = exchange.keep_message(
        channel=counter.channel, direction="in", name="o.xml", content=content, personal=True, actor="test"
    )
    import_message(number, pause_seconds=0)
    found = orders_by_number([f"WEB-{n + 1:06d}" for n in range(20)])
    assert sum(row.paid_minor > 0 for row in found) == states["Оплачен"] + states["Отгружен"]
    assert sum(row.state == "cancelled" for row in found) == states["Отменен"]
    if schema == "2.07":  # later versions name the goods that left, which are none of ours here
        assert sum(row.shipped == "all" for row in found) == states["Отгружен"]
    assert message(number).counts["orders"].read == 20
    assert told_of("order", found[0].id)[0].wanted == 1
    assert Money(found[2].paid_minor, "RUB").minor > 0


# ---- beside one another in a Контейнер (3.1)


def beside(operation: str, number: str, of: str, inside: str = "", *pairs: tuple[str, str]) -> str:
    """A payment or a shipment beside its order: without Ид, under 1C's own number."""
    return (
        f"<Документ><Номер>{number}</Номер><Дата>2026-02-03</Дата><ХозОперация>{operation}</ХозОперация>"
        f"<Основание>{of}</Основание><Валюта>RUB</Валюта>{inside}{shapes.requisites(*pairs)}</Документ>"
    )


def boxed(*documents: str) -> str:
    return f"<Контейнер>{''.join(documents)}</Контейнер>"


def plain_order(number: str, *pairs: tuple[str, str]) -> str:
    told = f"<Документ><Номер>{number}</Номер><ХозОперация>Заказ товара</ХозОперация><Валюта>RUB</Валюта>"
    return f"{told}{shapes.requisites(*pairs)}</Документ>"


def test_payments_and_shipments_beside_an_order_are_its_own(counter: Counter) -> None:
    first, second = counter.place("a", "b#x"), counter.place("a")
    counter.take()
    goods_of = f"<Товары>{line('ORDER_DELIVERY')}{line('a')}</Товары>"
    parcel = beside("Отпуск товара", "9", first, goods_of, ("Отгружен", "true"), ("Идентификатор отправления", "RA1"))
    cash = beside("Выплата наличных денег", "9", first, "<Сумма>50</Сумма>", ("Оплачен", "true"))
    bank = beside("Выплата безналичных денег", "9", first, "<Сумма>70</Сумма>", ("Оплачен", "true"))
    due = beside("Эквайринговая операция", "8", first, "<Сумма>80</Сумма>", ("Оплачен", "false"))
    for _ in range(2):  # a second time it is known
        kept = counter.hand(boxed(cash, plain_order(first), bank, due, parcel), boxed(plain_order(second)))
        counts = message(kept).counts["orders"]
        assert (counts.read, counts.refused, aside(counter.channel)) == (6, 0, [])
    found = order(first)
    assert (found.paid_minor, len(found.payments), found.shipped) == (12_000, 2, "some")
    assert [row.tracking for row in found.shipments] == ["RA1"]
    assert (order(second).paid_minor, order(second).shipped, verify()) == (0, "none", [])


def test_a_payment_alone_finds_its_order_by_what_it_is_based_on(counter: Counter) -> None:
    number = counter.place("a")
    counter.take()
    paid = ("Оплачен", "true")
    counter.hand(
        boxed(beside("Эквайринговая операция", "1", number, "<Сумма>60</Сумма>", paid)),
        beside("Эквайринговая операция", "2", number, "<Сумма>40</Сумма>", paid),
        beside("Эквайринговая операция", "3", "nobody", "<Сумма>40</Сумма>", paid),
    )
    assert order(number).paid_minor == 10_000
    assert [(row.fault.code, row.fault.facts["number"]) for row in aside(counter.channel)] == [
        ("commerceml_order_not_ours", "nobody")
    ]


def test_an_order_without_its_number_is_found_by_the_id_we_gave_it(counter: Counter) -> None:
    number = counter.place("a")
    counter.take()
    paid = shapes.requisites(("Номер оплаты по 1С", "1"))
    counter.hand(f"<Документ><Ид>{order(number).id}</Ид><ХозОперация>Заказ товара</ХозОперация>{paid}</Документ>")
    assert order(number).paid_minor == 10_000
