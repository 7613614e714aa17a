"""The database of a backup where it is PostgreSQL: every table as COPY writes it, out of one snapshot.

No program of PostgreSQL is needed beside ours, and the text of COPY is the same in all its versions. The tables are not
in the backup: the migrations that stood then make them again, the rows are loaded, and later migrations follow.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from psycopg import sql

from emporion.kernel import rows

from .archive import Reader, Writer
from .manifest import HouseRunning, Manifest, PlaceTaken

FOLDER = "tables/"
OURS = "n.nspname = current_schema()"
TABLES = f"""SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind = 'r' AND {OURS} ORDER BY c.relname"""
COLUMNS = f"""SELECT a.attname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
    JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relname = %s AND {OURS} AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '' ORDER BY a.attnum"""
SEQUENCES = "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = current_schema() AND last_value > 0"
OTHERS = """SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
    AND backend_type = 'client backend'"""
MADE_BY_MIGRATIONS = "django_migrations"


@contextmanager
def moment() -> Iterator[None]:
    """One snapshot for all that is asked. It only reads, so it holds back no subscriber of the journal."""
    with connection.cursor() as cursor:
        cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")


def dump(writer: Writer) -> dict[str, int]:
    """Put every table away; answers the last numbers of the sequences."""
    for table in _tables():
        if table != MADE_BY_MIGRATIONS:
            writer.put(f"{FOLDER}{table}", _copied(table))
    return {name: int(last) for name, last in rows.fetch(SEQUENCES)}


def must_be_free(*, replace: bool) -> None:
    """Refuse a database that has tables, and one that somebody works on even when they are to be replaced."""
    if not _tables():
        return
    if not replace:
        raise PlaceTaken(place=str(connection.settings_dict["NAME"]))
    [(others,)] = rows.fetch(OTHERS)
    if others:
        raise HouseRunning()


def put_aside(_folder: Path) -> None:
    """Drop what stands: a database cannot be put aside as a file can, which the sentence of --replace says."""
    with connection.cursor() as cursor:
        for table in _tables():
            cursor.execute(sql.SQL("DROP TABLE IF EXISTS {} CASCADE").format(sql.Identifier(table)))


def load(reader: Reader, manifest: Manifest) -> None:
    """Make the tables as they stood then and fill them, all or nothing."""
    executor = MigrationExecutor(connection)
    executor.migrate(_ends(executor, manifest))
    with connection.cursor() as cursor:
        cursor.execute("BEGIN")
        try:
            for table in _tables():
                if table != MADE_BY_MIGRATIONS:
                    cursor.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(table)))
            for name in manifest.members:
                if name.startswith(FOLDER):
                    _fill(name.removeprefix(FOLDER), reader.pieces(name))
            for sequence, last in manifest.sequences.items():
                cursor.execute("SELECT setval(quote_ident(%s)::regclass, %s)", [sequence, last])
        except BaseException:
            cursor.execute("ROLLBACK")
            raise
        cursor.execute("COMMIT")
        cursor.execute("ANALYZE")


def _ends(executor: MigrationExecutor, manifest: Manifest) -> list[tuple[str, str]]:
    """The last migration of each app that stood then: the executor makes what leads there."""
    stood = {(app, name) for app, _, name in (one.partition(".") for one in manifest.migrations)}
    nodes: Any = executor.loader.graph.node_map
    followed = {key for key in stood if any(one.key in stood and one.key[0] == key[0] for one in nodes[key].children)}
    return sorted(stood - followed)


def _tables() -> list[str]:
    return [name for (name,) in rows.fetch(TABLES)]


def _columns(table: str) -> sql.Composed:
    return sql.SQL(", ").join(sql.Identifier(name) for (name,) in rows.fetch(COLUMNS, [table]))


def _copied(table: str) -> Iterator[bytes]:
    asked = sql.SQL("COPY {} ({}) TO STDOUT").format(sql.Identifier(table), _columns(table))
    with connection.cursor() as cursor, cursor.copy(asked) as copy:
        for piece in copy:
            yield bytes(piece)


def _fill(table: str, pieces: Iterator[bytes]) -> None:
    asked = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), _columns(table))
    with connection.cursor() as cursor, cursor.copy(asked) as copy:
        for piece in pieces:
            copy.write(piece)
