"""A list as a CSV file, streamed row by row."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from typing import Any

from django.http import StreamingHttpResponse

from .words import Column

TOGETHER = 500


def file_of(name: str, columns: Sequence[Column[Any]], rows: Any) -> StreamingHttpResponse:
    """All rows as name.csv; columns without a value are left out."""
    told = [column for column in columns if column.value]
    answer = StreamingHttpResponse(_lines(told, rows), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer


def _lines(columns: Sequence[Column[Any]], rows: Any) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow([str(column.title) for column in columns])
    for row in rows.iterator(chunk_size=TOGETHER):
        yield writer.writerow([_safe(column.value(row)) for column in columns if column.value])


class _Echo:
    """A file that hands back what is written, so that the answer streams."""

    def write(self, text: str) -> str:
        return text


def _safe(value: object) -> object:
    """A text that a spreadsheet would run as a formula is written as a text."""
    if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r")):
        return f"'{value}"
    return "" if value is None else value
