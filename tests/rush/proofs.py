"""What must be true of the book after any rush."""

from __future__ import annotations

from collections import Counter

from emporion.ledger.models import Balance, Entry
from emporion.ledger.queries import verify
from emporion.orders.models import Order, OrderLine
from emporion.orders.types import subject_of
from emporion.stock.models import Leaving


def prove_the_book() -> None:
    """Its sums agree, nothing guarded is or ever was below zero, and every order has what its lines say it has."""
    assert verify() == []
    assert not Balance.objects.filter(guarded=True, quantity__lt=0).exists()
    assert moments_below_zero() == []
    assert lines_without_promise() == {}


def moments_below_zero() -> list[tuple[str, int, int]]:
    """(account, variant, entry) of each moment in the history of what is free when more was promised than there was.

    Entries of one account and variant are written under the lock of its balance, so their ids are their order.
    """
    stood: Counter[tuple[str, int]] = Counter()
    found = []
    entries = Entry.objects.filter(account__kind__in=("free", "reserved")).order_by("id")
    posting_of: dict[tuple[str, int], int] = {}
    for pk, posting, code, variant, quantity in entries.values_list(
        "pk", "posting_id", "account__code", "variant", "quantity"
    ):
        spot = (code, variant)
        if stood[spot] < 0 and posting_of[spot] != posting:
            found.append((*spot, pk))
        stood[spot] += quantity
        posting_of[spot] = posting
    return found + [(*spot, 0) for spot, quantity in stood.items() if quantity < 0]


def lines_without_promise() -> dict[tuple[str, int], int]:
    """By order and variant: thousandths that lines call covered, less what the book keeps for them; zeros left out.

    What an outside master has shipped stays promised until its session ends, and counts as shipped.
    """
    off: Counter[tuple[str, int]] = Counter()
    lines = OrderLine.objects.exclude(variant=None)
    for number, variant, covered, shipped in lines.values_list("order__number", "variant_id", "covered", "shipped"):
        off[subject_of(number), variant or 0] += covered - shipped
    kept = Balance.objects.filter(account__kind="reserved").exclude(quantity=0)
    for holder, variant, quantity in kept.values_list("account__holder", "variant", "quantity"):
        off[holder, variant] -= quantity
    for document, variant, quantity in Leaving.objects.values_list("document", "variant_id", "quantity"):
        off[document, variant] += quantity
    return {spot: amount for spot, amount in off.items() if amount}


def gaps_in_numbers(prefix: str) -> list[int]:
    """Numbers of a gapless series that no order has."""
    taken = sorted(int(number[len(prefix) :]) for number in _numbers(prefix))
    return sorted(set(range(1, len(taken) + 1)) ^ set(taken))


def _numbers(prefix: str) -> list[str]:
    return list(Order.objects.filter(number__startswith=prefix).values_list("number", flat=True))
