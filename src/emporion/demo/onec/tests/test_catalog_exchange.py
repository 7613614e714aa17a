"""How a catalog goes to the site."""

import io
import zipfile

import pytest
from lxml import etree

from emporion.demo.onec import Base, OneC, trade
from emporion.demo.onec.line import Step
from emporion.demo.onec.tests.conftest import Connect
from emporion.demo.onec.tests.site import Site

OURS = "{urn:1C.ru:commerceml_2}"


def parsed(site: Site, name: str) -> etree._Element:
    return etree.fromstring(site.imported[name])


def ids(root: etree._Element, tag: str) -> set[str]:
    return {element.findtext(f"{OURS}Ид", "") for element in root.iter(f"{OURS}{tag}")}


def everything_sent(onec: OneC, site: Site) -> None:
    onec.exchange_catalog(full=True)
    site.requests.clear()
    site.imported.clear()


def test_a_portion_is_a_talk_of_its_own_in_this_order(onec: OneC, site: Site, base: Base) -> None:
    report = onec.exchange_catalog(full=True)
    pictures = sorted(name for name in site.received if name.startswith("import_files/"))
    assert site.calls() == [
        "checkauth",
        "init",
        "file import0_1.xml",
        "file offers0_1.xml",
        *(f"file {name}" for name in pictures),
        "import import0_1.xml",
        "import offers0_1.xml",
    ]
    assert site.complaints == []
    assert (report.portions, report.goods, report.pictures) == (1, 12, len(pictures))
    assert ids(parsed(site, "import0_1.xml"), "Товар") == {row["id"] for row in base.rows("SELECT id FROM goods")}
    assert ids(parsed(site, "offers0_1.xml"), "Предложение") == {row["id"] for row in base.rows("SELECT id FROM offer")}


def test_only_the_first_portion_has_the_classifier_and_later_ones_call_themselves_changes(
    connect: Connect, site: Site
) -> None:
    report = connect(portion=5).exchange_catalog(full=True)
    assert report.portions == 3 and site.modes().count("checkauth") == 3
    assert site.complaints == []
    for number, has_classifier, changes in ((1, True, "false"), (2, False, "true"), (3, False, "true")):
        for name, tag in ((f"import0_{number}.xml", "Каталог"), (f"offers0_{number}.xml", "ПакетПредложений")):
            root = parsed(site, name)
            assert (root.find(f"{OURS}Классификатор") is not None) == has_classifier
            head = root.find(f"{OURS}{tag}")
            assert head is not None and head.get("СодержитТолькоИзменения") == changes


def test_what_the_site_knows_is_not_sent_again(onec: OneC, site: Site) -> None:
    everything_sent(onec, site)
    assert onec.exchange_catalog().portions == 0
    assert site.requests == []


def test_a_change_of_price_and_stock_goes_alone(onec: OneC, site: Site, base: Base) -> None:
    everything_sent(onec, site)
    plain = base.value("SELECT id FROM offer WHERE id NOT LIKE '%#%'")
    variant = base.value("SELECT id FROM offer WHERE id LIKE '%#%'")
    trade.change_price(base, variant, "Розничная", 123_450)
    trade.change_stock(base, plain, "Основной склад", 7_500)
    report = onec.exchange_catalog()
    assert (report.goods, report.changes) == (0, 2)
    assert site.calls() == ["checkauth", "init", "file offers0_1.xml", "import offers0_1.xml"]
    root = parsed(site, "offers0_1.xml")
    assert [child.tag for child in root] == [f"{OURS}ИзмененияПакетаПредложений"]
    told = {element.findtext(f"{OURS}Ид"): element for element in root.iter(f"{OURS}Предложение")}
    priced, counted = told[variant.partition("#")[0]], told[plain]
    assert priced.findtext(f"{OURS}ИдХарактеристики") == variant.partition("#")[2]
    assert "1234.5" in [element.text for element in priced.iter(f"{OURS}ЦенаЗаЕдиницу")]
    assert priced.find(f"{OURS}Склады") is None and priced.find(f"{OURS}Количество") is None
    assert counted.find(f"{OURS}Цены") is None
    assert "7.5" in [element.get("КоличествоНаСкладе") for element in counted.iter(f"{OURS}Склады")]


def test_a_full_export_sends_everything_again(onec: OneC, site: Site) -> None:
    everything_sent(onec, site)
    assert onec.exchange_catalog(full=True).goods == 12


def test_what_changes_while_it_is_being_sent_goes_again_next_time(base: Base, site: Site, connect: Connect) -> None:
    offer = base.value("SELECT id FROM offer")

    def change_meanwhile(step: Step) -> None:
        if "mode=import&filename=import0_1.xml" in step.query:
            trade.change_price(base, offer, "Розничная", 5)

    onec = connect(watch=change_meanwhile)
    assert onec.exchange_catalog(full=True).changes == 0
    assert onec.exchange_catalog().changes == 1


def test_a_deleted_goods_is_marked_and_stays(onec: OneC, site: Site, base: Base) -> None:
    everything_sent(onec, site)
    goods = base.value("SELECT id FROM goods")
    trade.mark_deleted(base, goods)
    onec.exchange_catalog()
    card = next(parsed(site, "import0_1.xml").iter(f"{OURS}Товар"))
    assert (card.findtext(f"{OURS}Ид"), card.get("Статус")) == (goods, "Удален")


def test_files_come_in_pieces_no_larger_than_the_limit_and_under_one_name(connect: Connect, site: Site) -> None:
    site.file_limit = 4000
    connect().exchange_catalog(full=True)
    sizes = [len(seen.body) for seen in site.requests if seen.parameter("filename") == "import0_1.xml" and seen.body]
    assert len(sizes) > 1 and set(sizes[:-1]) == {4000} and 0 < sizes[-1] <= 4000
    assert sum(sizes) == len(site.imported["import0_1.xml"])
    assert site.complaints == []


@pytest.mark.parametrize("limit", [b"file_limit=0", b"file_limit=much", b"file_limit=-5"])
def test_no_limit_and_no_number_mean_one_piece(onec: OneC, site: Site, limit: bytes) -> None:
    site.answers["init"] = [b"zip=no\n" + limit]
    onec.exchange_catalog(full=True)
    assert site.calls().count("file import0_1.xml") == 1


def test_a_site_that_unpacks_gets_one_archive_and_imports_by_the_names_within(connect: Connect, site: Site) -> None:
    site.zip, site.file_limit = True, 20_000
    connect().exchange_catalog(full=True)
    posted = [seen for seen in site.requests if seen.mode == "file"]
    assert len({seen.parameter("filename") for seen in posted}) == 1
    assert posted[0].parameter("filename").startswith("v8_") and posted[0].parameter("filename").endswith(".zip")
    with zipfile.ZipFile(io.BytesIO(b"".join(seen.body for seen in posted))) as archive:
        assert any(name.startswith("import_files/") for name in archive.namelist())
    assert site.calls()[-2:] == ["import import0_1.xml", "import offers0_1.xml"]
    assert site.complaints == []


def test_pictures_are_told_in_the_card_under_the_path_they_come_by(onec: OneC, site: Site) -> None:
    onec.exchange_catalog(full=True)
    told = {element.text for element in parsed(site, "import0_1.xml").iter(f"{OURS}Картинка")}
    sent = {name for name in site.received if name.startswith("import_files/")}
    assert told == sent and all(site.received[name].startswith(b"\x89PNG") for name in sent)
    assert not any(call.startswith("import import_files") for call in site.calls())


def test_progress_is_asked_again_at_once_until_success(onec: OneC, site: Site) -> None:
    site.progress = 25
    report = onec.exchange_catalog(full=True)
    assert report.progress == 50
    assert site.calls()[-26:] == ["import offers0_1.xml"] * 26


def test_without_waiting_for_the_import_no_import_is_asked_for(connect: Connect, site: Site) -> None:
    connect(wait_for_import=False).exchange_catalog(full=True)
    assert "import" not in site.modes() and "file" in site.modes()


def test_the_fourth_line_of_checkauth_goes_back_with_every_request(onec: OneC, site: Site) -> None:
    site.sessid = "a1b2"
    onec.exchange_catalog(full=True)
    assert site.complaints == []
    assert all(seen.target.endswith("&sessid=a1b2") for seen in site.requests if seen.mode != "checkauth")


def test_addresses_are_glued_as_text(base: Base, site: Site, connect: Connect) -> None:
    site.url = site.url.replace("/exchange", "/?wc1c=exchange")
    connect().exchange_catalog(full=True)
    targets = [seen.target for seen in site.requests]
    assert targets[0] == "/?wc1c=exchange?type=catalog&mode=checkauth"
    picture = next(name for name in site.received if name.startswith("import_files/"))
    assert f"/?wc1c=exchange?type=catalog&mode=file&filename={picture}" in targets


def test_file_names_go_as_they_are_and_are_not_percent_encoded(connect: Connect, site: Site) -> None:
    talk = connect().talk("catalog")
    talk.checkauth()
    talk.init()
    talk.send_file("import_files/фото+1%.png", b"picture")
    seen = site.requests[-1].parameter("filename")
    assert seen.encode("latin-1").decode() == "import_files/фото+1%.png"  # the server reads a request line as latin-1


def test_a_bare_host_gets_the_usual_path(site: Site, connect: Connect) -> None:
    site.url = site.url.removesuffix("/exchange")
    connect().test_connection()
    assert site.requests[0].target == "/bitrix/admin/1c_exchange.php?type=catalog&mode=checkauth"


def test_every_request_names_the_platform_and_carries_basic_but_nothing_of_a_browser(onec: OneC, site: Site) -> None:
    onec.exchange_catalog(full=True)
    for seen in site.requests:
        assert seen.headers["user-agent"] == "1C+Enterprise/8.3"
        assert "authorization" in seen.headers
        assert not {"accept", "accept-encoding"} & set(seen.headers)


def test_cookies_of_one_talk_do_not_reach_the_next(connect: Connect, site: Site) -> None:
    connect(portion=6).exchange_catalog(full=True)
    talk = 0
    for seen in site.requests:
        talk += seen.mode == "checkauth"
        assert seen.headers.get("cookie") == (None if seen.mode == "checkauth" else f"talk={talk}=+%2F")
    assert talk == 2
