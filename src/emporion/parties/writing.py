"""Rows of parties as commands write them: in as few statements as can be, for this runs in every order placed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from typing import Any

from django.db import connection

from emporion.journal.types import Work
from emporion.kernel import rows

from . import standing
from .models import Address, Handle as HandleRow, Party
from .rules import Handle, Key, digest, folded, one_line
from .types import AddressCard, NoSuchParty, PartyCard, PartyIsErased

HANDLE = ("party_id", "kind", "scheme", "value", "raw", "checked", "identity", "added_at")
ADDRESS = ("country", "region", "city", "street", "house", "flat", "postcode")


def new_party(work: Work, card: PartyCard, offered: Sequence[Handle]) -> int:
    """A bare party; its handles are searched for from the start and written after it."""
    party = Party(
        kind=card.kind,
        name=card.name.strip(),
        language=card.language,
        note=card.note,
        search_text=folded(card.name, card.note, *(one.value for one in offered)),
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


def search_renewed(root: int) -> None:
    """Let the one who stands be found by all that stands about the family."""
    family = standing.family(root)
    words = [word for row in Party.objects.filter(pk__in=family).order_by("pk") for word in (row.name, row.note)]
    words += HandleRow.objects.filter(party__in=family).order_by("pk").values_list("value", flat=True)
    Party.objects.filter(pk=root).update(search_text=folded(*words))


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
