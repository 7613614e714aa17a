"""What a hand does to groups, pictures, values and the unit: more is refused than of other systems, and it is kept."""

import pytest

from emporion.catalog import commands, queries
from emporion.catalog.types import (
    CategoryCard,
    CategoryLoop,
    CategoryNameTaken,
    PictureBroken,
    PictureCard,
    PicturesCard,
    ProductCard,
    PropertyCard,
    PropertyNameTaken,
    TooManyPictures,
    UnitInUse,
    UnknownPicture,
    UnknownProduct,
)
from emporion.ledger.tests.factories import SHELF, SUPPLIER, move

from .factories import BY, category, choice, product, product_on_sale, put, text_property

pytestmark = pytest.mark.usefixtures("house")
A, B, C = (PictureCard(f"pictures/{name}.png", name) for name in "abc")


def hung(cup: int) -> list[str]:
    return [line.content_hash for line in queries.product_page(cup).pictures]


def guarded(cup: int) -> list[str]:
    return [line.field for line in queries.product_page(cup).protections]


def tree() -> list[tuple[int, str]]:
    return [(node.depth, node.name) for node in queries.category_tree()]


def test_a_name_stands_once_in_a_branch_and_may_stand_in_another() -> None:
    kitchen, garden = category("Kitchen"), category("Garden")
    commands.put_category(card=CategoryCard(name="Pots", parent_id=kitchen), **BY)
    commands.put_category(card=CategoryCard(name="Pots", parent_id=garden), **BY)

    for told in (
        CategoryCard(name=" POTS ", parent_id=kitchen),
        CategoryCard(name="kitchen"),
        CategoryCard(garden, "Kitchen"),
    ):
        with pytest.raises(CategoryNameTaken):
            commands.put_category(card=told, **BY)

    assert tree() == [(0, "Garden"), (1, "Pots"), (0, "Kitchen"), (1, "Pots")]


def test_a_move_beside_a_group_of_the_same_name_is_refused() -> None:
    kitchen = category("Kitchen")
    category("Pots", kitchen)
    pots = category("Pots")

    with pytest.raises(CategoryNameTaken):
        commands.put_category(card=CategoryCard(pots, parent_id=kitchen), **BY)

    assert tree() == [(0, "Kitchen"), (1, "Pots"), (0, "Pots")]


def test_a_group_is_never_moved_into_itself() -> None:
    kitchen = category("Kitchen")
    pots = category("Pots", kitchen)

    with pytest.raises(CategoryLoop):
        commands.put_category(card=CategoryCard(kitchen, parent_id=pots), **BY)


def test_a_group_is_hidden_whatever_stands_beside_it() -> None:
    category("Pots")
    twin = category("Pots")  # as other systems bring them

    commands.put_category(card=CategoryCard(twin, is_hidden=True), **BY)

    assert [node.is_hidden for node in queries.category_tree()] == [False, True]


def test_a_property_s_name_stands_once() -> None:
    material = text_property("Material")
    with pytest.raises(PropertyNameTaken):
        commands.put_property(card=PropertyCard(name="material "), **BY)

    commands.put_property(card=PropertyCard(material, "MATERIAL"), **BY)

    assert [one.name for one in queries.properties()] == ["MATERIAL"]


def test_values_of_other_properties_stay_and_only_what_changed_is_protected() -> None:
    material, colour = text_property(), choice()
    red, blue = colour.option_ids
    cup = product(values=((material, None, "clay"), (colour.id, red, "")))

    commands.put_values(product_id=cup, told=((colour.id, ((colour.id, blue, ""),)),), **BY)

    assert [line.text for line in queries.product_page(cup).values] == ["clay", "blue"]
    assert guarded(cup) == [f"value:{colour.id}"]
    put(ProductCard(cup, values=((material, None, "glass"), (colour.id, red, ""))), respects_protection=True)
    assert [line.text for line in queries.product_page(cup).values] == ["glass", "blue"]


def test_a_property_is_taken_off_and_an_exchange_does_not_bring_it_back() -> None:
    material = text_property()
    cup = product(values=((material, None, "clay"),))

    commands.put_values(product_id=cup, told=((material, ()),), **BY)
    put(ProductCard(cup, values=((material, None, "clay"),)), respects_protection=True)

    assert queries.product_page(cup).values == ()


def test_pictures_are_added_put_first_and_removed_and_no_exchange_rehangs_them() -> None:
    cup = product()
    commands.put_pictures(cards=[PicturesCard(cup, (A,))], **BY)

    commands.add_pictures(product_id=cup, pictures=(B, A, C), **BY)
    assert (hung(cup), guarded(cup)) == (["a", "b", "c"], ["pictures"])
    commands.choose_main_picture(product_id=cup, content_hash="c", **BY)
    assert hung(cup) == ["c", "a", "b"]
    commands.remove_picture(product_id=cup, content_hash="a", **BY)
    assert hung(cup) == ["c", "b"]

    (outcome,) = commands.put_pictures(
        cards=[PicturesCard(cup, (A,))], respects_protection=True, actor="channel:1c", origin="message:7"
    )
    assert (outcome.kept, hung(cup)) == (("pictures",), ["c", "b"])


def test_a_picture_that_is_there_already_changes_and_protects_nothing() -> None:
    cup = product()
    commands.put_pictures(cards=[PicturesCard(cup, (A,))], **BY)

    outcome = commands.add_pictures(product_id=cup, pictures=(A,), **BY)

    assert (outcome.done, guarded(cup)) == ("unchanged", [])


def test_what_is_not_there_is_neither_removed_nor_put_first() -> None:
    cup = product()
    for run in (commands.remove_picture, commands.choose_main_picture):
        with pytest.raises(UnknownPicture):
            run(product_id=cup, content_hash="a", **BY)
    with pytest.raises(UnknownProduct):
        commands.add_pictures(product_id=404, pictures=(A,), **BY)


def test_more_pictures_than_a_product_needs_are_refused() -> None:
    cup = product()
    many = tuple(PictureCard(f"pictures/{number}.png", str(number)) for number in range(51))

    with pytest.raises(TooManyPictures) as caught:
        commands.add_pictures(product_id=cup, pictures=many, **BY)

    assert (caught.value.facts, hung(cup)) == ({"number": 51, "limit": 50}, [])


def test_a_person_is_asked_again_for_a_picture_without_a_size() -> None:
    with pytest.raises(PictureBroken):
        commands.keep_picture(b"\x89PNG\r\n\x1a\n", is_sized=True)
    assert commands.keep_picture(b"\x89PNG\r\n\x1a\n").width is None


def test_the_unit_changes_until_stock_has_moved() -> None:
    cup, variant = product_on_sale()

    commands.edit_product(card=ProductCard(cup, unit="166"), **BY)
    assert queries.product_page(cup).unit.code == "166"

    move(SUPPLIER, SHELF, (variant, 1000))
    with pytest.raises(UnitInUse) as caught:
        commands.edit_product(card=ProductCard(cup, unit="796"), **BY)
    assert caught.value.facts == {"name": "Cup"}
    commands.edit_product(card=ProductCard(cup, unit="166", name="Mug"), **BY)  # the same unit is no change
    assert (queries.product_page(cup).unit.code, queries.product_page(cup).name) == ("166", "Mug")


def test_what_has_gone_again_still_holds_the_unit() -> None:
    cup, variant = product_on_sale()
    move(SUPPLIER, SHELF, (variant, 1000))
    move(SHELF, SUPPLIER, (variant, 1000))

    with pytest.raises(UnitInUse):
        commands.edit_product(card=ProductCard(cup, unit="166"), **BY)
