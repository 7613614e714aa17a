"""Every rule of the exchange with 1C is a test: rules.toml names them, and here nobody can drop one unseen."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[4]
RULES = tomllib.loads((HERE / "rules.toml").read_text())
PARTS = {"what-decides", "talk", "sale", "files", "elements", "orders-out", "orders-in", "quirks"}
NUMBERED = {"what-decides": 10, "quirks": 20}


def test_every_rule_names_tests_that_stand() -> None:
    missing = [test for test in _tests() if not _stands(test)]
    assert missing == []


def test_no_rule_is_left_out() -> None:
    assert set(RULES) == PARTS
    for part, count in NUMBERED.items():
        assert sorted(map(int, RULES[part])) == list(range(1, count + 1))
    assert all(entry["rule"] and entry["tests"] for rules in RULES.values() for entry in rules.values())


def test_every_test_that_calls_itself_a_rule_belongs_to_one() -> None:
    listed = {test.rpartition("::")[2] for test in _tests()}
    written = {name for path in HERE.glob("test_rules_*.py") for name in _names(path)}
    assert written - listed == set()


def _tests() -> Iterator[str]:
    return (test for rules in RULES.values() for entry in rules.values() for test in entry["tests"])


def _stands(test: str) -> bool:
    file, _, name = test.partition("::")
    path = ROOT / file if "/" in file else HERE / f"test_{file}.py"
    return path.is_file() and (not name or name in _names(path))


@cache
def _names(path: Path) -> frozenset[str]:
    """The tests of a file that nothing skips for good."""
    tree = ast.parse(path.read_text())
    return frozenset(one.name for one in tree.body if isinstance(one, ast.FunctionDef) and one.name.startswith("test_"))
