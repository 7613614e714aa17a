"""The guides: Markdown files of docs/guides, carried by the package and shown as pages."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

HERE = Path(__file__).resolve().parents[1]
PLACES = (HERE / "guides", HERE.parents[2] / "docs/guides")  # in the built package; in the source
NAMES = ("owner", "manager", "storekeeper", "integrator")
PICTURE = re.compile(r"[a-z0-9-]+\.webp")


@dataclass(frozen=True, slots=True)
class Read:
    """A guide ready to show: title, heads (id and words), and its text as HTML made from our own file."""

    title: str
    heads: tuple[tuple[str, str], ...]
    html: str


def folder() -> Path:
    """Where the guides lie."""
    return next(place for place in PLACES if place.is_dir())


@cache
def guide(name: str) -> Read:
    """One guide; read once a process."""
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = parser.parse((folder() / f"{name}.md").read_text(encoding="utf-8"))
    title, body = tokens[1].content, tokens[3:]
    heads = tuple(_headed(body))
    for token in body:
        for inner in token.children or ():
            _led_here(inner)
    return Read(title, heads, parser.renderer.render(body, parser.options, {}))


def _headed(tokens: list[Token]) -> list[tuple[str, str]]:
    """Give each head its id; answers those of the second level."""
    found = []
    for at, token in enumerate(tokens):
        if token.type == "heading_open":
            words = tokens[at + 1].content
            token.attrSet("id", slug(words))
            if token.tag == "h2":
                found.append((slug(words), words))
    return found


def slug(words: str) -> str:
    """The id of a head, as GitHub makes it."""
    return re.sub(r"[^\w-]", "", words.lower().replace(" ", "-"))


def _led_here(token: Token) -> None:
    """Pictures and links between guides lead to their pages here, as they lead to files on a code host."""
    if token.type == "image":
        token.attrSet("src", "/help/pictures/" + str(token.attrGet("src")).rpartition("/")[2])
        token.attrSet("loading", "lazy")
    if token.type == "link_open":
        target = str(token.attrGet("href"))
        token.attrSet("href", re.sub(r"^(\w+)\.md", r"/help/\1/", target))
    for inner in token.children or ():
        _led_here(inner)
