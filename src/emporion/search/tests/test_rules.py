import pytest
from hypothesis import given, strategies as st

from emporion.search import rules
from emporion.search.types import Entry

NAMES = ["Мария", "Иванова", "Παπαδοπούλου", "Χρήστος", "Munteanu", "Țurcan", "Юлия", "Щербаков", "Ξένια", "Μπάμπης"]
LETTERS = st.text(
    alphabet="абвгдежзиклмнопрстуфхцчшщыэюяαβγδεζηθικλμνξοπρστυφχψωabcdefghijklmnopqrstuvwxyz", max_size=14
)


@pytest.mark.parametrize(
    "same",
    [
        ("Мария", "Μαρία", "Maria", "Mariya", "Mária"),
        ("Юлия", "Julia", "Iulia", "Yuliya"),
        ("Χρήστος", "Христос", "Christos", "Hristos", "Khristos"),
        ("Сергей", "Sergey", "Sergei"),
        ("Țurcan", "Цуркан", "Turcan", "Tsurkan"),
        ("Παπαδοπούλου", "Papadopoulou"),
        ("Ștefan", "Штефан", "Stefan", "Shtefan"),
        ("Анна", "Άννα", "Ana", "Anna"),
    ],
    ids=lambda same: same[0],
)
def test_a_name_sounds_the_same_in_every_script(same: tuple[str, ...]) -> None:
    assert len({rules.sound(word) for name in same for word in rules.words(name)}) == 1


@given(LETTERS)
def test_the_sound_of_a_beginning_is_the_beginning_of_the_sound(word: str) -> None:
    whole = rules.sound(word)
    assert all(whole.startswith(rules.sound(word[:at])) for at in range(len(word)))


@st.composite
def one_slip(draw: st.DrawFn, word: str) -> str:
    at, letter = draw(st.integers(0, len(word) - 1)), draw(st.sampled_from(word + "оιe"))
    made = [
        word[:at] + word[at + 1 :],
        word[:at] + letter + word[at:],
        word[:at] + letter + word[at + 1 :],
        word[:at] + word[at : at + 2][::-1] + word[at + 2 :],
    ]
    return draw(st.sampled_from(made))


@st.composite
def slipped(draw: st.DrawFn) -> tuple[str, str]:
    word = rules.folded(draw(st.sampled_from(NAMES)))
    return word, draw(one_slip(word))


@given(slipped())
def test_a_word_with_one_slip_shares_something_with_the_word_meant(pair: tuple[str, str]) -> None:
    word, typed = pair
    assert rules.slips(word) & rules.slips(typed)
    assert rules.is_one_slip(typed, word)


@given(LETTERS, LETTERS)
def test_two_slips_are_not_one(one: str, other: str) -> None:
    assert rules.is_one_slip(one, other) == (distance(one, other) <= 1)


def distance(one: str, other: str) -> int:
    """Letters left out, put in, changed, and neighbours that changed places: the table of the textbook."""
    rows = [[max(i, j) for j in range(len(other) + 1)] for i in range(len(one) + 1)]
    for i in range(1, len(one) + 1):
        for j in range(1, len(other) + 1):
            differs = one[i - 1] != other[j - 1]
            rows[i][j] = min(rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + differs)
            if i > 1 and j > 1 and one[i - 1] == other[j - 2] and one[i - 2] == other[j - 1]:
                rows[i][j] = min(rows[i][j], rows[i - 2][j - 2] + 1)
    return rows[-1][-1]


def test_a_code_is_found_whole_without_its_signs_and_by_its_parts() -> None:
    assert rules.tokens(Entry("1", codes=("KA-001042",))) == ["#ka001042", "#001042"]
    assert rules.code("КА-001042") == "ka001042"  # typed in Cyrillic letters that look the same


def test_a_phone_is_found_from_both_ends() -> None:
    assert rules.tokens(Entry("1", phones=("+37369123456",))) == ["+37369123456", "~65432196373"]


@pytest.mark.parametrize("typed", ["3456", "12-34-56", "069 12 34 56", "+373 69 123456"])
def test_the_end_of_a_phone_is_looked_for_from_its_end(typed: str) -> None:
    (clause,) = rules.by_beginnings(typed)
    assert any("~65432196373".startswith(form.token) for form in clause if form.open)


@given(st.sampled_from(NAMES), LETTERS, st.integers(1, 14), st.booleans())
def test_a_word_is_asked_by_its_sound_alone_and_loses_nothing(
    name: str, other: str, length: int, is_open: bool
) -> None:
    for text in (name, other, name + other):
        told = rules.tokens(Entry("1", texts=(text,)))
        for typed in rules.words(text[:length] if is_open else text):
            forms = (rules.by_beginnings if is_open else rules.by_words)(typed)[0]
            met = [one for one in told if one.startswith(typed) and (is_open or one == typed)]
            answered = [
                any(one.startswith(form.token) if form.open else one == form.token for form in forms) for one in told
            ]
            assert not met or any(answered)
