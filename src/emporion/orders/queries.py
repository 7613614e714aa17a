"""What anybody may ask about orders."""

from collections.abc import Collection, Sequence

from django.db.models import Count, F, Q, QuerySet

from emporion.kernel import rows
from emporion.kernel.money import Money

from . import rest
from .models import Cancellation, Order, OrderLine, Shop, StatusName
from .rules import RULES
from .states import BY_CODE, LIFE, STATUSES, Status, has_reached
from .types import (
    LineView,
    OrderView,
    PaymentView,
    ReturnView,
    ShipmentView,
    ShopView,
    Stage,
    UnknownOrder,
    UnknownShop,
    WaitingLine,
)

__all__ = ["OUTCOMES", "STATUSES", "Status", "has_reached", "outcome"]

# What became of a deal: the goods went for good or the money came; called off or all brought back; neither yet.
LOST = Q(state="cancelled") | Q(returned="all")
WON = ~LOST & (Q(shipped="all") | Q(paid_minor__gte=F("total_minor") - F("returned_minor")))
OUTCOMES = {"won": WON, "lost": LOST, "open": ~LOST & ~WON}


def outcome(code: str) -> Q:
    """The condition on orders whose deal was won, lost, or is open."""
    return OUTCOMES[code]


def managed_by(manager: int) -> Q:
    """The condition on the orders of one member of the staff."""
    return Q(manager=manager)


def free_to_take() -> Q:
    """The condition on orders that nobody has taken."""
    return Q(manager__isnull=True)


def status_of(code: str) -> Status:
    """The word, tone and step of a status."""
    return BY_CODE[code]


def status_names() -> dict[tuple[str, str], str]:
    """What this house calls statuses, by code and language; one that has its usual word is absent."""
    return {(row.status, row.language): row.name for row in StatusName.objects.all()}


def status_rules() -> list[tuple[Status, list[str]]]:
    """Every status with the reasons for which it comes, in the order in which an order usually meets them."""
    return [(one, [rule.reason for rule in RULES if rule.status == one.code]) for one in STATUSES]


def can(state: str) -> list[str]:
    """What may be done to an order in a state of its life; pages draw their buttons from this."""
    return LIFE.verbs(state)


def shops() -> list[ShopView]:
    """Shops in use, by name."""
    return [_shop(row) for row in _shops().filter(is_hidden=False)]


def closed_shops() -> list[ShopView]:
    """Shops that take no more orders, by name; their orders stay."""
    return [_shop(row) for row in _shops().filter(is_hidden=True)]


def every_shop() -> list[ShopView]:
    """Shops in use and closed ones, by name: orders of both stand in the book."""
    return [_shop(row) for row in _shops()]


def shop_by_code(code: str) -> ShopView:
    """One shop by its code; an unknown one is refused."""
    return _one_shop("code", code)


def shop_by_id(pk: int) -> ShopView:
    """One shop by its number; an unknown one is refused."""
    return _one_shop("id", pk)


WHOLE = 500  # orders that are read together: their lines come by a list of ids, which a database limits

# every order asks for its shop: one statement as it stands is a fifth of what the ORM takes to say it
ONE_SHOP = """SELECT shop.id, shop.code, shop.name, shop.firm_id, firm.country, price_type.id, price_type.name,
        price_type.currency, price_type.tax_included, shop.prefix, shop.takes_uncovered, shop.is_demo,
        source.warehouse_id
    FROM orders_shop shop
    JOIN parties_ownfirm firm ON firm.id = shop.firm_id
    JOIN pricing_pricetype price_type ON price_type.id = shop.price_type_id
    LEFT JOIN orders_shopwarehouse source ON source.shop_id = shop.id
    WHERE shop.{key} = %s ORDER BY source.position, source.id"""


def _one_shop(key: str, value: str | int) -> ShopView:
    found = rows.fetch(ONE_SHOP.format(key=key), [value])
    if not found:
        raise UnknownShop(shop=value)
    first = found[0]
    pk, code, name, firm, country, kind, kind_name, currency, tax_included, prefix, takes_uncovered, is_demo, _ = first
    return ShopView(
        pk,
        code,
        name,
        firm,
        country,
        kind,
        kind_name,
        currency,
        bool(tax_included),
        prefix,
        bool(takes_uncovered),
        tuple(row[-1] for row in found if row[-1] is not None),
        bool(is_demo),
    )


def _shops() -> QuerySet[Shop]:
    return Shop.objects.select_related("firm", "price_type").prefetch_related("sources")


def _shop(row: Shop) -> ShopView:
    price_type = row.price_type
    return ShopView(
        row.pk,
        row.code,
        row.name,
        row.firm_id,
        row.firm.country,
        price_type.pk,
        price_type.name,
        price_type.currency,
        price_type.tax_included,
        row.prefix,
        row.takes_uncovered,
        tuple(source.warehouse_id for source in row.sources.all()),
        row.is_demo,
    )


def order(number: str) -> OrderView:
    """One order, whole; an unknown one is refused."""
    found = views([number], by="number")
    if not found:
        raise UnknownOrder(number=number)
    return found[0]


def orders_by_id(ids: Collection[int]) -> list[OrderView]:
    """Orders, whole, in the order of their ids; six queries for each five hundred of them."""
    return [view for part in rows.chunks(sorted(ids), WHOLE) for view in views(part, by="pk")]


def orders_by_number(wanted: Collection[str]) -> list[OrderView]:
    """Orders, whole, of those numbers that stand; unknown ones are left out."""
    return views(wanted, by="number")


def stages(ids: Collection[int]) -> list[Stage]:
    """How far orders have come, in the order of their ids; one query for any number of them."""
    found = Order.objects.filter(pk__in=rows.among(ids)).order_by("pk")
    return [Stage(*row) for row in found.values_list("pk", "number", "placed_at", "status", "is_demo")]


def invented(shops: Collection[str]) -> dict[tuple[str, bool], int]:
    """How many orders of each shop a demonstration invented (True), and how many are real; what is none is left out."""
    found = Order.objects.filter(shop__code__in=shops).order_by().values_list("shop__code", "is_demo")
    return {(shop, is_demo): rows for shop, is_demo, rows in found.annotate(rows=Count("pk"))} if shops else {}


def numbers(ids: Collection[int]) -> dict[int, str]:
    """Order numbers by id."""
    return dict(Order.objects.filter(pk__in=ids).values_list("pk", "number"))


def views(keys: Collection[int] | Collection[str], *, by: str) -> list[OrderView]:
    """Whole orders by one of their unique fields."""
    found = Order.objects.filter(**{f"{by}__in": keys}).select_related("shop").order_by("pk")
    found = found.prefetch_related("lines", "payments", "shipments", "returns")
    orders = list(found)
    because = dict(Cancellation.objects.filter(order__in=orders).values_list("order_id", "reason"))
    return [_view(row, because.get(row.pk)) for row in orders]


def _view(row: Order, cancelled_because: str | None) -> OrderView:
    return OrderView(
        id=row.pk,
        number=row.number,
        shop=row.shop.code,
        shop_name=row.shop.name,
        firm=row.firm_id,
        channel=row.channel,
        external=row.external,
        customer=row.customer_id,
        address=row.address_id,
        comment=row.comment,
        placed_at=row.placed_at,
        currency=row.currency,
        net_minor=row.net_minor,
        tax_minor=row.tax_minor,
        total_minor=row.total_minor,
        paid_minor=row.paid_minor,
        returned_minor=row.returned_minor,
        back_minor=row.back_minor or 0,
        state=row.state,
        status=row.status,
        reason=row.reason,
        status_since=row.status_since,
        shipped=row.shipped,
        returned=row.returned,
        lines=tuple(_line(line) for line in row.lines.all()),
        payments=tuple(PaymentView(p.reference, p.amount_minor, p.method, p.at) for p in row.payments.all()),
        shipments=tuple(ShipmentView(s.reference, s.tracking, s.at) for s in row.shipments.all()),
        returns=tuple(
            ReturnView(r.reference, r.warehouse_id, r.amount_minor, r.reason, r.at) for r in row.returns.all()
        ),
        cancelled_because=cancelled_because,
        is_demo=row.is_demo,
        manager=row.manager,
    )


def _line(line: OrderLine) -> LineView:
    return LineView(
        id=line.pk,
        position=line.position,
        kind=line.kind,
        variant=line.variant_id,
        name=line.name,
        sku=line.sku,
        unit=line.unit,
        quantity=line.quantity,
        covered=line.covered,
        shipped=line.shipped,
        returned=line.returned,
        price_micro=line.price_micro,
        discount_minor=line.discount_minor,
        net_minor=line.net_minor,
        tax_minor=line.tax_minor,
        total_minor=line.total_minor,
        tax_class=line.tax_class,
        rate_milli=line.rate_milli,
        tax_included=line.tax_included,
    )


def listed(statuses: Sequence[str] = (), shop: str = "") -> QuerySet[Order]:
    """Orders for lists, newest first, with their shop; customers' names are asked of parties for the page shown."""
    found = Order.objects.select_related("shop").order_by("-placed_at", "-id")
    if statuses:
        found = found.filter(status__in=statuses)
    return found.filter(shop__code=shop) if shop else found


def to_give_back() -> QuerySet[Order]:
    """Orders of which more was paid than is owed: cancelled ones, those that came back or to cost less."""
    return listed().filter(back_minor__isnull=False)


def uncovered_lines(limit: int = 100, among: QuerySet[Order] | None = None) -> list[WaitingLine]:
    """Lines of open orders that no stock covers, the longest waiting first; two questions.

    among: the orders that count, such as those that a reader sees; None counts all.
    """
    told = (
        _waiting(among)
        .order_by("placed_at", "pk")
        .values_list("pk", "number", "placed_at", "status", "currency", "total_minor")
    )
    waiting = {row[0]: row for row in told[:limit]}  # each has such a line, so their lines are enough
    lines = OrderLine.objects.filter(order__in=rows.among(waiting), covered__lt=F("quantity")).exclude(variant=None)
    found = lines.order_by("pk").values_list("order", "pk", "name", F("quantity") - F("covered"))
    ordered = sorted(found, key=lambda line: (waiting[line[0]][2], line[1]))
    return [WaitingLine(*waiting[order], name, missing) for order, _pk, name, missing in ordered[:limit]]


def wait_for_goods() -> bool:
    """Whether a line waits for goods, in an order that nobody has to decide on."""
    return _waiting().exclude(status="short").exists()


def _waiting(among: QuerySet[Order] | None = None) -> QuerySet[Order]:
    """Open orders with a line that no stock covers; an index holds just these."""
    found = Order.objects.all() if among is None else among
    return found.filter(state="open", lines_covered__lt=F("lines_count"))


def total_of_shipped(found: OrderView) -> Money:
    """What an order would come to if what has not left were called off."""
    return rest.total_of_shipped(found.lines, found.currency)
