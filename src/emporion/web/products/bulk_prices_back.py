"""The way back of prices that were raised or lowered together: to each variant the prices it had."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from emporion.accounts.queries import Asker
from emporion.catalog import queries as catalog
from emporion.journal.commands import command
from emporion.journal.types import Work
from emporion.kernel.errors import Refused
from emporion.pricing import commands
from emporion.pricing.queries import prices_of
from emporion.pricing.types import PriceCard, PriceChange, PricesChanged

from .. import numbers
from ..intent import Said
from ..lists.bulk import Change, Done, Planned, Told, one_by_one
from ..lists.rewound import told_of
from ..types import NothingToTakeBack
from .sight import visible_types


def _was(ids: Sequence[int], told: Told) -> dict[int, dict[int, list[PriceChange]]]:
    """What the work told of the prices of each product's variants: product, variant, changes."""
    owner = catalog.products_by_variant(ids)
    found = defaultdict[int, dict[int, list[PriceChange]]](dict)
    for subject, events in told_of(told, PricesChanged, (f"variant:{pk}" for pk in owner)).items():
        variant = int(subject.removeprefix("variant:"))
        found[owner[variant]][variant] = [change for event in events for change in event.changes]
    return found


def _stand(variants: Collection[int]) -> dict[tuple[int, int, int], int]:
    """Prices in micro, by variant, price type and quantity from which on they hold."""
    return {
        (variant, one.price_type.id, one.min_quantity): one.price.micro
        for variant, prices in prices_of(list(variants)).items()
        for one in prices
    }


def _is_as_given(stand: Mapping[tuple[int, int, int], int], was: Mapping[int, Sequence[PriceChange]]) -> bool:
    return all(
        stand.get((variant, one.price_type_id, one.min_quantity)) == one.new_micro
        for variant, changes in was.items()
        for one in changes
    )


def plan_back(asker: Asker, ids: Sequence[int], told: Told) -> dict[int, Planned]:
    """To each product the prices it had; refused where the reader does not see that price type."""
    was, kinds = _was(ids, told), {kind.id: kind.currency for kind in visible_types(asker)}
    stand = _stand([variant for own in was.values() for variant in own])
    found = {}
    for pk in ids:
        changes = [one for own in was.get(pk, {}).values() for one in own]
        if not changes or any(one.price_type_id not in kinds or one.old_micro is None for one in changes):
            found[pk] = Planned(refusal=NothingToTakeBack())
        else:
            found[pk] = Planned([_back(one, kinds) for one in changes] if _is_as_given(stand, was[pk]) else ())
    return found


def _back(one: PriceChange, kinds: Mapping[int, str]) -> Change:
    new, old = (numbers.price(micro or 0, kinds[one.price_type_id]) for micro in (one.new_micro, one.old_micro))
    return Change(new, old)


def run_back(ids: Sequence[int], told: Told, said: Said) -> Mapping[int, Done | Refused]:
    """Product by product, each with all its variants or not at all."""
    was = _was(ids, told)
    return one_by_one(lambda pk, own: put_prices_as_before(was=was[pk], **own), ids, said)


@command
def put_prices_as_before(work: Work, *, was: Mapping[int, Sequence[PriceChange]]) -> bool:
    """Give variants the prices that they had; False, and nothing changes, where one is not what it was given."""
    catalog.lock_variants(list(was))
    if not _is_as_given(_stand(list(was)), was):
        return False
    cards = [
        PriceCard(variant, tuple((one.price_type_id, one.min_quantity, one.old_micro or 0) for one in changes))
        for variant, changes in sorted(was.items())
    ]
    commands.put_prices(work=work, cards=cards)
    return True
