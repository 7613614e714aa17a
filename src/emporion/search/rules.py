"""Pure rules: which words lead to a thing, how a word sounds in Latin letters, and when a word has one slip."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from .types import Entry

CODE, PHONE, TAIL = "#", "+", "~"  # what stands before a token that is no word
WORD = re.compile(r"[^\W_]+")
PHONE_LIKE = re.compile(r"[+(]?[\d\s().\-/+]+")
LONGEST = 40  # letters of a token
MOST = 400  # tokens of one thing: a product of a thousand variants is found by the first of them
WORDS = 6  # words of a question that are looked for
HEAD = 6  # letters by which slips are looked up; those behind are compared
SHORTEST = 4  # letters of a word that may have a slip
PART = 3  # signs of a part of a code that is found by itself
ENOUGH = 4  # digits that are the end of a phone
KNOWN_TAIL = 8  # digits that tell phones apart, whatever stands before them at home
BEGUN = 7  # digits from which on somebody may be typing a phone from its beginning

ALPHABETS = """
а:a б:b в:v г:g д:d е:e ж:z з:z и:i к:k л:l м:m н:n о:o п:p р:r с:s т:t у:u ф:f х:k ц:t ч:k ш:s щ:s ъ: ы:i ь:
э:e ю:iu я:ia є:e і:i ґ:g ә:a ғ:g қ:k ң:n ө:o ұ:u ү:u һ:k ђ:d ј:i љ:li њ:ni ћ:k џ:z
α:a β:v γ:g δ:d ε:e ζ:z η:i θ:t ι:i κ:k λ:l μ:m ν:n ξ:ks ο:o π:p ρ:r σ:s τ:t υ:i φ:f χ:k ψ:ps ω:o
c:k q:k j:i y:i w:v x:ks ø:o ł:l đ:d æ:ae œ:oe ı:i þ:t ð:d
"""
LETTERS = {pair[0]: pair[2:] for pair in ALPHABETS.split()}
UPSILON = {"ο": "u", "α": "v", "ε": "v"}  # ου is u, αυ and ευ are av and ev
LOOK_ALIKE = str.maketrans("авекмнорстхуіαβεζηικμνορτυχ", "abekmhopctxyiabezhikmnoptyx")
HUSHED = frozenset("kptgszdr")  # behind these an h says nothing of its own: sh, ch, kh, ph, th


def folded(text: str) -> str:
    """Small letters without their marks: ș is s, ё is е, ή is η."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return unicodedata.normalize("NFC", "".join(sign for sign in apart if not unicodedata.combining(sign)))


def words(text: str) -> list[str]:
    """The words of a text, folded, in their order."""
    return [word[:LONGEST] for word in WORD.findall(folded(text))]


def sound(word: str) -> str:
    """A folded word in Latin letters as it is heard, so that Мария, Μαρία, Mariya and Maria are one.

    Read from the left and never looked ahead: the sound of a beginning is the beginning of the sound.
    """
    heard: list[str] = []
    for before, sign in pairwise(" " + word):
        for letter in UPSILON.get(before, "i") if sign == "υ" else LETTERS.get(sign, sign):
            _hear(heard, letter)
    return "".join(heard)[:LONGEST]


def _hear(heard: list[str], letter: str) -> None:
    last = heard[-1] if heard else ""
    if letter == "h":
        if last in HUSHED:
            return
        letter = "k"
    if letter == "s" and last == "t":  # ts, ц and ț are one
        return
    if letter != last or not letter.isalpha():
        heard.append(letter)


def code(text: str) -> str:
    """A code without its signs; letters that look alike are the Latin ones, for nobody sees which were typed."""
    return "".join(WORD.findall(folded(text))).translate(LOOK_ALIKE)[:LONGEST]


def tokens(entry: Entry) -> list[str]:
    """Everything that leads to a thing, each once, in a fixed order."""
    found = dict.fromkeys((*_of_codes(entry.codes), *_of_phones(entry.phones), *_of_texts(entry.texts)))
    return list(found)[:MOST]


def _of_texts(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        for word in words(text):
            yield word
            if heard := sound(word):
                yield heard


def _of_codes(codes: Iterable[str]) -> Iterator[str]:
    for one in codes:
        if whole := code(one):
            yield CODE + whole
        parts = [code(part) for part in WORD.findall(folded(one))]
        yield from (CODE + part for part in parts if len(part) >= PART and _has_digit(part))


def _of_phones(phones: Iterable[str]) -> Iterator[str]:
    for one in phones:
        if digits := digits_of(one):
            yield PHONE + digits[:LONGEST]
            yield TAIL + digits[: -LONGEST - 1 : -1]


def digits_of(text: str) -> str:
    """The digits of a text, those of ASCII alone."""
    return "".join(sign for sign in text if sign in "0123456789")


def _has_digit(text: str) -> bool:
    return any(sign.isdigit() for sign in text)


def vocabulary(told: Iterable[str]) -> set[str]:
    """The tokens that may be meant by a word with a slip: words of letters, long enough to be told apart."""
    return {token for token in told if len(token) >= SHORTEST and token.isalpha()}


def slips(word: str) -> set[str]:
    """What a word has in common with every word that differs from its beginning by one slip."""
    head = word[:HEAD]
    return {head} | {head[:at] + head[at + 1 :] for at in range(len(head))}


def is_one_slip(typed: str, meant: str) -> bool:
    """Whether one letter was left out, put in, changed, or two neighbours changed places, or nothing at all."""
    typed, meant = _behind_common(typed, meant)
    return (
        typed[1:] == meant[1:]
        or typed == meant[1:]
        or typed[1:] == meant
        or (typed[1::-1] == meant[:2] and typed[2:] == meant[2:])
    )


def begins_with_one_slip(typed: str, meant: str) -> bool:
    """Whether a word may become the other one while it is still typed."""
    typed, meant = _behind_common(typed, meant)
    return (
        meant[1:].startswith(typed[1:])
        or meant[1:].startswith(typed)
        or meant.startswith(typed[1:])
        or (typed[1::-1] == meant[:2] and meant[2:].startswith(typed[2:]))
    )


def _behind_common(one: str, other: str) -> tuple[str, str]:
    at = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        at += 1
    return one[at:], other[at:]


# ---- questions


@dataclass(frozen=True, slots=True)
class Form:
    """One way in which a wanted word may stand in the index; open: it may go on."""

    token: str
    open: bool = False


Clause = Sequence[Form]  # any of these
Question = Sequence[Clause]  # all of these


def by_code(text: str) -> Question:
    """The text as one number, whole: an order, a barcode, an article, a phone."""
    whole = code(text)
    phone = [Form(PHONE + digits_of(text))] if is_phone(text) and len(digits_of(text)) >= BEGUN else []
    return [[Form(CODE + whole), *phone]] if whole else []


def by_code_begun(text: str) -> Question:
    """The text as one number that goes on; a single word is among its beginnings anyway."""
    whole = code(text)
    return [[Form(CODE + whole, open=True)]] if len(whole) >= PART and len(words(text)) > 1 else []


def by_words(text: str) -> Question:
    """Each word as it stands, in its own letters or as it sounds, or as a number of its own."""
    return [_forms(word, is_open=False) for word in words(text)[:WORDS]]


def by_beginnings(text: str) -> Question:
    """Each word by its beginning; digits also as a number that goes on, and as the end of a phone."""
    if is_phone(text) and (numbers := _numbers(digits_of(text))):
        return [numbers]
    return [[*_forms(word, is_open=True), *_numbers(word if word.isdecimal() else "")] for word in words(text)[:WORDS]]


def with_slips(text: str, meant: dict[str, Sequence[str]]) -> Question:
    """Each word as one of the words that it may mean, or as it stands; the last one may still be typed."""
    asked = words(text)[:WORDS]
    return [
        [*_forms(word, is_open=at == len(asked)), *(Form(token) for token in meant.get(word, ()))]
        for at, word in enumerate(asked, 1)
    ]


def is_phone(text: str) -> bool:
    """Whether a text may be a phone or the end of one."""
    return bool(PHONE_LIKE.fullmatch(text.strip())) and len(digits_of(text)) >= ENOUGH


def _forms(word: str, *, is_open: bool) -> list[Form]:
    """The word as it sounds: whatever it begins in its own letters, its sound begins in Latin ones.

    A common name leads to ten thousands of customers, and an index would gather them for each of its two forms.
    """
    found = [Form(sound(word) or word, is_open)]
    number = code(word)
    return [*found, Form(CODE + number, is_open)] if number and (not is_open or len(number) >= PART) else found


def _numbers(digits: str) -> list[Form]:
    if len(digits) < ENOUGH:
        return []
    found = [Form(CODE + digits, open=True), Form(TAIL + digits[: -KNOWN_TAIL - 1 : -1], open=True)]
    return [*found, Form(PHONE + digits, open=True)] if len(digits) >= BEGUN else found
