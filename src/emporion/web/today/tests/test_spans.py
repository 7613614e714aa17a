"""The hours of a day, also of one on which the clock jumps."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from emporion.web.today.spans import hours_of

ATHENS = ZoneInfo("Europe/Athens")


@pytest.mark.parametrize(
    ("day", "odd", "minutes"),
    [((2026, 11, 23), 3, 60), ((2026, 3, 29), 3, 0), ((2026, 10, 25), 3, 120)],
    ids=["usual", "an hour is left out", "an hour comes twice"],
)
def test_a_day_has_24_hours_of_the_readers_clock(day: tuple[int, int, int], odd: int, minutes: int) -> None:
    midnight = datetime(*day, tzinfo=ATHENS)
    hours = [*hours_of(midnight), (midnight + timedelta(days=1)).astimezone(UTC)]
    assert (len(hours), hours[0], hours) == (25, midnight, sorted(hours))
    lengths = [(end - start).total_seconds() / 60 for start, end in pairwise(hours)]
    assert lengths.pop(odd) == minutes
    assert set(lengths) == {60}
