"""Warehouses as a person's rights show them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from emporion.accounts.queries import Asker, may
from emporion.exchange.queries import channels
from emporion.parties.queries import firms
from emporion.stock.queries import all_warehouses
from emporion.stock.types import WarehouseView

from ..scope import warehouses_within


def seen(asker: Asker) -> list[WarehouseView]:
    """Warehouses whose stock this person may see."""
    return warehouses_within(asker, "stock.view")


def remembered(asker: Asker) -> list[WarehouseView]:
    """Warehouses whose history this person may read: what moved in one that is out of use stays in the book."""
    return warehouses_within(asker, "stock.view", ever=True)


def ours(asker: Asker, right: str) -> list[WarehouseView]:
    """Warehouses of our own in which this person may do that; those that sell first, for most goods come to be sold."""
    own = [place for place in all_warehouses(master="") if may(asker, right, warehouse=place.id, firm=place.firm)]
    return sorted(own, key=lambda place: not place.sells)


def with_currency(places: Sequence[WarehouseView]) -> list[tuple[WarehouseView, str]]:
    """Each with the currency in which its firm keeps cost."""
    currency = {firm.id: firm.base_currency for firm in firms(active_only=False)} if places else {}
    return [(place, currency.get(place.firm, "")) for place in places]


def keepers() -> defaultdict[str, str]:
    """Who keeps the stock of a warehouse, by its master: the connection's title, or Emporion itself."""
    titles = {one.code: one.title or one.code for one in channels()}
    return defaultdict(lambda: "Emporion", titles)
