"""Orders go to 1C as it can load them, once it asks, and count as taken only when it says so."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from emporion.catalog import commands as desk
from emporion.channels.commerceml import settings as settings_module
from emporion.channels.commerceml.inbound.job import import_message
from emporion.channels.commerceml.outbound import confirm_orders, offer_orders
from emporion.channels.commerceml.outgoing_refusals import TheirGoodsUnknown
from emporion.channels.types import StatusWordUnknown
from emporion.exchange import commands as exchange
from emporion.exchange.queries import message, messages, open_count, outgoing, quarantined, told_of
from emporion.exchange.tests.factories import make_session
from emporion.exchange.types import TAKERS
from emporion.journal.commands import deliver_all
from emporion.journal.queries import timeline
from emporion.kernel.money import Money, UnitPrice
from emporion.ledger.queries import verify
from emporion.orders import commands as orders
from emporion.orders.queries import order, orders_by_number
from emporion.orders.types import OrderDraft, ServiceWish, Wish
from emporion.parties.tests.factories import customer_card
from emporion.parties.types import PartyCard, TaxId
from emporion.pricing import commands as pricing
from emporion.pricing.types import PriceTypeCard
from emporion.stock.queries import stock_of

from . import shapes
from .bench import aside, bring, catalog, connection, goods, offer, open_shop, ours, pack
from .test_writer import schema_of

BUYER = "{*}Документ/{*}Контрагенты/{*}Контрагент"


@dataclass
class Counter:
    """A shop that sells what 1C brought, and the connection its orders go through."""

    channel: int
    variants: dict[str, int]

    def place(self, *keys: str, pieces: int = 1, **told: Any) -> str:
        """An order of so many pieces of each; its number."""
        wishes = tuple(Wish(self.variants[key], pieces * 1000) for key in keys)
        draft = OrderDraft("shop", wishes, **({"customer": customer_card()} | told))
        number = orders.place(draft=draft, cover="all", actor="shop").number
        deliver_all()
        return number

    def ask(self, session: int | None = None) -> tuple[int, bytes]:
        """A talk and what its query answers."""
        talk = session or make_session(self.channel)
        return talk, offer_orders(channel=self.channel, session=talk, actor="channel:1c")

    def given(self) -> list[str]:
        """The numbers that a new talk is given, without saying success."""
        return numbers(self.ask()[1])

    def take(self) -> list[str]:
        """What a whole talk with its success takes."""
        talk, body = self.ask()
        confirmed = confirm_orders(channel=self.channel, session=talk, actor="channel:1c")
        named = {str(found.id): found.number for found in orders_by_number(confirmed)}
        assert [named[key] for key in ids(body)] == list(confirmed)
        return numbers(body)

    def given_and_taken(self, poison: str) -> list[str]:
        """The numbers that a talk is given; success is said unless the poison is among them."""
        talk, body = self.ask()
        if poison not in numbers(body):
            confirm_orders(channel=self.channel, session=talk, actor="channel:1c")
        return numbers(body)

    def answer(self, number: str, inside: str = "", *pairs: tuple[str, str]) -> None:
        """A document of 1C about an order."""
        told = f"<Документ><Ид>1c-{number}</Ид><Номер>{number}</Номер><ХозОперация>Заказ товара</ХозОперация>"
        self.hand(f"{told}<Валюта>руб</Валюта>{inside}{shapes.requisites(*pairs)}</Документ>")

    def hand(self, *documents: str) -> int:
        """A file of 1C's answers."""
        content = exchange.store(shapes.file("".join(documents), version="2.10"), personal=True)
        number = exchange.keep_message(
            channel=self.channel,
            direction="in",
            name="orders.xml",
            content=content,
            session=make_session(self.channel),
            personal=True,
            actor="test",
        )
        import_message(number, pause_seconds=0)
        deliver_all()
        assert message(number).state == "done", message(number).fault
        return number


@pytest.fixture
def counter(house: str) -> Counter:
    channel = connection()
    told = [offer(key, {"retail": "100", "bulk": "80"}, {"w1": "50"}) for key in ("a", "b#x")]
    bring(channel, catalog(goods("a", "Cup"), goods("b", "Pot")), pack(*told))
    open_shop(channel)
    return Counter(channel, {key: ours(channel, "variant", key) for key in ("a", "b#x")})


def numbers(body: bytes) -> list[str]:
    return [each.text or "" for each in etree.fromstring(body).findall("{*}Документ/{*}Номер")]


def ids(body: bytes) -> list[str]:
    return [each.text or "" for each in etree.fromstring(body).findall("{*}Документ/{*}Ид")]


def line(key: str, quantity: str = "1") -> str:
    return f"<Товар><Ид>{key}</Ид><Наименование>{key}</Наименование><Количество>{quantity}</Количество></Товар>"


def below(operation: str, key: str, number: str = "", inside: str = "", *pairs: tuple[str, str]) -> str:
    named = f"<Номер>{number}</Номер>" if number else ""
    return (
        f"<ПодчиненныеДокументы><ПодчиненныйДокумент><Ид>{key}</Ид>{named}<Дата>2026-02-03</Дата>"
        f"<ХозОперация>{operation}</ХозОперация>{inside}{shapes.requisites(*pairs)}</ПодчиненныйДокумент>"
        "</ПодчиненныеДокументы>"
    )


# ---- out


def test_an_order_is_valid_by_its_schema_and_names_what_1c_gave(counter: Counter, samples: Path) -> None:
    delivery = ServiceWish("Courier", UnitPrice.of("300", "RUB"))
    number = counter.place("a", "b#x", pieces=2, services=(delivery,), comment="Call & ask")
    _, body = counter.ask()
    assert body.startswith(b"<?xml")
    tree = etree.fromstring(body)
    [document] = tree.findall("{*}Документ")
    told = {etree.QName(each).localname: each.text for each in document}
    assert (told["Номер"], told["ХозОперация"], told["Роль"], told["Валюта"], told["Сумма"]) == (
        number, "Заказ товара", "Продавец", "RUB", "700.00",
    )  # fmt: skip
    assert [each.text for each in document.findall("{*}Товары/{*}Товар/{*}Ид")] == ["a", "b#x", "ORDER_DELIVERY"]
    assert document.findtext("{*}Контрагенты/{*}Контрагент/{*}Наименование")
    schema_of(samples, "2.07").assertValid(tree)


def test_a_guest_has_a_name_and_a_company_its_tax_id(counter: Counter) -> None:
    counter.place("a", customer=None)
    _, body = counter.ask()
    assert etree.fromstring(body).findtext(f"{BUYER}/{{*}}Наименование") == "Гость"
    company = PartyCard(name="Acme", kind="company", tax_ids=(TaxId("RU", "7707083893"),), country="RU")
    number = counter.place("a", customer=company)
    _, body = counter.ask()
    buyers = {each.findtext("{*}Номер"): each for each in etree.fromstring(body).findall("{*}Документ")}
    [firm] = buyers[number].findall("{*}Контрагенты/{*}Контрагент")
    assert firm.findtext("{*}ИНН") == "7707083893"
    assert firm.findtext("{*}ОфициальноеНаименование") == "Acme"


def test_an_order_of_what_1c_does_not_know_is_held_with_its_cause_and_stops_no_other(counter: Counter) -> None:
    _, variant = desk.add_product(name="Ours alone", sku="X", actor="owner")
    kind = ours(counter.channel, "price_type", "retail")
    pricing.set_price(variant_id=variant, price_type_id=kind, price_micro=5_000_000, actor="owner")
    counter.variants["own"] = variant
    first = counter.place("a")
    draft = OrderDraft("shop", (Wish(variant, 1000),), customer=customer_card())
    held = orders.place(draft=draft, cover="what_there_is", actor="shop").number
    deliver_all()
    last = counter.place("b#x")
    assert counter.take() == [first, last]
    [row] = outgoing(counter.channel)
    assert row.fault is not None and row.fault.code == "commerceml_line_unknown_there"
    assert (held in row.fault.refusal.sentence, bool(row.fault.refusal.what_to_do)) == (True, True)


def test_a_number_that_1c_would_cut_goes_under_a_short_one_that_is_ours_again_when_it_comes_back(
    counter: Counter,
) -> None:
    """UT 11 keeps 11 characters: a longer number is never found again, and every exchange makes a new order."""
    long = counter.place("a", number="MARKET-1234567890")
    short = counter.place("a", number="K-123456789")
    made, kept = counter.take()
    assert (kept, len(made) <= 11, made != long) == (short, True, True)
    orders.change_lines(number=long, wishes=(Wish(counter.variants["a"], 2000),), actor="user:1")
    deliver_all()
    assert counter.take() == [made]
    counter.answer(made, "", ("Номер оплаты по 1С", "1"))
    assert (order(long).paid_minor, aside(counter.channel)) == (20_000, [])


def test_the_prefix_of_a_connection_stands_before_numbers_and_stays_when_it_is_changed(counter: Counter) -> None:
    firm = order(counter.place("a", number="17")).firm
    told = {"firm": firm, "shop": "shop", "orders_from": "2020-01-01T00:00:00+00:00"}
    exchange.change_channel(channel=counter.channel, settings=told | {"order_prefix": "S2-"}, actor="owner")
    assert counter.take() == ["S2-17"]
    long = counter.place("a", number="123456789")  # fits alone, and not behind the prefix
    counter.place("a", number=f"S2-{order(long).id}")  # the very one that would be made up for it
    made, other = counter.take()
    assert (made, other) == (f"S2-{order(long).id}", f"S2-{order(long).id + 1}")
    exchange.change_channel(channel=counter.channel, settings=told | {"order_prefix": "X"}, actor="owner")
    orders.cancel(number="17", actor="user:1")
    deliver_all()
    assert counter.given() == ["S2-17"]


def test_nothing_leaves_before_a_person_named_the_first_day(counter: Counter) -> None:
    settings = {"firm": order(counter.place("a")).firm, "shop": "shop", "orders_from": None}
    exchange.change_channel(channel=counter.channel, settings=settings, actor="owner")
    _, body = counter.ask()
    assert numbers(body) == []
    assert body[:5] == b"<?xml" and "КоммерческаяИнформация" in body.decode()


def test_orders_of_another_shop_stay_here(counter: Counter) -> None:
    settings = {"firm": order(counter.place("a")).firm, "shop": "other", "orders_from": "2020-01-01T00:00:00+00:00"}
    exchange.change_channel(channel=counter.channel, settings=settings, actor="owner")
    counter.place("a")
    assert len(outgoing(counter.channel)) == 1


def test_orders_leave_when_they_have_come_as_far_as_the_connection_wants(counter: Counter) -> None:
    """Both ways of the trade: orders go to accounting at once, or only when a status is reached."""
    exchange.set_authority(
        channel=counter.channel, data="orders", master="ours", direction="both", from_status="to_ship", actor="owner"
    )
    number = counter.place("a")
    called_off = counter.place("a")
    orders.cancel(number=called_off, reason="changed mind", actor="anna")
    deliver_all()
    assert counter.given() == []
    placed = order(number)
    due = Money(placed.total_minor, placed.currency)
    orders.note_payment(number=number, reference="p1", amount=due, method="card", at=None, actor="anna")
    deliver_all()
    assert order(number).status == "to_ship"
    talk, _ = counter.ask()
    assert confirm_orders(channel=counter.channel, session=talk, actor="channel:1c") == (number,)
    orders.cancel(number=number, reason="called back", actor="anna")
    deliver_all()
    assert counter.given() == [number]  # what the other side has, it hears on of


def test_a_connection_that_takes_no_orders_is_given_none(counter: Counter) -> None:
    exchange.set_authority(channel=counter.channel, data="orders", master="ours", direction="in", actor="owner")
    counter.place("a")
    assert counter.given() == []


def test_success_confirms_the_last_query_alone_and_only_once(counter: Counter) -> None:
    first = counter.place("a")
    talk, body = counter.ask()
    second = counter.place("a")
    _, again = counter.ask(talk)
    assert (numbers(body), numbers(again)) == ([first], [first, second])
    assert confirm_orders(channel=counter.channel, session=talk, actor="channel:1c") == (first, second)
    assert confirm_orders(channel=counter.channel, session=talk, actor="channel:1c") == ()
    assert counter.given() == []


def test_without_success_the_same_orders_are_given_again(counter: Counter) -> None:
    number = counter.place("a")
    assert (counter.given(), counter.given(), counter.take(), counter.given()) == ([number], [number], [number], [])


def test_an_order_that_1c_cannot_load_is_named_and_the_others_arrive(counter: Counter) -> None:
    placed = [counter.place("a") for _ in range(5)]
    poison, asked = placed[2], 0
    taken: list[str] = []
    while open_orders := counter.given_and_taken(poison):
        asked, taken = asked + 1, taken + open_orders
        assert asked < 10
    assert (taken.count(poison), sorted(set(taken))) == (4, placed)
    [row] = outgoing(counter.channel)
    assert row.fault is not None
    assert (row.state, row.fault.code, row.fault.facts["number"]) == ("failed", "commerceml_not_taken", poison)
    assert poison in row.fault.refusal.sentence and row.fault.refusal.what_to_do


def test_an_order_changed_between_query_and_success_goes_again_in_its_new_state(counter: Counter) -> None:
    number = counter.place("a")
    talk, _ = counter.ask()
    orders.change_lines(number=number, wishes=(Wish(counter.variants["a"], 3000),), actor="user:1")
    deliver_all()
    confirm_orders(channel=counter.channel, session=talk, actor="channel:1c")
    _, body = counter.ask()
    assert numbers(body) == [number]
    assert etree.fromstring(body).findtext("{*}Документ/{*}Товары/{*}Товар/{*}Количество") == "3.000"


def test_an_order_called_off_here_says_so_there(counter: Counter) -> None:
    number = counter.place("a")
    counter.take()
    orders.cancel(number=number, actor="user:1")
    deliver_all()
    _, body = counter.ask()
    assert numbers(body) == [number]
    told = {
        each.findtext("{*}Наименование"): each.findtext("{*}Значение")
        for each in etree.fromstring(body).findall("{*}Документ/{*}ЗначенияРеквизитов/{*}ЗначениеРеквизита")
    }
    assert told["Отменен"] == "true"


def test_a_query_gives_no_more_than_was_agreed(counter: Counter) -> None:
    placed = [counter.place("a") for _ in range(3)]
    settings = {"firm": order(placed[0]).firm, "shop": "shop", "orders_from": "2020-01-01T00:00:00+00:00"}
    exchange.change_channel(channel=counter.channel, settings=settings | {"orders_per_query": 2}, actor="owner")
    assert (counter.take(), counter.take(), counter.take()) == (placed[:2], placed[2:], [])


def test_what_was_sent_is_kept_sealed(counter: Counter) -> None:
    counter.place("a")
    counter.take()
    sent = [row for row in messages(channel=counter.channel) if row.direction == "out"]
    assert [(row.personal, row.state, row.keep_until is not None) for row in sent] == [(True, "done", True)]


def requisites_of(document: etree._Element) -> dict[str, str]:
    rows = document.findall("{*}ЗначенияРеквизитов/{*}ЗначениеРеквизита")
    return {each.findtext("{*}Наименование", ""): each.findtext("{*}Значение", "") for each in rows}


def test_an_order_names_firm_warehouse_agreement_and_price_type_as_1c_calls_them(counter: Counter) -> None:
    delivery = ServiceWish("Courier", UnitPrice.of("300", "RUB"))
    placed = order(counter.place("a", services=(delivery,)))
    settings = {"firm": placed.firm, "shop": "shop", "orders_from": "2020-01-01T00:00:00+00:00"}
    names = {"firm_name": "ООО «Фирма»", "warehouse_name": "Основной", "agreement_name": "Типовое"}
    exchange.change_channel(channel=counter.channel, settings=settings | names, actor="owner")
    [document] = etree.fromstring(counter.ask()[1]).findall("{*}Документ")
    told = requisites_of(document)
    assert (told["Организация"], told["Склад"], told["Соглашение"]) == tuple(names.values())
    assert (told["Способ доставки"], told["Заказ оплачен"], "Вид цен" in told) == ("Courier", "false", False)


@pytest.mark.parametrize("schema", ["2.07", "2.08", "2.09", "2.10"])
def test_our_payments_go_where_the_schema_has_a_place_and_those_of_1c_do_not_go_back(
    counter: Counter, samples: Path, schema: str
) -> None:
    placed = order(counter.place("a", pieces=2))
    settings = {"firm": placed.firm, "shop": "shop", "orders_from": "2020-01-01T00:00:00+00:00"}
    exchange.change_channel(channel=counter.channel, settings=settings | {"schema_version": schema}, actor="owner")
    counter.answer(placed.number, below("Выплата наличных денег", "p1", "1", "<Сумма>50.00</Сумма>"))
    orders.note_payment(
        number=placed.number, reference="yoo:1", amount=Money(15_000, "RUB"), method="card", actor="gateway"
    )
    deliver_all()
    body = counter.ask()[1]
    card = "Эквайринговая операция".encode()  # the schema's list of kinds has no word for it, and UNF reads no other
    schema_of(samples, schema).assertValid(etree.fromstring(body.replace(card, "Прочие".encode())))
    [document] = etree.fromstring(body).findall("{*}Документ")
    sums = [each.text for each in document.iterfind(".//{*}СуммаОплаты")]
    below_it = document.findall("{*}ПодчиненныеДокументы/{*}ПодчиненныйДокумент")
    assert (sums, len(below_it)) == {"2.09": (["150.00"], 0), "2.10": ([], 1)}.get(schema, ([], 0))
    for each in below_it:
        assert (each.findtext("{*}ХозОперация"), each.findtext("{*}Сумма"), each.findtext("{*}Номер")) == (
            "Эквайринговая операция", "150.00", "yoo:1",
        )  # fmt: skip
        assert requisites_of(each)["Оплачен"] == "true"
    told = requisites_of(document)
    assert (told["Заказ оплачен"], told["Метод оплаты"]) == ("true", "card")


@pytest.mark.parametrize("included", [True, False])
def test_the_sum_of_a_line_holds_the_tax_only_where_it_says_so(counter: Counter, included: bool) -> None:
    """1C adds the tax that is not within: a sum that holds it already would be taxed twice."""
    kind = ours(counter.channel, "price_type", "retail")
    pricing.put_price_types(cards=[PriceTypeCard(id=kind, tax_included=included)], actor="owner")
    delivery = ServiceWish("Courier", UnitPrice.of("300", "RUB"))
    wish = Wish(counter.variants["a"], 2000, discount_minor=5000)
    draft = OrderDraft("shop", (wish,), services=(delivery,))
    placed = order(orders.place(draft=draft, cover="all", actor="shop").number)
    deliver_all()
    [document] = etree.fromstring(counter.ask()[1]).findall("{*}Документ")
    on_top = 0
    for row, sent in zip(placed.lines, document.findall("{*}Товары/{*}Товар"), strict=True):
        [tax] = sent.findall("{*}Налоги/{*}Налог")
        assert tax.findtext("{*}УчтеноВСумме") == str(included).lower()
        told = minor(sent.findtext("{*}Сумма", "")) + (0 if included else minor(tax.findtext("{*}Сумма", "")))
        assert told == row.total_minor
        on_top += 0 if included else row.tax_minor
    sums = [minor(each.findtext("{*}Сумма", "")) for each in document.findall("{*}Товары/{*}Товар")]
    assert sum(sums) + on_top == placed.total_minor == minor(document.findtext("{*}Сумма", ""))
    discount = document.find("{*}Товары/{*}Товар/{*}Скидки/{*}Скидка")
    assert discount is not None
    assert (discount.findtext("{*}Сумма"), discount.findtext("{*}УчтеноВСумме")) == ("50.00", "true")


def minor(text: str) -> int:
    return int(text.replace(".", ""))


# ---- and back


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
