"""Every kind of file 1C writes is valid against the schema of its version, the namespace set aside."""

import os
from pathlib import Path

import pytest
from lxml import etree

from emporion.demo.onec import UNF, UNF_BITRIX, Base, OneC, desk, operations, trade
from emporion.demo.onec.tests.conftest import Connect
from emporion.demo.onec.tests.documents import Line, answer, document
from emporion.demo.onec.tests.site import LOGIN, PASSWORD, Site

HOME = "urn:1C.ru:commerceml_2"  # the schema's own namespace, whatever the file says


def schema_of(version: str) -> etree.XMLSchema:
    samples = os.environ.get("EMPORION_SAMPLES")
    if not samples:
        pytest.skip("EMPORION_SAMPLES is not set: the schemas of CommerceML are not part of the project")
    return etree.XMLSchema(etree.parse(Path(samples) / f"samples/commerceml/xsd/cml{version}.xsd"))


@pytest.fixture(scope="module")
def schema() -> etree.XMLSchema:
    return schema_of("207")


def findings(schema: etree.XMLSchema, *contents: bytes) -> list[str]:
    """What the schema finds wrong in the files."""
    found = []
    for content in contents:
        root = etree.fromstring(content)
        for element in root.iter():
            element.tag = f"{{{HOME}}}{etree.QName(element).localname}"
        schema.validate(etree.fromstring(etree.tostring(root, encoding="UTF-8")))
        found += [str(entry) for entry in schema.error_log]
    return found


def test_catalog_and_offers_are_valid(connect: Connect, site: Site, base: Base, schema: etree.XMLSchema) -> None:
    trade.mark_deleted(base, "КФ-00001")
    connect(portion=7).exchange_catalog(full=True)
    assert len(site.imported) == 4
    assert findings(schema, *site.imported.values()) == []


def test_a_catalog_of_hundreds_is_valid(tmp_path: Path, site: Site, schema: etree.XMLSchema) -> None:
    with (
        Base.create(tmp_path / "large", goods=300, seed=8) as large,
        OneC(large, site.url, LOGIN, PASSWORD, portion=300) as onec,
    ):
        onec.exchange_catalog(full=True)
    assert findings(schema, *site.imported.values()) == []


def test_changes_are_valid(onec: OneC, site: Site, base: Base, schema: etree.XMLSchema) -> None:
    onec.exchange_catalog(full=True)
    for row in base.rows("SELECT id FROM offer"):
        trade.change_stock(base, row["id"], "Основной склад", 1250)
    trade.change_price(base, "КФ-00002", "Розничная", 99_999)
    onec.exchange_catalog()
    assert findings(schema, site.imported["offers0_1.xml"]) == []


def answered(onec: OneC, site: Site, base: Base) -> bytes:
    """Orders of firms and people, confirmed, paid in all three ways and sent; the file 1C answers with."""
    offers = [row["offer"] for row in base.rows("SELECT DISTINCT offer FROM stock WHERE thousandths > 3000")]
    person = "<Контакты><Контакт><Тип>ТелефонРабочий</Тип><Значение>+70000000001</Значение></Контакт></Контакты>"
    firm = f"<ОфициальноеНаименование>ООО Пример</ОфициальноеНаименование><ИНН>7700000016</ИНН>{person}"
    delivery = Line("ORDER_DELIVERY", name="Доставка", kind="Услуга", vat="")
    site.batches = [
        answer(
            *(
                document(
                    str(number), Line(offer), delivery, person=(firm, person)[number % 2], customer=f"Клиент {number}"
                )
                for number, offer in enumerate(offers)
            )
        )
    ]
    onec.exchange_orders()
    for number in range(len(offers)):
        desk.confirm(base, str(number))
        desk.pay(base, str(number), operations.PAYMENTS[number % 3])
        desk.ship(base, str(number), track=f"RA{number}")
    assert len(onec.exchange_orders().sent) == len(offers) > 5
    return site.requests[[seen.mode for seen in site.requests].index("file")].body


def test_answers_about_orders_are_valid(onec: OneC, site: Site, base: Base, schema: etree.XMLSchema) -> None:
    assert findings(schema, answered(onec, site, base)) == []


def test_what_unf_sends_is_valid_too(connect: Connect, site: Site, base: Base) -> None:
    onec = connect(profile=UNF, time_scale=0.0001)
    onec.exchange_catalog(full=True)
    site.requests.clear()
    assert findings(schema_of("208"), *site.imported.values(), answered(onec, site, base)) == []


def test_sub_documents_depart_from_the_schema_only_where_unf_does(connect: Connect, site: Site, base: Base) -> None:
    """UNF leaves out the number of what it made itself, and calls a card payment what the schema does not know."""
    root = etree.fromstring(answered(connect(profile=UNF_BITRIX, time_scale=0.0001), site, base))
    below = [each for each in root.iter() if etree.QName(each).localname == "ПодчиненныйДокумент"]
    assert len(below) > 10 and all(etree.QName(each[1]).localname == "Дата" for each in below)
    for each in below:
        etree.SubElement(each, f"{{{HOME}}}Номер").text = "1"
        each.insert(1, each[-1])
    found = {one.partition("Element ")[2] for one in findings(schema_of("210"), etree.tostring(root, encoding="UTF-8"))}
    assert found and all("ХозОперация" in one and operations.CARD in one for one in found)
