"""What anybody may ask the ledger."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from functools import reduce
from operator import or_

from django.db.models import BigIntegerField, Model, OuterRef, Q, QuerySet, Subquery, Sum, prefetch_related_objects
from django.db.models.functions import Coalesce

from emporion.kernel import rows

from .costing import Month, cost_in, histories, month_of
from .margins import cost_of_document as cost_of_document, costs_of_documents as costs_of_documents
from .models import Account as AccountRow, Balance, Entry, Mismatch, NumberSeries, Posting
from .proof import FIELDS, verify as verify
from .reach import every_sold as every_sold, reached as reached, touched as touched, touched_at_rest as touched_at_rest
from .types import Account, CardLine, Cost, Finding, Kind, MismatchView, SeriesView


def number_series() -> list[SeriesView]:
    """Every series that has begun or was told where to begin."""
    found = NumberSeries.objects.order_by("firm", "kind", "year")
    return [SeriesView(row.firm, row.kind, row.year, row.first, row.last) for row in found]


def quantities(account: Account, variants: Iterable[int]) -> dict[int, int]:
    """What an account holds of each variant, in thousandths; 0 where nothing ever moved."""
    found = Balance.objects.filter(account__code=account.code, variant__in=list(variants))
    return defaultdict(int, found.values_list("variant", "quantity"))


def value_minor(account: Account, currency: str) -> int:
    """How much money stands in an account."""
    found = Balance.objects.filter(account__code=account.code, currency=currency, variant=0)
    return found.values_list("value_minor", flat=True).first() or 0


KINDS = {kind.value: kind for kind in Kind}
BY_PLACE = """SELECT a.kind, a.place, b.variant, sum(b.quantity) FROM ledger_balance b
    CROSS JOIN ledger_account a
    WHERE a.id = b.account_id AND b.variant {wanted} AND a.kind IN ({kinds}) AND b.quantity <> 0
    GROUP BY a.kind, a.place, b.variant HAVING sum(b.quantity) <> 0"""
BY_HOLDER = """SELECT a.holder, a.place, b.variant, b.quantity FROM ledger_balance b
    CROSS JOIN ledger_account a
    WHERE a.id = b.account_id AND b.variant {wanted} AND a.kind = %s AND b.quantity <> 0
    ORDER BY b.variant, b.account_id"""


def by_place(kinds: Iterable[Kind], variants: Iterable[int]) -> dict[tuple[Kind, int, int], int]:
    """Quantities in thousandths by (kind of account, place, variant), summed over holders; zeros left out.

    One statement for any number of variants; a load asks this for every chunk.
    """
    asked, named = sorted(set(variants)), [kind.value for kind in kinds]
    if not asked:
        return {}
    wanted, told = rows.within(asked)
    found = rows.fetch(BY_PLACE.format(wanted=wanted, kinds=rows.holes(len(named))), [*told, *named])
    return {(KINDS[kind], place, variant): int(quantity) for kind, place, variant, quantity in found}


def by_holder(kind: Kind, variants: Iterable[int], place: int | None = None) -> list[tuple[str, int, int, int]]:
    """Who holds what: (holder, place, variant, thousandths), zeros left out; "reserved" names the orders."""
    asked = sorted(set(variants))
    if not asked:
        return []
    wanted, told = rows.within(asked)
    found = rows.fetch(BY_HOLDER.format(wanted=wanted), [*told, kind.value])
    return [(holder, at, variant, quantity) for holder, at, variant, quantity in found if place in (None, at)]


def held_for(kind: Kind, holder: str) -> list[tuple[int, int, int]]:
    """What one document holds: (place, variant, thousandths), zeros left out."""
    found = Balance.objects.filter(account__kind=kind.value, account__holder=holder).exclude(quantity=0)
    return list(found.values_list("account__place", "variant", "quantity").order_by("account__place", "variant"))


def holdings(kind: Kind, holders: Collection[str] | None = None) -> QuerySet[Balance]:
    """What documents hold in accounts of a kind, zeros left out: of some documents, or of all; for a union of rows."""
    found = Balance.objects.filter(account__kind=kind.value).exclude(quantity=0).order_by()
    return found if holders is None else found.filter(account__holder__in=holders)


def open_variants(kind: Kind, places: Iterable[int]) -> set[int]:
    """Variants of which anybody holds something at some places; one query."""
    found = Balance.objects.filter(account__kind=kind.value, account__place__in=list(places)).exclude(quantity=0)
    return set(found.values_list("variant", flat=True))


# The databases believe their statistics, which know little of an index of few rows; with the sum no other one fits.
LACKING = "SELECT variant FROM ledger_balance WHERE account_id + 0 IN ({}) AND quantity < 0"


def lacking(kind: Kind, places: Iterable[int]) -> set[int]:
    """Variants that stand below nothing in the accounts of some places, one a place; two queries."""
    accounts = AccountRow.objects.filter(kind=kind.value, place__in=list(places), holder="")
    found = list(accounts.values_list("pk", flat=True))
    sql = LACKING.format(rows.holes(len(found)))
    return {row[0] for row in rows.fetch(sql, found)} if found else set()


def with_quantity(
    found: QuerySet[Model], name: str, kind: Kind, variant: str = "pk", places: Collection[int] | None = None
) -> QuerySet[Model]:
    """A list annotated with what accounts of a kind hold of each row's variant, for pages that sort and filter.

    places: the warehouses that count; None counts all.
    """
    sums = Balance.objects.filter(account__kind=kind.value, variant=OuterRef(variant)).order_by()
    if places is not None:
        sums = sums.filter(account__place__in=list(places))
    total = sums.values("variant").annotate(q=Sum("quantity")).values("q")
    annotated: QuerySet[Model] = found.annotate(**{name: Coalesce(Subquery(total, output_field=BigIntegerField()), 0)})
    return annotated


def average_cost(firm: int, variants: Iterable[int], at: datetime) -> dict[int, Cost | None]:
    """The average cost of each variant in the month of a moment; None where it is not known, never 0.

    Whoever ships asks while it holds `types.cost_key` of these variants, and books `cost.of(quantity)`.
    """
    wanted = list(variants)
    found = histories(firm, wanted, at)
    return {variant: cost_in(month_of(at), found[variant]) for variant in wanted}


def without_cost(firm: int, variants: Iterable[int], at: datetime) -> dict[int, int]:
    """How many thousandths the month of a moment averages over that have no value at all; others are absent."""
    found = histories(firm, variants, at)
    flows = {variant: found[variant].months.get(month_of(at), Month()) for variant in found}
    return {
        variant: quantity
        for variant, flow in flows.items()
        if (quantity := found[variant].quantity + flow.own_quantity + flow.gone_quantity) > 0
        and not found[variant].value_minor + flow.own_minor + flow.gone_minor
    }


def moved_after(account: Account, variants: Iterable[int], at: datetime) -> dict[int, int]:
    """What came to an account less what left it after a moment, by variant, in thousandths; 0 where nothing did."""
    found = Entry.objects.filter(account__code=account.code, variant__in=list(variants), effective_at__gt=at)
    sums = found.order_by().values("variant").annotate(q=Sum("quantity")).values_list("variant", "q")
    return defaultdict(int, sums)


def card(variant: int, limit: int = 100, before: int | None = None) -> list[CardLine]:
    """The ledger of a variant, newest first: every entry with the document and the message it came from."""
    found = Entry.objects.filter(variant=variant).select_related("posting", "account").order_by("-id")
    if before is not None:
        found = found.filter(pk__lt=before)
    return [_card_line(entry) for entry in found[:limit]]


def card_entries(variant: int, places: Iterable[int]) -> QuerySet[Entry]:
    """The ledger of a variant for a list: entries in some places and in none, such as a customer's.

    What the list shows of them is asked of `card_lines`.
    """
    return Entry.objects.filter(variant=variant, account__place__in=[0, *places])


def document_entries(document: str, places: Iterable[int]) -> QuerySet[Entry]:
    """What a document moved, for a list: its entries in some places and in none. Asked of `card_lines` as well."""
    return Entry.objects.filter(posting__document=document, account__place__in=[0, *places])


def card_lines(entries: Iterable[Entry]) -> list[CardLine]:
    """Some entries as the card shows them, in the order given; one query for all postings and accounts."""
    found = list(entries)
    prefetch_related_objects(found, "posting", "account")
    return [_card_line(entry) for entry in found]


MOVED_SINCE = """SELECT id, kind, place, moved FROM (
    SELECT e.id, a.kind, a.place,
        sum(e.quantity) OVER (PARTITION BY a.kind, a.place ORDER BY e.id DESC) - e.quantity AS moved
    FROM ledger_entry e JOIN ledger_account a ON a.id = e.account_id
    WHERE e.variant = %s AND e.id >= %s AND a.kind IN ({kinds})) AS later
    WHERE id IN ({wanted})"""


def moved_since(variant: int, kinds: Iterable[Kind], entries: Iterable[int]) -> dict[int, tuple[Kind, int, int]]:
    """What came behind each of some entries of these kinds, by entry: the kind, the place, the thousandths that moved.

    What it holds now less this is what it held then, whatever else a list leaves out. One statement.
    """
    wanted, named = list(entries), [kind.value for kind in kinds]
    if not wanted:
        return {}
    sql = MOVED_SINCE.format(kinds=rows.holes(len(named)), wanted=rows.holes(len(wanted)))
    found = rows.fetch(sql, [variant, min(wanted), *named, *wanted])
    return {entry: (KINDS[kind], place, int(moved)) for entry, kind, place, moved in found}


def entries_of(document: str, limit: int = 500) -> list[CardLine]:
    """Everything a document moved, oldest first."""
    found = Entry.objects.filter(posting__document=document).select_related("posting", "account").order_by("id")
    return [_card_line(entry) for entry in found[:limit]]


def documents(kinds: Iterable[str], after: str, limit: int) -> list[str]:
    """Documents of some kinds behind a name, in the order of their names: receipt:1-12 is of the kind receipt."""
    of_kinds = reduce(or_, (Q(document__startswith=f"{kind}:") for kind in kinds))
    found = Posting.objects.filter(of_kinds, document__gt=after).order_by("document").values_list("document", flat=True)
    return list(found.distinct()[:limit])


def places_of(wanted: Iterable[str]) -> dict[str, set[int]]:
    """The warehouses in which documents moved anything, by document; one that moved nothing is left out."""
    found = Entry.objects.filter(posting__document__in=list(wanted), account__place__gt=0)
    places = defaultdict[str, set[int]](set)
    for document, place in found.values_list("posting__document", "account__place").distinct():
        places[document].add(place)
    return dict(places)


def _card_line(entry: Entry) -> CardLine:
    posting, row = entry.posting, entry.account
    account = Account(Kind(row.kind), row.firm, row.place, row.holder)
    return CardLine(
        entry.pk,
        entry.effective_at,
        posting.key,
        posting.document,
        posting.memo,
        posting.origin,
        posting.actor,
        account,
        entry.quantity,
        entry.value_minor,
        entry.variant,
    )


def brought_by(document: str, kind: Kind) -> dict[tuple[int, int], tuple[int, int]]:
    """What a document brought to accounts of a kind: (thousandths, minor units) by (place, variant), as booked."""
    found = Entry.objects.filter(posting__document=document, account__kind=kind.value).exclude(variant=0).order_by()
    sums = found.values("account__place", "variant").annotate(q=Sum("quantity"), v=Sum("value_minor"))
    return {(row["account__place"], row["variant"]): (row["q"], row["v"]) for row in sums if row["q"] or row["v"]}


def mismatches() -> list[MismatchView]:
    """What the watch over the book knows to be wrong now, balances first; an empty list on a sound house."""
    found = Mismatch.objects.order_by("code", "pk").values_list(*FIELDS, "since")
    return [MismatchView(Finding(*told), since) for *told, since in found]


def next_key(memo: str, document: str) -> str:
    """A posting key for the next move of a document; whoever moves a document holds its lock."""
    return f"{memo}:{document}:{Posting.objects.filter(document=document).count() + 1}"


def entry_sums() -> Iterator[tuple[str, int, str, int, int]]:
    """(account code, variant, currency, thousandths, minor units) summed over all entries, zeros left out."""
    unit = ("account__code", "variant", "currency")
    sums = Entry.objects.values(*unit).annotate(q=Sum("quantity"), v=Sum("value_minor")).order_by(*unit)
    for row in sums.values_list(*unit, "q", "v"):
        if row[3] or row[4]:
            yield row
