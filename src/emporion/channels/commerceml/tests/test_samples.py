"""Real files of the field: each is read, or refused politely where it is another format."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from emporion.channels.commerceml.reader import complete, read
from emporion.channels.commerceml.refusals import FieldRefused, OldCommerceML
from emporion.channels.commerceml.rows import Kind, Row

from . import shapes

REFUSED = {"rakov-7.7__Sale77.xml": OldCommerceML}
HEADS = "local-name()='Классификатор' or local-name()='ПакетПредложений' or local-name()='ИзмененияПакетаПредложений'"
COUNTED = {
    Kind.CLASSIFIER: "//*[local-name()='Классификатор']",
    Kind.CATALOG: "//*[local-name()='Каталог']",
    Kind.PACK: "//*[local-name()='ПакетПредложений']",
    Kind.GROUP: "//*[local-name()='Группа']",
    Kind.PROPERTY: "//*[local-name()='Свойство' or local-name()='СвойствоНоменклатуры']",
    Kind.PRICE_TYPE: "//*[local-name()='ТипЦены']",
    Kind.WAREHOUSE: f"//*[local-name()='Склад'][../parent::*[{HEADS}]]",
    Kind.UNIT: "//*[local-name()='ЕдиницаИзмерения']",
    Kind.GOODS: "//*[local-name()='Товар'][not(ancestor::*[local-name()='Документ'])]",
    Kind.OFFER: "//*[local-name()='ПакетПредложений']//*[local-name()='Предложение']",
    Kind.CHANGE_OFFER: "//*[local-name()='ИзмененияПакетаПредложений']//*[local-name()='Предложение']",
    Kind.DOCUMENT: "//*[local-name()='Документ']",
    Kind.COUNTERPARTY: "//*[local-name()='Контрагент'][not(ancestor::*[local-name()='Документ'])]",
}
PRICES = "//*[local-name()='Предложение']/*[local-name()='Цены']/*[local-name()='Цена']"
STOCKS = "//*[local-name()='Предложение']/*[@КоличествоНаСкладе] | //*[local-name()='Остаток']"


def commerceml(samples: Path) -> list[Path]:
    files = sorted((samples / "samples/commerceml").glob("*.xml"))
    assert files
    return files


def test_every_file_is_read_and_counted_as_xpath_counts_it(samples: Path) -> None:
    for path in commerceml(samples):
        if path.name in REFUSED:
            continue
        tree = etree.parse(path)
        with path.open("rb") as source:
            counted = Counter(row.kind for row in read(source))
        assert {kind: counted[kind] for kind in COUNTED} == {
            kind: len(tree.xpath(COUNTED[kind])) for kind in COUNTED
        }, path.name


def told_or_refused(path: Path) -> Iterator[tuple[Row, Any]]:
    with path.open("rb") as source:
        for row in read(source):
            try:
                yield row, shapes.PARSERS[row.kind](row)
            except FieldRefused:
                yield row, None


def test_every_row_has_a_record_and_its_counts_are_those_of_the_record(samples: Path) -> None:
    refused: list[tuple[str, str]] = []
    for path in commerceml(samples):
        if path.name in REFUSED:
            continue
        tree = etree.parse(path)
        prices = stocks = 0
        for row, record in told_or_refused(path):
            if record is None:
                refused.append((path.name, row.place))
            elif row.kind in (Kind.OFFER, Kind.CHANGE_OFFER):
                assert len(record.prices or ()) == row.prices, (path.name, row.place)
                figures = len(record.stock or ()) or int(record.total_thousandths is not None)
                assert figures == row.stocks, (path.name, row.place)
                prices += len(record.prices or ())
                stocks += len(record.stock or ())
            assert not getattr(record, "faults", ()), (path.name, row.place, record.faults)
        assert (prices, stocks) == (len(tree.xpath(PRICES)), len(tree.xpath(STOCKS))), path.name
    assert refused == [("freesport-3.1__units.xml", "ЕдиницаИзмерения[9]")]  # its code and its id are blank


def test_files_of_another_format_are_refused_politely(samples: Path) -> None:
    for name, refusal in REFUSED.items():
        with (samples / "samples/commerceml" / name).open("rb") as source, pytest.raises(refusal) as refused:
            list(read(source))
        assert refused.value.sentence and refused.value.what_to_do


def test_every_file_is_complete_and_half_of_it_is_not(samples: Path, tmp_path: Path) -> None:
    half = tmp_path / "half.xml"
    for path in commerceml(samples):
        with path.open("rb") as source:
            assert complete(source), path.name
        half.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
        with half.open("rb") as source:
            assert not complete(source), path.name


def test_an_answer_of_1c_tells_payment_shipment_and_status(samples: Path) -> None:
    data = (samples / "samples/commerceml/argent-2.09__documents.xml").read_bytes()
    first = next(record for row, record in shapes.told(data) if row.kind is Kind.DOCUMENT)
    assert (first.number, first.number_1c, first.paid, first.shipped, first.posted, first.status_code) == (
        "142", "ТДЦУ-000001", True, True, True, "P",
    )  # fmt: skip
    assert first.sum_micro == 8_186_840_000
    assert [(line.goods_id[:8], line.price_micro, line.unit.code) for line in first.lines] == [
        ("cbcf493f", 3_338_000_000, "796"), ("bd72d913", 3_600_000_000, "715"),
    ]  # fmt: skip


def test_the_readme_of_the_samples_agrees(samples: Path) -> None:
    table = (samples / "samples/commerceml/README.md").read_text()
    for line in table.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) < 13 or not cells[0].endswith(".xml") or cells[0] in REFUSED:
            continue
        with (samples / "samples/commerceml" / cells[0]).open("rb") as source:
            counted = Counter(row.kind for row in read(source))
        offers = counted[Kind.OFFER] + counted[Kind.CHANGE_OFFER]
        told = [counted[Kind.GROUP], counted[Kind.PROPERTY], counted[Kind.GOODS], offers, counted[Kind.PRICE_TYPE]]
        assert told == list(map(int, cells[5:10])), cells[0]
        assert counted[Kind.DOCUMENT] == int(cells[11]), cells[0]
