"""A base that lives by itself."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from emporion.demo.onec import Base, Life, OneC, Pace, Round, desk, life
from emporion.demo.onec.tests.conftest import NOON
from emporion.demo.onec.tests.documents import Line, answer, document
from emporion.demo.onec.tests.site import LOGIN, NO_ORDERS, PASSWORD, Site

SURE = Pace(cancelled_percent=0)


def in_stock(base: Base) -> str:
    return str(base.value("SELECT offer FROM stock WHERE thousandths > 8000 ORDER BY offer"))


def lived(onec: OneC, site: Site, rounds: int, pace: Pace = SURE) -> list[Round]:
    site.orders = answer(*(document(str(number), Line(in_stock(onec.base))) for number in (17, 18, 19)))
    told: list[Round] = []

    def report(happened: Round) -> None:
        told.append(happened)
        site.orders = NO_ORDERS

    life(onec, pace=pace, rounds=rounds, report=report, pause=lambda seconds: None)
    return told


def test_orders_are_confirmed_paid_and_shipped_in_their_time(onec: OneC, site: Site, base: Base) -> None:
    told = lived(onec, site, rounds=9)
    assert told[0].catalog is not None and told[0].catalog.goods == 12
    assert all(one.catalog is not None and one.catalog.changes > 0 for one in told[1:])
    done = [step for one in told for step in one.done]
    assert sorted(done) == sorted(f"{verb} {number}" for verb in ("confirm", "pay", "ship") for number in (17, 18, 19))
    assert all(done.index(f"confirm {n}") < done.index(f"pay {n}") < done.index(f"ship {n}") for n in (17, 18, 19))
    assert site.complaints == [] and not any(one.failures for one in told)
    assert {number for one in told if one.orders for number in one.orders.sent} == {"17", "18", "19"}


def test_prices_and_counts_move_in_every_round_after_the_first(onec: OneC, site: Site, base: Base) -> None:
    def rows(table: str) -> set[tuple[object, ...]]:
        return {tuple(row) for row in base.rows(f"SELECT * FROM {table}")}

    story = Life(onec, pace=Pace(prices=2, counts=3))
    before = {table: rows(table) for table in ("price", "stock")}
    story.round()
    assert rows("price") == before["price"] and rows("stock") == before["stock"]
    story.round()
    assert len(rows("price") - before["price"]) == 2 * 3  # of every price type
    assert 0 < len(rows("stock") - before["stock"]) <= 3


def test_doomed_orders_are_cancelled(onec: OneC, site: Site, base: Base) -> None:
    lived(onec, site, rounds=9, pace=Pace(cancelled_percent=100))
    assert [row["cancelled"] for row in desk.orders(base)] == [1, 1, 1]


def test_an_order_for_goods_that_are_missing_waits_and_the_life_goes_on(onec: OneC, site: Site, base: Base) -> None:
    offer = in_stock(base)
    base.db.execute("UPDATE stock SET thousandths = 0")
    site.orders = answer(document("17", Line(offer)))
    story = Life(onec, pace=Pace(prices=0, counts=0, cancelled_percent=0))
    for _ in range(9):
        happened = story.round()
        site.orders = NO_ORDERS
    [row] = desk.orders(base)
    assert (row["posted"], happened.number, happened.failures) == (0, 9, [])
    assert base.value("SELECT count(*) FROM shipment") == 0


def test_the_same_seed_lives_the_same_life(tmp_path: Path, site: Site) -> None:
    stories = []
    for name in ("a", "b"):
        with Base.create(tmp_path / name, goods=30, seed=2, clock=lambda: NOON) as base:
            with OneC(base, site.url, LOGIN, PASSWORD) as onec:
                lived(onec, site, rounds=6)
            stories.append([line for line in base.db.iterdump() if "INSERT" in line and "exchange_log" not in line])
    assert stories[0] == stories[1]


def test_a_site_that_is_down_is_tried_again(base: Base, site: Site) -> None:
    with OneC(base, "http://127.0.0.1:9/", LOGIN, PASSWORD) as down:
        assert "connection lost" in Life(down).round().failures[0]
    with OneC(base, site.url, LOGIN, PASSWORD) as onec:
        happened = Life(onec).round()
    assert happened.failures == [] and happened.catalog is not None and happened.catalog.goods == 12


@pytest.mark.parametrize("edition", ["ut11", "bitrix-2.09"])
def test_it_runs_as_a_process_of_its_own(tmp_path: Path, site: Site, edition: str) -> None:
    arguments = [sys.executable, "-m", "emporion.demo.onec", str(tmp_path / "base"), site.url, LOGIN]
    options = ["--goods", "5", "--rounds", "2", "--every", "0", "--edition", edition]
    environment = os.environ | {"ONEC_PASSWORD": PASSWORD}
    ran = subprocess.run(
        [*arguments, *options], env=environment, capture_output=True, text=True, check=True, timeout=60
    )
    assert [line.split(":")[0] for line in ran.stdout.splitlines()] == ["round 1", "round 2"]
    assert ran.stderr == "" and site.complaints == []
