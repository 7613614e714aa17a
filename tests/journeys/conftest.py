"""A house with one firm and one shop, a worker, and a simulated 1C that talks to it over HTTP."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from threading import Thread

import pytest
from django.contrib.auth.hashers import make_password
from django.db import connections
from pytest_django import DjangoDbBlocker

from emporion.clockwork.worker import Worker
from emporion.demo.onec.base import Base
from emporion.demo.onec.exchange import OneC
from emporion.exchange import commands as exchange
from emporion.exchange.queries import object_of
from emporion.orders import commands as orders
from emporion.orders.types import ShopCard
from emporion.parties import commands as parties
from emporion.pricing.queries import price_types
from emporion.site.fingerprint import fingerprint
from emporion.stock.queries import all_warehouses
from tools.testing.databases import Copies, using

from .generated import bring, connection

LOGIN, PASSWORD = "1c", "сезам:откройся"


@dataclass(frozen=True)
class Connected:
    """A connection with what a test needs to know of it."""

    channel: int
    firm: int
    address: str
    base: Base
    onec: OneC

    def ours(self, kind: str, key: str) -> int:
        """Our object under a key of 1C's."""
        found = object_of(self.channel, kind, key)
        assert found is not None, f"{kind} {key} is not known"
        return found

    def open_shop(self, price_type: str = "Розничная") -> str:
        """The shop that sells what 1C brought: its retail price, all its warehouses."""
        types = {row.name: row.id for row in price_types()}
        chosen = types.get(price_type) or next(iter(types.values()))
        card = ShopCard(
            code="shop",
            name="Shop",
            firm=self.firm,
            price_type=chosen,
            prefix="K",
            warehouses=tuple(place.id for place in all_warehouses(master="1c")),
        )
        orders.put_shop(card=card, actor="owner")
        return "shop"


@contextmanager
def working() -> Iterator[Worker]:
    """A worker in a thread of this process, on the test's own database."""
    worker = Worker(threads=1, lease=timedelta(seconds=30), grace=timedelta(seconds=10), pauses=(0.02, 0.1))

    def run() -> None:
        try:
            worker.forever()
        finally:
            connections.close_all()

    thread = Thread(target=run, daemon=True)
    thread.start()
    try:
        yield worker
    finally:
        worker.stop()
        thread.join(60)


@pytest.fixture
def asleep(house: str, served: str, tmp_path: Path) -> Iterator[Callable[..., Connected]]:
    """Make a connection to a simulated base of so many goods, in a house where no worker runs."""
    opened: list[Base | OneC] = []

    def made(goods: int = 30, seed: int = 1, **settings: object) -> Connected:
        firm = parties.add_firm(
            name="Firm", country="RU", base_currency="RUB", regime="general", since=date(2020, 1, 1), actor="owner"
        ).id
        told = {"firm": firm, "shop": "shop", "orders_from": datetime(2020, 1, 1, tzinfo=UTC).isoformat()}
        channel = exchange.add_channel(
            code="1c",
            kind="commerceml",
            title="1C",
            settings=told | settings,
            secrets={"login": LOGIN, "password": make_password(PASSWORD)},
            actor="owner",
        )
        base = Base.create(tmp_path / "onec", goods=goods, seed=seed)
        address = f"{served}/exchange/1c/1c"
        onec = OneC(base, address, LOGIN, PASSWORD)
        opened.extend((onec, base))
        return Connected(channel, firm, address, base, onec)

    yield made
    for one in opened:
        one.close()


@pytest.fixture
def connect(asleep: Callable[..., Connected]) -> Iterator[Callable[..., Connected]]:
    """The same with a worker."""
    with working():
        yield asleep


@pytest.fixture
def clean(sqlite: Copies, home: Path, django_db_blocker: DjangoDbBlocker) -> Callable[..., str]:
    """The fingerprint of one clean run of these files in a database of its own."""

    def told(*paths: Path) -> str:
        with django_db_blocker.unblock(), sqlite() as url, using(url):
            bring(connection(), *paths)
            return fingerprint()["all"]

    return told
