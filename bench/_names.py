"""Names of people in four scripts, put together from syllables and endings; a few are very frequent, as names are."""

from __future__ import annotations

import random
from dataclasses import dataclass
from functools import cache
from itertools import accumulate

FIRST = {
    "ru": "Мария Анна Иван Сергей Ольга Елена Наталья Дмитрий Алексей Юлия Олег Ксения Павел Игорь Светлана Никита",
    "ro": "Maria Ion Ana Ștefan Andrei Elena Mihai Ioana Cristina Vasile Natalia Gheorghe Ilinca Radu Țeodora Dan",
    "el": "Μαρία Γιώργος Ελένη Νίκος Κατερίνα Χρήστος Δήμητρα Παύλος Σοφία Ευαγγελία Κώστας Θάλεια Ξένια Ιωάννης",
    "en": "Mary John Helen Peter Kate Michael Sophie Paul Alice George Emma Oliver Chloe Henry Grace Thomas",
}
STEMS = {
    "ru": "ка ме лов пет сид ор бел чер гор смир воро зай мор нос тур щер ряб фё жу хар ше гу дан яс",
    "ro": "mun tur pop ion cod lup ceb rus șer grig mol bot ciu dră vul neg pâ ror stă urs",
    "el": "παπα νικο γεωργ δημη κωνσ αναγ οικο καρα μακρ σταυ χατζ ευθυ ψαρ ζαφει λαμπ ρουσ",
    "en": "har wil john ander thom rob wal mor clar bak coo hugh phil jen ste ad",
}
ENDS = {
    "ru": "ов ев ин ова ева ина енко ский ская чук",
    "ro": "eanu escu aru an iuc oi",
    "el": "όπουλος οπούλου ίδης ίδου άκης άκη άτος",
    "en": "son man ford ley ton s er wick",
}
SCRIPTS = tuple(FIRST)


@dataclass(frozen=True, slots=True)
class _Shares:
    """First names and surnames of one script, each with how much of a crowd it and those before it are."""

    first: list[str]
    of_first: list[float]
    last: list[str]
    of_last: list[float]


def name(dice: random.Random, script: str = "") -> str:
    """A first name and a surname, of any script where none is asked for."""
    of = _shares(script or dice.choice(SCRIPTS))
    (first,) = dice.choices(of.first, cum_weights=of.of_first)
    (last,) = dice.choices(of.last, cum_weights=of.of_last)
    return f"{first} {last}"


@cache
def _shares(script: str) -> _Shares:
    stems, ends = STEMS[script].split(), ENDS[script].split()
    last = sorted({f"{one}{two}{end}".capitalize() for one in stems for two in ["", *stems] for end in ends})
    random.Random(script).shuffle(last)  # the same are frequent every time
    first = FIRST[script].split()
    return _Shares(first, _falling(len(first)), last, _falling(len(last)))


def _falling(many: int) -> list[float]:
    return list(accumulate(1 / (n + 8) ** 0.8 for n in range(many)))
