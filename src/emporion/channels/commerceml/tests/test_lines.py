"""A refused row tells its line in the file, however long the file is and however it was written."""

from __future__ import annotations

from io import BytesIO

import pytest

from emporion.channels.commerceml.excerpt import excerpt
from emporion.channels.commerceml.inbound.job import import_message, read_again
from emporion.channels.commerceml.reader import read
from emporion.exchange.types import Hint

from . import shapes
from .bench import aside, bring, catalog, connection, goods, kept, offer, pack

LAST = 65_535  # libxml2 counts no further on an element


def written(data: bytes, text: str) -> int:
    """The line in which a text stands first, counted as an editor does."""
    return data.decode().partition(text)[0].count("\n") + 1


def test_every_refused_field_tells_the_line_of_its_own_element(house: str) -> None:
    channel = connection()
    bring(channel, catalog(goods("a")))
    prices = "<Цены>\n<Цена><ИдТипаЦены>vip</ИдТипаЦены>\n<ЦенаЗаЕдиницу>7</ЦенаЗаЕдиницу></Цена>\n\n<Цена>\
<ИдТипаЦены>retail</ИдТипаЦены>\n<ЦенаЗаЕдиницу>1,2,3</ЦенаЗаЕдиницу></Цена>\n</Цены>"
    data = shapes.file(pack("\n", offer("a", inside=prices), "\n\n", offer("z", {"retail": "5"}), "\n"))
    number = kept(channel, data)
    import_message(number, pause_seconds=0)
    lines = [
        ("Предложение[1]/Цены/Цена[1]", written(data, "<Цена><ИдТипаЦены>vip")),
        ("Предложение[1]/Цены/Цена[2]", written(data, "<Цена><ИдТипаЦены>retail")),
        ("Предложение[2]", written(data, "<Предложение><Ид>z")),
    ]
    assert [(row.place, row.line) for row in aside(channel)] == lines
    read_again(number, pause_seconds=0)
    assert [(row.place, row.line) for row in aside(channel)] == lines


@pytest.mark.parametrize("before", ["", "\n\n", "\ufeff", "\ufeff\r\n"])
def test_lines_are_counted_from_the_first_one_of_the_file(before: str) -> None:
    data = before.encode() + shapes.file(catalog("\n", goods("a"), "\n", goods("b")))
    assert [row.line() for row in read(BytesIO(data)) if row.name == "Товар"] == [
        written(data, f"<Товар><Ид>{key}") for key in "ab"
    ]


@pytest.mark.parametrize("dirt", ["", "\x02"])
def test_lines_go_on_behind_the_last_one_that_the_parser_counts(dirt: str) -> None:
    rows = [goods(f"k{n}", inside="<Описание>one\ntwo</Описание>" if n % 3 else "") + "\n" for n in range(3000)]
    last = goods("last", f"Last{dirt}", inside="\n<Штрихкод/>\n")
    data = shapes.file(catalog(goods("long", inside="\n" * LAST), *rows, last))
    found = {row.key: row.line() for row in read(BytesIO(data)) if row.name == "Товар"}
    for key in ("long", "k0", "k1", "k2000", "last"):
        assert found[key] == written(data, f"<Товар><Ид>{key}<")
    shown = excerpt(BytesIO(data), f"Товар[{len(rows) + 2}]", [Hint("field", "Штрихкод")])
    assert [part.number for part in shown if part.is_hit] == [written(data, "<Штрихкод/>")]
