"""Questions about people and firms we deal with. Every answer follows merges."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import Q, QuerySet

from .. import finding, personal, standing
from ..models import Address, Consent, Handle, Party, PersonalHistory, PersonalKey
from ..rules import Handle as Wanted, email as as_email, folded, phone as as_phone, search_forms, tax_id as as_tax_id
from ..types import (
    AddressView,
    ConsentView,
    HandleView,
    NoSuchParty,
    PartyPage,
    PartyRow,
    PartyView,
    PastValue,
    TaxId,
)

MANY = 200  # parties with one phone; beyond them it is nobody's phone


def find(
    *, phone: str = "", email: str = "", tax_id: TaxId | str = "", country: str = "", limit: int = 20
) -> list[PartyRow]:
    """Who has this phone, e-mail or tax id, however it is written; those whose identity it is come first.

    The country reads a phone without a code and a bare tax id. A phone shared by a family finds them all.
    """
    given = tax_id if isinstance(tax_id, TaxId) else TaxId(country, tax_id)
    wanted = [one for one in (as_phone(phone, country), as_email(email), as_tax_id(given)) if one]
    owners: dict[int, None] = {}
    for one in wanted:
        found = Handle.objects.filter(kind=one.kind, value=one.value).order_by("-identity", "party_id")
        owners |= dict.fromkeys(_same_scheme(found, one).values_list("party_id", flat=True)[:limit])
    stand = standing.roots(owners)
    return list(rows_of(dict.fromkeys(stand[one] for one in owners)).values())[:limit]


def _same_scheme(found: QuerySet[Handle], one: Wanted) -> QuerySet[Handle]:
    """A tax id asked for without its country is looked for in every one."""
    return found if one.scheme.startswith(".") else found.filter(scheme=one.scheme)


def listed(
    *, search: str = "", kind: str = "", country: str = "", before: int | None = None, limit: int = 50
) -> PartyPage:
    """A part of the list of customers, the newest first; three queries whatever the size, and one a searched word.

    Each word of the search must begin a word of the name, the note, an e-mail or a tax id, or begin or end a phone.
    Merged parties are found by whoever stands for them; erased ones are not listed.
    """
    found = customers().order_by("-pk")
    if kind:
        found = found.filter(kind=kind)
    if before:
        found = found.filter(pk__lt=before)
    found = searched(found, search, country)
    ids = [row.pk for row in found.only("pk")[: limit + 1]]
    rows = rows_of(ids[:limit])
    more = len(ids) > limit
    return PartyPage(tuple(rows.values()), more, ids[limit - 1] if more else None)


def customers() -> QuerySet[Party]:
    """All who stand for themselves and were not erased, for a list; their rows are asked of `rows_of`."""
    return Party.objects.filter(root=None, erased_at=None)


def searched(found: QuerySet[Party], search: str, country: str = "") -> QuerySet[Party]:
    """Those of whom the words of a search say something, as `listed` finds them."""
    return found.filter(_matching(search, country)) if search.strip() else found


def _matching(search: str, country: str) -> Q:
    whole = as_phone(search, country)
    if whole and whole.checked:
        return Q(pk__in=set(standing.roots(_owners(whole)).values()))
    return finding.matching([search_forms(word) for word in folded(search).split()])


def _owners(one: Wanted) -> list[int]:
    return list(Handle.objects.filter(value=one.value).values_list("party_id", flat=True)[:MANY])


def rows_of(parties: Iterable[int]) -> dict[int, PartyRow]:
    """Rows of many parties by the id asked for, in that order; two queries, a third where some are merged."""
    asked = list(parties)
    stand = {row.pk: row for row in Party.objects.filter(pk__in=asked)}
    above = {pk: row.root_id for pk, row in stand.items() if row.root_id}
    stand |= {row.pk: row for row in (Party.objects.filter(pk__in=above.values()) if above else ())}
    first: dict[tuple[int, str], HandleView] = {}
    for handle in Handle.objects.filter(party__in=stand).order_by("-checked", "pk"):
        first.setdefault((handle.party_id, handle.kind), _handle(handle))
    return {one: _row(stand[above.get(one, one)], first) for one in asked if one in stand}


def _row(row: Party, first: dict[tuple[int, str], HandleView]) -> PartyRow:
    phone, email, tax = (
        first[row.pk, kind].shown if (row.pk, kind) in first else "" for kind in ("phone", "email", "tax")
    )
    return PartyRow(row.pk, row.kind, row.name, phone, email, tax, row.added_at, row.erased_at is not None)


def names(parties: Iterable[int]) -> dict[int, str]:
    """What to call many parties, by the id asked for."""
    return {one: row.shown_name for one, row in rows_of(parties).items()}


def root_of(party: int) -> int:
    """Who stands for a party; refuses an unknown one."""
    found = standing.roots([party])
    if party not in found:
        raise NoSuchParty(party=party)
    return found[party]


def roots_of(parties: Iterable[int]) -> dict[int, int]:
    """Who stands for each of many parties; one query."""
    return standing.roots(parties)


def everyone(party: int) -> list[int]:
    """All the numbers under which a customer has ever stood: to find orders, and facts for the timeline."""
    return standing.family(root_of(party))


def card(party: int) -> PartyView:
    """All that stands about a party, those merged into it included; seven queries at most."""
    root = root_of(party)
    family = standing.family(root)
    row = Party.objects.get(pk=root)
    return PartyView(
        id=root,
        asked=party,
        kind=row.kind,
        name=row.name,
        language=row.language,
        note=row.note,
        added_at=row.added_at,
        erased_at=row.erased_at,
        handles=_handles(family),
        addresses=_addresses(family),
        consents=tuple(
            ConsentView(one.purpose, one.given_at, one.withdrawn_at)
            for one in Consent.objects.filter(party__in=family).order_by("pk")
        ),
        merged=tuple(one for one in family if one != root),
    )


def _handles(family: Sequence[int]) -> tuple[HandleView, ...]:
    """Each handle once, also where two of the merged have it."""
    found = Handle.objects.filter(party__in=family).order_by("pk")
    return tuple({(one.kind, one.scheme, one.value): _handle(one) for one in found}.values())


def _handle(row: Handle) -> HandleView:
    return HandleView(row.kind, row.scheme, row.value, row.raw, row.checked, row.identity)


def _addresses(family: Sequence[int]) -> tuple[AddressView, ...]:
    found = Address.objects.filter(party__in=family, left_at=None).exclude(text="").order_by("pk")
    return tuple({one.digest: _address(one) for one in found}.values())


def _address(row: Address) -> AddressView:
    return AddressView(
        row.pk, row.text, row.country, row.region, row.city, row.street, row.house, row.flat, row.postcode
    )


def address(address: int) -> AddressView | None:
    """One address by its number, as an order points to it; its text is empty once the person was erased."""
    row = Address.objects.filter(pk=address).first()
    return _address(row) if row else None


def addresses_by_id(addresses: Iterable[int]) -> dict[int, AddressView]:
    """Many addresses by their numbers, as a list of orders shows where they go; one query."""
    return {row.pk: _address(row) for row in Address.objects.filter(pk__in=set(addresses))}


def everyone_of(parties: Iterable[int]) -> set[int]:
    """All the numbers under which some customers, named by who stands for them, ever stood; one query."""
    roots = set(parties)
    return roots | set(Party.objects.filter(root__in=roots).values_list("pk", flat=True))


def history(
    party: int, *, limit: int | None = None, before: int | None = None, since: datetime | None = None
) -> list[PastValue]:
    """What the values of a party were, the newest first; the page asks for the right before.

    before is the id to go on below, since the moment after which they changed. Changes without a key any more, those of
    an erased person, are not told.
    """
    family = everyone(party)
    keys = dict(PersonalKey.objects.filter(party__in=family).values_list("party_id", "sealed"))
    told = PersonalHistory.objects.filter(party__in=list(keys)).order_by("-pk")
    if before is not None:
        told = told.filter(pk__lt=before)
    if since is not None:
        told = told.filter(at__gt=since)
    return [_past(row, keys[row.party_id]) for row in told[:limit]]


def _past(row: PersonalHistory, key: str) -> PastValue:
    old, new = personal.read(row.party_id, key, row.field, bytes(row.secret))
    return PastValue(row.pk, row.at, row.actor, row.field, old, new)
