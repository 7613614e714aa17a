"""What can be made to go wrong, and what 1C does then."""

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

import pytest

from emporion.demo.onec import Base, Faults, OneC, desk, errors
from emporion.demo.onec.line import Step
from emporion.demo.onec.tests.conftest import Connect
from emporion.demo.onec.tests.documents import Line, answer, document
from emporion.demo.onec.tests.site import LOGIN, PASSWORD, Request, Site


def test_a_lost_success_leaves_the_orders_stored_and_the_site_unaware(connect: Connect, site: Site, base: Base) -> None:
    onec = connect()
    site.orders = answer(document("16", Line()))
    onec.exchange_orders()
    desk.confirm(base, "16")  # has to be answered, but not in an exchange that breaks off
    site.requests.clear()
    site.orders = answer(document("17", Line()))
    onec.faults.lose_success = True
    report = onec.exchange_orders()
    assert (report.created, report.told_success, site.modes()) == (["17"], False, ["checkauth", "query"])
    onec.faults.lose_success = False
    again = onec.exchange_orders()
    assert (again.updated, again.sent) == (["17"], ["16"])


def test_a_post_can_break_off_in_the_middle_and_the_next_exchange_starts_from_checkauth(
    connect: Connect, site: Site
) -> None:
    onec = connect(faults=Faults(cut_post=1, cut_after_bytes=3000))
    with pytest.raises(errors.ConnectionLost) as lost:
        onec.exchange_catalog(full=True)
    assert lost.value.step == "file"
    assert site.modes() == ["checkauth", "init"]  # the site never saw a whole request
    assert wait_for(lambda: [line for line in site.complaints if line.startswith("body cut at")])
    onec.faults.cut_post = None
    assert onec.exchange_catalog(full=True).goods == 12
    assert site.modes()[2] == "checkauth"


def test_a_piece_can_be_sent_twice(connect: Connect, site: Site) -> None:
    site.file_limit = 4000
    onec = connect(faults=Faults(repeat_post=2))
    onec.exchange_catalog(full=True)
    posted = [seen.body for seen in site.requests if seen.mode == "file"]
    assert posted[1] == posted[2] and posted[0] != posted[1]


def test_an_import_can_be_asked_for_twice(connect: Connect, site: Site) -> None:
    connect(faults=Faults(import_twice=True)).exchange_catalog(full=True)
    assert site.calls()[-4:] == ["import import0_1.xml"] * 2 + ["import offers0_1.xml"] * 2


def test_a_site_too_slow_is_given_up_and_begun_anew(connect: Connect, site: Site) -> None:
    quick = site.answer

    def slow(request: Request) -> object:
        if request.mode == "import":
            time.sleep(0.5)
        return quick(request)

    site.answer = slow  # type: ignore[method-assign,assignment]
    onec = connect(faults=Faults(import_timeout_seconds=0.1))
    with pytest.raises(errors.TimedOut):
        onec.exchange_catalog(full=True)
    onec.faults.import_timeout_seconds = None
    assert onec.exchange_catalog().goods == 12


def test_two_nodes_may_talk_at_once_each_with_a_base_opened_for_itself(base: Base, site: Site) -> None:
    both_have_signed_in = Barrier(2, timeout=60)

    def exchange(portion: int) -> int:
        first = Event()

        def wait_for_the_other(step: Step) -> None:
            if not first.is_set():
                first.set()
                both_have_signed_in.wait()

        with (
            Base.open(base.folder) as own,
            OneC(own, site.url, LOGIN, PASSWORD, portion=portion, watch=wait_for_the_other) as onec,
        ):
            return onec.exchange_catalog().goods

    with ThreadPoolExecutor(2) as pool:
        goods = list(pool.map(exchange, (3, 4)))
    assert min(goods) > 0 and sum(goods) >= 12
    assert site.complaints == [] and base.rows("SELECT * FROM changed") == []


def test_a_talk_can_be_led_by_hand(connect: Connect, site: Site) -> None:
    site.sessid = "a1b2"
    talk = connect().talk("catalog")
    talk.checkauth()
    talk.checkauth()
    talk.init()
    with pytest.raises(errors.SiteRefused, match="no whole import0_1"):
        talk.import_file("import0_1.xml")
    assert site.modes() == ["checkauth", "checkauth", "init", "import"]
    assert [seen.parameter("sessid") for seen in site.requests] == ["", "", "a1b2", "a1b2"]


def wait_for(condition: object) -> bool:
    for _ in range(100):
        if condition():  # type: ignore[operator]
            return True
        time.sleep(0.01)
    return False
