"""Pure rules: whether two customers may be one and the same, how sure that is, and why.

Nothing here merges anybody. "Certain" is said only where a person would not hesitate: the same full name with two
contacts in common, or with a tax number. A phone alone is a family's, an e-mail alone a firm's, a name a namesake's.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from hashlib import blake2b
from itertools import combinations, product

from .spelling import folded_words, script, sounded
from .types import CERTAIN, LIKELY, POSSIBLE

TAIL = 8  # digits that any way of writing a phone has in common: a Moldovan number has no more
LONG = 5  # letters of a word in which one slip is a slip, and not another name
PARTS = 5  # words of a name that are asked for pair by pair
LEGAL = frozenset((
    "ооо", "оао", "зао", "пао", "ао", "ooo", "oao", "zao", "pao", "ип", "тоо", "чп", "тов", "одо", "фоп", "нпао",
    "уп", "чуп", "llc", "ltd", "limited", "inc", "corp", "gmbh", "ag", "kg", "sa", "srl", "spa", "sas", "bv", "nv",
    "oy", "ae", "αε", "επε", "οε", "εε", "ικε", "εταιρεια", "εταιρια", "pfa", "sc", "scs", "company", "co",
))  # fmt: skip
PLACES = frozenset((
    "ул", "улица", "str", "strada", "street", "st", "οδος", "odos", "д", "дом", "кв", "ap", "apt", "nr", "no", "бул",
    "bd", "bul", "пр", "просп", "пер",
))  # fmt: skip
# the same mailbox under several names: the provider says so
MAILBOXES = {"googlemail.com": "gmail.com", "ya.ru": "yandex.ru"} | {
    f"yandex.{end}": "yandex.ru" for end in ("com", "by", "kz", "ua", "com.tr")
}
# letters of other alphabets that are written with several Latin ones, or with none
LENGTHS = {**dict.fromkeys("жхцчшюяθχφψ", 2), "щ": 4, "ь": 0, "ъ": 0}
# how two names stand to each other, the nearest first
NAMES = (
    "name", "name_order", "name_letters", "name_spelling", "name_shorter", "name_near", "name_initials", "name_part",
    "nameless", "name_half", "name_differs",
)  # fmt: skip
WHOLE = frozenset(NAMES[:3])
SAME = frozenset(NAMES[:5])
PERHAPS = frozenset(NAMES[5:9])


@dataclass(frozen=True, slots=True)
class Sight:
    """What is compared of one customer, those merged into them included.

    phones are (value, checked), taxes checked ones as (scheme, value), addresses as `place` writes them.
    """

    id: int
    kind: str = "person"
    names: tuple[str, ...] = ()
    phones: tuple[tuple[str, bool], ...] = ()
    emails: frozenset[str] = frozenset()
    taxes: frozenset[tuple[str, str]] = frozenset()
    addresses: frozenset[str] = frozenset()

    def contacts(self) -> set[str]:
        """The kinds of contacts that they have at all."""
        held = (("phone", self.phones), ("email", self.emails), ("tax", self.taxes))
        return {kind for kind, some in held if some}


@dataclass(frozen=True, slots=True)
class Likeness:
    """That two customers may be one: how sure it is, and the reasons by their codes, the strongest first."""

    sureness: int
    reasons: tuple[str, ...]


def mailbox(email: str) -> str:
    """The one name of a mailbox: without a +tag, without the points that Gmail does not read."""
    local, _at, domain = email.rpartition("@")
    domain = MAILBOXES.get(domain, domain)
    local = local.partition("+")[0] or local
    if domain == "gmail.com":
        local = local.replace(".", "")
    elif domain == "yandex.ru":
        local = local.replace(".", "-")
    return f"{local}@{domain}"


def place(text: str) -> str:
    """An address as it is compared: its words in any order and alphabet; nothing without a house number."""
    words = [word for word in folded_words(text) if word not in PLACES]
    alike = sorted(one for word in words for one in sounded(word))
    return " ".join(alike) if any(one.isdecimal() for one in alike) else ""


def keys(one: Sight) -> set[int]:
    """Numbers that two customers share if they may be one: only who shares one is ever compared."""
    return {_number(text) for text in _texts(one)}


def _texts(one: Sight) -> Iterator[str]:
    yield from (f"p{digits[-TAIL:]}" for value, _sure in one.phones if len(digits := _digits(value)) >= TAIL)
    yield from (f"m{mailbox(email)}" for email in one.emails)
    yield from (f"t{scheme}:{value}" for scheme, value in one.taxes)
    for name in one.names:
        words = sorted({alike for word in _words(name, one.kind) for alike in sounded(word) if len(alike) > 1})
        if one.kind == "company":
            yield from [f"c{' '.join(words)}"] if words else []
        else:
            yield from (f"n{a} {b}" for a, b in combinations(words[:PARTS], 2))


def _number(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big", signed=True)


def compared(one: Sight, other: Sight) -> Likeness | None:
    """Whether two may be one; None where nothing says so, or where their tax numbers say that they are two."""
    if _two_numbers(one.taxes, other.taxes):
        return None
    contacts = [*_tax(one, other), *_phone(one, other), *_email(one, other)]
    name = _name(one, other)
    at = ["address"] if one.addresses & other.addresses else []
    sureness = _sureness(one, other, contacts, name, is_near=bool(at))
    return Likeness(sureness, (*contacts, name, *at)) if sureness else None


def _two_numbers(mine: Set[tuple[str, str]], theirs: Set[tuple[str, str]]) -> bool:
    """Both are known to an authority under numbers of one kind, and under none together."""
    both = {scheme for scheme, _value in mine} & {scheme for scheme, _value in theirs}
    return any(not ({n for n in mine if n[0] == kind} & {n for n in theirs if n[0] == kind}) for kind in both)


def _sureness(one: Sight, other: Sight, contacts: Sequence[str], name: str, *, is_near: bool) -> int:
    if _is_certain(one, other, contacts, name, is_near=is_near):
        return CERTAIN
    if contacts and (name in SAME or "tax" in contacts or (len(contacts) > 1 and name in PERHAPS)):
        return LIKELY
    if contacts and (name != "name_differs" or len(contacts) > 1):
        return POSSIBLE
    speaks_against = one.contacts() & other.contacts()  # both have a phone, and not the same one
    return POSSIBLE if not contacts and name in SAME and (is_near or not speaks_against) else 0


def _is_certain(one: Sight, other: Sight, contacts: Sequence[str], name: str, *, is_near: bool) -> bool:
    if name not in WHOLE or one.kind != other.kind:
        return False
    if one.kind == "company":  # branches have one number, one name, and often one phone; they stand in different places
        elsewhere = bool(one.addresses and other.addresses) and not is_near
        return "tax" in contacts and len(contacts) > 1 and not elsewhere
    two = "email" in contacts and bool({"phone", "phone_form"} & set(contacts))
    return "tax" in contacts or (two and _is_full(one) and _is_full(other))


def _is_full(one: Sight) -> bool:
    """Whether there is more than a first name, which a mother and her daughter may have together."""
    return any(len(_words(name, one.kind)) > 1 for name in one.names)


def _tax(one: Sight, other: Sight) -> list[str]:
    return ["tax"] if one.taxes & other.taxes else []


def _phone(one: Sight, other: Sight) -> list[str]:
    """The same phone, or one that is the same once its country and the 0 or 8 before it are left out."""
    pairs = list(product(one.phones, other.phones))
    if any(a == b and sure_a and sure_b for (a, sure_a), (b, sure_b) in pairs):
        return ["phone"]
    return ["phone_form"] if any(not (a[1] and b[1]) and _one_phone(a[0], b[0]) for a, b in pairs) else []


def _one_phone(a: str, b: str) -> bool:
    short, long = sorted((_national(a), _national(b)), key=len)
    return len(short) >= TAIL and long.endswith(short) and len(long) - len(short) <= 3  # noqa: PLR2004 - a country


def _national(value: str) -> str:
    digits = _digits(value)
    if not value.startswith("+") and len(digits) == 11 and digits.startswith("8"):  # noqa: PLR2004 - Russia's long distance
        return digits[1:]
    return digits.lstrip("0")


def _digits(value: str) -> str:
    return "".join(filter(str.isdecimal, value))


def _email(one: Sight, other: Sight) -> list[str]:
    if one.emails & other.emails:
        return ["email"]
    return ["email_alias"] if set(map(mailbox, one.emails)) & set(map(mailbox, other.emails)) else []


def _name(one: Sight, other: Sight) -> str:
    """How the nearest two of their names stand to each other."""
    company = "company" if "company" in (one.kind, other.kind) else "person"
    pairs = [(_words(a, company), _words(b, company)) for a, b in product(one.names, other.names)]
    return min((named(a, b) for a, b in pairs if a and b), key=NAMES.index, default="nameless")


def _words(name: str, kind: str) -> tuple[str, ...]:
    """The words that tell one from another: without the legal form, of a firm also without single letters (S.R.L.)."""
    words = [word for word in folded_words(name) if word not in LEGAL or kind != "company"]
    if kind == "company":
        return tuple(word for word in words if len(word) > 1)
    return tuple(word for word in words if word != "ип")


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
        for how, fits in (("initial", _initial(pair, one)), ("slip", _slip(pair[1], one[1]))):
            if fits:
                left.remove(one)
                return how
    return ""


def _initial(a: tuple[str, str], b: tuple[str, str]) -> bool:
    short, long = sorted((a, b), key=lambda pair: len(pair[0]))
    return len(short[0]) == 1 and bool(short[1]) and long[1].startswith(short[1])


def _slip(a: str, b: str) -> bool:
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
