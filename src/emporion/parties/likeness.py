"""Pure rules: whether two customers may be one and the same, how sure that is, and why.

Nothing here merges anybody. "Certain" is said only where a person would not hesitate: the same full name with two
contacts in common, or with a tax number. A phone alone is a family's, an e-mail alone a firm's, a name a namesake's.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from itertools import combinations, product

from emporion.kernel.naming import NAMES, named
from emporion.kernel.pairing import CERTAIN, LIKELY, POSSIBLE, Likeness, key_number
from emporion.kernel.spelling import folded_words, sounded

TAIL = 8  # digits that any way of writing a phone has in common: a Moldovan number has no more
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
    return {key_number(text) for text in _texts(one)}


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
