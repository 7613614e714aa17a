"""An order as the writer takes it: amounts in minor units, prices in micro, quantities in thousandths."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from emporion.channels.commerceml.values import allowed

GUEST = "Гость"
ADDRESS_PARTS = (
    "Почтовый индекс", "Страна", "Регион", "Район", "Населенный пункт", "Город", "Улица", "Дом", "Корпус", "Квартира",
)  # fmt: skip


class Schema(StrEnum):
    """The versions whose schema the file can follow."""

    V2_07 = "2.07"
    V2_08 = "2.08"
    V2_09 = "2.09"
    V2_10 = "2.10"


@dataclass(frozen=True, slots=True)
class AddressOut:
    """1C ignores an address without text; parts are (type, value) with a type of `ADDRESS_PARTS`."""

    text: str
    parts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class CustomerOut:
    """Who bought. With `official_name` 1C takes it for a firm; a guest may have nothing at all."""

    id: str
    name: str = ""
    official_name: str = ""
    last_name: str = ""
    first_name: str = ""
    middle_name: str = ""
    tax_id: str = ""
    tax_registration: str = ""
    phone: str = ""
    email: str = ""
    address: AddressOut | None = None
    registered_address: AddressOut | None = None

    @property
    def shown_name(self) -> str:
        """A name that is never empty: an empty one makes 1C drop all the orders of the file."""
        person = " ".join(filter(None, (self.last_name, self.first_name, self.middle_name)))
        names = (self.name, self.official_name, person, self.phone)
        return next(filter(None, (allowed(each).strip() for each in names)), GUEST)


@dataclass(frozen=True, slots=True)
class UnitOut:
    """A unit by its OKEI code; pieces where nothing else is said."""

    code: str = "796"
    short: str = "шт"
    full: str = "Штука"
    international: str = "PCE"


PIECES = UnitOut()
THEIRS = {  # what 1C calls the units of OKEI that the house knows from its first day, by their code
    one.code: one
    for one in (
        PIECES,
        UnitOut("166", "кг", "Килограмм", "KGM"),
        UnitOut("163", "г", "Грамм", "GRM"),
        UnitOut("168", "т", "Тонна", "TNE"),
        UnitOut("112", "л", "Литр", "LTR"),
        UnitOut("006", "м", "Метр", "MTR"),
        UnitOut("055", "м2", "Квадратный метр", "MTK"),
        UnitOut("113", "м3", "Кубический метр", "MTQ"),
        UnitOut("356", "ч", "Час", "HUR"),
        UnitOut("715", "пар", "Пара", "NPR"),
        UnitOut("839", "компл", "Комплект", "SET"),
        UnitOut("778", "упак", "Упаковка", "NMP"),
    )
}


@dataclass(frozen=True, slots=True)
class TaxOut:
    """A tax of the order or of a line; `rate` as 1C knows it: 20, 10, 0 or «Без НДС»."""

    sum_minor: int
    included: bool
    rate: str = ""
    name: str = "НДС"


@dataclass(frozen=True, slots=True)
class DiscountOut:
    """A discount; one that is not included in the sum yet is subtracted by 1C."""

    sum_minor: int
    included: bool = True
    name: str = "Скидка"
    percent: str = ""


@dataclass(frozen=True, slots=True)
class LineOut:
    """A line of goods or a service; `id` as 1C gave it (a or a#b), "" if 1C does not know the goods."""

    id: str
    name: str
    price_micro: int
    quantity_thousandths: int
    sum_minor: int
    article: str = ""
    barcode: str = ""
    unit: UnitOut = UnitOut()
    is_service: bool = False
    taxes: tuple[TaxOut, ...] = ()
    discounts: tuple[DiscountOut, ...] = ()
    options: tuple[tuple[str, str], ...] = ()
    catalog_id: str = ""
    requisites: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class PaymentOut:
    """Money that we took for the order; `operation` is 1C's word for its kind."""

    id: str
    number: str
    at: datetime
    sum_minor: int
    method: str = ""
    operation: str = "Эквайринговая операция"


@dataclass(frozen=True, slots=True)
class OrderOut:
    """An order. `placed_at` is written as it is: give it in the zone of the 1C base."""

    id: str
    number: str
    placed_at: datetime
    currency: str
    total_minor: int
    customer: CustomerOut
    lines: tuple[LineOut, ...]
    currency_word: str = ""
    """What this 1C base calls the currency («руб»); the ISO code when empty."""
    rate: str = "1"
    comment: str = ""
    due: date | None = None
    delivery_minor: int | None = None
    """Written as the last line, a service with the id ORDER_DELIVERY; part of `total_minor`."""
    delivery_name: str = "Доставка заказа"
    delivery_taxes: tuple[TaxOut, ...] = ()
    taxes: tuple[TaxOut, ...] = ()
    discounts: tuple[DiscountOut, ...] = ()
    pickup: tuple[str, AddressOut | None] | None = None
    """Warehouse id and address of a pick-up point."""
    cancelled: bool = False
    payments: tuple[PaymentOut, ...] = ()
    """Written from 2.09 on: Оплаты, from 2.10 as documents below."""
    requisites: tuple[tuple[str, str], ...] = field(default=())
    """«Статус заказа», «Метод оплаты», «Способ доставки», «Организация» and the like, by 1C's exact names."""
