import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from emporion.catalog import commands, queries
from emporion.catalog.queries import lists
from emporion.catalog.types import ProductCard, UnknownProduct, UnknownVariant, VariantCard
from emporion.kernel.money import Unit

from .factories import BY, category, choice, product, product_on_sale, text_property, variant


def test_a_variant_is_answered_as_orders_need_it(house: str) -> None:
    cup = variant("Cup", sku="C-1", unit="166", tax_class="reduced")

    view = queries.variants([cup])[cup]

    assert (view.name, view.sku, view.unit, view.unit_short) == ("Cup", "C-1", Unit("166", 1), "kg")
    assert (view.tax_class, view.kind, view.is_hidden, view.key) == ("reduced", "goods", False, f"v{cup}")


def test_an_unknown_variant_is_refused(house: str) -> None:
    with pytest.raises(UnknownVariant):
        queries.variants([variant(), 404])


def test_an_article_finds_the_variant_s_own_and_the_product_s(house: str) -> None:
    own = variant("Cup", sku="C-1")
    mug = product("Mug")
    second = commands.add_variant(product_id=mug, sku="C-1", **BY)

    assert [view.id for view in queries.find_by_sku(" C-1 ")] == [own, second]
    assert queries.find_by_sku("") == queries.find_by_sku("C-2") == ()


def test_hidden_finds_come_last(house: str) -> None:
    old = product("Old cup")
    hidden = commands.put_variants(cards=[VariantCard(product_id=old, barcodes=("1",), is_hidden=True)], **BY)[0].id
    shown = variant("Cup", barcodes=("1",))

    assert [view.id for view in queries.find_by_barcode("1")] == [shown, hidden]


@pytest.mark.parametrize("search", ["чашка", "ЧАШКА син", "ч-1", "4600", "cafe", "CAFÉ", "елка", "ΤΟΝΟΣ", "синяя 0017"])
def test_the_search_knows_neither_case_nor_accents_of_any_alphabet(house: str, search: str) -> None:
    product_on_sale("Чашка Синяя Café Ёлка τόνος", sku="Ч-1", barcodes=("4600000000017",))
    product_on_sale("Ложка")

    assert [row.name for row in queries.products(search)] == ["Чашка Синяя Café Ёлка τόνος"]
    assert [row.product.name for row in queries.variants_found(search)] == ["Чашка Синяя Café Ёлка τόνος"]


@pytest.mark.parametrize("few", [0, 1, 100], ids=["walked", "walked beyond one", "looked up"])
def test_a_search_answers_alike_whether_few_rows_or_many_are_hit(
    house: str, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "FEW", few)
    for name, sku, barcode in (("Cup red", "C-1", "4600001"), ("Cup blue", "C-2", "4600002"), ("Jug red", "J-1", "99")):
        product_on_sale(name, (barcode,), sku=sku)

    def found(search: str) -> tuple[list[str], list[str]]:
        return (
            [row.name for row in queries.products(search)],
            [row.product.name for row in queries.variants_found(search)],
        )

    assert found("cup") == (["Cup blue", "Cup red"],) * 2
    assert found("red 4600") == (["Cup red"],) * 2
    assert found("j-1") == (["Jug red"],) * 2
    assert found("cup 99") == ([],) * 2


@pytest.mark.parametrize("search", ["100%", "a_b", "o'k \\"])
def test_signs_of_the_database_s_language_are_letters_to_the_search(house: str, search: str) -> None:
    product_on_sale(f"Cup {search}")
    product_on_sale("Cup 100 a-b o-k")

    assert [row.name for row in queries.products(search)] == [f"Cup {search}"]


def test_a_renamed_product_is_found_by_its_new_name_only(house: str) -> None:
    cup = product("Cup")
    commands.edit_product(card=ProductCard(cup, name="Mug"), **BY)

    assert [queries.products("cup").count(), queries.products("mug").count()] == [0, 1]


def test_a_category_shows_the_products_below_it(house: str) -> None:
    home = category("Home")
    kitchen = category("Kitchen", home)
    product("Cup", category_ids=(kitchen,))
    product("Sofa", category_ids=(home, kitchen))
    product("Car")

    assert [row.name for row in queries.products(category_id=home)] == ["Cup", "Sofa"]


def test_the_list_shows_how_many_variants_there_are(house: str) -> None:
    cup, _ = product_on_sale("Cup")
    commands.add_variant(product_id=cup, options=(("Size", "L"),), **BY)
    product("Mug")

    assert [(row.name, row.variant_count) for row in queries.products()] == [("Cup", 2), ("Mug", 0)]


def test_hidden_goods_are_listed_when_asked_for(house: str) -> None:
    product("Cup")
    product("Mug", is_hidden=True)

    listed = {hidden: [row.name for row in queries.products(hidden=hidden)] for hidden in (False, True, None)}

    assert listed == {False: ["Cup"], True: ["Mug"], None: ["Cup", "Mug"]}


def test_hidden_variants_are_picked_only_when_asked_for(house: str) -> None:
    cup, first = product_on_sale("Cup")
    (second,) = commands.put_variants(cards=[VariantCard(product_id=cup, is_hidden=True)], **BY)

    assert [row.pk for row in queries.variants_found("cup")] == [first]
    assert [row.pk for row in queries.variants_found("cup", hidden=True)] == [second.id]
    assert queries.variants_found("cup", hidden=None).count() == 2


def test_the_page_of_a_product_shows_everything(house: str) -> None:
    home = category("Home")
    kitchen = category("Kitchen", home)
    material, colour = text_property(), choice()
    cup, first = product_on_sale("Cup", sku="C-1", barcodes=("1",))
    values = ((material, None, "clay"), (colour.id, colour.option_ids[0], ""), (colour.id, colour.option_ids[1], ""))
    card = ProductCard(cup, full_name="Tea cup", description="Blue", category_ids=(kitchen,), values=values)
    commands.edit_product(card=card, **BY)
    second = commands.add_variant(product_id=cup, options=(("Size", "L"), ("Set", "6")), sku="C-1L", **BY)

    page = queries.product_page(cup)

    assert (page.name, page.full_name, page.sku, page.description) == ("Cup", "Tea cup", "C-1", "Blue")
    assert [path.text for path in page.categories] == ["Home › Kitchen"]
    assert [(line.property_name, line.text) for line in page.values] == [("Material", "clay"), ("Colour", "red, blue")]
    assert [(line.id, line.name, line.sku, line.barcodes, line.is_default) for line in page.variants] == [
        (first, "Cup", "C-1", ("1",), True),
        (second, "Cup (L, 6)", "C-1L", (), False),
    ]
    assert page.subjects == (f"product:{cup}", f"variant:{first}", f"variant:{second}")


def test_the_page_of_an_unknown_product_is_refused(house: str) -> None:
    with pytest.raises(UnknownProduct) as caught:
        queries.product_page(404)

    assert caught.value.sentence == "There is no product with number 404."


def test_the_page_costs_the_same_however_much_it_shows(house: str) -> None:
    material = text_property()
    small, _ = product_on_sale("Cup")
    large, _ = product_on_sale("Mug")
    cards = [VariantCard(product_id=large, barcodes=(f"{n}", f"{n}0")) for n in range(1, 30)]
    commands.put_variants(cards=cards, **BY)
    commands.edit_product(
        card=ProductCard(large, values=tuple((material, None, f"{n}") for n in range(30)), category_ids=(category(),)),
        **BY,
    )

    counts = []
    for pk in (small, large):
        with CaptureQueriesContext(connection) as asked:
            queries.product_page(pk)
        counts.append(len(asked))

    assert counts == [8, 8]


def test_the_default_variant_stands_for_its_product(house: str) -> None:
    cup, only = product_on_sale()

    assert queries.default_variants([cup, product("Mug")]) == {cup: only}
