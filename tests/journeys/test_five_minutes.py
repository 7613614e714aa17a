"""The five minutes of a demonstration: each step does the real thing over a real socket, and says what came of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from emporion.demo import opening
from emporion.demo.founding import LOGIN, found
from emporion.demo.home import DemoHome
from emporion.demo.onec import OneC
from emporion.demo.onec.base import Base
from emporion.demo.programs import free_port
from emporion.demo.starting import new_base
from emporion.demo.tour.notes import notes
from emporion.demo.tour.steps import TOUR
from emporion.exchange import commands as exchange
from emporion.exchange.queries import channel_by_code, dry_run, message, not_read
from emporion.exchange.types import DRY_RUNNERS, DroppedFile, Tally
from emporion.ledger.queries import verify
from emporion.orders.queries import listed, order
from emporion.web.touring import Step
from tools.testing.chromium import fresh_page
from tools.testing.waiting import until

from .conftest import working
from .test_demo import demonstration, read_until, stopped

GOODS = 12
PATH = (("price", "done"), ("last", "done"), ("cut", "waiting"), ("cut", "done"), ("order", "done"))


@dataclass(frozen=True)
class Demo:
    """A demonstration on its first day, with the line on which its 1C talks."""

    home: DemoHome
    address: str
    onec: OneC

    def step(self, code: str) -> Step:
        """What the panel says of a step now."""
        return next(one for one in TOUR.steps() if one.code == code)

    def act(self, code: str) -> Step:
        """Press the button of a step."""
        TOUR.act(code, self.address)
        return self.step(code)

    def after_a_round(self, code: str) -> str:
        """How a step stands after 1C's next round: what changed there comes here, orders go there and back."""
        self.onec.exchange_catalog()
        self.onec.exchange_orders()
        TOUR.look()
        return self.step(code).state


@pytest.fixture
def a_demonstration(home: Path) -> DemoHome:
    """A data folder that says so."""
    place = DemoHome(home)
    place.mark(GOODS)
    return place


@pytest.fixture
def demo(house: str, a_demonstration: DemoHome, served: str) -> Iterator[Demo]:
    """Four firms and shops, twelve goods of the simulated 1C, a worker; no customers yet."""
    place = a_demonstration
    mark = place.mark(GOODS)
    found(staff_password=mark.staff_password, onec_password=mark.onec_password)
    new_base(place.onec, GOODS)
    with (
        working(),
        Base.open(place.onec) as base,
        OneC(base, f"{served}/exchange/1c/1c", LOGIN, mark.onec_password, time_scale=0.05) as onec,
    ):
        onec.exchange_catalog(full=True)
        opened = datetime.now(UTC)
        for shop in opening.open_shops():
            opening.receive_by_hand(shop, opened)
        opening.send_open_orders([], opened)
        yield Demo(place, served, onec)


@pytest.mark.parametrize("house", ["sqlite"], indirect=True)
def test_every_step_does_what_it_says_and_ticks_itself_off(demo: Demo) -> None:
    assert [one.state for one in TOUR.steps()] == ["open"] * 6

    assert demo.act("price").state == "waiting"
    until(lambda: demo.after_a_round("price") == "done", 60)
    assert demo.step("price").ways[0].url.startswith("/why/price/")

    last = demo.act("last")
    told = notes(demo.home)["last"]
    assert (last.state, told["code"]) == ("done", "not_enough_stock")
    assert order(told["number"]).lines[0].covered == 1000

    cut = demo.act("cut")
    kept = notes(demo.home)["cut"]
    since = datetime(2020, 1, 1, tzinfo=UTC)
    assert cut.state == "waiting" and message(kept["message"]).state == "refused"
    assert [one.id for one in not_read(since, 50)] == [kept["message"]]
    assert demo.act("cut").state == "done"
    assert not_read(since, 50) == []

    assert demo.act("order").state == "waiting"
    number = notes(demo.home)["order"]["number"]
    until(lambda: demo.after_a_round("order") == "done", 60)
    assert order(number).status == "done"

    assert TOUR.act("figure", demo.address) == "/orders/?view=all"
    assert verify() == []


@pytest.mark.parametrize("house", ["sqlite"], indirect=True)
def test_an_export_that_is_dropped_is_counted_and_nothing_of_it_stays(demo: Demo, tmp_path: Path) -> None:
    before, channel = listed().count(), channel_by_code("1c").id
    runner = DRY_RUNNERS["commerceml"]
    file = tmp_path / "import.xml"
    file.write_bytes("<КоммерческаяИнформация ВерсияСхемы=\"2.05\"><Каталог><Ид>k</Ид><Товары>"
                     "<Товар><Ид>g1</Ид><Наименование>Чашка</Наименование></Товар>"
                     "</Товары></Каталог></КоммерческаяИнформация>".encode())  # fmt: skip
    with file.open("rb") as source:
        kept = runner.keep(channel, [DroppedFile("import.xml", source, file.stat().st_size)], "staff:1")
    run = exchange.ask_dry_run(channel=channel, messages=kept, actor="staff:1")
    runner.begin(run)
    until(lambda: dry_run(run).state == "done")
    [told] = dry_run(run).outlooks
    assert told.counts["goods"] == Tally(1, 1, 0, 0, 0)
    assert (listed().count(), message(kept[0]).state) == (before, "held")


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.parametrize("house", ["sqlite"], indirect=True)
def test_a_visitor_walks_the_path_in_the_browser(house: str, home: Path, browser: Browser) -> None:
    port = free_port()
    with demonstration(port) as running:
        read_until(running, "Ready.")
        with fresh_page(browser, f"http://127.0.0.1:{port}") as page:
            page.goto("/")
            page.get_by_role("button", name="Owner").click()
            for code, comes_to in PATH:
                page.locator(f"[data-step={code}] button").click()
                expect(page.locator(f"[data-step={code}][data-state={comes_to}]")).to_be_visible(timeout=90_000)
            page.locator("[data-step=figure] button").click()
            page.wait_for_url("**/orders/**")
            page.goto("/try/export/")
            page.set_input_files("#files", {"name": "goods.xml", "mimeType": "text/xml", "buffer": b"<a>cut"})
            page.get_by_role("button", name="See what it would do").click()
            expect(page.locator("#dry-run h2")).to_have_text("goods.xml", timeout=60_000)
            expect(page.locator("#dry-run .e-note")).to_contain_text("not CommerceML 2")
            page.goto("/today/")
            expect(page.locator("[data-state=done]")).to_have_count(6)
        assert stopped(running) == 0
