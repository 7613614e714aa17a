"""Many customers, written past the commands: a name, a phone, an e-mail and the words that they are found by."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection
from django.utils import timezone

from emporion.kernel import rows
from emporion.parties.rules import search_words

FIRST = ("Ирина", "Павел", "Ana", "Mihai", "Ελένη", "Γιώργος", "Alice", "Robert", "Мария", "Ștefan", "Νίκος", "Айгуль")
LAST = ("Берёзова", "Клёнов", "Popescu", "Țurcanu", "Παπαδάκη", "Βασιλείου", "Brown", "Meadows", "Сауле", "Ursu")
TAILS = 500  # a last name gets a syllable of its own, so that one name is shared by a handful and not by a tenth
TOGETHER = 10_000

Person = tuple[int, str, str, str]


def people(first: int, last: int) -> Iterator[Person]:
    """Number, name, phone and e-mail of each."""
    for number in range(first, last + 1):
        name = f"{FIRST[number % 12]} {LAST[number // 12 % 10]}-{number // 120 % TAILS:03d}"
        yield number, name, f"+37369{number - 1:06d}", f"customer{number - 1}@shop.example"


def added(first: int, last: int) -> None:
    """Customers of these numbers; their phones go on where those of the lived house end."""
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    for some in rows.chunks(people(first, last), TOGETHER):
        words = {
            number: search_words([name], [("phone", phone), ("email", email)]) for number, name, phone, email in some
        }
        rows.insert(
            "parties_party",
            ("id", "kind", "name", "language", "note", "search_text", "added_at"),
            [
                (number, "person", name, "", "", "".join(f" {w}" for w in sorted(words[number])), now)
                for number, name, *_ in some
            ],
        )
        rows.insert(
            "parties_handle",
            ("party_id", "kind", "scheme", "value", "raw", "checked", "identity", "added_at"),
            [
                (number, kind, "", value, value, True, True, now)
                for number, _name, phone, email in some
                for kind, value in (("phone", phone), ("email", email))
            ],
        )
        rows.insert(
            "parties_searchword",
            ("word", "party_id"),
            [(word.encode(), number) for number, found in words.items() for word in sorted(found)],
        )
    if connection.vendor == "postgresql":
        rows.fetch("SELECT setval(pg_get_serial_sequence('parties_party', 'id'), (SELECT max(id) FROM parties_party))")
