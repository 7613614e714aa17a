"""What the set-up founds: the first owner, and the first shop with all that it needs, in one transaction each."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count

from django.utils.translation import gettext_noop

from emporion.accounts import commands as accounts
from emporion.accounts.queries import is_owned
from emporion.accounts.types import HashedPassword, StaffRef
from emporion.journal.commands import command
from emporion.journal.types import Work
from emporion.kernel.errors import Refused
from emporion.orders import commands as orders
from emporion.orders.types import ShopCard
from emporion.pricing import commands as pricing
from emporion.pricing.types import PriceTypeCard
from emporion.stock import commands as stock
from emporion.stock.queries import all_warehouses
from emporion.stock.types import WarehouseCard


class HouseOwned(Refused):
    """Somebody was quicker."""

    code = "house_owned"
    says = gettext_noop("This house has an owner already.")
    remedy = gettext_noop("Sign in, or ask the owner to invite you.")


@dataclass(frozen=True, slots=True)
class FirstShop:
    """The first place to sell from: its names, the price list's, and what order numbers begin with."""

    firm: int
    currency: str
    warehouse: str
    shop: str
    prices: str
    tax_included: bool
    begins: str


@command
def first_owner(work: Work, *, email: str, name: str, password: HashedPassword, language: str) -> StaffRef:
    """The person who owns the house from now on; refused when somebody does. Callers give all tries the same key."""
    if is_owned():
        raise HouseOwned()
    return accounts.add_staff(
        work=work, email=email, name=name, password=password, role="owner", language=language
    )  # fmt: skip


@command
def first_shop(work: Work, *, told: FirstShop) -> int:
    """A warehouse, a price list and a shop that sells from the one at the other; answers the shop's id."""
    code = _free("main", {place.code for place in all_warehouses()})
    card = WarehouseCard(code=code, name=told.warehouse, firm=told.firm, sells=True)
    warehouse = stock.put_warehouse(work=work, card=card)
    prices = PriceTypeCard(name=told.prices, currency=told.currency, tax_included=told.tax_included)
    [kind] = pricing.put_price_types(work=work, cards=[prices])
    shop = ShopCard(
        code="online", name=told.shop, firm=told.firm, price_type=kind.id, prefix=told.begins,
        takes_uncovered=False, warehouses=(warehouse,),
    )  # fmt: skip
    return orders.put_shop(work=work, card=shop)


def _free(code: str, taken: set[str]) -> str:
    """A code that nobody has: what came from outside meanwhile is not written over."""
    return next(one for n in count(1) if (one := code if n == 1 else f"{code}-{n}") not in taken)
