"""`emporion import FILE... --channel NAME`: files from a disk end as they do over HTTP, and the console says how."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from emporion.catalog.models import Product
from emporion.channels.commerceml.tests import shapes
from emporion.channels.commerceml.tests.bench import catalog, connection, goods, offer, pack, prices
from emporion.exchange.queries import messages, sessions
from emporion.journal.queries import last_fact
from emporion.site import console
from emporion.site.fingerprint import fingerprint
from tools.testing.engines import postgresql_among_the_long

pytestmark = [pytest.mark.usefixtures("house"), postgresql_among_the_long]
Run = Callable[..., tuple[int, str, str]]

GROUP = "<Группы><Группа><Ид>g</Ид><Наименование>Cups</Наименование></Группа></Группы>"
PROPERTY = "<Свойства><Свойство><Ид>p</Ид><Наименование>Colour</Наименование></Свойство></Свойства>"
HEAD = f"<Классификатор><Ид>c</Ид><Наименование>All</Наименование>{GROUP}{PROPERTY}</Классификатор>"
GOODS = shapes.file(catalog(goods("a", "Cup"), goods("b", "Pot"), goods("x" * 300, "Long"), head=HEAD))
OFFERS = shapes.file(
    pack(
        offer("a", {"retail": "100", "bulk": "8O"}, {"w1": "5", "w2": "4"}),
        offer("b", {"retail": "50"}, {"w1": "1"}),
        offer("z", {"retail": "1"}),
    )
)
KINDS = ["groups", "properties", "price_types", "warehouses", "units", "goods", "offers", "prices", "stock", "orders"]

BAD = (
    "bad.xml: Line 2 uses an entity that XML does not know: Entity 'nbsp' not defined. "
    "Write the character itself instead of the entity."
)
CUT = (
    "cut.xml: The file cut.xml is not complete: its end is missing. "
    "Let 1C send it again from the start; nothing of it was taken."
)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """The console command as a shell calls it: its exit status, what it printed, what it complained of."""

    def called(*words: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["emporion", *map(str, words)])
        status = 0
        try:
            console.main()
        except SystemExit as over:
            status = int(over.code or 0)
        said = capsys.readouterr()
        return status, said.out, said.err

    return called


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """The offers first: the command finds out by itself that the goods come before them."""
    told = {"offers.xml": OFFERS, "import.xml": GOODS}
    for name, data in told.items():
        (tmp_path / name).write_bytes(data)
    return [tmp_path / name for name in told]


def figures(counts: dict[str, dict[str, int]]) -> dict[str, tuple[int, ...]]:
    """Read, created, changed, unchanged, refused of each kind that the file spoke of."""
    assert list(counts) == KINDS
    assert {tuple(one) for one in counts.values()} == {("read", "created", "changed", "unchanged", "refused")}
    return {kind: tuple(one.values()) for kind, one in counts.items() if one["read"]}


def causes(told: dict[str, Any]) -> list[tuple[str, ...]]:
    return [(one["place"], one["kind"], one["field"], one["value"], one["code"]) for one in told["refused"]]


def test_json_tells_of_each_kind_what_became_of_its_rows_and_of_each_refused_one_why(
    run: Run, files: list[Path]
) -> None:
    channel = connection()
    status, out, err = run("import", *files, "--channel", "1c", "--json")
    assert "offers.xml" in err, "the bar stands beside the answer, not in it"
    first, second = json.loads(out)
    assert status == 0, "rows that were refused stand in the quarantine; the files were taken"
    assert [list(one) for one in (first, second)] == [["file", "message", "counts", "refused", "error"]] * 2
    assert [(one["file"], one["error"]) for one in (first, second)] == [("import.xml", None), ("offers.xml", None)]
    assert [one["message"] for one in (first, second)] == sorted(one.id for one in messages(channel=channel))
    assert figures(first["counts"]) == {
        "groups": (1, 1, 0, 0, 0),
        "properties": (1, 1, 0, 0, 0),
        "goods": (3, 2, 0, 0, 1),
    }
    assert figures(second["counts"]) == {
        "price_types": (3, 3, 0, 0, 0), "warehouses": (2, 2, 0, 0, 0), "offers": (3, 2, 0, 0, 1),
        "prices": (4, 2, 0, 0, 2), "stock": (3, 0, 3, 0, 0),
    }  # fmt: skip
    assert causes(first) == [("Товар[3]", "goods", "Ид", "x" * 200, "commerceml_key_too_long")]
    assert causes(second) == [
        ("Предложение[1]/Цены/Цена[2]", "prices", "ЦенаЗаЕдиницу", "8O", "commerceml.field.number"),
        ("Предложение[3]", "offers", "Ид", "z", "commerceml_unknown_goods"),
    ]
    assert {tuple(one) for one in (*first["refused"], *second["refused"])} == {
        ("place", "kind", "key", "field", "value", "code", "sentence")
    }
    assert second["refused"][1]["key"] == "z"
    assert second["refused"][1]["sentence"] == (
        "The offer z is of goods that the catalog has not brought. "
        "Send the full catalog from 1C; the offer is taken by itself once its goods have come."
    )
    assert prices(channel, "a") == {"Розничная": "100.00"}
    [talk] = sessions(channel)
    assert (talk.kind, talk.state) == ("cli", "done")


def test_a_second_run_finds_all_unchanged(run: Run, files: list[Path]) -> None:
    connection()
    run("import", *files, "--channel", "1c", "--json")
    before, facts = fingerprint(), last_fact()
    _, out, _ = run("import", *files, "--channel", "1c", "--json")
    assert [figures(one["counts"]) for one in json.loads(out)] == [
        {"groups": (1, 0, 0, 1, 0), "properties": (1, 0, 0, 1, 0), "goods": (3, 0, 0, 2, 1)},
        {
            "price_types": (3, 0, 0, 3, 0), "warehouses": (2, 0, 0, 2, 0), "offers": (3, 0, 0, 2, 1),
            "prices": (4, 0, 0, 2, 2), "stock": (3, 0, 0, 3, 0),
        },
    ]  # fmt: skip
    assert fingerprint() == before
    assert last_fact() == facts


def test_a_dry_run_tells_the_same_and_writes_nothing(run: Run, files: list[Path]) -> None:
    channel = connection()
    before, facts = run("fingerprint")[1], last_fact()
    status, dry, _ = run("import", *files, "--channel", "1c", "--dry-run", "--json")
    assert (status, run("fingerprint")[1], last_fact()) == (0, before, facts)
    assert (messages(channel=channel), sessions(channel)) == ([], [])
    _, wet, _ = run("import", *files, "--channel", "1c", "--json")
    assert json.loads(dry) == [one | {"message": 0} for one in json.loads(wet)]
    assert run("fingerprint")[1] != before


@pytest.mark.parametrize("how", [(), ("--dry-run",)], ids=["for-real", "dry-run"])
def test_a_refused_file_ends_with_status_1_and_one_line_that_says_why(
    run: Run, tmp_path: Path, how: tuple[str, ...]
) -> None:
    connection()
    (tmp_path / "good.xml").write_bytes(shapes.file(catalog(goods("a"))))
    (tmp_path / "cut.xml").write_bytes(GOODS[:-60])
    (tmp_path / "bad.xml").write_bytes(shapes.file(catalog(goods("b"), goods("c", "&nbsp;"))))
    paths = [tmp_path / name for name in ("good.xml", "cut.xml", "bad.xml")]
    status, out, err = run("import", *paths, "--channel", "1c", "--json", *how)
    assert status == 1
    assert [(one["file"], one["error"] and one["error"]["code"]) for one in json.loads(out)] == [
        ("good.xml", None), ("cut.xml", "commerceml_not_complete"), ("bad.xml", "commerceml.file.entity")
    ]  # fmt: skip
    assert err[err.index("CommandError: ") :].splitlines() == [f"CommandError: {CUT}", BAD]
    assert Product.objects.count() == (0 if how else 1), "the good file is taken"


def test_a_connection_that_nobody_knows_is_refused_with_its_remedy(run: Run, files: list[Path]) -> None:
    connection()
    status, out, err = run("import", *files, "--channel", "nobody")
    assert (status, out) == (1, "")
    assert err == (
        "CommandError: There is no connection nobody. Look at the list of connections on the Exchange page, or add this"
        " one.\n"
    )


def test_a_file_that_is_not_there_stops_everything_before_it_begins(
    run: Run, files: list[Path], tmp_path: Path
) -> None:
    channel = connection()
    status, out, err = run("import", *files, tmp_path / "absent.xml", "--channel", "1c")
    assert (status, out, err) == (1, "", f"CommandError: There is no file {tmp_path / 'absent.xml'}\n")
    assert messages(channel=channel) == []


def test_without_json_a_person_reads_a_table_and_the_causes(run: Run, files: list[Path]) -> None:
    connection()
    status, out, _ = run("import", *files, "--channel", "1c")
    rows = [line.strip("│ ").split() for line in out.splitlines() if line.startswith("│")]
    assert status == 0
    assert [tuple(row[::2]) for row in rows if row[0] in ("goods", "prices")] == [
        ("goods", "3", "2", "0", "0", "1"), ("prices", "4", "2", "0", "0", "2")
    ]  # fmt: skip
    assert "1 × The offer z is of goods that the catalog has not brought. Send the full catalog from 1C" in out
    assert "[Предложение[3]]" in out
