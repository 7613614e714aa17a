"""The list of products that may be one, each pair with its reason; and what a person says of a pair."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy as _
from django.views.decorators.http import require_POST

from emporion.catalog import commands, queries as catalog
from emporion.catalog.types import DoubleSide, DoubleView
from emporion.kernel.pairing import CERTAIN, LIKELY, POSSIBLE

from .. import intent, undo
from ..alike import SURENESS, Line, Side
from ..lists import Column, List, Sort, View, enter
from ..parts import Crumb
from ..people import names as people_named
from ..rights import requires
from .alike import APART, reasons

STANDING = Q(one__merged_into=None, other__merged_into=None)
DOUBLES: List[Any] = enter(
    List(
        name="product_doubles",
        title=_("Perhaps the same product"),
        url="web:product_doubles",
        right="catalog.change",
        rows=lambda _request: catalog.doubles(),
        search=catalog.with_product,
        sorts=(Sort("sure", _("Surest"), ("-sureness", "-pk"), "sure"), Sort("new", _("Newest"), ("-pk",))),
        views=(
            View("likely", _("Certain and likely"), Q(apart_at=None, sureness__gte=LIKELY)),
            View("certain", _("Certain"), Q(apart_at=None, sureness=CERTAIN)),
            View("possible", _("Possible"), Q(apart_at=None, sureness=POSSIBLE)),
            View("apart", _("Told apart"), STANDING & Q(apart_at__isnull=False)),
        ),
        columns=(
            Column(_("Product"), lambda row: row.one_id, "one", "w-25 e-span", is_fixed=True),
            Column(_("Perhaps the same"), lambda row: row.other_id, "other", "w-25 e-span"),
            Column(_("Why"), lambda row: reasons(row.reasons), "why", "w-50 e-2 e-span"),
            Column(_("How sure"), lambda row: row.sureness, "sure", "e-nowrap e-end"),
            Column(_("Not the same"), None, "act", "e-nowrap e-end", is_silent=True),
        ),
    )
)


def _side(one: DoubleSide) -> Side:
    return Side(one.name, " · ".join(filter(None, (one.sku, gettext("hidden") if one.is_hidden else ""))))


def _line(view: DoubleView, people: Mapping[str, str]) -> Line:
    pair = [view.one.id, view.other.id]
    why = gettext("Told apart by %(who)s") % {"who": people[view.apart_by]} if view.apart_by else reasons(view.reasons)
    return Line(
        view.id,
        _side(view.one),
        _side(view.other),
        why=why,
        state=APART if view.apart_at else SURENESS.get(view.sureness, APART),
        look=reverse("web:product_merge_with", args=pair),
        turn=reverse("web:product_perhaps" if view.apart_at else "web:product_apart", args=pair),
        is_apart=view.apart_at is not None,
    )


@requires("catalog.change")
def listing(request: HttpRequest) -> HttpResponseBase:
    """Pairs of products that may be one, the surest first."""
    shown = DOUBLES.read(request)
    if answer := shown.answer("product-doubles"):
        return answer
    views = catalog.double_views(shown.rows)
    people = people_named({view.apart_by for view in views if view.apart_by})
    context = {
        "list": shown,
        "rows": [_line(view, people) for view in views],
        "crumbs": [Crumb(gettext("Products"), reverse("web:products"))],
    }
    return render(request, "web/products/doubles.html", context)


@requires("catalog.change")
@require_POST
def apart(request: HttpRequest, product: int, other: int) -> HttpResponse:
    """Two products are two: they are proposed no more."""
    back = reverse("web:product_doubles")
    commands.tell_apart(product=product, other=other, **intent.said(request))
    said = gettext("They are two products; they are not proposed again.")
    undo.offer(request, said, "products_apart", back, pair=[product, other])
    return redirect(back)


@undo.undoes("products_apart", "catalog.change")
def _perhaps_again(_request: HttpRequest, told: undo.Told, said: intent.Said) -> None:
    product, other = told["pair"]
    commands.perhaps_one_again(product=product, other=other, **said)


@requires("catalog.change")
@require_POST
def perhaps_again(request: HttpRequest, product: int, other: int) -> HttpResponse:
    """Two products that were told apart may be one after all."""
    commands.perhaps_one_again(product=product, other=other, **intent.said(request))
    return redirect(f"{reverse('web:product_doubles')}?view=apart")
