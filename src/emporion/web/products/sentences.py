"""Facts of goods, prices and stock in plain words, for timelines and for what a message changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from emporion.catalog import types as catalog
from emporion.pricing import types as pricing
from emporion.stock import types as stock

from .. import numbers
from ..timeline import Names, Said, says
from .words import field_words

SHORT = 60
MANY = 3


def _fields(changes: Sequence[Any]) -> str:
    """A few fields with what they were and are; of more the number of the rest."""
    told = [f"{field_words(change.field)}: {_cut(change.old)} → {_cut(change.new)}" for change in changes[:MANY]]
    more = len(changes) - MANY
    return "; ".join(told) + (_(" and %(more)s more") % {"more": more} if more > 0 else "")


def _cut(text: str | None) -> str:
    shown = " ".join((text or "").split())
    return f"{shown[:SHORT]}…" if len(shown) > SHORT else shown or "—"


@says(catalog.ProductAdded)
def _added(event: catalog.ProductAdded, names: Names) -> Said:
    return Said(_("Product added"), event.name, "package")


@says(catalog.ProductChanged)
def _changed(event: catalog.ProductChanged, names: Names) -> Said:
    return Said(_("Product changed"), _fields(event.changes), "pencil")


@says(catalog.ProductTextsPut)
def _texts(event: catalog.ProductTextsPut, names: Names) -> Said:
    called = [change.new for change in event.changes if change.field.startswith("name:") and change.new]
    return Said(_("Called in other languages"), "; ".join(called), "language")


@says(catalog.ProductMerged)
def _merged(event: catalog.ProductMerged, names: Names) -> Said:
    return Said(_("Products merged"), _("into product %(number)s") % {"number": event.into}, "package")


@says(catalog.ProductUnmerged)
def _unmerged(event: catalog.ProductUnmerged, names: Names) -> Said:
    return Said(_("Products parted again"), _("out of product %(number)s") % {"number": event.out_of}, "package")


@says(catalog.ProductsToldApart)
def _told_apart(event: catalog.ProductsToldApart, names: Names) -> Said:
    return Said(_("Products told apart"), _("Product %(number)s") % {"number": event.other}, "package")


@says(catalog.VariantAdded)
def _variant(event: catalog.VariantAdded, names: Names) -> Said:
    return Said(_("Variant added"), event.name or event.sku, "package")


@says(catalog.VariantChanged)
def _variant_changed(event: catalog.VariantChanged, names: Names) -> Said:
    return Said(_("Variant changed"), _fields(event.changes), "pencil")


@says(catalog.ProductHidden)
def _hidden(event: catalog.ProductHidden, names: Names) -> Said:
    return Said(_("Taken out of sale"), "", "package-off")


@says(catalog.ProductShown)
def _back(event: catalog.ProductShown, names: Names) -> Said:
    return Said(_("Back on sale"), "", "package")


@says(catalog.PicturesChanged)
def _pictures(event: catalog.PicturesChanged, names: Names) -> Said:
    words = {"added": len(event.added), "removed": len(event.removed)}
    return Said(_("Pictures changed"), _("%(added)s came, %(removed)s went") % words, "photo")


@says(catalog.FieldsProtected)
def _protected(event: catalog.FieldsProtected, names: Names) -> Said:
    return Said(_("Protected from the exchange"), ", ".join(map(field_words, event.fields)), "lock")


@says(catalog.FieldsReleased)
def _released(event: catalog.FieldsReleased, names: Names) -> Said:
    return Said(_("The exchange may write again"), ", ".join(map(field_words, event.fields)), "lock")


@says(pricing.PricesChanged)
def _prices(event: pricing.PricesChanged, names: Names) -> Said:
    told = [_figures(change, names) for change in event.changes[:MANY]]
    return Said(_("Prices changed"), "; ".join(told), "tag")


def _figures(change: pricing.PriceChange, names: Names) -> str:
    """Such as: Retail: 9.20 → 9.90 €; a first price stands alone."""
    kind = names.price_types.get(change.price_type_id)
    currency = kind.currency if kind else names.currency or "EUR"  # of a type that is gone at least the digits
    old, new = numbers.price(change.old_micro, currency), numbers.price(change.new_micro, currency)
    told = new if change.old_micro is None else f"{old} → {new}"
    return f"{kind.name}: {told}{numbers.FIXED_SPACE}{numbers.symbol(currency)}" if kind else told


@says(stock.StockDeclared)
def _declared(event: stock.StockDeclared, names: Names) -> Said:
    told = [
        f"{names.warehouse(change.warehouse)}: {numbers.quantity(change.old)} → {numbers.quantity(change.new)}"
        for change in event.changes
    ]
    return Said(_("Stock declared"), "; ".join(told), "building-warehouse")
