"""What goods cost in one line: the price, and from how many pieces on it is a lower one."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from emporion.accounts.queries import Asker
from emporion.catalog.types import VariantView
from emporion.pricing.queries import prices_of
from emporion.pricing.types import PriceView

from .. import numbers
from ..products.sight import visible_types

Variants = Mapping[int, Sequence[VariantView]]
ONE = 1000
Steps = tuple[tuple[int, int], ...]  # from so many thousandths on, in micro


@dataclass(frozen=True, slots=True)
class Prices:
    """Both as they are read; lower is "" where more pieces are no cheaper."""

    price: str = ""
    lower: str = ""


def prices_for(asker: Asker, variants: Variants) -> dict[int, Prices]:
    """By product, in the first price type of sales that the person may see; two queries whatever the goods.

    Hidden variants and prices of 0 are not for sale. Variants that differ give the lowest price as "from" and no steps.
    """
    kind = next((one for one in visible_types(asker) if not one.is_cost), None)
    if kind is None or not variants:
        return {}
    told = prices_of([one.id for some in variants.values() for one in some if not one.is_hidden])
    found = {
        product: {steps for one in some if (steps := _steps(told.get(one.id, ()), kind.id))}
        for product, some in variants.items()
    }
    return {product: _words(steps, kind.currency) for product, steps in found.items() if steps}


def _steps(prices: Sequence[PriceView], kind: int) -> Steps:
    return tuple((one.min_quantity, one.price.micro) for one in prices if one.price_type.id == kind and one.price.micro)


def _words(found: Collection[Steps], currency: str) -> Prices:
    if len(found) > 1:
        lowest = min(micro for steps in found for _from, micro in steps[:1])
        return Prices(_("from %(low)s") % {"low": _money(lowest, currency)})
    [[(smallest, base), *further]] = found
    if smallest > ONE:
        return Prices(_from(smallest, base, currency))
    lower = next((step for step in further if step[1] < base), None)
    return Prices(_money(base, currency), _from(*lower, currency) if lower else "")


def _from(quantity: int, micro: int, currency: str) -> str:
    told = {"price": _money(micro, currency), "quantity": numbers.quantity(quantity)}
    return _("%(price)s from %(quantity)s") % told


def _money(micro: int, currency: str) -> str:
    return f"{numbers.price(micro, currency)}{numbers.FIXED_SPACE}{numbers.symbol(currency)}"
