"""Generated catalogs stand in the house as their maker counted them, however they came and however often."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree

from emporion.catalog.models import Variant
from emporion.channels.commerceml.inbound.job import import_message
from emporion.demo.onec.errors import ConnectionLost, ExchangeFailed
from emporion.demo.onec.exchange import OneC
from emporion.demo.onec.faults import Faults
from emporion.exchange import commands as exchange
from emporion.exchange.queries import message, messages, messages_in_work, object_of, open_count
from emporion.journal.queries import timeline
from emporion.ledger.queries import verify
from emporion.pricing.queries import prices_of
from emporion.site.fingerprint import fingerprint
from emporion.stock.queries import stock_of
from tests.rush.crowd import Hand
from tools.testing.databases import Copies, using
from tools.testing.engines import postgresql_among_the_long

from .conftest import LOGIN, PASSWORD, Connected
from .generated import Made, bring, connection, expected, found, generate

Connect = Callable[..., Connected]
Clean = Callable[..., str]
ALL = ["--quirks", "all"]


def facts() -> int:
    subjects = [f"variant:{pk}" for pk in Variant.objects.values_list("pk", flat=True)]
    return len(timeline(subjects, limit=1_000_000))


@postgresql_among_the_long
@pytest.mark.parametrize(
    "options",
    [
        ["--seed", "1"],
        ["--seed", "2", *ALL],
        ["--seed", "3", *ALL, "--encoding", "windows-1251", "--per-file", "25"],
        ["--seed", "4", "--per-file", "20", "--schema", "2.10"],
        ["--seed", "5", "--schema", "2.04", "--plain-names", "--bom"],
        ["--seed", "6", "--layout", "guid", *ALL],
        ["--seed", "7", "--layout", "split", *ALL],
        ["--seed", "8", "--layout", "guid", "--per-file", "20"],
        ["--seed", "9", "--layout", "split", "--per-file", "20", "--encoding", "windows-1251"],
        ["--seed", "10", "--schema", "2.05", *ALL],
        ["--seed", "11", "--schema", "2.08", *ALL, "--bom"],
        ["--seed", "12", "--layout", "guid", "--changes"],
    ],
)
def test_a_catalog_agrees_with_its_manifest_and_tells_nothing_when_it_comes_again(
    house: str, samples: Path, tmp_path: Path, options: list[str]
) -> None:
    made = generate(samples, tmp_path / "made", "--goods", "60", "--groups", "30", *options)
    channel = connection()
    bring(channel, *made.paths)
    assert found(channel) == expected(made)
    before, facts_before = fingerprint(), facts()
    bring(channel, *made.paths)
    assert (fingerprint(), facts()) == (before, facts_before)
    for kept in messages(channel=channel, limit=len(made.paths)):
        for kind in {"goods", "offers", "prices", "stock", "groups", "properties"} & set(kept.counts):
            assert kept.counts[kind].unchanged == kept.counts[kind].read, (kept.name, kind)
    assert (verify(), open_count()) == ([], 0)


@pytest.mark.takes(40)
@pytest.mark.slow
@pytest.mark.parametrize("seed", range(10, 14))
def test_large_catalogs_agree_with_their_manifest(house: str, samples: Path, tmp_path: Path, seed: int) -> None:
    options = ["--seed", str(seed), *ALL, "--delta", "500", "--per-file", str(700 * (seed % 2))]
    made = generate(samples, tmp_path / "made", "--goods", "2000", *options)
    channel = connection()
    bring(channel, *made.paths)
    assert found(channel) == expected(made)
    before = fingerprint()
    bring(channel, *made.paths)
    assert fingerprint() == before
    bring(channel, made.delta)
    assert fingerprint() != before
    bring(channel, *made.paths)
    assert found(channel) == expected(made)
    assert fingerprint() == before
    assert verify() == []


@postgresql_among_the_long
def test_changes_of_prices_and_stock_agree_with_the_manifest(house: str, samples: Path, tmp_path: Path) -> None:
    made = generate(samples, tmp_path / "made", "--goods", "40", "--seed", "7", "--delta", "15")
    channel = connection()
    bring(channel, *made.paths)
    bring(channel, made.delta)
    kept = messages(channel=channel, limit=1)[0]
    assert kept.counts["offers"].read == made.manifest["delta"]["offers"]
    sums = {"price": 0, "stock": 0}
    offers = etree.parse(made.delta).xpath("//*[local-name()='Предложение']")
    for row in offers:
        parts = {etree.QName(each).localname: each for each in row}
        key = "#".join(parts[name].text for name in ("Ид", "ИдХарактеристики") if name in parts)
        variant = object_of(channel, "variant", key)
        assert variant is not None
        sums["price"] += sum(price.price.micro for price in prices_of([variant]).get(variant, ()))
        sums["stock"] += sum(line.on_hand for line in stock_of([variant]))
    told = made.manifest["delta"]
    assert sums["price"] == round(float(told["price_sum"]) * 100) * 10_000
    assert sums["stock"] == int(told["stock_sum"]) * 1000
    assert verify() == []


def send(connected: Connected, made: Made, faults: Faults, server: str = "") -> None:
    """One portion as 1C sends it, with what goes wrong on the way."""
    address = f"{server}/exchange/1c/1c" if server else connected.address
    with OneC(connected.base, address, LOGIN, PASSWORD, faults=faults) as onec:
        talk = onec.talk("catalog")
        talk.checkauth()
        talk.init()
        talk.send_files({path.name: path.read_bytes() for path in made.paths})
        for path in made.paths:
            talk.import_file(path.name)


@pytest.mark.slow
def test_a_catalog_in_small_pieces_cut_and_sent_again_is_the_same_as_one_clean_run(
    connect: Connect, clean: Clean, samples: Path, tmp_path: Path
) -> None:
    made = generate(samples, tmp_path / "made", "--goods", "30", "--seed", "8", *ALL)
    connected = connect(goods=1, file_limit=20_000)
    sizes = [path.stat().st_size for path in made.paths]
    pieces = sum(-(-size // 20_000) for size in sizes)
    chance = random.Random(8)
    for _ in range(4):
        faults = Faults(cut_post=chance.randint(1, pieces - 2), cut_after_bytes=chance.randint(0, 19_999))
        with pytest.raises(ConnectionLost):
            send(connected, made, faults)
    send(connected, made, Faults(repeat_post=2))
    assert found(connected.channel) == expected(made)
    assert fingerprint()["all"] == clean(*made.paths)
    assert (open_count(), messages_in_work(connected.channel)) == (0, [])


def kept_file(channel: int, path: Path) -> int:
    return exchange.keep_message(
        channel=channel, direction="in", name=path.name, content=exchange.store(path.read_bytes()), actor="test"
    )


def killed(number: int, chunks: int) -> None:
    """Begin the work in a process of its own and kill it behind so many chunks, in the middle of what follows."""
    worker = Hand()
    try:
        worker.prepare("take_in", message=number, pause=0.02)
        worker.ready()
        worker.go()
        seen = {message(number).done}
        deadline = time.monotonic() + 60
        while len(seen) <= chunks and message(number).state != "done" and time.monotonic() < deadline:
            seen.add(message(number).done)
            time.sleep(0.002)
    finally:
        worker.kill()


def killed_and_again(made: Made, chunks: Callable[[], int]) -> tuple[str, list[dict[str, int]]]:
    channel = connection()
    counts = []
    for path in made.paths:
        number = kept_file(channel, path)
        killed(number, chunks())
        import_message(number)
        assert message(number).state == "done"
        counts.append({kind: tally.read for kind, tally in message(number).counts.items()})
        assert all(t.read == t.created + t.changed + t.unchanged for t in message(number).counts.values())
    assert found(channel) == expected(made)
    assert verify() == []
    return fingerprint()["all"], counts


def clean_counts(made: Made) -> list[dict[str, int]]:
    channel = connection()
    bring(channel, *made.paths)
    kept = sorted(messages(channel=channel, limit=100), key=lambda row: row.id)
    return [{kind: tally.read for kind, tally in row.counts.items()} for row in kept]


@pytest.mark.slow
def test_a_killed_worker_leaves_off_and_the_next_one_goes_on_with_right_counts(
    house: str, clean: Clean, sqlite: Copies, samples: Path, tmp_path: Path
) -> None:
    made = generate(samples, tmp_path / "made", "--goods", "250", "--seed", "9", *ALL)
    print_of_killed, counts = killed_and_again(made, lambda: 1)
    assert print_of_killed == clean(*made.paths)
    with sqlite() as url, using(url):
        assert clean_counts(made) == counts


@pytest.mark.takes(25)
@pytest.mark.slow
@pytest.mark.parametrize("seed", range(20, 25))
def test_workers_killed_at_random_moments_change_nothing(
    house: str, clean: Clean, samples: Path, tmp_path: Path, seed: int
) -> None:
    made = generate(samples, tmp_path / "made", "--goods", "1500", "--seed", str(seed), *ALL)
    chance = random.Random(seed)
    assert killed_and_again(made, lambda: chance.randint(0, 6))[0] == clean(*made.paths)


@pytest.mark.slow
def test_the_server_of_production_takes_no_piece_of_a_cut_connection(
    connect: Connect, granian: str, clean: Clean, samples: Path, tmp_path: Path
) -> None:
    made = generate(samples, tmp_path / "made", "--goods", "200", "--seed", "30")
    connected = connect(goods=1)
    chance = random.Random(30)
    for post in (1, 2, 1, 2):
        with pytest.raises(ExchangeFailed):
            send(connected, made, Faults(cut_post=post, cut_after_bytes=chance.randint(0, 100_000)), granian)
    send(connected, made, Faults(), granian)
    assert fingerprint()["all"] == clean(*made.paths)
