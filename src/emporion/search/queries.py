"""What is found by a text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from emporion.kernel import rows

from . import index, rules
from .types import SEARCHABLE, Hit, How, Scope

LIKELY = 3000  # words that are compared with one that may have a slip
MEANT = 12  # words that one with a slip may mean
AS_TYPED = 5  # letters from which on a slip is looked for in a word that is still typed
NEAR = """SELECT text FROM (
        SELECT DISTINCT word.text, word.uses FROM search_slip slip JOIN search_word word ON word.id = slip.word_id
        WHERE slip.text IN ({})
    ) AS near ORDER BY uses DESC LIMIT %s"""


def find(text: str, within: Mapping[str, Scope], limit: int = 6) -> list[Hit]:
    """At most so many things of each kind named in within, the best first.

    Whole numbers and barcodes come first, then whole words, then their beginnings. Words with one slip are looked for
    in every kind when nothing was found, and in a kind of which little was found and nothing as it was typed.
    """
    looks = [_Look(kind, within[kind], limit) for kind in within if kind in SEARCHABLE]
    for look in looks:
        look.take("code", rules.by_code(text))
        look.take("start", rules.by_code_begun(text))
        look.take("word", rules.by_words(text))
        look.take("start", rules.by_beginnings(text))
    nothing = not any(look.hits for look in looks)
    wanting = [look for look in looks if nothing or look.is_wanting]
    if wanting and (meant := _meant(rules.words(text)[: rules.WORDS])):
        for look in wanting:
            look.take("like", rules.with_slips(text, meant))
    return [hit for look in looks for hit in look.hits.values()]


@dataclass(slots=True)
class _Look:
    """What was found of one kind so far."""

    kind: str
    scope: Scope
    limit: int
    hits: dict[str, Hit] = field(default_factory=dict)

    @property
    def is_wanting(self) -> bool:
        """Whether something was found, but little, and nothing of it as it was typed: then a slip is likely."""
        return 0 < len(self.hits) < self.limit and all(hit.how == "start" for hit in self.hits.values())

    def take(self, how: How, question: rules.Question) -> None:
        """Add what a question leads to as long as there is room; what was found better stays where it is."""
        if len(self.hits) < self.limit:
            found = index.keys(SEARCHABLE[self.kind].letter, question, self.scope, self.limit)
            fresh = [key for key in found if key not in self.hits][: self.limit - len(self.hits)]
            self.hits |= {key: Hit(self.kind, key, how) for key in fresh}


def _meant(words: Sequence[str]) -> dict[str, Sequence[str]]:
    """For each word the known words that differ from it by one slip, the whole ones and the frequent ones first."""
    slippable = [word for word in words if len(word) >= rules.SHORTEST - 1 and word.isalpha()]
    return {word: near for word in slippable if (near := _near(word))}


def _near(word: str) -> list[str]:
    found: list[str] = []
    for typed in dict.fromkeys((word, rules.sound(word))):
        keys = sorted(rules.slips(typed))
        known = [row[0] for row in rows.fetch(NEAR.format(rows.holes(len(keys))), [*keys, LIKELY])]
        found += [one for one in known if rules.is_one_slip(typed, one)]
        if len(typed) >= AS_TYPED:
            found += [one for one in known if rules.begins_with_one_slip(typed, one)]
    return list(dict.fromkeys(found))[:MEANT]


def answered(title: str, text: str) -> list[tuple[str, bool]]:
    """A title in pieces, each with whether it answers a word of the text: to show what was found by.

    The beginning of a word in the letters that were typed, the whole word where it was found by its sound.
    """
    pieces: list[tuple[str, bool]] = []
    typed, end = rules.words(text), 0
    for word in rules.WORD.finditer(title):
        length = _answering(word.group(), typed)
        if length:
            pieces += [(title[end : word.start()], False), (title[word.start() : word.start() + length], True)]
            end = word.start() + length
    return [piece for piece in (*pieces, (title[end:], False)) if piece[0]]


def _answering(word: str, typed: Sequence[str]) -> int:
    """How many letters of a word answer one of those typed."""
    plain = rules.folded(word)
    begun = [len(one) for one in typed if plain.startswith(one)]
    if begun and len(plain) == len(word):
        return max(begun)
    return len(word) if any(rules.sound(plain).startswith(rules.sound(one)) for one in typed if len(one) > 1) else 0


def is_begun(title: str, text: str) -> bool:
    """Whether every word of a text begins a word of a title, as it is written or as it is heard."""
    known = _heard(title)
    return all(any(one.startswith((word, rules.sound(word) or word)) for one in known) for word in rules.words(text))


@lru_cache(1024)
def _heard(title: str) -> tuple[str, ...]:
    """The words of a title that is asked for with every letter typed: of a page, an action."""
    known = rules.words(title)
    return (*known, *map(rules.sound, known))
