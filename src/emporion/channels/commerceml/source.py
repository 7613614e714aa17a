"""The bytes of a file as a parser can take them: true encoding found, byte order mark off, dirt out where it is.

Real files lie: they declare UTF-8 and are windows-1251, or hold control characters that XML forbids. The name of the
root is Cyrillic, so the first hundred bytes tell the true encoding; dirt is looked for only after a parser stumbled.
"""

from __future__ import annotations

import codecs
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from emporion.channels.commerceml import refusals, values

CHUNK = 128 * 1024
ROOTS = ("КоммерческаяИнформация", "Классификатор")
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_ENCODINGS = ("utf-8", "windows-1251", "utf-16-le", "utf-16-be", "koi8-r", "cp866", "iso-8859-5")
_DECLARED = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_PROLOG = re.compile(r"\s*(?:<\?.*?\?>\s*|<!--.*?-->\s*)*", re.DOTALL)
_ROOT = re.compile(r"<(?:[\w.-]+:)?([\w.-]+)")
_REFERENCE = re.compile(r"&#(?:x([0-9A-Fa-f]{1,8})|([0-9]{1,9}));")
_LATE_DECLARATION = re.compile(rb"\A([ \t\r\n]+)<\?xml[^>]*\?>")
_OPEN_REFERENCE = re.compile(r"&[#0-9A-Za-z]{0,12}\Z")


@dataclass(frozen=True, slots=True)
class Opening:
    """What the first bytes of a file tell: its encoding, its root and the bytes to begin with."""

    encoding: str
    root: str
    first: bytes


def opening(source: BinaryIO) -> Opening:
    """Read the first bytes and refuse what is no CommerceML 2 at all: nothing, HTML, a DOCTYPE, a foreign root.

    XML allows nothing before its declaration, and some exporters leave an empty line there: then the declaration goes,
    whose encoding is known by now, and the lines keep their numbers.
    """
    first = _read_full(source, CHUNK)
    encoding, mark = _encoding(first)
    first = first[mark:]
    text = first.decode(encoding, "ignore").lstrip("\ufeff")
    if not text.strip():
        raise refusals.EmptyFile()
    return Opening(encoding, _root(text), _LATE_DECLARATION.sub(rb"\1", first))


def clean(opened: Opening, source: BinaryIO) -> Iterator[bytes]:
    """The file as UTF-8 without what XML forbids: control characters, references to them, broken byte sequences."""
    decoder = codecs.getincrementaldecoder(opened.encoding)("replace")
    rest = ""
    for chunk in plain(opened, source):
        text = rest + decoder.decode(chunk)
        cut = _OPEN_REFERENCE.search(text)
        at = cut.start() if cut else len(text)
        rest, text = text[at:], text[:at]
        yield _scrub(text).encode()
    yield _scrub(rest + decoder.decode(b"", final=True)).encode()


def plain(opened: Opening, source: BinaryIO) -> Iterator[bytes]:
    """The bytes of the file from the opening on, a chunk at a time."""
    yield opened.first
    while chunk := source.read(CHUNK):
        yield chunk


def complete(source: BinaryIO) -> bool:
    """Whether the file ends with the end tag of its root; a piece of an upload that is still to be joined does not.

    Needs a source that can seek; leaves it at its beginning. Nothing else is checked.
    """
    source.seek(0)
    try:
        opened = opening(source)
    except refusals.FileRefused:
        return False
    finally:
        size = source.seek(0, 2)
        source.seek(max(0, size - 4096) & ~1)
        tail = source.read()
        source.seek(0)
    name = rf"(?:[\w.-]+:)?{opened.root}"
    ending = rf"(?:</{name}\s*>|<{name}(?:\s[^<>]*)?/>)\s*(?:<!--[^<>]*-->\s*)*\Z"
    return bool(re.search(ending, tail.decode(opened.encoding, "ignore").rstrip("\0")))


def refuse_broken(source: BinaryIO, name: str) -> None:
    """Refuse what is no CommerceML 2 with its cause, and a file whose end is missing; needs a source that can seek."""
    opening(source)
    if not complete(source):
        raise refusals.FileNotComplete(name=name[:100])


def _read_full(source: BinaryIO, size: int) -> bytes:
    data = b""
    while len(data) < size and (more := source.read(size - len(data))):
        data += more
    return data


def _encoding(first: bytes) -> tuple[str, int]:
    """The true encoding and the length of the byte order mark."""
    for mark, encoding in _BOMS:
        if first.startswith(mark):
            return encoding, len(mark)
    for encoding in _ENCODINGS:
        if any(root.encode(encoding) in first for root in ROOTS):
            return encoding, 0
    return _declared(first), 0


def _declared(first: bytes) -> str:
    found = _DECLARED.search(first)
    try:
        return codecs.lookup(found[1].decode()).name if found else "utf-8"
    except LookupError:
        return "utf-8"


def _root(text: str) -> str:
    start = _PROLOG.match(text)
    rest = text[start.end() if start else 0 :]
    lower = rest[:20].lower()
    if lower.startswith(("<!doctype html", "<html", "<head", "<body")):
        raise refusals.HtmlFile()
    if lower.startswith("<!doctype"):
        raise refusals.DoctypeFile()
    found = _ROOT.match(rest)
    if not found:
        raise refusals.NotXml(line=1, column=1, cause=repr(rest[:40]))
    if found[1] not in ROOTS:
        raise refusals.UnknownRoot(root=found[1][:100])
    return found[1]


def _scrub(text: str) -> str:
    return values.allowed(_REFERENCE.sub(_allowed_reference, text))


def _allowed_reference(found: re.Match[str]) -> str:
    number = int(found[1], 16) if found[1] else int(found[2])
    return "" if number > sys.maxunicode or values.FORBIDDEN.match(chr(number)) else found[0]
