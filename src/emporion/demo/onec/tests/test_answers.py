"""What 1C accepts as an answer, and what stops it."""

import pytest

from emporion.demo.onec import Base, OneC, errors
from emporion.demo.onec.tests.conftest import Connect
from emporion.demo.onec.tests.site import Reply, Site


@pytest.mark.parametrize("line", [b"success", b"  Success \r\nloaded 3 goods", b"SUCCESS\n\n"])
def test_line_one_is_compared_trimmed_and_in_small_letters(onec: OneC, site: Site, line: bytes) -> None:
    site.answers["file"] = [line]
    assert onec.exchange_catalog(full=True).portions == 1


@pytest.mark.parametrize(
    ("mode", "reply", "error"),
    [
        ("checkauth", b"", errors.EmptyAnswer),
        ("init", b"", errors.EmptyAnswer),
        ("file", b"", errors.EmptyAnswer),
        ("import", b"", errors.EmptyAnswer),
        ("checkauth", (401, b"<html>login please</html>"), errors.UnknownStatus),
        ("checkauth", (302, b"moved"), errors.UnknownStatus),
        ("checkauth", b"success", errors.NoCookie),
        ("checkauth", b"failure\nwrong password", errors.SiteRefused),
        ("init", b"zip=no", errors.WrongInit),
        ("init", b"zip=no\nfile_limit=100\nversion=3.1", errors.WrongInit),
        ("init", b"failure\nbusy", errors.SiteRefused),
        ("file", b"failure\ndisk is full", errors.SiteRefused),
        ("file", b"\xef\xbb\xbfsuccess", errors.UnknownStatus),
        ("import", b"success: loaded", errors.UnknownStatus),
        ("import", b"successfully loaded", errors.UnknownStatus),
        ("import", "failure\nнет группы".encode("cp1251"), errors.SiteRefused),
        ("import", b"\nsuccess", errors.UnknownStatus),
    ],
)
def test_any_other_answer_stops_the_exchange(
    onec: OneC, site: Site, base: Base, *, mode: str, reply: Reply, error: type[errors.ExchangeFailed]
) -> None:
    site.answers[mode] = [reply]
    with pytest.raises(error) as refused:
        onec.exchange_catalog(full=True)
    assert refused.value.step == mode
    assert site.modes()[-1] == mode
    log = base.one("SELECT * FROM exchange_log ORDER BY id DESC")
    assert log is not None and log["outcome"] == "failure" and log["text"] == str(refused.value)


def test_the_text_of_a_failure_is_kept_whatever_its_alphabet(onec: OneC, site: Site) -> None:
    site.answers["import"] = ["failure\nнет группы".encode("cp1251")]
    with pytest.raises(errors.SiteRefused) as refused:
        onec.exchange_catalog(full=True)
    assert refused.value.answer == "нет группы"


@pytest.mark.parametrize("init", [b"zip=no\nfile_limit=100000\n", b"zip=no\r\nfile_limit=100000\r\n"])
def test_a_line_end_after_the_second_line_of_init_is_no_third_line(onec: OneC, site: Site, init: bytes) -> None:
    site.answers["init"] = [init]
    assert onec.exchange_catalog(full=True).portions == 1


def test_the_body_counts_even_under_another_status(onec: OneC, site: Site) -> None:
    site.answers["file"] = [(500, b"success")]
    assert onec.exchange_catalog(full=True).portions == 1
    assert [step.status for step in onec.steps if step.status != 200] == [500]


def test_a_wrong_password_is_sent_and_the_refusal_told(connect: Connect, site: Site) -> None:
    site.answers["checkauth"] = [b"failure\nwho are you"]
    with pytest.raises(errors.SiteRefused, match="who are you"):
        connect(password="wrong").test_connection()
    assert site.complaints == ["checkauth: no or wrong Basic"]


def test_a_site_that_is_not_there_is_a_lost_connection(base: Base) -> None:
    with OneC(base, "http://127.0.0.1:9/", "1c", "1c") as onec, pytest.raises(errors.ConnectionLost):
        onec.test_connection()


def test_what_failed_goes_again_and_what_came_through_does_not(connect: Connect, site: Site) -> None:
    onec = connect(portion=5)
    site.answers["import"] = [b"success", b"success", b"failure\nno"]
    with pytest.raises(errors.SiteRefused):
        onec.exchange_catalog(full=True)
    assert onec.exchange_catalog().goods == 7


def test_a_test_may_limit_the_patience_1c_has_without_end(connect: Connect, site: Site) -> None:
    site.progress = 1000
    with pytest.raises(errors.UnknownStatus, match="still progress after 3"):
        connect(most_progress=3).exchange_catalog(full=True)
