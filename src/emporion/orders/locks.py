"""The order's own lock: taken first by whatever moves an order, so that its promises have one writer."""

from .models import Order
from .types import UnknownOrder


def locked(number: str) -> Order:
    """The order's row, locked until the transaction ends."""
    order = Order.objects.select_for_update().filter(number=number).first()
    if order is None:
        raise UnknownOrder(number=number)
    return order
