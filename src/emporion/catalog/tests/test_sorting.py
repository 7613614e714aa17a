"""Categories, properties and units: what goods are sorted by."""

import pytest

from emporion.catalog import commands, queries
from emporion.catalog.types import (
    CategoryAdded,
    CategoryCard,
    CategoryChanged,
    CategoryLoop,
    Change,
    NameMissing,
    OptionCard,
    PropertyAdded,
    PropertyCard,
    PropertyChanged,
    StepNotPositive,
    UnitAdded,
    UnitCard,
    UnitChanged,
    UnknownCategory,
    UnknownOption,
    UnknownProperty,
)
from emporion.journal.queries import last_fact, timeline

from .factories import BY, category, choice, product, text_property


def names(hidden: bool = True) -> list[tuple[int, str]]:
    return [(node.depth, node.name) for node in queries.category_tree(hidden)]


def test_a_whole_new_tree_comes_in_one_call(house: str) -> None:
    outcomes = commands.put_categories(
        cards=[
            CategoryCard(name="Home"),
            CategoryCard(name="Kitchen", under=0, position=2),
            CategoryCard(name="Cups", under=1),
            CategoryCard(name="Bath", under=0, position=1),
        ],
        **BY,
    )

    assert [outcome.done for outcome in outcomes] == ["created"] * 4
    assert names() == [(0, "Home"), (1, "Bath"), (1, "Kitchen"), (2, "Cups")]
    home, kitchen = outcomes[0].id, outcomes[1].id
    assert timeline([f"category:{kitchen}"])[0].event == CategoryAdded(f"category:{kitchen}", "Kitchen", home)


def test_a_category_moves_with_all_below_it_and_back_to_the_top(house: str) -> None:
    home = category("Home")
    kitchen = category("Kitchen")
    category("Cups", kitchen)

    commands.put_categories(cards=[CategoryCard(kitchen, parent_id=home)], **BY)
    assert names() == [(0, "Home"), (1, "Kitchen"), (2, "Cups")]
    commands.put_categories(cards=[CategoryCard(kitchen, parent_id=0)], **BY)

    assert names() == [(0, "Home"), (0, "Kitchen"), (1, "Cups")]
    change = Change("parent_id", str(home), "0")
    assert timeline([f"category:{kitchen}"])[0].event == CategoryChanged(f"category:{kitchen}", (change,))


def test_the_same_tree_again_tells_nothing(house: str) -> None:
    home = category("Home")
    before = last_fact()

    (outcome,) = commands.put_categories(cards=[CategoryCard(home, "Home", 0, is_hidden=False)], **BY)

    assert (outcome.done, last_fact()) == ("unchanged", before)


def test_a_category_below_itself_is_refused(house: str) -> None:
    home = category("Home")
    kitchen = category("Kitchen", home)
    cups = category("Cups", kitchen)

    with pytest.raises(CategoryLoop) as caught:
        commands.put_categories(cards=[CategoryCard(home, parent_id=cups)], **BY)
    with pytest.raises(CategoryLoop):
        commands.put_categories(cards=[CategoryCard(cups, parent_id=cups)], **BY)

    assert caught.value.sentence == "The group “Home” cannot stand inside itself."
    assert names() == [(0, "Home"), (1, "Kitchen"), (2, "Cups")]


def test_a_category_without_a_name_or_a_parent_that_stands_is_refused(house: str) -> None:
    for card, refusal in (
        (CategoryCard(), NameMissing),
        (CategoryCard(name=" "), NameMissing),
        (CategoryCard(name="Cups", parent_id=404), UnknownCategory),
        (CategoryCard(404, name="Cups"), UnknownCategory),
    ):
        with pytest.raises(refusal):
            commands.put_categories(cards=[card], **BY)
    assert names() == []


def test_a_hidden_category_hides_its_branch_from_shoppers(house: str) -> None:
    home = category("Home")
    category("Kitchen", home)

    commands.put_categories(cards=[CategoryCard(home, is_hidden=True)], **BY)

    assert (names(hidden=False), len(names())) == ([], 2)


def test_the_tree_counts_visible_products(house: str) -> None:
    home = category("Home")
    product("Cup", category_ids=(home,))
    product("Mug", category_ids=(home,), is_hidden=True)

    assert [node.products for node in queries.category_tree()] == [1]


def test_options_come_with_their_property_and_are_found_again_by_text_or_number(house: str) -> None:
    colour = choice("Colour", ("red", "blue"))
    red, blue = colour.option_ids

    (again,) = commands.put_properties(
        cards=[PropertyCard(colour.id, options=(OptionCard("blue"), OptionCard("crimson", red), OptionCard("green")))],
        **BY,
    )

    green = again.option_ids[2]
    assert (again.done, again.option_ids[:2]) == ("changed", (blue, red))
    assert [(option.id, option.text) for option in queries.properties()[0].options] == [
        (red, "crimson"),
        (blue, "blue"),
        (green, "green"),
    ]
    changes = (Change(f"option:{red}", "red", "crimson"), Change(f"option:{green}", None, "green"))
    facts = [fact.event for fact in timeline([f"property:{colour.id}"])]
    assert facts == [
        PropertyChanged(f"property:{colour.id}", changes),
        PropertyAdded(f"property:{colour.id}", "Colour", "choice"),
    ]


def test_an_option_named_twice_is_one_option(house: str) -> None:
    colour = choice("Colour", ("red", "red"))

    assert len(set(colour.option_ids)) == 1
    assert len(queries.properties()[0].options) == 1


def test_the_same_property_again_tells_nothing(house: str) -> None:
    colour = choice()
    before = last_fact()

    card = PropertyCard(colour.id, "Colour", "choice", (OptionCard("red"), OptionCard("blue", colour.option_ids[1])))
    (outcome,) = commands.put_properties(cards=[card], **BY)

    assert (outcome.done, outcome.option_ids, last_fact()) == ("unchanged", colour.option_ids, before)


def test_a_property_without_a_name_or_with_a_strange_option_is_refused(house: str) -> None:
    colour, size = choice(), text_property("Size")
    for card, refusal in (
        (PropertyCard(), NameMissing),
        (PropertyCard(size, name=" "), NameMissing),
        (PropertyCard(404, name="x"), UnknownProperty),
        (PropertyCard(size, options=(OptionCard("x", colour.option_ids[0]),)), UnknownOption),
    ):
        with pytest.raises(refusal):
            commands.put_properties(cards=[card], **BY)


def test_a_unit_nobody_spoke_of_gets_the_step_of_its_kind(house: str) -> None:
    outcomes = commands.put_units(cards=[UnitCard("736", "roll"), UnitCard("118", "dl"), UnitCard("796", "шт")], **BY)

    steps = {unit.code: (unit.short, unit.step_thousandths) for unit in queries.units()}
    assert [outcome.done for outcome in outcomes] == ["created", "created", "changed"]
    assert (steps["736"], steps["118"], steps["796"]) == (("roll", 1000), ("dl", 1), ("шт", 1000))
    assert timeline(["unit:736"])[0].event == UnitAdded("unit:736", "roll")
    assert timeline(["unit:796"])[0].event == UnitChanged("unit:796", (Change("short", "pcs", "шт"),))


def test_shipped_units_weigh_and_measure_to_the_thousandth(house: str) -> None:
    steps = {unit.code: unit.step_thousandths for unit in queries.units()}

    assert (steps["796"], steps["166"], steps["112"], steps["006"]) == (1000, 1, 1, 1)


def test_a_step_of_nothing_is_refused(house: str) -> None:
    with pytest.raises(StepNotPositive):
        commands.put_units(cards=[UnitCard("796", step_thousandths=0)], **BY)
