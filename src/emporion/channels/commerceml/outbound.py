"""Our orders → their file. What 1C could not load is held back with its cause, so that it stops no other order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from emporion.catalog.queries import barcodes_of, units, variants
from emporion.catalog.types import VariantView
from emporion.exchange import commands as exchange
from emporion.exchange.queries import channel_by_id, keys_of
from emporion.exchange.types import ChannelView, Fault, fault_of
from emporion.journal.commands import command
from emporion.journal.types import Work
from emporion.kernel.errors import Refused
from emporion.kernel.money import plain
from emporion.orders.queries import orders_by_id, status_of
from emporion.orders.types import LineView, OrderView, subject_of
from emporion.parties.queries import address as address_by_id, card as party_card
from emporion.stock import commands as stock

from . import writer
from .held_back import KIND, held_back
from .orders_known import numbers_there
from .orders_out import (
    PIECES,
    THEIRS,
    AddressOut,
    CustomerOut,
    DiscountOut,
    LineOut,
    OrderOut,
    PaymentOut,
    Schema,
    TaxOut,
    UnitOut,
)
from .outgoing_refusals import LineUnknownThere, NotTaken
from .settings import Settings

FROM_1C = "1c:"  # how references begin of what 1C told
OPERATIONS = {
    **dict.fromkeys(("cash", "наличные"), "Выплата наличных денег"),
    **dict.fromkeys(("bank", "transfer", "безналичные"), "Выплата безналичных денег"),
}


@dataclass(frozen=True, slots=True)
class Known:
    """What the other side calls our variants and orders, the barcodes, and what it wants to be told."""

    keys: Mapping[int, str]
    barcodes: Mapping[int, tuple[str, ...]]
    variants: Mapping[int, VariantView]
    units: Mapping[str, UnitOut]
    numbers: Mapping[int, str]
    settings: Settings


def _known(work: Work, channel: int, orders: Sequence[OrderView], settings: Settings) -> Known:
    named = sorted({line.variant for order in orders for line in order.lines if line.variant})
    numbers = numbers_there(work, channel, settings, orders)
    names = {one.code: UnitOut(one.code, one.short, one.full_name, one.international) for one in units()} | THEIRS
    return Known(keys_of(channel, "variant", named), barcodes_of(named), variants(named), names, numbers, settings)


@command
def offer_orders(work: Work, *, channel: int, session: int, in_portions: bool = False) -> bytes:
    """The file of orders that wait for a connection, and the note that this talk was given them.

    All of them, or as many as the connection's settings set for an answer or for a portion. An order that cannot be
    written is held back and named on the Exchange page; the others go.
    """
    view = channel_by_id(channel)
    settings = Settings.model_validate(view.settings)
    offered = exchange.offer(
        work=work,
        channel=channel,
        kind=KIND,
        session=session,
        limit=_most(settings, in_portions),
        only=lambda ids: set(ids) - held_back(channel, ids).keys(),
        blame=_blamed,
    )
    orders = _held_orders(work, [row.object_id for row in offered])
    schema, known = Schema(settings.schema_version), _known(work, channel, orders, settings)
    written = [(order, d) for order in orders if (d := _writable(work, view, order, known, schema))]
    documents = [document for _, document in written]
    told = [order.subject for order, _ in written]
    stock.note_offered(work=work, documents=told, master=view.code)
    body = writer.orders(documents, formed_at=_local(work.now, settings.zone), schema=schema)
    if documents:
        _keep(work, view, session, body)
    return body


def _most(settings: Settings, in_portions: bool) -> int | None:
    """How many orders an answer holds at most; None where nothing limits it."""
    limits = [settings.orders_per_query, settings.orders_per_portion if in_portions else 0]
    return min(filter(None, limits), default=None)


def _held_orders(work: Work, ids: Sequence[int]) -> list[OrderView]:
    """Orders whose promises nobody changes until the file stands: what is written is what will be known."""
    stock.hold_promises(work=work, documents=[subject_of(order.number) for order in orders_by_id(ids)])
    return orders_by_id(ids)


def _keep(work: Work, channel: ChannelView, session: int, body: bytes) -> None:
    content = exchange.store(body, personal=True)
    message = exchange.keep_message(
        work=work,
        channel=channel.id,
        direction="out",
        name="orders.xml",
        content=content,
        session=session,
        personal=True,
        kind="orders",
    )
    exchange.begin_message(work=work, message=message)
    exchange.finish_message(work=work, message=message, counts={})


def _blamed(ids: Sequence[int]) -> dict[int, Fault]:
    """1C loads a file whole or not at all, so one bad order keeps all others back until it is found and named."""
    return {order.id: fault_of(NotTaken(number=order.number)) for order in orders_by_id(ids)}


def _writable(work: Work, channel: ChannelView, order: OrderView, known: Known, schema: Schema) -> OrderOut | None:
    try:
        document = order_out(order, known)
        writer.document(document, schema)
    except Refused as refusal:
        exchange.hold(work=work, channel=channel.id, kind=KIND, object_ids=[order.id], fault=fault_of(refusal))
        return None
    return document


def order_out(order: OrderView, known: Known) -> OrderOut:
    """An order as 1C reads it; refuses a line that 1C does not know: it would make a new product of it."""
    lines = tuple(_line(order, line, known) for line in order.lines if line.kind != "delivery")
    delivery = [line for line in order.lines if line.kind == "delivery"]
    return OrderOut(
        id=str(order.id),
        number=known.numbers[order.id],
        placed_at=_local(order.placed_at, known.settings.zone),
        currency=order.currency,
        total_minor=order.total_minor,
        customer=_customer(order),
        lines=lines,
        comment=order.comment,
        delivery_minor=sum(map(_sum, delivery)) if delivery else None,
        delivery_name=delivery[0].name if delivery else "Доставка заказа",
        delivery_taxes=tuple(map(_tax, delivery[:1])) if len({line.rate_milli for line in delivery}) == 1 else (),
        taxes=_taxes(order.lines),
        cancelled=order.state == "cancelled",
        payments=_payments(order, known.settings.zone),
        requisites=tuple(_requisites(order, known.settings, delivery)),
    )


def _sum(line: LineView) -> int:
    """What 1C takes for the sum of a line: without the tax that comes on top of it, or 1C would add it twice."""
    return line.total_minor if line.tax_included else line.net_minor


def _tax(line: LineView) -> TaxOut:
    return TaxOut(line.tax_minor, line.tax_included, plain(line.rate_milli, 3))


def _taxes(lines: Sequence[LineView]) -> tuple[TaxOut, ...]:
    """The tax within the sums and the tax on top of them, apart."""
    sums = {flag: sum(line.tax_minor for line in lines if line.tax_included is flag) for flag in (True, False)}
    return tuple(TaxOut(minor, included) for included, minor in sums.items() if minor)


def _payments(order: OrderView, zone: ZoneInfo) -> tuple[PaymentOut, ...]:
    """The money that we took ourselves; what 1C told us of does not go back to it."""
    ours = [each for each in order.payments if each.amount_minor > 0 and not each.reference.startswith(FROM_1C)]
    return tuple(
        PaymentOut(
            id=f"{order.id}-{number}",
            number=each.reference,
            at=_local(each.at, zone),
            sum_minor=each.amount_minor,
            method=each.method,
            operation=OPERATIONS.get(each.method.casefold(), "Эквайринговая операция"),
        )
        for number, each in enumerate(ours, 1)
    )


def _requisites(order: OrderView, settings: Settings, delivery: Sequence[LineView]) -> Iterator[tuple[str, str]]:
    """What 1C reads by name: the order's fate here, and what it has to file it under, by its own names."""
    status, paid = status_of(order.status), [each for each in order.payments if each.amount_minor > 0]
    told = {
        "Статус заказа": status.word,
        "Статуса заказа ИД": status.code,
        "Дата изменения статуса": f"{_local(order.status_since, settings.zone):%Y-%m-%dT%H:%M:%S}",
        "Заказ оплачен": "true" if paid and order.paid_minor >= order.total_minor else "false",
        "Метод оплаты": paid[-1].method if paid else "",
        "Дата оплаты": f"{_local(paid[-1].at, settings.zone):%Y-%m-%dT%H:%M:%S}" if paid else "",
        "Способ доставки": delivery[0].name if delivery else "",
        "Организация": settings.firm_name,
        "Склад": settings.warehouse_name,
        "Соглашение": settings.agreement_name,
        "Вид цен": settings.price_type_name,
    }
    return ((name, value) for name, value in told.items() if value)


def _line(order: OrderView, line: LineView, known: Known) -> LineOut:
    if line.variant is not None and line.variant not in known.keys:
        raise LineUnknownThere(number=order.number, name=line.name)
    codes, what = known.barcodes.get(line.variant or 0, ()), known.variants.get(line.variant or 0)
    return LineOut(
        id=known.keys.get(line.variant or 0, ""),
        name=line.name,
        price_micro=line.price_micro,
        quantity_thousandths=line.quantity,
        sum_minor=_sum(line),
        article=line.sku,
        barcode=codes[0] if codes else "",
        unit=known.units.get(what.unit.code, PIECES) if what else PIECES,
        is_service=what is None or what.kind == "service",
        taxes=(_tax(line),),
        discounts=(DiscountOut(line.discount_minor),) if line.discount_minor else (),
    )


def _customer(order: OrderView) -> CustomerOut:
    if order.customer is None:
        return CustomerOut(id=f"guest-{order.number}")
    party = party_card(order.customer)
    place = address_by_id(order.address) if order.address else None
    phones = [handle.value for handle in party.handles if handle.kind == "phone"]
    emails = [handle.value for handle in party.handles if handle.kind == "email"]
    taxes = [handle.value for handle in party.handles if handle.kind == "tax"]
    is_company = party.kind == "company"
    return CustomerOut(
        id=str(order.customer),
        name=party.name,
        official_name=party.name if is_company else "",
        tax_id=taxes[0] if taxes and is_company else "",
        phone=phones[0] if phones else "",
        email=emails[0] if emails else "",
        address=AddressOut(place.text) if place and place.text else None,
    )


@command
def confirm_orders(work: Work, *, channel: int, session: int) -> tuple[str, ...]:
    """1C has the orders of its last query: from now on it knows their reserves. Answers their numbers."""
    confirmed = exchange.confirm(work=work, session=session)
    orders = orders_by_id([row.object_id for row in confirmed if row.kind == KIND])
    numbers = tuple(order.number for order in orders)
    if numbers:
        master = channel_by_id(channel).code
        stock.note_known(work=work, documents=[subject_of(number) for number in numbers], master=master)
    return numbers


def _local(at: datetime, zone: ZoneInfo) -> datetime:
    return at.astimezone(zone).replace(tzinfo=None)
