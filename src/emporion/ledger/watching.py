"""The watch over the book: what moved is looked at again and again, the whole of it at night.

That every balance is the sum of its entries is told by weight. Each unit of each account has a weight; all balances
together must weigh what all entries weigh, and what the entries up to a position weigh is remembered. So a look reads
the balances and the entries since: a difference anywhere is seen, however long ago that balance moved. Only then the
book is searched for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields, replace

from django.db import connection

from emporion.journal.commands import command
from emporion.journal.types import Work
from emporion.kernel import rows
from emporion.kernel.tables import missing_guards

from .models import Mismatch, Watch
from .proof import FIELDS, KEPT, balances, beside, kept, postings, promises
from .types import KEPT_OF_THE_BOOK, PROOFS, BookDiffers, Finding

LOOK_SECONDS = 30
KNOWN = 200  # findings of one code that are kept; a person who meets so many repairs or restores, and reads no list
TOLD = 20  # that a fact names
ACTOR = "clockwork"

_KINDS = ", ".join(f"'{kind}'" for kind in KEPT)
_WEIGHT = "((x.account_id * 31 + x.variant * 17) %% 997 + 1)"  # no two neighbours alike, so errors do not cancel out
_OF_KEPT = f"CASE WHEN a.kind IN ({_KINDS}) THEN {_WEIGHT} ELSE 0 END"
_ENTRIES = f"""SELECT coalesce(sum(x.quantity * {_OF_KEPT}), 0) AS q, coalesce(sum(x.value_minor * {_OF_KEPT}), 0) AS v,
        max(x.id) AS last
    FROM ledger_entry x JOIN ledger_account a ON a.id = x.account_id WHERE x.id > %s"""
# A transaction number of its own: whoever wrote one of these entries, or a number before it, has a smaller one.
_RUNNING = {
    "postgresql": "pg_snapshot_xmin(pg_current_snapshot())::text::bigint, pg_current_xact_id()::text::bigint",
    "sqlite": "0, 0",
}
# one statement, so that balances and entries are of the same moment
WEIGHED = f"""SELECT b.q, b.v, e.q, e.v, e.last, {{running}} FROM
    (SELECT coalesce(sum(x.quantity * {_WEIGHT}), 0) AS q, coalesce(sum(x.value_minor * {_WEIGHT}), 0) AS v
     FROM ledger_balance x) b CROSS JOIN ({_ENTRIES}) e"""
LAST_MOVER = """SELECT p.document FROM ledger_entry e JOIN ledger_account a ON a.id = e.account_id
    JOIN ledger_posting p ON p.id = e.posting_id
    WHERE e.variant = %s AND a.code = %s AND e.currency = %s ORDER BY e.id DESC LIMIT 1"""


@dataclass(frozen=True, slots=True)
class Place:
    """How far the watch is; the columns of its row."""

    entry: int = 0
    quantity: int = 0
    value_minor: int = 0
    ahead: int = 0
    ahead_tx: int = 0
    off_quantity: int = 0
    off_value: int = 0


PLACE = tuple(one.name for one in fields(Place))


@dataclass(frozen=True, slots=True)
class Seen:
    """What a look weighed: by what the balances differ, the last entry, and which transactions may still bring some."""

    off: tuple[int, int]
    last: int
    oldest_tx: int
    own_tx: int


def look() -> bool:
    """Look at what moved since the last look, and at the sum of all balances; answers whether anything was written."""
    before = _stands()
    return _look(before, whole=not before.entry)


def look_through() -> bool:
    """Look at the whole book."""
    return _look(_stands(), whole=True)


def _look(before: Place, *, whole: bool) -> bool:
    base = _weight_up_to(before.entry) if whole else (before.quantity, before.value_minor)
    start = replace(before, quantity=base[0], value_minor=base[1])
    seen, known = _weighed(start), _known()
    found = [Finding("guard", name, 1, 0) for name in missing_guards()]
    if any(seen.off):
        same = not whole and seen.off == (before.off_quantity, before.off_value)
        found += [one for one in known if one.code.startswith("balance")] if same else _blamed(list(balances()))
    since = 0 if whole else start.entry
    found += postings(since, {one.posting for one in known if one.code == "posting"})
    if whole or not any(seen.off):
        found += promises(since, {one.variant for one in known if one.code == "promise"})
        found += beside(since, {one.document for one in known if one.code in PROOFS})
    else:  # they are proven by balances, and these are wrong
        found += [one for one in known if one.code == "promise" or one.code in PROOFS]
    found += kept() if whole else [one for one in known if one.code in _codes_kept()]
    after = _moved_on(start, seen)
    found = _first_of_each(found)
    if after == before and _as_rows(found) == _as_rows(known):
        return False
    return note_look(before=before, after=after, found=found, actor=ACTOR)


@command
def note_look(work: Work, *, before: Place, after: Place, found: Sequence[Finding]) -> bool:
    """Keep what a look found; False when somebody looked or repaired meanwhile, then the next look will tell.

    A fact is told of what had not been found before, and nothing of a sound book.
    """
    Watch.objects.bulk_create([Watch(pk=1)], ignore_conflicts=True)
    row = Watch.objects.select_for_update().get(pk=1)
    if Place(*(getattr(row, name) for name in PLACE)) != before:
        return False
    Watch.objects.filter(pk=1).update(**dict(zip(PLACE, astuple(after), strict=True)))
    since = {(one.code, one.subject): one.since for one in Mismatch.objects.all()}
    Mismatch.objects.all().delete()
    Mismatch.objects.bulk_create(
        Mismatch(since=since.get((one.code, one.subject), work.now), **{name: getattr(one, name) for name in FIELDS})
        for one in found
    )
    if fresh := [one for one in found if (one.code, one.subject) not in since]:
        work.tell(BookDiffers("ledger", len(fresh), tuple(f"{one.code}: {one.subject}" for one in fresh[:TOLD])))
    return True


def forget_balances() -> None:
    """Balances were written anew: what was found of them is over, and the next look weighs them afresh."""
    Mismatch.objects.filter(code__startswith="balance").delete()
    Watch.objects.update(off_quantity=0, off_value=0)


def forget_kept() -> None:
    """What is kept of the book was made anew; the night looks again."""
    Mismatch.objects.filter(code__in=_codes_kept()).delete()


def known_of(code: str) -> list[str]:
    """Documents of the findings of a code that stand."""
    return list(Mismatch.objects.filter(code=code).values_list("document", flat=True))


def _codes_kept() -> set[str]:
    return {one.code for one in KEPT_OF_THE_BOOK}


def forget_guards() -> None:
    """All guards stand."""
    Mismatch.objects.filter(code="guard").delete()


def _stands() -> Place:
    found = Watch.objects.filter(pk=1).values_list(*PLACE).first()
    return Place(*found) if found else Place()


def _known() -> list[Finding]:
    return [Finding(*row) for row in Mismatch.objects.order_by("code", "pk").values_list(*FIELDS)]


def _weighed(start: Place) -> Seen:
    sql = WEIGHED.format(running=_RUNNING[connection.vendor])
    [(kept, worth, moved, moved_worth, last, oldest, own)] = rows.fetch(sql, [start.entry])
    off = int(kept - moved) - start.quantity, int(worth - moved_worth) - start.value_minor
    return Seen(off, last or start.entry, oldest, own)


def _weight_up_to(last: int, after: int = 0) -> tuple[int, int]:
    [(quantity, value, _)] = rows.fetch(f"{_ENTRIES} AND x.id <= %s", [after, last])
    return int(quantity), int(value)


def _moved_on(start: Place, seen: Seen) -> Place:
    """The next look's place. It stays while balances differ, so that all that moves meanwhile is looked at again.

    Numbers of transactions that lie ahead of the server's own come from another server, where all of them have ended.
    """
    now = replace(start, off_quantity=seen.off[0], off_value=seen.off[1])
    if any(seen.off):
        return now
    if now.ahead > now.entry and (seen.oldest_tx >= now.ahead_tx or now.ahead_tx > seen.own_tx):
        quantity, value = _weight_up_to(now.ahead, now.entry)
        now = replace(now, entry=now.ahead, quantity=now.quantity + quantity, value_minor=now.value_minor + value)
    if now.ahead <= now.entry < seen.last:
        now = replace(now, ahead=seen.last, ahead_tx=seen.own_tx)
    return now


def _blamed(found: list[Finding]) -> list[Finding]:
    """Each of the first with its document: whose promise it is, or what moved it last."""
    return [_with_document(one) for one in found[:KNOWN]]


def _with_document(one: Finding) -> Finding:
    holder = one.account.split(":", 3)[-1]
    mover = rows.fetch(LAST_MOVER, [one.variant, one.account, one.currency]) if not holder else []
    return replace(one, document=holder or (mover[0][0] if mover else ""))


def _first_of_each(found: Sequence[Finding]) -> list[Finding]:
    """At most so many of each code."""
    counted: dict[str, int] = {}
    kept = []
    for one in found:
        counted[one.code] = counted.get(one.code, 0) + 1
        if counted[one.code] <= KNOWN:
            kept.append(one)
    return kept


def _as_rows(found: Sequence[Finding]) -> list[tuple[object, ...]]:
    return sorted(tuple(getattr(one, name) for name in FIELDS) for one in found)
