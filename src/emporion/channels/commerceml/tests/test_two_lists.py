"""Two lists of the same goods, one of cards and one of pictures, as MoySklad sends them every night (§3, §7.10)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.db import connection as database
from django.test.utils import CaptureQueriesContext

from emporion.catalog.models import Picture
from emporion.catalog.queries import product_page
from emporion.catalog.tests.factories import png
from emporion.channels.commerceml.uploads import area
from emporion.exchange.types import MessageView
from emporion.journal.queries import last_fact

from .bench import bring, catalog, connection, goods, ours

WROTE = re.compile(r"(?:INSERT INTO|UPDATE|DELETE FROM)\s+\"?(?:exchange_identity|catalog_\w+|journal_fact)\b")


def shown(*keys: str, whole: bool) -> str:
    """A list with a picture for each goods, that claims to be whole or not."""
    return claimed(*(goods(key, key.upper(), f"<Картинка>{key}.png</Картинка>") for key in keys), whole=whole)


def claimed(*rows: str, whole: bool) -> str:
    return catalog(*rows).replace("<Каталог>", f'<Каталог СодержитТолькоИзменения="{str(not whole).lower()}">', 1)


def cards(*keys: str) -> str:
    return claimed(*(goods(key, key.upper(), "<Описание>Good</Описание>") for key in keys), whole=True)


@pytest.fixture
def channel(house: str) -> int:
    made = connection()
    folder = area(made) / "files"
    folder.mkdir(parents=True, exist_ok=True)
    for number, key in enumerate("abc"):
        Path(folder / f"{key}.png").write_bytes(png(number + 1, 1))
    return made


def night(channel: int, *files: str) -> list[MessageView]:
    return [bring(channel, one) for one in files]


def pictures(channel: int, key: str) -> int:
    return Picture.objects.filter(product=ours(channel, "product", key)).count()


def test_quirk_10_two_lists_of_the_same_goods_sent_again_tell_and_write_nothing(channel: int) -> None:
    lists = cards("a", "b"), shown("a", "b", whole=True)
    night(channel, *lists)
    before = last_fact()
    with CaptureQueriesContext(database) as asked:
        again = night(channel, *lists)
    assert [one.counts["goods"].unchanged for one in again] == [2, 2]
    assert (last_fact(), [query["sql"][:90] for query in asked if WROTE.search(query["sql"])]) == (before, [])
    assert (pictures(channel, "a"), product_page(ours(channel, "product", "a")).description) == (1, "Good")


def test_quirk_10_what_one_of_two_lists_changes_counts_and_the_other_takes_nothing_back(channel: int) -> None:
    lists = cards("a", "b"), shown("a", "b", whole=False)
    night(channel, *lists)
    renamed = tuple(one.replace(">A<", ">Cup<") for one in lists)
    for _ in range(2):
        night(channel, *renamed)
        assert product_page(ours(channel, "product", "a")).name == "Cup"
    night(channel, *lists)
    assert product_page(ours(channel, "product", "a")).name == "A"
    assert pictures(channel, "a") == 1


def test_quirk_10_the_last_picture_goes_though_its_card_says_what_it_said_before(channel: int) -> None:
    bare = goods("a", "A", "<Описание>Good</Описание>")
    pictured = [goods(key, key.upper(), f"<Картинка>{key}.png</Картинка>") for key in "ab"]
    gone = claimed(bare, pictured[1], whole=True)
    night(channel, gone, claimed(pictured[0], whole=False))
    assert pictures(channel, "a") == 1
    night(channel, gone)  # 1C has taken it off: other goods of the list have theirs
    assert (pictures(channel, "a"), pictures(channel, "b")) == (0, 1)
    night(channel, gone, gone, claimed(pictured[0], whole=False))
    assert pictures(channel, "a") == 1
