"""A base of its own, a site of its own, and a 1C between them."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from emporion.demo.onec import Base, OneC
from emporion.demo.onec.tests.site import LOGIN, PASSWORD, Site, served

NOON = datetime(2026, 11, 22, 12, 0, 0)


@pytest.fixture
def base(tmp_path: Path) -> Iterator[Base]:
    with Base.create(tmp_path / "base", goods=12, seed=3, clock=lambda: NOON) as made:
        yield made


@pytest.fixture
def site() -> Iterator[Site]:
    with served(Site()) as running:
        yield running


Connect = Callable[..., OneC]


@pytest.fixture
def connect(base: Base, site: Site) -> Iterator[Connect]:
    """Make a 1C for the site; options as for OneC."""
    with ExitStack() as opened:

        def made(**options: Any) -> OneC:
            settings = {"password": PASSWORD} | options
            return opened.enter_context(OneC(base, site.url, LOGIN, **settings))

        yield made


@pytest.fixture
def onec(connect: Connect) -> OneC:
    return connect()
