"""Lines while somebody edits them: what was typed, what it comes to, and what is wrong with it.

The draft lives in the form alone. Each field that repeats has one value a line, in the order of the lines.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from emporion.catalog.queries import variants_found
from emporion.catalog.types import VariantView
from emporion.kernel.errors import Refused
from emporion.kernel.money import Money, Quantity, UnitPrice
from emporion.orders.types import LineView, OrderView, ServiceWish, ShopView, Wish, line_key
from emporion.parties.queries import regime_at
from emporion.pricing.queries import price_for, rates_for, split
from emporion.stock.queries import free_at
from emporion.stock.types import NotEnough

from .. import called, numbers
from ..typed import money_text, money_typed, price_text, price_typed, quantity_text, quantity_typed

ONE = 1000
OFFERED = 8  # variants shown for a search
FIELDS = ("variant", "quantity", "price", "listed", "discount")


@dataclass
class Line:
    """A line of goods as typed; `listed` is the shop's price that stood in the field, to tell it from a typed one.

    held: thousandths that the order has promised to it already; stands: the line that the order has of it.
    """

    variant: int
    quantity: str = "1"
    price: str = ""
    listed: str = ""
    discount: str = ""
    held: int = 0
    stands: LineView | None = None
    view: VariantView | None = None
    free: int = 0
    sum_minor: int = 0
    asked: int = 0
    wish: Wish | None = None
    error: str = ""
    remedy_quantity: str = ""

    @property
    def is_short(self) -> bool:
        """Whether more is asked than is free and promised together."""
        return self.asked > self.free + self.held


@dataclass
class Service:
    """A line that is no goods, such as the delivery."""

    name: str
    price: str = ""
    kind: str = "delivery"
    stands: LineView | None = None
    error: str = ""
    wish: ServiceWish | None = None
    sum_minor: int = 0


@dataclass(frozen=True)
class Offer:
    """A variant that a search found, with what the shop asks for it and what is free."""

    view: VariantView
    price: UnitPrice | None
    why: str
    free: int


@dataclass
class Draft:
    """Lines and services for one shop, at the tax rates of a day."""

    shop: ShopView
    lines: list[Line] = field(default_factory=list)
    services: list[Service] = field(default_factory=list)
    day: date = field(default_factory=timezone.localdate)
    total_minor: int = 0
    tax_minor: int = 0

    @property
    def is_sound(self) -> bool:
        """Whether every line can be understood."""
        return not (any(line.error for line in self.lines) or any(one.error for one in self.services))

    @property
    def wishes(self) -> tuple[Wish, ...]:
        """The goods, for the command."""
        return tuple(line.wish for line in self.lines if line.wish)

    @property
    def service_wishes(self) -> tuple[ServiceWish, ...]:
        """The services, for the command."""
        return tuple(one.wish for one in self.services if one.wish)

    def short_of(self, refusal: NotEnough) -> None:
        """Write a refusal beside the lines that caused it, each with how many it could have."""
        missing = {one.variant: one for one in refusal.missing}
        for line in self.lines:
            if short := missing.get(line.variant):
                can = short.free + line.held
                line.error = _("Only %(free)s are free.") % {"free": numbers.quantity(can)}
                line.remedy_quantity = quantity_text(can) if can else ""


def read(post: QueryDict, shop: ShopView, order: OrderView | None = None) -> Draft:
    """The draft that a form carries, with the button that was pressed applied; a line beyond measure is refused.

    order: the one whose lines are changed; what stands there keeps its tax class.
    """
    columns = [post.getlist(name) for name in FIELDS]
    lines = [
        Line(int(variant), quantity, price, listed, discount)
        for variant, quantity, price, listed, discount in zip(*columns, strict=False)
        if variant.isdecimal()
    ]
    names, prices = post.getlist("service"), post.getlist("service_price")
    kinds = post.getlist("service_kind")
    services = [Service(*one) for one in zip(names, prices, kinds, strict=False)]
    draft = Draft(shop, _pressed(post, lines), services)
    _remember(draft, order)
    weigh(draft)
    return draft


def _remember(draft: Draft, order: OrderView | None) -> None:
    """What the order has of each line already, and the day whose rates hold for it."""
    if order is None:
        return
    draft.day = order.placed_at.date()
    known = {line.key: line for line in order.lines}
    held: Counter[int] = Counter()
    for one in order.lines:
        held[one.variant or 0] += one.covered
    for line in draft.lines:
        line.stands, line.held = known.get(line_key(line.variant, "")), held[line.variant]
    for service in draft.services:
        service.stands = known.get(line_key(None, service.name))


def standing(shop: ShopView, order: OrderView) -> Draft:
    """The draft of an order that stands: its lines with the prices and discounts agreed then."""
    goods = [
        Line(
            line.variant,
            quantity_text(line.quantity),
            price_text(line.price_micro, shop.currency),
            discount=money_text(line.discount_minor, shop.currency) if line.discount_minor else "",
        )
        for line in order.lines
        if line.variant
    ]
    services = [
        Service(line.name, money_text(_agreed(line), shop.currency), line.kind)
        for line in order.lines
        if not line.variant
    ]
    draft = Draft(shop, goods, services)
    _remember(draft, order)
    weigh(draft)
    return draft


def _agreed(line: LineView) -> int:
    """What a line was agreed at in minor units, as its price says it: with the tax or without."""
    return line.total_minor if line.tax_included else line.net_minor


def _pressed(post: QueryDict, lines: list[Line]) -> list[Line]:
    add, drop, take = (post.get(name, "") for name in ("add", "drop", "take"))
    if add.isdecimal():
        return _added(lines, int(add))
    if drop.isdecimal():
        return [line for n, line in enumerate(lines) if n != int(drop)]
    number, _sign, quantity = take.partition(":")
    if number.isdecimal() and int(number) < len(lines):
        lines[int(number)].quantity = quantity
    return lines


def _added(lines: list[Line], variant: int) -> list[Line]:
    """One more of what stands already, else a new line."""
    for line in lines:
        if line.variant == variant:
            try:
                line.quantity = quantity_text(quantity_typed(line.quantity or "0") + ONE)
            except Refused:
                line.quantity = "1"
            return lines
    return [*lines, Line(variant)]


def weigh(draft: Draft) -> None:
    """Fill in names, prices, free figures and sums, and say beside each line what is wrong with it."""
    known = called.variants({line.variant for line in draft.lines})
    free = free_at(draft.shop.warehouses, known) if known else {}
    for line in draft.lines:
        line.view, line.free = known[line.variant], free.get(line.variant, 0)
        _ask(line)
    asked = {line.variant: line.asked for line in draft.lines if line.asked}
    listed = price_for(known, draft.shop.price_type, asked) if known else {}
    rates = rates_for(draft.shop.country, regime_at(draft.shop.firm, draft.day), draft.day)
    for line in draft.lines:
        _price(line, draft.shop, listed[line.variant].price)
        _sum(draft, line, rates)
    for service in draft.services:
        _serve(draft, service, rates)


def _ask(line: Line) -> None:
    try:
        line.asked = quantity_typed(line.quantity)
        if line.view:
            Quantity(line.asked, line.view.unit).in_steps()
    except Refused as refusal:
        line.error = refusal.sentence
    if not line.error and line.asked <= 0:
        line.asked, line.error = 0, _("How many? Enter at least one, or take the line off.")


def _price(line: Line, shop: ShopView, shops: UnitPrice | None) -> None:
    """The shop's price for the quantity, unless a person typed another."""
    shops = _in(shop.currency, shops)
    listed = price_text(shops.micro, shop.currency) if shops else ""
    if line.price == line.listed:
        line.price = listed
    line.listed = listed


def _sum(draft: Draft, line: Line, rates: Mapping[str, int]) -> None:
    if line.error or not line.view:
        return
    if not line.price.strip():
        line.error = _("No price of type %(type)s. Enter one here.") % {"type": draft.shop.price_type_name}
        return
    try:
        micro = price_typed(line.price)
        discount = money_typed(line.discount, draft.shop.currency) if line.discount.strip() else 0
    except Refused as refusal:
        line.error = refusal.sentence
        return
    price = UnitPrice(micro, draft.shop.currency)
    whole = price.times(line.asked)
    if micro < 0 or not 0 <= discount <= whole.minor:
        line.error = _("The discount is larger than the line.") if micro >= 0 else _("A price is never below nothing.")
        return
    line.wish = Wish(line.variant, line.asked, None if line.price == line.listed else price, discount)
    rate = rates.get(line.stands.tax_class if line.stands else line.view.tax_class, 0)
    included = line.stands.tax_included if line.stands and line.wish.price else draft.shop.tax_included
    line.sum_minor = _counted(draft, Money(whole.minor - discount, whole.currency), rate, included)


def _serve(draft: Draft, service: Service, rates: Mapping[str, int]) -> None:
    if not service.price.strip():
        return
    try:
        minor = money_typed(service.price, draft.shop.currency)
        micro = price_typed(service.price)
    except Refused as refusal:
        service.error = refusal.sentence
        return
    if minor < 0:
        service.error = _("A price is never below nothing.")
        return
    currency, stands = draft.shop.currency, service.stands
    service.wish = ServiceWish(service.name, UnitPrice(micro, currency), kind=service.kind or "delivery")
    if stands and minor == _agreed(stands):  # nothing was typed: so many times their price, as they were
        service.wish = replace(service.wish, price=UnitPrice(stands.price_micro, currency), quantity=stands.quantity)
    included = stands.tax_included if stands else draft.shop.tax_included
    rate = rates.get(stands.tax_class if stands else "standard", 0)
    service.sum_minor = _counted(draft, Money(minor, currency), rate, included)


def _counted(draft: Draft, amount: Money, rate_milli: int, tax_included: bool) -> int:
    """Add a line to the draft's sums; answers what the line comes to, tax included."""
    sums = split(amount, rate_milli, tax_included)
    draft.total_minor += sums.gross.minor
    draft.tax_minor += sums.tax.minor
    return sums.gross.minor


def offers(shop: ShopView, text: str) -> list[Offer]:
    """What a search in the catalog finds to add, with the shop's price and what is free; six queries."""
    if not text.strip():
        return []
    ids = list(variants_found(text).values_list("pk", flat=True)[:OFFERED])
    known, prices, free = called.variants(ids), price_for(ids, shop.price_type), free_at(shop.warehouses, ids)
    return [
        Offer(
            known[pk], _in(shop.currency, prices[pk].price), "" if prices[pk].price else prices[pk].sentence, free[pk]
        )
        for pk in ids
    ]


def _in(currency: str, price: UnitPrice | None) -> UnitPrice | None:
    """A price that an order of this currency can take; the shop may have gone over to another one since."""
    return price if price and price.currency == currency else None
