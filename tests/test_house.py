"""The house itself: what a linter cannot say."""

import ast
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

import emporion
from emporion.kernel.errors import Refused

HOUSE = Path(emporion.__file__).parent
ROOT = HOUSE.parents[1]
ROOMS = sorted(folder for folder in HOUSE.iterdir() if (folder / "__init__.py").exists())
OPENS_A_TRANSACTION = {"atomic", "set_autocommit", "savepoint", "mark_for_rollback_on_error"}
LONGEST_FILE = 600


def sources(*, with_tests: bool = False) -> Iterator[tuple[str, str]]:
    for file in sorted(HOUSE.rglob("*.py")):
        if with_tests or not {"tests", "migrations"} & set(file.parts):
            yield file.relative_to(HOUSE).as_posix(), file.read_text()


def test_only_the_journal_opens_a_transaction() -> None:
    openers = {place for place, source in sources() if opens_transactions(ast.parse(source))}
    assert openers == {"journal/commands.py"}


def opens_transactions(tree: ast.AST) -> bool:
    called = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    imported = {name.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for name in node.names}
    return bool(OPENS_A_TRANSACTION & (called | imported))


def test_nothing_happens_behind_the_back() -> None:
    words = ("django.dispatch", "models.signals", "def save(")
    assert [place for place, source in sources() if any(word in source for word in words)] == []


def test_nobody_imports_inside_a_function() -> None:
    found = [
        f"{place}:{inner.lineno}"
        for place, source in sources()
        if not place.endswith("apps.py")
        for outer in ast.walk(ast.parse(source))
        if isinstance(outer, ast.FunctionDef | ast.AsyncFunctionDef)
        for inner in ast.walk(outer)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    ]
    assert found == []


def test_no_number_is_inexact() -> None:
    assert [place for place, source in sources() if "DecimalField" in source or "models.FloatField" in source] == []


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.name)
def test_every_room_says_what_it_is_for(room: Path) -> None:
    assert len((import_module(f"emporion.{room.name}").__doc__ or "").split()) >= 10


def test_every_file_fits_a_few_screens() -> None:
    long = {place: source.count("\n") for place, source in sources(with_tests=True)}
    assert {place: lines for place, lines in long.items() if lines >= LONGEST_FILE} == {}


def test_the_lock_names_packages_and_nothing_else() -> None:
    lines = (ROOT / "requirements.lock").read_text().splitlines()
    assert [line for line in lines if "==" not in line or any(mark in line for mark in ("/", "@", " "))] == []
    assert '"resolved"' not in (ROOT / "package-lock.json").read_text()


def test_the_project_keeps_to_itself() -> None:
    words = ("/" + "work/", "../" + "shared")
    texts = [file for kind in ("*.py", "*.md", "*.toml", "*.html") for file in ROOT.rglob(kind)]
    ours = [file for file in texts if not {".venv", "node_modules", "var"} & set(file.relative_to(ROOT).parts)]
    assert len(ours) > 100
    assert [str(file) for file in ours if any(word in file.read_text() for word in words)] == []


def test_every_refusal_of_the_house_says_what_to_do() -> None:
    for name, text in sources():
        if "Refused)" in text:
            import_module(f"emporion.{name.removesuffix('.py').replace('/', '.')}".removesuffix(".__init__"))
    kinds = {kind for kind in below(Refused) if kind.__module__.startswith("emporion.")}
    ours = {kind for kind in kinds if ".tests." not in kind.__module__}
    assert len(ours) > 180
    assert sorted(f"{kind.__module__}.{kind.__name__}" for kind in ours if not (kind.says and kind.remedy)) == []


def below(kind: type[Refused]) -> Iterator[type[Refused]]:
    """All kinds of a kind."""
    for one in kind.__subclasses__():
        yield one
        yield from below(one)
