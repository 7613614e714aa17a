"""What cannot be taken is put aside row by row, with its place and its cause; everything else stands."""

import random
from collections import Counter

import pytest

from emporion.catalog import commands as desk
from emporion.catalog.models import Category, Product, ProductValue, Variant
from emporion.catalog.queries import product_page
from emporion.channels.commerceml.inbound.job import begin, import_message
from emporion.channels.commerceml.inbound.refusals import ExchangeRunning
from emporion.channels.commerceml.tasks import import_again, import_file
from emporion.exchange.queries import message
from emporion.ledger.queries import verify

from . import shapes
from .bench import (
    aside,
    bring,
    catalog,
    changes,
    code_of,
    connection,
    goods,
    kept,
    named,
    offer,
    ours,
    pack,
    prices,
    stock,
)


def test_a_bad_number_in_one_price_of_three_lets_the_others_pass_and_keeps_the_old_one(house: str) -> None:
    channel = connection()
    bring(channel, catalog(goods("a")), pack(offer("a", {"retail": "100", "bulk": "80", "usd": "2 USD"})))
    found = bring(channel, pack(offer("a", {"retail": "110", "bulk": "8O,5", "usd": "3 USD"})))
    assert prices(channel, "a") == {"Розничная": "110.00", "Оптовая": "80.00", "Валютная": "3.00"}
    [row] = aside(channel)
    assert named(row) == (
        "Предложение[1]/Цены/Цена[2]", "Цена", "ЦенаЗаЕдиницу", "8O,5", "commerceml.field.number",
    )  # fmt: skip
    assert (found.counts["prices"].read, found.counts["prices"].refused) == (3, 1)


def test_a_bad_row_that_comes_good_leaves_the_quarantine_even_when_it_says_what_it_once_said(house: str) -> None:
    channel = connection()
    good = catalog(goods("a", "Cup")), pack(offer("a", {"retail": "100"}))
    bring(channel, *good)
    bring(channel, catalog(goods("a", " ")), pack(offer("a", {"retail": "-999,9"})))
    assert [named(row)[2:] for row in aside(channel)] == [
        ("ЦенаЗаЕдиницу", "-999,9", "commerceml.field.negative_price"), ("Наименование", "", "name_missing"),
    ]  # fmt: skip
    assert prices(channel, "a") == {"Розничная": "100.00"}
    bring(channel, *good)
    assert (aside(channel), Product.objects.get().name) == ([], "Cup")


def test_a_price_of_an_unknown_type_or_in_another_currency_is_put_aside(house: str) -> None:
    channel = connection()
    bring(channel, catalog(goods("a")), pack(offer("a", {"retail": "100", "vip": "70", "bulk": "5 USD"})))
    assert prices(channel, "a") == {"Розничная": "100.00"}
    assert [named(row)[2:] for row in aside(channel)] == [
        ("ИдТипаЦены", "vip", "commerceml_unknown_price_type"), ("Валюта", "USD", "commerceml_other_currency"),
    ]  # fmt: skip
    assert all(row.fault.refusal.what_to_do for row in aside(channel))
    bring(channel, pack(offer("a", {"retail": "100", "bulk": "5"})))
    assert aside(channel) == []


def test_an_offer_of_unknown_goods_waits_and_stands_once_the_goods_have_come(house: str) -> None:
    channel = connection()
    offers = pack(offer("a", {"retail": "1"}, {"w1": "2"}), offer("b", {"retail": "5"}, {"w1": "3"}))
    bring(channel, catalog(goods("a")))
    found = bring(channel, offers)
    [row] = aside(channel)
    assert named(row) == ("Предложение[2]", "Предложение", "Ид", "b", "commerceml_unknown_goods")
    assert {kind: found.counts[kind].refused for kind in ("offers", "prices", "stock")} == dict.fromkeys(
        ("offers", "prices", "stock"), 1
    )
    bring(channel, catalog(goods("b")))
    bring(channel, offers)
    assert (aside(channel), prices(channel, "b"), stock(channel, "b")["Основной"]) == (
        [], {"Розничная": "5.00"}, 3000,
    )  # fmt: skip


def test_a_change_for_an_offer_that_never_came_is_put_aside(house: str) -> None:
    channel = connection()
    bring(channel, catalog(goods("a")), pack(offer("a", {"retail": "1"})))
    bring(channel, changes(offer("a", {"retail": "2"}, name=None), offer("z", {"retail": "2"}, name=None)))
    assert [named(row)[3:] for row in aside(channel)] == [("z", "commerceml_unknown_offer")]
    assert prices(channel, "a") == {"Розничная": "2.00"}


def test_a_total_with_several_warehouses_has_no_place_and_with_one_it_has(house: str) -> None:
    channel = connection()
    total = offer("a", inside="<Количество>7</Количество>")
    bring(channel, catalog(goods("a")), pack(total))
    assert [row.fault.code for row in aside(channel)] == ["commerceml_no_warehouse"]
    other = connection("1c2")
    bring(other, catalog(goods("a")), pack(total, places=""))
    assert list(stock(other, "a").values()) == [7000]


def test_a_warehouse_left_out_of_a_whole_offer_holds_nothing_and_in_changes_stays(house: str) -> None:
    channel = connection()
    bring(channel, catalog(goods("a")), pack(offer("a", stock={"w1": "5", "w2": "4"})))
    bring(channel, changes(offer("a", stock={"w1": "6"}, name=None)))
    assert stock(channel, "a") == {"Основной": 6000, "Зал": 4000}
    bring(channel, pack(offer("a", stock={"w1": "6"})))
    assert {name: n for name, n in stock(channel, "a").items() if n} == {"Основной": 6000}


def test_a_figure_that_cannot_be_read_leaves_its_warehouse_as_it_was(house: str) -> None:
    channel = connection()
    bring(channel, catalog(goods("a")), pack(offer("a", stock={"w1": "5", "w2": "4"})))
    found = bring(channel, pack(offer("a", stock={"w1": "6", "w2": "много"})))
    assert stock(channel, "a") == {"Основной": 6000, "Зал": 4000}
    assert named(aside(channel)[0])[2:] == ("КоличествоНаСкладе", "много", "commerceml.field.number")
    assert (found.counts["stock"].read, found.counts["stock"].refused) == (2, 1)
    bring(channel, pack(offer("a", stock={"w1": "6", "w2": "3"})))
    assert (stock(channel, "a"), aside(channel)) == ({"Основной": 6000, "Зал": 3000}, [])


def test_negative_stock_is_taken_as_it_is_told(house: str) -> None:
    channel = connection()
    bring(channel, catalog(goods("a")), pack(offer("a", stock={"w1": "-2", "w2": "3"})))
    assert (stock(channel, "a"), aside(channel), verify()) == ({"Основной": -2000, "Зал": 3000}, [], [])


def test_of_goods_that_stand_twice_in_a_file_the_last_counts_each_time_it_comes(house: str) -> None:
    channel = connection()
    file = catalog(goods("a", "Cup"), goods("b"), goods("a", "Mug"))
    for _ in range(3):
        bring(channel, file, pack(offer("a", {"retail": "1"}), offer("a", {"retail": "2"})))
        assert Product.objects.get(pk=ours(channel, "product", "a")).name == "Mug"
        assert prices(channel, "a") == {"Розничная": "2.00"}
    assert Product.objects.count() == 2


def test_a_deletion_mark_hides_and_a_later_card_brings_back(house: str) -> None:
    channel = connection()
    bring(channel, catalog(goods("a")), pack(offer("a", {"retail": "1"})))
    bring(channel, catalog(goods("a", attributes=' Статус="Удален"')))
    assert Product.objects.get().is_hidden
    bring(channel, catalog(goods("a")))
    assert not Product.objects.get().is_hidden
    bring(channel, catalog("<Товар><Ид>a</Ид><ПометкаУдаления>true</ПометкаУдаления></Товар>"))
    assert (Product.objects.get().is_hidden, Product.objects.get().name) == (True, "A")


def test_what_a_person_wrote_is_left_alone(house: str) -> None:
    channel = connection()
    bring(channel, catalog(goods("a", "Cup", "<Артикул>A-1</Артикул>")))
    product = ours(channel, "product", "a")
    desk.protect_fields(product_id=product, fields=["name"], actor="user:1")
    bring(channel, catalog(goods("a", "Mug", "<Артикул>A-2</Артикул>")))
    page = product_page(product)
    assert (page.name, page.sku) == ("Cup", "A-2")


def test_groups_without_a_name_and_loops_of_groups_stop_nobody_else(house: str) -> None:
    channel = connection()

    def tree(inside: str) -> str:
        return f"<Классификатор><Ид>c</Ид><Наименование>К</Наименование><Группы>{inside}</Группы></Классификатор>"

    def group(key: str, name: str, inside: str = "") -> str:
        below = f"<Группы>{inside}</Группы>" if inside else ""
        return f"<Группа><Ид>{key}</Ид><Наименование>{name}</Наименование>{below}</Группа>"

    found = bring(channel, tree(group("g1", "Посуда", group("g2", " ", group("g3", "Чашки"))) + group("g4", "Прочее")))
    assert set(Category.objects.values_list("name", flat=True)) == {"Посуда", "Чашки", "Прочее"}
    assert (found.state, found.counts["groups"].read, found.counts["groups"].refused) == ("done", 4, 1)
    bring(channel, tree(group("g4", "Прочее", group("g1", "Посуда"))))
    assert Category.objects.get(name="Посуда").parent == Category.objects.get(name="Прочее")
    found = bring(channel, tree(group("g1", "Посуда", group("g4", "Прочее"))))
    assert found.state == "done"


def test_a_number_that_no_table_holds_stops_its_row_only(house: str) -> None:
    channel = connection()
    inside = "<Цены><Цена><ИдТипаЦены>retail</ИдТипаЦены><ЦенаЗаЕдиницу>9000000000000</ЦенаЗаЕдиницу>"
    inside += "<Коэффициент>0.001</Коэффициент></Цена></Цены>"
    found = bring(
        channel, catalog(goods("a"), goods("b")), pack(offer("a", inside=inside), offer("b", {"retail": "1"}))
    )
    assert (found.state, prices(channel, "b")) == ("done", {"Розничная": "1.00"})
    assert [row.fault.code for row in aside(channel)] == ["commerceml_row_unusable"]


def test_an_id_that_is_too_long_stops_its_row_only(house: str) -> None:
    channel = connection()
    found = bring(channel, catalog(goods("x" * 300 + "1"), goods("b"), goods("x" * 300 + "2")))
    assert (found.state, found.counts["goods"].refused, Product.objects.get().name) == ("done", 2, "B")
    assert [named(row)[4] for row in aside(channel)] == ["commerceml_key_too_long"] * 2


def test_a_price_type_with_a_currency_that_cannot_change_stops_nobody_else(house: str) -> None:
    channel = connection()
    bring(channel, catalog(goods("a")), pack(offer("a", {"retail": "1"})))
    types = "<ТипыЦен><ТипЦены><Ид>retail</Ид><Наименование>Розничная</Наименование><Валюта>USD</Валюта></ТипЦены>"
    types += "<ТипЦены><Ид>new</Ид><Наименование>Новая</Наименование><Валюта>руб</Валюта></ТипЦены></ТипыЦен>"
    found = bring(channel, pack(offer("a", {"retail": "2", "new": "3"}), types=types))
    assert (found.state, prices(channel, "a")) == ("done", {"Розничная": "2.00", "Новая": "3.00"})
    assert [row.kind for row in aside(channel)] == ["price_types"]


def test_a_price_that_vanished_from_a_whole_offer_goes_though_changes_left_it_out_before(house: str) -> None:
    channel = connection()
    bring(channel, catalog(goods("a")), pack(offer("a", {"retail": "1", "bulk": "2"})))
    bring(channel, pack(offer("a", {"retail": "1"}), changes=True))
    assert prices(channel, "a") == {"Розничная": "1.00", "Оптовая": "2.00"}
    bring(channel, pack(offer("a", {"retail": "1"})))
    assert prices(channel, "a") == {"Розничная": "1.00"}


CUT = shapes.file(catalog(*(goods(f"g{n}") for n in range(900))))[:-3000]


@pytest.mark.parametrize(
    ("data", "code", "rows"),
    [
        (CUT, "commerceml.file.not_xml", 800),
        (CUT.replace(b"<\xd0\xa2", b"<<\xd0\xa2", 1), "commerceml.file.not_xml", 0),
        (b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY e "x">]><a>&e;</a>', "commerceml.file.doctype", 0),
        (shapes.file(catalog(goods("a"), goods("b", "&nbsp;"))), "commerceml.file.entity", 0),
        (shapes.file("<Группы>" * 5000), "commerceml.file.too_deep", 0),
        (shapes.file(catalog(goods("a", "x" * 17_000_000))), "commerceml.file.too_large", 0),
        (b"<html><body>502 Bad Gateway</body></html>", "commerceml.file.html", 0),
        (b"", "commerceml.file.empty", 0),
        ("<КоммерческаяИнформация><Каталог Идентификатор='1'/></КоммерческаяИнформация>".encode(),
         "commerceml.file.version_1", 0),
    ],
    ids=["cut", "mutated", "doctype", "entity", "deep", "huge", "html", "empty", "old"],
)  # fmt: skip
@pytest.mark.parametrize("house", ["sqlite"], indirect=True)
def test_a_damaged_file_is_refused_with_its_cause_and_its_good_rows_stay(
    house: str, data: bytes, code: str, rows: int
) -> None:
    channel = connection()
    number = kept(channel, data)
    import_message(number, pause_seconds=0)
    found = message(number)
    assert (found.state, code_of(found)) == ("refused", code)
    assert found.fault is not None and found.fault.refusal.sentence
    assert Product.objects.count() >= rows
    assert verify() == []


def test_values_of_a_property_are_keys_or_words(house: str) -> None:
    channel = connection()
    head = """<Классификатор><Ид>c</Ид><Наименование>К</Наименование><Свойства><Свойство><Ид>p</Ид>
    <Наименование>Цвет</Наименование><ТипЗначений>Справочник</ТипЗначений><ВариантыЗначений><Справочник>
    <ИдЗначения>v</ИдЗначения><Значение>белый</Значение></Справочник></ВариантыЗначений></Свойство></Свойства>
    </Классификатор>"""

    def value(text: str) -> str:
        inside = f"<ЗначенияСвойства><Ид>p</Ид><Значение>{text}</Значение></ЗначенияСвойства>"
        return f"<ЗначенияСвойств>{inside}</ЗначенияСвойств>"

    bring(channel, catalog(goods("a", inside=value("v")), goods("b", inside=value("белый")), head=head))
    assert {row.option and row.option.text for row in ProductValue.objects.select_related("option")} == {"белый"}
    assert ProductValue.objects.count() == 2
    bring(channel, catalog(goods("a", inside=value(""))))
    assert ProductValue.objects.count() == 1


def test_variants_listed_as_goods_become_variants_of_their_goods(house: str) -> None:
    channel = connection()
    bring(channel, catalog(goods("a"), goods("a#x", "A (x)"), goods("a#y", "A (y)"), goods("b#z", "B (z)")))
    assert (Product.objects.count(), Variant.objects.count()) == (2, 3)
    again = bring(channel, catalog(goods("a"), goods("a#x", "A (x)"), goods("a#y", "A (y)"), goods("b#z", "B (z)")))
    assert again.counts["goods"].unchanged == 4


@pytest.mark.parametrize("rounds", [12, pytest.param(300, marks=pytest.mark.slow)])
def test_mutated_files_end_taken_or_refused_and_never_in_an_error(house: str, rounds: int) -> None:
    channel = connection()
    whole = shapes.file(shapes.CLASSIC_IMPORT) + b"\0" + shapes.file(shapes.CLASSIC_OFFERS)
    chance = random.Random(2)
    states: Counter[str] = Counter()
    for _ in range(rounds):
        for data in whole.split(b"\0"):
            changed = bytearray(data)
            for _ in range(chance.randint(1, 4)):
                at = chance.randrange(200, len(changed))
                noise = bytes(chance.choices(b"<>&;0a/=\"'#\xd0\x90-.", k=chance.randint(0, 3)))
                changed[at : at + chance.randint(0, 3)] = noise
            number = kept(channel, bytes(changed))
            import_message(number, pause_seconds=0)
            states[message(number).state] += 1
    assert set(states) == {"done", "refused"} and sum(states.values()) == 2 * rounds
    assert all(named(row)[4] for row in aside(channel))
    assert verify() == []


def test_a_task_that_is_run_again_behind_its_end_keeps_the_counts(house: str) -> None:
    channel = connection()
    number = kept(channel, shapes.file(catalog(goods("a"), goods("b"))))
    for _ in range(2):
        import_file.call(number)
        assert message(number).counts["goods"].created == 2
    import_again.call(number)
    assert message(number).counts["goods"].unchanged == 2


def test_two_messages_of_one_connection_are_never_worked_on_at_once(house: str) -> None:
    channel = connection()
    first, second = kept(channel, shapes.file(catalog(goods("a")))), kept(channel, shapes.file(catalog(goods("b"))))
    begin(number=first, channel=channel, actor="worker")
    with pytest.raises(ExchangeRunning):
        import_message(second, pause_seconds=0)
    assert message(second).state == "received"
    import_message(first, pause_seconds=0)
    import_message(second, pause_seconds=0)
    assert Product.objects.count() == 2
