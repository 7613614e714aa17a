"""The order's own lock: taken first by whatever moves an order, so that its promises have one writer."""

from collections.abc import Sequence

from .models import Order
from .types import UnknownOrder


def locked(number: str) -> Order:
    """The order's row, locked until the transaction ends."""
    order = Order.objects.select_for_update().filter(number=number).first()
    if order is None:
        raise UnknownOrder(number=number)
    return order


def locked_all(numbers: Sequence[str]) -> list[Order]:
    """The rows of many orders, locked in the order of their ids, so that two who want the same do not block."""
    rows = list(Order.objects.select_for_update().filter(number__in=set(numbers)).order_by("pk"))
    if len(rows) < len(set(numbers)):
        raise UnknownOrder(number=min(set(numbers) - {row.number for row in rows}))
    return rows
