"""What becomes a row, in which order, under which key."""

from io import BytesIO

import pytest

from emporion.channels.commerceml.reader import complete, read
from emporion.channels.commerceml.rows import Kind, Row

from . import shapes


def rows(data: bytes) -> list[Row]:
    return list(read(BytesIO(data)))


def test_a_classic_import_tells_heads_before_rows_and_parents_before_children() -> None:
    assert shapes.kinds(shapes.file(shapes.CLASSIC_IMPORT)) == [
        ("file", ""), ("classifier", "c1"), ("group", "g1"), ("group", "g11"), ("group", "g12"), ("group", "g2"),
        ("property", "p1"), ("catalog", "k1"), ("goods", "a"), ("goods", "b"),
    ]  # fmt: skip


def test_groups_know_the_one_above_them() -> None:
    groups = [row for row in rows(shapes.file(shapes.CLASSIC_IMPORT)) if row.kind is Kind.GROUP]
    assert [(row.key, row.parent, row.place) for row in groups] == [
        ("g1", "", "Группа[1]"), ("g11", "g1", "Группа[2]"), ("g12", "g1", "Группа[3]"), ("g2", "", "Группа[4]"),
    ]  # fmt: skip


def test_classic_offers_count_prices_and_stock_without_being_parsed() -> None:
    offers = [row for row in rows(shapes.file(shapes.CLASSIC_OFFERS)) if row.kind is Kind.OFFER]
    assert [(row.key, row.prices, row.stocks) for row in offers] == [("a#x", 1, 2), ("b", 0, 0)]


def test_changes_join_the_two_parts_of_a_key() -> None:
    assert shapes.kinds(shapes.file(shapes.CHANGES))[1:] == [("changes", "k1#"), ("change_offer", "a#x")]
    change = rows(shapes.file(shapes.CHANGES))[-1]
    assert (change.prices, change.stocks, change.place) == (1, 2, "Предложение[1]")


def test_the_split_layout_goes_through_the_same_door() -> None:
    assert shapes.kinds(shapes.file(shapes.SPLIT_UNITS, version="3.1")) == [
        ("file", ""), ("catalog", "k1"), ("classifier", "c1"), ("unit", "796"),
    ]  # fmt: skip
    rests = [row for row in rows(shapes.file(shapes.SPLIT_RESTS)) if row.kind is Kind.OFFER]
    assert [(row.key, row.prices, row.stocks) for row in rests] == [("a#x", 0, 2), ("b", 0, 1)]


def test_a_bare_total_counts_as_one_figure_of_stock() -> None:
    body = "<ПакетПредложений><Ид>p</Ид><Предложения><Предложение><Ид>a</Ид><Количество>3</Количество></Предложение>"
    assert rows(shapes.file(body + "</Предложения></ПакетПредложений>"))[-1].stocks == 1


def test_containers_number_their_documents_anew() -> None:
    documents = [row for row in rows(shapes.file(shapes.CONTAINERS, version="3.1")) if row.kind is Kind.DOCUMENT]
    assert [(row.key, row.container, row.place) for row in documents] == [
        ("7", 1, "Контейнер[1]/Документ[1]"),
        ("pay-7", 1, "Контейнер[1]/Документ[2]"),
        ("8", 2, "Контейнер[2]/Документ[1]"),
    ]


def test_a_bare_classifier_is_a_file() -> None:
    body = shapes.CLASSIC_IMPORT.partition("<Каталог")[0]
    assert shapes.kinds(body.encode())[:2] == [("classifier", "c1"), ("group", "g1")]


def test_a_package_may_stand_before_the_classifier() -> None:
    body = "<ПакетПредложений><Ид>p#</Ид></ПакетПредложений><Классификатор><Ид>c</Ид></Классификатор>"
    assert shapes.kinds(shapes.file(body)) == [("file", ""), ("pack", "p#"), ("classifier", "c")]


def test_several_catalogs_each_announce_their_goods() -> None:
    catalogs = "".join(f"<Каталог><Ид>k{n}</Ид><Товары><Товар><Ид>a{n}</Ид></Товар></Товары></Каталог>" for n in (1, 2))
    assert shapes.kinds(shapes.file(catalogs))[1:] == [
        ("catalog", "k1"), ("goods", "a1"), ("catalog", "k2"), ("goods", "a2"),
    ]  # fmt: skip


def test_lines_and_customers_of_a_document_are_no_rows() -> None:
    body = """<Документ><Номер>1</Номер><Контрагенты><Контрагент><Ид>x</Ид></Контрагент></Контрагенты>
    <Склады><Склад><Ид>w</Ид></Склад></Склады><Товары><Товар><Ид>a</Ид></Товар></Товары></Документ>"""
    assert shapes.kinds(shapes.file(body)) == [("file", ""), ("document", "1")]


def test_no_orders_are_a_file_of_nothing() -> None:
    assert shapes.kinds(shapes.file("")) == [("file", "")]


@pytest.mark.parametrize(
    "namespace", ["", "urn:1C.ru:commerceml_2", "urn:1C.ru:commerceml_210", "urn:1C.ru:commerceml_3"]
)
def test_the_namespace_says_nothing(namespace: str) -> None:
    assert shapes.kinds(shapes.file(shapes.CLASSIC_OFFERS, namespace=namespace)) == shapes.kinds(
        shapes.file(shapes.CLASSIC_OFFERS)
    )


def test_a_prefixed_namespace_counts_prices_all_the_same() -> None:
    body = """<c:КоммерческаяИнформация xmlns:c="urn:x"><c:ПакетПредложений><c:Ид>p</c:Ид><c:Предложения><c:Предложение>
    <c:Ид>a</c:Ид><c:Цены><c:Цена><c:ИдТипаЦены>r</c:ИдТипаЦены></c:Цена></c:Цены>
    <c:Склад ИдСклада="w" КоличествоНаСкладе="1"/></c:Предложение></c:Предложения></c:ПакетПредложений>
    </c:КоммерческаяИнформация>"""
    offer = rows(body.encode())[-1]
    assert (offer.key, offer.prices, offer.stocks) == ("a", 1, 1)


def test_quirk_06_the_same_goods_twice_are_two_rows_with_one_digest() -> None:
    goods = "<Товар><Ид>a</Ид><Артикул>X</Артикул></Товар>"
    found = rows(shapes.file(f"<Каталог><Ид>k</Ид><Товары>{goods}{goods}</Товары></Каталог>"))[-2:]
    assert [row.place for row in found] == ["Товар[1]", "Товар[2]"]
    assert found[0].digest == found[1].digest


def test_quirk_08_a_digest_changes_with_any_value_and_with_nothing_else() -> None:
    def digests(body: str, **options: str) -> list[bytes]:
        return [row.digest for row in rows(shapes.file(body, **options))]

    once = digests(shapes.CLASSIC_OFFERS)
    assert digests(shapes.CLASSIC_OFFERS, encoding="windows-1251") == once
    changed = digests(shapes.CLASSIC_OFFERS.replace('КоличествоНаСкладе="7"', 'КоличествоНаСкладе="8"'))
    assert [old != new for old, new in zip(once, changed, strict=True)].count(True) == 1


def test_a_group_that_moves_changes_and_its_neighbours_do_not() -> None:
    before = "<Группа><Ид>1</Ид><Группы><Группа><Ид>2</Ид></Группа></Группы></Группа><Группа><Ид>3</Ид></Группа>"
    after = "<Группа><Ид>1</Ид></Группа><Группа><Ид>3</Ид><Группы><Группа><Ид>2</Ид></Группа></Группы></Группа>"

    def digests(groups: str) -> dict[str, bytes]:
        body = f"<Классификатор><Ид>c</Ид><Группы>{groups}</Группы></Классификатор>"
        return {row.key: row.digest for row in rows(shapes.file(body)) if row.kind is Kind.GROUP}

    old, new = digests(before), digests(after)
    assert {key for key in old if old[key] != new[key]} == {"2"}


def test_a_source_that_cannot_seek_reads_the_same() -> None:
    class Pipe(BytesIO):
        def seekable(self) -> bool:
            return False

    data = shapes.file(shapes.CLASSIC_IMPORT)
    assert [row.digest for row in read(Pipe(data))] == [row.digest for row in rows(data)]


@pytest.mark.parametrize("encoding", ["UTF-8", "windows-1251"])
def test_a_file_is_complete_only_with_its_last_tag(encoding: str) -> None:
    data = shapes.file(shapes.CLASSIC_IMPORT, encoding=encoding)
    assert complete(BytesIO(data + b"\r\n"))
    assert not any(complete(BytesIO(data[:cut])) for cut in range(0, len(data), 37))


def test_an_empty_root_and_a_bare_classifier_are_complete() -> None:
    assert complete(BytesIO('<КоммерческаяИнформация ВерсияСхемы="2.07"/>'.encode()))
    assert complete(BytesIO("<Классификатор><Ид>c</Ид></Классификатор>".encode()))
    assert not complete(BytesIO("<КоммерческаяИнформация><Классификатор></Классификатор>".encode()))
