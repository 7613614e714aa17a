"""The test bench keeps its promises."""

import os
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from playwright.sync_api import Browser

from tools.testing.databases import PREFIX, reap_left_servers


def test_each_test_has_a_migrated_database_of_its_own(house: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE left_behind (id integer)")
        cursor.execute("SELECT COUNT(*) FROM django_migrations")
        assert cursor.fetchone()[0] > 0


def test_what_another_test_did_is_gone(house: str) -> None:
    assert "left_behind" not in connection.introspection.table_names()
    assert "django_migrations" in connection.introspection.table_names()


def test_a_started_process_works_on_the_same_database(house: str, home: Path) -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE greeting (word text)")
        cursor.execute("INSERT INTO greeting VALUES ('hello')")
    source = (
        "import django; django.setup(); from django.conf import settings; from django.db import connection;"
        "cursor = connection.cursor(); cursor.execute('SELECT word FROM greeting');"
        "print(cursor.fetchone()[0], settings.EMPORION_HOME, settings.EMPORION_KEYS[0])"
    )
    answer = subprocess.run([sys.executable, "-c", source], check=True, capture_output=True, text=True).stdout
    assert answer.split() == ["hello", str(home), settings.EMPORION_KEYS[0]]


@pytest.mark.parametrize("house", ["postgresql"], indirect=True)
def test_postgresql_compares_cyrillic_without_case(house: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 'ЧАШКА' ILIKE 'чаш%%', 'ΚΎΠΕΛΛΟ' ILIKE 'κύπ%%'")
        assert cursor.fetchone() == (True, True)


@pytest.mark.parametrize("house", ["sqlite"], indirect=True)
def test_sqlite_opens_as_the_house_needs_it(house: str) -> None:
    with connection.cursor() as cursor:
        found = {
            name: cursor.execute(f"PRAGMA {name}").fetchone()[0]
            for name in (
                "journal_mode",
                "synchronous",
                "foreign_keys",
                "recursive_triggers",
                "temp_store",
                "cache_size",
            )
        }
    assert found == {
        "journal_mode": "wal",
        "synchronous": 1,
        "foreign_keys": 1,
        "recursive_triggers": 1,
        "temp_store": 2,
        "cache_size": -8000,
    }


def test_a_server_left_by_a_killed_run_is_stopped_and_removed(tmp_path: Path) -> None:
    source = (
        "import os, sys; from pathlib import Path; from tools.testing.environment import prepare; prepare();"
        "import django; django.setup(); from tools.testing.databases import server_folder, get_server;"
        "folder = server_folder(Path(sys.argv[1]), 'gw0'); server = get_server(folder);"
        "print(folder, server.get_pid(), flush=True); os.kill(os.getpid(), 9)"
    )
    root = Path(__file__).parents[2]
    alone = {name: value for name, value in os.environ.items() if name != "PYTEST_XDIST_WORKER"}
    killed = subprocess.run(
        [sys.executable, "-c", source, tmp_path], capture_output=True, text=True, cwd=root, env=alone, check=False
    )
    folder, server = killed.stdout.split()
    assert Path(folder).name.startswith(PREFIX)
    assert Path(f"/proc/{server}").exists()
    assert Path(folder) in reap_left_servers()
    assert not Path(folder).exists()
    assert not Path(f"/proc/{server}").exists()


def test_a_served_house_answers_over_a_socket(served: str) -> None:
    request = urllib.request.Request(f"{served}/no-such-page")
    with pytest.raises(urllib.error.HTTPError) as refusal:
        urllib.request.urlopen(request, timeout=60)
    with refusal.value as answer:
        assert answer.status == 404
        assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
        assert "unsafe-inline" not in answer.headers["Content-Security-Policy"]


@pytest.mark.browser
def test_the_browser_opens_a_page(browser: Browser) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        page.set_content("<title>Emporion</title><p>Hello</p>")
        assert (page.title(), page.inner_text("p")) == ("Emporion", "Hello")
        assert os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]
