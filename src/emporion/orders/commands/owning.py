"""Whose deal an order is: who placed or first changed it here, who took it, to whom it was given."""

from collections.abc import Sequence

from emporion.accounts.queries import staff_card, staff_number
from emporion.accounts.types import NoSuchStaff
from emporion.journal.commands import command
from emporion.journal.types import Work

from ..locks import locked, locked_all
from ..models import Order
from ..types import HasManager, ManagerAway, OrderManaged, subject_of


@command
def take(work: Work, *, numbers: Sequence[str], manager: int) -> list[str]:
    """Make free orders somebody's deals; answers the numbers of those that were not theirs before.

    Refused, as a whole, when one of them is somebody else's.
    """
    rows = locked_all(numbers)
    for row in rows:
        if row.manager not in (None, manager):
            raise HasManager(number=row.number)
    return [row.number for row in rows if hand_over(work, row, manager)]


@command
def give(work: Work, *, numbers: Sequence[str], manager: int | None) -> list[str]:
    """Make orders the deals of a colleague, or of nobody, whoever had them; answers the numbers of those that changed.

    Refused when that colleague does not work here any more.
    """
    if manager is not None and not _works_here(manager):
        raise ManagerAway(staff=manager)
    return [row.number for row in locked_all(numbers) if hand_over(work, row, manager)]


@command
def give_back_to(work: Work, *, number: str, was: int | None, now: int | None) -> bool:
    """Make an order again the deal of whom it was before; False, and nothing changes, where it has moved on since."""
    if locked(number).manager != now:
        return False
    give(work=work, numbers=[number], manager=was)
    return True


def _works_here(manager: int) -> bool:
    try:
        return staff_card(manager).is_active
    except NoSuchStaff:
        return False


def hand_over(work: Work, row: Order, manager: int | None) -> bool:
    """Write and tell that a locked order has another manager; False where it has this one."""
    if row.manager == manager:
        return False
    before, row.manager = row.manager, manager
    Order.objects.filter(pk=row.pk).update(manager=manager)
    work.tell(OrderManaged(subject_of(row.number), row.pk, before, manager))
    return True


def worked_on(work: Work, row: Order) -> None:
    """Make a free order the deal of the person who works on it; what a program does makes it nobody's."""
    who = staff_number(work.actor)
    if row.manager is None and who is not None:
        hand_over(work, row, who)
