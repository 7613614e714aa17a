"""What is known about a customer is changed by hand; consents are given and withdrawn."""

from __future__ import annotations

from collections.abc import Sequence

from emporion.journal.commands import command
from emporion.journal.types import Work

from .. import personal, standing
from ..models import Address, Consent, Handle, Party
from ..rules import Handle as Wanted, digest, handles, nobody, one_line
from ..types import (
    AddressCard,
    ConsentGiven,
    ConsentWithdrawn,
    Kind,
    NothingToSay,
    PartyCard,
    PartyChanged,
    PossibleDuplicate,
    TaxId,
)
from ..writing import addresses_written, handles_written, locked, search_renewed


@command
def change(
    work: Work,
    *,
    party: int,
    name: str | None = None,
    kind: Kind | None = None,
    language: str | None = None,
    note: str | None = None,
    phones: tuple[str, ...] | None = None,
    emails: tuple[str, ...] | None = None,
    tax_ids: tuple[TaxId, ...] | None = None,
    addresses: tuple[AddressCard, ...] | None = None,
    country: str = "",
) -> None:
    """Change what is named and leave the rest; a list is the whole new list, as a form shows it.

    Phones without a country code are read as ones of the country. A handle that is another's identity is written all
    the same, without leading here, and PossibleDuplicate is told. A merged party's number changes who stands for it.
    """
    row = locked(party)
    family = standing.family(row.pk)
    lists = {"phone": phones, "email": emails, "tax": tax_ids}
    card = PartyCard(phones=phones or (), emails=emails or (), tax_ids=tax_ids or (), country=country)
    changes = [
        *_words_changed(row, {"name": name, "kind": kind, "language": language, "note": note}),
        *_handles_changed(work, row.pk, family, [one for one, to in lists.items() if to is not None], handles(card)),
        *(_addresses_changed(work, row.pk, family, addresses) if addresses is not None else ()),
    ]
    if not (row.name or Handle.objects.filter(party__in=family).exists()):
        raise NothingToSay()
    if changes:
        search_renewed(row.pk)
        personal.written(work, row.pk, changes)
        work.tell(PartyChanged(f"party:{row.pk}", tuple(sorted({field for field, _, _ in changes}))))


def _words_changed(row: Party, wanted: dict[str, str | None]) -> list[personal.Change]:
    changes: list[personal.Change] = []
    for field, to in wanted.items():
        if to is not None and (new := to.strip()) != (old := getattr(row, field)):
            setattr(row, field, new)
            changes.append((field, old or None, new or None))
    if changes:
        row.save(update_fields=[field for field, _, _ in changes])
    return changes


def _handles_changed(
    work: Work, party: int, family: Sequence[int], kinds: Sequence[str], wanted: Sequence[Wanted]
) -> list[personal.Change]:
    """Let the handles of some kinds be exactly the wanted ones."""
    stand = {(one.kind, one.scheme, one.value): one for one in Handle.objects.filter(party__in=family, kind__in=kinds)}
    gone = [one for key, one in stand.items() if key not in {handle.key for handle in wanted}]
    fresh = [one for one in wanted if one.key not in stand]
    Handle.objects.filter(pk__in=[one.pk for one in gone]).delete()
    _written_for_sure(work, party, fresh)
    return [*((one.kind, one.raw, None) for one in gone), *((one.kind, None, one.raw) for one in fresh)]


def _written_for_sure(work: Work, party: int, fresh: Sequence[Wanted]) -> None:
    for sure in (True, True, False):
        rivals = nobody(fresh, [one for one in standing.known_by(fresh) if one.id != party])
        if handles_written(work, party, fresh, rivals.taken, sure=sure):
            for other, by in rivals.rivals.items():
                work.tell(PossibleDuplicate(f"party:{party}", other, by))
            return


def _addresses_changed(
    work: Work, party: int, family: Sequence[int], wanted: Sequence[AddressCard]
) -> list[personal.Change]:
    """Let the addresses be exactly the wanted ones; those left stay for the orders that went there."""
    cards = {digest(card): card for card in wanted if one_line(card)}
    stand = {one.digest: one for one in Address.objects.filter(party__in=family)}
    gone = [one for key, one in stand.items() if key not in cards and one.left_at is None]
    back = [one for key, one in stand.items() if key in cards and one.left_at]
    fresh = [card for key, card in cards.items() if key not in stand]
    Address.objects.filter(pk__in=[one.pk for one in gone]).update(left_at=work.now)
    Address.objects.filter(pk__in=[one.pk for one in back]).update(left_at=None)
    addresses_written(work, party, fresh)
    return [
        *(("address", one.text, None) for one in gone),
        *(("address", None, one.text) for one in back),
        *(("address", None, one_line(card)) for card in fresh),
    ]


@command
def give_consent(work: Work, *, party: int, purpose: str) -> None:
    """A person agrees to a purpose, such as "newsletter"; agreeing twice changes nothing."""
    row = locked(party)
    if not Consent.objects.filter(party=row, purpose=purpose, withdrawn_at=None).exists():
        Consent.objects.create(party=row, purpose=purpose, given_at=work.now, origin=work.origin[:255])
        work.tell(ConsentGiven(f"party:{row.pk}", purpose))


@command
def withdraw_consent(work: Work, *, party: int, purpose: str) -> None:
    """A person agrees no more; without an open consent nothing changes."""
    row = locked(party)
    family = standing.family(row.pk)
    if Consent.objects.filter(party__in=family, purpose=purpose, withdrawn_at=None).update(withdrawn_at=work.now):
        work.tell(ConsentWithdrawn(f"party:{row.pk}", purpose))
