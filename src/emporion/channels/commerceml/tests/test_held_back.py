"""What is invented goes to simulators, what is real to real books, and whatever is kept here says why."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from emporion.channels.commerceml.held_back import held_back, strangers
from emporion.exchange import commands as exchange
from emporion.exchange.queries import outgoing
from emporion.exchange.types import HELD_BACK
from emporion.journal.commands import deliver_all
from emporion.orders import commands as orders
from emporion.orders.queries import order
from emporion.orders.types import ShopCard

from .counter import Counter


def simulated(counter: Counter) -> None:
    exchange.change_channel(channel=counter.channel, settings={"is_simulated": True}, actor="demo")


def why(counter: Counter, number: str) -> str:
    """The code of why an order may not leave; its words stand in a sentence with a remedy."""
    pk = order(number).id
    fault = HELD_BACK["commerceml"].of({counter.channel: [pk]})[counter.channel].get(pk)
    assert fault is None or number in fault.refusal.sentence
    return fault.code if fault else ""


def test_orders_that_a_demonstration_invents_reach_no_real_books(counter: Counter) -> None:
    invented, real = counter.place("a", is_demo=True), counter.place("a")
    pk = order(invented).id
    exchange.want(
        channel=counter.channel, kind="order", object_ids=[pk], actor="demo"
    )  # also when somebody asks for it
    assert counter.take() == [real]
    assert (why(counter, invented), why(counter, real)) == ("commerceml_demo_stays_here", "")
    [said] = strangers([counter.channel])[counter.channel]
    assert (said.code, said.facts["count"], bool(said.refusal.what_to_do)) == ("commerceml_demo_orders_here", 1, True)


def test_a_simulator_takes_what_is_invented_and_nothing_else(counter: Counter) -> None:
    simulated(counter)
    invented, real = counter.place("a", is_demo=True), counter.place("a")
    assert counter.take() == [invented]
    assert (why(counter, invented), why(counter, real)) == ("", "commerceml_real_stays_here")
    assert [said.code for said in strangers([counter.channel])[counter.channel]] == ["commerceml_real_orders_here"]


def test_whatever_a_shop_of_a_demonstration_sells_is_invented_also_by_hand(counter: Counter) -> None:
    orders.put_shop(card=ShopCard(code="shop", is_demo=True), actor="demo")
    number = counter.place("a")
    assert (order(number).is_demo, counter.take(), outgoing(counter.channel)) == (True, [], [])
    simulated(counter)
    orders.cancel(number=number, actor="staff:1")
    deliver_all()
    assert counter.take() == [number]


@pytest.mark.parametrize(
    ("told", "direction", "from_status", "code"),
    [
        ({"orders_from": None}, "both", "", "commerceml_no_first_day"),
        ({"orders_from": (timezone.now() + timedelta(days=1)).isoformat()}, "both", "", "commerceml_before_first_day"),
        ({}, "in", "", "commerceml_orders_stay_here"),
        ({}, "both", "to_ship", "commerceml_not_that_far"),
    ],
)
def test_an_order_that_waits_says_for_what(
    counter: Counter, told: dict[str, object], direction: str, from_status: str, code: str
) -> None:
    number = counter.place("a")
    exchange.change_channel(channel=counter.channel, settings=told, actor="owner")
    exchange.set_authority(
        channel=counter.channel,
        data="orders",
        master="ours",
        direction=direction,
        from_status=from_status,
        actor="owner",
    )  # type: ignore[call-overload]  # the words of the table
    assert (why(counter, number), counter.given()) == (code, [])


def test_why_of_many_is_asked_at_once(counter: Counter, django_assert_max_num_queries: object) -> None:
    ids = [order(counter.place("a")).id for _ in range(3)]
    with django_assert_max_num_queries(4):  # type: ignore[operator]  # the fixture of pytest-django
        assert held_back(counter.channel, ids) == {}
