"""Work on many rows goes on part by part; a worker that dies leaves it where the next one goes on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.http import QueryDict

from emporion.accounts.queries import Asker
from emporion.clockwork.commands import note_progress
from emporion.clockwork.queries import unfinished
from emporion.clockwork.types import task
from emporion.kernel.errors import Refused

from ..commands import BEGUN, UNDER_WAY, begin_part, note_bulk
from ..intent import Said
from ..models import BulkRow, BulkWork
from ..types import Partly, RowGone
from .bulk import Act, Done, Planned, Told, origin_of
from .register import list_of

TOGETHER = 100  # rows of a part: orders placed meanwhile wait milliseconds
AT_ONCE = 25  # so few are done before the page answers; more go to a worker


@dataclass(frozen=True, slots=True)
class Course:
    """A work with its act, who asked for it, and what they told."""

    row: BulkWork
    act: Act
    asker: Asker
    told: Told


def act_of(row: BulkWork) -> Act:
    """The act of a work; one that this version has no more is as unknown as a page that is gone."""
    return next(act for act in list_of(row.list).acts if act.name == row.act)


def course_of(row: BulkWork) -> Course:
    """A work that was begun, with the rights that its person has now."""
    asker = get_user_model().objects.get(pk=row.staff_id)
    act = act_of(row)
    form = act.form(asker, QueryDict(row.told))
    return Course(row, act, asker, form.cleaned_data if form.is_valid() else {})


def set_off(bulk: int, rows: int) -> None:
    """Set a work going that was begun: few rows are done when this answers, more go to a worker."""
    if rows <= AT_ONCE:
        go_on(bulk)
    else:
        call_worker(bulk)


def call_worker(bulk: int) -> None:
    """Hand a work to a worker; one that has it already keeps it."""
    work_through.using(unique_key=_key(bulk)).enqueue(bulk)


def stands_still(row: BulkWork) -> bool:
    """Whether nobody has a work in hand that has not ended: its worker gave it up, or died where few rows were done."""
    under_way = BulkWork.objects.filter(pk=row.pk, state__in=UNDER_WAY)
    return row.state in UNDER_WAY and unfinished(_key(row.pk)) is None and under_way.exists()  # asked in this order


def _key(bulk: int) -> str:
    return f"bulk:{bulk}"


def go_on(bulk: int) -> None:
    """Work on until every row has its outcome, or a person stops it."""
    course = course_of(BulkWork.objects.get(pk=bulk))
    for ids in _parts(course.row):
        outcomes = _done(course, ids)
        note_bulk(bulk=bulk, outcomes=outcomes, actor=f"staff:{course.row.staff_id}", origin=origin_of(bulk))
        left = BulkRow.objects.filter(work=bulk, outcome="").count()
        note_progress(done=course.row.total - left, total=course.row.total)


def _parts(row: BulkWork) -> Iterator[list[int]]:
    """The rows of each turn until none is left; of a work that is stopping only those that are in work."""
    under_way = BulkWork.objects.filter(pk=row.pk, state__in=UNDER_WAY).values_list("state", flat=True)
    while state := under_way.first():
        found = BulkRow.objects.filter(work=row.pk, outcome="").order_by("pk")
        found = found.filter(code=BEGUN) if state == "stopping" else found
        ids = list(found.values_list("subject", flat=True)[:TOGETHER])
        if not ids:
            return
        yield ids


def _done(course: Course, ids: Sequence[int]) -> dict[int, Done | Refused | Partly]:
    """The outcome of each row. One that was begun before is run again under its key, whatever it looks like now."""
    bulk, actor = course.row.pk, f"staff:{course.row.staff_id}"
    said: Said = {"actor": actor, "origin": origin_of(bulk), "key": f"bulk:{bulk}"}
    begun = BulkRow.objects.filter(work=bulk, outcome="", code=BEGUN, subject__in=ids).order_by("pk")
    if again := list(begun.values_list("subject", flat=True)):
        return dict(course.act.run(again, course.told, said))
    planned = planned_of(course.act, course.asker, ids, course.told)
    outcomes: dict[int, Done | Refused | Partly] = {pk: one.refusal or "unchanged" for pk, one in planned.items()}
    if wanted := [pk for pk in ids if planned[pk].changes and not planned[pk].refusal]:
        if not begin_part(bulk=bulk, subjects=wanted, actor=actor, origin=origin_of(bulk)):
            return {}
        outcomes |= course.act.run(wanted, course.told, said)
    return outcomes


def planned_of(act: Act, asker: Asker, ids: Sequence[int], told: Told) -> Mapping[int, Planned]:
    """What an act would do to each of some rows; one that it does not know is refused as gone."""
    found = act.plan(asker, ids, told)
    return {pk: found.get(pk) or Planned(refusal=RowGone()) for pk in ids}


@task(max_tries=5)
def work_through(bulk: int) -> None:
    """Work through the rows of an act; after a crash it goes on with those that have no outcome yet."""
    go_on(bulk)
