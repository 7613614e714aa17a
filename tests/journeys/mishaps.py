"""How acts of a day go wrong: pieces cut and sent again, talks begun anew, a success that is lost, a press too many."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random

from emporion.channels.commerceml.tests import bench
from emporion.channels.commerceml.tests.wire import Wire
from emporion.journal.commands import deliver_all


def key(number: int) -> str:
    """How 1C calls a product."""
    return f"g{number:02d}"


@dataclass
class House:
    """Where the day happens: the address of the house, its connection, a folder for what lies on a disk."""

    address: str
    channel: int
    folder: Path
    chance: Random | None = None
    """What draws the mishaps of this run; None where all goes well."""
    hands: int = 0

    def variant(self, number: int) -> int:
        """Ours of a product of 1C's."""
        return bench.ours(self.channel, "variant", key(number))

    def mishap(self, one_in: int = 3) -> bool:
        """Whether something goes wrong now."""
        return self.chance is not None and self.chance.randrange(one_in) == 0

    def press(self) -> str:
        """The key of one press of a button."""
        self.hands += 1
        return f"hand:{self.hands}"

    def twice(self, act: Callable[[], object]) -> None:
        """Something that 1C or a person does, and now and then once more."""
        act()
        if self.mishap():
            act()


@dataclass
class Talk:
    """One talk of 1C with some files; a mishap cuts a piece, sends it again, or has the whole talk begin anew."""

    kind: str
    files: dict[str, bytes]

    def __call__(self, house: House) -> None:
        """Until it went through."""
        while not self._went_through(house):
            pass

    def _went_through(self, house: House) -> bool:
        wire = Wire(house.address)
        wire.sign_in(self.kind)
        wire.ask(f"type={self.kind}&mode=init")
        for name, data in self.files.items():
            for piece in _pieces(house, data):
                if house.mishap(6):
                    cut = piece[: house.chance.randrange(len(piece))] if house.chance else piece
                    wire.ask(f"type={self.kind}&mode=file&filename={name}", cut, told=len(piece))
                    if house.mishap(2):
                        return False
                house.twice(lambda piece=piece, name=name: _well(wire.send(name, piece, self.kind)))  # type: ignore[misc]
        for name in self.files:
            house.twice(lambda name=name: _imported(wire, name, self.kind))  # type: ignore[misc]
        return not house.mishap(6)


def _pieces(house: House, data: bytes) -> list[bytes]:
    limit = house.chance.randrange(1100, 9000) if house.chance else len(data)
    return [data[start : start + limit] for start in range(0, len(data), limit)]


def _well(said: str) -> None:
    assert said.startswith("success"), said


def _imported(wire: Wire, name: str, kind: str) -> None:
    said = "progress"
    while said.startswith("progress"):
        said = wire.ask(f"type={kind}&mode=import&filename={name}")
    _well(said)


def fetched(house: House) -> None:
    """1C asks for orders and says that it has them, until none is left; where a success is lost it asks again.

    Orders that were given in vain come one by one from then on, so that a bad one would be found.
    """
    deliver_all()
    while _fetched_some(house):
        pass


def _fetched_some(house: House) -> bool:
    wire = Wire(house.address)
    wire.sign_in("sale")
    wire.ask("type=sale&mode=init")
    told: list[str] = []
    house.twice(lambda: told.append(wire.ask("type=sale&mode=query")))
    if not house.mishap(4):
        house.twice(lambda: _well(wire.ask("type=sale&mode=success")))
    return "<Документ>" in told[-1]
