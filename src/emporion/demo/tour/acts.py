"""What the buttons of the path do. Each act writes down what it did; looking again goes on with what waits."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from secrets import choice, token_hex

from django.db import connections
from django.urls import reverse
from django.utils.translation import gettext_noop

from emporion.catalog.queries import variants
from emporion.exchange.queries import channel_by_code, messages, object_of
from emporion.kernel.errors import Refused
from emporion.orders import commands as orders
from emporion.orders.queries import order, shop_by_code
from emporion.orders.types import OrderDraft, Wish
from emporion.pricing.queries import prices_of

from ..countries import BY_SHOP, KAZAKHSTAN, RUSSIA
from ..customers import customer_card
from ..founding import LOGIN
from ..history import CHANNEL
from ..home import DemoHome
from ..onec import UT11, Base, OneC, desk, trade
from ..onec.errors import ExchangeFailed, OneCError
from ..onec.offer_files import changes_file
from ..shelf import OnShelf, on_shelf
from .notes import Note, note, notes

ACTOR, ORIGIN = "demo:visitor", "demo:tour"
PIECE, TEN_PERCENT = 1000, (11, 10)
CUT = (2, 3)  # so much of the file arrives
OFFERS = 3


class NothingThere(Refused):
    """The demonstration has no goods for this step at the moment."""

    code = "demo_nothing_there"
    says = gettext_noop("There are no goods for this at the moment.")
    remedy = gettext_noop("Wait until 1C has told its stock again, then press once more.")


@dataclass(frozen=True, slots=True)
class Visit:
    """One press of a button: the folder of the demonstration, and the address of the house."""

    home: DemoHome
    address: str = ""


def change_price(visit: Visit) -> None:
    """Raise a price in the simulated 1C by a tenth; its next round brings it."""
    channel = channel_by_code(CHANNEL).id
    with Base.open(visit.home.onec) as base:
        rows = base.rows(
            "SELECT price.offer, price.price_type, price.minor, price_type.name FROM price"
            " JOIN price_type ON price_type.id = price.price_type JOIN stock ON stock.offer = price.offer"
            " WHERE price_type.place = 0 AND stock.thousandths > 1000"
            " ORDER BY price.offer LIMIT 200"
        )
        if not rows:
            raise NothingThere()
        row = choice(rows)
        variant, kind = object_of(channel, "variant", row["offer"]), object_of(channel, "price_type", row["price_type"])
        if variant is None or kind is None:
            raise NothingThere()
        new = row["minor"] * TEN_PERCENT[0] // (TEN_PERCENT[1] * 100) * 100
        at = time.time()
        trade.change_price(base, row["offer"], row["name"], new)
    view = variants([variant])[variant]
    note(
        visit.home, "price", state="waiting", variant=variant, product=view.product_id, kind=kind, name=view.name,
        old=row["minor"], new=new, at=at,
    )  # fmt: skip


def _look_for_price(visit: Visit, told: Note) -> None:
    """It came when the price changed here since: 1C's own life may have changed it once more on the way."""
    stands = prices_of([told["variant"]]).get(told["variant"], ())
    if any(one.price_type.id == told["kind"] and one.changed_at.timestamp() > told["at"] for one in stands):
        note(visit.home, "price", **(told | {"state": "done", "seconds": round(time.time() - told["at"])}))


def sell_the_last(visit: Visit) -> None:
    """Two shops sell the last piece of something at the same moment, each to its own customer."""
    last, word = _last_piece(), token_hex(4)
    shops = (RUSSIA.shop, KAZAKHSTAN.shop)
    with ThreadPoolExecutor(len(shops)) as crowd:
        answers = dict(zip(shops, crowd.map(lambda shop: _order(shop, last, f"{word}:{shop}"), shops), strict=True))
    sold = {shop: answer for shop, answer in answers.items() if "number" in answer}
    told = {shop: answer for shop, answer in answers.items() if "code" in answer}
    if len(sold) != 1:
        raise NothingThere()
    [(winner, placed)], [(loser, refused)] = sold.items(), told.items()
    names = {"winner": shop_by_code(winner).name, "loser": shop_by_code(loser).name}
    note(visit.home, "last", state="done", name=variants([last])[last].name, **names, **placed, **refused)


def _last_piece() -> int:
    """A variant of which one piece is free for both shops; the nearest to it is bought down to one."""
    here, there = ({one.variant: one for one in on_shelf(shop)} for shop in (RUSSIA.shop, KAZAKHSTAN.shop))
    shared = [one for one in here.values() if _is_same(one, there.get(one.variant))]
    if not shared:
        raise NothingThere()
    found = min(shared, key=lambda one: (one.free, one.variant))
    if found.free > PIECE:
        draft = OrderDraft(RUSSIA.shop, (Wish(found.variant, found.free - PIECE),), customer=customer_card(7))
        orders.place(draft=draft, cover="all", actor=ACTOR, origin=ORIGIN)
    return found.variant


def _is_same(one: OnShelf, other: OnShelf | None) -> bool:
    return other is not None and one.free == other.free >= PIECE and one.free % PIECE == 0


def _order(shop: str, variant: int, word: str) -> dict[str, object]:
    """One shop's order; the number of what it got, or the code and the facts of what it was told."""
    draft = OrderDraft(shop, (Wish(variant, PIECE),), customer=customer_card(11, BY_SHOP[shop]))
    try:
        placed = orders.place(draft=draft, cover="all", actor=ACTOR, origin=ORIGIN, key=f"demo:last:{word}")
        return {"number": placed.number, "order": placed.id}
    except Refused as refusal:
        return {"code": refusal.code, "facts": {name: str(value) for name, value in refusal.facts.items()}}
    finally:
        connections.close_all()  # the thread's own


def send_cut(visit: Visit) -> None:
    """1C sends a file that breaks off in the middle and asks for its import; once more, and it sends it whole."""
    told = notes(visit.home).get("cut", {})
    again = told.get("state") == "waiting"
    name = told["file"] if again else f"offers0_{int(token_hex(2), 16)}.xml"
    with Base.open(visit.home.onec) as base:
        rows = base.rows("SELECT id FROM offer ORDER BY id LIMIT ?", OFFERS)
        whole = changes_file(base, UT11, [(row["id"], frozenset({"price"})) for row in rows])
        content = whole if again else whole[: len(whole) * CUT[0] // CUT[1]]
        with suppress(ExchangeFailed):
            _send(visit, base, name, content)
    kept = next(iter(messages(name=name, limit=1)), None)
    if kept is None:
        raise NothingThere()
    note(visit.home, "cut", state="done" if again else "waiting", file=name, message=kept.id)


def _send(visit: Visit, base: Base, name: str, content: bytes) -> None:
    url = f"{visit.address.rstrip('/')}/exchange/1c/{CHANNEL}"
    with OneC(base, url, LOGIN, visit.home.mark(0).onec_password) as onec:
        talk = onec.talk("catalog")
        talk.checkauth()
        talk.init()
        talk.send_file(name, content)
        talk.import_file(name)


def send_order(visit: Visit) -> None:
    """A customer orders in the shop; 1C fetches the order, is paid, ships it and answers."""
    shelf = [one for one in on_shelf(RUSSIA.shop) if one.free > PIECE]
    if not shelf:
        raise NothingThere()
    one = max(shelf, key=lambda each: each.free)
    draft = OrderDraft(RUSSIA.shop, (Wish(one.variant, PIECE),), customer=customer_card(3))
    placed = orders.place(draft=draft, actor=ACTOR, origin=ORIGIN)
    note(visit.home, "order", state="waiting", number=placed.number, order=placed.id, stage="placed", at=time.time())


def _look_for_order(visit: Visit, told: Note) -> None:
    if told["stage"] == "placed":
        with Base.open(visit.home.onec) as base:
            if base.one("SELECT 1 FROM customer_order WHERE site_number = ?", told["number"]):
                _work_off(base, told["number"])
                note(visit.home, "order", **(told | {"stage": "shipped"}))
    elif order(told["number"]).status == "done":
        note(visit.home, "order", **(told | {"state": "done", "seconds": round(time.time() - told["at"])}))


def _work_off(base: Base, number: str) -> None:
    """Post, be paid, ship; what the simulated firm has done by itself meanwhile is done."""
    if not desk.order(base, number)["posted"]:
        desk.confirm(base, number)
    if not desk.is_paid(base, number):
        desk.pay(base, number)
    if desk.shipment(base, number) is None:
        with suppress(OneCError):
            desk.ship(base, number)


def open_figure(visit: Visit) -> str:
    """The sales of today as their documents."""
    note(visit.home, "figure", state="done")
    return f"{reverse('web:orders')}?view=all"


def drop_export(visit: Visit) -> None:
    """The page of the answer says that it was shown."""
    note(visit.home, "export", state="done")


ACTS: Mapping[str, Callable[[Visit], str | None]] = {
    "price": change_price,
    "last": sell_the_last,
    "cut": send_cut,
    "order": send_order,
    "figure": open_figure,
    "export": drop_export,
}
LOOKS: Mapping[str, Callable[[Visit, Note], None]] = {"price": _look_for_price, "order": _look_for_order}


def look(visit: Visit) -> None:
    """Go on with every step that waits."""
    for step, told in notes(visit.home).items():
        if told["state"] == "waiting" and step in LOOKS:
            LOOKS[step](visit, told)
