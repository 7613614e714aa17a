"""Two loads, or a load and a page, at the same moment."""

from collections.abc import Callable

from emporion.catalog import commands, queries
from emporion.catalog.types import (
    CategoryCard,
    CategoryLoop,
    OptionCard,
    Outcome,
    ProductCard,
    ProductChanged,
    PropertyCard,
    UnitCard,
    VariantCard,
)
from emporion.journal.queries import timeline

from .factories import BY, category, choice, product, put, text_property, variant

AtOnce = Callable[..., list[object]]


def test_a_page_and_a_load_lose_nothing_of_each_other(house: str, at_once: AtOnce) -> None:
    material = text_property()
    pk = product("Cup 0")
    calls: list[Callable[[], object]] = []
    for n in range(1, 6):
        values = ((material, None, f"{n}"),)
        calls.append(lambda n=n: put(ProductCard(pk, name=f"Cup {n}")))  # type: ignore[misc]  # bound now
        calls.append(lambda values=values: put(ProductCard(pk, values=values)))  # type: ignore[misc]

    answers = at_once(*calls)

    assert all(isinstance(answer, tuple) for answer in answers), answers
    changes = [
        change
        for fact in reversed(timeline([f"product:{pk}"]))
        if isinstance(fact.event, ProductChanged)
        for change in fact.event.changes
    ]
    for field, first in (("name", "Cup 0"), (f"value:{material}", None)):
        chain = [change for change in changes if change.field == field]
        assert len(chain) == 5
        assert [change.old for change in chain] == [first, *(change.new for change in chain[:-1])]


def test_two_loads_of_the_same_barcodes_follow_each_other(house: str, at_once: AtOnce) -> None:
    cup = variant()
    cards = [VariantCard(cup, barcodes=("1", "2", "3"))]

    answers = at_once(*[lambda: commands.put_variants(cards=cards, **BY)] * 5)

    done = [answer[0].done for answer in answers if isinstance(answer, tuple)]
    assert sorted(done) == ["changed", "unchanged", "unchanged", "unchanged", "unchanged"]
    assert queries.barcodes_of([cup]) == {cup: ("1", "2", "3")}


def test_the_same_new_option_and_unit_are_made_once(house: str, at_once: AtOnce) -> None:
    colour = choice()
    card = PropertyCard(colour.id, options=(OptionCard("green"),))

    options = at_once(*[lambda: commands.put_properties(cards=[card], **BY)[0].option_ids] * 4)
    units = at_once(*[lambda: commands.put_units(cards=[UnitCard("736", "roll")], **BY)[0].id] * 4)

    assert len(set(options)) == len(set(units)) == 1
    assert [option.text for option in queries.properties()[0].options] == ["red", "blue", "green"]


def test_two_moves_that_would_close_a_loop_together_do_not(house: str, at_once: AtOnce) -> None:
    home, garden = category("Home"), category("Garden")

    answers = at_once(
        lambda: commands.put_categories(cards=[CategoryCard(home, parent_id=garden)], **BY)[0],
        lambda: commands.put_categories(cards=[CategoryCard(garden, parent_id=home)], **BY)[0],
    )

    assert {type(answer) for answer in answers} == {Outcome, CategoryLoop}
    assert len(queries.category_tree()) == 2
