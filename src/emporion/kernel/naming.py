"""How two names stand to each other: the same words, in another order or alphabet, with a slip, or others."""

from __future__ import annotations

from collections.abc import Sequence

from .spelling import script, slip, sounded

# letters of other alphabets that are written with several Latin ones, or with none
LENGTHS = {**dict.fromkeys("жхцчшюяθχφψ", 2), "щ": 4, "ь": 0, "ъ": 0}
# how two names stand to each other, the nearest first
NAMES = (
    "name", "name_order", "name_letters", "name_spelling", "name_shorter", "name_near", "name_initials", "name_part",
    "nameless", "name_half", "name_differs",
)  # fmt: skip


def named(a: Sequence[str], b: Sequence[str]) -> str:
    """How two names, as words, stand to each other; one of NAMES."""
    if sorted(a) == sorted(b):
        return "name" if tuple(a) == tuple(b) else "name_order"
    alike = [[(word, "".join(sounded(word))) for word in words] for words in (a, b)]
    mine, theirs = sorted(alike[0], key=_sound), sorted(alike[1], key=_sound)
    if [sound for _word, sound in mine] == [sound for _word, sound in theirs]:
        return "name_letters" if _other_letters(mine, theirs) else "name_spelling"
    return _partly(*sorted((mine, theirs), key=len))


def _sound(pair: tuple[str, str]) -> str:
    return pair[1]


def _other_letters(mine: Sequence[tuple[str, str]], theirs: Sequence[tuple[str, str]]) -> bool:
    """Every word is the same, or stands in another alphabet at its usual length: Мария is Maria and not Mara."""
    return all(
        a == b or (script(a) != script(b) and abs(_latin(a) - _latin(b)) <= 1)
        for (a, _), (b, _) in zip(mine, theirs, strict=True)
    )


def _latin(word: str) -> int:
    """How long a word is in Latin letters."""
    return sum(LENGTHS.get(sign, 1) for sign in word)


def _partly(short: Sequence[tuple[str, str]], long: Sequence[tuple[str, str]]) -> str:
    """Of two names that are not one: whether the shorter stands in the longer, by whole words, initials or a slip."""
    left, whole, rest = list(long), 0, []
    for pair in short:
        twin = next((one for one in left if one[1] == pair[1]), None)
        if twin:
            left.remove(twin)
            whole += 1
        else:
            rest.append(pair)
    if not rest:
        return "name_shorter" if len(short) > 1 else "name_part"
    found = {_nearly(pair, left) for pair in rest}
    if not whole or "" in found:
        return "name_half" if whole else "name_differs"
    return "name_initials" if "initial" in found else "name_near"


def _nearly(pair: tuple[str, str], left: list[tuple[str, str]]) -> str:
    """Whether a word is the initial of one that is left, or that one with a slip; takes it away."""
    for one in left:
        for how, fits in (("initial", _initial(pair, one)), ("slip", slip(pair[1], one[1]))):
            if fits:
                left.remove(one)
                return how
    return ""


def _initial(a: tuple[str, str], b: tuple[str, str]) -> bool:
    short, long = sorted((a, b), key=lambda pair: len(pair[0]))
    return len(short[0]) == 1 and bool(short[1]) and long[1].startswith(short[1])
