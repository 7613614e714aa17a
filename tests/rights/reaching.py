"""Which commands a page can reach: read from the source, so that no page and no command is forgotten.

A name that a page's function mentions is followed through the pages' own modules to the doors of the rooms. It finds
more than a page ever calls, never less, as long as commands are called by their names.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import emporion

HOUSE = Path(emporion.__file__).parent
Node = tuple[str, str]  # module and name


@cache
def sources() -> Mapping[str, ast.Module]:
    """The modules of the pages by their dotted names."""
    found = {}
    for file in (HOUSE / "web").rglob("*.py"):
        parts = file.relative_to(HOUSE.parent).with_suffix("").parts
        if "tests" not in parts:
            found[".".join(parts).removesuffix(".__init__")] = ast.parse(file.read_text())
    return found


@cache
def imported(module: str) -> Mapping[str, str]:
    """What each imported name of a module stands for, dotted."""
    found: dict[str, str] = {}
    is_package = (HOUSE.parent / Path(*module.split(".")) / "__init__.py").exists()
    for node in sources()[module].body:
        if isinstance(node, ast.ImportFrom):
            up = module.split(".")[: len(module.split(".")) - node.level + (1 if is_package else 0)]
            base = ".".join([*(up if node.level else []), *([node.module] if node.module else [])])
            found |= {alias.asname or alias.name: f"{base}.{alias.name}" for alias in node.names}
    return found


@cache
def mentioned(node: Node) -> frozenset[str]:
    """Dotted names that a function or class of the pages mentions."""
    module, name = node
    known = imported(module)
    own = {one.name for one in sources()[module].body if isinstance(one, ast.FunctionDef | ast.ClassDef)}
    found = set[str]()
    for one in sources()[module].body:
        if isinstance(one, ast.FunctionDef | ast.ClassDef) and one.name == name:
            for inside in ast.walk(one):
                found |= set(_named(inside, module, known, own))
    return frozenset(found)


def _named(node: ast.AST, module: str, known: Mapping[str, str], own: set[str]) -> Iterator[str]:
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in known:
        yield f"{known[node.value.id]}.{node.attr}"
    elif isinstance(node, ast.Name) and node.id in known:
        yield known[node.id]
    elif isinstance(node, ast.Name) and node.id in own:
        yield f"{module}.{node.id}"


def commands_of(view: Node) -> set[str]:
    """The commands of the rooms that a page reaches, such as orders.cancel."""
    found, waiting, done = set[str](), [view], set[Node]()
    while waiting:
        node = waiting.pop()
        if node in done:
            continue
        done.add(node)
        for dotted in mentioned(node):
            module, _dot, name = dotted.rpartition(".")
            if module in sources():
                waiting.append((module, name))
            elif ".commands" in dotted and len(dotted.split(".")) > 3:
                found.add(f"{dotted.split('.')[1]}.{name}")
    return found
