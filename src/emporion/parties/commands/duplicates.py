"""Two parties turn out to be one, or a person asks to be forgotten."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db import connection
from django.db.models import CharField, F, Value
from django.db.models.functions import Cast, Concat

from emporion.journal.commands import command
from emporion.journal.types import Work
from emporion.kernel.pairing import parted

from .. import doubles, personal, standing
from ..models import Address, Consent, Handle, Merging, Party, PersonalKey, SearchWord
from ..rules import below
from ..types import (
    AlreadyMerged,
    CannotTakeOver,
    MergedWithItself,
    NoSuchParty,
    NotMerged,
    PartyChanged,
    PartyErased,
    PartyIsErased,
    PartyMerged,
    PartyUnmerged,
)
from ..writing import ADDRESS, locked, search_renewed

TAKEN = ("name", "kind", "language", "note")  # what a party has one of; of all else the two have both


@command
def merge(work: Work, *, party: int, into: int, take: tuple[str, ...] = ()) -> None:
    """From now on `into` stands for `party` too: its phones find it, its orders are shown there. `unmerge` undoes it.

    Nothing is copied and nobody re-points, but for the fields in `take` (of TAKEN): `into` has the name, kind or
    language of `party` from now on, and its note behind its own. Refuses one that is merged already, one that was
    erased, and two that are the same.
    """
    target = standing.roots([into]).get(into, into)
    stand = _locked({party, target})
    for one in (party, target):
        _mergeable(stand.get(one), one)
    if party == target:
        raise MergedWithItself(party=party, into=into)
    if unknown := set(take) - set(TAKEN):
        raise CannotTakeOver(field=min(unknown), fields=", ".join(TAKEN))
    taken = _taken_over(work, stand[party], stand[target], take)
    Party.objects.filter(pk=party).update(merged_into=target, root=target)
    Party.objects.filter(root=party).update(root=target)
    doubles.PAIRING.proposed_no_more(party)
    Merging.objects.create(party_id=party, into_id=target, at=work.now, actor=work.actor[:64], taken=taken)
    search_renewed(target)
    work.tell(PartyMerged(f"party:{party}", target, tuple(taken)))


def _taken_over(work: Work, party: Party, target: Party, take: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Write the wanted fields of one on the other; answers what they were and became."""
    wanted = {field: getattr(party, field) for field in TAKEN if field in take and getattr(party, field)}
    if "note" in wanted and target.note:
        wanted["note"] = f"{target.note}\n{party.note}"
    taken = {field: (old, new) for field, new in wanted.items() if (old := getattr(target, field)) != new}
    _write(work, target, {field: new for field, (_old, new) in taken.items()})
    return taken


def _write(work: Work, row: Party, values: Mapping[str, str]) -> None:
    """Let fields of a party be these; its history keeps what they were."""
    if not values:
        return
    changes = [(field, getattr(row, field) or None, new or None) for field, new in values.items()]
    Party.objects.filter(pk=row.pk).update(**values)
    personal.written(work, row.pk, changes)
    work.tell(PartyChanged(f"party:{row.pk}", tuple(sorted(values))))


def _locked(parties: set[int]) -> dict[int, Party]:
    """Rows locked in one order, so that two merges of the same wait and do not lock each other out."""
    return {row.pk: row for row in Party.objects.select_for_update().filter(pk__in=parties).order_by("pk")}


def _mergeable(row: Party | None, party: int) -> None:
    if row is None:
        raise NoSuchParty(party=party)
    if row.erased_at:
        raise PartyIsErased(party=party)
    if row.merged_into_id:
        raise AlreadyMerged(party=party, into=row.merged_into_id)


@command
def unmerge(work: Work, *, party: int) -> None:
    """The party stands for itself again, with those that were merged into it before.

    Fields that were taken over return to what they were; one that has changed since stays and is told. What came to
    the other since then, orders and contacts, stays there.
    """
    into = Party.objects.filter(pk=party).values_list("merged_into", flat=True).first() or party
    root = standing.roots([party]).get(party, party)
    stand = _locked({party, into, root})
    row = stand.get(party)
    if row is None:
        raise NoSuchParty(party=party)
    if row.erased_at:
        raise PartyIsErased(party=party)
    if row.merged_into_id is None or row.merged_into_id not in stand:
        raise NotMerged(party=party)
    arrows = dict(Party.objects.filter(root=root).values_list("pk", "merged_into"))
    Party.objects.filter(pk__in=below(party, arrows)).update(root=party)
    Party.objects.filter(pk=party).update(merged_into=None, root=None)
    left = _given_back(work, party, stand[row.merged_into_id])
    for one in (root, party):
        search_renewed(one)
    work.tell(PartyUnmerged(f"party:{party}", row.merged_into_id, left))


def _given_back(work: Work, party: int, target: Party) -> tuple[str, ...]:
    """Let what a merge wrote be as it was; answers the fields that changed since, which stay."""
    merging = Merging.objects.filter(party=party).first()
    if merging is None:
        return ()
    gives_back, stays = parted(merging.taken, {field: str(getattr(target, field)) for field in merging.taken})
    _write(work, target, {field: old for field, (old, _new) in gives_back.items()})
    merging.delete()
    return tuple(stays)


@command
def erase(work: Work, *, party: int) -> None:
    """Forget a person (GDPR article 17, 152-FZ article 21), with everybody merged with them.

    The keys of their history are destroyed, current values are blanked, the numbers stay, so that orders and sums
    still add up. Issued documents are kept where they stand, as the law demands.
    """
    everybody = standing.family(locked(party).pk)
    _overwrite_what_is_deleted()
    PersonalKey.objects.filter(party__in=everybody).delete()
    Handle.objects.filter(party__in=everybody).delete()
    SearchWord.objects.filter(party__in=everybody).delete()
    Merging.objects.filter(party__in=everybody).update(taken={})
    doubles.forgotten(everybody)
    _blank_addresses(everybody)
    Consent.objects.filter(party__in=everybody, withdrawn_at=None).update(withdrawn_at=work.now)
    Party.objects.filter(pk__in=everybody).update(name="", note="", language="", search_text="", erased_at=work.now)
    for one in everybody:
        work.tell(PartyErased(f"party:{one}"))


def _overwrite_what_is_deleted() -> None:
    """SQLite leaves deleted bytes in its file unless told; PostgreSQL's vacuum frees the rows of the past."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete=ON")


def _blank_addresses(everybody: Sequence[int]) -> None:
    blank = dict.fromkeys(("text", *ADDRESS), "")
    numbered = Concat(Value("erased:"), Cast(F("pk"), CharField()))  # two of a party stay different
    Address.objects.filter(party__in=everybody).update(**blank, digest=numbered)
