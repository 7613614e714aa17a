"""Orders go to 1C as it can load them, once it asks, and count as taken only when it says so."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from emporion.catalog import commands as desk
from emporion.channels.commerceml.outbound import confirm_orders
from emporion.exchange import commands as exchange
from emporion.exchange.queries import messages, outgoing
from emporion.journal.commands import deliver_all
from emporion.kernel.money import Money, UnitPrice
from emporion.orders import commands as orders
from emporion.orders.queries import order
from emporion.orders.types import OrderDraft, ServiceWish, Wish
from emporion.parties.tests.factories import customer_card
from emporion.parties.types import PartyCard, TaxId
from emporion.pricing import commands as pricing
from emporion.pricing.types import PriceTypeCard

from .bench import aside, ours
from .counter import Counter, below, numbers
from .test_writer import schema_of

BUYER = "{*}Документ/{*}Контрагенты/{*}Контрагент"


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
