"""Taking back an act on many rows: the act that is its way back, on those rows alone that it changed."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _, ngettext

from emporion.accounts.queries import Asker, may_somewhere

from .. import numbers, times, undo
from ..commands import ENDED, take_back_bulk
from ..intent import Said
from ..models import BulkRow, BulkWork
from ..parts import Action, Fact
from ..rights import NoRight, staff_of
from ..types import NothingToTakeBack
from .bulk import Act
from .register import LISTS
from .working import act_of, set_off


def words_of(rows: int) -> str:
    """What taking back so many rows is called: on the button, and above the page of what came of it."""
    verb = _("Undo")
    return f"{verb}: {numbers.rows(rows)}"


def changed_by(row: BulkWork) -> int:
    """How many rows a work has changed."""
    return BulkRow.objects.filter(work=row, outcome="changed").count()


def undone_by(row: BulkWork) -> BulkWork | None:
    """The work that took this one back."""
    return BulkWork.objects.filter(takes_back=row).first()


def offer(request: HttpRequest, row: BulkWork) -> None:
    """Say how many rows an act changed, with the way back where it has one."""
    changed = changed_by(row)
    if _way_back(row) is None or not changed:
        return
    said = ngettext("%(verb)s: %(rows)s row is changed.", "%(verb)s: %(rows)s rows are changed.", changed)
    words = said % {"verb": act_of(row).verb, "rows": numbers.count(changed)}
    undo.offer(request, words, "bulk", reverse(LISTS[row.list].url), bulk=row.pk)


def action(staff: Asker, row: BulkWork, changed: int) -> list[Action]:
    """The button on the page of a work, for who may press it."""
    back = _way_back(row)
    if back is None or not changed or not may_somewhere(staff, back.right):
        return []
    return [Action(words_of(changed), reverse("web:bulk_undo", args=[row.pk]), icon="arrow-back-up", post=True)]


def told(row: BulkWork) -> Fact | None:
    """That a work was taken back, how far, and the page of that."""
    by = undone_by(row)
    if by is None:
        return None
    url = reverse("web:bulk", args=[by.pk])
    if by.state not in ENDED or by.ended_at is None:
        return Fact(_("This is being taken back."), _("How far it is"), url)
    said = _("Taken back, %(when)s: %(rows)s of %(all)s.")
    filled = {
        "when": times.moment(by.ended_at),
        "rows": numbers.count(changed_by(by)),
        "all": numbers.count(changed_by(row)),
    }
    return Fact(said % filled, _("What came of it"), url)


def take_back(request: HttpRequest, row: BulkWork, said: Said) -> str:
    """Put back what a work changed, as far as this person still sees it; answers where its course is seen.

    A row that has another value by now is left alone, and named there.
    """
    staff, name = staff_of(request), act_of(row).back
    if not name or row.takes_back_id:
        raise NothingToTakeBack()
    back = _act(row, name)
    if not may_somewhere(staff, back.right):
        raise NoRight(back.right)
    changed = BulkRow.objects.filter(work=row, outcome="changed").order_by("pk").values_list("subject", flat=True)
    seen = list(LISTS[row.list].read(request).all.filter(pk__in=changed).values_list("pk", flat=True))
    number = take_back_bulk(bulk=row.pk, act=back.name, staff=staff.pk or 0, subjects=seen, **said)
    set_off(number, len(seen))
    return reverse("web:bulk", args=[number])


@undo.undoes("bulk", "")
def _take_back(request: HttpRequest, told: undo.Told, said: Said) -> str:
    """The button of the toast; whose it is was asked, the right is asked by the act itself."""
    return take_back(request, BulkWork.objects.get(pk=told["bulk"]), said)


def _way_back(row: BulkWork) -> Act | None:
    """The act that takes an ended work back: none for one that is a way back itself, or was taken back."""
    name = act_of(row).back
    if not name or row.takes_back_id or row.state not in ENDED or undone_by(row):
        return None
    return _act(row, name)


def _act(row: BulkWork, name: str) -> Act:
    return next(act for act in LISTS[row.list].acts if act.name == name)
