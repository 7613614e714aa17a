"""A small house lived by commands, to be copied until it is large: python -m bench._seed

1,000 products with prices and stock, 1,000 orders of three days by as many customers: paid, shipped, called off, open.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

import django

django.setup()

from django.utils import timezone  # noqa: E402

from emporion.accounts import commands as accounts  # noqa: E402
from emporion.accounts.queries import checked_password  # noqa: E402
from emporion.catalog import commands as catalog  # noqa: E402
from emporion.kernel.money import Money, UnitPrice  # noqa: E402
from emporion.orders import commands as orders  # noqa: E402
from emporion.orders.tests.factories import Corner, corner_shop  # noqa: E402
from emporion.orders.types import OrderDraft, OrderRef, Wish  # noqa: E402
from emporion.parties.types import AddressCard, PartyCard  # noqa: E402
from emporion.pricing import commands as pricing  # noqa: E402
from emporion.stock import commands as stock  # noqa: E402
from emporion.stock.types import Goods  # noqa: E402

GOODS = ORDERS = 1000  # the copies shift numbers by as much
DAYS = 3
PIECES = 400
FIRST_ARTICLE = 1_000_001
OWNER, PASSWORD = "owner@shop.example", "a bench of many goods"
KINDS = ("Cup", "Чашка", "Φλιτζάνι", "Ceașcă", "Teapot", "Чайник", "Βάζο", "Ulcior")
LOOKS = ("white", "синяя", "πράσινο", "roșie", "oak", "медная", "γυάλινο", "albastră")


def live() -> None:
    """One firm, one shop, one warehouse, one owner, and what happened there."""
    accounts.add_staff(email=OWNER, name="Owner", password=checked_password(PASSWORD), role="owner", actor="cli")
    corner = corner_shop(takes_uncovered=True)
    variants = [a_product(corner, number) for number in range(GOODS)]
    goods = [Goods(variant, PIECES * 1000, 100 * PIECES) for variant in variants]
    stock.receive(warehouse_id=corner.warehouse, document="receipt:first", goods=goods, actor="cli")
    chance = Random(1)
    for number in range(ORDERS):
        follow(chance, place(chance, corner, variants, number), number)


def a_product(corner: Corner, number: int) -> int:
    """A product of one variant with its article in the barcode, so that a copy changes both alike."""
    article = str(FIRST_ARTICLE + number)
    name = f"{KINDS[number % 8]} {LOOKS[number // 8 % 8]} {200 + number % 40 * 10} ml"
    _product, variant = catalog.add_product(name=name, sku=article, barcodes=(f"EB{article}",), actor="cli")
    micro = UnitPrice.of(f"{3 + number % 90}.50", "EUR").micro
    pricing.set_price(variant_id=variant, price_type_id=corner.price_type, price_micro=micro, actor="cli")
    return variant


def place(chance: Random, corner: Corner, variants: list[int], number: int) -> OrderRef:
    """One to five goods; one order in twenty asks for more than there is."""
    pieces = PIECES * 2 if number % 20 == 0 else 0
    picked = chance.sample(variants, chance.randint(1, 5))
    wishes = tuple(
        Wish(variant, (chance.randint(1, 3) + pieces * (at == 0)) * 1000) for at, variant in enumerate(picked)
    )
    draft = OrderDraft(
        shop=corner.shop,
        wishes=wishes,
        customer=customer(number),
        external=f"WEB-{number:06d}",
        placed_at=placed_at(number),
    )
    return orders.place(draft=draft, cover="what_there_is", actor="cli")


def placed_at(number: int) -> datetime:
    """Orders come evenly, and what leaves does so at once."""
    return timezone.now() - timedelta(days=DAYS) * (ORDERS - number) / ORDERS


def customer(number: int) -> PartyCard:
    """A customer whose phone is told by the number."""
    return PartyCard(
        name=f"Customer {number}",
        phones=(f"+37369{number:06d}",),
        emails=(f"customer{number}@shop.example",),
        addresses=(AddressCard(country="MD", city="Chisinau", street="Columna", house=str(number)),),
        country="MD",
    )


def follow(chance: Random, placed: OrderRef, number: int) -> None:
    """What became of it: most are paid and shipped."""
    fate = chance.choices(("done", "paid", "shipped", "cancelled", "open"), (80, 5, 4, 6, 5))[0]
    if fate == "cancelled":
        orders.cancel(number=placed.number, reason="not needed", actor="cli")
    if fate in {"done", "paid"}:
        half = Money(placed.total.minor // 2, placed.total.currency) if number % 30 == 0 else placed.total
        orders.note_payment(number=placed.number, reference=f"p{number}", amount=half, method="card", actor="cli")
    if fate in {"done", "shipped"}:
        orders.note_shipment(number=placed.number, reference=f"s{number}", at=placed_at(number), actor="cli")


if __name__ == "__main__":
    live()
