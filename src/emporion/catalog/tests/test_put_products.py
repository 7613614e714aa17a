import pytest

from emporion.catalog import commands, queries
from emporion.catalog.types import (
    Change,
    NameMissing,
    NegativeWeight,
    Outcome,
    ProductAdded,
    ProductCard,
    ProductChanged,
    ProductHidden,
    ProductShown,
    TextTooLong,
    UnknownCategory,
    UnknownOption,
    UnknownProduct,
    UnknownProperty,
    UnknownUnit,
)
from emporion.journal.queries import last_fact, timeline
from emporion.kernel.errors import Refused

from .factories import BY, category, choice, product, put, text_property


def told(pk: int) -> list[object]:
    return [fact.event for fact in reversed(timeline([f"product:{pk}"]))]


def test_a_new_product_is_told_with_the_place_it_came_from(house: str) -> None:
    (outcome,) = put(ProductCard(name=" Cup ", sku=" C-1 ", place="Товар[3]"))

    page = queries.product_page(outcome.id)
    assert (outcome.done, page.name, page.sku, page.unit.code, page.kind) == ("created", "Cup", "C-1", "796", "goods")
    (fact,) = timeline([f"product:{outcome.id}"])
    assert fact.event == ProductAdded(f"product:{outcome.id}", "Cup", "C-1")
    assert (fact.place, fact.message, fact.actor) == ("Товар[3]", 7, "channel:1c")


def test_what_a_card_does_not_tell_stays(house: str) -> None:
    pk = product("Cup", sku="C-1", brand="Ober", weight_grams=300)

    put(ProductCard(pk, weight_grams=310))

    page = queries.product_page(pk)
    assert (page.name, page.sku, page.brand, page.weight_grams) == ("Cup", "C-1", "Ober", 310)
    assert told(pk)[-1] == ProductChanged(f"product:{pk}", (Change("weight_grams", "300", "310"),))


def test_one_card_is_one_fact_with_all_its_changes(house: str) -> None:
    pk, kitchen, material, colour = product("Cup"), category(), text_property(), choice()
    before = last_fact()

    put(ProductCard(pk, name="Mug", category_ids=(kitchen,),
                    values=((material, None, "clay"), (colour.id, colour.option_ids[1], ""))))  # fmt: skip

    assert last_fact() == before + 1
    assert told(pk)[-1] == ProductChanged(
        f"product:{pk}",
        (
            Change("name", "Cup", "Mug"),
            Change("categories", "", str(kitchen)),
            Change(f"value:{material}", None, "clay"),
            Change(f"value:{colour.id}", None, "blue"),
        ),
    )


def test_the_same_card_again_changes_nothing_and_tells_nothing(house: str) -> None:
    kitchen, material = category(), text_property()
    card = ProductCard(name=" Cup", description="a < b\nc", category_ids=(kitchen,), values=((material, None, "clay"),))
    (made,) = put(card)
    before = last_fact()

    again = ProductCard(made.id, name=" Cup", description="a < b\nc", category_ids=(kitchen,),
                        values=((material, None, "clay"),))  # fmt: skip

    assert put(again) == (Outcome(made.id, "unchanged"),)
    assert last_fact() == before


def test_properties_in_another_order_are_no_change(house: str) -> None:
    material, shape = text_property("Material"), text_property("Shape")
    pk = product(values=((material, None, "clay"), (shape, None, "round")))

    (outcome,) = put(ProductCard(pk, values=((shape, None, "round"), (material, None, "clay"))))

    assert outcome.done == "unchanged"


def test_several_values_of_a_property_keep_their_order(house: str) -> None:
    material = text_property()
    pk = product(values=((material, None, "clay"), (material, None, "glaze")))

    (outcome,) = put(ProductCard(pk, values=((material, None, "glaze"), (material, None, "clay"))))

    assert outcome.done == "changed"
    assert queries.product_page(pk).values[0].texts == ("glaze", "clay")


def test_an_empty_value_is_no_value(house: str) -> None:
    material = text_property()
    pk = product(values=((material, None, "clay"),))

    put(ProductCard(pk, values=((material, None, ""),)))

    assert queries.product_page(pk).values == ()
    change, was = Change(f"value:{material}", "clay", None), (f"value:{material}", '[[null, "clay"]]')
    assert told(pk)[-1] == ProductChanged(f"product:{pk}", (change,), exactly=(was,))


def test_an_empty_list_takes_a_product_out_of_its_categories(house: str) -> None:
    pk = product(category_ids=(category(),))

    put(ProductCard(pk, category_ids=()))

    assert queries.product_page(pk).categories == ()


def test_two_cards_of_one_call_for_one_product_follow_each_other(house: str) -> None:
    pk = product("Cup")

    outcomes = put(ProductCard(pk, name="Mug"), ProductCard(pk, sku="M-1"), ProductCard(pk, name="Mug"))

    assert [outcome.done for outcome in outcomes] == ["changed", "changed", "unchanged"]
    assert told(pk)[1:] == [
        ProductChanged(f"product:{pk}", (Change("name", "Cup", "Mug"),)),
        ProductChanged(f"product:{pk}", (Change("sku", "", "M-1"),)),
    ]


def test_a_change_taken_back_in_the_same_call_leaves_the_product_as_it_was(house: str) -> None:
    material = text_property()
    pk = product("Cup", values=((material, None, "clay"),))

    put(ProductCard(pk, name="Mug", values=()), ProductCard(pk, name="Cup", values=((material, None, "clay"),)))

    page = queries.product_page(pk)
    assert (page.name, page.values[0].texts) == ("Cup", ("clay",))


def test_a_deleted_product_is_hidden_and_may_come_back(house: str) -> None:
    pk = product("Cup")

    put(ProductCard(pk, is_hidden=True))
    assert not queries.products().exists()
    commands.show_products(product_ids=[pk], **BY)

    assert queries.products().get().name == "Cup"
    assert told(pk)[1:] == [ProductHidden(f"product:{pk}"), ProductShown(f"product:{pk}")]


def test_hiding_twice_tells_once(house: str) -> None:
    pk = product("Cup")

    assert commands.hide_products(product_ids=[pk], **BY)[0].done == "changed"
    assert commands.hide_products(product_ids=[pk], **BY)[0].done == "unchanged"


def test_a_long_description_is_told_by_its_beginning_and_its_length_and_what_stood_before_whole(house: str) -> None:
    pk = product(description="x" * 700)

    put(ProductCard(pk, description="short"))

    change = Change("description", "x" * 500 + "… [700]", "short")
    assert told(pk)[-1] == ProductChanged(f"product:{pk}", (change,), exactly=(("description", "x" * 700),))


def test_a_description_cannot_carry_a_script(house: str) -> None:
    pk = product(description="<b onclick='x()'>Cup</b><script>x()</script>")

    assert queries.product_page(pk).description == "<b>Cup</b>"


@pytest.mark.parametrize(
    ("card", "refusal", "facts"),
    [
        (ProductCard(name="  "), NameMissing, {}),
        (ProductCard(), NameMissing, {}),
        (ProductCard(name="x" * 501), TextTooLong, {"field": "name", "length": 501, "limit": 500}),
        (ProductCard(name="x", sku="x" * 501), TextTooLong, {"field": "sku", "length": 501, "limit": 500}),
        (ProductCard(name="x", weight_grams=-1), NegativeWeight, {"grams": -1}),
        (ProductCard(404, name="x"), UnknownProduct, {"product": 404}),
        (ProductCard(name="x", unit="999"), UnknownUnit, {"unit": "999"}),
        (ProductCard(name="x", category_ids=(404,)), UnknownCategory, {"category": 404}),
        (ProductCard(name="x", values=((404, None, "y"),)), UnknownProperty, {"property": 404}),
    ],
)
def test_a_bad_card_is_refused_by_its_index_and_nothing_is_left_behind(
    house: str, card: ProductCard, refusal: type[Refused], facts: dict[str, object]
) -> None:
    with pytest.raises(refusal) as caught:
        put(ProductCard(name="Cup"), card)

    assert caught.value.facts == {**facts, "card": 1}
    assert caught.value.sentence
    assert caught.value.what_to_do
    assert not queries.products(hidden=None).exists()
    assert last_fact() == 0


def test_an_option_of_another_property_is_refused(house: str) -> None:
    colour, size = choice("Colour"), choice("Size", ("S", "M"))

    with pytest.raises(UnknownOption) as caught:
        put(ProductCard(name="Cup", values=((colour.id, size.option_ids[0], ""),)))

    assert caught.value.facts == {"property": colour.id, "option": size.option_ids[0], "card": 0}


def test_a_name_cannot_be_emptied(house: str) -> None:
    with pytest.raises(NameMissing):
        put(ProductCard(product(), name=" "))


def test_a_key_makes_a_repeated_call_answer_the_same(house: str) -> None:
    cards = [ProductCard(name="Cup"), ProductCard(name="Mug")]
    first = put(*cards, key="message:7:1")

    assert put(*cards, key="message:7:1") == first
    assert queries.products().count() == 2
