"""Rows of parties as commands write them: in as few statements as can be, for this runs in every order placed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from typing import Any

from django.db import connection

from emporion.journal.types import Work
from emporion.kernel import rows

from . import standing
from .models import Address, Handle as HandleRow, Party, SearchWord
from .rules import Handle, Key, digest, one_line, search_words
from .types import AddressCard, NoSuchParty, PartyCard, PartyIsErased

HANDLE = ("party_id", "kind", "scheme", "value", "raw", "checked", "identity", "added_at")
MANY = 1000  # words in one statement
ADDRESS = ("country", "region", "city", "street", "house", "flat", "postcode")


def new_party(work: Work, card: PartyCard, offered: Sequence[Handle]) -> int:
    """A bare party; its handles and the words it is found by are written after it."""
    party = Party(
        kind=card.kind,
        name=card.name.strip(),
        language=card.language,
        note=card.note,
        search_text=as_text(words_of_card(card, offered)),
        added_at=work.now,
    )
    party.save(force_insert=True)
    return int(party.pk)


def handles_written(work: Work, party: int, wanted: Sequence[Handle], taken: Set[Key], *, sure: bool = True) -> bool:
    """Write handles, those that nobody has as identity; False when somebody took one at this very moment.

    Then none of them stands: the caller asks again who owns what. They are written in one order everywhere, so that
    two orders of one person at once wait for each other and never in a circle.
    """
    now = connection.ops.adapt_datetimefield_value(work.now)
    values = [
        (party, *one.key, one.raw, one.checked, sure and one.checked and one.key not in taken, now)
        for one in sorted(wanted, key=lambda one: (one.value, one.key))
    ]
    stand = [row[0] for row in _inserted("parties_handle", HANDLE, values)]
    if len(stand) == len(values) or not sure:
        return True
    if stand:
        HandleRow.objects.filter(pk__in=stand).delete()
    return False


def addresses_written(work: Work, party: int, wanted: Sequence[AddressCard]) -> dict[str, int]:
    """Write addresses; answers the ids of those that did not stand before, by digest."""
    now = connection.ops.adapt_datetimefield_value(work.now)
    values = [
        (party, *(getattr(card, part).strip() for part in ADDRESS), one_line(card), digest(card), now)
        for card in {digest(card): card for card in wanted}.values()
    ]
    columns = ("party_id", *ADDRESS, "text", "digest", "added_at")
    return dict(_inserted("parties_address", columns, values, "digest, id"))


def address_ids(party: int, wanted: Sequence[AddressCard], known: Mapping[str, int]) -> tuple[int, ...]:
    """The ids of addresses in their order; asks only for one that somebody else wrote at this very moment."""
    digests = [digest(card) for card in wanted]
    if missing := set(digests) - known.keys():
        rest = Address.objects.filter(party=party, digest__in=missing).values_list("digest", "pk")
        known = {**known, **dict(rest)}
    return tuple(known[one] for one in digests)


def _inserted(
    table: str, columns: Sequence[str], values: Sequence[tuple[object, ...]], back: str = "id"
) -> list[tuple[Any, ...]]:
    """Insert what does not stand yet, in one statement; answers what was inserted."""
    if not values:
        return []
    holes = ", ".join([f"({rows.holes(len(columns))})"] * len(values))
    names = ", ".join(columns)
    sql = f"INSERT INTO {table} ({names}) VALUES {holes} ON CONFLICT DO NOTHING RETURNING {back}"  # noqa: S608 - our words
    return rows.fetch(sql, [value for row in values for value in row])


def words_of_card(card: PartyCard, offered: Sequence[Handle]) -> set[str]:
    """The words that a new party is found by."""
    return search_words((card.name, card.note), ((one.kind, one.value) for one in offered))


def as_text(words: Set[str]) -> str:
    """Words as they stand on the party, each behind a space."""
    return "".join(f" {word}" for word in sorted(words))


def words_written(party: int, words: Set[str]) -> None:
    """Let a party be found by more words; those that stand already are passed over."""
    for some in rows.chunks(sorted(words), MANY):
        _inserted("parties_searchword", ("word", "party_id"), [(word.encode(), party) for word in some])


def search_renewed(root: int) -> None:
    """Let the one who stands be found by all that stands about the family, and by nothing else."""
    family = standing.family(root)
    texts = [text for row in Party.objects.filter(pk__in=family) for text in (row.name, row.note)]
    words = search_words(texts, HandleRow.objects.filter(party__in=family).values_list("kind", "value"))
    Party.objects.filter(pk=root).update(search_text=as_text(words))
    stands = {bytes(word).decode(): pk for word, pk in SearchWord.objects.filter(party=root).values_list("word", "pk")}
    SearchWord.objects.filter(pk__in=[pk for word, pk in stands.items() if word not in words]).delete()
    words_written(root, words - stands.keys())


def locked(party: int) -> Party:
    """The one who stands for a party, locked; refuses the unknown and the erased."""
    found = Party.objects.select_for_update().filter(pk=party).first()
    if found and found.root_id:
        return locked(found.root_id)
    if found is None:
        raise NoSuchParty(party=party)
    if found.erased_at:
        raise PartyIsErased(party=party)
    return found
