"""What the storekeeper writes by hand: a receipt, a count, a move; lines are added by search."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy as lazy, gettext_noop

from emporion.accounts.queries import may_somewhere
from emporion.catalog.queries import find_by_barcode, variants_found
from emporion.kernel.errors import Refused
from emporion.stock.types import Goods, NotYet, WarehouseView

from .. import called, intent, times
from ..intent import Said
from ..links import document_words
from ..notes import saved
from ..parts import Crumb
from ..rights import NoRight, requires, staff_of
from . import documents, places
from .forms import LineRow, ScanForm, read_lines, typed_lines

FOUND = 12
ONE = "1"  # piece, for each scan


@dataclass(frozen=True, slots=True)
class Paper:
    """A kind of document: its words, the right it needs, its columns, the verb behind it."""

    name: str
    title: Promise
    verb: Promise
    quantity: Promise
    right: str
    has_cost: bool = False
    has_target: bool = False
    has_date: bool = False


RECEIPT = Paper(
    "stock_receive",
    lazy("Receive goods"),
    lazy("Book the receipt"),
    lazy("Received"),
    "stock.receive",
    True,
    has_date=True,
)
COUNT = Paper(
    "stock_count", lazy("Count"), lazy("Book the count"), lazy("Lies there now"), "stock.correct", has_date=True
)
MOVE = Paper("stock_move", lazy("Move goods"), lazy("Book the move"), lazy("To move"), "stock.correct", has_target=True)


@dataclass(frozen=True, slots=True)
class Filled:
    """What a person filled in: the warehouse, where the goods go, them, and when it was, if not today."""

    at: int
    to: int
    goods: tuple[Goods, ...]
    when: datetime | None


Book = Callable[[Filled, Said], str]


@requires("stock.receive", somewhere=True)
def receive(request: HttpRequest) -> HttpResponse:
    """Goods from a supplier, each line with what it cost if known."""
    return _paper(
        request,
        RECEIPT,
        lambda told, said: documents.receive(warehouse=told.at, goods=told.goods, effective_at=told.when, **said),
    )


@requires("stock.correct", somewhere=True)
def count(request: HttpRequest) -> HttpResponse:
    """What lies there now; the difference is booked."""
    return _paper(
        request,
        COUNT,
        lambda told, said: documents.correct(warehouse=told.at, counted=told.goods, effective_at=told.when, **said),
    )


@requires("stock.correct", somewhere=True)
def move(request: HttpRequest) -> HttpResponse:
    """Free goods from one of our warehouses to another."""
    return _paper(
        request, MOVE, lambda told, said: documents.move(source=told.at, target=told.to, goods=told.goods, **said)
    )


def _paper(request: HttpRequest, paper: Paper, book: Book) -> HttpResponse:
    own = places.with_currency(places.ours(staff_of(request), paper.right))
    if request.method != "POST":
        return _shown(request, paper, own, [], "")
    at, currency = _chosen(request, "warehouse", own)
    lines, goods = read_lines(typed_lines(request.POST), currency)
    target = _chosen(request, "target", own)[0] if paper.has_target else at
    error = _wrong(paper, at, target, lines)
    if not error and not any(line.error for line in lines):
        try:
            when = _when(request) if paper.has_date else None
            name = book(Filled(at, target, goods, when), intent.said(request))
        except Refused as refusal:
            error = f"{refusal.sentence} {refusal.what_to_do}".strip()
        else:
            return _booked(request, name)
    return _shown(request, paper, own, lines, error)


def _booked(request: HttpRequest, name: str) -> HttpResponse:
    saved(request, _("%(document)s is booked.") % {"document": document_words(name)})
    if name.startswith("count:") and not documents.moved(name):
        saved(request, _("The count found what the book says: nothing moved."))
        return redirect("web:stock")
    return redirect("web:stock_document", name)


def _wrong(paper: Paper, at: int, target: int, lines: Sequence[LineRow]) -> str:
    if not at or not target:
        return _("Choose a warehouse.")
    if paper.has_target and at == target:
        return _("Choose another warehouse to carry the goods to.")
    return "" if lines else _("Add a line first: search for the goods by name, article or barcode.")


class NoDay(Refused):
    """What was typed is no day."""

    code = "no_day"
    says = gettext_noop("%(typed)s is not a day.")
    remedy = gettext_noop("Write it as 2026-11-22, or leave the field empty for today.")


def _when(request: HttpRequest) -> datetime | None:
    """The end of the day that a person gave, in that person's zone; None for today."""
    typed = request.POST.get("date", "").strip()
    try:
        day = date.fromisoformat(typed) if typed else timezone.localdate()
    except ValueError:
        raise NoDay(typed=typed[:20]) from None
    if day > timezone.localdate():
        raise NotYet()
    return None if day == timezone.localdate() else timezone.make_aware(datetime.combine(day, time.max))


def _chosen(request: HttpRequest, field: str, own: Sequence[tuple[WarehouseView, str]]) -> tuple[int, str]:
    """The chosen warehouse among those in which this person may act, with its currency."""
    asked = request.POST.get(field, "")
    return next(((place.id, currency) for place, currency in own if str(place.id) == asked), (0, ""))


def _shown(
    request: HttpRequest,
    paper: Paper,
    own: Sequence[tuple[WarehouseView, str]],
    lines: Sequence[LineRow],
    error: str,
) -> HttpResponse:
    context = {
        "paper": paper,
        "places": own,
        "at": request.POST.get("warehouse", ""),
        "target": request.POST.get("target", ""),
        "date": request.POST.get("date", "") or times.iso(timezone.localdate()),
        "today": times.iso(timezone.localdate()),
        "lines": lines,
        "error": error,
        "crumbs": [Crumb(_("Stock"), reverse("web:stock"))],
        "find": reverse("web:stock_found"),
        "scan": ScanForm(paper.has_cost),
    }
    return render(request, "web/stock/paper.html", context, status=422 if request.method == "POST" else 200)


# ---- the line editor


@requires("stock.view", somewhere=True)
def found(request: HttpRequest) -> HttpResponse:
    """Goods that a line may be made of: a scanned barcode, else what the words find."""
    _hands(request)
    asked = request.GET.get("find", "").strip()[:100]
    scanned = find_by_barcode(asked) if asked.isdecimal() else ()
    ids = [variant.pk for variant in variants_found(asked)[:FOUND]] if asked and not scanned else []
    known = called.goods(scanned) or called.variants(ids)
    views = [known[pk] for pk in ids or known]
    context = {"views": views, "asked": asked, "cost": request.GET.get("cost", "")}
    return render(request, "web/stock/found.html", context)


@requires("stock.view", somewhere=True)
def scanned(request: HttpRequest) -> HttpResponse:
    """What a barcode stands for: a line of one piece; a choice where several goods carry it; a sentence where none."""
    _hands(request)
    asked, cost = request.GET.get("code", "").strip()[:100], request.GET.get("cost", "")
    views = list(called.goods(find_by_barcode(asked)).values()) if asked else []
    if len(views) == 1:
        return render(request, "web/stock/line.html", {"line": LineRow(views[0], ONE), "has_cost": cost == "1"})
    return render(request, "web/stock/found.html", {"views": views, "asked": asked, "cost": cost, "is_code": True})


@requires("stock.view", somewhere=True)
def line(request: HttpRequest, variant: int) -> HttpResponse:
    """A new line of the editor."""
    _hands(request)
    context = {
        "line": LineRow(called.variants([variant])[variant]),
        "has_cost": request.GET.get("cost") == "1",
        "fresh": True,
    }
    return render(request, "web/stock/line.html", context)


def _hands(request: HttpRequest) -> None:
    """Only who may receive or correct somewhere has an editor to fill."""
    asker = staff_of(request)
    if not (may_somewhere(asker, "stock.receive") or may_somewhere(asker, "stock.correct")):
        raise NoRight("stock.receive")
