"""The demonstration as a visitor starts it: from nothing to a living house, and to nothing left behind."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener

import pytest

from emporion.catalog.models import Product, Variant
from emporion.demo.home import DemoHome
from emporion.demo.onec import Base, trade
from emporion.demo.programs import free_port
from emporion.exchange.queries import channel_by_code, messages, object_of, open_count, session, sessions
from emporion.journal.models import Fact
from emporion.journal.queries import timeline
from emporion.ledger.queries import verify
from emporion.orders.models import Order
from emporion.pricing.queries import prices_of, why_price
from tools.testing.databases import forget_connection
from tools.testing.waiting import until

GOODS = 60
STARTING_SECONDS = 240
NAMED = r"^(page:/.*|message:\d+|fact:\d+|session:\d+|task:\d+|demo:\w+|cli)$"  # what a fact can have come of
pytestmark = [pytest.mark.slow, pytest.mark.takes(50)]


@contextmanager
def demonstration(port: int, *more: str) -> Iterator[subprocess.Popen[str]]:
    """`emporion demo` in a process group of its own, as a terminal starts it; whatever is left is killed at the end."""
    words = [sys.executable, "-m", "emporion.site.console", "demo", "--port", str(port), "--goods", str(GOODS), *more]
    with subprocess.Popen(
        words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True, env=dict(os.environ)
    ) as running:
        try:
            yield running
        finally:
            if running.poll() is None:
                os.killpg(running.pid, signal.SIGKILL)


def read_until(running: subprocess.Popen[str], wanted: str) -> str:
    """What it says up to and with a line that holds these words."""
    assert running.stdout is not None
    said, deadline = "", time.monotonic() + STARTING_SECONDS
    for line in running.stdout:
        said += line
        if wanted in line:
            return said
        assert time.monotonic() < deadline, said
    raise AssertionError(f"ended without “{wanted}”:\n{said}")


def stopped(running: subprocess.Popen[str]) -> int:
    """Ctrl-C, as a terminal sends it: to the whole foreground group."""
    os.killpg(running.pid, signal.SIGINT)
    return running.wait(60)


def left_of(home: Path) -> list[str]:
    """Python programs that carry this data folder in their environment, this one left out."""
    mark, found = f"EMPORION_HOME={home}".encode(), []
    for place in Path("/proc").glob("[0-9]*"):
        try:
            if int(place.name) != os.getpid() and mark in (place / "environ").read_bytes().split(b"\0"):
                found.append((place / "cmdline").read_text().replace("\0", " "))
        except OSError:  # it ended while we looked, or is somebody else's
            continue
    return [words for words in found if words.startswith(sys.executable)]


def signed_in(address: str, email: str, password: str) -> str:
    """The page that a member of the staff meets after signing in."""
    browser = build_opener(HTTPCookieProcessor(CookieJar()))
    with browser.open(f"{address}accounts/login/", timeout=60) as page:
        at, form = page.geturl(), page.read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form)
    assert token is not None
    told = urlencode({"login": email, "password": password, "csrfmiddlewaretoken": token[1]}).encode()
    browser.addheaders = [("Referer", at)]
    with browser.open(at, told, timeout=60) as page:
        assert "/login/" not in page.geturl(), page.read().decode()
        return str(page.read().decode())


@pytest.mark.skipif(not Path("/proc").exists(), reason="looks for orphans the way Linux shows processes")
def test_from_an_empty_folder_to_a_living_house_and_back_to_no_process(house: str, home: Path) -> None:
    port = free_port()
    with demonstration(port) as running:
        said = read_until(running, "Ready.")
        forget_connection()
        address = f"http://127.0.0.1:{port}/"
        assert address in said
        password = DemoHome(home).mark(0).staff_password
        assert password in said
        assert "<main" in signed_in(address, "owner@demo.example", password)
        the_catalog_came_with_its_origin()
        the_week_stands_and_customers_come(home)
        a_changed_price_arrives(home)
        the_first_session_is_finished()
        assert len(left_of(home)) >= 5  # this demonstration, its house, web, worker, 1C, storefront: the look sees them
        assert stopped(running) == 0
    assert left_of(home) == []
    forget_connection()
    assert verify() == []
    the_second_start_goes_on(home)


def the_catalog_came_with_its_origin() -> None:
    channel = channel_by_code("1c")
    assert Product.objects.count() == GOODS
    imported = [one for one in messages(channel=channel.id, limit=100) if one.counts]
    assert {one.state for one in imported} <= {"done", "working"}
    first = imported[-1]
    assert (first.state, first.counts["goods"].created) == ("done", GOODS)
    assert first.session is not None
    talk = session(first.session)
    assert (talk.channel, talk.kind) == (channel.id, "catalog")
    for variant in Variant.objects.values_list("pk", flat=True):
        facts = timeline([f"variant:{variant}"], limit=100)
        assert any(fact.message is not None and fact.place for fact in facts)
    assert open_count() == 0
    assert not Fact.objects.exclude(origin__regex=NAMED).exists()


def the_week_stands_and_customers_come(home: Path) -> None:
    week = Order.objects.filter(external="").count()
    assert week > 80
    assert {"done", "cancelled", "to_ship"} <= set(Order.objects.values_list("status", flat=True))
    until(lambda: Order.objects.exclude(external="").exists(), 90)


def a_changed_price_arrives(home: Path) -> None:
    """The visitor's command changes 1C's base; its next round brings the price here, with the element that says so."""
    with Base.open(home / "onec") as base:
        row = base.rows("SELECT offer, price_type, minor FROM price ORDER BY offer LIMIT 1")[0]
        new = row["minor"] + 56
        trade.change_price(base, row["offer"], row["price_type"], new)
    channel = channel_by_code("1c").id
    variant, kind = object_of(channel, "variant", row["offer"]), object_of(channel, "price_type", row["price_type"])
    assert variant is not None and kind is not None
    ours = {kind: new * 10_000}

    def arrived() -> bool:
        stands = {one.price_type.id: one.price.micro for one in prices_of([variant])[variant]}
        return ours.items() <= stands.items()

    until(arrived, 90)
    fact = why_price(variant, kind)
    assert fact is not None and fact.message is not None
    assert fact.place.startswith("Предложение[")


def the_first_session_is_finished() -> None:
    """1C never says goodbye: a talk is over when a later one begins and it has been silent for a while."""
    channel = channel_by_code("1c").id
    until(lambda: sessions(channel, limit=1000)[-1].state == "done", 150)


def the_second_start_goes_on(home: Path) -> None:
    """What stands is kept: same passwords, same goods, no second week."""
    before = Order.objects.filter(external="").count()
    password = DemoHome(home).mark(0).staff_password
    with demonstration(free_port(), "--quiet-life") as running:
        assert password in read_until(running, "Ready.")
        forget_connection()
        assert (Order.objects.filter(external="").count(), Product.objects.count()) == (before, GOODS)
        assert stopped(running) == 0
    assert left_of(home) == []


def test_a_port_in_use_is_told_in_one_line(home: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken, demonstration(taken.getsockname()[1]) as running:
        assert running.stdout is not None
        [line] = running.stdout.read().splitlines()
        assert "--port" in line
        assert running.wait(60) == 1
    assert not DemoHome(home).is_marked


def test_a_killed_demonstration_leaves_no_process(house: str, home: Path) -> None:
    with demonstration(free_port()) as running:
        read_until(running, "Password")
        running.kill()
        running.wait(60)
        until(lambda: left_of(home) == [], 90)
