"""A chart over time as the partial chart.html takes it: some lines over the same moments, and the same as a table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from .status import Words

MOST_LINES = 4  # more lines than colours and dashes tell nobody anything


@dataclass(frozen=True, slots=True)
class Line:
    """One line; values are whole millionths, one for each moment, None where there was none."""

    name: str
    values: Sequence[int | None]


@dataclass(frozen=True, slots=True)
class Chart:
    """Lines over moments, the oldest first. steps: a value holds until the next moment, as a price does.

    shown: a value as the table writes it. urls: for each moment, the documents behind it; such moments are whole days.
    """

    title: Words
    moments: Sequence[datetime]
    lines: Sequence[Line]
    shown: Callable[[int], str]
    steps: bool = False
    urls: Sequence[str] = ()

    @property
    def data(self) -> dict[str, object]:
        """What the browser draws."""
        return {
            "moments": [int(at.timestamp()) for at in self.moments],
            "lines": [list(line.values) for line in self.lines],
            "steps": self.steps,
        }

    @property
    def rows(self) -> list[tuple[datetime, list[str]]]:
        """The same as a table, the newest first."""
        told = [
            (at, ["" if line.values[place] is None else self.shown(line.values[place] or 0) for line in self.lines])
            for place, at in enumerate(self.moments)
        ]
        return told[::-1]

    @property
    def days(self) -> list[tuple[datetime, str, list[str]]]:
        """The same for a chart of whole days, each with its documents."""
        return [(at, url, values) for (at, values), url in zip(self.rows, self.urls[::-1], strict=True)]
