"""Tables that only grow: the database itself says no, and a lost guard is noticed."""

import sqlite3
from contextlib import closing

import pytest
from django.apps.registry import Apps
from django.db import IntegrityError, connection, models, transaction
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import ProjectState
from django.test.utils import CaptureQueriesContext

from emporion.kernel import tables

pytestmark = pytest.mark.usefixtures("house")
REGISTRY = Apps()


class Diary(models.Model):
    """A table of the test's own; it stands in no register of the house."""

    text = models.CharField(max_length=20)
    page = models.IntegerField(null=True, unique=True)

    class Meta:
        app_label = "test_tables"
        apps = REGISTRY


@pytest.fixture(autouse=True)
def diary(house: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "GUARDED", set())
    tables.must_only_grow("test_tables_diary")
    with connection.schema_editor() as editor:
        editor.create_model(Diary)
        guard(editor)
    write("INSERT INTO test_tables_diary (id, text, page) VALUES (1, 'rain', 7)")


def guard(editor: BaseDatabaseSchemaEditor) -> None:
    nothing = ProjectState()
    tables.only_grows("test_tables_diary").database_forwards("test_tables", editor, nothing, nothing)


def write(sql: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def texts() -> list[str]:
    return list(Diary._base_manager.values_list("text", flat=True))


@pytest.mark.parametrize(
    "verb",
    [
        "UPDATE test_tables_diary SET text = 'sun'",
        "DELETE FROM test_tables_diary",
        "INSERT INTO test_tables_diary (id, text) VALUES (1, 'sun') ON CONFLICT (id) DO UPDATE SET text = 'sun'",
    ],
)
def test_what_is_written_stays_written(verb: str) -> None:
    with pytest.raises(IntegrityError, match="test_tables_diary only grows"):
        write(verb)
    assert texts() == ["rain"]


@pytest.mark.parametrize("house", ["sqlite"], indirect=True)
def test_insert_or_replace_is_a_hidden_delete_and_caught() -> None:
    with pytest.raises(IntegrityError, match="test_tables_diary only grows"):
        write("INSERT OR REPLACE INTO test_tables_diary (id, text) VALUES (1, 'sun')")
    assert texts() == ["rain"]


@pytest.mark.parametrize("house", ["sqlite"], indirect=True)
@pytest.mark.parametrize("row", ["(1, 'sun', 8)", "(2, 'sun', 7)"])
def test_a_foreign_program_replaces_nothing_either(row: str) -> None:
    with closing(sqlite3.connect(connection.settings_dict["NAME"])) as foreign:
        assert foreign.execute("PRAGMA recursive_triggers").fetchone() == (0,)
        with pytest.raises(sqlite3.IntegrityError, match="test_tables_diary only grows"):
            foreign.execute(f"INSERT OR REPLACE INTO test_tables_diary (id, text, page) VALUES {row}")
    assert texts() == ["rain"]


@pytest.mark.parametrize("house", ["postgresql"], indirect=True)
def test_truncate_is_caught() -> None:
    with pytest.raises(IntegrityError, match="test_tables_diary only grows"):
        write("TRUNCATE test_tables_diary")
    assert texts() == ["rain"]


def test_new_rows_are_welcome() -> None:
    write("INSERT INTO test_tables_diary (id, text, page) VALUES (2, 'sun', 8), (3, 'sun', NULL)")
    assert sorted(texts()) == ["rain", "sun", "sun"]


def test_all_guards_stand_after_a_migration() -> None:
    assert tables.missing_guards() == []


@pytest.mark.parametrize("house", ["sqlite"], indirect=True)
def test_an_altered_field_loses_the_guards_on_sqlite_which_is_noticed_and_mended() -> None:
    nullable = models.CharField(max_length=20, null=True)
    nullable.set_attributes_from_name("text")
    nullable.model = Diary
    with connection.schema_editor() as editor:
        editor.alter_field(Diary, Diary._meta.get_field("text"), nullable, strict=True)
    assert tables.missing_guards() == [f"test_tables_diary_{name}" for name in ("again", "delete", "update")]
    with connection.schema_editor() as editor:
        guard(editor)
    assert tables.missing_guards() == []


@pytest.mark.parametrize("house", ["postgresql"], indirect=True)
def test_a_guard_that_was_taken_down_or_switched_off_is_named() -> None:
    write("DROP TRIGGER test_tables_diary_all ON test_tables_diary")
    write("ALTER TABLE test_tables_diary ENABLE REPLICA TRIGGER test_tables_diary_row")
    assert tables.missing_guards() == ["test_tables_diary_all", "test_tables_diary_row"]
    write("ALTER TABLE test_tables_diary DISABLE TRIGGER test_tables_diary_row")
    assert tables.missing_guards() == ["test_tables_diary_all", "test_tables_diary_row"]


def test_guarding_twice_changes_nothing() -> None:
    with connection.schema_editor() as editor:
        guard(editor)
    assert tables.missing_guards() == []


DROP = {
    "sqlite": ["DROP TRIGGER test_tables_diary_update"],
    "postgresql": [
        "ALTER TABLE test_tables_diary DISABLE TRIGGER test_tables_diary_row",
        "DROP TRIGGER test_tables_diary_all ON test_tables_diary",
    ],
}


def test_nothing_starts_without_its_guards_and_they_can_be_put_up_again() -> None:
    tables.guards_must_stand()
    for statement in DROP[connection.vendor]:
        write(statement)
    with pytest.raises(tables.GuardsMissing, match="test_tables_diary_") as refusal:
        tables.guards_must_stand()
    assert "emporion ledger verify --repair" in refusal.value.what_to_do
    lost = tables.missing_guards()
    assert (tables.put_up_guards(), tables.missing_guards(), tables.put_up_guards()) == (lost, [], [])
    with pytest.raises(IntegrityError, match="test_tables_diary only grows"):
        write("UPDATE test_tables_diary SET text = 'sun'")


def test_all_guards_are_looked_at_in_one_query(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "GUARDED", {"journal_fact", "ledger_entry", "test_tables_diary"})
    with CaptureQueriesContext(connection) as asked:
        tables.guards_must_stand()
    assert len(asked) == 1
