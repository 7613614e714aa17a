"""Questions about products that may be one, and about merges that can be undone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable

from django.db.models import Q, QuerySet

from emporion.exchange.queries import keys_by_channel
from emporion.kernel.pairing import parted
from emporion.kernel.rows import among

from ..merges import held, lacking, offered, proposed
from ..models import Double, Merging, Product
from ..rules import folded
from ..types import DoubleSide, DoubleView, MergePreview, MergeView, ProductNotMerged, UnknownProduct
from .shown import protections_of

SHOWN = 5
LED_TO = 200  # products that a search among the pairs asks for


def doubles() -> QuerySet[Double]:
    """All pairs, those that were told apart too (apart_at), for a list; what they are is asked of `double_views`."""
    return Double.objects.all()


def open_doubles() -> QuerySet[Double]:
    """Pairs that nobody has looked at."""
    return Double.objects.filter(apart_at=None)


def with_product(found: QuerySet[Double], search: str) -> QuerySet[Double]:
    """Those pairs of which one is found by all words of a search in its name, article or brand."""
    products = Product.objects.filter(merged_into=None)
    for word in folded(search).split():
        products = products.filter(search_text__contains=word)
    if not search.strip():
        return found
    ids = list(products.order_by("-pk").values_list("pk", flat=True)[:LED_TO])
    return found.filter(Q(one__in=ids) | Q(other__in=ids))


def doubles_of(product: int, limit: int = SHOWN) -> list[DoubleView]:
    """With which a product may be one, the surest first; told apart ones are left out."""
    found = open_doubles().filter(Q(one=product) | Q(other=product))  # few
    return double_views(sorted(found, key=lambda pair: (-pair.sureness, -pair.pk))[:limit])


def double_of(product: int, other: int) -> DoubleView | None:
    """What is known of two products as a pair; None where nothing was found, and nobody told them apart."""
    one, two = sorted((product, other))
    return next(iter(double_views(Double.objects.filter(one=one, other=two))), None)


def double_views(pairs: Iterable[Double]) -> list[DoubleView]:
    """Pairs with their two products; one query, whatever their number. A merged one is no pair any more."""
    found = list(pairs)
    asked = {pk for row in found for pk in (row.one_id, row.other_id)}
    stand = Product.objects.filter(pk__in=among(asked), merged_into=None)
    sides = {row[0]: DoubleSide(*row) for row in stand.values_list("pk", "name", "sku", "is_hidden")}
    return [
        DoubleView(
            row.pk, sides[row.one_id], sides[row.other_id], row.sureness, tuple(row.reasons), row.apart_at, row.apart_by
        )
        for row in found
        if row.one_id in sides and row.other_id in sides
    ]


def stands_for(products: Collection[int]) -> dict[int, int]:
    """Which product stands for each of some: itself, or what it was merged into; unknown ones are left out."""
    found = Product.objects.filter(pk__in=among(products)).values_list("pk", "merged_into")
    return {pk: into or pk for pk, into in found}


def merge_preview(product: int, into: int) -> MergePreview:
    """What merging a product into another would do; nothing is written."""
    has, comes = held(into), held(product)
    guarded = protections_of([into]).get(into, frozenset())
    asked = offered(has, comes)
    matches = proposed(product, into)
    keys = Counter(keys_by_channel("product", [product])) + Counter(
        keys_by_channel("variant", [double for double, other in matches.items() if other])
    )
    return MergePreview(
        offered={field: (has.get(field, ""), comes[field]) for field in asked if field not in guarded},
        lacking=tuple(field for field in lacking(has, comes) if field not in guarded),
        kept=tuple(field for field in asked if field in guarded),
        matches=matches,
        keys=dict(keys),
    )


def merges_into(product: int) -> list[MergeView]:
    """The merges that make up a product, the newest first; each can be undone."""
    found = list(Merging.objects.filter(into=product).select_related("product").order_by("-at", "-pk"))
    now = held(product) if found else {}
    return [_view(row, now) for row in found]


def merge_of(product: int) -> MergeView:
    """The merge of one product into another; refuses one that stands for itself, and the unknown."""
    row = Merging.objects.filter(product=product).select_related("product").first()
    if row is not None:
        return _view(row, held(row.into_id))
    if not Product.objects.filter(pk=product).exists():
        raise UnknownProduct(product=product)
    raise ProductNotMerged(product=product)


def _view(row: Merging, now: dict[str, str]) -> MergeView:
    gives_back, stays = parted(row.taken, now)
    variants = {int(one): other if isinstance(other, int) else 0 for one, other in row.variants.items()}
    return MergeView(
        row.pk, row.product.name, row.into_id, row.at, row.actor, gives_back, stays, variants, len(row.keys)
    )


def doubles_keys(channel: int) -> dict[tuple[str, str], int]:
    """Keys of merged goods on a connection on which the one that stays has keys of its own: (kind, key) → object.

    What comes under them is said about the double; merges are few, so all are read.
    """
    found = {}
    for row in Merging.objects.exclude(keys=[]):
        for at, kind, key, _before, beside in row.keys:
            if at == channel and beside:
                found[kind, key] = row.into_id
    return found
