"""The guides: Markdown files of docs/guides, one for each language, carried by the package and shown as pages."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import get_language
from markdown_it import MarkdownIt
from markdown_it.token import Token

HERE = Path(__file__).resolve().parents[1]
PLACES = (HERE / "guides", HERE.parents[2] / "docs/guides")  # in the built package; in the source
NAMES = ("owner", "manager", "storekeeper", "integrator")
SOURCE = "en"
BEFORE_TEXT = 6  # tokens of the title, and of the line that leads to the other languages on a code host
PICTURE = re.compile(r"[a-z0-9-]+\.[a-z]{2}\.webp")


@dataclass(frozen=True, slots=True)
class Read:
    """A guide ready to show: title, heads (id and words), and its text as HTML made from our own file."""

    title: str
    heads: tuple[tuple[str, str], ...]
    html: str

    @property
    def ids(self) -> list[str]:
        """Where links may lead, in the order of the text."""
        return [at for at, _words in self.heads]


def folder() -> Path:
    """Where the guides lie."""
    return next(place for place in PLACES if place.is_dir())


def in_language(name: str) -> Read:
    """A guide in the reader's language, in English where they read one that the house does not speak."""
    language = get_language() or ""
    return guide(name, language if language in dict(settings.LANGUAGES) else SOURCE)


@cache
def guide(name: str, language: str) -> Read:
    """One guide; read once a process. Its heads have the ids of the English ones, so that a link holds in all."""
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = parser.parse(text(name, language))
    title, body = tokens[1].content, tokens[BEFORE_TEXT:]
    opened = [(token, body[at + 1].content) for at, token in enumerate(body) if token.type == "heading_open"]
    ids = [slug(words) for _token, words in opened] if language == SOURCE else guide(name, SOURCE).ids
    for at, (head, _words) in zip(ids, opened, strict=True):
        head.attrSet("id", at)
    for token in body:
        for inner in token.children or ():
            _led_here(inner)
    heads = tuple((at, words) for at, (_head, words) in zip(ids, opened, strict=True))
    return Read(title, heads, parser.renderer.render(body, parser.options, {}))


def text(name: str, language: str) -> str:
    """A guide as it is written."""
    return (folder() / f"{name}.{language}.md").read_text(encoding="utf-8")


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
        token.attrSet("href", re.sub(r"^(\w+)\.\w+\.md", r"/help/\1/", target))
    for inner in token.children or ():
        _led_here(inner)
