"""The status of an order is read off its facts by a table; nobody clicks it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Literal

from django.utils.translation import gettext_noop

Part = Literal["none", "some", "all"]


@dataclass(frozen=True, slots=True)
class OrderFacts:
    """All that the status depends on. short: more is promised than lies in the warehouse.

    goods: it has lines that can be shipped, and not services alone. returned: of what was shipped.
    """

    cancelled: bool
    shipped: Part
    covered: Part
    paid: Part
    short: bool = False
    goods: bool = True
    returned: Part = "none"


@dataclass(frozen=True, slots=True)
class Rule:
    """If the facts are these, the status is that, for this reason."""

    status: str
    reason: str
    when: Mapping[str, bool | str]


RULES = (  # the first that fits wins
    Rule("cancelled", gettext_noop("the order was called off"), {"cancelled": True}),
    Rule("returned", gettext_noop("everything came back"), {"returned": "all"}),
    Rule(
        "done",
        gettext_noop("a part came back, the rest is paid"),
        {"returned": "some", "shipped": "all", "paid": "all"},
    ),
    Rule("done", gettext_noop("everything is shipped and paid"), {"shipped": "all", "paid": "all"}),
    Rule("done", gettext_noop("nothing is to ship and all is paid"), {"goods": False, "paid": "all"}),
    Rule("shipped", gettext_noop("everything is shipped, payment is due"), {"shipped": "all"}),
    Rule("short", gettext_noop("promised goods do not lie in the warehouse"), {"short": True}),
    Rule("part_shipped", gettext_noop("a part is shipped"), {"shipped": "some"}),
    Rule("waiting_goods", gettext_noop("no line is covered by stock"), {"covered": "none"}),
    Rule("waiting_goods", gettext_noop("some lines are not covered by stock"), {"covered": "some"}),
    Rule("to_ship", gettext_noop("all lines are covered and paid"), {"paid": "all"}),
    Rule("part_paid", gettext_noop("all lines are covered, a part is paid"), {"paid": "some"}),
    Rule("waiting_payment", gettext_noop("all lines are covered, payment is due"), {}),
)


def rule_for(facts: OrderFacts, rules: tuple[Rule, ...] = RULES) -> Rule:
    """The first rule that fits; the last one has no conditions, so there always is one."""
    known = asdict(facts)
    return next(rule for rule in rules if all(known[name] == wanted for name, wanted in rule.when.items()))


def part(done: int, whole: int) -> Part:
    """How much of a whole is done: none, some or all; a whole of nothing is all."""
    if done >= whole:
        return "all"
    return "some" if done > 0 else "none"


def beyond(paid_minor: int, owed_minor: int) -> int | None:
    """What was paid beyond what is owed, in minor units; None when nothing was."""
    return paid_minor - owed_minor if paid_minor > max(owed_minor, 0) else None
