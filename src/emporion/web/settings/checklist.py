"""What is still missing before the first order can be placed by hand, asked from what stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from emporion.catalog.queries import variants_found
from emporion.orders import queries as orders
from emporion.orders.types import ShopView
from emporion.parties.queries import firms
from emporion.pricing.queries import open_price_types, with_price
from emporion.stock.queries import all_warehouses, with_free

from ..navigation import place
from ..parts import Action
from ..status import Status

NAMED = 3  # of what stands; the rest is a number


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that an order needs. found: what stands of it in words, empty while it is missing; side: its page.

    ready: what this step uses stands already.
    """

    title: str
    why: str
    found: str
    verb: str
    url: str
    side: str
    right: str
    ready: bool = True

    @property
    def done(self) -> bool:
        """Whether it stands."""
        return bool(self.found)

    @property
    def sign(self) -> Status:
        """The step for the eye."""
        return Status(_("Done"), "good", "4") if self.done else Status(_("Missing"), "idle", "0")


def steps() -> list[Step]:
    """The way from an empty house to the first order, in the order in which one thing needs the other."""
    own = [firm.name for firm in firms()]
    places = [one.name for one in all_warehouses(sells=True)]
    kinds = [one.name for one in open_price_types() if not one.is_cost]
    shops = [shop for shop in orders.shops() if shop.warehouses]
    priced = _priced(shops)
    return [
        Step(
            _("Own firm"), _("The firm that stands on invoices: its country says which taxes are due."),
            _named(own), _("Add your firm"),
            place("settings_firm_new"), "settings_firms", "settings.change",
        ),
        Step(
            _("Warehouse"), _("The place where goods lie, and from where shops sell."),
            _named(places), _("Add a warehouse"),
            place("warehouse_new"), "warehouses", "stock.correct", bool(own),
        ),
        Step(
            _("Price type"), _("A price list with its currency, such as Retail in euro."),
            _named(kinds), _("Add a price type"),
            place("settings_price_new"), "settings_prices", "settings.change",
        ),
        Step(
            _("Shop"), _("Where orders come from: which firm sells, at which prices, from which warehouses."),
            _named([shop.name for shop in shops]), _("Open a shop"),
            place("settings_shop_new"), "settings_shops", "settings.change", bool(own and places and kinds),
        ),
        Step(
            _("Product with a price"), _("Something to sell, with a price of the shop's type."),
            _("There is at least one.") if priced else "", _("Add a product"),
            place("product_new"), "products", "catalog.change", bool(kinds),
        ),
        Step(
            _("Stock"), _("What lies in the warehouse and is promised to nobody."),
            _("There are goods to sell.") if _free() else "", _("Receive goods"),
            place("stock_receive"), "stock", "stock.receive", bool(places) and priced,
        ),
    ]  # fmt: skip


def left(found: Sequence[Step]) -> int:
    """How many steps are missing."""
    return sum(not step.done for step in found)


def remedies(found: Sequence[Step], allowed: set[str]) -> list[tuple[Step, Action | None]]:
    """Each missing step with its button; the first one that can be done is the page's primary."""
    answer: list[tuple[Step, Action | None]] = []
    is_first = True
    for step in found:
        if step.done or not step.ready or not step.url or step.right not in allowed:
            answer.append((step, None))
            continue
        answer.append((step, Action(step.verb, step.url, "primary" if is_first else "secondary")))
        is_first = False
    return answer


def _named(names: Sequence[str]) -> str:
    more = len(names) - NAMED
    said = ", ".join(names[:NAMED])
    return _("%(names)s and %(count)s more") % {"names": said, "count": more} if more > 0 else said


def _priced(shops: Sequence[ShopView]) -> bool:
    goods: Any = variants_found("")
    kinds = {shop.price_type for shop in shops} or {one.id for one in open_price_types() if not one.is_cost}
    return any(with_price(goods, kind).filter(price_micro__gt=0).exists() for kind in sorted(kinds))


def _free() -> bool:
    goods: Any = variants_found("")
    return bool(with_free(goods).filter(free__gt=0).exists())
