"""A life as a table: what can be done now, what cannot, and what nobody could ever reach."""

import pytest
from django.utils.translation import override

from emporion.kernel.states import IllegalMove, StateMachine

LAMP = StateMachine(
    "lamp",
    start="off",
    moves={
        "light": (frozenset({"off"}), "on"),
        "put out": (frozenset({"on"}), "off"),
        "break": (frozenset({"on", "off"}), "broken"),
    },
)


def test_a_legal_move_leads_where_the_table_says() -> None:
    assert [LAMP.after("light", "off"), LAMP.after("put out", "on"), LAMP.after("break", "on")] == [
        "on",
        "off",
        "broken",
    ]


def test_an_illegal_move_is_refused_with_the_verb_and_the_state() -> None:
    with pytest.raises(IllegalMove) as refusal:
        LAMP.after("light", "broken")
    assert refusal.value.facts == {"document": "lamp", "verb": "light", "state": "broken"}
    assert refusal.value.sentence == "This lamp is broken: cannot light."


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "This order is closed: cannot cancel."),
        ("ru", "Сейчас заказ в состоянии «закрыт»: отменить нельзя."),
    ],
)
def test_a_refused_move_speaks_the_reader_s_language_and_keeps_its_codes(language: str, sentence: str) -> None:
    table = StateMachine(
        "order",
        start="open",
        moves={"cancel": (frozenset({"open"}), "cancelled"), "close": (frozenset({"open"}), "closed")},
    )
    with pytest.raises(IllegalMove) as refusal:
        table.after("cancel", "closed")
    with override(language):
        assert refusal.value.sentence == sentence
    assert refusal.value.facts == {"document": "order", "verb": "cancel", "state": "closed"}


def test_pages_learn_what_can_be_done_now() -> None:
    assert {state: LAMP.verbs(state) for state in LAMP.states} == {
        "off": ["light", "break"],
        "on": ["put out", "break"],
        "broken": [],
    }


def test_every_legal_move_can_be_made_and_every_other_one_is_refused() -> None:
    for verb, (sources, target) in LAMP.moves.items():
        for state in LAMP.states:
            if state in sources:
                assert LAMP.after(verb, state) == target
            else:
                with pytest.raises(IllegalMove):
                    LAMP.after(verb, state)


@pytest.mark.parametrize(
    "moves",
    [
        {"wake": (frozenset({"asleep"}), "awake")},
        {"wake": (frozenset({"on"}), "awake"), "dream": (frozenset({"asleep"}), "asleep")},
    ],
)
def test_a_table_with_a_state_nobody_can_reach_cannot_be_written(moves: dict[str, tuple[frozenset[str], str]]) -> None:
    with pytest.raises(ValueError, match=r"nobody can reach .*'asleep'"):
        StateMachine("cat", start="on", moves=moves)


def test_a_verb_the_table_does_not_know_is_an_error_of_ours() -> None:
    with pytest.raises(KeyError):
        LAMP.after("polish", "on")
