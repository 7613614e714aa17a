"""Cut a CommerceML file of any size into rows, without reading what nobody asks for.

A full export comes every night and nearly all of it is unchanged, so a row costs little more than the parser itself:
its element is written back to bytes, and the hash of these bytes tells whether the row is the one of yesterday. Only
rows that changed are read further, by `catalog_reader` and `orders_reader`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import BinaryIO

from lxml import etree

from emporion.channels.commerceml import refusals
from emporion.channels.commerceml.cutter import Cutter
from emporion.channels.commerceml.rows import Kind, Row
from emporion.channels.commerceml.source import Opening, clean, complete, opening, plain

__all__ = ["Kind", "Row", "complete", "read"]

_NATIVE = ("utf-8", "windows-1251", "cp1251")
MAX_DEPTH = 256  # libxml2's own, kept on purpose: group trees of real shops have under ten levels


def read(source: BinaryIO) -> Iterator[Row]:
    """The rows of a file in its order, each head before its rows and each group before its children.

    Raises `FileRefused` where the file stops being CommerceML; the rows before that are good. A file with characters
    that XML forbids is read again from the start with these taken out, and the rows already given are not repeated.
    """
    start = source.tell() if source.seekable() else None
    opened = opening(source)
    if start is None or opened.encoding not in _NATIVE:
        yield from _cleaned(opened, source)
        return
    given = 0
    try:
        for row in _rows(plain(opened, source), opened.encoding):
            given += 1
            yield row
    except _Dirty:
        source.seek(start)
        yield from islice(_cleaned(opening(source), source), given, None)


def _cleaned(opened: Opening, source: BinaryIO) -> Iterator[Row]:
    try:
        yield from _rows(clean(opened, source), "utf-8")
    except _Dirty as dirty:
        raise dirty.refusal from None


class _Dirty(Exception):
    """The parser met a character that XML forbids; `refusal` is what to say if cleaning does not help."""

    def __init__(self, refusal: refusals.FileRefused) -> None:
        super().__init__()
        self.refusal = refusal


def _rows(chunks: Iterable[bytes], encoding: str) -> Iterator[Row]:
    cutter = Cutter()
    parser = etree.XMLPullParser(
        events=("start", "end"),
        tag=[f"{{*}}{name}" for name in (*cutter.starts, *cutter.ends)],
        encoding=encoding,
        recover=False,
        resolve_entities="internal",  # False makes lxml swallow an unknown entity; a DOCTYPE never gets this far
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        for chunk in chunks:
            parser.feed(chunk)
            yield from cutter.rows(parser.read_events(), len(chunk))
        parser.close()
        yield from cutter.rows(parser.read_events(), 0)
    except etree.XMLSyntaxError as error:
        yield from cutter.rows(parser.read_events(), 0)
        raise _refusal(error) from None


def _refusal(error: etree.XMLSyntaxError) -> Exception:
    codes = etree.ErrorTypes
    line, column = error.position
    cause = str(error.msg).split(", line ")[0][:200]
    not_xml = refusals.NotXml(line=line, column=column, cause=cause)
    if error.code in (codes.ERR_INVALID_CHAR, codes.ERR_INVALID_CHARREF, codes.ERR_INVALID_ENCODING):
        return _Dirty(not_xml)
    if error.code == codes.ERR_UNDECLARED_ENTITY:
        return refusals.EntityFile(line=line, cause=cause)
    if "depth" in cause:
        return refusals.TooDeep(limit=MAX_DEPTH)
    if "Resource limit" in cause:
        return refusals.TooLarge(limit_mb=10)
    return not_xml
