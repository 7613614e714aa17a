"""Doubles among many customers, in a process of its own: python -m bench._doubles CUSTOMERS → CPU seconds, as JSON.

All customers are compared once, as after an update. Then some come a second time, with their phone as one writes it at
home and their name in capitals, and are compared as the reaction does it; each must be found.
"""

from __future__ import annotations

import json
import sys
import time

import django

django.setup()

from bench._people import Person, added, people  # noqa: E402
from emporion.kernel import rows  # noqa: E402
from emporion.parties import commands as parties  # noqa: E402
from emporion.parties.queries import doubles_of, open_doubles  # noqa: E402
from emporion.parties.types import PartyCard  # noqa: E402

AT_ONCE = 500  # customers, as a reaction gets them
AGAIN = 200


def at_home(one: Person) -> PartyCard:
    """A customer as another shop wrote them down."""
    _number, name, phone, _email = one
    return PartyCard(name=name.upper(), phones=(phone.removeprefix("+373"),))


def is_found(again: int, first: int) -> bool:
    """Whether somebody is proposed to be who they are."""
    return any(first in (pair.one.id, pair.other.id) for pair in doubles_of(again))


def main() -> None:
    number = int(sys.argv[1])
    added(1, number)
    began = time.process_time()
    for some in rows.chunks(range(1, number + 1), AT_ONCE):
        parties.look_for_doubles(parties=some, actor="bench")
    first = time.process_time() - began
    before = open_doubles().count()
    again = [parties.add(card=card, even_if_known=True, actor="bench").id for card in map(at_home, people(1, AGAIN))]
    began, wall = time.process_time(), time.monotonic()
    for one in again:
        parties.look_for_doubles(parties=[one], actor="bench")
    spent, took = time.process_time() - began, time.monotonic() - wall
    missed = sum(not is_found(one, person) for person, one in enumerate(again, 1))
    told = {"first": first, "each": spent / AGAIN, "wall": took / AGAIN, "missed": missed, "before": before}
    print(json.dumps(told))


if __name__ == "__main__":
    main()
