from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from hypothesis import given, settings, strategies as st

from emporion.kernel import rows
from emporion.search.commands import tidy_all
from emporion.search.queries import find
from emporion.search.types import Entry, Scope

from .library import SHELVES, gone, library, told
from .test_rules import one_slip

PEOPLE = [
    "Мария Иванова",
    "Μαρία Παπαδοπούλου",
    "Natalia Munteanu",
    "Ștefan Țurcan",
    "Олег Щербаков",
    "Γιώργος Νικολάου",
]


@pytest.fixture(autouse=True)
def books(house: str) -> Iterator[None]:
    with library():
        yield


def found(text: str, limit: int = 6, **scope: frozenset[int]) -> list[str]:
    return [hit.key for hit in find(text, {"book": Scope(**scope)}, limit)]


def people() -> None:
    told(*(Entry(str(n), texts=(name,)) for n, name in enumerate(PEOPLE)))


def test_a_name_is_found_by_any_beginning_in_any_script() -> None:
    people()
    assert found("иван") == ["0"]
    assert found("papad") == ["1"]
    assert found("Stefan Turc") == ["3"]
    assert found("шербаков") == ["4"]
    assert sorted(found("maria")) == ["0", "1"]
    assert found("никола") == ["5"]
    assert found("мунтяну") == ["2"]  # as it is heard, with one slip


def test_a_whole_number_comes_before_its_continuations_and_the_newest_before_the_older() -> None:
    told(Entry("a", codes=("K-1042",)), Entry("b", codes=("K-10420",)), Entry("c", codes=("K-10421",)))
    assert found("k-1042") == ["a", "c", "b"]
    assert found("1042") == ["a", "c", "b"]
    assert [hit.how for hit in find("K1042", {"book": Scope()})] == ["code", "start", "start"]


def test_a_phone_is_found_by_its_end_and_as_it_is_dialled_at_home() -> None:
    told(Entry("a", phones=("+37369123456",)), Entry("b", phones=("+79161234567",)))
    assert found("3456") == found("12-34-56") == found("069 123 456") == found("+373 69 123456") == ["a"]
    assert found("8 (916) 123-45-67") == ["b"]
    assert found("345") == []


def test_what_lies_beyond_the_reach_is_not_found_however_new_it_is() -> None:
    told(*(Entry(str(n), texts=("cup",), shop=1 + n // 10) for n in range(20)))
    assert found("cup", 3, shops=frozenset({1})) == ["9", "8", "7"]
    assert found("cup", 3, shops=frozenset()) == []
    assert found("cup", 3, shops=frozenset({1}), firms=frozenset({7})) == []


def test_what_changed_is_found_by_its_new_words_alone() -> None:
    told(Entry("a", texts=("copper pot",)))
    told(Entry("a", texts=("steel pot",)))
    assert (found("copper"), found("steel"), found("pot")) == ([], ["a"], ["a"])


def test_what_is_gone_leaves_no_word_behind() -> None:
    told(Entry("a", texts=("Константинопольский",), phones=("+37369123456",)), Entry("b", texts=("Константин",)))
    gone("a")
    assert found("Константинопольский") == found("123456") == []
    assert found("Констатин") == ["b"]
    words = {row[0] for row in rows.fetch("SELECT text FROM search_word")}
    assert words == {"константин", "konstantin"}
    assert rows.fetch("SELECT count(*) FROM search_slip WHERE word_id NOT IN (SELECT id FROM search_word)") == [(0,)]


@pytest.mark.parametrize("house", ["sqlite"], indirect=True)
def test_after_the_nights_tidying_no_word_of_what_is_gone_is_left_in_the_file(house: str) -> None:
    told(
        Entry("a", texts=("Zsigmondyson",), phones=("+37369123456",)),
        *(Entry(str(n), texts=("cup",)) for n in range(9)),
    )
    gone("a")
    tidy_all()
    rows.fetch("PRAGMA wal_checkpoint(TRUNCATE)")
    raw = Path(connection.settings_dict["NAME"]).read_bytes().lower()
    assert [word for word in (b"sigmondyson", b"igmondyson", b"65432196373") if word in raw] == []
    assert found("cup", 20) == [str(n) for n in reversed(range(9))]


def test_read_anew_the_same_is_found() -> None:
    people()
    words = rows.fetch("SELECT text, uses FROM search_word ORDER BY text")
    call_command("search", "rebuild")
    assert found("Ивнова") == ["0"]
    assert rows.fetch("SELECT text, uses FROM search_word ORDER BY text") == words


def test_signs_that_mean_something_to_a_database_mean_nothing_here() -> None:
    people()
    for text in ("'", '"', "* OR", "иван' | 'x", "(иван", "NEAR(", ":*", "\\", "-иван", "%", "\0"):
        found(text)
    assert found('"иван"*') == ["0"]


@given(st.data())
@settings(max_examples=30)
def test_a_name_with_one_slip_is_found(data: st.DataObject) -> None:
    if not SHELVES:
        people()
    number = data.draw(st.integers(0, len(PEOPLE) - 1))
    name = PEOPLE[number].split()
    at = data.draw(st.sampled_from([n for n, word in enumerate(name) if len(word) > 3]))
    name[at] = data.draw(one_slip(name[at].casefold()))
    assert str(number) in found(" ".join(name))


@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from([*PEOPLE, ""])), max_size=12))
@settings(max_examples=8)
def test_everything_told_is_found_and_nothing_that_went(story: list[tuple[str, str]]) -> None:
    for key, name in story:
        if name:
            told(Entry(key, texts=(name,)))
        elif key in SHELVES:
            gone(key)
    for name in PEOPLE:
        assert sorted(found(name)) == sorted(key for key, entry in SHELVES.items() if entry.texts == (name,))
    if SHELVES:
        gone(*SHELVES)
