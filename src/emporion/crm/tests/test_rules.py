"""Who a text names."""

import pytest
from hypothesis import given, strategies as st

from emporion.crm.rules import named
from emporion.crm.types import NobodyCalled, SeveralCalled

PEOPLE = {1: "Anna Berg", 2: "Anna Bergström", 3: "Ивáн Петров", 4: "Ελένη", 5: "Maria  Ionescu"}


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("@Anna Berg, call them", (1,)),
        ("see @anna bergström and @Anna Berg.", (2, 1)),
        ("@ελένη @Ελένη", (4,)),
        ("(@Maria) has the key", (5,)),
        ("write to info@shop.example or anna@berg", ()),
        ("5 @ 9.20", ()),
    ],
)
def test_the_longest_name_behind_an_at_is_meant(text: str, meant: tuple[int, ...]) -> None:
    assert named(text, PEOPLE) == meant


def test_a_name_of_nobody_is_refused_and_said() -> None:
    with pytest.raises(NobodyCalled) as refused:
        named("ask @Boris", PEOPLE)
    assert refused.value.sentence == "No colleague is called “Boris”."


def test_a_first_name_of_two_is_refused_with_both() -> None:
    with pytest.raises(SeveralCalled) as refused:
        named("@Anna?", PEOPLE)
    assert refused.value.sentence == "“Anna” may be each of these: Anna Berg, Anna Bergström."


@given(st.text(alphabet=st.characters(exclude_characters="@")))
def test_words_without_an_at_name_nobody(text: str) -> None:
    assert named(text, PEOPLE) == ()
