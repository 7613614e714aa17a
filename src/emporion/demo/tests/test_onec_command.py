"""The keyboard of the simulated 1C."""

from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from emporion.demo.onec import Base, trade


@pytest.fixture
def base(home: Path) -> Iterator[Base]:
    with Base.create(home / "demo/onec", goods=12, seed=3) as made:
        yield made


def said(*words: str) -> str:
    out = StringIO()
    call_command("onec", *words, stdout=out)
    return out.getvalue()


def single(base: Base) -> str:
    """An article of one variant."""
    asked = "SELECT article FROM goods WHERE (SELECT count(*) FROM offer WHERE goods = goods.id) = 1"
    return str(base.value(asked))


def test_a_price_is_set_in_the_demonstrations_base(base: Base) -> None:
    article = single(base)
    assert article in said("price", article, "1990.50")
    assert trade.price(base, article, "Розничная") == 199_050


def test_a_count_is_written_and_waits_to_be_told(base: Base) -> None:
    article = single(base)
    base.db.execute("DELETE FROM changed")
    said("stock", article, "3")
    offer = trade.the_offer(base, article)
    assert trade.figure(base, offer, "Основной склад").physical == 3000
    assert [tuple(row) for row in base.rows("SELECT kind, ref FROM changed")] == [("stock", offer)]


def test_goods_are_found_by_a_part_of_their_name(base: Base) -> None:
    row = base.rows("SELECT article, name FROM goods")[0]
    assert f"{row['article']}\t{row['name']}" in said("goods", row["name"].upper())


def test_what_1c_refuses_is_one_line(base: Base) -> None:
    for words in (("price", "nothing", "1"), ("price", single(base), "a lot"), ("ship", "K000001")):
        with pytest.raises(CommandError) as refused:
            said(*words)
        assert "\n" not in str(refused.value)


def test_without_a_base_the_way_to_one_is_told(home: Path) -> None:
    with pytest.raises(CommandError, match="bin/demo"):
        said("orders")
