"""The life of an order and the words of its statuses, as tables that code, pages and docs read."""

from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext, gettext_noop

from emporion.kernel.states import StateMachine

LIFE = StateMachine(
    name=gettext_noop("order"),
    start=gettext_noop("open"),
    moves={
        gettext_noop("change"): (frozenset({"open"}), "open"),
        gettext_noop("cancel"): (frozenset({"open"}), gettext_noop("cancelled")),
        gettext_noop("close"): (frozenset({"open"}), gettext_noop("closed")),
        gettext_noop("reopen"): (frozenset({"closed"}), "open"),
    },
)

Tone = Literal["idle", "info", "good", "warn", "bad"]


@dataclass(frozen=True, slots=True)
class Status:
    """A status as people see it: the word, whom it waits for (tone), how far it is (step of the glyph)."""

    code: str
    label: str
    tone: Tone
    step: str

    @property
    def word(self) -> str:
        """The word in the reader's language."""
        return gettext(self.label)


STATUSES = (
    Status("new", gettext_noop("New"), "info", "0"),
    Status("short", gettext_noop("Goods missing"), "bad", "stop"),
    Status("waiting_goods", gettext_noop("Waiting for goods"), "warn", "wait"),
    Status("waiting_payment", gettext_noop("Waiting for payment"), "idle", "1"),
    Status("part_paid", gettext_noop("Paid in part"), "warn", "1"),
    Status("to_ship", gettext_noop("To ship"), "info", "2"),
    Status("part_shipped", gettext_noop("Shipped in part"), "info", "3"),
    Status("shipped", gettext_noop("Shipped"), "warn", "3"),
    Status("done", gettext_noop("Done"), "good", "4"),
    Status("returned", gettext_noop("Returned"), "idle", "4"),
    Status("cancelled", gettext_noop("Cancelled"), "idle", "x"),
)
BY_CODE = {status.code: status for status in STATUSES}
STEPS = {status.code: int(status.step) if status.step.isdigit() else 0 for status in STATUSES}


def has_reached(status: str, goal: str) -> bool:
    """Whether an order in one status has come as far as another; an order that waits or was cancelled has not."""
    return status in STEPS and STEPS[status] >= STEPS.get(goal, 0) and status not in ("short", "cancelled")
