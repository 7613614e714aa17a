"""Questions about prices."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery

from emporion.journal.queries import timeline
from emporion.journal.types import FactView
from emporion.kernel.money import UnitPrice
from emporion.kernel.rows import among

from ..models import Price, PriceType
from ..types import PriceAnswer, PricesChanged, PriceTypeView, PriceView, UnknownPriceType

ONE = 1000


def price_types() -> tuple[PriceTypeView, ...]:
    """All price types in their order, closed ones too: what they once said is still to be explained."""
    return tuple(_type_view(row) for row in PriceType.objects.order_by("position", "id"))


def open_price_types() -> tuple[PriceTypeView, ...]:
    """The price types that can be chosen, in their order."""
    return tuple(kind for kind in price_types() if not kind.is_closed)


def price_type(price_type_id: int) -> PriceTypeView:
    """One price type; refuses an unknown one."""
    row = PriceType.objects.filter(pk=price_type_id).first()
    if row is None:
        raise UnknownPriceType(price_type=price_type_id)
    return _type_view(row)


def _type_view(row: PriceType) -> PriceTypeView:
    return PriceTypeView(row.pk, row.code, row.name, row.currency, row.tax_included, row.is_cost, row.is_closed)


def price_for(
    variant_ids: Collection[int], price_type_id: int, quantities: Mapping[int, int] | None = None
) -> dict[int, PriceAnswer]:
    """The price of each variant for its quantity (thousandths, one piece where none is named), or why there is none.

    The price with the largest smallest-quantity that is still reached holds. Two queries for any number of variants;
    refuses an unknown price type.
    """
    kind = price_type(price_type_id)
    steps: dict[int, dict[int, int]] = defaultdict(dict)
    stored = Price.objects.filter(variant__in=among(variant_ids), price_type=price_type_id)
    for variant, quantity, micro in stored.values_list("variant_id", "min_quantity", "price_micro"):
        steps[variant][quantity] = micro
    asked = quantities or {}
    return {pk: _answer(pk, kind, steps.get(pk, {}), asked.get(pk, ONE)) for pk in variant_ids}


def _answer(variant: int, kind: PriceTypeView, steps: Mapping[int, int], quantity: int) -> PriceAnswer:
    reached = [step for step in steps if step <= quantity]
    if not reached:
        return PriceAnswer(variant, None, kind.tax_included, "not_told")
    micro = steps[max(reached)]
    if not micro:
        return PriceAnswer(variant, None, kind.tax_included, "zero")
    return PriceAnswer(variant, UnitPrice(micro, kind.currency), kind.tax_included, "found")


def prices_of(variant_ids: Collection[int]) -> dict[int, tuple[PriceView, ...]]:
    """All prices of some variants, by type and quantity, in one query; variants without prices are left out."""
    found: dict[int, list[PriceView]] = defaultdict(list)
    stored = Price.objects.filter(variant__in=among(variant_ids)).select_related("price_type")
    for row in stored.order_by("price_type__position", "price_type_id", "min_quantity"):
        price = UnitPrice(row.price_micro, row.price_type.currency)
        found[row.variant_id].append(PriceView(_type_view(row.price_type), row.min_quantity, price, row.changed_at))
    return {variant: tuple(prices) for variant, prices in found.items()}


def why_price(variant_id: int, price_type_id: int, min_quantity: int = 0) -> FactView | None:
    """The fact that last changed a price, with its origin and place; None for a price nobody ever told."""
    for fact in timeline([f"variant:{variant_id}"], limit=500, kinds=["pricing.PricesChanged"]):
        changes = fact.event.changes if isinstance(fact.event, PricesChanged) else ()
        if any((change.price_type_id, change.min_quantity) == (price_type_id, min_quantity) for change in changes):
            return fact
    return None


def with_price(variants: QuerySet[Any], price_type_id: int) -> QuerySet[Any]:
    """Variants with `price_micro`, their base price of a type or None, for lists that sort or filter by it."""
    own = Price.objects.filter(variant=OuterRef("pk"), price_type=price_type_id, min_quantity=0)
    priced: QuerySet[Any] = variants.annotate(price_micro=Subquery(own.values("price_micro")[:1]))
    return priced


def with_lowest_price(products: QuerySet[Any], price_type_id: int) -> QuerySet[Any]:
    """Products with `price_micro`, the lowest price above 0 of their visible variants; None without one."""
    offered = Q(variant__product=OuterRef("pk"), variant__is_hidden=False, price_type=price_type_id, price_micro__gt=0)
    lowest = Price.objects.filter(offered, min_quantity=0).order_by("price_micro").values("price_micro")
    priced: QuerySet[Any] = products.annotate(price_micro=Subquery(lowest[:1]))
    return priced
