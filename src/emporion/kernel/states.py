"""State machines as data: a table that code, screens, docs and tests all read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext, gettext_noop

from .errors import Refused


class IllegalMove(Refused):
    """The document cannot go there from here."""

    code = "illegal_move"
    says = gettext_noop("This %(document)s is %(state)s: cannot %(verb)s.")
    remedy = gettext_noop("Open it anew: its buttons are what can be done now.")

    def shown(self) -> Mapping[str, Any]:
        """The words of the table in the reader's language; the facts keep them as the table writes them."""
        return {name: gettext(word) for name, word in self.facts.items()}


@dataclass(frozen=True)
class StateMachine:
    """Verb by verb: from which states, to which state. Checked when written for states nobody can reach.

    A refusal says the words of the table to people, so whoever writes one marks them with gettext_noop.
    """

    name: str
    start: str
    moves: Mapping[str, tuple[frozenset[str], str]]

    def __post_init__(self) -> None:
        if lost := self.states - self.reachable():
            raise ValueError(f"{self.name}: nobody can reach {sorted(lost)}")

    @property
    def states(self) -> set[str]:
        """Every state the table names."""
        return {self.start}.union(*(sources | {target} for sources, target in self.moves.values()))

    def reachable(self) -> set[str]:
        """Every state one can get to from the start."""
        seen = {self.start}
        while more := {to for sources, to in self.moves.values() if sources & seen} - seen:
            seen |= more
        return seen

    def after(self, verb: str, state: str) -> str:
        """The state after a verb; a move the table does not name is refused."""
        sources, target = self.moves[verb]
        if state not in sources:
            raise IllegalMove(document=self.name, verb=verb, state=state)
        return target

    def verbs(self, state: str) -> list[str]:
        """What can be done now; pages draw their buttons from this."""
        return [verb for verb, (sources, _) in self.moves.items() if state in sources]
