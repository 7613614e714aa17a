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

from bench._crowd import Names, barcode_of, phone_of, words  # noqa: E402
from bench.waits import share  # noqa: E402
from emporion.accounts import commands as accounts  # noqa: E402
from emporion.accounts.models import Staff  # noqa: E402
from emporion.accounts.queries import checked_password, staff_by_email  # noqa: E402

QUESTIONS = 60
WARMING = 3  # questions that are not counted: until caches are warm
SHORTEST = 4  # letters of a word that gets a slip
EMAIL, PASSWORD = "owner@shop.example", "seven cups of mocha"
Ask = Callable[[random.Random], str]


def slip(word: str, dice: random.Random) -> str:
    """A word with a letter left out, doubled, or changed with its neighbour."""
    at = dice.randrange(1, len(word) - 1)
    return dice.choice(
        [word[:at] + word[at + 1 :], word[:at] + word[at - 1 :], word[:at] + word[at + 1] + word[at] + word[at + 2 :]]
    )


def questions(goods: int, customers: int, sold: int) -> dict[str, Ask]:
    """Kinds of questions, and how one of each is made."""

    def name(script: str) -> Ask:
        return lambda dice: Names(script, dice).one()

    def slipped(dice: random.Random) -> str:
        first, last = Names(dice.choice(["ru", "ro", "el"]), dice).one().split()
        return f"{first} {slip(last, dice)}" if len(last) >= SHORTEST else f"{slip(first, dice)} {last}"

    def first_letters(many: int) -> Ask:
        return lambda dice: Names(dice.choice(["ru", "ro", "el", "en"]), dice).one()[:many]

    return {
        "order number": lambda dice: f"K{dice.randrange(sold):06d}",
        "order number, no prefix": lambda dice: f"{dice.randrange(sold):06d}",
        "number in the shop": lambda dice: f"WEB-{900_000 + dice.randrange(sold)}",
        "barcode": lambda dice: barcode_of(dice.randrange(goods)),
        "article": lambda dice: f"sku {dice.randrange(goods):06d}",
        "phone, last four": lambda dice: phone_of(dice.randrange(customers))[-4:],
        "phone, last six": lambda dice: phone_of(dice.randrange(customers))[-6:],
        "phone, whole": lambda dice: phone_of(dice.randrange(customers)),
        "e-mail": lambda dice: f"customer{dice.randrange(customers) | 1}@mail.example",
        "Cyrillic name": name("ru"),
        "Greek name": name("el"),
        "Romanian name": name("ro"),
        "first name alone": lambda dice: Names(dice.choice(["ru", "ro", "el"]), dice).one().split()[0],
        "name with one slip": slipped,
        "one letter": first_letters(1),
        "two letters": first_letters(2),
        "three letters": first_letters(3),
        "four letters": first_letters(4),
        "first name and a letter": lambda dice: " ".join(Names("ru", dice).one().split())[:7],
        "product": lambda dice: f"турка мед {dice.randint(50, 2000)}",
        "product, Latin letters": lambda dice: f"turka {dice.randint(50, 2000)}",
        "nothing there": lambda dice: "".join(dice.choices("бвгджзклмн", k=9)),
    }


def client() -> Client:
    """An owner's browser, who sees everything."""
    if staff_by_email(EMAIL) is None:
        password = checked_password(PASSWORD)
        accounts.add_staff(email=EMAIL, name="Owner", password=password, role="owner", actor="bench")
    found = Client(headers={"host": "localhost"})
    found.force_login(Staff.objects.get(email=EMAIL))
    return found


def three(ordered: list[float]) -> tuple[float, float, float]:
    """p50, p95 and the longest."""
    return share(ordered, 0.5), share(ordered, 0.95), ordered[-1]


def main(goods: int, customers: int, sold: int) -> None:
    """Wall and CPU of this process in ms, and the mean number of lines, by kind of question."""
    asking, told = client(), dict[str, object]()
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
    main(*words(sys.argv[1:]))
