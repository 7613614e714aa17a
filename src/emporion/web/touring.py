"""What a room above may hand to the pages: the tour of a demonstration and the people one may sign in as there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal

StepState = Literal["open", "waiting", "done"]


@dataclass(frozen=True, slots=True)
class Way:
    """A link of a step; beside=True opens it in the drawer."""

    verb: str
    url: str
    beside: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to try: what it is about, its verb, and what came of it so far. An empty verb has nothing to press."""

    code: str
    title: str
    says: str
    verb: str
    state: StepState = "open"
    ways: Sequence[Way] = ()


@dataclass(frozen=True, slots=True)
class Persona:
    """Somebody a visitor may sign in as."""

    email: str
    title: str
    about: str


@dataclass(frozen=True, slots=True)
class Tour:
    """A demonstration: its steps in the reader's language, how one is done, and who may be met at the door.

    act gets the code of a step and the address of the house, and answers where to go on, or nothing to stay. look goes
    on with what waits, and is asked again and again while something does. is_on says whether this house is one.
    """

    is_on: Callable[[], bool]
    steps: Callable[[], Sequence[Step]]
    act: Callable[[str, str], str]
    look: Callable[[], None]
    people: Callable[[], Sequence[Persona]]


@dataclass
class _Register:
    tours: list[Tour] = field(default_factory=list)


_register = _Register()


def register_tour(tour: Tour) -> None:
    """Enter the tour of the demonstration; a house that is none has none."""
    _register.tours[:] = [tour]


def tour() -> Tour | None:
    """The tour of this house, when it is a demonstration."""
    return next((one for one in _register.tours if one.is_on()), None)


def panel_context(found: Tour) -> dict[str, object]:
    """What the panel of the steps takes: them, how many are done, and whether one waits."""
    steps = found.steps()
    done = sum(step.state == "done" for step in steps)
    return {"steps": steps, "done": done, "waits": any(step.state == "waiting" for step in steps)}
