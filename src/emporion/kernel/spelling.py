"""One name in three alphabets: how Иванов, Ivanov and Ivanoff, Παπαδόπουλος and Papadopoulos are seen to be one.

Letters are first written in Latin ones, then what the usual systems write differently is made alike: ISO 9, GOST 7.79,
BGN/PCGN and passports for Cyrillic, ELOT 743 and the common forms for Greek, Romanian with and without its marks. The
result is nobody's spelling; it only serves to compare.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_CYRILLIC = {
    "а": "a", "б": "b", "в": "v", "г": "g", "ґ": "g", "д": "d", "е": "e", "ё": "e", "є": "e", "ж": "zh", "з": "z",
    "и": "i", "і": "i", "ї": "i", "й": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r",
    "с": "s", "т": "t", "у": "u", "ў": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch",
    "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu", "я": "ya", "қ": "k", "ғ": "g", "ә": "a", "ң": "n", "ө": "o",
    "ұ": "u", "ү": "u", "һ": "h",
}  # fmt: skip
_GREEK = {
    "α": "a", "β": "v", "γ": "g", "δ": "d", "ε": "e", "ζ": "z", "η": "i", "θ": "th", "ι": "i", "κ": "k", "λ": "l",
    "μ": "m", "ν": "n", "ξ": "ks", "ο": "o", "π": "p", "ρ": "r", "σ": "s", "ς": "s", "τ": "t", "υ": "y", "φ": "ph",
    "χ": "kh", "ψ": "ps", "ω": "o",
}  # fmt: skip
_LATIN = str.maketrans({**_CYRILLIC, **_GREEK, "ß": "ss", "æ": "e", "ø": "o", "ł": "l", "đ": "d", "ı": "i"})
_MARKS = re.compile("[\u0300-\u036f]")
_WITH_THEIR_MARK = {"ё": "е", "Ё": "е"}
_HOOKED = str.maketrans({"ș": "sh", "ş": "sh", "š": "sh", "ț": "ts", "ţ": "ts", "č": "ch", "ć": "ch", "ž": "zh"})
_GREEK_PAIRS = (("ου", "ou"), ("αυ", "av"), ("ευ", "ev"), ("γγ", "ng"), ("γχ", "nkh"))
LONG = 5  # letters of a word in which one slip is a slip, and not another name
_WORD = re.compile(r"[^\W_]+")
_QUIET = re.compile(r"(?<=\w)['’ʼʹʺ`](?=\w)")

# In this order; each pair is what one system writes and what all of them become.
_ALIKE = tuple(
    (re.compile(pattern), becomes)
    for pattern, becomes in (
        (r"ou", "u"),
        (r"shch|sch|tsch", "sh"),
        (r"^mp", "b"), (r"^nt", "d"), (r"^gk", "g"),
        (r"gh", "g"), (r"dh", "d"), (r"th", "t"), (r"ph", "v"), (r"ck|q", "k"), (r"zh", "z"),
        (r"ts|tz", "s"), (r"sh", "s"),
        (r"kh|ch|x(?=$)", "h"), (r"x", "ks"),
        (r"c(?=[eiy])", "h"), (r"c", "k"),
        (r"j(?=[ei])", "z"), (r"[jy]", "i"), (r"w|f", "v"),
        (r"(?<=[ae])u", "v"),
        (r"^gi(?=[aeou])", "i"),
        (r"i+", "i"), (r"io", "e"), (r"i(?=[aeou])", ""), (r"(?<=[aeo])i", "i"),
        (r"ai", "e"), (r"[eo]i", "i"),
        (r"(.)\1+", r"\1"),
    )
)  # fmt: skip


def folded_words(text: str) -> tuple[str, ...]:
    """The words of a name in small letters without marks, in its own alphabet; ё counts as е, й stays й."""
    kept = unicodedata.normalize("NFC", _QUIET.sub("", text).casefold())
    plain = "".join(_WITH_THEIR_MARK.get(sign, sign) if _is_cyrillic(sign) else _bare(sign) for sign in kept)
    return tuple(_WORD.findall(plain))


def _is_cyrillic(sign: str) -> bool:
    return "\u0400" <= sign <= "\u052f"


def _bare(sign: str) -> str:
    return _MARKS.sub("", unicodedata.normalize("NFD", sign))


def script(word: str) -> str:
    """The alphabet of a word: c for Cyrillic, g for Greek, l for any other."""
    return "c" if any(map(_is_cyrillic, word)) else "g" if any("\u0370" <= sign <= "\u03ff" for sign in word) else "l"


def sounded(text: str) -> tuple[str, ...]:
    """The words of a name as all alphabets and systems would write them; made to compare, not to read."""
    kept = unicodedata.normalize("NFC", _QUIET.sub("", text).casefold()).translate(_HOOKED)
    plain = "".join(sign if _is_cyrillic(sign) else _bare(sign) for sign in kept)
    for pair, becomes in _GREEK_PAIRS:
        plain = plain.replace(pair, becomes)
    words = _WORD.findall(plain.translate(_LATIN))
    return tuple(found for word in words if (found := _alike(word)))


@lru_cache(maxsize=50_000)  # names repeat
def _alike(word: str) -> str:
    for pattern, becomes in _ALIKE:
        word = pattern.sub(becomes, word)
    return word


def slip(a: str, b: str) -> bool:
    """One letter too many, too few, another or swapped; not the last one, for Ivanov is not Ivanova."""
    if min(len(a), len(b)) < LONG or not (a + b).isalpha() or a[-1] != b[-1]:
        return False
    return a[:-1] != b[:-1] and _one_edit(a, b)


def _one_edit(a: str, b: str) -> bool:
    short, long = sorted((a, b), key=len)
    at = next((n for n, (x, y) in enumerate(zip(short, long, strict=False)) if x != y), len(short))
    if len(long) - len(short) == 1:
        return short[at:] == long[at + 1 :]
    swapped = short[at : at + 2] == long[at : at + 2][::-1] and short[at + 2 :] == long[at + 2 :]
    return len(short) == len(long) and (swapped or short[at + 1 :] == long[at + 1 :])
