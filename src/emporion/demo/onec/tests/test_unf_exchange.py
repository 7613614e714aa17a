"""What UNF does otherwise than UT 11 on the wire."""

import time

import pytest

from emporion.demo.onec import UNF, UNF_BITRIX, UT11, Base, OneC, desk, errors
from emporion.demo.onec.tests.conftest import Connect
from emporion.demo.onec.tests.documents import Line, answer, document
from emporion.demo.onec.tests.site import NO_ORDERS, Site

QUICK = {"profile": UNF, "time_scale": 0.0001}


def test_its_patience_is_half_an_hour_and_its_pause_five_seconds_and_both_shrink_together() -> None:
    assert (UT11.timeout_seconds, UT11.progress_pause_seconds) == (180, 0)
    assert (UNF.timeout_seconds, UNF.progress_pause_seconds, UNF.import_pause_seconds) == (1800, 5, 5)
    assert UNF.scaled(0.01).timeout_seconds == 18 and UNF.scaled(0.01).progress_pause_seconds == 0.05


def test_it_waits_before_each_import_and_between_two_answers_of_progress(connect: Connect, site: Site) -> None:
    site.progress = 2
    onec = connect(profile=UNF, time_scale=0.02)  # a tenth of a second
    began = time.monotonic()
    onec.exchange_catalog(full=True)
    assert site.modes().count("import") == 6
    assert time.monotonic() - began >= 6 * 0.1


def test_a_scaled_time_out_ends_the_wait_for_a_slow_site(connect: Connect, site: Site) -> None:
    site.slow["import"] = 1.0
    with pytest.raises(errors.TimedOut):
        connect(profile=UT11, time_scale=0.3 / 180).exchange_catalog(full=True)


def test_files_go_by_name_and_import_comes_before_offers(connect: Connect, site: Site) -> None:
    connect(**QUICK).exchange_catalog(full=True)
    sent = [call.removeprefix("file ") for call in site.calls() if call.startswith("file ")]
    assert sent == sorted(sent) and sent[0] == "import0_1.xml" and sent[-1] == "offers0_1.xml"
    assert site.calls()[-2:] == ["import import0_1.xml", "import offers0_1.xml"]
    assert 'ВерсияСхемы="2.08"'.encode() in site.imported["import0_1.xml"]
    assert b'xmlns="urn:1C.ru:commerceml_210"' in site.imported["import0_1.xml"]


@pytest.mark.parametrize("init", [b"zip=no", b"zip=no\nfile_limit=0\nsessid=1\nversion=2.09"])
def test_init_may_be_one_line_or_many(connect: Connect, site: Site, init: bytes) -> None:
    site.answers["init"] = [init]
    assert connect(**QUICK).exchange_catalog(full=True).portions == 1


def test_with_cms_bitrix_one_line_is_too_few(connect: Connect, site: Site) -> None:
    site.answers["init"] = [b"zip=no"]
    with pytest.raises(errors.WrongInit):
        connect(profile=UNF_BITRIX, time_scale=0.0001, attempts=1).exchange_catalog(full=True)


def test_a_failed_upload_is_begun_again_from_checkauth(connect: Connect, site: Site) -> None:
    site.answers["file"] = [b"success", b"failure\ndisk is full"]
    onec = connect(**QUICK)
    report = onec.exchange_catalog(full=True)
    assert (report.portions, report.attempts, report.goods) == (1, 2, 12)
    assert site.modes()[:6] == ["checkauth", "init", "file", "file", "checkauth", "init"]
    assert "Произошла ошибка на стороне сервера. Файл не отправлен." in onec.protocol
    assert "disk is full" in onec.protocol


def test_after_three_failures_it_gives_up_and_ut_11_after_one(connect: Connect, site: Site) -> None:
    for options, attempts in ((QUICK, 3), ({}, 1), (QUICK | {"attempts": 0}, 1)):
        site.requests.clear()
        site.answers["init"] = [b"failure\nbusy"] * 5
        with pytest.raises(errors.SiteRefused):
            connect(**options).exchange_catalog(full=True)
        assert site.modes() == ["checkauth", "init"] * attempts


def test_the_session_goes_back_as_it_came_before_the_mode(connect: Connect, site: Site) -> None:
    site.sessid = "a1b2"
    connect(profile=UNF_BITRIX, time_scale=0.0001).exchange_catalog(full=True)
    assert site.complaints == []
    assert site.requests[1].target == "/exchange?type=catalog&sessid=a1b2&version=2.09&cmlVersion=2.10&mode=init"
    start = "/exchange?type=catalog&sessid=a1b2&version=2.09&cmlVersion=2.10&mode=file&filename=import0_1.xml"
    assert site.requests[2].target == start


def test_ut_11_sends_an_empty_session_where_the_setting_is_on(connect: Connect, site: Site) -> None:
    connect(use_sessid=True).exchange_catalog(full=True)
    assert all(seen.target.endswith("&sessid=") for seen in site.requests[1:])


def test_its_answers_are_not_imported_but_for_cms_bitrix(connect: Connect, site: Site, base: Base) -> None:
    for profile, modes in ((UNF, ["checkauth", "init", "file"]), (UNF_BITRIX, ["checkauth", "init", "file", "import"])):
        site.orders = answer(document("17", Line()))
        if profile is UNF_BITRIX:
            site.batches, site.orders = [site.orders], NO_ORDERS
        onec = connect(profile=profile, time_scale=0.0001)
        onec.exchange_orders()
        site.orders = NO_ORDERS
        desk.edit_line(base, "17", 1, thousandths=2000)
        site.requests.clear()
        assert onec.exchange_orders().sent == ["17"]
        assert site.modes()[-len(modes) :] == modes


def test_with_cms_bitrix_orders_are_asked_for_until_there_are_no_more(connect: Connect, site: Site) -> None:
    site.batches = [answer(document("17", Line())), answer(document("18", Line()), document("19", Line()))]
    report = connect(profile=UNF_BITRIX, time_scale=0.0001).exchange_orders()
    assert report.created == ["17", "18", "19"] and report.queries == 3
    assert site.modes() == ["checkauth", "init", "query", "success", "query", "success", "query"]


def test_a_root_without_a_declaration_is_read(connect: Connect, site: Site) -> None:
    site.orders = answer(document("17", Line())).partition(b"\n")[2]
    assert connect(**QUICK).exchange_orders().created == ["17"]


def test_orders_go_in_files_of_so_many_each_in_a_talk_of_its_own(connect: Connect, site: Site, base: Base) -> None:
    onec: OneC = connect(orders_per_file=2)
    site.orders = answer(*(document(str(number), Line()) for number in range(5)))
    onec.exchange_orders()
    site.orders = NO_ORDERS
    for number in range(5):
        desk.confirm(base, str(number))
    site.requests.clear()
    report = onec.exchange_orders()
    names = [seen.parameter("filename") for seen in site.requests if seen.mode == "file"]
    assert report.files == 3 and len(report.sent) == 5
    assert [name.rpartition("_")[2] for name in names] == ["1.xml", "2.xml", "3.xml"]
    assert len({name.rpartition("_")[0] for name in names}) == 1
    assert site.modes().count("checkauth") == 4
