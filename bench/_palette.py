"""Questions to the palette in a process of its own: python -m bench._palette GOODS CUSTOMERS ORDERS → JSON."""

from __future__ import annotations

import json
import random
import sys
import time
from collections.abc import Callable
from http import HTTPStatus

import django

django.setup()

from django.test import Client  # noqa: E402

from bench._names import SCRIPTS, name  # noqa: E402
from bench._people import email_of, phone_of  # noqa: E402
from bench._seed import FIRST_ARTICLE, OWNER  # noqa: E402
from bench.waits import share  # noqa: E402
from emporion.accounts.models import Staff  # noqa: E402

QUESTIONS = 60
WARMING = 3  # questions that are not counted: until caches are warm
SHORTEST = 4  # letters of a word that gets a slip
Ask = Callable[[random.Random], str]


def slip(word: str, dice: random.Random) -> str:
    """A word with a letter left out, doubled, or changed with its neighbour."""
    at = dice.randrange(1, len(word) - 1)
    return dice.choice(
        [word[:at] + word[at + 1 :], word[:at] + word[at - 1 :], word[:at] + word[at + 1] + word[at] + word[at + 2 :]]
    )


def questions(goods: int, customers: int, sold: int) -> dict[str, Ask]:
    """Kinds of questions, and how one of each is made."""

    def of(script: str) -> Ask:
        return lambda dice: name(dice, script)

    def slipped(dice: random.Random) -> str:
        first, last = name(dice, dice.choice(SCRIPTS[:3])).split()
        return f"{first} {slip(last, dice)}" if len(last) >= SHORTEST else f"{slip(first, dice)} {last}"

    def first_letters(many: int) -> Ask:
        return lambda dice: name(dice)[:many]

    def phone(dice: random.Random) -> str:
        return phone_of(dice.randint(1, customers))

    return {
        "order number": lambda dice: f"K{dice.randint(1, sold):06d}",
        "order number, no prefix": lambda dice: f"{dice.randint(1, sold):06d}",
        "number in the shop": lambda dice: f"WEB-{dice.randrange(sold):06d}",
        "barcode": lambda dice: f"EB{FIRST_ARTICLE + dice.randrange(goods)}",
        "article": lambda dice: f"{FIRST_ARTICLE + dice.randrange(goods)}",
        "phone, last four": lambda dice: phone(dice)[-4:],
        "phone, last six": lambda dice: phone(dice)[-6:],
        "phone, whole": phone,
        "e-mail": lambda dice: email_of(dice.randint(1, customers)),
        "Cyrillic name": of("ru"),
        "Greek name": of("el"),
        "Romanian name": of("ro"),
        "first name alone": lambda dice: name(dice, dice.choice(SCRIPTS[:3])).split()[0],
        "name with one slip": slipped,
        "one letter": first_letters(1),
        "two letters": first_letters(2),
        "three letters": first_letters(3),
        "four letters": first_letters(4),
        "first name and a letter": lambda dice: " ".join(name(dice, "ru").split())[:7],
        "product": lambda dice: f"чайник мед {dice.randrange(200, 600, 10)}",
        "product, Latin letters": lambda dice: f"chajnik {dice.randrange(200, 600, 10)}",
        "nothing there": lambda dice: "".join(dice.choices("бвгджзклмн", k=9)),
    }


def three(ordered: list[float]) -> tuple[float, float, float]:
    """p50, p95 and the longest."""
    return share(ordered, 0.5), share(ordered, 0.95), ordered[-1]


def main(goods: int, customers: int, sold: int) -> None:
    """Wall and CPU of this process in ms, and the mean number of lines, by kind of question."""
    asking, told = Client(headers={"host": "localhost"}), dict[str, object]()
    asking.force_login(Staff.objects.get(email=OWNER))
    for kind, ask in questions(goods, customers, sold).items():
        dice, spent, busy, lines = random.Random(kind), list[float](), list[float](), 0
        for number in range(QUESTIONS + WARMING):
            text, began, worked = ask(dice), time.perf_counter(), time.thread_time()
            answer = asking.post("/palette/", {"q": text})
            assert answer.status_code == HTTPStatus.OK
            if number >= WARMING:
                spent.append((time.perf_counter() - began) * 1000)
                busy.append((time.thread_time() - worked) * 1000)
                lines += answer.content.count(b'role="option"')
        spent.sort()
        busy.sort()
        told[kind] = {"wall": three(spent), "cpu": three(busy), "hits": lines / QUESTIONS}
    print(json.dumps(told))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
