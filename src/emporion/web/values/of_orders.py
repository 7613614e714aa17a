"""Why an order is as it is: its status by a rule and what set it off, its sums, its lines, their cover, its money."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _, pgettext
from django.views.decorators.http import require_safe

from emporion.accounts.queries import Asker, may_somewhere
from emporion.journal.queries import timeline
from emporion.journal.types import FactView
from emporion.orders.types import (
    LineView,
    OrderCancelled,
    OrderLinesChanged,
    OrderManaged,
    OrderPaid,
    OrderPlaced,
    OrderRestCancelled,
    OrderReturned,
    OrderShipped,
    OrderView,
    StatusChanged,
    line_key,
)
from emporion.stock.types import StockReleased, StockReserved, StockShipped

from .. import numbers
from ..orders.access import Opened, opened
from ..orders.words import because, state_of
from ..parts import Action, Event, Sum
from ..rights import NoRight, requires, staff_of
from ..timeline import names_in, said_of
from ..why import chain
from ..why.pages import EARLIER, Answer, Before, drawn

FACTS = 500
NOBODY = "—"
AMOUNTS = ("total", "paid", "price")  # fields that only those meet who meet amounts


@dataclass(frozen=True, slots=True)
class Turn:
    """A change of a value of an order: by which fact, from what to what."""

    fact: FactView
    old: str
    new: str


@dataclass(frozen=True)
class Told:
    """An order with all its facts, newest first."""

    seen: Opened
    asker: Asker

    @property
    def order(self) -> OrderView:
        """The order itself."""
        return self.seen.order

    @cached_property
    def facts(self) -> list[FactView]:
        """Its facts, newest first; one query."""
        return timeline([self.order.subject], FACTS)

    def money(self, minor: int) -> str:
        """An amount of the order with its currency."""
        return f"{numbers.money(minor, self.order.currency)}{numbers.FIXED_SPACE}{numbers.symbol(self.order.currency)}"

    def with_it(self, fact: FactView) -> list[FactView]:
        """What else was told of the order in the same work: the causes of a status stand beside it."""
        return [one for one in self.facts if one.at == fact.at and one.id != fact.id]


@requires("orders.view", somewhere=True)
@require_safe
def value(request: HttpRequest, pk: int, field: str) -> HttpResponse:
    """Why a status, a sum, a payment or a line of an order is what it is."""
    told = Told(opened(request, pk), staff_of(request))
    about, _colon, key = field.partition(":")
    answer = ANSWERS.get(about)
    if answer is None:
        raise Http404
    if about in AMOUNTS and not told.seen.sight.amounts:
        raise NoRight("pricing.view")
    return drawn(request, answer(told, key))


def _newest(turns: Sequence[Turn]) -> Turn:
    if not turns:
        raise Http404
    return turns[0]


def _before(turns: Sequence[Turn]) -> list[Before]:
    earlier = turns[:EARLIER]
    people = chain.whos([chain.of_fact(one.fact) for one in earlier])
    return [Before(one.fact.at, who, one.new) for one, who in zip(earlier, people, strict=True)]


def _evidence(told: Told, fact: FactView, more: Sequence[Event] = ()) -> chain.Evidence:
    found = chain.evidence(told.asker, chain.of_fact(fact), lambda _channel: [])
    return chain.Evidence(found.sentence, [*more, *found.steps], found.raw, found.label, found.note)


def _actions(told: Told) -> list[Action]:
    if not may_somewhere(told.asker, "journal.view"):
        return []
    return [Action(_("All about it"), f"{reverse('web:journal')}?about={told.order.subject}", icon="history")]


# ---- the status


def _status(told: Told, _key: str) -> Answer:
    turns = [
        Turn(fact, str(state_of(event.before).word), str(state_of(event.after).word))
        for fact in told.facts
        if isinstance(event := fact.event, StatusChanged)
    ]
    placed = [
        Turn(fact, "", str(state_of(_first_status(told)).word))
        for fact in told.facts
        if isinstance(fact.event, OrderPlaced)
    ]
    turns += placed
    newest = _newest(turns)
    reason = newest.fact.event.reason if isinstance(newest.fact.event, StatusChanged) else told.order.reason
    rule = Event(_("The rule: %(reason)s") % {"reason": because(reason)}, _set_off(told, newest.fact), "robot")
    return Answer(
        question=_("Why is %(number)s “%(status)s”?") % {"number": told.order.number, "status": newest.new},
        now=newest.new,
        was=newest.old,
        evidence=_evidence(told, newest.fact, [rule]),
        before=_before(turns[1:]),
        before_head=_("Status"),
        actions=_actions(told),
    )


def _first_status(told: Told) -> str:
    """The status that the order had before its first change."""
    changes = [fact.event for fact in told.facts if isinstance(fact.event, StatusChanged)]
    return changes[-1].before if changes else told.order.status


def _set_off(told: Told, fact: FactView) -> str:
    """What was told in the same work, in words: paid, shipped, covered."""
    beside = told.with_it(fact)
    names = names_in(beside, told.order.currency if told.seen.sight.amounts else "")
    return "; ".join(dict.fromkeys(str(said_of(one.event, names).title) for one in reversed(beside) if one.event))


# ---- sums and money


def _total(told: Told, _key: str) -> Answer:
    turns = _in_turn(_totals(told), told)
    newest = _newest(turns)
    return Answer(
        question=_("Why does %(number)s come to %(sum)s?") % {"number": told.order.number, "sum": newest.new},
        now=newest.new,
        was=newest.old,
        evidence=_evidence(told, newest.fact),
        sums=[
            *(Sum(line.name, numbers.money(line.total_minor, told.order.currency)) for line in told.order.lines),
            Sum(_("Total"), numbers.money(told.order.total_minor, told.order.currency), total=True),
        ],
        before=_before(turns[1:]),
        before_head=_("Total"),
        actions=_actions(told),
    )


def _totals(told: Told) -> Iterator[tuple[FactView, int]]:
    for fact in told.facts:
        if isinstance(fact.event, (OrderPlaced, OrderLinesChanged, OrderRestCancelled)):
            yield fact, fact.event.total_minor


def _in_turn(found: Iterator[tuple[FactView, int]], told: Told) -> list[Turn]:
    """Figures newest first, each with the one before it."""
    told_of = list(found)
    olds = [told.money(minor) for _fact, minor in told_of[1:]]
    return [Turn(fact, old, told.money(minor)) for (fact, minor), old in zip(told_of, [*olds, ""], strict=True)]


def _paid(told: Told, reference: str) -> Answer:
    turns = [
        Turn(fact, "", told.money(fact.event.amount_minor))
        for fact in told.facts
        if isinstance(fact.event, OrderPaid) and reference in ("", fact.event.reference)
    ]
    newest = _newest(turns)
    paid = told.order.paid_minor
    return Answer(
        question=_("Why is %(sum)s noted as paid?") % {"sum": newest.new if reference else told.money(paid)},
        now=newest.new if reference else told.money(paid),
        evidence=_evidence(told, newest.fact),
        sums=[] if reference else _payments(told),
        before=_before(turns[1:]),
        before_head=_("Payment"),
        actions=_actions(told),
    )


def _payments(told: Told) -> list[Sum]:
    order = told.order
    rows = [
        Sum(f"{because(one.method)} {one.reference}".strip(), numbers.money(one.amount_minor, order.currency))
        for one in order.payments
    ]
    return [*rows, Sum(_("Paid"), numbers.money(order.paid_minor, order.currency), total=True)]


# ---- lines


def _line(told: Told, key: str) -> LineView:
    found = next((line for line in told.order.lines if str(line.id) == key), None)
    if found is None:
        raise Http404
    return found


def _price(told: Told, key: str) -> Answer:
    line, order = _line(told, key), told.order
    turns = [Turn(fact, old, new) for fact, old, new in _line_sums(told, line)]
    newest = _newest(turns)
    return Answer(
        question=_("Why does %(goods)s cost %(price)s here?")
        % {
            "goods": line.name,
            "price": f"{numbers.price(line.price_micro, order.currency)}{numbers.FIXED_SPACE}"
            f"{numbers.symbol(order.currency)}",
        },
        now=numbers.price(line.price_micro, order.currency),
        was=newest.old,
        evidence=_evidence(told, newest.fact),
        sums=[
            Sum(
                f"{numbers.quantity(line.quantity)} × {numbers.price(line.price_micro, order.currency)}",
                numbers.money(line.total_minor + line.discount_minor, order.currency),
            ),
            *([Sum(_("Discount"), numbers.money(-line.discount_minor, order.currency))] if line.discount_minor else []),
            Sum(_("Sum"), numbers.money(line.total_minor, order.currency), total=True),
            Sum(
                _("of it tax %(rate)s %%") % {"rate": numbers.quantity(line.rate_milli)},
                numbers.money(line.tax_minor, order.currency),
            ),
        ],
        before=_before(turns[1:]),
        before_head=_("Sum"),
        actions=[*_price_actions(told, line), *_actions(told)],
    )


def _line_sums(told: Told, line: LineView) -> Iterator[tuple[FactView, str, str]]:
    """The facts that gave a line its sum, newest first, down to the one that placed the order."""
    for fact in told.facts:
        event = fact.event
        if isinstance(event, (OrderLinesChanged, OrderRestCancelled)):
            for change in event.changes:
                if line_key(change.variant, change.name) == line.key:
                    yield (
                        fact,
                        told.money(change.old_minor) if change.old_quantity else "",
                        told.money(change.new_minor),
                    )
        elif isinstance(event, OrderPlaced):
            yield fact, "", told.money(line.total_minor)


def _price_actions(told: Told, line: LineView) -> list[Action]:
    """The way to the price list that the shop sells at."""
    if not line.variant:
        return []
    url = reverse("web:why_price", args=[line.variant, told.seen.shop.price_type])
    words = _("The price of “%(type)s”") % {"type": told.seen.shop.price_type_name}
    return [Action(words, url, icon="tag", drawer=True)]


Moves = list[tuple[FactView, int]]


def _cover(told: Told, key: str) -> Answer:
    line = _line(told, key)
    moves = _cover_moves(told, line)
    turns = [Turn(fact, "", f"{'+' if number > 0 else ''}{numbers.quantity(number)}") for fact, number in moves]
    placed = [Turn(fact, "", "0") for fact in told.facts if isinstance(fact.event, OrderPlaced)]
    newest = _newest([*turns, *placed])
    return Answer(
        question=_("Why are %(covered)s of %(asked)s of %(goods)s covered?")
        % {
            "covered": numbers.quantity(line.covered),
            "asked": numbers.quantity(line.quantity),
            "goods": line.name,
        },
        now=numbers.quantity(line.covered),
        evidence=_evidence(told, newest.fact),
        sums=[
            Sum(_("Asked for"), numbers.quantity(line.quantity)),
            Sum(_("Covered"), numbers.quantity(line.covered)),
            Sum(pgettext("goods", "Shipped"), numbers.quantity(line.shipped)),
        ],
        before=_before([*turns, *placed]),
        before_head=_("Cover"),
        actions=_actions(told),
    )


def _cover_moves(told: Told, line: LineView) -> Moves:
    """Promises made, given back and kept for the line's goods, newest first, in thousandths."""
    found: Moves = []
    for fact in told.facts:
        event = fact.event
        if isinstance(event, (StockReserved, StockReleased)):
            number = sum(one.quantity for one in event.promises if one.variant == line.variant)
            found += [(fact, number if isinstance(event, StockReserved) else -number)] if number else []
        elif isinstance(event, StockShipped):
            number = sum(one.quantity for one in event.goods if one.variant == line.variant)
            found += [(fact, -number)] if number else []
    return found


def _shipped(told: Told, _key: str) -> Answer:
    turns = [
        Turn(fact, "", str(said_of(fact.event, names_in([fact])).title))
        for fact in told.facts
        if isinstance(fact.event, (OrderShipped, OrderReturned, OrderCancelled))
    ]
    newest = _newest(turns)
    return Answer(
        question=_("Why does %(number)s stand so with its goods?") % {"number": told.order.number},
        now=newest.new,
        evidence=_evidence(told, newest.fact),
        before=_before(turns[1:]),
        before_head=_("Shipment"),
        actions=_actions(told),
    )


def _manager(told: Told, _key: str) -> Answer:
    names = names_in(told.facts)

    def called(number: int | None) -> str:
        return names.person(number) or NOBODY

    turns = [
        Turn(fact, called(event.manager_before) if isinstance(event, OrderManaged) else "", called(event.manager))
        for fact in told.facts
        if isinstance(event := fact.event, (OrderManaged, OrderPlaced))
    ]
    newest = _newest(turns)
    return Answer(
        question=_("Whose deal is %(number)s, and why?") % {"number": told.order.number},
        now=newest.new,
        was=newest.old,
        evidence=_evidence(told, newest.fact),
        before=_before(turns[1:]),
        before_head=_("Manager"),
        actions=_actions(told),
    )


ANSWERS: Mapping[str, Callable[[Told, str], Answer]] = {
    "status": _status,
    "total": _total,
    "paid": _paid,
    "price": _price,
    "cover": _cover,
    "shipped": _shipped,
    "manager": _manager,
}
