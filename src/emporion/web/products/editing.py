"""Changing a product by hand: its card, its prices, a new one, and giving a field back to the exchange."""

from __future__ import annotations

from collections.abc import Mapping

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from emporion.accounts.queries import may, may_somewhere
from emporion.catalog import commands as catalog
from emporion.catalog.queries import product_page
from emporion.catalog.types import BarcodeDigitWrong, BarcodeTaken, ProductCard, ProductPage, UnknownVariant
from emporion.journal.commands import command
from emporion.journal.types import Work
from emporion.kernel.errors import Refused
from emporion.pricing import commands as pricing
from emporion.pricing.queries import prices_of
from emporion.pricing.types import PriceCard
from emporion.stock.types import Goods

from .. import intent, undo
from ..notes import saved
from ..parts import Crumb
from ..rights import requires, staff_of
from ..settings import area
from ..stock import documents, places
from .bulk_protection import release_fields
from .forms import CardForm, NewForm, PricesForm, VariantForm
from .listing import visible_types
from .record import protections
from .undoing import standing
from .words import field_words


@requires("catalog.change")
def edit(request: HttpRequest, product: int) -> HttpResponse:
    """The card; what a person changes here no exchange overwrites."""
    page = product_page(product)
    if page.merged_into:
        return redirect("web:product_edit", page.merged_into)
    if request.method != "POST":
        return _card(request, page, CardForm.of(page))
    form = CardForm(request.POST)
    form.say_protected(page)
    if not form.is_valid() or not _edited(request, page, form):
        return _card(request, page, form)
    return redirect("web:product", product)


def _edited(request: HttpRequest, page: ProductPage, form: CardForm) -> bool:
    """Write what changed; why the unit must stay stands beside it."""
    told = form.changed_from(page)
    if not told:
        return True
    card = ProductCard(id=page.id, **told)
    done = area.told(form, lambda: catalog.edit_product(card=card, **intent.said(request)), {"unit_in_use": "unit"})
    if done:
        _offer_back(request, page, set(told), _("Saved. What you changed is protected from the exchange."))
    return done is not None


@requires("catalog.change")
@require_POST
def put_away(request: HttpRequest, product: int) -> HttpResponse:
    """Take a product off sale; no exchange turns that round."""
    said = _("The product is hidden: shops no longer offer it. Its stock, documents and history stay.")
    return _turned(request, product, True, said)


@requires("catalog.change")
@require_POST
def put_back(request: HttpRequest, product: int) -> HttpResponse:
    """Put a hidden product on sale again."""
    return _turned(request, product, False, _("The product is on sale."))


def _turned(request: HttpRequest, product: int, is_hidden: bool, sentence: str) -> HttpResponse:
    page = product_page(product)
    if page.is_hidden != is_hidden:
        catalog.edit_product(card=ProductCard(id=product, is_hidden=is_hidden), **intent.said(request))
        _offer_back(request, page, {"is_hidden"}, sentence)
    return redirect("web:product", product)


def _offer_back(request: HttpRequest, page: ProductPage, fields: set[str], sentence: str) -> None:
    """Say what was done, with the way back to what the page showed before."""
    now = product_page(page.id)
    kept = {one.field for one in page.protections}
    undo.offer(
        request,
        sentence,
        "product",
        reverse("web:product", args=[page.id]),
        product=page.id,
        was=standing(page, fields),
        now=standing(now, fields),
        free=[one.field for one in now.protections if one.field not in kept],
    )


def _card(request: HttpRequest, page: ProductPage, form: CardForm) -> HttpResponse:
    context = {
        "product": page,
        "form": form,
        "crumbs": _crumbs(page),
        "protected": protections(page),
        "back": reverse("web:product", args=[page.id]),
    }
    return render(request, "web/products/edit.html", context, status=422 if form.is_bound else 200)


def _crumbs(page: ProductPage) -> list[Crumb]:
    url = reverse("web:product", args=[page.id])
    return [Crumb(_("Products"), reverse("web:products")), Crumb(page.name, url)]


@requires("catalog.change")
@require_POST
def release(request: HttpRequest, product: int) -> HttpResponse:
    """Let the exchange write a field again; the next message is applied even if it says what the last one said."""
    name = request.POST.get("field", "")
    page = product_page(product)
    release_fields(
        product=product, fields=(name,), variants=tuple(variant.id for variant in page.variants), **intent.said(request)
    )
    sentence = _("The exchange writes “%(field)s” again with its next message.") % {"field": field_words(name)}
    undo.offer(request, sentence, "protect", reverse("web:product", args=[product]), product=product, field=name)
    return redirect("web:product", product)


@requires("pricing.change")
def edit_prices(request: HttpRequest, product: int, variant: int) -> HttpResponse:
    """The base prices of one variant."""
    page = product_page(product)
    line = next((one for one in page.variants if one.id == variant), None)
    if line is None:
        raise UnknownVariant(variant=variant)
    views = prices_of([variant]).get(variant, ())
    standing_now = {view.price_type.id: view.price.micro for view in views if not view.min_quantity}
    form = PricesForm(visible_types(staff_of(request)), standing_now, request.POST or None)
    if request.method == "POST" and form.is_valid():
        told, gone = form.changed()
        if told or gone:
            write_prices(variant=variant, told=tuple(told), gone=tuple(gone), **intent.said(request))
            changed = {kind: micro for kind, _least, micro in told} | dict.fromkeys(gone)
            _offer_prices_back(request, product, variant, {kind: standing_now.get(kind) for kind in changed}, changed)
        return redirect("web:product_prices", product)
    context = {
        "product": page,
        "variant": line,
        "form": form,
        "crumbs": _crumbs(page),
        "back": reverse("web:product_prices", args=[product]),
    }
    return render(request, "web/products/prices_edit.html", context, status=422 if form.is_bound else 200)


def _offer_prices_back(
    request: HttpRequest, product: int, variant: int, was: Mapping[int, int | None], now: Mapping[int, int | None]
) -> None:
    """Say that they are saved, with the way back to the prices that stood before."""
    back = reverse("web:product_prices", args=[product])
    undo.offer(request, _("The prices are saved."), "prices", back, variant=variant, was=was, now=now)


@command
def write_prices(work: Work, *, variant: int, told: tuple[tuple[int, int, int], ...], gone: tuple[int, ...]) -> None:
    """Write and take away base prices of a variant, all or none of them."""
    if told:
        pricing.put_prices(work=work, cards=[PriceCard(variant, told)])
    for kind in gone:
        pricing.set_price(work=work, variant_id=variant, price_type_id=kind, price_micro=None)


@requires("catalog.change")
def new(request: HttpRequest) -> HttpResponse:
    """A product by hand, with a price and its first receipt when they are known."""
    asker = staff_of(request)
    types = visible_types(asker) if may_somewhere(asker, "pricing.change") else []
    form = NewForm(types, places.with_currency(places.ours(asker, "stock.receive")), request.POST or None)
    if request.method == "POST" and form.is_valid() and (product := _add(request, form)):
        saved(request, _("The product is added."))
        return redirect("web:product", product)
    context = {
        "form": form,
        "crumbs": [Crumb(_("Products"), reverse("web:products"))],
        "back": reverse("web:products"),
        "sees_prices": bool(types),
    }
    return render(request, "web/products/new.html", context, status=422 if form.is_bound else 200)


@requires("catalog.change")
def new_variant(request: HttpRequest, product: int) -> HttpResponse:
    """One more variant of a product, such as another size; a barcode that is another's is said beside its field."""
    page = product_page(product)
    form = VariantForm(page, request.POST or None)
    if request.method == "POST" and form.is_valid() and _offered(request, page, form):
        saved(request, _("The variant is added."))
        return redirect("web:product", product)
    context = {
        "product": page,
        "form": form,
        "crumbs": _crumbs(page),
        "back": reverse("web:product", args=[product]),
    }
    return render(request, "web/products/variant_new.html", context, status=422 if form.is_bound else 200)


def _offered(request: HttpRequest, page: ProductPage, form: VariantForm) -> bool:
    told = form.cleaned_data
    try:
        catalog.add_variant(
            product_id=page.id,
            options=form.options,
            sku=told["sku"],
            barcodes=told["barcodes"],
            **intent.said(request),
        )
    except Refused as refusal:
        _beside(form, "barcodes", refusal)
        return False
    return True


def _beside(form: forms.Form, barcode: str, refusal: Refused) -> None:
    """What is wrong with a barcode stands beside it, every other refusal above the form; each with its remedy."""
    field = barcode if isinstance(refusal, BarcodeDigitWrong | BarcodeTaken) else None
    form.add_error(field, f"{refusal.sentence} {refusal.what_to_do}".strip())


def _add(request: HttpRequest, form: NewForm) -> int | None:
    told = form.cleaned_data
    price = told["price"]
    goods = told["quantity"]
    try:
        return add_whole(
            name=told["name"],
            sku=told["sku"],
            unit=told["unit"],
            barcode=told["barcode"],
            categories=tuple(told.get("categories", ())),
            price=(int(told["price_type"]), price)
            if price is not None and may(staff_of(request), "pricing.change")
            else None,
            receipt=(int(told["warehouse"]), goods, told["cost"]) if goods else None,
            **intent.said(request),
        )
    except (BarcodeDigitWrong, BarcodeTaken) as refusal:
        _beside(form, "barcode", refusal)
        return None


@command
def add_whole(
    work: Work,
    *,
    name: str,
    sku: str,
    unit: str,
    barcode: str,
    categories: tuple[int, ...],
    price: tuple[int, int] | None,
    receipt: tuple[int, int, int | None] | None,
) -> int:
    """A product with its variant, its price (type, micro) and first receipt (warehouse, thousandths, cost minor)."""
    product, variant = catalog.add_product(
        work=work,
        name=name,
        sku=sku,
        unit=unit,
        barcodes=(barcode,) if barcode else (),
        category_ids=categories,
    )
    if price:
        pricing.set_price(work=work, variant_id=variant, price_type_id=price[0], price_micro=price[1])
    if receipt:
        place, quantity, cost = receipt
        documents.receive(work=work, warehouse=place, goods=(Goods(variant, quantity, cost),))
    return product
