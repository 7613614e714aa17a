"""Loads of the same prices at the same moment."""

from collections.abc import Callable

from emporion.catalog.tests.factories import variant
from emporion.journal.queries import timeline
from emporion.pricing import commands, queries
from emporion.pricing.types import PriceCard, PricesChanged

from .factories import BY, price_type


def test_each_load_tells_the_price_that_stood_before_it(house: str, at_once: Callable[..., list[object]]) -> None:
    cup, retail = variant(), price_type()

    def load(micro: int) -> Callable[[], object]:
        return lambda: commands.put_prices(cards=[PriceCard(cup, ((retail, 0, micro),))], **BY)

    answers = at_once(*[load(micro) for micro in range(1, 9)])

    assert all(isinstance(answer, tuple) for answer in answers), answers
    facts = reversed(timeline([f"variant:{cup}"], kinds=["pricing.PricesChanged"]))
    chain = [fact.event.changes[0] for fact in facts if isinstance(fact.event, PricesChanged)]
    assert [change.old_micro for change in chain] == [None, *(change.new_micro for change in chain[:-1])]
    assert chain[-1].new_micro == queries.prices_of([cup])[cup][0].price.micro
