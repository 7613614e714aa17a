"""What the palette finds, kind by kind: whom it is shown to, how far they see, and how a thing looks in one line."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy, ngettext

from emporion.accounts.queries import Asker, may, may_somewhere, reach
from emporion.catalog.queries import products, variants_of
from emporion.parties.queries import rows_of as people
from emporion.search.types import Scope
from emporion.stock.queries import free_at

from .. import called, numbers
from ..links import document_words
from ..orders.access import seen_by, sight_of
from ..orders.listing import rows_of as order_rows
from ..status import Tone
from ..stock.places import seen
from .prices import Prices, prices_for


@dataclass(frozen=True, slots=True)
class Line:
    """A thing as the palette shows it: what it is called, what tells it from others, how it stands now.

    price and lower: what it is sold at, and for how much less from how many pieces on.
    """

    title: str
    url: str
    icon: str
    more: str = ""
    price: str = ""
    lower: str = ""
    aside: str = ""
    tone: Tone | None = None


Lines = Mapping[str, Line]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of things: who is shown them, within what, and the lines of some keys; those gone meanwhile are left out.

    page names the address of one, so that what was open last is known by where it was.
    """

    name: str
    title: Promise
    page: str
    scope: Callable[[Asker], Scope | None]
    lines: Callable[[Asker, Sequence[str]], Lines]


def _orders_seen(asker: Asker) -> Scope | None:
    if not may_somewhere(asker, "orders.view"):
        return None
    far = reach(asker, "orders.view")
    return Scope(firms=far.firms, shops=far.shops)


def _orders(asker: Asker, keys: Sequence[str]) -> Lines:
    sight = sight_of(asker)
    found = order_rows(list(seen_by(asker).filter(pk__in=_numbers(keys)).select_related("shop")), sight)
    return {
        str(row.id): Line(
            row.number,
            reverse("web:order", args=[row.id]),
            "shopping-cart",
            more=", ".join(filter(None, (row.customer, row.shop, str(row.state.word)))),
            aside=_money(row.total_minor, row.currency) if sight.amounts else "",
        )
        for row in found
    }


def _money(minor: int, currency: str) -> str:
    return f"{numbers.money(minor, currency)}{numbers.FIXED_SPACE}{numbers.symbol(currency)}"


def _customers(asker: Asker, keys: Sequence[str]) -> Lines:
    return {
        str(pk): Line(
            row.shown_name,
            reverse("web:customer", args=[row.id]),
            "user",
            more=", ".join(one for one in (row.phone, row.email or row.tax_id) if one and one != row.shown_name),
        )
        for pk, row in people(_numbers(keys)).items()
        if not row.erased
    }


def _products(asker: Asker, keys: Sequence[str]) -> Lines:
    """With the price and what is free of all variants together, each for whom it may be shown."""
    found = list(products(hidden=None).filter(pk__in=_numbers(keys)))
    variants, sees_stock = variants_of([row.pk for row in found]), may_somewhere(asker, "stock.view")
    prices = prices_for(asker, variants)
    places = [place.id for place in seen(asker) if place.sells] if variants and sees_stock else []
    free = free_at(places, [one.id for some in variants.values() for one in some]) if places else {}
    names, lines = called.products((row.pk, row.name) for row in found), {}
    for row in found:
        left, sold_at = sum(free.get(one.id, 0) for one in variants.get(row.pk, ())), prices.get(row.pk, Prices())
        lines[str(row.pk)] = Line(
            names[row.pk].name,
            reverse("web:product", args=[row.pk]),
            "package-off" if row.is_hidden else "package",
            more=", ".join(filter(None, (names[row.pk].card, row.sku, _("hidden") if row.is_hidden else ""))),
            price=sold_at.price,
            lower=sold_at.lower,
            aside=_("%(quantity)s free") % {"quantity": numbers.quantity(left)} if places else "",
            tone="bad" if places and left <= 0 and not row.is_hidden else None,
        )
    return lines


def _documents_seen(asker: Asker) -> Scope | None:
    if not may_somewhere(asker, "stock.view"):
        return None
    return Scope(warehouses=reach(asker, "stock.view").warehouses)


def _documents(asker: Asker, keys: Sequence[str]) -> Lines:
    return {key: Line(document_words(key), reverse("web:stock_document", args=[key]), "stack-2") for key in keys}


def _numbers(keys: Sequence[str]) -> list[int]:
    return [int(key) for key in keys]


def found_words(count: int) -> str:
    """How many were found, as the foot of the palette says it."""
    return ngettext("%(count)s found", "%(count)s found", count) % {"count": numbers.count(count)}


KINDS: tuple[Kind, ...] = (
    Kind("order", gettext_lazy("Orders"), "order", _orders_seen, _orders),
    Kind(
        "customer",
        gettext_lazy("Customers"),
        "customer",
        lambda asker: Scope() if may(asker, "parties.view") else None,
        _customers,
    ),
    Kind(
        "product",
        gettext_lazy("Products"),
        "product",
        lambda asker: Scope() if may_somewhere(asker, "catalog.view") else None,
        _products,
    ),
    Kind("document", gettext_lazy("Documents"), "stock_document", _documents_seen, _documents),
)
