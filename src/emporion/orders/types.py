"""Words of orders."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from emporion.journal.types import Event, FieldChange
from emporion.kernel.money import Money, UnitPrice
from emporion.parties.types import PartyCard
from emporion.stock.types import Cover as Cover

from .refusals import (
    AlreadyShipped as AlreadyShipped,
    DiscountTooLarge as DiscountTooLarge,
    EmptyOrder as EmptyOrder,
    ForeignPrice as ForeignPrice,
    HasManager as HasManager,
    ManagerAway as ManagerAway,
    MoreThanPaid as MoreThanPaid,
    MoreThanShipped as MoreThanShipped,
    NoPrice as NoPrice,
    NotForSale as NotForSale,
    NothingAsked as NothingAsked,
    NothingHasLeft as NothingHasLeft,
    NothingLeft as NothingLeft,
    NotYetForSale as NotYetForSale,
    NumberTaken as NumberTaken,
    StatusNameTaken as StatusNameTaken,
    UnknownOrder as UnknownOrder,
    UnknownShop as UnknownShop,
    UnknownStatus as UnknownStatus,
    WrongCurrency as WrongCurrency,
)


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
class WaitingLine:
    """A line that stock does not cover, with what one asks of its order; missing in thousandths."""

    order: int
    number: str
    placed_at: datetime
    status: str
    currency: str
    total_minor: int
    name: str
    missing: int


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
    returned: int
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
class ReturnView:
    """Goods the customer brought back into a warehouse; amount_minor is what they were sold for."""

    reference: str
    warehouse: int
    amount_minor: int
    reason: str
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
    returned_minor: int
    back_minor: int
    state: str
    status: str
    reason: str
    status_since: datetime
    shipped: str
    returned: str
    lines: tuple[LineView, ...]
    payments: tuple[PaymentView, ...]
    shipments: tuple[ShipmentView, ...]
    returns: tuple[ReturnView, ...]
    cancelled_because: str | None
    is_demo: bool = False
    manager: int | None = None

    @property
    def subject(self) -> str:
        """Its name in the journal and the ledger."""
        return subject_of(self.number)

    @property
    def owed_minor(self) -> int:
        """What the customer owes in all: nothing of a cancelled order, and not what came back."""
        return 0 if self.state == "cancelled" else self.total_minor - self.returned_minor


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
    """A new order stands in the book; manager is the number of the member of the staff who placed it."""

    shop: str
    total_minor: int
    currency: str
    uncovered: tuple[Uncovered, ...]
    manager: int | None = None


@dataclass(frozen=True, slots=True)
class OrderManaged(OrderEvent):
    """The order is somebody's deal now, or nobody's again; both are numbers of the staff, None stands for nobody."""

    manager_before: int | None
    manager: int | None


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
class Returned:
    """So much of a variant that came back, in thousandths."""

    variant: int
    quantity: int


@dataclass(frozen=True, slots=True)
class OrderReturned(OrderEvent):
    """The customer brought goods back; amount_minor is what they were sold for."""

    reference: str
    warehouse: int
    goods: tuple[Returned, ...]
    amount_minor: int
    reason: str


@dataclass(frozen=True, slots=True)
class StatusChanged(OrderEvent):
    """The facts of an order led to another status."""

    before: str
    after: str
    reason: str


@dataclass(frozen=True, slots=True)
class StatusNamed(Event):
    """A status is called otherwise; the fields are languages, "" is its usual word. The subject is status:<code>."""

    changes: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class ShopPut(Event):
    """A shop was opened or its settings changed; fields names them. A shop that was opened changes from nothing."""

    fields: tuple[str, ...]
    changes: tuple[FieldChange, ...] = ()
