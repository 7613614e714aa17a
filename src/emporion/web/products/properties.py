"""Properties by hand: the list of them, a new one, and the values of one product."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from emporion.accounts.queries import may
from emporion.catalog import commands as catalog, queries
from emporion.catalog.queries import product_page
from emporion.catalog.types import UnknownProperty

from .. import intent
from ..notes import id_in, saved
from ..parts import Action, Crumb
from ..rights import requires, staff_of
from ..settings import area
from .sorting_forms import PropertyForm
from .values_form import ValuesForm
from .words import kind_words

BESIDE = {"property_name_taken": "name", "name_missing": "name"}


@requires("catalog.view", somewhere=True)
@require_safe
def properties(request: HttpRequest) -> HttpResponse:
    """Everything products are described by."""
    changes = may(staff_of(request), "catalog.change")
    new = Action(_("Add a property"), reverse("web:property_new"), "primary", "plus", key="n")
    context = {
        "rows": [(one, kind_words(one.kind)) for one in queries.properties()],
        "crumbs": [Crumb(_("Products"), reverse("web:products"))],
        "actions": [new] if changes else [],
        "may_edit": changes,
    }
    return render(request, "web/products/properties.html", context)


@requires("catalog.change")
def one(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Add a property, or rename one and give it more choices; asked for a product, the way leads back to its values."""
    of = next((one for one in queries.properties() if one.id == pk), None)
    if pk is not None and of is None:
        raise UnknownProperty(property=pk)
    form = PropertyForm(request.POST or None, of=of)
    product = id_in(request.GET.get("product", ""))
    if request.method == "POST" and form.is_valid():
        done = area.told(form, lambda: catalog.put_property(card=form.card(), **intent.said(request)), BESIDE)
        if done:
            saved(request, _("The property is saved."))
            return redirect(f"{_values_url(product)}?add={done.id}" if product else reverse("web:properties"))
    context = {
        "form": form,
        "title": of.name if of else _("Add a property"),
        "verb": _("Save") if of else _("Add the property"),
        "crumbs": [Crumb(_("Products"), reverse("web:products")), Crumb(_("Properties"), reverse("web:properties"))],
        "back": _values_url(product) if product else reverse("web:properties"),
    }
    return render(request, "web/form_page.html", context, status=422 if form.is_bound else 200)


def _values_url(product: int) -> str:
    return reverse("web:product_properties", args=[product])


@requires("catalog.change")
def of_product(request: HttpRequest, product: int) -> HttpResponse:
    """The values of a product; what a person changes here no exchange overwrites."""
    page = product_page(product)
    form = ValuesForm(page, queries.properties(), request.POST or None, more=id_in(request.GET.get("add", "")))
    if request.method == "POST" and form.is_valid():
        if told := form.told():
            catalog.put_values(product_id=product, told=told, **intent.said(request))
            saved(request, _("Saved. What you changed is protected from the exchange."))
        return redirect("web:product", product)
    back = reverse("web:product", args=[product])
    context = {
        "product": page,
        "form": form,
        "crumbs": [Crumb(_("Products"), reverse("web:products")), Crumb(page.name, back)],
        "back": back,
        "actions": [Action(_("New property"), f"{reverse('web:property_new')}?product={product}", icon="plus")],
    }
    return render(request, "web/products/values.html", context, status=422 if form.is_bound else 200)
