"""Rules of the elements of a catalog that only a whole load can show: identity, layouts, options, pictures, figures."""

from __future__ import annotations

import pytest
from django.db import connection as database
from django.test.utils import CaptureQueriesContext

from emporion.catalog.models import Category, Picture, Product, ProductValue, Variant
from emporion.catalog.queries import product_page
from emporion.channels.commerceml.inbound.absent import Settled, settle
from emporion.journal.queries import last_fact
from emporion.pricing.models import PriceType

from . import shapes
from .bench import (
    aside,
    bring,
    catalog,
    changes,
    connection,
    goods,
    named,
    offer,
    ours,
    pack,
    prices,
    stock,
)
from .test_groups import group, tree
from .test_meaning import SHOT, put, whole

PROPERTY = """<Классификатор><Ид>c</Ид><Наименование>К</Наименование><Свойства><Свойство><Ид>p</Ид>
<Наименование>Цвет</Наименование><ТипЗначений>Справочник</ТипЗначений><ВариантыЗначений><Справочник>
<ИдЗначения>v</ИдЗначения><Значение>белый</Значение></Справочник></ВариантыЗначений></Свойство></Свойства>
</Классификатор>"""


def value(text: str) -> str:
    inside = f"<ЗначенияСвойства><Ид>p</Ид><Значение>{text}</Значение></ЗначенияСвойства>"
    return f"<ЗначенияСвойств>{inside}</ЗначенияСвойств>"


def options(channel: int, key: str) -> str:
    """What tells a variant from its sisters, as it is kept."""
    return Variant.objects.get(pk=ours(channel, "variant", key)).options


# ---- identity is the id, never the name or the article


def test_rule_goods_of_one_name_and_one_article_are_as_many_as_their_ids(house: str) -> None:
    channel = connection()
    same = "<Артикул>A-1</Артикул>"
    for _ in range(2):  # and articles that are empty or absent tell nothing either
        bring(
            channel,
            catalog(*(goods(key, "Cup", same) for key in "abc"), goods("d", "Cup", "<Артикул/>"), goods("e", "Cup")),
            pack(*(offer(key, {"retail": str(price)}, inside=same) for price, key in enumerate("abcde", 1))),
        )
        assert (Product.objects.count(), Variant.objects.count()) == (5, 5)
    assert [prices(channel, key)["Розничная"] for key in "abcde"] == ["1.00", "2.00", "3.00", "4.00", "5.00"]
    bring(channel, catalog(goods("a", "Mug", "<Артикул>B-2</Артикул>")))  # renamed and renumbered, still itself
    assert (Product.objects.count(), Product.objects.filter(name="Mug", sku="B-2").count()) == (5, 1)


def test_rule_the_same_goods_in_two_files_are_one(house: str) -> None:
    channel = connection()
    bring(channel, catalog(goods("a", "Cup")))
    bring(channel, catalog(goods("a", "Cup"), goods("b")))
    assert Product.objects.count() == 2


# ---- layouts: what is inside counts, whatever the file is called


def test_rule_a_package_may_stand_before_its_catalog_and_stubs_pass(house: str) -> None:
    channel = connection()
    bring(channel, pack(offer("a", {"retail": "5"}, {"w1": "2"})), catalog(goods("a")))
    assert (prices(channel, "a"), aside(channel)) == ({"Розничная": "5.00"}, [])
    bring(channel, "<Классификатор><Ид>c</Ид></Классификатор><Каталог><Ид>k</Ид></Каталог>")  # stubs of 3.1 pass
    assert Product.objects.count() == 1


def test_rule_a_stub_of_a_catalog_without_goods_claims_nothing(house: str) -> None:
    """Reference files of the split layout carry an empty Каталог; none of it says that goods have gone."""
    channel = connection(absent="hide", absent_limit_percent=100)
    bring(channel, whole(goods("a"), goods("b")))
    began = bring(channel, whole()).at
    assert settle(channel=channel, since=began, actor="channel:1c") == Settled()
    assert Product.objects.filter(is_hidden=False).count() == 2


def test_rule_an_empty_list_of_groups_is_no_error(house: str) -> None:
    channel = connection()
    head = "<Классификатор><Ид>c</Ид><Наименование>К</Наименование><Группы/></Классификатор>"
    assert bring(channel, head, catalog(goods("a"))).state == "done"
    assert (Category.objects.count(), Product.objects.count(), aside(channel)) == (0, 1, [])


def test_rule_properties_of_old_files_and_those_without_a_type_are_properties(house: str) -> None:
    channel = connection()
    old = (
        "<Классификатор><Ид>c</Ид><Наименование>К</Наименование><Свойства><СвойствоНоменклатуры><Ид>p</Ид>"
        "<Наименование>Цвет</Наименование></СвойствоНоменклатуры></Свойства></Классификатор>"
    )
    bring(channel, old, catalog(goods("a", inside=value("белый"))))
    [told] = product_page(ours(channel, "product", "a")).values
    assert (told.property_name, told.texts) == ("Цвет", ("белый",))


def test_rule_an_empty_value_clears_and_an_absent_list_leaves_what_stood(house: str) -> None:
    channel = connection()
    bring(channel, PROPERTY, catalog(goods("a", inside=value("v"))))
    bring(channel, catalog(goods("a", "Cup")))
    assert ProductValue.objects.count() == 1
    bring(channel, catalog(goods("a", "Cup", value(""))))
    assert ProductValue.objects.count() == 0


# ---- a card: pictures, requisites


def test_rule_the_first_picture_is_the_main_one_and_folders_tell_pictures_of_one_name_apart(house: str) -> None:
    channel = connection()
    other = SHOT.replace(b"\x00\x00\x00\x04\x00\x00\x00\x03", b"\x00\x00\x00\x05\x00\x00\x00\x03")
    put(channel, "import_files/aa/1.jpg", SHOT)
    put(channel, "import_files/bb/1.jpg", other)
    put(channel, "import_files/aa/2.jpg.1", SHOT + b"2")  # an ending that was doubled on the way
    put(channel, "manual.pdf", b"%PDF-1.4")

    def shown(*paths: str) -> str:
        return "".join(f"<Картинка>{path}</Картинка>" for path in paths)

    described = shapes.requisites(("ОписаниеФайла", "import_files/aa/2.jpg.1#Side"))
    told = goods("a", inside=shown("import_files/bb/1.jpg", "import_files/aa/2.jpg.1", "manual.pdf") + described)
    bring(channel, catalog(told, goods("b", inside=shown("import_files/aa/1.jpg"))))
    rows = Picture.objects.filter(product=ours(channel, "product", "a")).order_by("position")
    assert [(row.width, row.caption) for row in rows] == [(5, ""), (4, "Side")]
    [of_b] = Picture.objects.filter(product=ours(channel, "product", "b"))
    assert of_b.content_hash not in {row.content_hash for row in rows}


@pytest.mark.parametrize("name", ["Полное наименование", "ПолноеНаименование", "Повне найменування"])
def test_rule_requisites_are_known_whatever_their_blanks_and_language(house: str, name: str) -> None:
    channel = connection()
    told = shapes.requisites((name, "A fine cup"), ("ТипНоменклатуры", "Услуга"), ("Вес", "0,35"))
    bring(channel, catalog(goods("a", "Cup", told)))
    found = Product.objects.get()
    assert (found.full_name, found.kind, found.weight_grams) == ("A fine cup", "service", 350)


def test_rule_a_very_long_name_is_cut_with_a_note_and_stops_nobody(house: str) -> None:
    channel = connection()
    name = "Long " * 199 + "end"
    for _ in range(2):
        found = bring(channel, catalog(goods("a", name), goods("b")))
        assert (found.state, found.counts["goods"].refused, Product.objects.count()) == ("done", 0, 2)
    kept = product_page(ours(channel, "product", "a"))
    assert (kept.name, kept.full_name) == (name[:500].rstrip(), name)
    [note] = aside(channel)
    assert named(note)[:3] + named(note)[4:] == ("Товар[1]", "Товар", "Наименование", "text_too_long")
    bring(channel, catalog(goods("a", "Short")))
    assert aside(channel) == []


# ---- offers: what tells variants apart


def test_rule_options_come_from_characteristics_else_properties_else_the_brackets_of_the_name(house: str) -> None:
    channel = connection()
    told = (
        "<ХарактеристикиТовара><ХарактеристикаТовара><Наименование>Размер</Наименование><Значение>42</Значение>"
        "</ХарактеристикаТовара></ХарактеристикиТовара>"
    )
    rows = offer("a#1", inside=told), offer("a#2", inside=value("v")), offer("a#3", name="Cup (35, (fine) beige)")
    bring(channel, PROPERTY, catalog(goods("a")), pack(*rows, offer("a", name="Cup")))
    assert [options(channel, f"a#{n}") for n in (1, 2)] == ['[["Размер","42"]]', '[["Цвет","белый"]]']
    assert "beige" in options(channel, "a#3") and options(channel, "a#3").startswith('[["Вариант",')
    assert options(channel, "a") == "[]"


def test_rule_variants_of_equal_options_are_kept_apart_by_their_ids(house: str) -> None:
    channel = connection()
    bring(channel, catalog(goods("a")), pack(*(offer(f"a#{n}", {"retail": str(n)}, name="Cup (red)") for n in (1, 2))))
    assert Variant.objects.count() == 2
    assert (prices(channel, "a#1"), prices(channel, "a#2")) == ({"Розничная": "1.00"}, {"Розничная": "2.00"})


# ---- prices and stock


def test_rule_currencies_are_known_by_each_word_and_a_type_without_one_has_the_connections(house: str) -> None:
    words = {"a": "руб", "b": "RUR", "c": "руб.", "d": "643", "e": "BYR", "f": ""}
    types = "".join(
        f"<ТипЦены><Ид>{key}</Ид><Наименование>{key}</Наименование>{f'<Валюта>{word}</Валюта>' if word else ''}"
        "</ТипЦены>"
        for key, word in words.items()
    )
    bring(connection(currency="KZT"), pack(types=f"<ТипыЦен>{types}</ТипыЦен>"))
    told = dict(PriceType.objects.values_list("name", "currency"))
    assert {key: told[key] for key in words} == {**dict.fromkeys("abcd", "RUB"), "e": "BYR", "f": "KZT"}


def test_rule_a_currency_that_nobody_knows_is_told_until_1c_names_another(house: str) -> None:
    channel = connection()

    def kind(word: str) -> str:
        named = f"<ТипЦены><Ид>t</Ид><Наименование>Опт</Наименование><Валюта>{word}</Валюта></ТипЦены>"
        return pack(types=f"<ТипыЦен>{named}</ТипыЦен>")

    for _ in range(2):
        bring(channel, kind("у.е."))
        [note] = aside(channel)
        assert named(note) == ("ТипЦены[1]", "ТипЦены", "Валюта", "у.е.", "commerceml_currency_word_unknown")
    assert PriceType.objects.get(name="Опт").currency == "RUB"
    bring(channel, kind("руб"))
    assert aside(channel) == []


def test_rule_stock_is_one_in_all_three_spellings_and_may_be_a_fraction(house: str) -> None:
    channel = connection()
    bring(channel, catalog(goods("a"), goods("b"), goods("c")))
    rests = "<Остатки><Остаток><Склад><Ид>w1</Ид><Количество>2.5</Количество></Склад></Остаток></Остатки>"
    bring(channel, pack(offer("a", stock={"w1": "2.5"}), offer("b", inside=rests), offer("c", stock={"w1": "1"})))
    bring(channel, changes(offer("c", inside='<Склады ИдСклада="w1" КоличествоНаСкладе="2.5"/>', name=None)))
    assert [stock(channel, key)["Основной"] for key in "abc"] == [2500] * 3


def test_rule_goods_without_an_offer_keep_their_price_and_stock(house: str) -> None:
    """MoySklad sends a second list with pictures alone and no offers at all."""
    channel = connection()
    bring(channel, catalog(goods("a")), pack(offer("a", {"retail": "5"}, {"w1": "2"})))
    bring(channel, whole(goods("a", "Cup")), pack())
    assert (prices(channel, "a"), stock(channel, "a")) == ({"Розничная": "5.00"}, {"Основной": 2000})


# ---- what came twice, and what speed asks for


def test_rule_many_rows_cost_as_many_questions_as_a_few(house: str) -> None:
    """Peers that save row by row do 100 goods a second: here a chunk is written at once."""

    def asked(count: int, code: str) -> int:
        channel = connection(code)
        keys = [f"{code}-{n}" for n in range(count)]
        rows = catalog(*map(goods, keys)), pack(*(offer(key, {"retail": "5"}, {"w1": "2"}) for key in keys))
        with CaptureQueriesContext(database) as few:
            bring(channel, *rows)
        return len(few)

    few, many = asked(10, "few"), asked(100, "many")
    assert many <= few + 5, (few, many)


def test_rule_an_unchanged_row_is_passed_over_without_a_question(house: str) -> None:
    channel = connection()
    rows = tree(group("g1")), catalog(*(goods(f"g{n}") for n in range(100)))
    bring(channel, *rows)
    before = last_fact()
    with CaptureQueriesContext(database) as asked:
        again = bring(channel, *rows)
    assert (again.counts["goods"].unchanged, last_fact()) == (100, before)
    few = len(asked)
    with CaptureQueriesContext(database) as asked:
        bring(channel, tree(group("g1")), catalog(goods("g1")))
    assert few <= len(asked) + 2
