"""What follows for orders from the facts of lower rooms."""

from collections.abc import Sequence

from emporion.journal.types import Heard, Reaction, Work
from emporion.parties.types import PartyErased
from emporion.stock.types import StockDeclared, StockFreed

from . import commands as orders


def _cover_waiting(work: Work, heard: Sequence[Heard[StockFreed | StockDeclared]]) -> None:
    freed: set[int] = set()
    for fact in heard:
        freed |= _freed(fact.event)
    if freed:
        orders.cover_waiting(work=work.because_of(heard[-1]), variants=sorted(freed))


def _review(work: Work, heard: Sequence[Heard[StockFreed | StockDeclared]]) -> None:
    """A figure below the promises, or back above them: the orders it hits say so."""
    moved = {variant for fact in heard for variant in _named(fact.event)}
    orders.review_shortages(work=work.because_of(heard[-1]), variants=sorted(moved))


def _named(event: StockFreed | StockDeclared) -> tuple[int, ...]:
    if isinstance(event, StockFreed):
        return event.variants
    return (int(event.subject.removeprefix("variant:")),)


def _freed(event: StockFreed | StockDeclared) -> set[int]:
    if isinstance(event, StockFreed):
        return set(event.variants)
    is_more = any(change.free > 0 for change in event.changes)
    return {int(event.subject.removeprefix("variant:"))} if is_more else set()


def _forget(work: Work, heard: Sequence[Heard[PartyErased]]) -> None:
    for fact in heard:
        orders.forget_person(work=work.because_of(fact), party=int(fact.event.subject.removeprefix("party:")))


COVER_WAITING: Reaction[StockFreed | StockDeclared] = Reaction(
    "orders.cover_waiting", to=(StockFreed, StockDeclared), run=_cover_waiting
)
REVIEW_SHORTAGES: Reaction[StockFreed | StockDeclared] = Reaction(
    "orders.review_shortages", to=(StockFreed, StockDeclared), run=_review
)
FORGET = Reaction("orders.forget", to=(PartyErased,), run=_forget)
