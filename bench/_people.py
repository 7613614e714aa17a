"""Many customers, written past the commands: a name, a phone, an e-mail and the words that they are found by."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from django.db import connection
from django.utils import timezone

from bench._names import name
from emporion.kernel import rows
from emporion.parties.rules import search_words

TOGETHER = 10_000

Person = tuple[int, str, str, str]


def people(first: int, last: int) -> Iterator[Person]:
    """Number, name, phone and e-mail of each."""
    dice = Random(first)
    for number in range(first, last + 1):
        yield number, name(dice), phone_of(number), email_of(number)


def phone_of(number: int) -> str:
    """The phone of a customer, each one's own."""
    return f"+37369{number - 1:06d}"


def email_of(number: int) -> str:
    """The e-mail of a customer, each one's own."""
    return f"customer{number - 1}@shop.example"


def added(first: int, last: int) -> None:
    """Customers of these numbers; their phones go on where those of the lived house end."""
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    for some in rows.chunks(people(first, last), TOGETHER):
        words = {
            number: search_words([named], [("phone", phone), ("email", email)]) for number, named, phone, email in some
        }
        rows.insert(
            "parties_party",
            ("id", "kind", "name", "language", "note", "search_text", "added_at"),
            [
                (number, "person", named, "", "", "".join(f" {w}" for w in sorted(words[number])), now)
                for number, named, *_ in some
            ],
        )
        rows.insert(
            "parties_handle",
            ("party_id", "kind", "scheme", "value", "raw", "checked", "identity", "added_at"),
            [
                (number, kind, "", value, value, True, True, now)
                for number, _named, phone, email in some
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
