"""A refusal is read by a person, told apart by a program, kept in a row, and sent between processes."""

import pickle
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from django.utils.translation import override
from pytest_django import Settings

from emporion.kernel.errors import Refused, stored_refusal


class KettleEmpty(Refused):
    """A refusal for tests."""

    code = "test_kettle_empty"
    says = "The kettle holds %(litres)s l, you asked for %(asked)s l."
    remedy = "Add at least %(missing)s l."

    def shown(self) -> Mapping[str, Any]:
        return {**self.facts, "missing": self.facts["asked"] - self.facts["litres"]}


@pytest.fixture
def russian(tmp_path: Path, settings: Settings) -> None:
    """Russian words for the kettle, found the way the house finds its own."""
    folder = tmp_path / "locale/ru/LC_MESSAGES"
    folder.mkdir(parents=True)
    words = Catalog("ru")
    words.add(KettleEmpty.says, "В чайнике %(litres)s л, а нужно %(asked)s л.")
    words.add(KettleEmpty.remedy, "Долейте хотя бы %(missing)s л.")
    with (folder / "django.mo").open("wb") as file:
        write_mo(file, words)
    settings.LOCALE_PATHS = [tmp_path / "locale"]


def test_a_refusal_has_a_code_facts_a_sentence_and_a_remedy() -> None:
    refusal = KettleEmpty(litres=1, asked=3)
    assert (refusal.code, refusal.facts) == ("test_kettle_empty", {"litres": 1, "asked": 3})
    assert str(refusal) == refusal.sentence == "The kettle holds 1 l, you asked for 3 l."
    assert refusal.what_to_do == "Add at least 2 l."


def test_a_refusal_without_a_remedy_says_nothing_more() -> None:
    assert Refused().what_to_do == ""


@pytest.mark.usefixtures("russian")
def test_a_stored_refusal_speaks_the_language_of_whoever_reads_it() -> None:
    with override("ru"):
        kept = KettleEmpty(litres=1, asked=3)
    again = stored_refusal(kept.code, dict(kept.facts))
    assert isinstance(again, KettleEmpty)
    with override("en"):
        assert again.sentence == "The kettle holds 1 l, you asked for 3 l."
    with override("ru"):
        assert (again.sentence, again.what_to_do) == ("В чайнике 1 л, а нужно 3 л.", "Долейте хотя бы 2 л.")


def test_a_stored_refusal_of_a_kind_that_is_gone_is_the_general_one() -> None:
    gone = stored_refusal("test_code_of_an_older_release", {"anything": 1})
    assert type(gone) is Refused
    assert (gone.sentence, gone.facts) == ("This cannot be done.", {"anything": 1})


def test_two_kinds_never_share_a_code() -> None:
    with pytest.raises(TypeError, match="share the code test_kettle_empty"):
        type("Other", (Refused,), {"code": "test_kettle_empty", "__module__": __name__})


def test_two_kinds_of_one_name_in_different_rooms_do_not_share_a_code_either() -> None:
    with pytest.raises(TypeError, match="share the code test_kettle_empty"):
        type("KettleEmpty", (Refused,), {"code": "test_kettle_empty", "__module__": "emporion.elsewhere.types"})


def test_a_kind_without_a_code_of_its_own_is_refused() -> None:
    with pytest.raises(TypeError, match="share the code"):
        type("Nameless", (Refused,), {"__module__": __name__})
    with pytest.raises(TypeError, match="share the code"):
        type("KettleVeryEmpty", (KettleEmpty,), {"__module__": __name__})
    assert type(stored_refusal("refused", {})) is Refused


def test_a_refusal_comes_whole_out_of_another_process() -> None:
    again = pickle.loads(pickle.dumps(KettleEmpty(litres=1, asked=3)))
    assert (type(again), again.facts, again.sentence) == (
        KettleEmpty,
        {"litres": 1, "asked": 3},
        "The kettle holds 1 l, you asked for 3 l.",
    )
