"""Every kind of file 1C writes is valid against the schema of its version, the namespace set aside."""

import os
from pathlib import Path

import pytest
from lxml import etree

from emporion.demo.onec import Base, OneC, desk, trade
from emporion.demo.onec.tests.conftest import Connect
from emporion.demo.onec.tests.documents import Line, answer, document
from emporion.demo.onec.tests.site import LOGIN, NO_ORDERS, PASSWORD, Site

HOME = "urn:1C.ru:commerceml_2"  # the schema's own namespace, whatever the file says


@pytest.fixture(scope="module")
def schema() -> etree.XMLSchema:
    samples = os.environ.get("EMPORION_SAMPLES")
    if not samples:
        pytest.skip("EMPORION_SAMPLES is not set: the schemas of CommerceML are not part of the project")
    return etree.XMLSchema(etree.parse(Path(samples) / "samples/commerceml/xsd/cml207.xsd"))


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


def test_answers_about_orders_are_valid(onec: OneC, site: Site, base: Base, schema: etree.XMLSchema) -> None:
    offers = [row["offer"] for row in base.rows("SELECT DISTINCT offer FROM stock WHERE thousandths > 3000")]
    person = "<Контакты><Контакт><Тип>ТелефонРабочий</Тип><Значение>+70000000001</Значение></Контакт></Контакты>"
    firm = f"<ОфициальноеНаименование>ООО Пример</ОфициальноеНаименование><ИНН>7700000016</ИНН>{person}"
    delivery = Line("ORDER_DELIVERY", name="Доставка", kind="Услуга", vat="")
    site.orders = answer(
        *(
            document(str(number), Line(offer), delivery, person=(firm, person)[number % 2], customer=f"Клиент {number}")
            for number, offer in enumerate(offers)
        )
    )
    onec.exchange_orders()
    site.orders = NO_ORDERS
    for number in range(len(offers)):
        desk.confirm(base, str(number))
        desk.pay(base, str(number))
        desk.ship(base, str(number))
    onec.exchange_orders()
    (name,) = [name for name in site.imported if name.startswith("orders-")]
    assert site.imported[name].count("<Документ>".encode()) == len(offers) > 5
    assert findings(schema, site.imported[name]) == []
