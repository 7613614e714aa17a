"""Customers who may be one are looked for, and told apart by a person who knows better."""

from __future__ import annotations

from collections.abc import Collection

from emporion.journal.commands import command
from emporion.journal.types import Work

from .. import doubles
from ..models import Double
from ..types import MergedWithItself, NoSuchParty, ToldApart
from ..writing import locked


@command
def look_for_doubles(work: Work, *, parties: Collection[int]) -> int:
    """Compare some customers with those who share a phone's end, a mailbox, a tax number or a name with them.

    Answers in how many pairs they stand. Nothing is merged: a person decides.
    """
    return doubles.PAIRING.renewed(doubles.touched(parties)) if parties else 0


@command
def tell_apart(work: Work, *, party: int, other: int) -> None:
    """These two are not one, and are not proposed again; saying so twice changes nothing."""
    one, two = sorted(locked(number).pk for number in sorted((party, other)))
    if one == two:
        raise MergedWithItself(party=party, into=other)
    row, _is_new = Double.objects.get_or_create(one_id=one, other_id=two, defaults={"sureness": 0, "reasons": []})
    if row.apart_at is None:
        Double.objects.filter(pk=row.pk).update(apart_at=work.now)
        work.tell(ToldApart(f"party:{one}", two))


@command
def perhaps_one_again(work: Work, *, party: int, other: int) -> None:
    """Take back that two are not one: they are proposed again if they still have something in common."""
    one, two = sorted((party, other))
    if not Double.objects.filter(one=one, other=two, apart_at__isnull=False).update(apart_at=None):
        raise NoSuchParty(party=party)
    doubles.PAIRING.renewed({one, two})
