"""Prices that stand, raised or lowered together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from emporion.catalog.queries import lock_variants
from emporion.journal.commands import command
from emporion.journal.types import Work
from emporion.kernel import rows

from ..models import Price
from ..rules import raised
from ..types import Outcome, PriceCard, PriceTold, PriceWouldVanish
from .prices import put_prices


@command
def raise_prices(
    work: Work,
    *,
    variant_ids: Sequence[int],
    price_type_id: int,
    basis_points: int,
    step_micro: int,
    less_micro: int = 0,
) -> tuple[Outcome, ...]:
    """Raise the prices of one type by hundredths of a percent, rounded to whole steps; below nothing lowers them.

    Prices from a quantity on move too; a price of 0 means "not for sale" and stays. Refuses where a price would come to
    nothing or less. The prices are read under lock: what was written meanwhile is what is raised.
    """
    lock_variants(set(variant_ids))
    told: dict[int, list[PriceTold]] = defaultdict(list)
    standing = Price.objects.filter(variant__in=rows.among(variant_ids), price_type=price_type_id, price_micro__gt=0)
    for variant, quantity, micro in standing.values_list("variant_id", "min_quantity", "price_micro"):
        new = raised(micro, basis_points, step_micro, less_micro)
        if new <= 0:
            raise PriceWouldVanish(variant=variant, price=micro)
        told[variant].append((price_type_id, quantity, new))
    cards = [PriceCard(variant, tuple(prices)) for variant, prices in sorted(told.items())]
    return put_prices(work=work, cards=cards)
