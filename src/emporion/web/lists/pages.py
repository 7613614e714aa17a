"""Pages that every list shares: keeping views, and acts on selected rows with what they would change."""

from __future__ import annotations

import copy
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from django.contrib import messages
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from emporion.accounts.queries import Asker, may, may_somewhere
from emporion.kernel.errors import Refused, stored_refusal
from emporion.kernel.rows import among

from .. import intent, numbers
from ..commands import MOST_ROWS, ask_bulk, begin_bulk, begin_with, change_view, keep_view, remove_view, stop_bulk
from ..models import BulkRow, BulkWork
from ..notes import MOST_DIGITS
from ..parts import Action, Crumb, Fact, Progress
from ..rights import NoRight, signed_in, staff_of
from ..types import NothingSelected
from . import undoing
from .bulk import Act, Named, Planned
from .register import LISTS
from .shown import List, Shown
from .working import AT_ONCE, act_of, go_on, planned_of, work_through

LOOKED_AT = 1000  # rows whose changes are worked out before the act; the page says so where there are more
SHOWN = 50
NAMED = 20  # rows that stand by name under one reason


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
        return redirect(request.headers.get("Referer", "/").partition("?")[0])
    if verb == "write":
        change_view(view=view, owner=owner, address=address, **said)
    elif verb in ("share", "own"):
        change_view(view=view, owner=owner, is_shared=verb == "share", **said)
    messages.success(request, _("The view is kept."))
    return redirect(f"{request.headers.get('Referer', '/').partition('?')[0]}?{address}&saved={view}")


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
    if act is None:
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
class Reason:
    """Why some rows are refused: the sentence, how many, and some of them by name."""

    sentence: str
    remedy: str
    count: int
    named: Sequence[Named]

    @property
    def more(self) -> int:
        """Those that are not named here."""
        return self.count - len(self.named)


@dataclass(frozen=True, slots=True)
class Look:
    """What an act would do: rows that change with their changes, those that stand so already, reasons of the others."""

    changing: int
    unchanged: int
    refused: int
    rows: Sequence[tuple[Named, Planned]]
    reasons: Sequence[Reason]
    looked_at: int


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
        return render(request, "web/lists/course.html", _course(request, row, act))
    staff = staff_of(request)
    _must_hold(staff, act)
    form = act.form(staff, request.POST if request.method == "POST" else None)
    asks = bool(form.fields)
    valid = form.is_valid() if form.is_bound or not asks else False
    if "apply" in request.POST and (valid or not asks):
        return _begun(request, row)
    look = _look(staff, act, row, form.cleaned_data if asks else {}) if valid or not asks else None
    context = _head(row, act) | {"form": form if asks else None, "look": look, "act": act, "row": row}
    wrong = form.is_bound and not valid and "look" not in request.POST
    return render(request, "web/lists/ask.html", context, status=422 if wrong else 200)


def _begun(request: HttpRequest, row: BulkWork) -> HttpResponse:
    told = request.POST.copy()
    for name in ("csrfmiddlewaretoken", "apply", "look", intent.FIELD):
        told.pop(name, None)
    begin_bulk(bulk=row.pk, told=told.urlencode(), **intent.said(request))
    if row.total <= AT_ONCE:
        go_on(row.pk)
        undoing.offer(request, row)
    else:
        work_through.using(unique_key=f"bulk:{row.pk}").enqueue(row.pk)
    return redirect("web:bulk", row.pk)


def _head(row: BulkWork, act: Act) -> dict[str, Any]:
    one = LISTS[row.list]
    return {
        "title": f"{act.verb}: {numbers.rows(row.total)}",
        "crumbs": [Crumb(one.title, reverse(one.url))],
        "back": reverse(one.url),
    }


def _look(staff: Asker, act: Act, row: BulkWork, told: Mapping[str, Any]) -> Look:
    ids = list(BulkRow.objects.filter(work=row).order_by("pk").values_list("subject", flat=True)[:LOOKED_AT])
    planned = planned_of(act, staff, ids, told)
    changing = [pk for pk in ids if planned[pk].changes and not planned[pk].refusal]
    refused = {pk: refusal for pk in ids if (refusal := planned[pk].refusal)}
    names = act.names(staff, [*changing[:SHOWN], *refused])
    return Look(
        len(changing),
        len(ids) - len(changing) - len(refused),
        len(refused),
        [(_named(names, pk), planned[pk]) for pk in changing[:SHOWN]],
        _reasons(refused, names),
        len(ids),
    )


def _named(names: Mapping[int, Named], pk: int) -> Named:
    return names.get(pk) or Named(_("Row %(number)s") % {"number": pk})


def _reasons(refused: Mapping[int, Refused], names: Mapping[int, Named]) -> list[Reason]:
    """The same kind of refusal together; one row tells its own sentence, several the first one's."""
    by_kind: dict[str, list[int]] = defaultdict(list)
    for pk, refusal in refused.items():
        by_kind[refusal.code].append(pk)
    found = []
    for ids in by_kind.values():
        first = refused[ids[0]]
        named = [
            Named(f"{_named(names, pk).title}: {refused[pk].sentence}", _named(names, pk).url) for pk in ids[:NAMED]
        ]
        if len({refused[pk].sentence for pk in ids}) == 1:
            named = [_named(names, pk) for pk in ids[:NAMED]]
            found.append(Reason(first.sentence, first.what_to_do, len(ids), named))
        else:
            found.append(Reason("", first.what_to_do, len(ids), named))
    return found


# ---- while it goes on, and what came of it


def _course(request: HttpRequest, row: BulkWork, act: Act) -> dict[str, Any]:
    counts = dict(BulkRow.objects.filter(work=row).values_list("outcome").annotate(number=Count("pk")))
    left = counts.get("", 0)
    refused = {
        one.subject: stored_refusal(one.code, orjson.loads(one.why or "{}"))
        for one in BulkRow.objects.filter(work=row, outcome="refused").order_by("pk")[:LOOKED_AT]
    }
    changed = list(
        BulkRow.objects.filter(work=row, outcome="changed").order_by("pk").values_list("subject", flat=True)[:SHOWN]
    )
    names = act.names(staff_of(request), [*changed, *refused])
    running = row.state == "running"
    url = reverse("web:bulk_progress", args=[row.pk]) if running else ""
    return _head(row, act) | {
        "row": row,
        "running": running,
        "progress": Progress(_("Under way") if running else _("Done"), row.total - left, row.total, url=url),
        "counts": [
            Fact(_("Changed"), numbers.count(counts.get("changed", 0))),
            Fact(_("Stood so already"), numbers.count(counts.get("unchanged", 0))),
            Fact(_("Not changed"), numbers.count(counts.get("refused", 0)), "", "bad" if refused else ""),
            *([Fact(_("Left as they were"), numbers.count(left), "", "warn")] if left and not running else []),
        ],
        "changed": [_named(names, pk) for pk in changed],
        "more_changed": counts.get("changed", 0) - len(changed),
        "reasons": _reasons(refused, names),
        "refused_count": counts.get("refused", 0),
        "actions": [Action(_("Back to the list"), reverse(LISTS[row.list].url), "primary")] if not running else [],
    }


@signed_in
@require_safe
def progress(request: HttpRequest, bulk: int) -> HttpResponse:
    """How far the work is; at its end the page is asked for anew."""
    row = _own_work(request, bulk)
    context = _course(request, row, act_of(row))
    if not context["running"]:
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    return render(request, "web/parts/progress.html", context)


@signed_in
@require_POST
def stop(request: HttpRequest, bulk: int) -> HttpResponse:
    """Stop before the next part."""
    stop_bulk(bulk=_own_work(request, bulk).pk, **intent.said(request))
    return redirect("web:bulk", bulk)
