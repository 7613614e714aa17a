"""The test bench: a fresh database per test on both engines, a served house, a browser, outside samples."""

import os
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

import django
import hypothesis
import pytest

from emporion.kernel import kept
from emporion.site.loading import nothing_is_garbage
from tools.testing import environment

environment.prepare()
with nothing_is_garbage():
    django.setup()

from django.db import connections  # noqa: E402
from django.utils import translation  # noqa: E402
from playwright.sync_api import Browser, Page  # noqa: E402
from pytest_django import DjangoDbBlocker, Settings  # noqa: E402

from emporion.clockwork.bell import bell_at  # noqa: E402
from emporion.site.settings import engine  # noqa: E402
from tools.testing.brokers import Broker, brokering  # noqa: E402
from tools.testing.chromium import REMEDY, chromium, fresh_page, launched  # noqa: E402
from tools.testing.databases import (  # noqa: E402
    Copies,
    postgresql_copies,
    reap_left_servers,
    sqlite_copies,
    using,
)
from tools.testing.serving import served_by_granian, served_by_thread  # noqa: E402
from tools.testing.workers import Spawn, spawning  # noqa: E402

T = TypeVar("T")

# a shared machine is slow now and then; a database that outlives an example is what our property tests are about
hypothesis.settings.register_profile(
    "house",
    deadline=None,
    database=None,
    suppress_health_check=[hypothesis.HealthCheck.function_scoped_fixture, hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.load_profile("house")


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--slow` lets the long tests in."""
    parser.addoption("--slow", action="store_true", help="also run the tests marked slow")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the slow ones out unless asked; the longest come first, so that no processor waits at the end."""
    if not config.getoption("--slow"):
        slow = [item for item in items if item.get_closest_marker("slow")]
        items[:] = [item for item in items if not item.get_closest_marker("slow")]
        config.hook.pytest_deselected(items=slow)
    items.sort(key=_seconds, reverse=True)  # the others stay in their order


def _seconds(item: pytest.Item) -> float:
    mark = item.get_closest_marker("takes")
    return mark.args[0] if mark else 0


def pytest_sessionstart(session: pytest.Session) -> None:
    """Clean up behind a run that was killed."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        reap_left_servers()


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """What is collected stays to the end, and thousands of tests are long to look through."""
    with nothing_is_garbage():
        return (yield)


def pytest_unconfigure() -> None:
    """Leave nothing in the machine's temporary folder."""
    environment.tidy_up()


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of the test's own; child processes find it in EMPORION_HOME."""
    folder = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("EMPORION_HOME", str(folder))
    settings.EMPORION_HOME = folder
    settings.MEDIA_ROOT = folder / "media"
    settings.STATIC_ROOT = folder / "static"
    settings.PASSWORD_HASHERS = ["tools.testing.environment.QuickArgon2"]
    return folder


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """No language of the test before: Django leaves that of the last request to the thread."""
    with translation.override("en"):
        yield


@pytest.fixture(params=["sqlite", "postgresql"])
def house(request: pytest.FixtureRequest, home: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """The address of a fresh database, in use while the test runs, in this process and in those it starts.

    One engine only: `@pytest.mark.parametrize("house", ["postgresql"], indirect=True)`.
    """
    copies: Copies = request.getfixturevalue(request.param)
    with django_db_blocker.unblock(), copies() as url, using(url):
        kept.forget_all()
        yield url


@pytest.fixture
def spawn(house: str) -> Iterator[Spawn]:
    """Starts real workers on the house of the test."""
    with spawning() as start:
        yield start


@pytest.fixture
def broker(
    house: str, tmp_path_factory: pytest.TempPathFactory, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Broker]:
    """A broker that the house of the test rings at, in this process and in those it starts."""
    with brokering(tmp_path_factory.mktemp("broker")) as running:
        monkeypatch.setenv("EMPORION_QUEUE", running.address)
        settings.EMPORION_QUEUE, settings.TASKS = running.address, engine(running.address)
        yield running
        bell_at(running.address).close()


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all workers of this run share."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


@pytest.fixture(scope="session")
def sqlite(shared: Path, django_db_blocker: DjangoDbBlocker) -> Copies:
    """Copies of one migrated file."""
    with django_db_blocker.unblock():
        return sqlite_copies(shared)


@pytest.fixture(scope="session")
def postgresql(shared: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[Copies]:
    """Copies of one migrated database on a real server."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
    with django_db_blocker.unblock(), postgresql_copies(shared, worker) as copies:
        yield copies


@pytest.fixture
def at_once() -> Callable[..., list[object]]:
    """Run callables at the same moment, each in its thread with its own connection; answers and errors in order."""

    def run(*calls: Callable[[], T]) -> list[object]:
        def one(call: Callable[[], T]) -> object:
            try:
                return call()
            except Exception as error:  # noqa: BLE001 - the test asks what happened
                return error
            finally:
                connections["default"].close()

        with ThreadPoolExecutor(len(calls)) as threads:
            return list(threads.map(one, calls))

    return run


@pytest.fixture(scope="session")
def samples() -> Path:
    """Outside material, which the project does not carry."""
    folder = os.environ.get("EMPORION_SAMPLES")
    if not folder:
        pytest.skip("EMPORION_SAMPLES names no folder of outside samples")
    return Path(folder).resolve()


@pytest.fixture
def served(house: str) -> Iterator[str]:
    """The address of the house, served from this process."""
    with served_by_thread() as address:
        yield address


@pytest.fixture
def granian(house: str) -> Iterator[str]:
    """The address of the house, served by the application server of production."""
    with served_by_granian() as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium; a missing one is a loud skip, and a failure where EMPORION_BROWSER=required."""
    executable = chromium()
    if executable is None:
        (pytest.fail if os.environ.get("EMPORION_BROWSER") == "required" else pytest.skip)(REMEDY)
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "yes"  # Playwright keeps an event loop in this thread
    with launched(executable) as running:
        yield running


@pytest.fixture
def page(browser: Browser, served: str) -> Iterator[Page]:
    """A fresh page on the served house; it fails the test when the browser complains."""
    with fresh_page(browser, served) as fresh:
        yield fresh
