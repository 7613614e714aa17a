"""A list as a CSV file, streamed row by row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import StreamingHttpResponse

from ..files import csv_file
from .words import Column

TOGETHER = 500


def file_of(name: str, columns: Sequence[Column[Any]], rows: Any) -> StreamingHttpResponse:
    """All rows as name.csv; columns without a value are left out."""
    told = [(column.title, column.value) for column in columns if column.value]
    cells = ([value(row) for _title, value in told] for row in rows.iterator(chunk_size=TOGETHER))
    return csv_file(name, [title for title, _value in told], cells)
