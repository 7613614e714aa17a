"""Pure rules: when two phones, addresses or tax ids are the same, and who a card speaks of."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field

import phonenumbers
import stdnum.exceptions
import stdnum.gr.vat
import stdnum.md.idno
import stdnum.ro.cf
import stdnum.ru.inn
import stdnum.ru.ogrn
import stdnum.util

from .types import AddressCard, PartyCard, TaxId

Key = tuple[str, str, str]  # kind, scheme, value
Pair = tuple[str, str]  # what it was, what it is now
WIDTH = 254
LONGEST = 60  # characters of a word that is searched for
TAIL = 4  # digits that are enough to look for by themselves: the end of a phone
BACKWARDS = "~"
_SIGN = re.compile(r"(?:[^\w.]|_)+(?=[^\W_])")  # what parts a word, but for the points of an e-mail
EMAIL = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>.]{2,}")
USUAL = {"RU": "inn", "RO": "cui", "GR": "afm", "MD": "idno", "KZ": "bin"}
SAME = {
    ("GR", "vat"): "afm",
    ("RO", "vat"): "cui",
    ("RO", "cif"): "cui",
    ("MD", "idnp"): "idno",
    ("KZ", "iin"): "bin",
}


@dataclass(frozen=True, slots=True)
class Handle:
    """A phone, e-mail or tax id, normalised; what is not checked leads to nobody."""

    kind: str
    scheme: str
    value: str
    raw: str
    checked: bool

    @property
    def key(self) -> Key:
        """What makes two handles the same."""
        return self.kind, self.scheme, self.value


@dataclass(slots=True)
class Known:
    """What stands about one party and those merged into it."""

    id: int
    name: str = ""
    sealed_key: str = ""
    handles: set[Key] = field(default_factory=set)
    identities: set[Key] = field(default_factory=set)
    addresses: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Choice:
    """The party a card speaks of, None for a new one; rivals fitted too, each with the kind of handle that did."""

    party: Known | None
    rivals: Mapping[int, str]
    taken: Set[Key]


def phone(raw: str, country: str = "") -> Handle | None:
    """A phone in E.164, read as one of the country when no code is written; None for an empty text.

    8 (916) … in Russia, 069 … in Moldova, 00 373 …, and 7916… without a plus are all understood. What is no valid
    number keeps its text and stays unchecked.
    """
    raw = raw.strip()[:WIDTH]
    if not raw:
        return None
    digits = re.sub(r"\D", "", raw)
    tries = [(raw, country.upper() or None)]
    if digits.startswith("00"):
        tries.append(("+" + digits[2:], None))
    elif not raw.startswith("+"):
        tries.append(("+" + digits, None))
    for text, region in tries:
        if e164 := _e164(text, region):
            return Handle("phone", "", e164, raw, checked=True)
    return Handle("phone", "", digits or raw.casefold(), raw, checked=False)


def _e164(text: str, region: str | None) -> str:
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_valid_number(number):
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def email(raw: str) -> Handle | None:
    """An e-mail in folded letters; None for an empty text, unchecked for what has not the shape of one."""
    raw = raw.strip()[:WIDTH]
    folded = raw.casefold()[:WIDTH]
    return Handle("email", "", folded, raw, checked=bool(EMAIL.fullmatch(folded))) if raw else None


def tax_id(given: TaxId) -> Handle | None:
    """A tax id in its bare form; None for an empty one, unchecked when its check digits do not fit or are not known."""
    country = {"EL": "GR"}.get(given.country.strip().upper(), given.country.strip().upper())
    raw = given.number.strip()[:WIDTH]
    if not raw:
        return None
    kind = given.kind.strip().casefold() or USUAL.get(country, "vat")
    kind = SAME.get((country, kind), kind)
    bare = re.sub(r"[^0-9A-Za-z]", "", raw).upper()
    sure = _sure(country, kind, bare)
    return Handle("tax", f"{country}.{kind}"[:24], sure or bare or raw.casefold(), raw, checked=bool(sure))


def _sure(country: str, kind: str, bare: str) -> str:
    """The number in its one form if its check digits fit, else nothing; 0000000000 fits and is still nobody's."""
    if len(set(bare)) < 2:  # noqa: PLR2004 - one digit repeated
        return ""
    if (country, kind) == ("KZ", "bin"):
        return bare if kazakh(bare) else ""
    module = _MODULES.get((country, kind)) or (
        stdnum.util.get_cc_module(country.lower(), "vat") if kind == "vat" else None
    )
    try:
        number = str(module.validate(bare)) if module else ""
    except stdnum.exceptions.ValidationError:
        return ""
    return number.removeprefix(country)


_MODULES = {
    ("RU", "inn"): stdnum.ru.inn,
    ("RU", "ogrn"): stdnum.ru.ogrn,
    ("RO", "cui"): stdnum.ro.cf,
    ("GR", "afm"): stdnum.gr.vat,
    ("MD", "idno"): stdnum.md.idno,
}


def kazakh(number: str) -> bool:
    """Whether a BIN or IIN of Kazakhstan fits its check digit.

    Twelve digits; the sum over weights 1..11 mod 11, and when that is 10 over weights 3..11, 1, 2; 10 again is never
    given out (rules for forming the IIN, government decree of the Republic of Kazakhstan).
    """
    if not re.fullmatch(r"[0-9]{12}", number):
        return False
    digits = [int(digit) for digit in number]
    for weights in (range(1, 12), (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2)):
        check = sum(weight * digit for weight, digit in zip(weights, digits, strict=False)) % 11
        if check != 10:  # noqa: PLR2004 - no single digit
            return check == digits[11]
    return False


def handles(card: PartyCard) -> list[Handle]:
    """Every handle of a card once, the strongest first: tax ids, then phones, then e-mails."""
    found = (
        *(tax_id(given) for given in card.tax_ids),
        *(phone(raw, card.country) for raw in card.phones),
        *(email(raw) for raw in card.emails),
    )
    return list({one.key: one for one in found if one}.values())


def folded(*texts: str) -> str:
    """Texts as they are searched: small letters, single spaces."""
    return " ".join(" ".join(texts).casefold().split())


def search_words(texts: Iterable[str], handles: Iterable[tuple[str, str]]) -> set[str]:
    """The words by whose beginning somebody is found: of names and notes, and of handles as (kind, value).

    «Ромашка» and Petrov-Vodkin are found behind their signs too; a phone also from its end, so it stands backwards.
    """
    given = list(handles)
    whole = folded(*texts, *(value for _kind, value in given)).split()
    found = {word[at:][:LONGEST] for word in whole for at in (0, *(sign.end() for sign in _SIGN.finditer(word)))}
    return found | {backwards(value) for kind, value in given if kind == "phone"}


def backwards(phone: str) -> str:
    """The digits of a phone from its end, behind a sign that no folded word begins with by chance."""
    return BACKWARDS + "".join(filter(str.isdecimal, phone))[::-1]


def search_forms(word: str) -> set[str]:
    """How a searched word may stand among the words: as it is, without its marks, as digits, as the end of a phone.

    EL094259216 is the tax number 094259216, 37369 the beginning of +37369123456 and 3456 its end.
    """
    digits = "".join(filter(str.isdecimal, word))
    bare = {"".join(filter(str.isalnum, word))} if digits else set()
    ends = {digits, f"+{digits}", backwards(digits)} if len(digits) >= TAIL else set()
    return {form[:LONGEST] for form in {word} | bare | ends}


def one_line(card: AddressCard) -> str:
    """The address as one line: what was given as text, else its parts from the large to the small."""
    if card.text.strip():
        return " ".join(card.text.split())
    return ", ".join(
        part.strip()
        for part in (card.postcode, card.country, card.region, card.city, card.street, card.house, card.flat)
        if part.strip()
    )


def digest(card: AddressCard) -> str:
    """The same for the same address in other letters, spaces and commas; says nothing about where it is."""
    parts = (card.country, card.region, card.city, card.street, card.house, card.flat, card.postcode)
    words = re.sub(r"[\W_]+", " ", folded(*(parts if any(parts) else (card.text,)))).strip()
    return hashlib.sha256(words.encode()).hexdigest()[:32]


def chosen(offered: Sequence[Handle], known: Iterable[Known]) -> Choice:
    """The party whose identity a card names, by the strongest handle.

    One found by phone or e-mail who has another tax id of the same kind is somebody else: an accountant's phone
    stands on the cards of many firms.
    """
    hits = _hits(offered, known)
    fits = [party for one, party in hits if one.kind == "tax" or not contradicts(offered, party)]
    return _choice(fits[0] if fits else None, hits)


def nobody(offered: Sequence[Handle], known: Iterable[Known]) -> Choice:
    """The choice of a person who says that the card is somebody new whatever its handles say."""
    return _choice(None, _hits(offered, known))


def _hits(offered: Sequence[Handle], known: Iterable[Known]) -> list[tuple[Handle, Known]]:
    parties = list(known)
    return [(one, party) for one in offered for party in parties if one.key in party.identities]


def _choice(party: Known | None, hits: Sequence[tuple[Handle, Known]]) -> Choice:
    others = [(one, other) for one, other in hits if other is not party]
    rivals = {other.id: one.kind for one, other in reversed(others)}  # the strongest handle stays
    return Choice(party, rivals, {one.key for one, _ in others})


def contradicts(offered: Sequence[Handle], party: Known) -> bool:
    """Whether a party has a checked tax id of a kind that the card names with another number."""
    named = [one for one in offered if one.kind == "tax" and one.checked]
    return any(
        one.key not in party.identities and any(key[:2] == one.key[:2] for key in party.identities) for one in named
    )


def below(party: int, merged_into: Mapping[int, int | None]) -> set[int]:
    """Everybody who was merged into a party, directly or through others."""
    found: set[int] = set()
    while more := {one for one, into in merged_into.items() if into == party or into in found} - found:
        found |= more
    return found
