"""The list of customers who may be one, each pair with its reason; and what a person says of a pair."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy as _
from django.views.decorators.http import require_POST

from emporion.kernel.pairing import CERTAIN, LIKELY, POSSIBLE
from emporion.parties import commands, queries as parties
from emporion.parties.types import DoubleView

from .. import intent, private, undo
from ..alike import SURENESS, Line, Side
from ..lists import Column, List, Sort, View, enter
from ..parts import Crumb
from ..rights import requires
from .alike import APART, reasons

DOUBLES: List[Any] = enter(
    List(
        name="doubles",
        title=_("Perhaps the same customer"),
        url="web:customer_doubles",
        right="parties.change",
        rows=lambda _request: parties.doubles(),
        search=parties.with_party,
        sorts=(Sort("sure", _("Surest"), ("-sureness", "-pk"), "sure"), Sort("new", _("Newest"), ("-pk",))),
        views=(
            View("likely", _("Certain and likely"), Q(apart_at=None, sureness__gte=LIKELY)),
            View("certain", _("Certain"), Q(apart_at=None, sureness=CERTAIN)),
            View("possible", _("Possible"), Q(apart_at=None, sureness=POSSIBLE)),
            View("apart", _("Told apart"), Q(apart_at__isnull=False, one__root=None, other__root=None)),
        ),
        columns=(
            Column(_("Customer"), lambda row: row.one_id, "one", "e-nowrap", is_fixed=True),
            Column(_("Perhaps the same"), lambda row: row.other_id, "other", "e-nowrap"),
            Column(_("Why"), lambda row: reasons(row.reasons), "why", "w-100 e-2 e-span"),
            Column(_("How sure"), lambda row: row.sureness, "sure", "e-nowrap e-end"),
            Column(_("Not the same"), None, "act", "e-nowrap e-end", is_silent=True),
        ),
        private=True,
    )
)


def _line(view: DoubleView) -> Line:
    one, other = view.one, view.other
    return Line(
        view.id,
        Side(one.shown_name, one.phone or one.email),
        Side(other.shown_name, other.phone or other.email),
        why=reasons(view.reasons),
        state=APART if view.apart_at else SURENESS.get(view.sureness, APART),
        look=reverse("web:customer_merge_with", args=[one.id, other.id]),
        turn=reverse("web:customer_perhaps" if view.apart_at else "web:customer_apart", args=[one.id, other.id]),
        is_apart=view.apart_at is not None,
    )


@requires("parties.change")
def listing(request: HttpRequest) -> HttpResponseBase:
    """Pairs of customers who may be one, the surest first."""
    if searched := private.searched(request):
        return searched
    shown = DOUBLES.read(request)
    if answer := shown.answer("doubles"):
        return answer
    rows = [_line(view) for view in parties.double_views(shown.rows)]
    crumbs = [Crumb(_("Customers"), reverse("web:customers"))]
    context = {"list": shown, "rows": rows, "crumbs": crumbs}
    return render(request, "web/customers/doubles.html", context)


@requires("parties.change")
@require_POST
def apart(request: HttpRequest, pk: int, other: int) -> HttpResponse:
    """Two customers are two: they are proposed no more."""
    back = reverse("web:customer_doubles")
    commands.tell_apart(party=pk, other=other, **intent.said(request))
    undo.offer(
        request, gettext("They are two customers; they are not proposed again."), "apart", back, pair=[pk, other]
    )
    return redirect(back)


@undo.undoes("apart", "parties.change")
def _perhaps_again(_request: HttpRequest, told: undo.Told, said: intent.Said) -> None:
    party, other = told["pair"]
    commands.perhaps_one_again(party=party, other=other, **said)


@requires("parties.change")
@require_POST
def perhaps_again(request: HttpRequest, pk: int, other: int) -> HttpResponse:
    """Two customers who were told apart may be one after all."""
    commands.perhaps_one_again(party=pk, other=other, **intent.said(request))
    return redirect(f"{reverse('web:customer_doubles')}?view=apart")
