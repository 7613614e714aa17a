"""What products are called in further languages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import replace

from emporion.kernel.rows import among

from ..models import ProductText
from ..rules import variant_name
from ..types import ProductPage, TextLine, VariantView


def texts_of(product_ids: Collection[int]) -> dict[int, tuple[TextLine, ...]]:
    """Names and descriptions beside those of the cards, by product, in the order of languages; one query."""
    found: defaultdict[int, list[TextLine]] = defaultdict(list)
    rows = ProductText.objects.filter(product__in=list(product_ids)).order_by("language")
    for product, language, name, description in rows.values_list("product_id", "language", "name", "description"):
        found[product].append(TextLine(language, name, description))
    return {product: tuple(lines) for product, lines in found.items()}


def names_in(language: str, product_ids: Collection[int]) -> dict[int, str]:
    """What some products are called in a language; those that have no name in it are absent. One query."""
    if not product_ids:
        return {}
    found = ProductText.objects.filter(product__in=among(product_ids), language=language)
    return dict(found.values_list("product_id", "name"))


def in_language(language: str, views: Iterable[VariantView]) -> dict[int, VariantView]:
    """Variants by id, called after the name that their product has in a language, if any; one query.

    A variant with a name of its own keeps it: nobody has said that one in another language.
    """
    told = list(views)
    names = names_in(language, {view.product_id for view in told})
    return {view.id: _called(view, names.get(view.product_id, "")) for view in told}


def page_in(text: TextLine | None, page: ProductPage) -> ProductPage:
    """A product with its variants called after its name in a language, its own name as on the card; no query."""
    if text is None:
        return page
    variants = tuple(replace(one, name=variant_name(text.name, one.own_name, one.options)) for one in page.variants)
    return replace(page, variants=variants)


def _called(view: VariantView, product: str) -> VariantView:
    return replace(view, name=variant_name(product, view.own_name, view.options)) if product else view
