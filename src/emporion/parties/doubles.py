"""Who may be the same customer twice: what is compared of each, and the pairs found by the keys that doubles share."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

from django.db.models import Q

from emporion.kernel import rows
from emporion.kernel.pairing import Pair, Pairing

from . import standing
from .likeness import Sight, compared, keys, place
from .models import Address, Double, DoubleKey, Handle, Party
from .rules import one_line
from .types import AddressCard


def sights(parties: Collection[int]) -> dict[int, Sight]:
    """What is compared of those of some customers who stand; three queries."""
    stand = {row.pk: row for row in Party.objects.filter(pk__in=rows.among(parties), root=None, erased_at=None)}
    root_of, names = {pk: pk for pk in stand}, defaultdict(list, {pk: [row.name] for pk, row in stand.items()})
    for row in Party.objects.filter(root__in=rows.among(stand)).only("root_id", "name"):
        root_of[row.pk] = row.root_id or row.pk
        names[root_of[row.pk]].append(row.name)
    handles: dict[int, list[Handle]] = defaultdict(list)
    for one in Handle.objects.filter(party__in=rows.among(root_of)):
        handles[root_of[one.party_id]].append(one)
    places: dict[int, set[str]] = defaultdict(set)
    for at in Address.objects.filter(party__in=rows.among(root_of), left_at=None):
        places[root_of[at.party_id]].add(place(_where(at)))
    return {pk: _sight(row, names[pk], handles[pk], places[pk]) for pk, row in stand.items()}


def _where(at: Address) -> str:
    """The street and the house, for a town is written in many ways; the whole where there are no parts."""
    return one_line(AddressCard(street=at.street, house=at.house, flat=at.flat)) if at.street else at.text


def _sight(row: Party, names: Iterable[str], handles: Sequence[Handle], places: Collection[str]) -> Sight:
    return Sight(
        row.pk,
        row.kind,
        names=tuple(dict.fromkeys(filter(None, names))),
        phones=tuple((one.value, one.checked) for one in handles if one.kind == "phone"),
        emails=frozenset(one.value for one in handles if one.kind == "email" and one.checked),
        taxes=frozenset((one.scheme, one.value) for one in handles if one.kind == "tax" and one.checked),
        addresses=frozenset(filter(None, places)),
    )


def _told_apart(pairs: Collection[Pair]) -> set[Pair]:
    """Those of some pairs of whom a person said that they are two, of these or of those merged into them."""
    people = {pk for pair in pairs for pk in pair}
    if not people:
        return set()
    family = Party.objects.filter(root__in=rows.among(people)).values_list("pk", "root")
    root_of = {pk: pk for pk in people} | {pk: root or pk for pk, root in family}
    return PAIRING.told_apart_among(root_of)


PAIRING = Pairing(DoubleKey, "party_id", Double, sights, keys, compared, _told_apart)


def forgotten(parties: Collection[int]) -> None:
    """Nothing is left by which some customers were compared."""
    DoubleKey.objects.filter(party__in=parties).delete()
    Double.objects.filter(Q(one__in=parties) | Q(other__in=parties)).delete()


def touched(parties: Iterable[int]) -> set[int]:
    """Some customers and whoever stands for them: who has to be read again when they change."""
    numbers = set(parties)
    return numbers | set(standing.roots(numbers).values())
