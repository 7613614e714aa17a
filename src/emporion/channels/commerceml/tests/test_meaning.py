"""What elements of the catalog mean, and what their absence does not (§4, §5, §7), on the way into the house."""

from __future__ import annotations

import pytest

from emporion.catalog.models import Picture, Product, Variant
from emporion.catalog.tests.factories import png
from emporion.channels.commerceml.inbound import job
from emporion.channels.commerceml.uploads import area
from emporion.exchange.queries import messages
from emporion.exchange.types import Tally
from emporion.journal.queries import last_fact
from emporion.ledger.queries import verify
from emporion.parties.models import Party

from . import shapes
from .bench import aside, bring, catalog, changes, connection, goods, kept, offer, ours, pack, prices, stock

RETAIL = "Розничная"


def lying(channel: int, key: str) -> dict[str, int]:
    return {name: number // 1000 for name, number in stock(channel, key).items() if number}


# ---- several bases, catalogs, price lists


def test_quirk_15_the_same_uuid_of_two_bases_is_two_things(house: str) -> None:
    one, other = connection("1c"), connection("base2")
    for channel, name, price in ((one, "Cup", "5"), (other, "Axe", "9")):
        bring(channel, catalog(goods("a", name)), pack(offer("a", {"retail": price}, {"w1": price})))
    assert ours(one, "product", "a") != ours(other, "product", "a")
    assert set(Product.objects.values_list("name", flat=True)) == {"Cup", "Axe"}
    assert (prices(one, "a"), prices(other, "a")) == ({RETAIL: "5.00"}, {RETAIL: "9.00"})
    assert (lying(one, "a"), lying(other, "a")) == ({"Основной": 5}, {"Основной": 9})
    assert ours(one, "warehouse", "w1") != ours(other, "warehouse", "w1")
    bring(other, catalog(goods("a", "Axe", attributes=' Статус="Удален"')))
    assert [row.is_hidden for row in Product.objects.order_by("name")] == [True, False]


# ---- deleted marks


MARKS = {
    "attribute": (' Статус="Удален"', ""),
    "element": ("", "<Статус>Удален</Статус>"),
    "mark": ("", "<ПометкаУдаления>Да</ПометкаУдаления>"),
}


@pytest.mark.parametrize("mark", MARKS)
def test_fact_5_goods_and_offers_marked_deleted_in_each_way_are_hidden_and_come_back(house: str, mark: str) -> None:
    channel = connection()
    attributes, inside = MARKS[mark]
    good = catalog(goods("a", "Cup", "<Описание>Fine</Описание>")), pack(offer("a", {"retail": "5"}, {"w1": "3"}))
    gone = catalog(goods("a", "Cup", inside, attributes)), pack(offer("a", inside=inside).replace(
        "<Предложение>", f"<Предложение{attributes}>", 1))  # fmt: skip
    for _ in range(2):
        bring(channel, *good)
        assert (Product.objects.get().is_hidden, Variant.objects.get().is_hidden) == (False, False)
        bring(channel, *gone)
        assert (Product.objects.get().is_hidden, Variant.objects.get().is_hidden) == (True, True)
        assert Product.objects.get().description == "Fine"  # a deleted one may carry nothing but its id and name


# ---- what is absent is not told


def test_fact_4_what_a_row_does_not_name_is_left_as_it_was(house: str) -> None:
    channel = connection()
    bring(channel, catalog(goods("a", "Cup", "<Артикул>C-1</Артикул><Описание>Fine</Описание>")))
    bring(channel, pack(offer("a", {"retail": "5"}, {"w1": "3"}, "<Штрихкод>4600000000017</Штрихкод>")))
    bring(channel, catalog("<Товар><Ид>a</Ид></Товар>"))
    bring(channel, pack("<Предложение><Ид>a</Ид></Предложение>"))
    bring(channel, changes("<Предложение><Ид>a</Ид></Предложение>"))
    found = Product.objects.get()
    assert (found.name, found.sku, found.description, found.is_hidden) == ("Cup", "C-1", "Fine", False)
    assert (prices(channel, "a"), lying(channel, "a")) == ({RETAIL: "5.00"}, {"Основной": 3})
    assert Variant.objects.get().barcodes.count() == 1


def test_fact_5_changes_speak_of_variants_whose_key_comes_apart(house: str) -> None:
    channel = connection()
    bring(channel, catalog(goods("a")), pack(offer("a#x", {"retail": "5", "bulk": "4"}, {"w1": "3", "w2": "1"})))
    apart = '<ИдХарактеристики>x</ИдХарактеристики><Склады ИдСклада="w1" КоличествоНаСкладе="7"/>'
    bring(channel, changes(offer("a", {"retail": "6"}, inside=apart, name=None)))
    assert prices(channel, "a#x") == {RETAIL: "6.00", "Оптовая": "4.00"}
    assert (lying(channel, "a#x"), verify()) == ({"Основной": 7, "Зал": 1}, [])
    assert Variant.objects.count() == 1


@pytest.mark.parametrize(("word", "is_whole"), [("false", True), ("0", True), ("Нет", True), ("true", False)])
def test_fact_5_only_changes_is_read_in_every_spelling(house: str, word: str, is_whole: bool) -> None:
    channel = connection()
    bring(channel, catalog(goods("a")), pack(offer("a", {"retail": "5", "bulk": "4"}, {"w1": "3", "w2": "1"})))
    part = pack(offer("a", {"retail": "5"}, {"w1": "3"})).replace('Изменения="false"', f'Изменения="{word}"')
    bring(channel, part)
    assert (len(prices(channel, "a")), len(lying(channel, "a"))) == ((1, 1) if is_whole else (2, 2))


def test_fact_4_a_version_of_a_row_is_no_reason_to_take_or_to_skip_it(house: str) -> None:
    channel = connection()

    def row(version: str, name: str) -> str:
        return catalog(goods("a", name, f"<НомерВерсии>{version}</НомерВерсии>"))

    bring(channel, row("AAAB", "Cup"))
    before = last_fact()
    assert bring(channel, row("AAAB", "Cup")).counts["goods"].unchanged == 1
    assert bring(channel, row("AAAC", "Cup")).counts["goods"].unchanged == 1
    assert last_fact() == before
    bring(channel, row("AAAC", "Mug"))
    assert Product.objects.get().name == "Mug"
    bring(channel, row("AAAA", "Jug"))  # their order means nothing
    assert Product.objects.get().name == "Jug"


@pytest.mark.parametrize(("per_unit", "price"), [(True, "10.00"), (False, "120.00")])
def test_fact_5_a_price_per_pack_is_divided_by_its_factor_unless_it_is_set_otherwise(
    house: str, per_unit: bool, price: str
) -> None:
    channel = connection(price_per_unit=per_unit)
    inside = (
        "<Цены><Цена><ИдТипаЦены>retail</ИдТипаЦены><ЦенаЗаЕдиницу>120</ЦенаЗаЕдиницу><Коэффициент>12</Коэффициент>"
    )
    bring(channel, catalog(goods("a")), pack(offer("a", inside=f"{inside}</Цена></Цены>")))
    assert prices(channel, "a") == {RETAIL: price}


# ---- pictures


SHOT = png()


def put(channel: int, name: str, data: bytes) -> None:
    path = area(channel) / "files" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def whole(*rows: str) -> str:
    return catalog(*rows).replace("<Каталог>", '<Каталог СодержитТолькоИзменения="false">', 1)


def test_quirk_10_a_whole_list_without_any_picture_takes_none_off(house: str) -> None:
    channel = connection()
    put(channel, "1.png", SHOT)
    bring(channel, whole(goods("a"), goods("b")), pack(offer("a", {"retail": "5"}, {"w1": "3"})))
    bring(channel, catalog("<Товар><Ид>a</Ид><Картинка>1.png</Картинка></Товар>"))  # a second list of pictures alone
    assert Picture.objects.count() == 1
    bring(channel, whole(goods("a", "Cup"), goods("b")))
    assert (Picture.objects.count(), Product.objects.filter(name="Cup").count()) == (1, 1)
    assert (prices(channel, "a"), lying(channel, "a")) == ({RETAIL: "5.00"}, {"Основной": 3})


def test_quirk_10_a_picture_removed_in_1c_goes_when_a_whole_list_shows_others(house: str) -> None:
    channel = connection()
    put(channel, "1.png", SHOT)
    picture = "<Картинка>1.png</Картинка>"
    bring(channel, whole(goods("a", inside=picture), goods("b", inside=picture)))
    assert Picture.objects.count() == 2
    bring(channel, catalog(goods("a", "Cup"), goods("b", inside=picture)))  # it does not say that it is whole
    assert Picture.objects.count() == 2
    bring(channel, whole(goods("a"), goods("b", inside=picture)))
    assert [row.product_id for row in Picture.objects.all()] == [ours(channel, "product", "b")]


# ---- what is not of the catalog


CUSTOMERS = """<Контрагенты><Контрагент><Ид>p1</Ид><Наименование>Первый</Наименование></Контрагент>
<Контрагент><Ид>p2</Ид><Наименование>Второй</Наименование></Контрагент></Контрагенты>"""


def test_fact_4_a_file_of_customers_is_counted_and_does_no_harm(house: str, monkeypatch: pytest.MonkeyPatch) -> None:
    channel = connection()
    before = Party.objects.count()
    found = bring(channel, CUSTOMERS, catalog(goods("a")))
    assert (found.state, found.counts["customers"]) == ("done", Tally(read=2, unchanged=2))
    assert (Party.objects.count(), aside(channel), Product.objects.count()) == (before, [], 1)
    monkeypatch.setattr(job, "PAUSE_SECONDS", 0)
    number = kept(channel, shapes.file(CUSTOMERS + catalog(goods("b"))))
    job.import_message(number)
    assert [one.counts["customers"].read for one in messages(channel=channel)] == [2, 2]
