from collections.abc import Iterator

import pytest
from django.db import connection

from emporion.search import ways
from emporion.search.queries import find
from emporion.search.rules import by_beginnings, by_words
from emporion.search.types import Entry, Scope
from emporion.search.ways import Known, Way, way

from .library import library, told

# A million things, as PostgreSQL counts them: every sixteenth is a Maria, every hundredth begins with K.
CROWD = Known(1_000_000, ("bana", "bka", "bko", "bmaria"), (0.0, 0.05, 0.055, 0.06, 0.12), 0.00001)


def test_a_frequent_beginning_is_not_gathered_beside_a_rare_one() -> None:
    maria, kerturev = by_beginnings("мария чертурев")
    assert way("b", [maria, kerturev], CROWD, 6) == Way(0, (kerturev,), (maria,))


def test_a_number_is_asked_by_its_longer_part_for_many_numbers_may_begin_alike() -> None:
    series, number = by_beginnings("web 000123")
    assert way("b", [series, number], CROWD, 6) == Way(0, (number,), (series,))


def test_whole_words_are_left_to_the_index_which_skips() -> None:
    question = by_words("мария чертурев")
    assert way("b", question, CROWD, 6) == Way(0, tuple(question))


def test_what_many_have_is_looked_for_among_the_newest() -> None:
    assert way("b", by_beginnings("мария"), CROWD, 6).newest == 299  # thrice as many as should be enough
    assert 29_000 < way("b", by_beginnings("мария к"), CROWD, 6).newest < 30_000


def test_two_frequent_words_are_tried_among_the_newest_for_they_go_together_more_often_than_by_chance() -> None:
    pairs = Known(1_000_000, ("bana", "bka"), (0.0, 0.01, 0.02), 0.00001)
    assert way("b", by_beginnings("ана ка"), pairs, 6).newest == ways.TRIED


def test_all_is_rare_as_long_as_nothing_was_counted() -> None:
    question = by_beginnings("мария к")
    assert way("b", question, Known(0), 6) == Way(0, tuple(question))


@pytest.fixture
def counted() -> Iterator[None]:
    """Books of two shops, the newer ones all of the second, and PostgreSQL has counted them."""
    with library():
        told(*(Entry(f"{n:03d}", texts=(f"cup {n % 7}x",), shop=1 + n // 200) for n in range(400)))
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE search_text")
        yield


@pytest.mark.parametrize("house", ["postgresql"], indirect=True)
def test_the_newest_are_found_whichever_way_is_taken(house: str, counted: None) -> None:
    assert way("B", by_beginnings("cu"), ways.known(), 6).newest
    assert found("cu") == [f"{n}" for n in range(399, 393, -1)]
    assert found("cup", shops=frozenset({1})) == [f"{n}" for n in range(199, 193, -1)]
    assert found("cu 3x") == [f"{n}" for n in range(395, 353, -7)]
    assert found("cup 3x", shops=frozenset({1})) == ["199", "192", "185", "178", "171", "164"]


def found(text: str, **scope: frozenset[int]) -> list[str]:
    return [hit.key for hit in find(text, {"book": Scope(**scope)}, 6)]
