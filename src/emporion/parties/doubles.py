"""Who may be the same customer twice, as rows: keys that doubles share, and the pairs found by them.

Each customer is compared only with those who share a key, and a key that very many share tells nothing. So a customer
costs the same among a thousand and among a million.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import chain

from django.db.models import Q

from emporion.kernel import rows

from . import standing
from .likeness import Likeness, Sight, compared, keys, place
from .models import Address, Double, DoubleKey, Handle, Party
from .rules import one_line
from .types import AddressCard

MANY = 20  # customers under one key; beyond them it is a firm's switchboard, a mailbox of a shop, a common name
TOGETHER = 100  # keys asked for in one statement
OWNERS = "SELECT key, party_id FROM (SELECT key, party_id FROM parties_doublekey WHERE key = %s LIMIT {}) AS one"
Pair = tuple[int, int]


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


def renewed(parties: Collection[int]) -> int:
    """Read some customers again, write their keys, and the pairs that they are part of; answers how many pairs stand.

    Pairs of those who stand no more are taken away; those that a person told apart stay so.
    """
    now = sights(parties)
    told = {pk: keys(sight) for pk, sight in now.items()}
    _write_keys(parties, told)
    found = _likely(now, told)
    _write_pairs(parties, found)
    return len(found)


def _write_keys(parties: Collection[int], told: Mapping[int, set[int]]) -> None:
    stand: dict[int, set[int]] = defaultdict(set)
    for key, party in DoubleKey.objects.filter(party__in=rows.among(parties)).values_list("key", "party"):
        stand[party].add(key)
    gone = [(party, key) for party in parties for key in stand[party] - told.get(party, set())]
    rows.delete("parties_doublekey", ("party_id", "key"), gone)
    fresh = sorted((key, party) for party, some in told.items() for key in some - stand[party])
    rows.add_missing("parties_doublekey", ("key", "party_id"), fresh)


def _likely(now: Mapping[int, Sight], told: Mapping[int, set[int]]) -> dict[Pair, Likeness]:
    """All pairs of these customers with anybody who shares a key with them."""
    owners = _owners(set(chain.from_iterable(told.values())))
    asked = {
        (min(pk, other), max(pk, other))
        for pk, some in told.items()
        for key in some
        for other in owners.get(key, ())
        if other != pk
    }
    seen = {**sights({pk for pair in asked for pk in pair} - now.keys()), **now}
    pairs = {(a, b): compared(seen[a], seen[b]) for a, b in asked if a in seen and b in seen}
    return {pair: likeness for pair, likeness in pairs.items() if likeness}


def _owners(wanted: Collection[int]) -> dict[int, list[int]]:
    """Who shares each key, for keys that are not very many's."""
    found: dict[int, list[int]] = defaultdict(list)
    for some in rows.chunks(sorted(wanted), TOGETHER):
        sql = " UNION ALL ".join([OWNERS.format(MANY + 1)] * len(some))
        for key, party in rows.fetch(sql, some):
            found[key].append(party)
    return {key: parties for key, parties in found.items() if len(parties) <= MANY}


def _write_pairs(parties: Collection[int], found: Mapping[Pair, Likeness]) -> None:
    among = rows.among(parties)  # two questions, for an OR of two lists is a walk through all pairs on PostgreSQL
    both = (*Double.objects.filter(one__in=among), *Double.objects.filter(other__in=among))
    stand = {(row.one_id, row.other_id): row for row in both}
    gone = [row.pk for pair, row in stand.items() if pair not in found and row.apart_at is None]
    Double.objects.filter(pk__in=rows.among(gone)).delete()
    changed = [
        (likeness.sureness, list(likeness.reasons), stand[pair])
        for pair, likeness in found.items()
        if pair in stand and (stand[pair].sureness, stand[pair].reasons) != (likeness.sureness, list(likeness.reasons))
    ]
    for sureness, reasons, row in changed:
        row.sureness, row.reasons = sureness, reasons
    Double.objects.bulk_update([row for _s, _r, row in changed], ["sureness", "reasons"], batch_size=200)
    fresh = {pair: likeness for pair, likeness in found.items() if pair not in stand}
    apart = _told_apart(fresh)
    Double.objects.bulk_create(
        (
            Double(one_id=one, other_id=other, sureness=told.sureness, reasons=list(told.reasons))
            for (one, other), told in sorted(fresh.items())
            if (one, other) not in apart
        ),
        batch_size=500,
        ignore_conflicts=True,
    )


def _told_apart(pairs: Collection[Pair]) -> set[Pair]:
    """Those of some pairs of whom a person said that they are two, of these or of those merged into them."""
    people = {pk for pair in pairs for pk in pair}
    if not people:
        return set()
    family = Party.objects.filter(root__in=rows.among(people)).values_list("pk", "root")
    root_of = {pk: pk for pk in people} | {pk: root or pk for pk, root in family}
    told = Double.objects.filter(one__in=rows.among(root_of), other__in=rows.among(root_of), apart_at__isnull=False)
    both = [(root_of[a], root_of[b]) for a, b in told.values_list("one", "other")]
    return {(min(pair), max(pair)) for pair in both}


def looked_at(party: int) -> None:
    """A merged one is proposed no more; of whom they were told apart is remembered."""
    Double.objects.filter(Q(one=party) | Q(other=party), apart_at=None).delete()


def forgotten(parties: Collection[int]) -> None:
    """Nothing is left by which some customers were compared."""
    DoubleKey.objects.filter(party__in=parties).delete()
    Double.objects.filter(Q(one__in=parties) | Q(other__in=parties)).delete()


def touched(parties: Iterable[int]) -> set[int]:
    """Some customers and whoever stands for them: who has to be read again when they change."""
    numbers = set(parties)
    return numbers | set(standing.roots(numbers).values())
