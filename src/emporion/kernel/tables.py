"""Tables that only grow, guarded by the database: bulk updates and a console pass every guard written in Python."""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import groupby
from operator import itemgetter

from django.apps.registry import Apps
from django.db import connection, migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.utils.translation import gettext_noop

from .errors import Refused

GUARDS = {
    "sqlite": [  # INSERT OR REPLACE deletes the row that stands, and fires no trigger of a delete without a pragma
        """CREATE TRIGGER IF NOT EXISTS {table}_again BEFORE INSERT ON {table}
           WHEN {stands} BEGIN SELECT RAISE(ABORT, '{table} only grows'); END""",
        """CREATE TRIGGER IF NOT EXISTS {table}_update BEFORE UPDATE ON {table}
           BEGIN SELECT RAISE(ABORT, '{table} only grows'); END""",
        """CREATE TRIGGER IF NOT EXISTS {table}_delete BEFORE DELETE ON {table}
           BEGIN SELECT RAISE(ABORT, '{table} only grows'); END""",
    ],
    "postgresql": [
        """CREATE OR REPLACE FUNCTION only_grows() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
           RAISE EXCEPTION '% only grows', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'; END $$""",
        """CREATE OR REPLACE TRIGGER {table}_row BEFORE UPDATE OR DELETE ON {table}
           FOR EACH ROW EXECUTE FUNCTION only_grows()""",
        """CREATE OR REPLACE TRIGGER {table}_all BEFORE TRUNCATE ON {table}
           FOR EACH STATEMENT EXECUTE FUNCTION only_grows()""",
    ],
}
# Tables and what stands and works on them: a trigger of PostgreSQL can be switched off, or kept for replicas. A table
# that is not made yet misses nothing.
STANDING = {
    "sqlite": "SELECT tbl_name, name FROM sqlite_master WHERE type IN ('table', 'trigger')",
    "postgresql": """SELECT c.relname, t.tgname FROM pg_class c LEFT JOIN pg_trigger t
            ON t.tgrelid = c.oid AND NOT t.tgisinternal AND t.tgenabled IN ('O', 'A')
        WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace""",
}
NAMES = {"sqlite": ("again", "update", "delete"), "postgresql": ("row", "all")}

GUARDED: set[str] = set()


class GuardsMissing(Refused):
    """The database would let facts and entries be changed, so nothing may work on it."""

    code = "guards_missing"
    says = gettext_noop("The database does not protect its facts and entries any more. Missing: %(guards)s.")
    remedy = gettext_noop(
        "Find out who took the guards away, then put them up again with: emporion ledger verify --repair"
    )


def only_grows(*tables: str) -> migrations.RunPython:
    """Migration step that forbids UPDATE, DELETE and TRUNCATE, and on SQLite to replace a row that stands.

    Repeat it after every AlterField on SQLite: Django rebuilds the table there, and its triggers are lost.
    """

    def put_up(_: Apps, editor: BaseDatabaseSchemaEditor) -> None:
        for statement in _guarding(editor.connection.vendor, tables):
            editor.execute(statement, params=None)

    return migrations.RunPython(put_up, migrations.RunPython.noop)


def _guarding(vendor: str, tables: Iterable[str]) -> Iterator[str]:
    for table in tables:
        stands = _stands(table) if vendor == "sqlite" else ""
        yield from (statement.format(table=table, stands=stands) for statement in GUARDS[vendor])


def _stands(table: str) -> str:
    """The condition of SQLite that a row with the id, or with another unique key, of the new one is there already."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT i.name, c.name FROM pragma_index_list(%s) i, pragma_index_info(i.name) c"
            " WHERE i.[unique] ORDER BY i.name, c.seqno",
            [table],
        )
        columns = cursor.fetchall()
    keys = [["id"], *([name for _, name in found] for _, found in groupby(columns, key=itemgetter(0)))]
    same = (" AND ".join(f"{name} = NEW.{name}" for name in key) for key in keys)
    return " OR ".join(f"EXISTS (SELECT 1 FROM {table} WHERE {each})" for each in same)  # noqa: S608 - names of ours


def must_only_grow(*tables: str) -> None:
    """Enter tables whose guards must stand; called by the apps.py of the room that owns them."""
    GUARDED.update(tables)


@lru_cache
def _migrations() -> frozenset[tuple[str, str]]:
    return frozenset(MigrationLoader(None).graph.nodes)


def waiting_migrations() -> list[str]:
    """Migrations of this version that the database has not been through; one query."""
    been_through = set(MigrationRecorder(connection).applied_migrations())
    return [f"{app}.{name}" for app, name in sorted(_migrations() - been_through)]


def missing_guards() -> list[str]:
    """Names of triggers that should stand in this database and do not."""
    return [f"{table}_{name}" for table, name in _missing()]


def guards_must_stand() -> None:
    """Refuse to go on with a database that would let facts and entries be changed; one query, for every start."""
    if missing := missing_guards():
        raise GuardsMissing(guards=", ".join(missing))


def put_up_guards() -> list[str]:
    """Put up the guards that are missing; answers their names."""
    missing = _missing()
    with connection.cursor() as cursor:
        for statement in _guarding(connection.vendor, sorted({table for table, _ in missing})):
            cursor.execute(statement)
    return [f"{table}_{name}" for table, name in missing]


def _missing() -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(STANDING[connection.vendor])
        standing = set(cursor.fetchall())
    made = GUARDED & {table for table, _ in standing}
    wanted = ((table, name) for table in sorted(made) for name in sorted(NAMES[connection.vendor]))
    return [(table, name) for table, name in wanted if (table, f"{table}_{name}") not in standing]
