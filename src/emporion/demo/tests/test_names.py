"""The goods are called in four languages."""

import re
from pathlib import Path

import pytest

from emporion.catalog.queries import texts_of
from emporion.catalog.tests.factories import product
from emporion.demo.names import LANGUAGES, called, name_all
from emporion.demo.onec import Base

CYRILLIC = re.compile("[а-яё]", re.IGNORECASE)


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "Kettle “Dawn” 900 ml, azure № 2"),
        ("ro", "Ceainic „Zori” 900 ml, azur № 2"),
        ("el", "Βραστήρας «Αυγή» 900 ml, γαλάζιο № 2"),
    ],
)
def test_a_name_is_put_together_word_by_word(language: str, expected: str) -> None:
    assert called("Чайник «Рассвет» 900 мл, лазурь № 2", language) == expected


def test_no_russian_word_is_left_in_any_name_of_the_base(tmp_path: Path) -> None:
    with Base.create(tmp_path / "onec", goods=600) as base:
        names = [row["name"] for row in base.rows("SELECT name FROM goods")]
    assert [name for name in names for language in LANGUAGES if CYRILLIC.search(called(name, language))] == []


def test_the_catalog_is_told_once(house: str) -> None:
    cup = product("Чашка «Туман» 80 мл, мята")
    assert (name_all(), name_all()) == (3, 0)
    assert [one.name for one in texts_of([cup])[cup]] == [
        "Φλιτζάνι «Ομίχλη» 80 ml, μέντα",
        "Cup “Mist” 80 ml, mint",
        "Ceașcă „Ceață” 80 ml, mentă",
    ]
