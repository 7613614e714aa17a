"""A shop with goods to sell, for tests of this room and of those above it."""

from dataclasses import dataclass
from itertools import count

from emporion.kernel.money import UnitPrice
from emporion.orders import commands as orders
from emporion.orders.types import OrderDraft, ShopCard, Wish
from emporion.parties.tests.factories import customer_card, firm
from emporion.pricing import commands as pricing
from emporion.pricing.types import PriceTypeCard
from emporion.stock.tests.factories import product, shelved, warehouse

_number = count(1)


@dataclass(frozen=True)
class Corner:
    """A shop, the warehouse it sells from, its price type and its firm."""

    shop: str
    warehouse: int
    price_type: int
    firm: int


def corner_shop(*, takes_uncovered: bool = False, master: str = "", excludes_reserves: bool = False) -> Corner:
    """A shop of one firm that sells from one warehouse in euro, tax included."""
    owner = firm(country="CY", currency="EUR").id
    place = warehouse(owner, master=master, excludes_reserves=excludes_reserves)
    card = PriceTypeCard(name="Retail", currency="EUR", tax_included=True)
    [price_type] = pricing.put_price_types(cards=[card], actor="owner")
    code = f"shop-{next(_number)}"
    told = ShopCard(
        code=code,
        name="Corner shop",
        firm=owner,
        price_type=price_type.id,
        prefix="K",
        takes_uncovered=takes_uncovered,
        warehouses=(place,),
    )
    orders.put_shop(card=told, actor="owner")
    return Corner(code, place, price_type.id, owner)


def cup(corner: Corner, pieces: int = 10, euro: str = "2.50") -> int:
    """A variant with so many pieces on the shelf of a warehouse of ours and a price; answers its id."""
    variant = product()
    pricing.set_price(
        variant_id=variant, price_type_id=corner.price_type, price_micro=UnitPrice.of(euro, "EUR").micro, actor="owner"
    )
    if pieces:
        shelved(corner.warehouse, variant, pieces)
    return variant


def draft(corner: Corner, *wishes: tuple[int, int]) -> OrderDraft:
    """A wish of some (variant, pieces) by a customer of its own."""
    return OrderDraft(
        shop=corner.shop, wishes=tuple(Wish(v, pieces * 1000) for v, pieces in wishes), customer=customer_card()
    )
