"""A bakery: commands, facts and a porter for the journal's tests."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from emporion.journal.commands import command
from emporion.journal.types import Event, Heard, Work
from emporion.kernel.errors import Refused


class OvenTooHot(Refused):
    """A refusal for tests."""

    code = "test_oven_too_hot"
    says = "The oven is at %(degrees)s degrees."


@dataclass(frozen=True)
class Loaf:
    """An answer with parts."""

    number: int
    seeds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LoafBaked(Event):
    """A fact with parts."""

    loaf: Loaf


@dataclass(frozen=True, slots=True)
class OvenLit(Event):
    """A fact the porter does not listen to."""


@dataclass(frozen=True, slots=True)
class LoafCarried(Event):
    """What the porter tells."""

    number: int


@command
def bake(work: Work, *, number: int, burn: bool = False) -> Loaf:
    """Bake one loaf, or refuse after it has been told."""
    loaf = Loaf(number, ("sesame", "poppy"))
    work.tell(LoafBaked(f"loaf:{number}", loaf), place=f"tray[{number}]")
    if burn:
        raise OvenTooHot(degrees=400)
    return loaf


@command
def bake_many(work: Work, *, numbers: Sequence[int], burn: int | None = None) -> int:
    """Bake several in one transaction."""
    for number in numbers:
        bake(work=work, number=number, burn=number == burn)
    return len(numbers)


@command
def light(work: Work) -> None:
    """Tell something else."""
    work.tell(OvenLit("oven:1"))


@dataclass
class Porter:
    """A reaction that carries each loaf once, and stumbles over those it is told to."""

    carried: list[int] = field(default_factory=list)
    batches: list[int] = field(default_factory=list)
    too_heavy: set[int] = field(default_factory=set)

    def carry(self, work: Work, heard: Sequence[Heard[LoafBaked]]) -> None:
        """Tell one fact for each loaf heard of."""
        for fact in heard:
            if fact.event.loaf.number in self.too_heavy:
                raise ValueError(f"loaf {fact.event.loaf.number} is too heavy")
            work.because_of(fact).tell(LoafCarried(f"loaf:{fact.event.loaf.number}", fact.event.loaf.number))
        self.batches.append(len(heard))
        self.carried += [fact.event.loaf.number for fact in heard]
