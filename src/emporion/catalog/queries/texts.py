"""What products are called in further languages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from ..models import ProductText
from ..types import TextLine


def texts_of(product_ids: Collection[int]) -> dict[int, tuple[TextLine, ...]]:
    """Names and descriptions beside those of the cards, by product, in the order of languages; one query."""
    found: defaultdict[int, list[TextLine]] = defaultdict(list)
    rows = ProductText.objects.filter(product__in=list(product_ids)).order_by("language")
    for product, language, name, description in rows.values_list("product_id", "language", "name", "description"):
        found[product].append(TextLine(language, name, description))
    return {product: tuple(lines) for product, lines in found.items()}
