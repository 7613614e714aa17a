"""What the rows of a catalog and of its offers say, field by field."""

import pytest

from emporion.channels.commerceml import refusals
from emporion.channels.commerceml.records import (
    GoodsKind,
    Maker,
    Option,
    Picture,
    PriceRow,
    PropertyValue,
    StockRow,
    TaxRate,
    Unit,
)
from emporion.channels.commerceml.rows import Kind

from . import shapes

TYPE = "<ИдТипаЦены>r</ИдТипаЦены>"


def records(body: str, kind: Kind) -> list[object]:
    return [record for row, record in shapes.told(shapes.file(body)) if row.kind is kind]


def test_goods_say_all_that_stands_in_them() -> None:
    goods = shapes.told(shapes.file(shapes.CLASSIC_IMPORT))[-2][1]
    assert (goods.key, goods.goods_id, goods.variant_id, goods.place) == ("a", "a", "", "Товар[1]")
    assert (goods.name, goods.full_name, goods.article) == ("Чашка", "Чашка чайная белая", "CUP-1")
    assert goods.barcodes == ("4600000000017",)
    assert goods.unit == Unit("796", "шт", "Штука", "PCE")
    assert goods.group_ids == ("g11",)
    assert goods.pictures == (
        Picture("import_files/aa/one.jpg"),
        Picture("import_files/aa/two.jpg", "Вид сбоку"),
    )
    assert (goods.country, goods.maker) == ("Греция", Maker("m1", "Полюс"))
    assert goods.properties == (PropertyValue("p1", ("v1",)), PropertyValue("p2", ()))
    assert goods.taxes == (TaxRate("НДС", "20", 20_000_000),)
    assert (goods.kind, goods.weight_grams, goods.deleted, goods.faults) == (GoodsKind.GOODS, 350, None, ())


def test_what_is_absent_is_not_told_and_what_is_empty_is() -> None:
    bare = shapes.one_goods("<Ид>a</Ид>")
    assert (bare.name, bare.article, bare.barcodes, bare.pictures, bare.group_ids) == (None,) * 5
    assert (bare.properties, bare.description, bare.requisites, bare.options) == (None,) * 4
    empty = shapes.one_goods("<Ид>a</Ид><Артикул/><Штрихкод/><Картинка/><Группы/><ЗначенияСвойств/><Описание/>")
    assert (empty.article, empty.description) == ("", "")
    assert (empty.barcodes, empty.pictures, empty.group_ids, empty.properties) == ((),) * 4


def test_heads_tell_what_they_are_part_of() -> None:
    told = {row.kind: record for row, record in shapes.told(shapes.file(shapes.CLASSIC_OFFERS))}
    assert (told[Kind.FILE].schema, told[Kind.FILE].formed_at.isoformat()) == ("2.07", "2026-01-15T10:00:00")
    pack = told[Kind.PACK]
    assert (pack.id, pack.catalog_id, pack.classifier_id, pack.only_changes) == ("k1#", "k1", "c1", False)


def test_a_property_maps_the_ids_of_its_values_to_texts() -> None:
    body = """<Классификатор><Ид>c</Ид><Свойства>
    <Свойство><Ид>1</Ид><Наименование>Цвет</Наименование><ТипЗначений>Справочник</ТипЗначений><ВариантыЗначений>
      <Справочник><ИдЗначения>v1</ИдЗначения><Значение>белый</Значение></Справочник><Значение>чёрный</Значение>
      </ВариантыЗначений><ДляПредложений>Да</ДляПредложений></Свойство>
    <СвойствоНоменклатуры><Ид>2</Ид><Наименование>Вес</Наименование></СвойствоНоменклатуры></Свойства></Классификатор>"""
    color, weight = records(body, Kind.PROPERTY)
    assert color.values == {"v1": "белый", "чёрный": "чёрный"}  # type: ignore[attr-defined]
    assert (color.for_offers, color.for_goods) == (True, None)  # type: ignore[attr-defined]
    assert (weight.id, weight.value_type, weight.values) == ("2", "", None)  # type: ignore[attr-defined]


def test_price_types_and_warehouses_and_units() -> None:
    offers = shapes.told(shapes.file(shapes.CLASSIC_OFFERS))
    price_type = next(record for row, record in offers if row.kind is Kind.PRICE_TYPE)
    assert (price_type.currency, price_type.currency_raw, price_type.tax_included) == ("RUB", "руб", True)
    assert [record.name for row, record in offers if row.kind is Kind.WAREHOUSE] == ["Основной", "Зал"]
    unit = shapes.told(shapes.file(shapes.SPLIT_UNITS))[-1][1]
    assert (unit.code, unit.short, unit.full, unit.international, unit.deleted) == ("796", "шт", "Штука", "", False)


def test_an_offer_tells_prices_and_stock_with_their_places() -> None:
    offer, bare = (record for row, record in shapes.told(shapes.file(shapes.CLASSIC_OFFERS)) if row.kind is Kind.OFFER)
    assert (offer.key, offer.goods_id, offer.variant_id) == ("a#x", "a", "x")
    assert offer.options == (Option("Цвет", "белый"),)
    assert offer.prices == (
        PriceRow("retail", 199_900_000, "199.90", "RUB", "руб", "шт", 1_000_000, None, "Предложение[1]/Цены/Цена[1]"),
    )
    assert offer.stock == (
        StockRow("w1", 7000, "Предложение[1]/Склад[1]"),
        StockRow("w2", 500, "Предложение[1]/Склад[2]"),
    )
    assert (offer.total_thousandths, offer.told_prices, offer.told_stock) == (7500, True, True)
    assert (bare.prices, bare.stock, bare.told_prices, bare.told_stock) == (None, None, False, False)


def test_stock_is_read_in_all_three_spellings() -> None:
    change = shapes.told(shapes.file(shapes.CHANGES))[-1][1]
    assert [(row.warehouse_id, row.quantity_thousandths) for row in change.stock] == [("w1", -2000), ("w2", 4000)]
    rests = [record for row, record in shapes.told(shapes.file(shapes.SPLIT_RESTS)) if row.kind is Kind.OFFER]
    assert [[(row.warehouse_id, row.quantity_thousandths) for row in offer.stock] for offer in rests] == [
        [("w1", 3000), ("w2", 250)],
        [("", 12000)],
    ]


def test_an_empty_list_of_prices_tells_that_there_are_none() -> None:
    offer = shapes.one_offer("<Ид>a</Ид><Цены/><Остатки/>")
    assert (offer.prices, offer.stock, offer.told_prices, offer.told_stock) == ((), (), True, True)


@pytest.mark.parametrize(
    ("factor", "base"), [("1", 1_200_000_000), ("12", 100_000_000), ("0", 1_200_000_000), ("", 1_200_000_000)]
)
def test_a_price_per_pack_is_divided_by_its_factor(factor: str, base: int) -> None:
    price = f"<ИдТипаЦены>r</ИдТипаЦены><ЦенаЗаЕдиницу>1200</ЦенаЗаЕдиницу><Коэффициент>{factor}</Коэффициент>"
    offer = shapes.one_offer(f"<Ид>a</Ид><Цены><Цена>{price}</Цена></Цены>")
    assert offer.prices is not None and offer.prices[0].base_price_micro == base
    assert offer.prices[0].price_micro == 1_200_000_000


@pytest.mark.parametrize(
    ("inside", "code", "field"),
    [
        (f"{TYPE}<ЦенаЗаЕдиницу>много</ЦенаЗаЕдиницу>", "number", "ЦенаЗаЕдиницу"),
        (f"{TYPE}<ЦенаЗаЕдиницу/>", "missing", "ЦенаЗаЕдиницу"),
        ("<ЦенаЗаЕдиницу>5</ЦенаЗаЕдиницу>", "missing", "ИдТипаЦены"),
        (f"{TYPE}<ЦенаЗаЕдиницу>-999 999 999,9</ЦенаЗаЕдиницу>", "negative_price", "ЦенаЗаЕдиницу"),
        (f"{TYPE}<ЦенаЗаЕдиницу>5</ЦенаЗаЕдиницу><Коэффициент>x</Коэффициент>", "number", "Коэффициент"),
        (f"{TYPE}<ЦенаЗаЕдиницу>99999999999999</ЦенаЗаЕдиницу>", "number_too_large", "ЦенаЗаЕдиницу"),
    ],
)
def test_quirk_02_one_bad_price_among_three_is_named_and_the_others_pass(inside: str, code: str, field: str) -> None:
    good = "<Цена><ИдТипаЦены>r</ИдТипаЦены><ЦенаЗаЕдиницу>5</ЦенаЗаЕдиницу></Цена>"
    offer = shapes.one_offer(f"<Ид>a</Ид><Цены>{good}<Цена>{inside}</Цена>{good}</Цены>")
    assert offer.prices is not None and len(offer.prices) == 2
    (fault,) = offer.faults
    assert (fault.code, fault.field, fault.element) == (f"commerceml.field.{code}", field, "Цена")
    assert fault.place == "Предложение[1]/Цены/Цена[2]"
    assert field in fault.refusal().sentence
    assert isinstance(fault.refusal(), refusals.FieldRefused)


def test_a_raw_value_in_a_fault_is_cut_to_200_characters() -> None:
    offer = shapes.one_offer(f"<Ид>a</Ид><Количество>{'9' * 5000}</Количество>")
    assert (len(offer.faults[0].raw), offer.total_thousandths) == (200, None)


def test_a_row_without_an_id_is_refused_and_its_neighbours_are_not() -> None:
    with pytest.raises(refusals.MissingField) as refused:
        shapes.one_goods("<Наименование>Чашка</Наименование>")
    assert refused.value.facts == {"element": "Товар", "field": "Ид", "raw": "", "place": "Товар[1]"}
    assert "Товар[1]" in refused.value.sentence and refused.value.what_to_do


def test_quirk_02_the_sentinel_of_a_property_stays_text() -> None:
    value = "<ЗначенияСвойства><Ид>p</Ид><Значение>-999 999 999,9</Значение></ЗначенияСвойства>"
    goods = shapes.one_goods(f"<Ид>a</Ид><ЗначенияСвойств>{value}</ЗначенияСвойств>")
    assert goods.properties == (PropertyValue("p", ("-999 999 999,9",)),)
    assert goods.faults == ()


def test_quirk_02_a_weight_that_is_no_number_costs_only_itself() -> None:
    goods = shapes.one_goods("<Ид>a</Ид><Наименование>Гиря</Наименование>" + shapes.requisites(("Вес", "тяжёлая")))
    assert (goods.name, goods.weight_grams, goods.faults[0].field) == ("Гиря", None, "Вес")


@pytest.mark.parametrize(
    ("attributes", "inside", "deleted"),
    [
        (' Статус="Удален"', "", True), ("", "<Статус>Удален</Статус>", True), (' Статус="Изменен"', "", False),
        ("", "<ПометкаУдаления>true</ПометкаУдаления>", True), ("", "<ПометкаУдаления>Да</ПометкаУдаления>", True),
        ("", "<ПометкаУдаления>1</ПометкаУдаления>", True), ("", "<ПометкаУдаления>false</ПометкаУдаления>", False),
        (' Статус="Новый"', "<ПометкаУдаления>true</ПометкаУдаления>", True), ("", "", None),
    ],
)  # fmt: skip
def test_quirk_03_deleted_is_told_in_three_ways(attributes: str, inside: str, deleted: bool | None) -> None:
    assert shapes.one_goods(f"<Ид>a</Ид>{inside}", attributes).deleted is deleted


def test_quirk_03_a_mark_nobody_understands_is_a_fault() -> None:
    goods = shapes.one_goods("<Ид>a</Ид><ПометкаУдаления>наверное</ПометкаУдаления>")
    assert (goods.deleted, goods.faults[0].code) == (None, "commerceml.field.flag")


@pytest.mark.parametrize(
    "unit",
    [
        '<БазоваяЕдиница Код="796" НаименованиеПолное="Штука" МеждународноеСокращение="PCE"/>',
        "<БазоваяЕдиница>796 </БазоваяЕдиница>",
        '<БазоваяЕдиница Код="796 ">шт</БазоваяЕдиница>',
        "<БазоваяЕдиница><Ид>796</Ид><НаименованиеКраткое>шт</НаименованиеКраткое></БазоваяЕдиница>",
    ],
)  # fmt: skip
def test_quirk_04_a_unit_is_known_by_its_code_in_every_spelling(unit: str) -> None:
    found = shapes.one_goods(f"<Ид>a </Ид>{unit}")
    assert found.goods_id == "a"
    assert found.unit is not None and found.unit.code == "796"


def test_a_unit_may_carry_factors() -> None:
    factor = "<Пересчет><Единица>778</Единица><Коэффициент>12</Коэффициент></Пересчет>"
    unit = f'<БазоваяЕдиница Код="796">шт{factor}</БазоваяЕдиница>'
    assert shapes.one_goods(f"<Ид>a</Ид>{unit}").unit == Unit("796", "шт", factors=(("778", 12_000_000),))


@pytest.mark.parametrize(
    ("written", "description", "is_html"),
    [
        ("&lt;p&gt;Чай &amp;amp; кофе&lt;/p&gt;", "<p>Чай &amp; кофе</p>", True),
        ("<![CDATA[<p>Чай</p>]]> и кофе", "<p>Чай</p> и кофе", True), ("<b>Чай</b> и кофе", "<b>Чай</b> и кофе", True),
        ("&amp;lt;b&amp;gt;Чай&amp;lt;/b&amp;gt;", "<b>Чай</b>", True), ("1 &lt; 2", "1 < 2", False),
        ("начало<!-- тайна -->, конец", "начало, конец", False),
    ],
)  # fmt: skip
def test_quirk_05_descriptions_survive_every_escaping(written: str, description: str, is_html: bool) -> None:
    goods = shapes.one_goods(f"<Ид>a</Ид><Описание>{written}</Описание>")
    assert (goods.description, goods.description_is_html) == (description, is_html)


def test_quirk_05_a_very_long_name_comes_whole() -> None:
    assert shapes.one_goods(f"<Ид>a</Ид><Наименование>{'имя ' * 500}</Наименование>").name == ("имя " * 500).strip()


def test_quirk_06_the_article_is_nobodys_identity() -> None:
    goods = "".join(f"<Товар><Ид>{n}</Ид><Артикул>X</Артикул></Товар>" for n in (1, 2))
    body = f"<Каталог><Ид>k</Ид><Товары>{goods}<Товар><Ид>3</Ид><Артикул/></Товар></Товары></Каталог>"
    assert [(each.key, each.article) for each in records(body, Kind.GOODS)] == [("1", "X"), ("2", "X"), ("3", "")]  # type: ignore[attr-defined]


def test_quirk_07_goods_may_have_no_group_an_unknown_one_or_several() -> None:
    assert shapes.one_goods("<Ид>a</Ид>").group_ids is None
    assert shapes.one_goods("<Ид>a</Ид><Группы><Ид>nobody</Ид><Ид>g2</Ид></Группы>").group_ids == ("nobody", "g2")


def test_quirk_10_an_offer_without_goods_or_price_or_stock_is_still_an_offer() -> None:
    offer = shapes.one_offer("<Ид>stranger#x</Ид>")
    assert (offer.goods_id, offer.variant_id, offer.told_prices, offer.told_stock) == ("stranger", "x", False, False)


def test_quirk_10_no_pictures_are_not_told_to_be_none() -> None:
    assert shapes.one_goods("<Ид>a</Ид>").pictures is None
    assert shapes.one_goods(r"<Ид>a</Ид><Картинка>import_files\aa\1.jpg</Картинка>").pictures == (
        Picture("import_files/aa/1.jpg"),
    )


def test_quirk_14_a_price_keeps_the_word_of_its_currency() -> None:
    def price(word: str) -> PriceRow:
        inside = f"<ИдТипаЦены>r</ИдТипаЦены><ЦенаЗаЕдиницу>1 234,50</ЦенаЗаЕдиницу>{word}"
        offer = shapes.one_offer(f"<Ид>a</Ид><Цены><Цена>{inside}</Цена></Цены>")
        assert offer.prices is not None
        return offer.prices[0]

    assert (price("<Валюта>руб.</Валюта>").currency, price("<Валюта>руб.</Валюта>").currency_raw) == ("RUB", "руб.")
    assert (price("<Валюта>тугр</Валюта>").currency, price("<Валюта>тугр</Валюта>").currency_raw) == (None, "тугр")
    assert (price("").currency, price("").price_micro) == (None, 1_234_500_000)


def test_quirk_16_a_base_offer_and_its_variants_stand_side_by_side() -> None:
    offers = "".join(f"<Предложение><Ид>{key}</Ид></Предложение>" for key in ("a", "a#x", "a#y"))
    body = f"<ПакетПредложений><Ид>k#</Ид><Предложения>{offers}</Предложения></ПакетПредложений>"
    found = [(each.goods_id, each.variant_id) for each in records(body, Kind.OFFER)]  # type: ignore[attr-defined]
    assert found == [("a", ""), ("a", "x"), ("a", "y")]


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("Товар", GoodsKind.GOODS),
        ("Запас", GoodsKind.GOODS),
        ("Услуга", GoodsKind.SERVICE),
        ("Набор", GoodsKind.KIT),
        ("Прочее", None),
    ],
)
def test_the_kind_of_goods_follows_the_requisite(word: str, kind: GoodsKind | None) -> None:
    assert shapes.one_goods("<Ид>a</Ид>" + shapes.requisites(("Тип номенклатуры", word))).kind is kind


def test_an_option_without_a_value_is_no_option() -> None:
    option = "<ХарактеристикаТовара><Наименование>Размер</Наименование><Значение>{}</Значение></ХарактеристикаТовара>"
    both = f"<ХарактеристикиТовара>{option.format('')}{option.format('42')}</ХарактеристикиТовара>"
    assert shapes.one_offer(f"<Ид>a</Ид>{both}").options == (Option("Размер", "42"),)
