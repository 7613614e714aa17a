"""The stylesheet of Tabler without the rules that no page of ours can meet: a browser reads a sixth of it.

A class may be met when its name stands as a word in a template, a script or a module. Names that are put together from
parts are therefore our own, never Tabler's (tests/tools/test_pruning.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import tinycss2
from tinycss2.ast import AtRule, Node, QualifiedRule

ROOT = Path(__file__).resolve().parents[1]
WORD = re.compile(r"[A-Za-z][\w-]*")
CLASS = re.compile(r"\.(-?[A-Za-z_](?:[\w-]|\\.)*)")
INSIDE = re.compile(r"\([^()]*\)")  # of :not(…), :is(…): each may be met without the others
LEFT_OUT = frozenset({"vendor", "tests", "migrations"})
GROUPS = frozenset({"media", "supports", "layer", "container"})  # rules that hold rules


def classes(css: str) -> set[str]:
    """Every class that a stylesheet names."""
    return {name.replace("\\", "") for name in CLASS.findall(css)}


def words() -> set[str]:
    """Every word of our templates, scripts and modules; a class that may be met is one of them."""
    source = ROOT / "src/emporion"
    files = (file for kind in ("html", "py", "js") for file in source.rglob(f"*.{kind}"))
    return {word for file in files if not LEFT_OUT & {*file.parts} for word in WORD.findall(file.read_text())}


def pruned(css: str, known: set[str]) -> str:
    """The stylesheet with the rules alone all of whose classes are known."""
    rules = tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)
    return "".join(_kept(rules, known)) + "\n"


def _kept(rules: Iterable[Node], known: set[str]) -> Iterator[str]:
    for rule in rules:
        if isinstance(rule, QualifiedRule):
            met = [one for one in _selectors(tinycss2.serialize(rule.prelude)) if _may_be_met(one, known)]
            if met:
                yield f"{','.join(met)}{{{tinycss2.serialize(rule.content).strip()}}}"
        elif isinstance(rule, AtRule) and rule.at_keyword in GROUPS and rule.content is not None:
            inner = "".join(_kept(tinycss2.parse_blocks_contents(rule.content, True, True), known))
            if inner:
                yield f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude)}{{{inner}}}"
        elif isinstance(rule, AtRule):
            yield rule.serialize()


def _selectors(prelude: str) -> Iterator[str]:
    """The selectors of a list, parted at the commas that stand in no brackets."""
    depth, begun = 0, 0
    for at, sign in enumerate(prelude):
        depth += (sign in "([") - (sign in ")]")
        if sign == "," and not depth:
            yield prelude[begun:at].strip()
            begun = at + 1
    yield prelude[begun:].strip()


def _may_be_met(selector: str, known: set[str]) -> bool:
    while (bare := INSIDE.sub("", selector)) != selector:
        selector = bare
    return classes(selector) <= known
