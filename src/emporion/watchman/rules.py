"""Pure rules of the watchman: when a trouble is over, when orders are fewer than usual, when a peer brings nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from math import exp, lgamma, log
from statistics import fmean, variance

# ---- when a trouble is over

CALM = timedelta(minutes=15)
LONGEST_CALM = timedelta(hours=8)
DAY = timedelta(days=1)


def calm(opened_within_a_day: int) -> timedelta:
    """How long a trouble has to stay away before its alert closes: a quarter of an hour, twice as long each next time.

    So what comes and goes is told eight times within 24 hours at most (15 + 30 + 60 + 120 + 240 + 480 + 480 minutes
    lie between), and usually not after the second. It is the damping of flapping routes (RFC 2439, 4.2), with waiting
    that doubles instead of a penalty that decays.
    """
    doubled: int = 2 ** max(opened_within_a_day - 1, 0)
    return min(CALM * doubled, LONGEST_CALM)


# ---- fewer orders than usual

WEEKS = 8  # that are looked back
LEAST_WEEKS = 4  # without as many there is no "usual"
WINDOWS_HOURS = (1, 3, 6, 12, 24, 48)  # a busy shop misses its orders within hours, a small one within two days
LEAST_EXPECTED = 7  # orders in a window before its emptiness means anything
DAYS_DIFFER = 0.2  # whole days of real shops do, by weather, pay days and letters, beyond what Poisson says
RARELY = 1 / 4000  # chance of one false alarm a round, all windows together: one in 24 weeks of hourly rounds


@dataclass(frozen=True, slots=True)
class Fewer:
    """Orders of the last hours against the same hours of the same weekday before; usual is their mean, rounded."""

    hours: int
    came: int
    usual: int
    is_few: bool


def fewer(came: Sequence[int], before: Sequence[Sequence[int]], rarely: float = RARELY) -> Fewer | None:
    """The shortest window that says that too few orders came; else the shortest one that can say anything.

    came: orders in each of WINDOWS_HOURS; before: the same of each week before, the newest first. None while fewer than
    LEAST_WEEKS are known, or where no window usually brings enough.

    Two Poisson counts are compared without knowing their rate: of all orders of n weeks and this one, those of this one
    are binomial with p = 1 / (n + 1) when nothing has changed (Przyborowski & Wilenski 1940, Biometrika 31, 313-323).
    Weeks differ more than Poisson says: counts are divided by their dispersion (quasi-likelihood, McCullagh & Nelder
    1989, 6.2.3), the one that is seen and at least 1 + mean * DAYS_DIFFER**2, that of a negative binomial count, for
    eight weeks show a dispersion badly. With six weeks or more the busiest is left out, so that a sale in the past
    makes no ordinary day look poor. Windows share the chance of a false alarm (Bonferroni).
    """
    if len(before) < LEAST_WEEKS:
        return None
    each = rarely / len(WINDOWS_HOURS)
    first: Fewer | None = None
    for place, hours in enumerate(WINDOWS_HOURS):
        weeks = _without_the_busiest([week[place] for week in before])
        if fmean(weeks) < LEAST_EXPECTED:
            continue
        few = chance_of_so_few(came[place], weeks) < each
        told = Fewer(hours, came[place], round(fmean(weeks)), few)
        if few:
            return told
        first = first or told
    return first


def _without_the_busiest(weeks: list[int]) -> list[int]:
    return sorted(weeks)[:-1] if len(weeks) > LEAST_WEEKS + 1 else weeks


def chance_of_so_few(came: int, weeks: Sequence[int]) -> float:
    """How likely so few orders or fewer are when this week is like those before."""
    mean = fmean(weeks)
    spread = max(1 + mean * DAYS_DIFFER**2, variance(weeks) / mean)
    now, then = int(came / spread), int(sum(weeks) / spread)
    return _binomial_up_to(now, now + then, 1 / (len(weeks) + 1))


def _binomial_up_to(most: int, tries: int, p: float) -> float:
    """P(X <= most) of a binomial X, summed in logarithms."""
    return min(1.0, sum(exp(_log_choose(tries, k) + k * log(p) + (tries - k) * log(1 - p)) for k in range(most + 1)))


def _log_choose(n: int, k: int) -> float:
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)


# ---- a peer that brings no changes any more

EMPTY_SESSIONS = 3  # on end, the least that is told
LEAST_CHANGES = 7  # sessions with changes that make it usual
LEAST_KNOWN = timedelta(days=8)  # that they span, so that a weekend is among them
HALF_AS_LONG_AGAIN = 1.5


@dataclass(frozen=True, slots=True)
class Visit:
    """A session that ended: when, and whether it changed anything here."""

    at: datetime
    has_changed: bool


@dataclass(frozen=True, slots=True)
class Stalled:
    """How many sessions on end changed nothing, since when, and how long such a stretch was at most before."""

    sessions: int
    since: datetime
    longest: timedelta
    is_stalled: bool


def stalled(visits: Sequence[Visit], least: int = EMPTY_SESSIONS) -> Stalled | None:
    """Whether a peer that usually brings changes has stopped to; visits in their order. None where it never was usual.

    A run of sessions alone says little: one that comes every ten minutes changes nothing all night. So the stretch
    without changes has to be longer by half than the longest one that is known, which spans nights and weekends. When
    nothing has changed, the newest of m + 1 stretches is the longest by chance once in m + 1, and by half as long again
    rarer still; LEAST_CHANGES bounds it.
    """
    changes = [one.at for one in visits if one.has_changed]
    if len(changes) < LEAST_CHANGES or changes[-1] - changes[0] < LEAST_KNOWN:
        return None
    empty = [one for one in visits if one.at > changes[-1]]
    longest = max(later - earlier for earlier, later in pairwise(changes))
    now = empty[-1].at - changes[-1] if empty else timedelta()
    told = len(empty) >= least and now > longest * HALF_AS_LONG_AGAIN
    return Stalled(len(empty), changes[-1], longest, told)
