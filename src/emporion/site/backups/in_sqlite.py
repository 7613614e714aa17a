"""The database of a backup where it is a file of SQLite."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.db import connection

from .archive import Reader, Writer, pieces_of, written
from .manifest import HouseRunning, Manifest, PlaceTaken

NAME = "database.sqlite3"
BESIDE = ("-wal", "-shm", "-journal")


def place() -> Path:
    """The file of this house's database."""
    return Path(str(connection.settings_dict["NAME"]))


@contextmanager
def moment() -> Iterator[None]:
    """All that is asked meanwhile is answered as of one moment; writers go on and nobody waits for anybody."""
    with connection.cursor() as cursor:
        cursor.execute("BEGIN")
        cursor.execute("SELECT count(*) FROM sqlite_master")  # the first question fixes the moment
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")


def dump(writer: Writer) -> dict[str, int]:
    """Copy the pages of the moment in one step, then put the copy away."""
    with tempfile.TemporaryDirectory(dir=place().parent, prefix=".backup-") as folder:
        copy = Path(folder) / NAME
        with closing(sqlite3.connect(copy)) as target:
            connection.connection.backup(target)
        writer.put(NAME, pieces_of(copy))
    return {}


def must_be_free(*, replace: bool) -> None:
    """Refuse a place where a database lies, and one that somebody works on even when it is to be replaced."""
    if place().exists() and not replace:
        raise PlaceTaken(place=str(place()))
    if place().exists():
        _nobody_works()


def _nobody_works() -> None:
    """Only who is alone may leave the mode of many readers."""
    with closing(sqlite3.connect(place(), timeout=1)) as alone:
        try:
            alone.execute("PRAGMA journal_mode=DELETE")
        except sqlite3.OperationalError:
            raise HouseRunning() from None
        except sqlite3.DatabaseError:
            return  # no database at all: nobody can work on it


def put_aside(folder: Path) -> None:
    """Move what lies there out of the way."""
    for ending in ("", "-queue", *BESIDE):
        old = place().with_name(place().name + ending)
        if old.exists():
            old.rename(folder / old.name)


def load(reader: Reader, _manifest: Manifest) -> None:
    """Put the file in its place."""
    connection.close()
    written(reader.pieces(NAME), place())
