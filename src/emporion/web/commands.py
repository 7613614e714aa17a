"""What the pages keep for themselves: views of lists, and the course of work on many rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Literal

import orjson
from django.db.models import Count

from emporion.journal.commands import command
from emporion.journal.types import Work
from emporion.kernel import rows
from emporion.kernel.errors import Refused

from .models import Beginning, BulkRow, BulkWork, SavedView
from .types import (
    BulkBegun,
    BulkBegunAlready,
    BulkEnded,
    BulkTakenBackAlready,
    BulkUnderWay,
    NoSuchView,
    NothingSelected,
    NothingToTakeBack,
    Partly,
    TooManySelected,
    ViewChanged,
    ViewKept,
    ViewNameMissing,
    ViewRemoved,
)

TITLE = 60
MOST_ROWS = 100_000
KEPT_DAYS = 90
BEGUN = "begun"  # stands in the place of a refusal's code while a row is in work
UNDER_WAY = ("running", "stopping")
ENDED = ("stopped", "done")

Outcome = Literal["changed", "unchanged"] | Refused | Partly


@command
def keep_view(work: Work, *, list_name: str, title: str, address: str, owner: int, is_shared: bool = False) -> int:
    """Keep an address of a list under a name; answers its number. Refuses one without a name."""
    if not (named := " ".join(title.split())[:TITLE]):
        raise ViewNameMissing()
    row = SavedView.objects.create(
        list=list_name, title=named, address=address, owner_id=owner, is_shared=is_shared, at=work.now
    )
    work.tell(ViewKept(f"view:{row.pk}", list_name, is_shared))
    return row.pk


@command
def change_view(
    work: Work, *, view: int, owner: int, address: str | None = None, is_shared: bool | None = None
) -> None:
    """Let one's own view stand for another address, or share it or not; refuses another person's."""
    row = _own(view, owner)
    before = row.address, row.is_shared
    row.address = row.address if address is None else address
    row.is_shared = row.is_shared if is_shared is None else is_shared
    if (row.address, row.is_shared) != before:
        row.save(update_fields=["address", "is_shared"])
        work.tell(ViewChanged(f"view:{view}", row.list, row.is_shared))


@command
def remove_view(work: Work, *, view: int, owner: int) -> None:
    """Take one's own view away; refuses another person's."""
    row = _own(view, owner)
    row.delete()
    work.tell(ViewRemoved(f"view:{view}", row.list))


def _own(view: int, owner: int) -> SavedView:
    row = SavedView.objects.select_for_update().filter(pk=view, owner_id=owner).first()
    if row is None:
        raise NoSuchView(view=view)
    return row


@command
def begin_with(work: Work, *, list_name: str, staff: int, address: str) -> None:
    """Where a person always begins in a list; an empty address is the usual beginning again."""
    if address:
        Beginning.objects.update_or_create(staff_id=staff, list=list_name, defaults={"address": address})
    else:
        Beginning.objects.filter(staff_id=staff, list=list_name).delete()


# ---- work on many rows


@command
def ask_bulk(work: Work, *, list_name: str, act: str, staff: int, subjects: Sequence[int], told: str = "") -> int:
    """Set rows aside for an act, so that what is looked at is what will be done; answers the number of the work.

    told: what its form begins with, as a form is sent.
    """
    wanted = list(dict.fromkeys(subjects))
    if not wanted:
        raise NothingSelected()
    if len(wanted) > MOST_ROWS:
        raise TooManySelected(rows=len(wanted), most=MOST_ROWS)
    row = BulkWork.objects.create(list=list_name, act=act, told=told, staff_id=staff, total=len(wanted), at=work.now)
    aside = [(row.pk, subject, "", "", "") for subject in wanted]
    rows.insert("web_bulkrow", ("work_id", "subject", "outcome", "code", "why"), aside)
    return row.pk


@command
def begin_bulk(work: Work, *, bulk: int, told: str) -> None:
    """Begin, with the form as it was sent; what was begun before is refused."""
    row = BulkWork.objects.select_for_update().get(pk=bulk)
    if row.state != "asked":
        raise BulkBegunAlready()
    row.state, row.told = "running", told
    row.save(update_fields=["state", "told"])
    work.tell(BulkBegun(f"bulk:{bulk}", row.list, row.act, row.total))


@command
def take_back_bulk(work: Work, *, bulk: int, act: str, staff: int, subjects: Sequence[int]) -> int:
    """Begin a work that puts rows of an ended one back by an act that asks nothing; answers its number.

    Refused while that one goes on, when it was taken back before, and without rows.
    """
    row = BulkWork.objects.select_for_update().get(pk=bulk)
    if row.state not in ENDED:
        raise BulkUnderWay()
    if BulkWork.objects.filter(takes_back=row).exists():
        raise BulkTakenBackAlready()
    if not subjects:
        raise NothingToTakeBack()
    number = ask_bulk(work=work, list_name=row.list, act=act, staff=staff, subjects=subjects)
    BulkWork.objects.filter(pk=number).update(takes_back=row)
    begin_bulk(work=work, bulk=number, told=f"work={bulk}")
    return number


@command
def begin_part(work: Work, *, bulk: int, subjects: Sequence[int]) -> bool:
    """Note whose turn it is: should the worker die, these are run again with their keys, whatever they look like.

    False, and nobody's turn, where a person has stopped the work meanwhile.
    """
    if BulkWork.objects.select_for_update().get(pk=bulk).state != "running":
        return False
    BulkRow.objects.filter(work=bulk, subject__in=list(subjects), outcome="").update(code=BEGUN)
    return True


@command
def note_bulk(work: Work, *, bulk: int, outcomes: Mapping[int, Outcome]) -> None:
    """Note what became of some rows; the last ones end the work, or the last in work of one that is stopping."""
    state = BulkWork.objects.select_for_update().get(pk=bulk).state  # locked: who stops it meanwhile waits for these
    changed = list(BulkRow.objects.filter(work=bulk, subject__in=list(outcomes), outcome=""))
    for row in changed:
        row.outcome, row.code, row.why = _noted(outcomes[row.subject])
    BulkRow.objects.bulk_update(changed, ["outcome", "code", "why"])
    left = BulkRow.objects.filter(work=bulk, outcome="")
    if not left.exists():
        _end(work, bulk, "done")
    elif state == "stopping" and not left.filter(code=BEGUN).exists():
        _end(work, bulk, "stopped")


def _noted(outcome: Outcome) -> tuple[str, str, str]:
    if isinstance(outcome, Partly):
        return "changed", *_cause(outcome.why)
    if isinstance(outcome, Refused):
        return "refused", *_cause(outcome)
    return outcome, "", ""


def _cause(refusal: Refused) -> tuple[str, str]:
    return refusal.code, orjson.dumps(dict(refusal.facts), default=str).decode()


@command
def stop_bulk(work: Work, *, bulk: int) -> None:
    """Stop before the next part; rows that were not their turn stay as they are. What has ended stays ended.

    Rows in work get their outcome first; asked once more, it ends without them: their worker may never come back.
    """
    row = BulkWork.objects.select_for_update().get(pk=bulk)
    if row.state == "running" and BulkRow.objects.filter(work=bulk, outcome="", code=BEGUN).exists():
        BulkWork.objects.filter(pk=bulk).update(state="stopping")
    else:
        _end(work, bulk, "stopped")


def _end(work: Work, bulk: int, state: str) -> None:
    row = BulkWork.objects.select_for_update().get(pk=bulk)
    if row.state not in UNDER_WAY:
        return
    row.state, row.ended_at = state, work.now
    row.save(update_fields=["state", "ended_at"])
    counted = BulkRow.objects.filter(work=bulk).values_list("outcome").annotate(number=Count("pk"))
    found = dict(counted)
    told = (found.get(name, 0) for name in ("changed", "unchanged", "refused", ""))
    work.tell(BulkEnded(f"bulk:{bulk}", *told))


@command
def forget_bulk(work: Work) -> int:
    """Let go of what is older than 90 days; the journal keeps what was done. Answers how many works."""
    old = BulkWork.objects.filter(at__lt=work.now - timedelta(days=KEPT_DAYS)).exclude(state__in=UNDER_WAY)
    ids = list(old.values_list("pk", flat=True)[:1000])
    BulkRow.objects.filter(work__in=ids).delete()
    BulkWork.objects.filter(pk__in=ids).delete()
    return len(ids)
