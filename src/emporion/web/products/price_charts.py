"""Base prices over time, a chart for each currency, from the facts that changed them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from emporion.journal.types import FactView
from emporion.pricing.types import PricesChanged, PriceTypeView

from .. import numbers
from ..charts import MOST_LINES, Chart, Line

Step = tuple[datetime, int, int | None]


def price_charts(variant: int, told: Sequence[FactView], types: Sequence[PriceTypeView]) -> list[Chart]:
    """The charts of one variant; none while no price has ever changed."""
    steps = [*_steps(variant, told)]
    currencies = dict.fromkeys(kind.currency for kind in types)
    return [chart for one in currencies if (chart := _chart(one, steps, [k for k in types if k.currency == one]))]


def _steps(variant: int, told: Sequence[FactView]) -> Iterable[Step]:
    """Base prices with the moments at which they came, the oldest first."""
    for fact in reversed(told):
        if fact.subject == f"variant:{variant}" and isinstance(fact.event, PricesChanged):
            for change in fact.event.changes:
                if not change.min_quantity:
                    yield fact.at, change.price_type_id, change.new_micro


def _chart(currency: str, steps: Sequence[Step], types: Sequence[PriceTypeView]) -> Chart | None:
    kinds = [kind for kind in types if any(kind.id == one for _at, one, _micro in steps)][:MOST_LINES]
    known = {kind.id for kind in kinds}
    moments = sorted({at for at, kind, _micro in steps if kind in known})
    if len(moments) < 2:  # noqa: PLR2004 - one price tells no story
        return None
    lines = [Line(kind.name, _values(kind.id, moments, steps)) for kind in kinds]
    now = timezone.now()
    return Chart(
        _("Prices over time, %(currency)s") % {"currency": numbers.symbol(currency)},
        [*moments, now],
        [Line(line.name, [*line.values, line.values[-1]]) for line in lines],
        lambda micro: numbers.price(micro, currency),
        steps=True,
    )


def _values(kind: int, moments: Sequence[datetime], steps: Sequence[Step]) -> list[int | None]:
    """The price of a type at each moment: what came last until then."""
    came = {at: micro for at, one, micro in steps if one == kind}
    values: list[int | None] = []
    for at in moments:
        values.append(came.get(at, values[-1] if values else None))
    return values
