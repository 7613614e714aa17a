"""Values as people read them: what a fact keeps of a field, and what the field is now."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from emporion.catalog.queries import category_tree, product_page, properties, texts_of, units, variants, variants_of
from emporion.catalog.types import ProductPage
from emporion.kernel.units import unit_word
from emporion.orders.queries import every_shop
from emporion.parties import queries as parties
from emporion.pricing.queries import price_types
from emporion.stock.queries import every_warehouse

from .. import numbers
from ..asks import speak
from ..journal.words import setting_words
from ..products.words import field_words
from ..settings.words import country, regime, tax_class

FLAGS = frozenset(
    [
        "is_hidden",
        "is_active",
        "sells",
        "takes_uncovered",
        "is_demo",
        "excludes_reserves",
        "tax_included",
        "is_cost",
        "is_closed",
    ]
)
GOODS = ("product", "variant", "category", "property")
Now = Callable[[str, str], str | None]


@speak
def words_of(kind: str, field: str) -> str:
    """A field of a kind of subject as people call it; a property by its own name."""
    if kind == "product" and field.startswith("value:"):
        wanted = field.removeprefix("value:")
        return next((one.name for one in properties() if str(one.id) == wanted), field_words(field))
    if kind == "tax":
        return tax_class(field.partition(".")[0])
    if kind == "firm" and field == "regime":
        return _("Tax regime")
    named = field_words(field) if kind in GOODS else setting_words(field)
    return named if named != field else setting_words(field)


def shown(kind: str, field: str, value: str | None) -> str:
    """A kept value in the reader's words; a dash for nothing."""
    if value in (None, ""):
        return numbers.NOTHING
    told = str(value)
    if field in FLAGS:
        return _("yes") if told in ("True", "1") else _("no")
    reader = READ.get(field)
    if kind == "tax":
        return f"{numbers.quantity(int(told))}{numbers.FIXED_SPACE}%"
    return reader(told) if reader else told


def _ids(names: Callable[[], Mapping[int, str]]) -> Callable[[str], str]:
    def read(told: str) -> str:
        known = names()
        parts = [part.strip() for part in told.strip("()").split(",") if part.strip()]
        return ", ".join(known.get(int(part), f"#{part}") if part.isdecimal() else part for part in parts)

    return read


def _unit(code: str) -> str:
    return next((unit_word(one.full_name or one.short) for one in units() if one.code == code), code)


READ: Mapping[str, Callable[[str], str]] = {
    "categories": _ids(lambda: {node.id: node.name for node in category_tree()}),
    "parent_id": _ids(lambda: {node.id: node.name for node in category_tree()}),
    "firm_id": _ids(lambda: {firm.id: firm.name for firm in parties.firms(active_only=False)}),
    "price_type_id": _ids(lambda: {one.id: one.name for one in price_types()}),
    "warehouses": _ids(lambda: {one.id: one.name for one in every_warehouse()}),
    "unit": _unit,
    "tax_class": tax_class,
    "country": country,
    "regime": regime,
}


# ---- what it is now, for a value that came with its subject


def now_of(kind: str, key: str, field: str) -> str | None:
    """The field as it stands; None where only facts say it."""
    found = NOW.get(kind)
    return found(key, field) if found and (key.isdecimal() or kind == "shop") else None


def _product(key: str, field: str) -> str | None:
    page = product_page(int(key))
    if field.startswith("value:"):
        wanted = field.removeprefix("value:")
        return next((line.text for line in page.values if str(line.property_id) == wanted), "")
    name, _colon, language = field.partition(":")
    if language:
        text = next((one for one in texts_of([page.id]).get(page.id, ()) if one.language == language), None)
        return _attribute(text, name) if text else ""
    return _of_page(page, field)


def _of_page(page: ProductPage, field: str) -> str | None:
    if field == "categories":
        return ", ".join(str(one.id) for one in page.categories)
    if field == "pictures":
        return str(len(page.pictures))
    if field == "unit":
        return page.unit.code
    return _attribute(page, field)


def _variant(key: str, field: str) -> str | None:
    known = variants([int(key)]).get(int(key))
    if known is None:
        return None
    own = next((one for one in variants_of([known.product_id]).get(known.product_id, ()) if one.id == int(key)), known)
    return _attribute(own, field)


def _shop(key: str, field: str) -> str | None:
    wanted = field.removesuffix("_id")
    return next((_attribute(one, wanted) for one in every_shop() if str(one.id) == key), None)


def _firm(key: str, field: str) -> str | None:
    return _attribute(parties.firm(int(key)), field)


def _warehouse(key: str, field: str) -> str | None:
    return next((_attribute(one, field) for one in every_warehouse() if str(one.id) == key), None)


def _price_type(key: str, field: str) -> str | None:
    return next((_attribute(one, field) for one in price_types() if str(one.id) == key), None)


def _attribute(thing: Any, field: str) -> str | None:
    value = getattr(thing, field, None)
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    return None if value is None else str(value)


NOW: Mapping[str, Now] = {
    "product": _product,
    "variant": _variant,
    "shop": _shop,
    "firm": _firm,
    "warehouse": _warehouse,
    "price_type": _price_type,
}
