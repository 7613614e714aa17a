"""Customers are found again or added."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Value
from django.db.models.functions import Concat

from emporion.journal.commands import command
from emporion.journal.types import Work

from .. import personal, standing
from ..models import Party
from ..rules import Choice, Handle, Known, chosen, digest, handles, nobody, one_line, search_words
from ..types import (
    AddressCard,
    AlreadyKnown,
    NothingToSay,
    PartyAdded,
    PartyCard,
    PartyChanged,
    PartyRef,
    PossibleDuplicate,
)
from ..writing import (
    address_ids,
    addresses_written,
    as_text,
    handles_written,
    new_party,
    words_of_card,
    words_written,
)

# A handle may be taken at this very moment: ask again, and at last write it without making it an identity.
TURNS = (True, True, False)


@command
def found_or_added(work: Work, *, card: PartyCard) -> PartyRef:
    """The customer of a card, found by tax id, then phone, then e-mail; else a new one. Never found by name alone.

    What the card brings anew is added, what a person typed stays. A card that fits two takes the stronger and tells
    PossibleDuplicate. One query for a known customer, five for a new one with phone, e-mail and address, at most seven
    for a known one of whom everything is new.
    """
    offered = handles(card)
    for sure in TURNS:
        choice = chosen(offered, standing.known_by(offered))
        if choice.party:
            ref = _enriched(work, card, offered, choice.party, choice, sure=sure)
        else:
            ref = _added(work, card, offered, choice, sure=sure)
        if ref:
            return ref
    raise AssertionError("the last turn always writes")


@command
def add(work: Work, *, card: PartyCard, even_if_known: bool = False) -> PartyRef:
    """Add a customer by hand; refuses one whose phone, e-mail or tax id somebody has already, unless told to go on."""
    offered = handles(card)
    if not (card.name.strip() or offered):
        raise NothingToSay()
    for sure in TURNS:
        known = standing.known_by(offered)
        party = chosen(offered, known).party
        if party and not even_if_known:
            by = next(one.kind for one in offered if one.key in party.identities)
            raise AlreadyKnown(party=party.id, by=by)
        if ref := _added(work, card, offered, nobody(offered, known), sure=sure):
            return ref
    raise AssertionError("the last turn always writes")


def _added(work: Work, card: PartyCard, offered: Sequence[Handle], choice: Choice, *, sure: bool) -> PartyRef | None:
    """A new party; None when somebody took one of its handles at this very moment."""
    party = new_party(work, card, offered)
    if not handles_written(work, party, offered, choice.taken, sure=sure):
        Party.objects.filter(pk=party).delete()
        return None
    words_written(party, words_of_card(card, offered))
    written = addresses_written(work, party, _real(card))
    ref = PartyRef(party, added=True, addresses=address_ids(party, _real(card), written))
    work.tell(PartyAdded(ref.subject, card.kind))
    _tell_rivals(work, ref, choice)
    return ref


def _enriched(
    work: Work, card: PartyCard, offered: Sequence[Handle], party: Known, choice: Choice, *, sure: bool
) -> PartyRef | None:
    """A known party with what the card brings anew; None when somebody took a new handle at this very moment."""
    fresh = [one for one in offered if one.key not in party.handles]
    moved = [one for one in _real(card) if digest(one) not in party.addresses]
    name = "" if party.name else card.name.strip()
    if (fresh or moved or name) and not _claimed(party.id, name, fresh):
        return None
    if not handles_written(work, party.id, fresh, choice.taken, sure=sure):
        return None
    addresses = party.addresses | addresses_written(work, party.id, moved)
    ref = PartyRef(party.id, addresses=address_ids(party.id, _real(card), addresses))
    _keep(
        work,
        ref,
        party,
        [
            *((one.kind, None, one.raw) for one in fresh),
            *(("address", None, one_line(one)) for one in moved),
            ("name", None, name or None),
        ],
    )
    if fresh:
        _tell_rivals(work, ref, choice)
    return ref


def _claimed(party: int, name: str, fresh: Sequence[Handle]) -> bool:
    """Lock a party before adding to it, naming the nameless; False when it was erased or merged at this very moment."""
    words = search_words((name,), ((one.kind, one.value) for one in fresh))
    named = {"name": name} if name else {}
    free = Party.objects.filter(pk=party, erased_at=None, root=None)
    if not free.update(search_text=Concat("search_text", Value(as_text(words))), **named):
        return False
    words_written(party, words)
    return True


def _keep(work: Work, ref: PartyRef, party: Known, changes: Sequence[personal.Change]) -> None:
    real = [change for change in changes if change[1] != change[2]]
    if real:
        personal.written(work, party.id, real, party.sealed_key)
        work.tell(PartyChanged(ref.subject, tuple(sorted({field for field, _, _ in real}))))


def _real(card: PartyCard) -> list[AddressCard]:
    return [address for address in card.addresses if one_line(address)]


def _tell_rivals(work: Work, ref: PartyRef, choice: Choice) -> None:
    for other, by in choice.rivals.items():
        work.tell(PossibleDuplicate(ref.subject, other, by))
