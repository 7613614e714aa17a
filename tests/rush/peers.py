"""People and programs before several web nodes, any of which may be killed while it answers them."""

from __future__ import annotations

import re
import time
import uuid
from collections import Counter
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import urlencode, urlsplit

from emporion.channels.commerceml.tests import shapes
from emporion.channels.commerceml.tests.bench import offer, pack
from emporion.channels.commerceml.tests.wire import Wire

PATIENCE_SECONDS = 20
PAUSE_SECONDS = 0.1  # before another node is tried
PLACED = re.compile(r"/orders/(\d+)/")


def enter(*, nodes: list[str], cookie: str, form: dict[str, Any], goods: list[int], until: str, seed: int) -> Any:
    """Enter orders by hand, one after the other until a file appears; each is sent again until a node has answered.

    Answers what every form came to, as [its intent, the order's id], and how often each answer came that was none.
    """
    random, answers = Random(seed), Counter[str]()
    entered: list[tuple[str, int]] = []
    while not Path(until).exists():
        intent = str(uuid.UUID(int=random.getrandbits(128), version=4))
        filled = form | {
            "intent": intent,
            "variant": random.choice(goods),
            "quantity": random.randint(1, 3),
            "email": f"{intent}@example.com",
        }
        order = None
        while order is None:
            status, location = _posted(random.choice(nodes), "/orders/new/", cookie, filled)
            if found := PLACED.fullmatch(location):
                order = int(found[1])
            else:
                answers[f"{status} {location}"] += 1
                time.sleep(PAUSE_SECONDS)
        entered.append((intent, order))
    return {"entered": entered, "answers": answers}


def _posted(node: str, path: str, cookie: str, form: dict[str, Any]) -> tuple[int, str]:
    """Status and address of the answer; 0 and the kind of the error where none came."""
    line = HTTPConnection(urlsplit(node).netloc, timeout=PATIENCE_SECONDS)
    heads = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
    try:
        line.request("POST", path, urlencode(form), heads)
        answer = line.getresponse()
        answer.read()
        return answer.status, answer.headers.get("Location", "")
    except (OSError, HTTPException) as error:
        return 0, type(error).__name__
    finally:
        line.close()


def tell(*, nodes: list[str], keys: list[str], until: str, seed: int) -> Any:
    """Send files of prices and stock as 1C does, each with other figures, until a file appears.

    Every request goes to any of the nodes. A talk that broke off is begun anew with the same file until it has heard
    success. Answers the number of the last file, and how often each answer came that was no success.
    """
    random, answers, turn = Random(seed), Counter[str](), 0
    while not Path(until).exists():
        turn += 1
        data = file_of(turn, keys)
        while not _is_told(nodes, random, f"offers{turn}.xml", data, answers):
            time.sleep(PAUSE_SECONDS)
    return {"last": turn, "answers": answers}


def file_of(turn: int, keys: list[str]) -> bytes:
    """The prices and figures of a turn."""
    offers = [offer(key, {"retail": price_of(turn)}, {"w1": str(pieces_of(turn))}) for key in keys]
    return shapes.file(pack(*offers, changes=True))


def price_of(turn: int) -> str:
    """What everything costs after this turn; it creeps, so that no guard of prices holds it back."""
    return f"{100 + turn / 100:.2f}"


def pieces_of(turn: int) -> int:
    """How much of everything lies there after this turn."""
    return 100_000 + turn


def _is_told(nodes: list[str], random: Random, name: str, data: bytes, answers: Counter[str]) -> bool:
    wire = Wire("")

    def somewhere() -> Wire:
        wire.address = f"{random.choice(nodes)}/exchange/1c/1c"
        return wire

    try:
        somewhere().sign_in()
        somewhere().ask("type=catalog&mode=init")
        answer = somewhere().send(name, data)
        while answer.startswith(("success", "progress")):
            answer = somewhere().ask(f"type=catalog&mode=import&filename={name}")
            if answer.startswith("success"):
                return True
    except (OSError, AssertionError) as error:  # the node was killed, or has not come up yet
        answer = "no answer" if not str(error) or isinstance(error, OSError) else str(error)
    answers[answer] += 1
    return False
