"""Two products become one: side by side, what each would bring; then merged, and parted again."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.translation import gettext as _, ngettext

from emporion.catalog import commands, queries as catalog
from emporion.catalog.types import (
    MergePreview,
    MergeView,
    ProductNotMerged,
    ProductPage,
    UnknownProduct,
    VariantLine,
)
from emporion.exchange.queries import channels
from emporion.kernel.errors import Refused
from emporion.stock.queries import stock_of

from .. import intent, numbers, undo
from ..alike import Row
from ..parts import Crumb
from ..people import names as people_named
from ..rights import requires
from .alike import reasons
from .words import field_words

TAKE = "take"
VARIANT = "variant-"
CUT = 200


@dataclass(frozen=True, slots=True)
class Choice:
    """A variant of the double and what it may become: the other's variants, or (0) one more beside them."""

    line: VariantLine
    becomes: int
    offered: Sequence[VariantLine]
    stock: str

    @property
    def name(self) -> str:
        """The field of the form."""
        return f"{VARIANT}{self.line.id}"


# ---- side by side


@dataclass(frozen=True, slots=True)
class Words:
    """What properties, their options and groups are called; read once a page."""

    properties: Mapping[int, str]
    options: Mapping[int, str]
    groups: Mapping[int, str]

    @classmethod
    def read(cls) -> Words:
        """All of them, for there are few."""
        kinds = catalog.properties()
        options = {one.id: one.text for kind in kinds for one in kind.options}
        return cls({one.id: one.name for one in kinds}, options, {one.id: one.name for one in catalog.category_tree()})

    def label(self, field: str) -> str:
        """What a field is called."""
        kind, _colon, rest = field.partition(":")
        if kind == "value":
            return self.properties.get(int(rest), field_words(field))
        return field_words(f"name:{rest}") if kind == "text" else field_words(field)

    def shown(self, field: str, text: str) -> str:
        """What a field holds, as people read it; what is long is cut."""
        kind = field.partition(":")[0]
        if not text:
            return ""
        if kind == "pictures":
            return numbers.count(len(json.loads(text)))
        if kind == "categories":
            return ", ".join(self.groups.get(int(one), one) for one in text.split(", "))
        if kind == "value":
            return "; ".join(self.options.get(option, "") or told for option, told in json.loads(text))
        if kind == "text":
            return str(json.loads(text)[0])
        plain = strip_tags(text)
        return f"{plain[:CUT]}…" if len(plain) > CUT else plain

    def told(self, field: str, text: str) -> str:
        """A field and what it holds."""
        return f"{self.label(field)}: {self.shown(field, text) or '—'}"


def _rows(seen: MergePreview, words: Words) -> list[Row]:
    """The fields in which the two differ; what the one that stays lacks is proposed to be taken."""
    return [
        Row(words.label(field), [words.shown(field, has)], [words.shown(field, comes)], field, field in seen.lacking)
        for field, (has, comes) in seen.offered.items()
    ]


def _choices(stays: ProductPage, comes: ProductPage, matches: Mapping[int, int]) -> list[Choice]:
    lying = Counter[int]()
    for line in stock_of([one.id for one in comes.variants]):
        lying[line.variant] += line.on_hand
    return [
        Choice(one, matches.get(one.id, 0), stays.variants, numbers.quantity(lying[one.id]) if one.id in lying else "")
        for one in comes.variants
        if one.id in matches
    ]


def _happens(seen: MergePreview, stays: ProductPage) -> list[str]:
    """What the merge does beyond the card, each with its figure."""
    titles = {row.id: row.title for row in channels()}
    told = [
        ngettext("%(title)s: %(count)s key leads to %(name)s.", "%(title)s: %(count)s keys lead to %(name)s.", count)
        % {"title": titles.get(channel, str(channel)), "count": numbers.count(count), "name": stays.name}
        for channel, count in seen.keys.items()
    ]
    if seen.kept:
        kept = ", ".join(field_words(field) for field in seen.kept)
        told.append(_("Protected by hand and therefore as they are: %(fields)s.") % {"fields": kept})
    return told


@requires("catalog.change")
def merge_with(request: HttpRequest, product: int, other: int) -> HttpResponse:
    """What merging a product into another would do, side by side; posted, it is done."""
    ends = catalog.stands_for([product, other])
    if len(ends) < len({product, other}):
        raise Http404
    if ends[product] == ends[other]:
        return redirect("web:product", ends[product])
    if (ends[product], ends[other]) != (product, other):
        return redirect("web:product_merge_with", ends[product], ends[other])
    stays, comes = catalog.product_page(product), catalog.product_page(other)
    fault = _merged(request, stays, comes) if request.method == "POST" else None
    if request.method == "POST" and fault is None:
        return redirect("web:product", product)
    seen, pair = catalog.merge_preview(other, product), catalog.double_of(product, other)
    matches = dict(seen.matches)
    if fault is not None:
        matches |= _variants(request)
    context = {
        "title": _("Two products become one"),
        "reason": reasons(pair.reasons) if pair else "",
        "crumbs": _crumbs(),
        "stays": stays,
        "comes": comes,
        "names": (_called(stays), _called(comes)),
        "rows": _rows(seen, Words.read()),
        "choices": _choices(stays, comes, matches),
        "happens": _happens(seen, stays),
        "fault": fault,
    }
    return render(request, "web/products/merge.html", context, status=422 if fault else 200)


def _called(page: ProductPage) -> str:
    return f"{page.name} ({page.sku})" if page.sku else page.name


def _variants(request: HttpRequest) -> dict[int, int]:
    """What was chosen for the double's variants."""
    told = {name.removeprefix(VARIANT): str(value) for name, value in request.POST.items() if name.startswith(VARIANT)}
    return {int(one): int(other) for one, other in told.items() if one.isdecimal() and other.isdecimal()}


def _merged(request: HttpRequest, stays: ProductPage, comes: ProductPage) -> Refused | None:
    take = [name for name, value in request.POST.items() if value == TAKE]
    try:
        commands.merge(product=comes.id, into=stays.id, take=take, variants=_variants(request), **intent.said(request))
    except Refused as refusal:
        return refusal
    said = _("They are one product now: %(name)s.") % {"name": stays.name}
    undo.offer(request, said, "products_merged", reverse("web:product", args=[stays.id]), product=comes.id)
    return None


@undo.undoes("products_merged", "catalog.change")
def _unmerge(_request: HttpRequest, told: undo.Told, said: intent.Said) -> None:
    commands.unmerge(product=told["product"], **said)


def _crumbs() -> list[Crumb]:
    return [
        Crumb(_("Products"), reverse("web:products")),
        Crumb(_("Perhaps the same product"), reverse("web:product_doubles")),
    ]


# ---- parted again


@requires("catalog.change")
def part(request: HttpRequest, product: int) -> HttpResponse:
    """What undoing a merge would give back, and what has changed since and stays; posted, it is done."""
    try:
        merge = catalog.merge_of(product)
    except UnknownProduct:
        raise Http404 from None
    except ProductNotMerged:
        return redirect("web:product", product)
    if request.method == "POST":
        try:
            commands.unmerge(product=product, **intent.said(request))
        except Refused as refusal:
            return _part_page(request, merge, refusal)
        variants = {str(one): other for one, other in merge.variants.items()}
        undo.offer(request, _("They are two products again."), "products_parted",
                   reverse("web:product", args=[merge.into]), product=product, into=merge.into,
                   take=list(merge.gives_back), variants=variants)  # fmt: skip
        return redirect("web:product", product)
    return _part_page(request, merge, None)


@undo.undoes("products_parted", "catalog.change")
def _merge_again(_request: HttpRequest, told: undo.Told, said: intent.Said) -> None:
    variants = {int(one): int(other) for one, other in told["variants"].items()}
    commands.merge(product=told["product"], into=told["into"], take=told["take"], variants=variants, **said)


def _part_page(request: HttpRequest, merge: MergeView, fault: Refused | None) -> HttpResponse:
    stays, words = catalog.product_page(merge.into), Words.read()
    back = reverse("web:product", args=[merge.into])
    context = {
        "title": _("Undo the merge of %(name)s") % {"name": merge.name},
        "crumbs": [Crumb(_("Products"), reverse("web:products")), Crumb(stays.name, back)],
        "merge": merge,
        "name": stays.name,
        "back": back,
        "who": people_named([merge.actor])[merge.actor] if merge.actor else "",
        "returns": [
            _("%(name)s has its variants, barcodes and outside keys again (%(count)s keys).")
            % {"name": merge.name, "count": numbers.count(merge.keys)},
            *(
                f"{stays.name}: {words.told(field, now)} → {words.shown(field, old) or '—'}"
                for field, (old, now) in merge.gives_back.items()
            ),
        ],
        "since": [
            _("%(change)s (changed again since)") % {"change": words.told(field, now)}
            for field, (_old, now) in merge.stays.items()
        ],
        "fault": fault,
    }
    return render(request, "web/doubles/part.html", context, status=422 if fault else 200)
