"""Connections keep their secrets, and the journal knows who changed what."""

import pytest

from emporion.exchange import commands as exchange, queries
from emporion.exchange.models import Channel
from emporion.exchange.types import ChannelAdded, ChannelChanged, ChannelExists, NoSuchChannel, UnknownWord
from emporion.journal.queries import last_fact, timeline

from .factories import make_channel


def test_a_channel_is_found_by_its_code(house: str) -> None:
    number = make_channel("base", settings={"cost": "Закупочная"})
    found = queries.channel_by_code("base")
    assert (found.id, found.settings, found.is_active) == (number, {"cost": "Закупочная"}, True)
    assert queries.channels("commerceml") == [found] == queries.channels()
    assert queries.channels("opencart") == []
    assert timeline([f"channel:{number}"])[0].event == ChannelAdded(f"channel:{number}", "base", "commerceml")


def test_secrets_are_sealed_in_the_table(house: str) -> None:
    number = make_channel(secrets={"password": "секрет"})
    assert queries.secrets_of(number) == {"password": "секрет"}
    assert "секрет".encode() not in bytes(Channel.objects.get(pk=number).secrets)


def test_no_secrets_are_an_empty_answer(house: str) -> None:
    assert queries.secrets_of(make_channel()) == {}


def test_a_change_names_what_changed_and_not_the_values(house: str) -> None:
    number = make_channel(settings={"a": 1, "b": 2}, secrets={"password": "old"})
    exchange.change_channel(
        channel=number, title="Second", settings={"b": 3}, secrets={"password": "new"}, actor="staff:1"
    )
    found = queries.channel_by_id(number)
    assert (found.title, found.settings) == ("Second", {"a": 1, "b": 3})
    told = timeline([f"channel:{number}"])[0]
    assert told.event == ChannelChanged(f"channel:{number}", ("title", "settings.b", "secrets"))
    assert told.actor == "staff:1"


def test_a_change_to_the_same_tells_nothing(house: str) -> None:
    number = make_channel(settings={"a": [1]})
    before = last_fact()
    exchange.change_channel(channel=number, title="Main base", is_active=True, settings={"a": [1]}, actor="staff:1")
    assert last_fact() == before


def test_a_code_is_given_once(house: str) -> None:
    make_channel("base")
    with pytest.raises(ChannelExists, match="base"):
        make_channel("base")


def test_an_unknown_channel_is_refused(house: str) -> None:
    with pytest.raises(NoSuchChannel):
        queries.channel_by_code("nowhere")
    with pytest.raises(NoSuchChannel):
        exchange.change_channel(channel=77, title="x", actor="test")


def test_the_usual_authority_is_1c_for_goods_and_us_for_orders(house: str) -> None:
    channel = make_channel()
    assert queries.master_of(channel, "prices") == "theirs"
    assert queries.master_of(channel, "orders") == "ours"
    assert [rule.data for rule in queries.authority(channel)][:2] == ["names", "properties"]


def test_authority_is_said_per_channel(house: str) -> None:
    channel, other = make_channel("one"), make_channel("two")
    exchange.set_authority(
        channel=channel, data="orders", master="theirs", direction="out", from_status="paid", actor="staff:1"
    )
    rule = queries.authority_of(channel, "orders")
    assert (rule.master, rule.direction, rule.from_status) == ("theirs", "out", "paid")
    assert queries.master_of(other, "orders") == "ours"
    told = timeline([f"channel:{channel}"])[0].event
    assert (told.old, told.new) == ("ours both", "theirs out paid")  # type: ignore[union-attr]


def test_authority_knows_its_words(house: str) -> None:
    channel = make_channel()
    with pytest.raises(UnknownWord, match="weather"):
        exchange.set_authority(channel=channel, data="weather", master="ours", direction="in", actor="test")  # type: ignore[call-overload]
