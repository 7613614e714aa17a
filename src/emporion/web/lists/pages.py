"""Pages that every list shares: keeping views, and acts on selected rows with what they would change."""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from emporion.accounts.queries import Asker, may, may_somewhere
from emporion.kernel.rows import among

from .. import intent
from ..commands import (
    MOST_ROWS,
    UNDER_WAY,
    ask_bulk,
    begin_bulk,
    begin_with,
    change_view,
    keep_view,
    remove_view,
    stop_bulk,
)
from ..models import BulkRow, BulkWork
from ..notes import MOST_DIGITS
from ..rights import NoRight, path_of, signed_in, staff_of
from ..types import NothingSelected
from . import undoing
from .bulk import Act, Named, Planned
from .course import SHOWN, Reason, course, head, named, progress, reasons
from .register import LISTS
from .shown import List, Shown
from .working import act_of, call_worker, planned_of, set_off, stands_still

LOOKED_AT = 1000  # rows whose changes are worked out before the act; the page says so where there are more


def list_of(request: HttpRequest, name: str) -> List[Any]:
    """A list that this person may open."""
    one = LISTS.get(name)
    if one is None:
        raise Http404
    if not (may_somewhere if one.somewhere else may)(staff_of(request), one.right):
        raise NoRight(one.right)
    return one


def _back(request: HttpRequest, one: List[Any], address: str) -> HttpResponse:
    return redirect(f"{reverse(one.url)}?{address}" if address else reverse(one.url))


# ---- views


@signed_in
@require_POST
def keep(request: HttpRequest, name: str) -> HttpResponse:
    """Keep the list as it is under a name."""
    one, address = list_of(request, name), request.POST.get("address", "")
    view = keep_view(
        list_name=name, title=request.POST.get("title", ""), address=address, owner=staff_of(request).pk or 0,
        is_shared="is_shared" in request.POST, **intent.said(request),
    )  # fmt: skip
    messages.success(request, _("The view is kept. It stands among the views above the list."))
    return _back(request, one, f"{address}&saved={view}".lstrip("&"))


@signed_in
@require_POST
def change(request: HttpRequest, view: int) -> HttpResponse:
    """Write the changes into one's own view, share it or not, or take it away."""
    owner, address, verb = staff_of(request).pk or 0, request.POST.get("address", ""), request.POST.get("do", "")
    said = intent.said(request)
    if verb == "remove":
        remove_view(view=view, owner=owner, **said)
        messages.success(request, _("The view is taken away."))
        return redirect(_whence(request))
    if verb == "write":
        change_view(view=view, owner=owner, address=address, **said)
    elif verb in ("share", "own"):
        change_view(view=view, owner=owner, is_shared=verb == "share", **said)
    else:
        raise Http404
    messages.success(request, _("The view is kept."))
    return redirect(f"{_whence(request)}?{address}&saved={view}")


def _whence(request: HttpRequest) -> str:
    """The page of the list on which the button was pressed, as it is without search and filters."""
    return path_of(request.headers.get("Referer", "/")).partition("?")[0]


@signed_in
@require_POST
def begin(request: HttpRequest, name: str) -> HttpResponse:
    """Always begin with the list as it is, or as usual."""
    one, address = list_of(request, name), request.POST.get("address", "")
    here = request.POST.get("do") == "here"
    begin_with(list_name=name, staff=staff_of(request).pk or 0, address=address if here else "", **intent.said(request))
    messages.success(request, _("You begin like this from now on.") if here else _("You begin as usual again."))
    return _back(request, one, address)


# ---- acts on selected rows


@signed_in
@require_POST
def ask(request: HttpRequest, name: str) -> HttpResponse:
    """Set the selected rows aside, and go to where one sees what would change."""
    one, staff = list_of(request, name), staff_of(request)
    act = next((act for act in one.acts if act.name == request.POST.get("act")), None)
    if act is None or act.is_way_back:
        raise Http404
    _must_hold(staff, act)
    ids = list(_selected(request, one)[1].values_list("pk", flat=True)[: MOST_ROWS + 1])
    bulk = ask_bulk(list_name=name, act=act.name, staff=staff.pk or 0, subjects=ids, **intent.said(request))
    return redirect("web:bulk", bulk)


@signed_in
@require_POST
def file(request: HttpRequest, name: str) -> HttpResponseBase:
    """The selected rows as a file."""
    shown, rows = _selected(request, list_of(request, name))
    return shown.file(name, rows)


def _selected(request: HttpRequest, one: List[Any]) -> tuple[Shown[Any], Any]:
    """The list as its address asked for it, and the rows that were selected of all that this person sees."""
    asked = copy.copy(request)
    asked.GET = QueryDict(request.POST.get("address", ""))
    shown = one.read(asked)
    if request.POST.get("whole"):
        return shown, shown.chosen.order_by(*shown.order)
    ids = [int(text) for text in request.POST.getlist("chosen") if text.isdecimal() and len(text) <= MOST_DIGITS]
    if not ids:
        raise NothingSelected()
    return shown, shown.all.filter(pk__in=among(ids)).order_by(*shown.order)


def _must_hold(staff: Asker, act: Act) -> None:
    if not may_somewhere(staff, act.right):
        raise NoRight(act.right)


@dataclass(frozen=True, slots=True)
class Look:
    """What an act would do: rows that change with their changes, those that stand so already, reasons of the others.

    rests: why parts of rows that change stay, those rows counted by in_part.
    """

    changing: int
    unchanged: int
    refused: int
    rows: Sequence[tuple[Named, Planned]]
    reasons: Sequence[Reason]
    looked_at: int
    in_part: int = 0
    rests: Sequence[Reason] = ()


def _own_work(request: HttpRequest, bulk: int) -> BulkWork:
    row = BulkWork.objects.filter(pk=bulk, staff_id=staff_of(request).pk or 0).first()
    if row is None or row.list not in LISTS:
        raise Http404
    return row


@signed_in
def bulk(request: HttpRequest, bulk: int) -> HttpResponse:
    """Before it begins: the form and what would change. Then: how far it is, and what became of each row."""
    row = _own_work(request, bulk)
    act = act_of(row)
    if row.state != "asked":
        return render(request, "web/lists/course.html", course(request, row, act))
    staff = staff_of(request)
    _must_hold(staff, act)
    form = act.form(staff, request.POST if request.method == "POST" else QueryDict(row.told) if row.told else None)
    asks = bool(form.fields)
    valid = form.is_valid() if form.is_bound or not asks else False
    if "apply" in request.POST and (valid or not asks):
        return _begun(request, row)
    look = _look(staff, act, row, form.cleaned_data if asks else {}) if valid or not asks else None
    context = head(row, act) | {"form": form if asks else None, "look": look, "act": act, "row": row}
    wrong = form.is_bound and not valid and "look" not in request.POST
    return render(request, "web/lists/ask.html", context, status=422 if wrong else 200)


def _begun(request: HttpRequest, row: BulkWork) -> HttpResponse:
    told = request.POST.copy()
    for name in ("csrfmiddlewaretoken", "apply", "look", intent.FIELD):
        told.pop(name, None)
    begin_bulk(bulk=row.pk, told=told.urlencode(), **intent.said(request))
    set_off(row.pk, row.total)
    row.refresh_from_db()
    undoing.offer(request, row)
    return redirect("web:bulk", row.pk)


def _look(staff: Asker, act: Act, row: BulkWork, told: Mapping[str, Any]) -> Look:
    ids = list(BulkRow.objects.filter(work=row).order_by("pk").values_list("subject", flat=True)[:LOOKED_AT])
    planned = planned_of(act, staff, ids, told)
    changing = [pk for pk in ids if planned[pk].changes and not planned[pk].refusal]
    refused = {pk: refusal for pk in ids if (refusal := planned[pk].refusal)}
    rests = {pk: rest for pk in changing if (rest := planned[pk].rest)}
    names = act.names(staff, [*changing[:SHOWN], *refused, *rests])
    return Look(
        len(changing),
        len(ids) - len(changing) - len(refused),
        len(refused),
        [(named(names, pk), planned[pk]) for pk in changing[:SHOWN]],
        reasons(refused, names),
        len(ids),
        len(rests),
        reasons(rests, names),
    )


# ---- while it goes on, and what came of it


@signed_in
@require_safe
def how_far(request: HttpRequest, bulk: int) -> HttpResponse:
    """How far the work is; at its end the page is asked for anew."""
    row = _own_work(request, bulk)
    if row.state not in UNDER_WAY or stands_still(row):
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    return render(request, "web/parts/progress.html", {"progress": progress(row)})


@signed_in
@require_POST
def stop(request: HttpRequest, bulk: int) -> HttpResponse:
    """Stop before the next part."""
    row = _own_work(request, bulk)
    stop_bulk(bulk=row.pk, **intent.said(request))
    row.refresh_from_db()
    if row.state in UNDER_WAY:
        call_worker(row.pk)  # rows are in work; should their worker be dead, another one settles them
    return redirect("web:bulk", bulk)


@signed_in
@require_POST
def go_on(request: HttpRequest, bulk: int) -> HttpResponse:
    """Hand a work that stands still to a worker again; each row is done once."""
    row = _own_work(request, bulk)
    if stands_still(row):
        call_worker(row.pk)
    return redirect("web:bulk", bulk)


@signed_in
@require_POST
def take_back(request: HttpRequest, bulk: int) -> HttpResponse:
    """Put back what an ended work has changed, and show what comes of it."""
    return redirect(undoing.take_back(request, _own_work(request, bulk), intent.said(request)))
