"""Who a text names: @Anna, @Anna Berg. Pure functions over names."""

from __future__ import annotations

import re
from collections.abc import Mapping
from unicodedata import normalize

from .types import NobodyCalled, SeveralCalled

_AT = re.compile(r"(?<![\w.+-])@(?=\w)")  # an e-mail address has a word before its @
_WORD = re.compile(r"\w+")


def folded(name: str) -> str:
    """A name as people tell it from others: in any case, composed alike, with single blanks."""
    return " ".join(normalize("NFKC", name).casefold().split())


def named(text: str, people: Mapping[int, str]) -> tuple[int, ...]:
    """The colleagues whom a text names behind @, each once; the longest name that fits is meant.

    A first word alone is enough where only one colleague is called so. Refuses a name of nobody, and one of several.
    """
    found = [_meant(text[at.end() :], people) for at in _AT.finditer(text)]
    return tuple(dict.fromkeys(found))


def _meant(rest: str, people: Mapping[int, str]) -> int:
    said = folded(rest[:200])
    whole = {pk: folded(name) for pk, name in people.items() if _begins(said, folded(name))}
    if whole:
        longest = max(map(len, whole.values()))
        return _only([pk for pk, name in whole.items() if len(name) == longest], rest, people)
    word = folded(_first(rest))
    return _only([pk for pk, name in people.items() if word in folded(name).split()[:1]], rest, people)


def _begins(said: str, name: str) -> bool:
    """Whether a text begins with a name that ends where a word ends."""
    return bool(name) and said.startswith(name) and not said[len(name) : len(name) + 1].isalnum()


def _first(rest: str) -> str:
    word = _WORD.match(rest)
    return word[0] if word else ""


def _only(found: list[int], rest: str, people: Mapping[int, str]) -> int:
    if not found:
        raise NobodyCalled(name=_first(rest))
    if len(found) > 1:
        raise SeveralCalled(name=_first(rest), people=sorted(people[pk] for pk in found))
    return found[0]
