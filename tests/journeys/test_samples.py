"""Files of real suppliers, sent as 1C sends them: each ends finished, or refused with its cause."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree

from emporion.demo.onec.errors import SiteRefused
from emporion.exchange.queries import messages, quarantined, steps
from emporion.exchange.types import MessageView
from emporion.ledger.queries import verify
from tools.testing.engines import postgresql_among_the_long

from .conftest import Connected

Connect = Callable[..., Connected]

# what an exchange sends of a catalog, in the order of the protocol; files of one supplier are one talk
CATALOGS = {
    "bigperson-2.08": ["classifier", "import", "offers"],
    "carono-2.07": ["import", "import_wo_classifier", "offers"],
    "cscart-2.04": ["import", "offers"],
    "dobromyslov-2.07": ["import0_1", "offers0_1"],
    "freesport-3.1": [
        "units", "groups", "propertiesGoods_1_1", "priceLists", "storages", "goods", "propertiesOffers_1_2", "offers",
        "prices", "rests", "contragents_masked",
    ],
    "gillbeits-2.09": [
        "import___b815e2db", "offers___f0bab95c", "offers___7f304edc", "prices___d66a6b51", "rests___1af6e7b8",
    ],
    "mahov-2.08": ["import", "offers"],
    "offdoc1c-2.04": ["import", "offers"],
    "rakov-7.7": ["Sale77", "Transformed8x-Sale77"],
    "sosloow-2.05": ["import", "offers"],
}  # fmt: skip
ORDERS = {
    "argent-2.09": ["documents"],
    "carono-2.03": ["orders"],
    "dobromyslov-2.05": ["bitrix-query-response-empty", "bitrix-query-response-full"],
    "offdoc1c-2.03": ["orders"],
}
REFUSED = {"rakov-7.7__Sale77.xml": "commerceml.file.version_1"}

HEAD = "local-name()='Классификатор' or local-name()='ПакетПредложений' or local-name()='ИзмененияПакетаПредложений'"
OFFER = "//*[local-name()='Предложение']"
FIGURES = "*[@КоличествоНаСкладе] | *[local-name()='Остатки']/*"
COUNTED = {
    "groups": "//*[local-name()='Группа']",
    "properties": "//*[local-name()='Свойство' or local-name()='СвойствоНоменклатуры']",
    "price_types": "//*[local-name()='ТипЦены']",
    "warehouses": f"//*[local-name()='Склад'][../parent::*[{HEAD}]]",
    "goods": "//*[local-name()='Товар'][not(ancestor::*[local-name()='Документ'])]",
    "offers": OFFER,
    "prices": f"{OFFER}/*[local-name()='Цены']/*[local-name()='Цена']",
    "orders": "//*[local-name()='Документ']",
    "customers": "//*[local-name()='Контрагент'][not(ancestor::*[local-name()='Документ'])]",
}


def counted(path: Path) -> dict[str, int]:
    """What stands in a file; a bare total of an offer is one figure of stock."""
    tree = etree.parse(path)
    found = {kind: len(tree.xpath(query)) for kind, query in COUNTED.items()}
    found["stock"] = sum(
        len(offer.xpath(FIGURES)) or bool(offer.xpath("*[local-name()='Количество'][normalize-space()]"))
        for offer in tree.xpath(OFFER)
    )
    return {kind: number for kind, number in found.items() if number}


def sent(connected: Connected, kind: str, paths: list[Path]) -> dict[str, str]:
    """One talk with all files of a supplier; answers what the site said of those it refused."""
    talk = connected.onec.talk(kind)  # type: ignore[arg-type]  # catalog or sale
    talk.checkauth()
    talk.init()
    refused = {}
    talk.send_files({path.name: path.read_bytes() for path in paths})
    for path in paths:
        try:
            talk.import_file(path.name)
        except SiteRefused as error:
            refused[path.name] = error.answer
    return refused


def told(kept: MessageView) -> dict[str, int]:
    return {kind: tally.read for kind, tally in kept.counts.items() if kind != "units" and tally.read}


def check(connected: Connected, paths: list[Path]) -> None:
    """Every file stands as a message that has ended, with the counts that XPath finds.

    A row refused again by a later file stands in the quarantine once, under the newest.
    """
    listed = Counter(row.kind for row in quarantined(channel=connected.channel, limit=50_000))
    kept = {row.name: row for row in messages(channel=connected.channel, limit=200)}
    for path in paths:
        row = kept[path.name]
        if path.name in REFUSED:
            assert (row.state, row.fault and row.fault.code) == ("refused", REFUSED[path.name])
            assert row.fault and row.fault.refusal.sentence and row.fault.refusal.what_to_do
        else:
            assert (row.state, row.fault) == ("done", None), path.name
            assert told(row) == counted(path), path.name
            assert all(t.read == t.created + t.changed + t.unchanged + t.refused for t in row.counts.values())
            refused = {kind: tally.refused for kind, tally in row.counts.items() if tally.refused}
            assert not {kind for kind in refused.keys() - {"prices", "stock"} if listed[kind] < refused[kind]}, (
                path.name
            )


@postgresql_among_the_long
@pytest.mark.parametrize("supplier", CATALOGS)
def test_a_suppliers_catalog_comes_in_with_the_counts_that_xpath_finds(
    connect: Connect, samples: Path, supplier: str
) -> None:
    connected = connect(goods=1)
    paths = [samples / "samples/commerceml" / f"{supplier}__{name}.xml" for name in CATALOGS[supplier]]
    refused = sent(connected, "catalog", paths)
    assert list(refused) == [path.name for path in paths if path.name in REFUSED]
    assert all(refused.values())
    check(connected, paths)
    assert all(row.fault.refusal.sentence for row in quarantined(channel=connected.channel, limit=5000))
    assert verify() == []


def test_every_file_of_the_folder_is_sent_by_these_journeys(samples: Path) -> None:
    told = {f"{supplier}__{name}.xml" for supplier, names in (CATALOGS | ORDERS).items() for name in names}
    assert told == {path.name for path in (samples / "samples/commerceml").glob("*.xml")}
    assert len(told) == 39


@postgresql_among_the_long
def test_documents_of_others_are_put_aside_and_nothing_of_people_is_kept_in_clear(
    connect: Connect, samples: Path
) -> None:
    connected = connect(goods=1)
    for supplier, names in ORDERS.items():
        paths = [samples / "samples/commerceml" / f"{supplier}__{name}.xml" for name in names]
        assert sent(connected, "sale", paths) == {}
        check(connected, paths)
    found = messages(channel=connected.channel, limit=200)
    assert all(row.personal and row.keep_until for row in found)
    assert {row.fault.code for row in quarantined(channel=connected.channel)} == {"commerceml_order_not_ours"}
    assert all(
        step.answer == "success" for row in found for step in steps(row.session or 0) if "import" in step.request
    )
