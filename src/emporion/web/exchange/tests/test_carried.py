"""A message that went out: which orders it carried, as far as its reader may see them, each with its element."""

import pytest

from emporion.channels.commerceml.tests.counter import Counter, open_counter
from emporion.exchange.models import Message
from emporion.exchange.queries import messages
from emporion.orders.queries import orders_by_number
from emporion.web.tests.factories import signed_in


@pytest.fixture
def counter(house: str) -> Counter:
    """A shop whose orders go to 1C."""
    return open_counter()


def test_a_message_that_went_out_names_its_orders_and_shows_each(counter: Counter) -> None:
    first, second = counter.place("a"), counter.place("b#x")
    counter.ask()
    [sent] = [one for one in messages(channel=counter.channel) if one.direction == "out"]
    client = signed_in()
    page = client.get(f"/exchange/messages/{sent.id}/").content.decode()
    for order in orders_by_number([first, second]):
        assert f'<a href="/orders/{order.id}/">{order.number}</a>' in page
    assert "As it went out" in page and "As it came" not in page
    other = client.get(f"/exchange/messages/{sent.id}/", {"place": "Документ[2]"}).content.decode()
    assert f"&lt;Номер&gt;{second}" in other


def test_of_a_message_let_go_nothing_is_read(counter: Counter) -> None:
    number = counter.place("a")
    counter.ask()
    [sent] = [one for one in messages(channel=counter.channel) if one.direction == "out"]
    Message.objects.filter(pk=sent.id).update(reduced=True)
    page = signed_in().get(f"/exchange/messages/{sent.id}/")
    assert (page.status_code, number in page.content.decode()) == (200, False)
