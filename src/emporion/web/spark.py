"""The small curve beside a figure of the day: today's running sum over yesterday's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT, TOP, BASE = 133, 44, 6, 42


@dataclass(frozen=True, slots=True)
class Spark:
    """Points for the partial figure.html, in its box of 136 by 44; texts, because a template writes 72.5 as 72,5."""

    now: str
    then: str
    area: str
    x: str
    y: str


def spark(now: Sequence[int], then: Sequence[int]) -> Spark | None:
    """Running sums at equal steps, now as far as it has come, then complete; None when there is nothing to draw."""
    highest = max([*now, *then], default=0)
    if highest <= 0 or not now:
        return None
    steps = max(len(then), len(now), 2) - 1
    drawn, before = (_points(values, steps, highest) for values in (now, then))
    x, y = drawn[-1]
    return Spark(_text(drawn), _text(before), _text([(0, HEIGHT), *drawn, (x, HEIGHT)]), str(x), str(y))


def _points(values: Sequence[int], steps: int, highest: int) -> list[tuple[float, float]]:
    return [(round(WIDTH * n / steps, 1), round(BASE - (BASE - TOP) * v / highest, 1)) for n, v in enumerate(values)]


def _text(points: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{x},{y}" for x, y in points)
