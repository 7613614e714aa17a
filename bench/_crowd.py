"""A house with a crowd in it, made once: goods, customers and orders by the hundred thousand, and what finds them.

python -m bench._crowd GOODS CUSTOMERS ORDERS fills the database of DATABASE_URL, which is migrated and empty. The rows
are written straight into the tables, for nothing here measures how they come about. Names are put together from
syllables and endings of four scripts, a few of them very frequent, as names are.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from emporion.catalog.models import Barcode, Product, Unit, Variant  # noqa: E402
from emporion.journal.commands import command  # noqa: E402
from emporion.journal.types import Work  # noqa: E402
from emporion.orders import commands as orders  # noqa: E402
from emporion.orders.models import Order  # noqa: E402
from emporion.orders.types import ShopCard  # noqa: E402
from emporion.parties import commands as parties  # noqa: E402
from emporion.parties.models import Handle, Party  # noqa: E402
from emporion.pricing import commands as pricing  # noqa: E402
from emporion.pricing.types import PriceTypeCard  # noqa: E402

STEP = 20_000
FIRST = {
    "ru": "Мария Анна Иван Сергей Ольга Елена Наталья Дмитрий Алексей Юлия Олег Ксения Павел Игорь Светлана Никита",
    "ro": "Maria Ion Ana Ștefan Andrei Elena Mihai Ioana Cristina Vasile Natalia Gheorghe Ilinca Radu Țeodora Dan",
    "el": "Μαρία Γιώργος Ελένη Νίκος Κατερίνα Χρήστος Δήμητρα Παύλος Σοφία Ευαγγελία Κώστας Θάλεια Ξένια Ιωάννης",
    "en": "Mary John Helen Peter Kate Michael Sophie Paul Alice George Emma Oliver Chloe Henry Grace Thomas",
}
STEMS = {
    "ru": "ка ме лов пет сид ор бел чер гор смир воро зай мор нос тур щер ряб фё жу хар ше гу дан яс",
    "ro": "mun tur pop ion cod lup ceb rus șer grig mol bot ciu dră vul neg pâ ror stă urs",
    "el": "παπα νικο γεωργ δημη κωνσ αναγ οικο καρα μακρ σταυ χατζ ευθυ ψαρ ζαφει λαμπ ρουσ",
    "en": "har wil john ander thom rob wal mor clar bak coo hugh phil jen ste ad",
}
ENDS = {
    "ru": "ов ев ин ова ева ина енко ский ская чук",
    "ro": "eanu escu aru an iuc oi",
    "el": "όπουλος οπούλου ίδης ίδου άκης άκη άτος",
    "en": "son man ford ley ton s er wick",
}
THINGS = (
    "Турка Чашка Кофе Чайник Μπρίκι Φλιτζάνι Cană Ibric Kettle Grinder Фильтр Ложка Поднос Термос Βραστήρας Lingură"
)
LOOKS = "медная синяя большая керамика χάλκινο μικρό albastră mare steel glass copper ручная белая λευκό neagră pro"


@dataclass
class Names:
    """Names of one script; the first of each list are the frequent ones."""

    script: str
    dice: random.Random

    def __post_init__(self) -> None:
        stems, ends = STEMS[self.script].split(), ENDS[self.script].split()
        self.first = FIRST[self.script].split()
        made = {f"{one}{two}{end}".capitalize() for one in stems for two in ["", *stems] for end in ends}
        self.surnames = sorted(made)
        random.Random(self.script).shuffle(self.surnames)  # the same are frequent in every step
        self.weights = [_falling(len(of)) for of in (self.first, self.surnames)]

    def one(self) -> str:
        """A first name and a surname."""
        first, last = self.weights
        return " ".join(
            (*self.dice.choices(self.first, cum_weights=first), *self.dice.choices(self.surnames, cum_weights=last))
        )


def _falling(many: int) -> list[float]:
    return list(accumulate(1 / (n + 8) ** 0.8 for n in range(many)))


def main(goods: int, customers: int, sold: int) -> None:
    """Fill the house, then read what is searched."""
    shop, firm = _shop()
    for first in range(0, goods, STEP):
        _goods(first=first, many=min(STEP, goods - first), actor="bench")
    for first in range(0, customers, STEP):
        _people(first=first, many=min(STEP, customers - first), actor="bench")
    for first in range(0, sold, STEP):
        _orders(first=first, many=min(STEP, sold - first), shop=shop, firm=firm, customers=customers, actor="bench")
    call_command("search", "rebuild")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _shop() -> tuple[int, int]:
    firm = parties.add_firm(name="Firm", country="MD", base_currency="MDL", since=date(2020, 1, 1), actor="bench").id
    (price,) = pricing.put_price_types(cards=[PriceTypeCard(name="Retail", currency="MDL")], actor="bench")
    card = ShopCard(code="shop", name="Kafenion", firm=firm, price_type=price.id, prefix="K")
    return orders.put_shop(card=card, actor="bench"), firm


@command
def _goods(work: Work, *, first: int, many: int) -> None:
    dice, unit = random.Random(first), Unit.objects.order_by("pk")[0]
    things, looks = THINGS.split(), LOOKS.split()
    products = Product.objects.bulk_create(
        Product(
            name=f"{dice.choice(things)} {dice.choice(looks)} {dice.randint(50, 2000)}",
            sku=f"SKU-{n:06d}",
            unit=unit,
            added_at=work.now,
            changed_at=work.now,
        )
        for n in range(first, first + many)
    )
    variants = Variant.objects.bulk_create(Variant(product=one, is_default=True) for one in products)
    Barcode.objects.bulk_create(Barcode(variant=one, code=barcode_of(first + n)) for n, one in enumerate(variants))


def barcode_of(number: int) -> str:
    """The barcode of a product, each one's own."""
    return f"460{number:010d}"


@command
def _people(work: Work, *, first: int, many: int) -> None:
    dice = random.Random(first)
    known = [Names(script, dice) for script in FIRST]
    people = Party.objects.bulk_create(
        Party(kind="person", name=dice.choice(known).one(), added_at=work.now) for _ in range(many)
    )
    Handle.objects.bulk_create(
        Handle(party=one, kind=kind, value=value, raw=value, checked=True, identity=True, added_at=work.now)
        for n, one in enumerate(people, first)
        for kind, value in (("phone", phone_of(n)), ("email", f"customer{n}@mail.example"))
        if kind == "phone" or n % 2
    )


def phone_of(number: int) -> str:
    """The phone of a customer, each one's own."""
    return f"+373{60_000_000 + number * 7919 % 19_999_999:08d}"


@command
def _orders(work: Work, *, first: int, many: int, shop: int, firm: int, customers: int) -> None:
    Order.objects.bulk_create(
        Order(
            number=f"K{n:06d}",
            shop_id=shop,
            firm_id=firm,
            external=f"WEB-{900_000 + n}",
            customer_id=1 + n * 31 % customers,
            placed_at=work.now,
            currency="MDL",
            net_minor=10_000,
            tax_minor=2_000,
            total_minor=12_000,
            status="to_ship",
            status_since=work.now,
        )
        for n in range(first, first + many)
    )


def words(arguments: Sequence[str]) -> tuple[int, int, int]:
    """The three sizes."""
    goods, customers, sold = map(int, arguments)
    return goods, customers, sold


if __name__ == "__main__":
    main(*words(sys.argv[1:]))
