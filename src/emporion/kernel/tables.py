"""Tables that only grow, guarded by the database: bulk updates and a console pass every guard written in Python."""

from collections.abc import Iterator

from django.apps.registry import Apps
from django.db import connection, migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

GUARDS = {
    "sqlite": [  # INSERT OR REPLACE is a hidden DELETE; PRAGMA recursive_triggers=ON in the settings makes it fire
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
STANDING = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s",
    "postgresql": """SELECT tgname FROM pg_trigger
        WHERE NOT tgisinternal AND tgenabled <> 'D' AND tgrelid = %s::regclass""",
}
NAMES = {"sqlite": ("update", "delete"), "postgresql": ("row", "all")}

GUARDED: set[str] = set()


def only_grows(*tables: str) -> migrations.RunPython:
    """Migration step that forbids UPDATE, DELETE and TRUNCATE.

    Repeat it after every AlterField on SQLite: Django rebuilds the table there, and its triggers are lost.
    """

    def guard(_: Apps, editor: BaseDatabaseSchemaEditor) -> None:
        for table in tables:
            for statement in GUARDS[editor.connection.vendor]:
                editor.execute(statement.format(table=table), params=None)

    return migrations.RunPython(guard, migrations.RunPython.noop)


def must_only_grow(*tables: str) -> None:
    """Enter tables whose guards must stand; called by the apps.py of the room that owns them."""
    GUARDED.update(tables)


def missing_guards() -> Iterator[str]:
    """Names of triggers that should stand in this database and do not."""
    with connection.cursor() as cursor:
        for table in sorted(GUARDED):
            cursor.execute(STANDING[connection.vendor], [table])
            standing = {row[0] for row in cursor.fetchall()}
            yield from sorted({f"{table}_{name}" for name in NAMES[connection.vendor]} - standing)
