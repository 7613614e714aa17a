"""What happened to an order, in words."""

from __future__ import annotations

from django.utils.translation import gettext as _

from emporion.channels.types import StatusWordUnknown
from emporion.orders.types import (
    LineChange,
    OrderCancelled,
    OrderCovered,
    OrderLinesChanged,
    OrderManaged,
    OrderPaid,
    OrderPlaced,
    OrderRestCancelled,
    OrderReturned,
    OrderShipped,
    StatusChanged,
)
from emporion.stock.types import StockReleased, StockReserved, StockReturned, StockShipped

from .. import numbers
from ..timeline import Names, Said, says
from .words import because, state_of


@says(OrderPlaced)
def _placed(event: OrderPlaced, names: Names) -> Said:
    text = _("Without cover: %(goods)s") % {"goods": names.goods(event.uncovered)} if event.uncovered else ""
    return Said(_("Placed"), text, "shopping-cart")


@says(OrderManaged)
def _managed(event: OrderManaged, names: Names) -> Said:
    before, now = names.person(event.manager_before), names.person(event.manager)
    if not event.manager:
        return Said(_("Free to take"), before, "user")
    text = _("before: %(name)s") % {"name": before} if before else ""
    return Said(_("Manager: %(name)s") % {"name": now}, text, "user")


@says(OrderLinesChanged)
def _changed(event: OrderLinesChanged, names: Names) -> Said:
    return Said(_("Lines changed"), "; ".join(map(_change, event.changes)), "pencil")


def _change(change: LineChange) -> str:
    said = {
        "name": change.name,
        "old": numbers.quantity(change.old_quantity),
        "new": numbers.quantity(change.new_quantity),
    }
    if not change.old_quantity:
        return _("%(name)s × %(new)s added") % said
    if not change.new_quantity:
        return _("%(name)s taken off") % said
    if change.old_quantity == change.new_quantity:
        return _("%(name)s at another price") % said
    return _("%(name)s: %(old)s → %(new)s") % said


@says(StatusWordUnknown)
def _unknown_word(event: StatusWordUnknown, names: Names) -> Said:
    text = _("“%(word)s” means nothing here yet: set it against a status in the connection's settings.")
    return Said(_("Another program gave it a status"), text % {"word": event.word}, "message-question")


@says(OrderCovered)
def _covered(event: OrderCovered, names: Names) -> Said:
    return Said(_("Goods came in for it"), names.goods(event.covered), "package-import")


@says(OrderCancelled)
def _cancelled(event: OrderCancelled, names: Names) -> Said:
    return Said(_("Cancelled"), because(event.reason), "x")


@says(OrderRestCancelled)
def _rest_cancelled(event: OrderRestCancelled, names: Names) -> Said:
    told = [*map(_change, event.changes), because(event.reason)]
    return Said(_("What had not left was cancelled"), "; ".join(filter(None, told)), "x")


@says(OrderPaid)
def _paid(event: OrderPaid, names: Names) -> Said:
    amount = names.money(abs(event.amount_minor))
    if event.amount_minor < 0:
        title = _("Given back %(amount)s") % {"amount": amount} if amount else _("Money went back")
        return Said(title, ", ".join(filter(None, (because(event.method), event.reference))), "arrow-back-up")
    title = _("Paid %(amount)s") % {"amount": amount} if amount else _("Payment noted")
    return Said(title, ", ".join(filter(None, (because(event.method), event.reference))), "cash")


@says(OrderShipped)
def _shipped(event: OrderShipped, names: Names) -> Said:
    title = _("Shipped") if event.shipped == "all" else _("Shipped in part")
    return Said(title, event.reference, "truck-delivery")


@says(OrderReturned)
def _returned(event: OrderReturned, names: Names) -> Said:
    amount = names.money(event.amount_minor)
    title = _("Returned for %(amount)s") % {"amount": amount} if amount else _("Returned")
    return Said(title, ", ".join(filter(None, (because(event.reason), event.reference))), "arrow-back-up")


@says(StatusChanged)
def _status(event: StatusChanged, names: Names) -> Said:
    title = f"{state_of(event.before).word} → {state_of(event.after).word}"
    return Said(title, because(event.reason), "robot")


@says(StockReserved)
def _reserved(event: StockReserved, names: Names) -> Said:
    return Said(_("Reserved"), _from(event, names), "stack-2")


@says(StockReleased)
def _released(event: StockReleased, names: Names) -> Said:
    return Said(_("Back on sale"), _from(event, names), "arrow-back-up")


def _from(event: StockReserved | StockReleased, names: Names) -> str:
    places = dict.fromkeys(promise.warehouse for promise in event.promises)
    return "; ".join(
        f"{names.warehouse(place)}: {names.goods(one for one in event.promises if one.warehouse == place)}"
        for place in places
    )


@says(StockShipped)
def _left(event: StockShipped, names: Names) -> Said:
    return Said(
        _("Left %(warehouse)s") % {"warehouse": names.warehouse(event.warehouse)}, names.goods(event.goods), "package"
    )


@says(StockReturned)
def _came_back(event: StockReturned, names: Names) -> Said:
    title = _("Came back to %(warehouse)s") % {"warehouse": names.warehouse(event.warehouse)}
    return Said(title, names.goods(event.goods), "package-import")
