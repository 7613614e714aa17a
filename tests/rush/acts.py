"""What a hand can do: check out, declare, live through random commands, listen, take a file in. Answers are JSON."""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

from django.utils import timezone

from emporion.channels.commerceml.inbound.job import PAUSE_SECONDS, import_message
from emporion.exchange import commands as exchange
from emporion.journal.commands import command, deliver
from emporion.journal.models import Position
from emporion.journal.types import Event, Heard, Reaction, Work, register
from emporion.kernel.errors import Refused
from emporion.orders import commands as orders
from emporion.orders.types import OrderDraft, Wish
from emporion.parties.tests.factories import customer_card
from emporion.stock import commands as stock
from emporion.stock.types import Figures
from tests.rush.life import Life, Scene
from tests.rush.peers import enter, tell


def outcome(act: Callable[[], object]) -> str:
    """done, the code of the refusal, or the error that must not be."""
    began = time.monotonic()
    try:
        act()
    except Refused as refusal:
        return refusal.code
    except Exception as error:  # noqa: BLE001 - the test looks at what happened
        said = " ".join(str(error).split())  # one line, as the notes are read
        return f"ERROR after {time.monotonic() - began:.1f} s {type(error).__name__}: {said}"
    return "done"


def check_out(shop: str, name: str, baskets: list[list[tuple[int, int]]]) -> list[str]:
    """Place one order per basket of (variant, thousandths), each by a customer of its own; all or nothing."""

    def placed(turn: int, basket: list[tuple[int, int]]) -> None:
        wishes = tuple(Wish(variant, quantity) for variant, quantity in basket)
        customer = customer_card(int(name) * 1000 + turn)
        draft = OrderDraft(shop=shop, wishes=wishes, customer=customer)
        orders.place(draft=draft, cover="all", actor="shopper", key=f"check-out:{name}:{turn}")

    return [outcome(lambda t=turn, b=basket: placed(t, b)) for turn, basket in enumerate(baskets)]  # type: ignore[misc]


def send_again(shop: str, number: str, variant: int, copies: list[int]) -> list[str]:
    """One order of a shop, sent so many times: every second copy under one key, as a call that is repeated, the others
    each by themselves, as from a shop that forgot what it sent. The phone is written now so, now so."""
    phones = ("+373 69 600001", "+37369600001", "069600001", "+373 (69) 600-001")

    def sent(copy: int) -> None:
        customer = replace(customer_card(600_001), phones=(phones[copy % len(phones)],))
        draft = OrderDraft(shop=shop, wishes=(Wish(variant, 2000),), customer=customer, number=number)
        key = f"order:{number}" if copy % 2 else f"order:{number}:{copy}"
        orders.place(draft=draft, cover="all", actor="shop", key=key)

    return [outcome(lambda c=copy: sent(c)) for copy in copies]  # type: ignore[misc]


def declare(place: int, figures: dict[str, int], until: str) -> dict[str, int]:
    """Say again and again how much lies there, by variant in thousandths, as 1C does, until a file appears."""
    told = [Figures(int(variant), ((place, quantity),)) for variant, quantity in figures.items()]
    happened: Counter[str] = Counter()

    def once() -> None:
        stock.declare(
            document=f"message:{sum(happened.values())}",
            master="1c",
            figures=told,
            started_at=timezone.now(),
            actor="channel:1c",
        )

    while not Path(until).exists():
        happened[outcome(once)] += 1
        time.sleep(PAUSE_SECONDS)  # as the channel between its chunks
    return dict(happened)


def live(scene: dict[str, Any], seed: int, numbers: list[int], notes: str = "") -> dict[str, int]:
    """Run the commands of these numbers one after the other; after each a note of how it ended, so that a killed
    hand can be replaced by one that goes on."""
    life = Life(Scene(**scene), seed, max(numbers, default=0) + 1)
    happened: Counter[str] = Counter()
    file = os.open(notes, os.O_WRONLY | os.O_APPEND | os.O_CREAT) if notes else None
    for number in numbers:
        ended = outcome(lambda n=number: life.run(n))  # type: ignore[misc]
        happened[f"{life.kind(number)} {ended}"] += 1
        if file is not None:
            os.write(file, f"{number}\t{life.kind(number)} {ended}\n".encode())
    return dict(happened)


class ThoughtBetter(Refused):
    """A refusal at the end of a long transaction."""

    code = "test_thought_better"
    says = "Rather not."


@command
def place_slowly(work: Work, *, draft: OrderDraft, seconds: float, keep: bool) -> str:
    """An order whose transaction goes on for a while after its first write, as a long load does."""
    number = orders.place(work=work, draft=draft, cover="what_there_is").number
    time.sleep(seconds)
    if not keep:
        raise ThoughtBetter
    return number


def dawdle(shop: str, name: str, variant: int, pauses: list[float]) -> list[str]:
    """Orders one after the other, each in a transaction that stays open so long; every fourth is rolled back."""

    def placed(turn: int, seconds: float) -> None:
        draft = OrderDraft(shop=shop, wishes=(Wish(variant, 1000),), number=f"{name}-{turn}")
        place_slowly(draft=draft, seconds=seconds, keep=turn % 4 < 3, actor="slow", key=f"slow:{name}:{turn}")

    return [outcome(lambda t=turn, s=pause: placed(t, s)) for turn, pause in enumerate(pauses)]  # type: ignore[misc]


def listen(file: str, until: str, seed: int) -> int:
    """Hear every kind of fact under one name until a file appears and nothing is due; each fact's id goes to a file.

    The file is written before the transaction ends: at least once is the promise. Between the batches a line with the
    position. Answers how many batches.
    """
    notes = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT)

    def note(_: Work, heard: list[Heard[Event]]) -> None:
        os.write(notes, "".join(f"{fact.id}\n" for fact in heard).encode())

    register(Reaction("rush.listener", tuple(Event.KINDS.values()), note))  # type: ignore[arg-type]
    random, batches, last = Random(seed), 0, False
    while True:
        stop = Path(until).exists()
        taken = deliver(subscriber="rush.listener", limit=random.randint(1, 60), actor="reaction:rush.listener")
        stands = Position.objects.get(subscriber="rush.listener")
        os.write(notes, f"at {stands.tx} {stands.fact}\n".encode())
        batches += 1
        if stop and not taken:
            if last:
                return batches
            last = True  # once more: on PostgreSQL a fact becomes final a moment after its commit
        else:
            last = False
        time.sleep(random.choice([0, 0, 0.001, 0.01]))


def wish(channel: int, objects: int, turns: int, seed: int) -> int:
    """Want some of the objects again and again, several at a time, as reactions do; answers how many wishes."""
    random, made = Random(seed), 0
    for _ in range(turns):
        some = random.sample(range(1, objects + 1), random.randint(1, 5))
        exchange.want(channel=channel, kind="order", object_ids=some, actor="reaction")
        made += len(some)
        time.sleep(random.choice([0, 0.001, 0.004]))
    return made


def fetch(channel: int, file: str, until: str, seed: int) -> int:
    """A peer that comes, is given what waits, keeps it and says success, until a file appears and nothing waits.

    What it has is a line in its file, "object version", written before the success. Answers how many talks.
    """
    kept, random, talks = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT), Random(seed), 0
    while True:
        stop = Path(until).exists()
        talk = exchange.open_session(channel=channel, kind="sale", actor="channel:peer").id
        limit = random.randint(1, 9)
        given = exchange.offer(channel=channel, kind="order", session=talk, limit=limit, actor="channel:peer")
        os.write(kept, "".join(f"{one.object_id} {one.version}\n" for one in given).encode())
        exchange.confirm(session=talk, actor="channel:peer")
        talks += 1
        if stop and not given:
            return talks


def take_in(message: int, pause: float) -> None:
    """Work a kept message through, with a pause between its chunks."""
    import_message(message, pause_seconds=pause)


ACTS: dict[str, Callable[..., Any]] = {
    "check_out": check_out,
    "send_again": send_again,
    "declare": declare,
    "live": live,
    "dawdle": dawdle,
    "listen": listen,
    "take_in": take_in,
    "wish": wish,
    "fetch": fetch,
    "enter": enter,
    "tell": tell,
}
