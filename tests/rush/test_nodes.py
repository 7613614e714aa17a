"""A grown house: two web nodes, three workers, Celery on Valkey, PostgreSQL; a random one is killed every few seconds.

EMPORION_RUSH_SECONDS says for how long; without it two minutes.
"""

from __future__ import annotations

import os
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from emporion.channels.commerceml.tasks import import_file
from emporion.channels.commerceml.tests.bench import bring, catalog, goods, offer, pack, prices, stock
from emporion.channels.commerceml.tests.counter import Counter as ShopCounter, ids, open_counter
from emporion.channels.commerceml.tests.wire import Wire
from emporion.clockwork import queries as clockwork
from emporion.exchange import commands as exchange
from emporion.exchange.models import Message
from emporion.exchange.queries import open_count
from emporion.journal.queries import parked
from emporion.ledger.models import Posting
from emporion.orders.models import Order, OrderLine
from emporion.orders.types import subject_of
from emporion.parties.models import Handle, Party
from emporion.web.tests.factories import signed_in
from tests.rush.crowd import Crowd
from tests.rush.nodes import Cluster, running
from tests.rush.peers import pieces_of, price_of
from tests.rush.proofs import gaps_in_numbers, prove_the_book
from tests.rush.test_crash import console_verify
from tools.testing.brokers import Broker
from tools.testing.waiting import until

SECONDS = float(os.environ.get("EMPORION_RUSH_SECONDS", "120"))
SOLD = ["a", "b#x"]
KEYS = [*SOLD, *(f"more{number}" for number in range(800))]  # so that a file is in work for a while
CLERKS = 3


@pytest.mark.takes(200)
@pytest.mark.slow
@pytest.mark.parametrize("house", ["postgresql"], indirect=True)
def test_what_was_answered_stands_once_though_a_random_process_is_killed_every_few_seconds(
    broker: Broker, crowd: Crowd, tmp_path: Path
) -> None:
    shop = a_shop()
    over = tmp_path / "over"
    with running(tmp_path, broker, webs=2, workers=3) as cluster:
        until(lambda: all_answer(cluster))
        peers = [("enter", clerk(cluster, shop, over, seed)) for seed in range(CLERKS)]
        told = {"nodes": cluster.addresses, "keys": KEYS, "until": str(over), "seed": 100}
        hands = crowd.begin([*peers, ("tell", told)])
        cluster.suffer(SECONDS, (2, 5), 3, busy)
        over.touch()
        *clerks, onec = [hand.answer() for hand in hands]
        until(lambda: all_answer(cluster) and not unfinished(), 180)
        given = taken_by_onec(cluster)
        until(lambda: not unfinished(), 180)
    assert cluster.fallen == []
    assert cluster.kills >= SECONDS // 5
    prove_orders(clerks, given)
    prove_files(shop.channel, onec)
    assert parked() == []
    assert [(one.path, one.error) for state in ("failed", "lost") for one in clockwork.tasks(state=state)] == []
    prove_the_book()
    assert console_verify() == (0, [])


def a_shop() -> ShopCounter:
    """Goods without end, and a connection whose imports do not wait long for a worker."""
    shop = open_counter()
    bring(shop.channel, catalog(*map(goods, KEYS[len(SOLD) :])))
    bring(shop.channel, pack(*(offer(key, {"retail": price_of(0)}, {"w1": str(pieces_of(0))}) for key in KEYS)))
    exchange.change_channel(channel=shop.channel, settings={"wait_seconds": 2}, actor="owner")
    return shop


def clerk(cluster: Cluster, shop: ShopCounter, over: Path, seed: int) -> dict[str, Any]:
    """Somebody who has signed in and enters orders."""
    browser = signed_in(email=f"clerk{seed}@example.com")
    word = "x" * 32
    return {
        "nodes": cluster.addresses,
        "cookie": f"sessionid={browser.cookies['sessionid'].value}; csrftoken={word}",
        "form": {"csrfmiddlewaretoken": word, "shop": "shop", "cover": "all", "price": "", "listed": "", "discount": "",
                 "name": "Peter Quince", "save": "1"},
        "goods": list(shop.variants.values()),
        "until": str(over),
        "seed": seed,
    }  # fmt: skip


def all_answer(cluster: Cluster) -> bool:
    """Whether each web node is ready for visitors, as a load balancer asks."""
    try:
        return all(Wire(f"{address}/health/ready").ask("") for address in cluster.addresses)  # it looks at the status
    except (OSError, AssertionError):
        return False


def busy() -> set[int]:
    """The processes that have a task in hand."""
    return {int(one.worker.split(":")[1]) for one in clockwork.tasks(state="running") if one.worker}


def unfinished() -> list[str]:
    """What waits or runs, but for what happens by the clock."""
    found = [one for state in ("ready", "running") for one in clockwork.tasks(state=state)]
    return [f"{one.path} {one.args} {one.state} {one.tries}" for one in found if not one.path.endswith("run_schedule")]


def taken_by_onec(cluster: Cluster) -> list[str]:
    """Fetch orders until none is given any more; the ids as they came, each with its success said."""
    wire, came = Wire(f"{cluster.addresses[0]}/exchange/1c/1c"), list[str]()
    end = time.monotonic() + 120
    while time.monotonic() < end:
        wire.cookie = ""
        wire.sign_in("sale")
        wire.ask("type=sale&mode=init")
        found = ids(wire.ask("type=sale&mode=query").encode())
        assert wire.ask("type=sale&mode=success").startswith("success")
        came += found
        if not found and len(came) >= Order.objects.count():
            break
    return came


def prove_orders(clerks: list[dict[str, Any]], given: list[str]) -> None:
    """Every form is one order, of one customer, with one promise, and 1C was given each once."""
    assert [word for one in clerks for word in one["answers"] if not word.startswith("0 ")] == []
    entered = [(intent, order) for one in clerks for intent, order in one["entered"]]
    orders = dict(Order.objects.values_list("pk", "number"))
    assert len(entered) >= SECONDS / 2, "too little happened to prove anything"
    assert sorted(order for _, order in entered) == sorted(orders)
    assert gaps_in_numbers("K") == []
    known = dict(Handle.objects.filter(value__endswith="@example.com").values_list("value", "party"))
    assert sorted(known) == sorted(f"{intent}@example.com" for intent, _ in entered)
    assert len(set(known.values())) == Party.objects.filter(kind="person").count() == len(entered)
    lines = OrderLine.objects.values_list("order_id", "quantity", "covered")
    assert sorted(order for order, _, _ in lines) == sorted(orders)
    assert [order for order, quantity, covered in lines if quantity != covered] == []
    promises = Counter(Posting.objects.filter(document__startswith="order:").values_list("document", flat=True))
    assert promises == Counter(subject_of(number) for number in orders.values())
    assert sorted(given) == sorted(map(str, orders))


def prove_files(channel: int, onec: dict[str, Any]) -> None:
    """Every file that was taken is settled, and what the last one told is what stands."""
    assert onec["last"] >= SECONDS / 20, "too little happened to prove anything"
    assert any(one.tries > 1 for one in clockwork.tasks(path=import_file.module_path, limit=10_000)), "none was killed"
    assert Counter(Message.objects.filter(direction="in").values_list("state", flat=True)).keys() == {"done"}
    assert open_count() == 0
    for key in (*SOLD, *KEYS[:: len(KEYS) // 10]):
        assert prices(channel, key)["Розничная"] == price_of(onec["last"])
        assert stock(channel, key)["Основной"] == pieces_of(onec["last"]) * 1000
