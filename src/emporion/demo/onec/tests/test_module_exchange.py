"""How the exchange module of 1C-Bitrix sends a catalog: one talk, one kind of thing a file, an end that is said."""

from collections.abc import Iterator

import pytest
from lxml import etree

from emporion.demo.onec import BITRIX_31, BITRIX_209, Base, OneC, Profile, errors, trade
from emporion.demo.onec.numbers import to_minor, to_thousandths
from emporion.demo.onec.tests.peers import Bitrix
from emporion.demo.onec.tests.site import LOGIN, PASSWORD, Site, served

SPLIT = (
    *("units", "groups", "propertiesGoods", "priceLists", "storages"),
    *("goods", "propertiesOffers", "offers", "prices", "rests"),
)


@pytest.fixture
def bitrix() -> Iterator[Bitrix]:
    with served(Bitrix()) as running:
        assert isinstance(running, Bitrix)
        yield running


def module(base: Base, site: Site, profile: Profile = BITRIX_31, **options: int | bool) -> OneC:
    return OneC(base, site.url, LOGIN, PASSWORD, profile=profile, time_scale=0.1, **options)  # type: ignore[arg-type]


def kinds(site: Site) -> list[str]:
    """The files in the order of their imports, without progress repeated: goods_1_1_<id>.xml is goods."""
    names = dict.fromkeys(seen.parameter("filename") for seen in site.requests if seen.mode == "import")
    return [name.partition("_")[0] for name in names]


def local(site: Site, kind: str) -> list[etree._Element]:
    """The roots of the files of a kind, namespaces taken off."""
    roots = [etree.fromstring(content) for name, content in site.imported.items() if name.partition("_")[0] == kind]
    for root in roots:
        for element in root.iter():
            element.tag = etree.QName(element).localname
    return roots


def test_a_full_export_is_one_talk_from_checkauth_to_complete(base: Base, bitrix: Bitrix) -> None:
    with module(base, bitrix, portion=5) as onec:
        report = onec.exchange_catalog(full=True)
    modes = bitrix.modes()
    assert (modes.count("checkauth"), modes.count("init")) == (1, 1)
    assert modes[-2:] == ["deactivate", "complete"]
    assert bitrix.ended == ["deactivate 176371", "complete"]
    assert (report.portions, report.goods, report.deactivated, report.completed) == (3, 12, True, True)
    assert bitrix.complaints == []
    assert "&version=3.1" in bitrix.requests[1].target


def test_the_files_of_3_1_come_in_the_order_in_which_they_need_each_other(base: Base, bitrix: Bitrix) -> None:
    with module(base, bitrix, portion=8) as onec:
        onec.exchange_catalog(full=True)
    assert kinds(bitrix) == [*SPLIT, "goods", "offers", "prices", "rests"]
    assert not any("import_files" in call for call in bitrix.calls() if call.startswith("import "))


def test_only_the_first_portion_has_a_classifier_and_calls_itself_whole(base: Base, bitrix: Bitrix) -> None:
    with module(base, bitrix, portion=8) as onec:
        onec.exchange_catalog(full=True)
    told = [root.find("Каталог").get("СодержитТолькоИзменения") for root in local(bitrix, "goods")]  # type: ignore[union-attr]
    assert told == ["false", "true"]
    assert all(root.find("Классификатор") is None for root in local(bitrix, "goods"))
    for kind, tag in (("groups", "Группы"), ("units", "ЕдиницыИзмерения"), ("storages", "Склады")):
        (root,) = local(bitrix, kind)
        assert [part.tag for part in root.find("Классификатор")] == ["Ид", "Наименование", tag]  # type: ignore[union-attr]
        assert root.find("Каталог/Товары") is None  # the stub names the catalog and holds no goods


def test_every_figure_of_the_base_stands_in_the_split_files(base: Base, bitrix: Bitrix) -> None:
    with module(base, bitrix) as onec:
        onec.exchange_catalog(full=True)
    (goods,), (offers,), (prices,), (rests,) = (local(bitrix, kind) for kind in ("goods", "offers", "prices", "rests"))
    assert len(goods.findall(".//Товар")) == 12
    known = {row["id"] for row in base.rows("SELECT id FROM offer")}
    for root in (offers, prices, rests):
        assert {one.findtext("Ид") for one in root.iter("Предложение")} == known
    assert offers.find(".//Цены") is None and offers.find(".//Остатки") is None
    sums = (
        sum(to_minor(each.text or "") for each in prices.iter("ЦенаЗаЕдиницу")),
        sum(to_thousandths(each.text or "") for each in rests.iter("Количество")),
    )
    assert sums == (
        base.value("SELECT SUM(minor) FROM price"),
        base.value("SELECT SUM(thousandths) FROM stock"),
    )


def test_ids_of_packages_and_units_are_written_as_each_version_writes_them(base: Base, bitrix: Bitrix) -> None:
    catalog = base.constant("catalog")
    for profile, package, unit, root_id in (
        (BITRIX_209, f"{catalog}#", "шт", ""),
        (BITRIX_31, f"#{catalog}", "796 ", "Обмен с сайтом"),
    ):
        bitrix.imported.clear()
        with module(base, bitrix, profile) as onec:
            onec.exchange_catalog(full=True)
        roots = [root for kind in ("goods", "import", "offers") for root in local(bitrix, kind)]
        assert {root.get("Ид") for root in roots} == {root_id}
        assert {each.findtext("Ид") for root in roots for each in root.iter("ПакетПредложений")} == {package}
        assert unit in {each.text for root in roots for each in root.iter("БазоваяЕдиница")}


def test_2_09_sends_the_classifier_as_one_file_named_like_the_goods(base: Base, bitrix: Bitrix) -> None:
    with module(base, bitrix, BITRIX_209) as onec:
        onec.exchange_catalog(full=True)
    assert kinds(bitrix) == ["import", "import", "offers", "offers", "prices", "rests"]
    first, second = local(bitrix, "import")
    parts = [part.tag for part in first.find("Классификатор")]  # type: ignore[union-attr]
    assert parts == ["Ид", "Наименование", "Группы", "Свойства", "ТипыЦен", "Склады", "ЕдиницыИзмерения"]
    assert first.find("Каталог/Товары") is None and len(second.findall("Каталог/Товары/Товар")) == 12


def test_a_row_version_changes_with_its_row_alone(base: Base, bitrix: Bitrix) -> None:
    def versions() -> dict[str, str]:
        (root,) = local(bitrix, "goods")
        return {each.findtext("Ид", ""): each.findtext("НомерВерсии", "") for each in root.iter("Товар")}

    with module(base, bitrix) as onec:
        onec.exchange_catalog(full=True)
        before = versions()
        trade.rename(base, "КФ-00001", "Другое имя")
        bitrix.imported.clear()
        onec.exchange_catalog(full=True)
    after = versions()
    assert all(len(version) == 12 for version in before.values())
    assert [key for key in before if before[key] != after[key]] == [trade.goods_of(base, "КФ-00001")]


def test_changed_prices_and_counts_go_in_files_of_their_own_and_nothing_is_switched_off(
    base: Base, bitrix: Bitrix
) -> None:
    with module(base, bitrix) as onec:
        onec.exchange_catalog(full=True)
        bitrix.requests.clear()
        bitrix.imported.clear()
        bitrix.ended.clear()
        plain = base.value("SELECT id FROM offer WHERE id NOT LIKE '%#%'")
        variant = base.value("SELECT id FROM offer WHERE id LIKE '%#%'")
        trade.change_price(base, variant, "Розничная", 123_450)
        trade.change_stock(base, plain, "Основной склад", 7_500)
        report = onec.exchange_catalog()
    assert kinds(bitrix) == ["prices", "rests"] and report.changes == 2
    (prices,), (rests,) = local(bitrix, "prices"), local(bitrix, "rests")
    assert [each.findtext("Ид") for each in prices.iter("Предложение")] == [variant]
    assert [each.findtext("Ид") for each in rests.iter("Предложение")] == [plain]
    assert "1234.5" in [each.text for each in prices.iter("ЦенаЗаЕдиницу")]
    assert bitrix.ended == ["complete"] and not report.deactivated


def test_after_a_failure_nothing_is_ended(base: Base, bitrix: Bitrix) -> None:
    bitrix.answers["import"] = [*[b"success"] * 6, "failure\nнет места".encode("cp1251")]
    with module(base, bitrix, portion=5) as onec, pytest.raises(errors.SiteRefused, match="нет места"):
        onec.exchange_catalog(full=True)
    assert bitrix.ended == []


def test_without_waiting_for_the_import_nothing_is_switched_off_either(base: Base, bitrix: Bitrix) -> None:
    with module(base, bitrix, wait_for_import=False) as onec:
        report = onec.exchange_catalog(full=True)
    assert "import" not in bitrix.modes() and bitrix.ended == ["complete"] and not report.deactivated


def test_a_deleted_goods_is_marked_in_its_card_and_in_its_offers(base: Base, bitrix: Bitrix) -> None:
    trade.mark_deleted(base, "КФ-00001")
    with module(base, bitrix) as onec:
        onec.exchange_catalog(full=True)
    deleted = trade.goods_of(base, "КФ-00001")
    for kind in ("goods", "offers"):
        (root,) = local(bitrix, kind)
        marked = {
            each.findtext("Ид", "").partition("#")[0]
            for each in root.iter("Товар", "Предложение")
            if each.findtext("ПометкаУдаления") == "true"
        }
        assert marked == {deleted}


def test_pictures_are_named_with_the_dashes_of_their_ids(base: Base, bitrix: Bitrix) -> None:
    with module(base, bitrix) as onec:
        onec.exchange_catalog(full=True)
    (goods,) = local(bitrix, "goods")
    told = {each.text or "" for each in goods.iter("Картинка")}
    assert told == {name for name in bitrix.received if name.startswith("import_files/")}
    assert all(path.count("-") == 8 for path in told)
