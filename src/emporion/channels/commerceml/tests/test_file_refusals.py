"""What is no CommerceML 2 is refused politely, and dirt is washed off."""

from io import BytesIO

import pytest

from emporion.channels.commerceml import refusals
from emporion.channels.commerceml.cutter import MAX_ROW_BYTES
from emporion.channels.commerceml.reader import read

from . import shapes


def read_all(data: bytes) -> list[tuple[str, str]]:
    return [(row.kind.value, row.key) for row in read(BytesIO(data))]


@pytest.mark.parametrize(
    ("data", "refusal"),
    [
        (b"", refusals.EmptyFile),
        (b" \r\n\t ", refusals.EmptyFile),
        (b"\xef\xbb\xbf", refusals.EmptyFile),
        (b"<!DOCTYPE html><html><body>502</body></html>", refusals.HtmlFile),
        (b"<html><body>Bad gateway</body></html>", refusals.HtmlFile),
        (b'<?xml version="1.0"?><rss version="2.0"/>', refusals.UnknownRoot),
        (b"failure\nno such file", refusals.NotXml),
        (b"PK\x03\x04" + bytes(range(256)), refusals.NotXml),
        (b"\x89PNG\r\n\x1a\n", refusals.NotXml),
        ("<КоммерческаяИнформация><Каталог></КоммерческаяИнформация>".encode(), refusals.NotXml),
        (shapes.file("<not valid xml!!!"), refusals.NotXml),
        (shapes.file("") + b"<more/>", refusals.NotXml),
        (shapes.file("<Документ><Номер>5&nbsp;6</Номер></Документ>"), refusals.EntityFile),
    ],
)
def test_a_stranger_is_named_for_what_it_is(data: bytes, refusal: type[refusals.FileRefused]) -> None:
    with pytest.raises(refusal) as refused:
        read_all(data)
    assert refused.value.sentence


def test_quirk_19_commerceml_1_is_refused_by_its_attributes() -> None:
    body = '<Каталог Идентификатор="k"><Товар Идентификатор="1" Наименование="Чашка"/></Каталог>'
    with pytest.raises(refusals.OldCommerceML):
        read_all(shapes.file(body))
    with pytest.raises(refusals.OldCommerceML):
        read_all(shapes.file('<Документ ХозОперация="Order" Идентификатор="5"/>'))


def test_quirk_13_a_document_type_is_refused_before_a_parser_sees_it() -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    doctype = f'<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY l0 "lol">{laughs}]>'
    bomb = f"{doctype}<КоммерческаяИнформация>&l11;</КоммерческаяИнформация>"
    with pytest.raises(refusals.DoctypeFile):
        read_all(bomb.encode())
    outside = '<!DOCTYPE a SYSTEM "file:///etc/passwd"><КоммерческаяИнформация/>'
    with pytest.raises(refusals.DoctypeFile):
        read_all(outside.encode())


def test_quirk_13_a_document_type_behind_a_long_comment_is_refused_too() -> None:
    hidden = f"<!--{'x' * 400_000}--><!DOCTYPE a [<!ENTITY e 'x'>]><КоммерческаяИнформация>&e;</КоммерческаяИнформация>"
    with pytest.raises(refusals.FileRefused):
        read_all(hidden.encode())


def test_quirk_13_depth_is_limited() -> None:
    groups = "<Группы><Группа><Ид>1</Ид>" * 5000 + "</Группа></Группы>" * 5000
    with pytest.raises(refusals.TooDeep):
        read_all(shapes.file(f"<Классификатор>{groups}</Классификатор>"))


def test_quirk_13_a_hundred_levels_of_groups_pass() -> None:
    groups = "<Группы><Группа><Ид>1</Ид>" * 100 + "</Группа></Группы>" * 100
    assert len(read_all(shapes.file(f"<Классификатор><Ид>c</Ид>{groups}</Классификатор>"))) == 102


def test_quirk_13_what_never_becomes_a_row_does_not_fill_the_memory() -> None:
    junk = "<Что>то</Что>" * (MAX_ROW_BYTES // 16)
    with pytest.raises(refusals.TooLarge):
        read_all(shapes.file(junk))


def test_rows_before_the_cut_are_handed_out() -> None:
    data = shapes.file(shapes.CLASSIC_IMPORT)
    cut = data[: data.index("<Товар Статус".encode())]
    rows = read(BytesIO(cut))
    goods = next(row for row in rows if row.kind == "goods")
    assert goods.key == "a"
    with pytest.raises(refusals.NotXml):
        next(rows)


@pytest.mark.parametrize("encoding", ["UTF-8", "utf-8", "windows-1251", "WINDOWS-1251", "cp1251", "utf-16", "koi8-r"])
def test_quirk_01_every_encoding_reads_the_same(encoding: str) -> None:
    expected = read_all(shapes.file(shapes.CLASSIC_IMPORT))
    assert read_all(shapes.file(shapes.CLASSIC_IMPORT, encoding=encoding)) == expected


def test_quirk_01_the_byte_order_mark_and_an_empty_line_may_come_first() -> None:
    data = shapes.file(shapes.CLASSIC_IMPORT)
    assert read_all(b"\xef\xbb\xbf" + data) == read_all(b"\r\n \n" + data) == read_all(data)


@pytest.mark.parametrize(
    ("said", "true"), [("UTF-8", "windows-1251"), ("windows-1251", "UTF-8"), ("nonsense-7", "UTF-8")]
)
def test_quirk_01_a_lying_declaration_is_not_believed(said: str, true: str) -> None:
    text = shapes.file(shapes.CLASSIC_IMPORT).decode().replace('encoding="UTF-8"', f'encoding="{said}"', 1)
    assert shapes.told(text.encode(true))[-2][1].name == "Чашка"


@pytest.mark.parametrize("dirt", ["\x01", "\x00", "\x0b", "\x1f", "&#1;", "&#x1F;", "\ufffe", "&#xFFFF;", "&#55296;"])
def test_quirk_01_forbidden_characters_are_washed_off(dirt: str) -> None:
    data = shapes.file(shapes.CLASSIC_IMPORT.replace("Чашка чайная<", f"Чашка{dirt} чайная<"))
    records = {row.key: record for row, record in shapes.told(data) if row.kind == "goods"}
    assert records["a"].description == "Чашка чайная"
    assert set(records) == {"a", "b"}


def test_quirk_01_half_a_letter_does_not_cost_the_file() -> None:
    data = shapes.file(shapes.CLASSIC_IMPORT).replace("Блюдце".encode(), "Блюдц".encode() + b"\xd0")
    assert shapes.told(data)[-1][1].name == "Блюдц\ufffd"


def test_dirt_far_inside_repeats_no_row() -> None:
    goods = "".join(f"<Товар><Ид>{n}</Ид><Описание>{'слово ' * 40}</Описание></Товар>" for n in range(4000))
    last = "<Товар><Ид>last</Ид><Описание>a\x02b &#x2; c</Описание></Товар>"
    data = shapes.file(f"<Каталог><Ид>k</Ид><Товары>{goods}{last}</Товары></Каталог>")
    found = read_all(data)
    assert [key for kind, key in found if kind == "goods"] == [*map(str, range(4000)), "last"]
    assert shapes.told(data)[-1][1].description == "ab  c"
