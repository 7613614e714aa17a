"""What the page of an order shows, gathered block by block."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _, ngettext, pgettext

from emporion.accounts.queries import Asker
from emporion.catalog.queries import variants
from emporion.journal.queries import timeline
from emporion.journal.types import FactView, kind_of
from emporion.orders.types import LineView, OrderView
from emporion.parties import queries as parties
from emporion.parties.types import PartyView
from emporion.stock.queries import free_at, not_heard_of, warehouses
from emporion.stock.types import StockFreed

from .. import called, chronicle, numbers, status, timeline as told, times
from ..navigation import place
from ..parts import Action, Crumb, Fact, Sum
from ..rights import staff_of
from ..said import OWN_KINDS
from . import managing, sentences as sentences  # the words of these facts, entered when they load
from .access import Opened, seen_by
from .peers import peers
from .theirs import differences
from .words import because, paid, sentence, state_of


@dataclass(frozen=True, slots=True)
class Line:
    """A line as the page shows it; state says in words what covers it, free what could be promised to it now.

    name is the goods' in the reader's language; card_name that of the line, where it is another one.
    """

    view: LineView
    name: str
    card_name: str
    tone: str
    mark: str
    state: str
    url: str = ""


def new_order() -> Action:
    """The way to a new order."""
    return Action(_("New order"), reverse("web:order_new"), "primary", "plus", key="n")


def context(request: HttpRequest, seen: Opened) -> dict[str, Any]:
    """Everything templates/web/orders/order.html takes."""
    order = seen.order
    currency = order.currency if seen.sight.amounts else ""
    card = parties.card(order.customer) if order.customer and seen.sight.customers else None
    return {
        "order": order,
        "sight": seen.sight,
        "title": order.number,
        "crumbs": [Crumb(_("Orders"), reverse("web:orders")), Crumb(order.shop_name)],
        "state": state_of(order.status),
        "reason": _reason(order),
        "actions": actions(seen),
        "lines": _lines(seen),
        "differences": differences(seen),
        "sums": sums(order),
        "customer": card,
        "customer_name": _name(seen, card),
        "customer_facts": _contacts(card),
        "bought": bought(summed(card, staff_of(request))) if card else "",
        "address": parties.address(order.address) if order.address and seen.sight.people else None,
        "order_facts": _facts(order, seen),
        "manager": managing.name_of(order.manager),
        "manager_actions": managing.actions(seen),
        "payment_state": _payment_state(order),
        "shipment_state": _shipment_state(order),
        "not_heard_of": _not_heard_of(order),
        "payments": [(one, because(one.method)) for one in order.payments],
        "peers": peers(order),
        "subject": order.subject,
        "chronicle": chronicle.piece(request, [order.subject], _changes(order, currency)),
    }


def _changes(order: OrderView, currency: str) -> chronicle.Changes:
    """The facts of the order, without the bell that wakes those who wait for its goods."""
    beside = [*OWN_KINDS, kind_of(StockFreed)]

    def read(before: int | None, limit: int) -> list[FactView]:
        return timeline([order.subject], limit, without=beside, before=before)

    return chronicle.Changes(read, lambda facts: told.events(facts, currency=currency))


def _reason(order: OrderView) -> str:
    if order.cancelled_because:
        return _("Called off: %(reason)s.") % {"reason": because(order.cancelled_because)}
    return sentence(order.reason)


def actions(seen: Opened) -> list[Action]:
    """The verbs of now: what takes away is quiet, the one that leads on is the primary."""
    at, acts = seen.order.id, seen.acts
    ahead = "pay" if "pay" in acts and seen.order.status not in ("to_ship", "part_shipped") else "ship"
    ahead = next((one for one in (ahead, "pay", "give_back") if one in acts), "")
    found = [
        ("give_back", Action(_("Give back"), reverse("web:order_give_back", args=[at]), icon="cash", drawer=True)),
        ("cancel", Action(_("Cancel…"), reverse("web:order_cancel", args=[at]), "undo", "x", drawer=True)),
        (
            "cancel_rest",
            Action(_("Cancel the rest…"), reverse("web:order_cancel_rest", args=[at]), "undo", "x", drawer=True),
        ),
        (
            "take_back",
            Action(_("Take back…"), reverse("web:order_return", args=[at]), icon="arrow-back-up", drawer=True),
        ),
        ("change", Action(_("Change lines"), reverse("web:order_change", args=[at]), icon="pencil")),
        ("pay", Action(_("Note payment"), reverse("web:order_pay", args=[at]), icon="cash", drawer=True)),
        ("ship", Action(_("Ship"), reverse("web:order_ship", args=[at]), icon="truck-delivery", drawer=True)),
    ]
    why = Action(_("Why?"), reverse("web:why_order", args=[at, "status"]), "quiet", "help-circle", drawer=True)
    shown = [(name, action) for name, action in found if name in acts]
    rest = [action for name, action in shown if name != ahead]
    first = [Action(one.verb, one.url, "primary", one.icon, drawer=one.drawer) for name, one in shown if name == ahead]
    return [why, *rest, *first]


def _lines(seen: Opened) -> list[Line]:
    """The lines with what covers them; nothing covers a cancelled order any more."""
    views = seen.order.lines
    waiting = {line.variant for line in views if line.variant and line.covered < line.quantity}
    free = free_at(seen.shop.warehouses, waiting) if waiting and not seen.order.cancelled_because else {}
    sold = variants({line.variant for line in views if line.variant})
    urls = {pk: place("product", view.product_id) if seen.sight.products else "" for pk, view in sold.items()}
    told = called.goods(sold.values())
    own = {pk: told[pk].name for pk, view in sold.items() if told[pk].name != view.name}
    names = {line.id: called.called(own.get(line.variant or 0, line.name), line.name) for line in views}
    return [
        Line(
            line,
            names[line.id].name,
            names[line.id].card,
            *_cover(line, free.get(line.variant or 0, 0), seen.order),
            urls.get(line.variant or 0, ""),
        )
        for line in views
    ]


def _cover(line: LineView, free: int, order: OrderView) -> tuple[str, str, str]:
    """Tone, mark and words of what covers a line."""
    if not line.variant or order.state == "cancelled":
        return "", "", ""
    if line.returned:
        back = pgettext("goods", "Returned") if line.returned >= line.quantity else _("%(count)s came back")
        return "", "", back % {"count": numbers.quantity(line.returned)}
    if line.shipped >= line.quantity:
        return "", "", pgettext("goods", "Shipped")
    if line.covered >= line.quantity:
        part = _("%(count)s shipped") % {"count": numbers.quantity(line.shipped)} if line.shipped else _("Here")
        return "", "", part
    return "bad", "no", _missing(line, free)


def _missing(line: LineView, free: int) -> str:
    missing = numbers.quantity(line.quantity - line.covered)
    if free:
        return _("%(missing)s missing, %(free)s free") % {"missing": missing, "free": numbers.quantity(free)}
    return _("%(missing)s missing") % {"missing": missing}


def sums(order: OrderView) -> list[Sum]:
    """Goods, services, total, the tax in it by rate, what is paid and what is due."""

    def money(minor: int) -> str:
        return numbers.money(minor, order.currency)

    goods = sum(line.total_minor for line in order.lines if line.variant)
    tax = dict.fromkeys(sorted({line.rate_milli for line in order.lines}, reverse=True), 0)
    for line in order.lines:
        tax[line.rate_milli] += line.tax_minor
    due = order.owed_minor - order.paid_minor
    return [
        Sum(_("Goods"), money(goods)),
        *(Sum(line.name, money(line.total_minor)) for line in order.lines if not line.variant),
        Sum(
            _("Total, %(currency)s") % {"currency": numbers.symbol(order.currency)},
            money(order.total_minor),
            total=True,
            why=reverse("web:why_order", args=[order.id, "total"]),
        ),
        *(
            Sum(_("of it tax %(rate)s %%") % {"rate": _rate(rate)}, money(minor))
            for rate, minor in tax.items()
            if minor
        ),
        *([Sum(_("Came back"), money(-order.returned_minor))] if order.returned_minor else []),
        *(
            [Sum(_("Paid"), money(order.paid_minor), why=reverse("web:why_order", args=[order.id, "paid"]))]
            if order.paid_minor
            else []
        ),
        *([Sum(_("To pay") if due > 0 else _("To give back"), money(abs(due)))] if due else []),
    ]


def _rate(milli: int) -> str:
    return numbers.quantity(milli)


def _name(seen: Opened, card: PartyView | None) -> str:
    order = seen.order
    if not order.customer:
        return _("Guest")
    if card or not seen.sight.people:
        shown = card.name or next(iter([*card.phones, *card.emails]), "") if card else ""
        return shown or _("Customer %(number)s") % {"number": order.customer}
    return parties.names([order.customer])[order.customer]


def _contacts(card: PartyView | None) -> list[Fact]:
    if card is None:
        return []
    return [
        *(Fact(_("Phone"), phone, f"tel:{phone}") for phone in card.phones[:2]),
        *(Fact(_("E-mail"), email, f"mailto:{email}") for email in card.emails[:2]),
        *(Fact(_("Tax number"), one.shown) for one in card.tax_ids[:1]),
        *([Fact(_("Note"), card.note)] if card.note else []),
    ]


def summed(card: PartyView, reader: Asker) -> Mapping[str, tuple[int, int]]:
    """Number and sum per currency of the customer's orders that the reader sees, cancelled ones left out; one query."""
    ids = {card.id, *card.merged}
    found = seen_by(reader).filter(customer_id__in=ids).exclude(status="cancelled").order_by()
    rows = found.values_list("currency", "total_minor")
    totals: dict[str, tuple[int, int]] = {}
    for currency, minor in rows:
        count, total = totals.get(currency, (0, 0))
        totals[currency] = (count + 1, total + minor)
    return totals


def bought(totals: Mapping[str, tuple[int, int]]) -> str:
    """The sums of a customer in one line."""
    count = sum(count for count, _sum in totals.values())
    amounts = ", ".join(
        f"{numbers.money(total, currency)}{numbers.FIXED_SPACE}{numbers.symbol(currency)}"
        for currency, (_count, total) in totals.items()
    )
    said = ngettext("%(count)s order, %(amounts)s", "%(count)s orders, %(amounts)s", count)
    return said % {"count": numbers.count(count), "amounts": amounts} if count else ""


def _facts(order: OrderView, seen: Opened) -> list[Fact]:
    return [
        Fact(_("Placed"), times.moment(order.placed_at)),
        Fact(_("Shop"), order.shop_name),
        *([Fact(_("Number there"), order.external)] if order.external else []),
        *([Fact(_("Comment"), order.comment)] if order.comment and seen.sight.people else []),
    ]


def _payment_state(order: OrderView) -> status.Status:
    word = paid(order.paid_minor, order.owed_minor, order.currency)
    if order.back_minor:
        is_over = order.state == "cancelled" or order.returned_minor
        return status.Status(_("To give back") if is_over else word, "warn", "4")
    if order.returned == "all" and not order.owed_minor:
        return status.Status(_("Given back"), "idle", "4")
    if order.paid_minor > order.owed_minor:
        return status.Status(word, "warn", "4")
    if order.paid_minor == order.owed_minor:
        return status.Status(word, "good", "4")
    return status.Status(word, "idle", "0" if order.paid_minor <= 0 else "2")


def _shipment_state(order: OrderView) -> status.Status:
    if order.shipped == "all" and order.shipments:
        return status.Status(_("Shipped"), "good", "4")
    return (
        status.Status(_("Shipped in part"), "info", "2")
        if order.shipments
        else status.Status(_("Not begun"), "idle", "0")
    )


def _not_heard_of(order: OrderView) -> str:
    """What left by our hand out of a warehouse whose program has not said so yet, in a sentence with its remedy."""
    waiting = not_heard_of(order.subject) if order.shipments else []
    if not waiting:
        return ""
    named = {line.variant: line.name for line in order.lines}
    goods = (f"{named.get(row.variant, '')} × {numbers.quantity(row.quantity)}" for row in waiting)
    places = ", ".join(dict.fromkeys(place.name for place in warehouses(row.warehouse for row in waiting)))
    said = _("%(warehouses)s: %(goods)s stay promised until the program that keeps its figures ships the order too.")
    return said % {"warehouses": places, "goods": ", ".join(goods)}
