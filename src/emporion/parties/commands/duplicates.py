"""Two parties turn out to be one, or a person asks to be forgotten."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection
from django.db.models import CharField, F, Value
from django.db.models.functions import Cast, Concat

from emporion.journal.commands import command
from emporion.journal.types import Work

from .. import standing
from ..models import Address, Consent, Handle, Party, PersonalKey, SearchWord
from ..rules import below
from ..types import (
    AlreadyMerged,
    MergedWithItself,
    NoSuchParty,
    NotMerged,
    PartyErased,
    PartyIsErased,
    PartyMerged,
    PartyUnmerged,
)
from ..writing import ADDRESS, locked, search_renewed


@command
def merge(work: Work, *, party: int, into: int) -> None:
    """From now on `into` stands for `party` too: its phones find it, its orders are shown there. `unmerge` undoes it.

    Nothing is copied and nobody re-points. Refuses one that is merged already, one that was erased, and two that are
    the same.
    """
    target = standing.roots([into]).get(into, into)
    stand = _locked({party, target})
    for one in (party, target):
        _mergeable(stand.get(one), one)
    if party == target:
        raise MergedWithItself(party=party, into=into)
    Party.objects.filter(pk=party).update(merged_into=target, root=target)
    Party.objects.filter(root=party).update(root=target)
    search_renewed(target)
    work.tell(PartyMerged(f"party:{party}", target))


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
    """The party stands for itself again, with those that were merged into it before."""
    root = standing.roots([party]).get(party, party)
    row = _locked({party, root}).get(party)
    if row is None:
        raise NoSuchParty(party=party)
    if row.erased_at:
        raise PartyIsErased(party=party)
    if row.merged_into_id is None:
        raise NotMerged(party=party)
    arrows = dict(Party.objects.filter(root=root).values_list("pk", "merged_into"))
    Party.objects.filter(pk__in=below(party, arrows)).update(root=party)
    Party.objects.filter(pk=party).update(merged_into=None, root=None)
    for one in (root, party):
        search_renewed(one)
    work.tell(PartyUnmerged(f"party:{party}", row.merged_into_id))


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
