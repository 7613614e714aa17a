"""What a row of CommerceML says, as plain values.

None means "not told" and an empty value means "told to be empty": a file of changes leaves out what did not change.
Money is in millionths of the major unit (`_micro`), quantities in thousandths of the unit (`_thousandths`). Nothing
here is refused for being strange: unknown ids, names repeated, articles repeated are the consumer's business.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from emporion.channels.commerceml import refusals
from emporion.kernel.errors import stored_refusal

ONE = 1_000_000
"""A factor of one, in micro."""


class GoodsKind(StrEnum):
    """What ТипНоменклатуры says: a thing to stock, a service, or a kit sold from its parts."""

    GOODS = "goods"
    SERVICE = "service"
    KIT = "kit"


@dataclass(frozen=True, slots=True)
class Fault:
    """One field that could not be used while the rest of its row passed; `code` is that of a `FieldRefused`."""

    code: str
    place: str
    field: str
    raw: str

    @property
    def element(self) -> str:
        """The element the field stands in, without its number: Цена for Предложение[3]/Цены/Цена[2]."""
        return self.place.rpartition("/")[2].partition("[")[0]

    @property
    def facts(self) -> dict[str, str]:
        """What the sentence of the refusal names."""
        return {"element": self.element, "field": self.field, "raw": self.raw, "place": self.place}

    def refusal(self) -> refusals.FieldRefused:
        """The same as something to raise or to show with its sentence and remedy."""
        kind = stored_refusal(self.code, self.facts)
        return kind if isinstance(kind, refusals.FieldRefused) else refusals.FieldRefused(**self.facts)


@dataclass(frozen=True, slots=True)
class FileHead:
    """The root: `formed_at` is None when `formed_at_raw` is in no spelling of a date we know."""

    schema: str
    formed_at_raw: str
    formed_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class Head:
    """A Классификатор, Каталог, ПакетПредложений or ИзмененияПакетаПредложений as far as it stands before its rows.

    `only_changes` is None where the attribute is absent; 1C says true in every portion but the first, even of a full
    export, so it never proves that what is absent has gone.
    """

    id: str
    name: str
    only_changes: bool | None
    catalog_id: str = ""
    classifier_id: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """A node of the group tree; names repeat in different branches, only the id is its identity."""

    id: str
    name: str
    parent_id: str
    description: str | None = None
    deleted: bool | None = None


@dataclass(frozen=True, slots=True)
class Property:
    """A Свойство; `values` maps the ids of a Справочник to their texts (a value without an id maps to itself)."""

    id: str
    name: str
    value_type: str = ""
    values: Mapping[str, str] | None = None
    multiple: bool | None = None
    required: bool | None = None
    for_goods: bool | None = None
    for_offers: bool | None = None
    for_documents: bool | None = None
    deleted: bool | None = None


@dataclass(frozen=True, slots=True)
class PriceType:
    """A ТипЦены; `currency` is the ISO code where the raw word is known; tax fields are None when not told."""

    id: str
    name: str
    currency: str | None
    currency_raw: str
    tax_name: str | None = None
    tax_included: bool | None = None
    deleted: bool | None = None


@dataclass(frozen=True, slots=True)
class Address:
    """`text` is Представление, `parts` the address fields by their type as written (Город, Улица, ...)."""

    text: str
    parts: tuple[tuple[str, str], ...] = ()
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Contact:
    """A way to reach somebody; `kind` is the type with blanks and case removed (телефонрабочий, почта, e-mail)."""

    kind: str
    value: str
    kind_raw: str
    comment: str = ""

    @property
    def is_mail(self) -> bool:
        """Whether it is an e-mail address; «Почта» with a street in it (real) is not."""
        return "@" in self.value and self.kind in ("почта", "электроннаяпочта", "e-mail", "email", "mail")

    @property
    def is_phone(self) -> bool:
        """Whether it is a telephone of any kind."""
        return self.kind.startswith("телефон") or self.kind in ("phone", "tel", "мобильный")


@dataclass(frozen=True, slots=True)
class Warehouse:
    """A Склад of a classifier or an offers package."""

    id: str
    name: str
    address: Address | None = None
    contacts: tuple[Contact, ...] | None = None
    deleted: bool | None = None


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of measure; any of the four may be all there is. `factors` are Пересчет: (unit, factor in micro)."""

    code: str = ""
    short: str = ""
    full: str = ""
    international: str = ""
    factors: tuple[tuple[str, int], ...] = ()
    id: str = ""
    deleted: bool | None = None


@dataclass(frozen=True, slots=True)
class Picture:
    """A path as the XML says it (slashes forward), and the caption from the requisite ОписаниеФайла, if any."""

    path: str
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Maker:
    """An Изготовитель."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class PropertyValue:
    """Raw values of one property: ids of its Справочник or plain text; an empty tuple means "cleared"."""

    property_id: str
    values: tuple[str, ...]
    name: str = ""


@dataclass(frozen=True, slots=True)
class Option:
    """A characteristic of a variant, such as Размер = 42; `id` only where the file gives one."""

    name: str
    value: str
    id: str = ""


@dataclass(frozen=True, slots=True)
class TaxRate:
    """A rate as written: name «НДС» and `20`, `18%`, «Без НДС»; `percent_micro` is None for "without"."""

    name: str
    rate_raw: str
    percent_micro: int | None


@dataclass(frozen=True, slots=True)
class Goods:
    """A Товар of a catalog. A key `a#b` (2.04) is a variant listed as goods: fold it under `goods_id`."""

    key: str
    goods_id: str
    variant_id: str
    place: str
    name: str | None = None
    full_name: str | None = None
    article: str | None = None
    code: str | None = None
    barcodes: tuple[str, ...] | None = None
    unit: Unit | None = None
    group_ids: tuple[str, ...] | None = None
    category_id: str | None = None
    description: str | None = None
    description_is_html: bool = False
    pictures: tuple[Picture, ...] | None = None
    country: str | None = None
    brand: str | None = None
    maker: Maker | None = None
    properties: tuple[PropertyValue, ...] | None = None
    taxes: tuple[TaxRate, ...] | None = None
    options: tuple[Option, ...] | None = None
    requisites: Mapping[str, str] | None = None
    """By name with blanks and case removed («видноменклатуры»); the first of equal names counts."""
    kind: GoodsKind | None = None
    deleted: bool | None = None
    version: str | None = None
    weight_grams: int | None = None
    length_thousandths: int | None = None
    width_thousandths: int | None = None
    height_thousandths: int | None = None
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class PriceRow:
    """One Цена. `price_micro` is ЦенаЗаЕдиницу as it stands, not divided by `factor_micro`; 0 mostly means none."""

    price_type_id: str
    price_micro: int
    raw: str
    currency: str | None
    currency_raw: str
    unit: str
    factor_micro: int
    """Base units in the priced unit; 1,000,000 when it is missing or zero."""
    min_quantity_thousandths: int | None
    place: str
    line: int = field(default=0, compare=False)

    @property
    def base_price_micro(self) -> int:
        """Price of one base unit: ЦенаЗаЕдиницу / Коэффициент, half up."""
        if self.factor_micro == ONE:
            return self.price_micro
        return (self.price_micro * 2 * ONE + self.factor_micro) // (2 * self.factor_micro)


@dataclass(frozen=True, slots=True)
class StockRow:
    """What lies in one warehouse; `warehouse_id` is "" where the file gives a figure without saying where."""

    warehouse_id: str
    quantity_thousandths: int
    place: str


@dataclass(frozen=True, slots=True)
class Offer:
    """A Предложение of a package or of its changes; `key` is `a` or `a#b`, also where the file gives the two apart."""

    key: str
    goods_id: str
    variant_id: str
    place: str
    name: str | None = None
    article: str | None = None
    barcodes: tuple[str, ...] | None = None
    unit: Unit | None = None
    options: tuple[Option, ...] | None = None
    properties: tuple[PropertyValue, ...] | None = None
    pictures: tuple[Picture, ...] | None = None
    requisites: Mapping[str, str] | None = None
    taxes: tuple[TaxRate, ...] | None = None
    group_ids: tuple[str, ...] | None = None
    description: str | None = None
    prices: tuple[PriceRow, ...] | None = None
    stock: tuple[StockRow, ...] | None = None
    total_thousandths: int | None = None
    deleted: bool | None = None
    version: str | None = None
    faults: tuple[Fault, ...] = ()

    @property
    def told_prices(self) -> bool:
        """Whether the row speaks of prices at all; an empty Цены tells that there are none."""
        return self.prices is not None

    @property
    def told_stock(self) -> bool:
        """Whether the row speaks of stock at all, by warehouse or in total."""
        return self.stock is not None or self.total_thousandths is not None
