"""What a template may not do: python -m tools.templates

Refused is whatever the content policy would block in the browser (inline scripts, styles and handlers, files from
elsewhere), text that nobody can translate, icons that tools/icons.txt lacks, and templates that do not compile.
"""

import html
import os
import re
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import django
from django.template import TemplateSyntaxError
from django.template.base import Lexer, Token, TokenType
from django.template.loader import get_template

from tools.assets import wanted_icons

ROOT = Path(__file__).resolve().parents[1]
HOUSE = ROOT / "src/emporion"

TAG = re.compile(r"""<[/!a-zA-Z](?:"[^"]*"|'[^']*'|[^>"'])*>""")
ATTRIBUTE = re.compile(r"""([@:\w.-]+)\s*=\s*("[^"]*"|'[^']*')""")
LETTERS = re.compile(r"[^\W\d_]{2,}")
SILENT = re.compile(r"<!--.*?-->|<(script|kbd|code|pre|samp|svg)\b.*?</\1\s*>", re.DOTALL)
SAID_BY_ATTRIBUTES = {"title", "placeholder", "alt", "aria-label", "aria-description", "label"}
# names of things, the same in every language
NAMES = {"Emporion", "CommerceML", "XML", "JSON", "CSV", "SKU", "ID", "GUID", "EAN", "VAT", "OK", "TOTP", "QR", "UTC"}
BLOCKS_OF_OTHERS = {"blocktranslate", "blocktrans", "comment", "verbatim"}
FORBIDDEN = (
    (re.compile(r"<script(?![^>]*\b(src|type=\"application/json\"))[^>]*>", re.IGNORECASE), "an inline script"),
    (re.compile(r"<style\b", re.IGNORECASE), "an inline style sheet"),
    (re.compile(r"\sstyle\s*=", re.IGNORECASE), "a style attribute"),
    (re.compile(r"\s(on[a-z]+|hx-on[\w:.-]*)\s*=", re.IGNORECASE), "an inline handler"),
    (re.compile(r"javascript:|\bjs:", re.IGNORECASE), "a script in an attribute"),
    (re.compile(r"<(script|img|link|iframe|use|source)\b[^>]*\b(src|href)=\"(https?:)?//", re.IGNORECASE),
     "a file from elsewhere"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Finding:
    """Where, and what is wrong there."""

    place: str
    line: int
    fault: str

    def __str__(self) -> str:
        return f"{self.place}:{self.line}: {self.fault}"


def main() -> int:
    """Look at every template of the house."""
    findings = [finding for file in templates(HOUSE) for finding in faults(file.relative_to(ROOT), file.read_text())]
    findings += uncompiled()
    for finding in findings:
        print(finding)
    return 1 if findings else 0


def templates(house: Path) -> list[Path]:
    """All templates, in order."""
    return sorted(file for kind in ("*.html", "*.txt") for file in house.glob(f"*/templates/**/{kind}"))


def faults(place: Path, source: str) -> Iterator[Finding]:
    """Everything that is wrong with one template."""
    for expression, fault in FORBIDDEN:
        for found in expression.finditer(source):
            yield Finding(str(place), line_of(source, found.start()), f"{fault}: {found[0].strip()}")
    for found in re.finditer(r"""\{%\s*icon\s+["']([\w-]+)["']""", source):
        if found[1] not in wanted_icons():
            yield Finding(str(place), line_of(source, found.start()), f"tools/icons.txt lacks the icon {found[1]}")
    if "style" not in place.parts:  # the living style page shows made-up words on purpose
        for line, text in untranslatable(source):
            yield Finding(str(place), line, f"nobody can translate {text!r}: use {{% translate %}}")


def untranslatable(source: str) -> Iterator[tuple[int, str]]:
    """Words that people read and that stand outside of {% translate %}, with their lines."""
    bare = SILENT.sub(blank, literal(source))
    for tag in TAG.finditer(bare):
        for name, value in ATTRIBUTE.findall(tag[0]):
            if name in SAID_BY_ATTRIBUTES and wordy(value):
                yield line_of(bare, tag.start()), value.strip("\"'").strip()
    for number, line in enumerate(TAG.sub(blank, bare).splitlines(), 1):
        if wordy(line):
            yield number, line.strip()


def literal(source: str) -> str:
    """The template without its tags, variables and translated blocks; lines keep their numbers."""
    kept, inside = [], ""
    for token in Lexer(source).tokenize():
        word = token.contents.split()[0] if token.token_type is TokenType.BLOCK else ""
        if inside:
            inside = "" if word == f"end{inside}" else inside
            kept.append(blank_token(token))
        elif token.token_type is TokenType.TEXT:
            kept.append(token.contents)
        else:
            inside = word if word in BLOCKS_OF_OTHERS else ""
            kept.append(blank_token(token))
    return "".join(kept)


def blank_token(token: Token) -> str:
    """Nothing but the ends of its lines."""
    return "\n" * token.contents.count("\n")


def blank(found: re.Match[str]) -> str:
    """The same for a match."""
    return "\n" * found[0].count("\n")


def wordy(text: str) -> bool:
    """Whether a text holds a word of some language."""
    return any(word not in NAMES for word in LETTERS.findall(html.unescape(text)))


def line_of(text: str, position: int) -> int:
    """The number of the line, from 1."""
    return text.count("\n", 0, position) + 1


def uncompiled() -> list[Finding]:
    """Templates that Django cannot read."""
    with tempfile.TemporaryDirectory() as home:
        os.environ |= {"EMPORION_HOME": home, "DJANGO_SETTINGS_MODULE": "emporion.site.settings"}
        django.setup()
        return [finding for file in templates(HOUSE) for finding in compiling(file)]


def compiling(file: Path) -> Iterator[Finding]:
    """Read one template as Django does."""
    name = file.as_posix().partition("/templates/")[2]
    try:
        get_template(name)
    except TemplateSyntaxError as error:
        yield Finding(str(file.relative_to(ROOT)), 1, f"does not compile: {error}")


if __name__ == "__main__":
    sys.exit(main())
