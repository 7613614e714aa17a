"""Who did something, as the pages say it."""

from __future__ import annotations

from collections.abc import Iterable

from emporion.accounts.queries import staff_names
from emporion.exchange.queries import channels

CHANNEL = "channel:"


def names(actors: Iterable[str]) -> dict[str, str]:
    """Who many actors are: people by name, connections by their title, the rest in readable words; two queries."""
    told = staff_names(actors)
    if any(actor.startswith(CHANNEL) for actor in told):
        told |= {f"{CHANNEL}{one.code}": one.title for one in channels() if one.title}
    return told


def initials(name: str) -> str:
    """At most two letters, for the round sign of a person."""
    return "".join(word[0] for word in name.split()[:2]).upper()
