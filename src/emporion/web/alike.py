"""Why two things may be one, and how sure that is, in words; what pages of doubles of any kind share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from emporion.kernel.pairing import CERTAIN, LIKELY, POSSIBLE

from .status import Status

NAMES: Mapping[str, Promise] = {
    "name": _("the same name"),
    "name_order": _("the same name in another order"),
    "name_letters": _("the same name in another alphabet"),
    "name_spelling": _("the same name, spelled differently"),
    "name_near": _("names that differ by one letter"),
    "name_differs": _("different names"),
}
SURENESS: Mapping[int, Status] = {
    CERTAIN: Status(_("Certain"), "good", "4"),
    LIKELY: Status(_("Likely"), "info", "3"),
    POSSIBLE: Status(_("Possible"), "idle", "1"),
}


@dataclass(frozen=True, slots=True)
class Side:
    """One of a pair in a list: what it is called, and below what tells it from others."""

    name: str
    more: str


@dataclass(frozen=True, slots=True)
class Line:
    """A pair in a list of doubles: look is where the two stand side by side, turn where one says they are two, or not.

    is_apart: somebody said that they are two.
    """

    id: int
    one: Side
    other: Side
    why: str
    state: Status
    look: str
    turn: str
    is_apart: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the comparison: what the one that stays has, and what the other brings.

    field: where one of the two has to be chosen; takes: the other's is proposed.
    """

    label: str
    stays: Sequence[str]
    comes: Sequence[str]
    field: str = ""
    takes: bool = False

    @property
    def keeps(self) -> bool:
        """Whether what the one that stays has is proposed."""
        return not self.takes


def said(codes: Iterable[str], words: Mapping[str, Promise]) -> str:
    """Reasons in one line, the strongest first, with a capital letter."""
    told = ", ".join(str(words[code]) for code in codes if code in words)
    return told[:1].upper() + told[1:]
