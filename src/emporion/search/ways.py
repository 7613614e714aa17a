"""How PostgreSQL reads an answer the cheapest way: a rule, and how often tokens stand as ANALYZE counted them last.

Its own planner chooses ill. A beginning is gathered whole before it meets a rarer word («мария чертурев» among a
million customers: 60,000 for 4), how often two words stand together is guessed too low, and to guess at all it unpacks
its statistics anew for each question, half a millisecond. So the statement says the way and hides the question from it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, chain
from math import inf, prod

from emporion.kernel import rows
from emporion.kernel.kept import Kept

from .rules import CODE, PHONE, TAIL, Clause, Form, Question

# Microseconds: to compare one of the newest things, which lie together; to gather one of a beginning; to fetch one that
# a list names, which lies anywhere.
COMPARE, GATHER, FETCH = 0.5, 0.4, 3.0
PATIENCE = 3  # how often as many of the newest are compared as should be enough
TRIED = 12_000  # compared where the index takes longer: words of one name go together more often than by chance
MARKS = CODE + PHONE + TAIL
LAST = "\U0010ffff"  # behind every sign a token has
COUNTED = """SELECT array_to_string(most_common_elems::text::text[], ' '), array_to_string(most_common_elem_freqs, ' '),
        reltuples
    FROM pg_stats JOIN pg_class ON pg_class.oid = 'search_text'::regclass
    WHERE schemaname = current_schema() AND tablename = 'search_text' AND attname = 'words'"""


@dataclass(frozen=True, slots=True)
class Known:
    """The frequent tokens in their order, and before each the sum of the shares of things that have those before it."""

    things: float
    tokens: Sequence[str] = ()
    sums: Sequence[float] = (0.0,)
    least: float = 0.0

    def share(self, letter: str, clause: Clause, *, is_open: bool | None = None) -> float:
        """The share of all things that a clause leads to, or its open forms alone."""
        forms = {form for form in clause if is_open is None or form.open == is_open}
        return min(1.0, sum(self._of(letter, form) for form in forms))

    def _of(self, letter: str, form: Form) -> float:
        """What was not counted is rare; a beginning of many rare ones (web-000001 and on) is guessed by its length."""
        token = letter + form.token
        first = bisect_left(self.tokens, token)
        counted = self.sums[bisect_left(self.tokens, token + (LAST if form.open else "\0"))] - self.sums[first]
        guessed = 0.1 ** len(form.token.strip(MARKS)) if form.open and self.tokens else 0.0
        return max(counted or guessed, self.least)


@dataclass(frozen=True, slots=True)
class Way:
    """First so many of the newest are compared; if that is too few, the index tells of `listed`, `compared` stay.

    newest 0: the index at once.
    """

    newest: int
    listed: Question
    compared: Question = ()


def way(letter: str, question: Question, known: Known, limit: int) -> Way:
    """The cheapest way, if words do not care for each other."""
    shares = {at: known.share(letter, clause) for at, clause in enumerate(question)}
    begun = {at: known.share(letter, clause, is_open=True) for at, clause in enumerate(question)}
    rarest_first = sorted(shares, key=lambda at: (begun[at] > 0, shares[at]))
    whole = sum(not one for one in begun.values())

    def cost(count: int) -> float:
        listed = rarest_first[:count]
        return known.things * (GATHER * sum(begun[at] for at in listed) + FETCH * prod(shares[at] for at in listed))

    count = min(range(max(whole, 1), len(question) + 1), key=lambda count: (cost(count), -count))
    listed = set(rarest_first[:count])
    density = prod(shares.values())
    enough, dear = limit / density if density else inf, cost(count)
    newest = int(PATIENCE * enough) if COMPARE * enough < dear else TRIED if dear > COMPARE * TRIED else 0
    return Way(
        newest,
        tuple(clause for at, clause in enumerate(question) if at in listed),
        tuple(clause for at, clause in enumerate(question) if at not in listed),
    )


def _counted() -> Known:
    for tokens, told, things in rows.fetch(COUNTED):
        if tokens and told and things > 0:
            pairs = sorted(zip(tokens.split(" "), map(float, told.split(" ")), strict=False))
            shares = [share for _, share in pairs]
            return Known(things, [token for token, _ in pairs], [*accumulate(chain((0.0,), shares))], min(shares))
    return Known(0)


known = Kept(_counted, 300)  # all is rare as long as nothing was counted
