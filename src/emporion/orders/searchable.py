"""Orders as they are searched: by their number, by the number they have in their shop, and by the shop."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from emporion.search.types import Entry, Searchable

from .models import Order
from .types import OrderPlaced


def _touched(events: Sequence[OrderPlaced]) -> set[str]:
    """An order keeps its numbers and its shop for life."""
    return {str(event.order) for event in events}


def _read(keys: Collection[str]) -> Iterator[Entry]:
    found = Order.objects.filter(pk__in=map(int, keys))
    fields = found.values_list("pk", "number", "external", "shop__name", "shop_id", "firm_id")
    for pk, number, external, shop, shop_id, firm_id in fields:
        yield Entry(str(pk), texts=(shop,), codes=(number, external), firm=firm_id, shop=shop_id)


def _after(last: str, limit: int) -> list[str]:
    found = Order.objects.filter(pk__gt=int(last or 0)).order_by("pk").values_list("pk", flat=True)
    return [str(pk) for pk in found[:limit]]


ORDERS = Searchable("order", "o", (OrderPlaced,), touched=_touched, read=_read, after=_after)
