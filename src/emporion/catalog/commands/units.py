"""Units of measure."""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter

from emporion.journal.commands import command
from emporion.journal.types import Work
from emporion.kernel import rows

from ..models import Unit
from ..rules import default_step
from ..types import Outcome, StepNotPositive, UnitAdded, UnitCard, UnitChanged
from .compare import Row, differences, merged

FIELDS = ("short", "full_name", "international", "step_thousandths")
_told = attrgetter(*FIELDS)


@command
def put_units(work: Work, *, cards: Sequence[UnitCard]) -> tuple[Outcome, ...]:
    """Enter units under their OKEI codes, or correct those that stand; a step nobody tells follows from the code.

    Refuses a step below one thousandth.
    """
    known: dict[str, tuple[int, Row]] = {
        code: (pk, tuple(row))
        for pk, code, *row in Unit.objects.filter(code__in={card.code for card in cards}).values_list(
            "id", "code", *FIELDS
        )
    }
    return tuple(_put(work, card, index, known) for index, card in enumerate(cards))


def _put(work: Work, card: UnitCard, index: int, known: dict[str, tuple[int, Row]]) -> Outcome:
    if card.step_thousandths is not None and card.step_thousandths < 1:
        raise StepNotPositive(unit=card.code, step=card.step_thousandths, card=index)
    if card.code not in known:
        return _add(work, card, known)
    pk, old = known[card.code]
    new = merged(old, _told(card))
    if new == old:
        return Outcome(pk, "unchanged")
    known[card.code] = (pk, new)
    rows.update("catalog_unit", FIELDS, "id", [(*new, pk)])
    work.tell(UnitChanged(f"unit:{card.code}", tuple(differences(FIELDS, old, new))), place=card.place)
    return Outcome(pk, "changed")


def _add(work: Work, card: UnitCard, known: dict[str, tuple[int, Row]]) -> Outcome:
    row = merged((card.code, "", "", default_step(card.code)), _told(card))
    # two loads may bring the same new unit at the same moment
    Unit.objects.bulk_create([Unit(code=card.code, **dict(zip(FIELDS, row, strict=True)))], ignore_conflicts=True)
    pk = Unit.objects.values_list("pk", flat=True).get(code=card.code)
    known[card.code] = (pk, row)
    work.tell(UnitAdded(f"unit:{card.code}", row[0]), place=card.place)
    return Outcome(pk, "created")
