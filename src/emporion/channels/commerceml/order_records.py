"""What a Документ or a Контрагент says, as plain values; None means "not told", as in `records`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from emporion.channels.commerceml.records import (
    ONE,
    Address,
    Contact,
    Fault,
    GoodsKind,
    Option,
    TaxRate,
    Unit,
    Warehouse,
)

PAYMENT_OPERATIONS = ("Выплата наличных денег", "Выплата безналичных денег", "Эквайринговая операция")
SHIPMENT_OPERATION = "Отпуск товара"


@dataclass(frozen=True, slots=True)
class Party:
    """A Контрагент of a document or of a file of counterparties; a firm if it has an official name."""

    id: str
    name: str
    role: str = ""
    official_name: str | None = None
    full_name: str | None = None
    last_name: str = ""
    first_name: str = ""
    middle_name: str = ""
    tax_id: str = ""
    tax_registration: str = ""
    """КПП."""
    address: Address | None = None
    """Адрес: where to deliver."""
    registered_address: Address | None = None
    """АдресРегистрации of a person, ЮридическийАдрес of a firm."""
    contacts: tuple[Contact, ...] = ()
    comment: str = ""
    deleted: bool | None = None

    @property
    def is_firm(self) -> bool:
        """Whether 1C would take it for a firm: an official name is told."""
        return self.official_name is not None


@dataclass(frozen=True, slots=True)
class Tax:
    """A Налог of a document or a line."""

    name: str
    sum_micro: int | None
    included: bool | None
    rate_raw: str = ""


@dataclass(frozen=True, slots=True)
class Discount:
    """A Скидка (or ДопРасход) of a document or a line; `included` tells whether the sum has it already."""

    name: str
    sum_micro: int | None
    percent_micro: int | None
    included: bool | None


@dataclass(frozen=True, slots=True)
class Line:
    """A goods line of a document; the delivery is a line too."""

    key: str
    goods_id: str
    variant_id: str
    place: str
    name: str = ""
    article: str = ""
    barcode: str = ""
    unit: Unit | None = None
    price_micro: int | None = None
    quantity_thousandths: int | None = None
    sum_micro: int | None = None
    factor_micro: int = ONE
    taxes: tuple[Tax, ...] = ()
    rates: tuple[TaxRate, ...] = ()
    discounts: tuple[Discount, ...] = ()
    options: tuple[Option, ...] = ()
    requisites: Mapping[str, str] | None = None
    kind: GoodsKind | None = None

    @property
    def is_delivery(self) -> bool:
        """Whether it is the delivery of the order: its id is ORDER_DELIVERY by convention of the trade."""
        return self.goods_id.upper() == "ORDER_DELIVERY"


@dataclass(frozen=True, slots=True)
class Payment:
    """A payment that the other side reports, by requisites, by Оплаты (2.09) or by a sub-document."""

    id: str
    number: str
    at: dt.datetime | None
    sum_micro: int | None
    method: str = ""
    operation: str = ""


@dataclass(frozen=True, slots=True)
class Shipment:
    """A shipment that the other side reports; `lines` is None when it does not say what was shipped."""

    id: str
    number: str
    at: dt.datetime | None
    lines: tuple[Line, ...] | None = None
    track_number: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A Документ, mostly an order; `paid`, `shipped` and the like are None when the document does not speak of it.

    Match by `number` first and by `id` second: most real answers of 1C carry the number of the site and no id.
    """

    id: str
    number: str
    place: str
    container: int = 0
    """Number of the Контейнер it stands in (3.1: one per order), 0 for none."""
    number_1c: str = ""
    date: dt.date | None = None
    time: dt.time | None = None
    operation: str = ""
    role: str = ""
    currency: str | None = None
    currency_raw: str = ""
    rate_micro: int | None = None
    sum_micro: int | None = None
    due: dt.date | None = None
    comment: str | None = None
    base: str = ""
    """Основание: the document this one belongs to."""
    version: str | None = None
    parties: tuple[Party, ...] = ()
    lines: tuple[Line, ...] | None = None
    taxes: tuple[Tax, ...] = ()
    discounts: tuple[Discount, ...] = ()
    charges: tuple[Discount, ...] = ()
    warehouses: tuple[Warehouse, ...] = ()
    requisites: Mapping[str, str] | None = None
    deleted: bool | None = None
    posted: bool | None = None
    cancelled: bool | None = None
    paid: bool | None = None
    shipped: bool | None = None
    status: str | None = None
    """«Статус заказа» without the code in brackets before it."""
    status_code: str | None = None
    """«Статуса заказа ИД», or the code in brackets of the status."""
    payments: tuple[Payment, ...] = ()
    shipments: tuple[Shipment, ...] = ()
    track_number: str | None = None
    sub_documents: tuple[Document, ...] = ()
    faults: tuple[Fault, ...] = ()

    @property
    def is_order(self) -> bool:
        """Whether it is an order, not a payment or a shipment standing beside one."""
        return self.operation in ("Заказ товара", "")

    @property
    def is_payment(self) -> bool:
        """Whether it is money received from the customer."""
        return self.operation in PAYMENT_OPERATIONS

    @property
    def is_shipment(self) -> bool:
        """Whether it is goods handed over to the customer."""
        return self.operation == SHIPMENT_OPERATION
