"""Taking back an act on many rows: the act that is its way back, on those rows alone that it changed."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import ngettext

from emporion.accounts.queries import may_somewhere

from .. import numbers, undo
from ..commands import ask_bulk, begin_bulk
from ..intent import Said
from ..models import BulkRow, BulkWork
from ..rights import NoRight, staff_of
from .register import LISTS
from .working import AT_ONCE, act_of, go_on, work_through


def offer(request: HttpRequest, row: BulkWork) -> None:
    """Say how many rows an act changed, with the way back where it has one."""
    act, changed = act_of(row), BulkRow.objects.filter(work=row, outcome="changed").count()
    if not act.back or not changed:
        return
    said = ngettext("%(verb)s: %(rows)s row is changed.", "%(verb)s: %(rows)s rows are changed.", changed)
    words = said % {"verb": act.verb, "rows": numbers.count(changed)}
    undo.offer(request, words, "bulk", reverse(LISTS[row.list].url), bulk=row.pk)


@undo.undoes("bulk", "")
def _take_back(request: HttpRequest, told: undo.Told, said: Said) -> None:
    """Nothing is taken back where every row has changed again since."""
    row, staff = BulkWork.objects.get(pk=told["bulk"]), staff_of(request)
    back = next(act for act in LISTS[row.list].acts if act.name == act_of(row).back)
    if not may_somewhere(staff, back.right):
        raise NoRight(back.right)
    changed = BulkRow.objects.filter(work=row, outcome="changed").order_by("pk").values_list("subject", flat=True)
    seen = LISTS[row.list].read(request).all.filter(pk__in=changed).values_list("pk", flat=True)
    number = ask_bulk(list_name=row.list, act=back.name, staff=staff.pk or 0, subjects=list(seen), **said)
    begin_bulk(bulk=number, told="", actor=said["actor"], origin=said["origin"], key=f"{said['key']}:begin")
    if len(seen) > AT_ONCE:
        work_through.using(unique_key=f"bulk:{number}").enqueue(number)
        return
    go_on(number)
    if not BulkRow.objects.filter(work=number, outcome="changed").exists():
        raise undo.ChangedSince()
