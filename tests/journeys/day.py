"""A day of one shop and its 1C as single acts, each of which knows what must have happened before it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from random import Random

from django.contrib.auth.hashers import make_password

from emporion.catalog import commands as catalog_room
from emporion.catalog.queries import variants
from emporion.catalog.types import ProductCard
from emporion.channels.commerceml.inbound.files import taken
from emporion.channels.commerceml.tests import bench, shapes
from emporion.channels.commerceml.tests.counter import below, line
from emporion.channels.commerceml.tests.wire import Wire
from emporion.exchange import commands as exchange
from emporion.exchange.queries import messages_in_work
from emporion.journal.commands import deliver_all
from emporion.orders import commands as orders
from emporion.orders.types import NumberTaken, OrderDraft, Wish
from emporion.parties import commands as parties
from emporion.parties.tests.factories import customer_card
from emporion.pricing import commands as pricing

from .mishaps import House, Talk, fetched, key

GOODS = 60
SOLD = range(8)
"""Goods that are ordered, and that nobody names or prices anew: a line keeps what its goods were called when it came.

Each order takes two of them, and no two orders want the last piece.
"""


def figures(numbers: Sequence[int], pieces: int) -> str:
    """A file's stock of some goods."""
    told = [bench.offer(key(n), stock={"w1": str(pieces + n), "w2": str(n)}, name=None) for n in numbers]
    return bench.changes(*told)


def prices(numbers: Sequence[int], retail: int) -> str:
    """A file's prices of some goods."""
    told = [bench.offer(key(n), {"retail": f"{retail + n}.50", "bulk": f"{retail}"}, name=None) for n in numbers]
    return bench.changes(*told)


FIRST_GOODS = bench.catalog(*(bench.goods(key(n), f"Cup {n}", f"<Артикул>CUP-{n}</Артикул>") for n in range(GOODS)))
FIRST_OFFERS = bench.pack(
    *(bench.offer(key(n), {"retail": f"{100 + n}", "bulk": f"{80 + n}"}, {"w1": "50", "w2": "5"}) for n in range(GOODS))
)
LATER_NAMES = bench.catalog(*(bench.goods(key(n), f"Cup {n} of glass") for n in (8, 10, 11, 12, 13)))
ORDERS = {f"K{n}": (SOLD[n % 8], SOLD[(n + 3) % 8]) for n in range(1, 9)}
BUYERS = {number: 700_000 + place % 5 for place, number in enumerate(ORDERS)}
"""Some buy twice: they are the same customer, however often and in whatever turn their orders come."""


def answer(number: str, pieces: int, inside: str = "", *pairs: tuple[str, str]) -> bytes:
    """What 1C says of an order."""
    lines = "".join(line(key(n), str(pieces)) for n in ORDERS[number])
    told = (
        f"<Документ><Ид>1c-{number}</Ид><Номер>{number}</Номер><ХозОперация>Заказ товара</ХозОперация>"
        f"<Валюта>руб</Валюта><Товары>{lines}</Товары>{inside}{shapes.requisites(*pairs)}</Документ>"
    )
    return shapes.file(told, version="2.10")


@dataclass
class Placed:
    """An order of the shop; told again it is that order."""

    number: str

    def __call__(self, house: House) -> None:
        """The shop sends it, and sends it again where no answer came."""
        house.twice(lambda: self._placed(house))
        deliver_all()

    def _placed(self, house: House) -> None:
        wishes = tuple(Wish(house.variant(n), 2000) for n in ORDERS[self.number])
        draft = OrderDraft("shop", wishes, customer=customer_card(BUYERS[self.number]), number=self.number)
        with suppress(NumberTaken):
            orders.place(draft=draft, cover="all", actor="shop", key=f"shop:{house.hands}:{self.number}")


def renamed(house: House) -> None:
    """A person names two products and wants it kept."""
    found = variants([house.variant(n) for n in (8, 9)])
    cards = [ProductCard(id=one.product_id, name=f"Ours {one.id}", protects=True) for one in found.values()]
    house.twice(lambda: catalog_room.put_products(cards=cards, actor="owner", key=house.press()))


def repriced(house: House) -> None:
    """A person writes a price by hand."""
    bulk = bench.ours(house.channel, "price_type", "bulk")
    variant = house.variant(40)

    def act() -> None:
        pricing.set_price(
            variant_id=variant, price_type_id=bulk, price_micro=77_700_000, actor="owner", key=house.press()
        )

    house.twice(act)


def changed(house: House) -> None:
    """The customer of an order wants more of one thing."""
    first, second = ORDERS["K3"]
    wishes = (Wish(house.variant(first), 5000), Wish(house.variant(second), 2000))
    house.twice(lambda: orders.change_lines(number="K3", wishes=wishes, actor="owner", key=house.press()))
    deliver_all()


def connection(**settings: object) -> int:
    """A connection of a firm to its 1C, as it stands in the morning."""
    firm = parties.add_firm(
        name="Firm", country="RU", base_currency="RUB", regime="general", since=date(2020, 1, 1), actor="owner"
    ).id
    told = {"firm": firm, "shop": "shop", "orders_from": datetime(2020, 1, 1, tzinfo=UTC).isoformat()}
    secrets = {"login": bench.LOGIN, "password": make_password(bench.PASSWORD)}
    return exchange.add_channel(
        code="1c", kind="commerceml", title="1C", settings=told | settings, secrets=secrets, actor="owner"
    )


def opened(house: House) -> None:
    """The shop begins to sell what came."""
    bench.open_shop(house.channel)


def from_disk(house: House) -> None:
    """A file that a person drops into the house."""
    path = house.folder / "offers_disk.xml"
    path.write_bytes(shapes.file(prices(range(30, 36), 115) + figures(range(30, 36), 30)))

    def dropped() -> None:
        for one in taken(house.channel, [path], lambda name, done, size: None):
            assert (one.fault, one.refused[:1]) == (None, ()), one.refused[:1]

    house.twice(dropped)


@dataclass(frozen=True)
class Act:
    """Something of the day and what it must come after."""

    run: Callable[[House], None]
    after: tuple[str, ...] = field(default=("shop",))


def _catalog(**files: str) -> Talk:
    return Talk("catalog", {f"{name}.xml": shapes.file(body) for name, body in files.items()})


def _answers(number: str, pieces: int = 2, inside: str = "", *pairs: tuple[str, str]) -> Talk:
    return Talk("sale", {f"orders_{number}.xml": answer(number, pieces, inside, *pairs)})


POSTED = ("Проведен", "true")
PAID = below("Выплата безналичных денег", "p-1", "ОПЛ-1", "<Сумма>104.00</Сумма>", ("Оплачен", "true"))
SHIPPED = below("Отпуск товара", "s-1", "РТУ-1", "", ("Проведен", "true"))
ACTS: dict[str, Act] = {
    "catalog": Act(_catalog(import0_1=FIRST_GOODS, offers0_1=FIRST_OFFERS), ()),
    "shop": Act(opened, ("catalog",)),
    "renamed": Act(renamed),
    "repriced": Act(repriced),
    "disk": Act(from_disk),
    "names": Act(_catalog(import0_1=LATER_NAMES)),
    "prices": Act(_catalog(offers0_1=prices(range(10, 20), 105))),
    "stock": Act(_catalog(offers0_1=figures(range(20, 30), 10))),
    **{number: Act(Placed(number)) for number in ORDERS},
    "changed": Act(changed, ("K3",)),
    "fetched": Act(fetched, ("K1", "K2", "K3", "changed", "K4")),
    "K1 posted": Act(_answers("K1", 2, "", POSTED), ("fetched",)),
    "K1 paid": Act(_answers("K1", 2, PAID, POSTED), ("K1 posted",)),
    "K1 shipped": Act(_answers("K1", 2, SHIPPED, POSTED), ("K1 paid",)),
    "K2 off": Act(_answers("K2", 2, "", ("Отменен", "true")), ("fetched",)),
    "K4 posted": Act(_answers("K4", 2, "", POSTED), ("fetched",)),
    "fetched again": Act(fetched, ("fetched", *ORDERS)),
    "counted": Act(
        _catalog(offers0_1=figures(ORDERS["K1"], 40)), ("K1 shipped", "K2 off", "K4 posted", "fetched again")
    ),
}


def in_turn(chance: Random | None = None) -> list[str]:
    """The acts of the day as they stand, or shuffled as far as each still comes after what it needs."""
    left, done = list(ACTS), list[str]()
    while left:
        ready = [name for name in left if set(ACTS[name].after) <= set(done)]
        name = chance.choice(ready) if chance else ready[0]
        left.remove(name)
        done.append(name)
    return done


def live(house: House, names: Sequence[str]) -> None:
    """Live the acts one after another, and the end of the day: 1C signs in once more and everything is settled."""
    for name in names:
        ACTS[name].run(house)
        assert messages_in_work(house.channel) == []
    deliver_all()
    for _ in range(2):
        Wire(house.address).sign_in("catalog")
    deliver_all()
