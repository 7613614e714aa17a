"""A random life of a shop: command number n of a seed is always the same, whichever process runs it, however often."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import cached_property
from random import Random

from django.utils import timezone

from emporion.kernel.money import Money
from emporion.orders import commands as orders
from emporion.orders.tests.factories import corner_shop, cup
from emporion.orders.types import Cover, OrderDraft, ShopCard, Wish, subject_of
from emporion.parties.tests.factories import customer_card
from emporion.stock import commands as stock
from emporion.stock.tests.factories import warehouse
from emporion.stock.types import Figures, Goods

WEIGHTS = {
    "place_all": 20,
    "place_what_there_is": 14,
    "change_lines": 10,
    "cancel": 9,
    "note_payment": 8,
    "note_shipment": 10,
    "declare": 12,
    "note_known": 5,
    "settle": 3,
    "receive": 6,
    "correct": 5,
    "move": 5,
    "cover_waiting": 3,
}
RECENT = 60  # orders that later commands speak of


@dataclass(frozen=True)
class Scene:
    """A shop that sells from two warehouses of ours and two of an outside master, one per reserve mode."""

    shop: str
    ours: list[int]
    theirs: list[int]
    variants: list[int]

    def told(self) -> dict[str, object]:
        """As JSON for a hand."""
        return asdict(self)


def scene(variants: int = 8) -> Scene:
    """Made in the database of the day, its shelves still empty."""
    corner = corner_shop()
    ours = [corner.warehouse, warehouse(corner.firm)]
    theirs = [warehouse(corner.firm, master="1c", excludes_reserves=mode) for mode in (False, True)]
    turns = (theirs[0], ours[0], theirs[1], ours[1])
    orders.put_shop(card=ShopCard(code=corner.shop, warehouses=turns), actor="owner")
    return Scene(corner.shop, ours, theirs, [cup(corner, pieces=0) for _ in range(variants)])


@dataclass(frozen=True)
class Life:
    """Commands 0 ... count-1 of a seed. Each has a run-once key, so that running one again changes nothing."""

    scene: Scene
    seed: int
    count: int

    @cached_property
    def kinds(self) -> list[str]:
        """What each command is."""
        return Random(self.seed).choices(list(WEIGHTS), list(WEIGHTS.values()), k=self.count)

    @cached_property
    def placed(self) -> list[int]:
        """Numbers of the commands that place an order."""
        return [n for n, kind in enumerate(self.kinds) if kind.startswith("place")]

    def kind(self, number: int) -> str:
        """What a command is."""
        return self.kinds[number]

    def run(self, number: int) -> object:
        """Do it, once."""
        random = Random(f"{self.seed}:{number}")
        return RUN[self.kind(number)](Turn(self, number, random))


@dataclass(frozen=True)
class Turn:
    """One command about to run."""

    life: Life
    number: int
    random: Random

    @property
    def scene(self) -> Scene:
        """Where it happens."""
        return self.life.scene

    @property
    def key(self) -> str:
        """Its run-once key."""
        return f"life:{self.life.seed}:{self.number}"

    @property
    def document(self) -> str:
        """A document of its own."""
        return f"document:{self.number}"

    def goods(self, most: int) -> list[Goods]:
        """Some variants with quantities, at times one of them twice; with a cost as a supplier's bill has it."""
        chosen = self.random.choices(self.scene.variants, k=self.random.randint(1, 3))
        return [Goods(v, q * 1000, q * 100) for v in chosen for q in [self.random.randint(1, most)]]

    def wishes(self) -> tuple[Wish, ...]:
        """What a customer asks for, in any order and at times the same thing in two lines."""
        return tuple(Wish(item.variant, item.quantity) for item in self.goods(4))

    def an_order(self) -> str:
        """An order that an earlier command may have placed."""
        before = [n for n in self.life.placed if n < self.number][-RECENT:]
        return order_number(self.random.choice(before)) if before else "R-none"


def order_number(number: int) -> str:
    """The order that a command places; every third takes the shop's next number, which nobody knows beforehand."""
    return f"R-{number}"


def _place(cover: Cover) -> Callable[[Turn], object]:
    def run(turn: Turn) -> object:
        own = "" if turn.number % 5 == 0 else order_number(turn.number)
        customer = customer_card(turn.random.randrange(400)) if turn.random.random() < 0.5 else None
        draft = OrderDraft(shop=turn.scene.shop, wishes=turn.wishes(), number=own, customer=customer)
        return orders.place(draft=draft, cover=cover, actor="shop", key=turn.key)

    return run


def _change(turn: Turn) -> object:
    cover: Cover = turn.random.choice(["all", "what_there_is"])
    return orders.change_lines(number=turn.an_order(), wishes=turn.wishes(), cover=cover, actor="staff:1", key=turn.key)


def _cancel(turn: Turn) -> object:
    return orders.cancel(number=turn.an_order(), reason="random", actor="staff:1", key=turn.key)


def _pay(turn: Turn) -> object:
    amount = Money(turn.random.choice([250, 500, 1000, 4000]), "EUR")
    return orders.note_payment(
        number=turn.an_order(), reference=turn.document, amount=amount, actor="bank", key=turn.key
    )


def _ship(turn: Turn) -> object:
    goods = None if turn.random.random() < 0.5 else turn.goods(3)
    return orders.note_shipment(
        number=turn.an_order(), reference=turn.document, goods=goods, actor="staff:1", key=turn.key
    )


def _declare(turn: Turn) -> object:
    """A third of the figures names both warehouses; a figure may lie below what is promised, or below nothing."""
    places = turn.scene.theirs if turn.random.random() < 0.3 else [turn.random.choice(turn.scene.theirs)]
    chosen = turn.random.sample(turn.scene.variants, turn.random.randint(1, len(turn.scene.variants)))
    figures = [Figures(v, tuple((place, turn.random.randint(-1, 30) * 1000) for place in places)) for v in chosen]
    return stock.declare(
        document=turn.document,
        master="1c",
        figures=figures,
        started_at=timezone.now(),
        actor="channel:1c",
        key=turn.key,
    )


def _note_known(turn: Turn) -> object:
    documents = [subject_of(turn.an_order()) for _ in range(5)]
    return stock.note_known(documents=documents, master="1c", actor="channel:1c", key=turn.key)


def _settle(turn: Turn) -> object:
    return stock.settle(master="1c", started_at=timezone.now(), actor="channel:1c", key=turn.key)


def _receive(turn: Turn) -> object:
    place = turn.random.choice(turn.scene.ours)
    return stock.receive(
        warehouse_id=place, document=turn.document, goods=turn.goods(12), actor="storekeeper", key=turn.key
    )


def _correct(turn: Turn) -> object:
    place = turn.random.choice(turn.scene.ours)
    counted = [Goods(v, turn.random.randint(0, 15) * 1000) for v in turn.random.sample(turn.scene.variants, 2)]
    return stock.correct(warehouse_id=place, document=turn.document, counted=counted, actor="storekeeper", key=turn.key)


def _move(turn: Turn) -> object:
    source, target = turn.random.sample(turn.scene.ours, 2)
    return stock.move(
        source=source, target=target, document=turn.document, goods=turn.goods(3), actor="storekeeper", key=turn.key
    )


def _cover(turn: Turn) -> object:
    variants = turn.random.sample(turn.scene.variants, 3)
    return orders.cover_waiting(variants=variants, actor="reaction", key=turn.key)


RUN: dict[str, Callable[[Turn], object]] = {
    "place_all": _place("all"),
    "place_what_there_is": _place("what_there_is"),
    "change_lines": _change,
    "cancel": _cancel,
    "note_payment": _pay,
    "note_shipment": _ship,
    "declare": _declare,
    "note_known": _note_known,
    "settle": _settle,
    "receive": _receive,
    "correct": _correct,
    "move": _move,
    "cover_waiting": _cover,
}
