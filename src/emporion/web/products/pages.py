"""The list of products and the sides of one product."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext as _

from emporion.accounts.queries import may, may_somewhere
from emporion.catalog.queries import doubles_of, merges_into, page_in, product_page, texts_of
from emporion.catalog.types import DoubleSide, ProductPage
from emporion.journal.queries import timeline
from emporion.journal.types import Event, FactView
from emporion.kernel.units import unit_word

from .. import chronicle, timeline as words
from ..links import why_url
from ..numbers import symbol
from ..parts import Action, Crumb, Fact
from ..rights import requires, staff_of
from ..said import OWN_KINDS
from ..settings.words import tax_class
from . import (
    listing,
    record,
    sentences as sentences,  # enters the words of goods into the timeline
)
from .alike import reasons

PICTURES = {"png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "gif": "image/gif", "webp": "image/webp"}


@requires("catalog.view", somewhere=True)
def products(request: HttpRequest) -> HttpResponseBase:
    """The list."""
    asker = staff_of(request)
    types = listing.visible_types(asker)
    kind = listing.chosen_type(request, types)
    shown = listing.LIST.read(request, listing.asked_rows(request, kind))
    if answer := shown.answer("products"):
        return answer
    if kind:
        shown.units = {"price": f"{kind.name}, {symbol(kind.currency)}"}
    else:
        shown.hidden = {*shown.hidden, "price"}
    sorts = [
        Action(_("Groups"), reverse("web:groups"), "quiet", "stack-2"),
        Action(_("Properties"), reverse("web:properties"), "quiet", "tags"),
        Action(_("Doubles"), reverse("web:product_doubles"), "quiet", "package"),
    ]
    new = Action(_("Add a product"), reverse("web:product_new"), "primary", "plus", key="n")
    context: dict[str, Any] = {
        "list": shown,
        "rows": listing.rows(request, shown),
        "types": types,
        "kind": kind,
        "sees_stock": may_somewhere(asker, "stock.view"),
        "actions": [*sorts, new] if may(asker, "catalog.change") else sorts,
        "empty": listing.empty_words(),
    }
    return render(request, "web/products/list.html", context)


def _head(request: HttpRequest, page: ProductPage, current: str) -> dict[str, Any]:
    asker = staff_of(request)
    crumbs = [Crumb(_("Products"), reverse("web:products"))]
    if page.categories:
        place = page.categories[0]
        crumbs += [Crumb(place.names[-1], f"{reverse('web:products')}?category={place.id}")]
    texts = {text.language: text for text in texts_of([page.id]).get(page.id, ())}
    codes = [code for variant in page.variants for code in variant.barcodes]
    known = [page.sku, *codes[:2], page.full_name if page.full_name != page.name else ""]
    edit = Action(_("Edit"), reverse("web:product_edit", args=[page.id]), icon="pencil", key="e")
    why = Action(_("Why?"), reverse("web:why_name", args=[page.id]), "quiet", "help-circle", drawer=True)
    shown = texts.get(get_language() or "")
    return {
        "product": page_in(shown, page),
        "shown": shown,
        "texts": texts.values(),
        "crumbs": crumbs,
        "state": listing.HIDDEN if page.is_hidden else listing.SHOWN,
        "known": " · ".join(filter(None, known)),
        "actions": [why, _turn(page), edit] if may(asker, "catalog.change") else [why],
        "tabs": record.tabs(page.id, current),
    }


def _turn(page: ProductPage) -> Action:
    if page.is_hidden:
        return Action(_("Put on sale"), reverse("web:product_show", args=[page.id]), icon="package", post=True)
    return Action(_("Hide"), reverse("web:product_hide", args=[page.id]), "undo", "package-off", post=True)


@requires("catalog.view", somewhere=True)
def product(request: HttpRequest, product: int) -> HttpResponse:
    """What the product is: pictures, texts, properties, variants, barcodes."""
    page = product_page(product)
    if page.merged_into:
        return _led_on(request, page, page.merged_into)
    may_edit = may(staff_of(request), "catalog.change")
    facts = [
        Fact(_("Article"), page.sku or "—", why=why_url(page.subject, "sku")),
        Fact(_("Brand"), page.brand or "—", why=why_url(page.subject, "brand")),
        Fact(_("Country"), page.country or "—", why=why_url(page.subject, "country")),
        Fact(_("Unit"), unit_word(page.unit.name), why=why_url(page.subject, "unit")),
        Fact(_("Tax class"), tax_class(page.tax_class), why=why_url(page.subject, "tax_class")),
        Fact(
            _("Weight, g"),
            str(page.weight_grams) if page.weight_grams else "—",
            why=why_url(page.subject, "weight_grams"),
        ),
        *(
            Fact(
                _("Group"),
                path.text,
                f"{reverse('web:products')}?category={path.id}",
                why=why_url(page.subject, "categories"),
            )
            for path in page.categories
        ),
    ]
    context = _head(request, page, "product") | {
        "facts": facts,
        "protected": record.protections(page),
        "may_edit": may_edit,
        "perhaps": _perhaps(page.id) if may_edit else [],
        "merges": merges_into(page.id),
    }
    return render(request, "web/products/overview.html", context)


def _led_on(request: HttpRequest, page: ProductPage, into: int) -> HttpResponse:
    """The page of a double leads to the product that stands for it, which says why."""
    messages.info(request, _("“%(name)s” was merged into this product.") % {"name": page.name})
    return redirect("web:product", into)


def _perhaps(product: int) -> list[tuple[DoubleSide, str]]:
    """What may be the same product, each with the reason."""
    found = doubles_of(product)
    return [(one.other if one.one.id == product else one.one, reasons(one.reasons)) for one in found]


@requires("catalog.view", somewhere=True)
def prices(request: HttpRequest, product: int) -> HttpResponse:
    """Prices and stock of each variant, every figure with its reason."""
    page, asker = product_page(product), staff_of(request)
    if page.merged_into:
        return _led_on(request, page, page.merged_into)
    head = _head(request, page, "product_prices")
    context = head | {
        "blocks": record.blocks(asker, head["product"]),
        "sees_prices": may_somewhere(asker, "pricing.view"),
        "sees_stock": may_somewhere(asker, "stock.view"),
    }
    return render(request, "web/products/prices.html", context)


@requires("catalog.view", somewhere=True)
def history(request: HttpRequest, product: int) -> HttpResponse:
    """What happened to the product and its variants; prices only for those who may see them."""
    page, asker = product_page(product), staff_of(request)
    of_stock = [kind for kind in Event.KINDS if kind.startswith("stock.")]  # they speak of several warehouses
    beside = [*OWN_KINDS, *(() if may(asker, "stock.view") else of_stock)]

    def read(before: int | None, limit: int) -> list[FactView]:
        return timeline(page.subjects, limit, without=beside, before=before)

    changes = chronicle.Changes(read, words.events, lambda facts: record.told_to(asker, facts))
    subject = f"product:{page.id}"
    told = {"chronicle": chronicle.piece(request, [subject], changes), "subject": subject}
    context = _head(request, page, "product_timeline") | told
    return render(request, "web/products/timeline.html", context)


@requires("catalog.view", somewhere=True)
def picture(request: HttpRequest, name: str) -> FileResponse:
    """A picture out of the storage, for the staff's pages; its name is the hash of its content, so it never changes."""
    kind = PICTURES.get(name.rpartition(".")[2].lower())
    if kind is None or not name.startswith("pictures/") or ".." in name or not default_storage.exists(name):
        raise Http404
    answer = FileResponse(default_storage.open(name), content_type=kind)
    answer["Cache-Control"] = "private, max-age=31536000, immutable"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
