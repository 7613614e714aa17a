"""Names and descriptions in further languages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from emporion.journal.commands import command
from emporion.journal.types import Work

from ..models import Product, ProductText
from ..rules import cut
from ..types import Change, ProductTextsPut, TextCard, UnknownProduct
from .searching import search_renewed

Key = tuple[int, str]


@command
def put_texts(work: Work, *, cards: Sequence[TextCard]) -> int:
    """Write what products are called in other languages than that of their cards; answers how many differed.

    What is written again as it stands changes nothing; an empty name takes the language away. Refuses an unknown
    product.
    """
    wanted = {(card.product_id, card.language): card for card in cards}
    _refuse_strangers({product for product, _ in wanted})
    rows = ProductText.objects.select_for_update().filter(product__in={product for product, _ in wanted})
    stand = {(row.product_id, row.language): row for row in rows if (row.product_id, row.language) in wanted}
    differ = {key: card for key, card in wanted.items() if _told(card) != _stood(stand.get(key))}
    for key in [key for key, card in differ.items() if not card.name and key in stand]:
        ProductText.objects.filter(pk=key).delete()
    ProductText.objects.bulk_create(
        [ProductText(product_id=p, language=code, name=c.name, description=c.description)
         for (p, code), c in differ.items() if c.name],
        update_conflicts=True, unique_fields=["product_id", "language"], update_fields=["name", "description"],
    )  # fmt: skip
    if differ:
        search_renewed({product for product, _ in differ})
    _tell(work, stand, differ)
    return len(differ)


def _refuse_strangers(products: set[int]) -> None:
    """Whoever is known is locked: a card that changes meanwhile must not write what lists find it by without these."""
    found = Product.objects.select_for_update().filter(pk__in=products).order_by("pk")
    known = set(found.values_list("pk", flat=True))
    for stranger in sorted(products - known):
        raise UnknownProduct(product=stranger)


def _told(card: TextCard) -> tuple[str, str]:
    return (card.name, card.description) if card.name else ("", "")


def _stood(row: ProductText | None) -> tuple[str, str]:
    return (row.name, row.description) if row else ("", "")


def _tell(work: Work, stand: dict[Key, ProductText], differ: dict[Key, TextCard]) -> None:
    changes: defaultdict[int, list[Change]] = defaultdict(list)
    for (product, language), card in differ.items():
        pairs = zip(("name", "description"), _stood(stand.get((product, language))), _told(card), strict=True)
        changes[product] += [
            Change(f"{field}:{language}", cut(old) or None, cut(new) or None) for field, old, new in pairs if old != new
        ]
    for product, found in changes.items():
        work.tell(ProductTextsPut(f"product:{product}", tuple(found)))
