"""Words of orders."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_noop

from emporion.journal.types import Event
from emporion.kernel.errors import Refused
from emporion.kernel.money import Money, UnitPrice
from emporion.parties.types import PartyCard
from emporion.stock.types import Cover

__all__ = ["Cover"]


class UnknownOrder(Refused):
    """No order has this number."""

    code = "unknown_order"
    says = gettext_noop("There is no order %(number)s.")


class UnknownShop(Refused):
    """No shop has this code."""

    code = "unknown_shop"
    says = gettext_noop("There is no shop %(shop)s.")


class NumberTaken(Refused):
    """Another order has this number; the same order twice needs the same key."""

    code = "number_taken"
    says = gettext_noop("There already is an order %(number)s.")
    remedy = gettext_noop("Open that order, or give this one another number.")


class EmptyOrder(Refused):
    """An order needs at least one line."""

    code = "empty_order"
    says = gettext_noop("The order has no lines.")
    remedy = gettext_noop("Add at least one product, or cancel the order.")


class NoPrice(Refused):
    """A line has no price and the shop's price type has none for it."""

    code = "no_price"
    says = gettext_noop("%(name)s has no price of type %(price_type)s.")
    remedy = gettext_noop("Enter the price in the line, or set it on the product's page.")


class NotForSale(Refused):
    """The product is hidden."""

    code = "not_for_sale"
    says = gettext_noop("%(name)s is not for sale: it is switched off in the catalog.")


class NotYetForSale(Refused):
    """The goods came by a connection whose checklist is still open: prices, taxes and warehouses are not said yet."""

    code = "not_yet_for_sale"
    says = gettext_noop("What “%(connection)s” has brought is not for sale yet.")
    remedy = gettext_noop("Answer the checklist of this connection on the Exchange page.")


class DiscountTooLarge(Refused):
    """A discount of more than the line is worth, or of less than nothing."""

    code = "discount_too_large"
    says = gettext_noop("A discount of %(discount)s does not fit a line of %(total)s.")


class AlreadyShipped(Refused):
    """What has left the house cannot be cancelled or taken off."""

    code = "already_shipped"
    says = gettext_noop("Order %(number)s is shipped, at least in part.")
    remedy = gettext_noop("Take the goods back with a return instead.")


class ForeignPrice(Refused):
    """A line's price is in another currency than the order; an order has one."""

    code = "foreign_price"
    says = gettext_noop("The price of %(name)s is in %(currency)s, the order is in %(expected)s.")
    remedy = gettext_noop("Enter the price in %(expected)s.")


class NothingAsked(Refused):
    """A line asks for nothing, or for less."""

    code = "nothing_asked"
    says = gettext_noop("%(name)s is asked for %(quantity)s times.")
    remedy = gettext_noop("Enter more than nothing, or take the line off.")


class NothingLeft(Refused):
    """All that was ordered has left, so there is no rest to cancel."""

    code = "nothing_left_to_cancel"
    says = gettext_noop("All of order %(number)s has left already.")
    remedy = gettext_noop("Take the goods back with a return instead.")


class NothingHasLeft(Refused):
    """Nothing of the order has left: then it is called off as a whole."""

    code = "nothing_has_left"
    says = gettext_noop("Nothing of order %(number)s has left yet.")
    remedy = gettext_noop("Cancel the order as a whole, or change its lines.")


class MoreThanPaid(Refused):
    """More is given back than ever came in."""

    code = "more_than_paid"
    says = gettext_noop("Of order %(number)s %(paid)s are paid; %(amount)s cannot go back.")
    remedy = gettext_noop("Give back at most what was paid.")


class WrongCurrency(Refused):
    """The payment is in another currency than the order."""

    code = "wrong_currency"
    says = gettext_noop("Order %(number)s is paid in %(expected)s, not in %(currency)s.")


@dataclass(frozen=True, slots=True)
class Wish:
    """One line of a wish: a variant and how much of it, in thousandths.

    price is what the customer was promised for one unit; None takes the shop's price. discount_minor is off the line.
    The tax class is the one of the line that stands for the variant, else the product's.
    """

    variant: int
    quantity: int
    price: UnitPrice | None = None
    discount_minor: int = 0


@dataclass(frozen=True, slots=True)
class ServiceWish:
    """A line that is no goods, such as the delivery; kind is delivery or service.

    tax_class None: the one of the line that stands under this name, else the standard one.
    """

    name: str
    price: UnitPrice
    quantity: int = 1000
    kind: str = "delivery"
    tax_class: str | None = None


@dataclass(frozen=True, slots=True)
class OrderDraft:
    """What a customer wants, before it stands in the book.

    number empty: the shop's next one. external is the number in the channel it came from. customer None: a guest.
    The delivery goes to address, else to the first address of the customer's card. is_demo: a demonstration invents it;
    whatever a shop of a demonstration sells is marked so by itself.
    """

    shop: str
    wishes: tuple[Wish, ...]
    services: tuple[ServiceWish, ...] = ()
    customer: PartyCard | int | None = None
    number: str = ""
    channel: str = ""
    external: str = ""
    address: int | None = None
    comment: str = ""
    placed_at: datetime | None = None
    is_demo: bool = False


@dataclass(frozen=True, slots=True)
class Uncovered:
    """So much of a variant that no stock covers, in thousandths."""

    variant: int
    quantity: int


@dataclass(frozen=True, slots=True)
class OrderRef:
    """The answer to place: the order, its total, and what no stock covers."""

    id: int
    number: str
    total: Money
    uncovered: tuple[Uncovered, ...] = ()


@dataclass(frozen=True, slots=True)
class LineView:
    """A line as other rooms see it; quantities in thousandths, price in 10^-6."""

    id: int
    position: int
    kind: str
    variant: int | None
    name: str
    sku: str
    unit: str
    quantity: int
    covered: int
    shipped: int
    price_micro: int
    discount_minor: int
    net_minor: int
    tax_minor: int
    total_minor: int
    tax_class: str
    rate_milli: int
    tax_included: bool

    @property
    def key(self) -> LineKey:
        """What makes a line the same when lines are changed."""
        return line_key(self.variant, self.name)


LineKey = tuple[int | None, str]


def line_key(variant: int | None, name: str) -> LineKey:
    """What makes a line the same when lines are changed: the variant; of a service its name."""
    return variant, "" if variant else name


@dataclass(frozen=True, slots=True)
class PaymentView:
    """A payment the order has heard of; below nothing for money that went back."""

    reference: str
    amount_minor: int
    method: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ShipmentView:
    """A shipment the order has heard of."""

    reference: str
    tracking: str
    at: datetime


@dataclass(frozen=True, slots=True)
class OrderView:
    """An order as other rooms see it, whole."""

    id: int
    number: str
    shop: str
    shop_name: str
    firm: int
    channel: str
    external: str
    customer: int | None
    address: int | None
    comment: str
    placed_at: datetime
    currency: str
    net_minor: int
    tax_minor: int
    total_minor: int
    paid_minor: int
    back_minor: int
    state: str
    status: str
    reason: str
    status_since: datetime
    shipped: str
    lines: tuple[LineView, ...]
    payments: tuple[PaymentView, ...]
    shipments: tuple[ShipmentView, ...]
    cancelled_because: str | None
    is_demo: bool = False

    @property
    def subject(self) -> str:
        """Its name in the journal and the ledger."""
        return subject_of(self.number)


def subject_of(number: str) -> str:
    """An order's name in the journal and the ledger."""
    return f"order:{number}"


@dataclass(frozen=True, slots=True)
class Stage:
    """How far an order has come, for those who ask of many."""

    id: int
    number: str
    placed_at: datetime
    status: str
    is_demo: bool


@dataclass(frozen=True, slots=True)
class ShopCard:
    """A shop as a page or a channel tells it; None means "not told". warehouses are ids in their turn."""

    code: str
    name: str | None = None
    firm: int | None = None
    price_type: int | None = None
    prefix: str | None = None
    takes_uncovered: bool | None = None
    is_hidden: bool | None = None
    warehouses: tuple[int, ...] | None = None
    is_demo: bool | None = None


@dataclass(frozen=True, slots=True)
class ShopView:
    """A shop as other rooms see it."""

    id: int
    code: str
    name: str
    firm: int
    country: str
    price_type: int
    price_type_name: str
    currency: str
    tax_included: bool
    prefix: str
    takes_uncovered: bool
    warehouses: tuple[int, ...]
    is_demo: bool = False


@dataclass(frozen=True, slots=True)
class OrderEvent(Event):
    """A fact about an order; order is its id."""

    order: int


@dataclass(frozen=True, slots=True)
class OrderPlaced(OrderEvent):
    """A new order stands in the book."""

    shop: str
    total_minor: int
    currency: str
    uncovered: tuple[Uncovered, ...]


@dataclass(frozen=True, slots=True)
class LineChange:
    """A line before and after, in thousandths and minor units; 0 for one that was added or taken off."""

    variant: int | None
    name: str
    old_quantity: int
    new_quantity: int
    old_minor: int
    new_minor: int


@dataclass(frozen=True, slots=True)
class OrderLinesChanged(OrderEvent):
    """Lines were added, taken off, repriced or asked for in another quantity."""

    changes: tuple[LineChange, ...]
    total_minor: int


@dataclass(frozen=True, slots=True)
class OrderRestCancelled(OrderEvent):
    """What had not left of the order was called off; the order stands for what has left."""

    changes: tuple[LineChange, ...]
    total_minor: int
    reason: str


@dataclass(frozen=True, slots=True)
class OrderCovered(OrderEvent):
    """Goods came in and cover lines that waited."""

    covered: tuple[Uncovered, ...]


@dataclass(frozen=True, slots=True)
class OrderCancelled(OrderEvent):
    """The order was called off."""

    reason: str


@dataclass(frozen=True, slots=True)
class OrderPaid(OrderEvent):
    """A payment for the order was heard of; below nothing when money went back."""

    reference: str
    amount_minor: int
    method: str


@dataclass(frozen=True, slots=True)
class OrderShipped(OrderEvent):
    """Goods of the order left the house."""

    reference: str
    shipped: str


@dataclass(frozen=True, slots=True)
class StatusChanged(OrderEvent):
    """The facts of an order led to another status."""

    before: str
    after: str
    reason: str


@dataclass(frozen=True, slots=True)
class ShopPut(Event):
    """A shop was opened or its settings changed; fields names them."""

    fields: tuple[str, ...]
