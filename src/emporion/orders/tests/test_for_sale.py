"""What a connection has brought is sold once its checklist is answered, also in orders that stand already."""

import pytest

from emporion.exchange import commands as exchange
from emporion.exchange.types import Link
from emporion.orders import commands as orders
from emporion.orders.queries import order
from emporion.orders.types import NotYetForSale, Wish
from emporion.stock.queries import free_at

from .factories import Corner, corner_shop, cup, draft

pytestmark = pytest.mark.usefixtures("house")


def brought(corner: Corner, pieces: int = 10) -> tuple[int, int]:
    """Goods that came by a connection whose checklist is open; the connection and the variant."""
    variant = cup(corner, pieces)
    told: dict[str, object] = {"checklist": "open"}
    channel = exchange.add_channel(code="1c", kind="commerceml", title="1C main", settings=told, actor="owner")
    exchange.link(channel=channel, kind="variant", links=[Link("a", variant, None)], actor="channel:1c")
    return channel, variant


def test_what_is_not_for_sale_yet_is_not_added_to_an_order_either() -> None:
    corner = corner_shop()
    cups = cup(corner)
    channel, theirs = brought(corner)
    number = orders.place(draft=draft(corner, (cups, 1)), actor="shop").number
    with pytest.raises(NotYetForSale) as refused:
        orders.change_lines(number=number, wishes=[Wish(cups, 1000), Wish(theirs, 1000)], actor="staff:1")
    assert "1C main" in refused.value.sentence
    assert (len(order(number).lines), free_at([corner.warehouse], [theirs])) == (1, {theirs: 10_000})
    exchange.change_channel(channel=channel, settings={"checklist": "answered"}, actor="owner")
    orders.change_lines(number=number, wishes=[Wish(cups, 1000), Wish(theirs, 1000)], actor="staff:1")
    assert len(order(number).lines) == 2


def test_what_stands_in_an_order_already_may_stay_and_become_less_but_not_more() -> None:
    corner = corner_shop()
    cups = cup(corner)
    channel, theirs = brought(corner)
    exchange.change_channel(channel=channel, settings={"checklist": "answered"}, actor="owner")
    number = orders.place(draft=draft(corner, (cups, 1), (theirs, 3)), actor="shop").number
    exchange.change_channel(channel=channel, settings={"checklist": "open"}, actor="owner")
    with pytest.raises(NotYetForSale):
        orders.change_lines(number=number, wishes=[Wish(cups, 1000), Wish(theirs, 4000)], actor="staff:1")
    orders.change_lines(number=number, wishes=[Wish(cups, 5000), Wish(theirs, 2000)], actor="staff:1")
    assert [line.quantity for line in order(number).lines] == [5000, 2000]
