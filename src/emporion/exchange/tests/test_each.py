"""What is asked of all connections at once: a busy one hides no other, and there are as many queries as for one."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from emporion.exchange import commands as exchange, queries
from emporion.exchange.types import Fault

from .factories import make_channel, make_message

pytestmark = pytest.mark.usefixtures("house")
SINCE = datetime(2020, 1, 1, tzinfo=UTC)


def stuck(channel: int, *objects: int) -> None:
    """Objects that the other side was told of and did not take."""
    exchange.want(channel=channel, kind="order", object_ids=objects, actor="t")
    exchange.fail(channel=channel, kind="order", object_ids=objects, fault=Fault("x", {}), actor="t")


def unread(channel: int, count: int) -> None:
    """Messages that were refused."""
    for one in range(count):
        message = make_message(channel, b"%d" % one)
        exchange.refuse_message(message=message, fault=Fault("x", {}), actor="t")


def test_what_one_connection_did_not_take_hides_nothing_of_another() -> None:
    busy, other = make_channel("a"), make_channel("b")
    stuck(busy, *range(1, 6))
    stuck(other, 7)
    found = queries.all_outgoing(3, "failed")
    assert {channel: [one.object_id for one in views] for channel, views in found.items()} == {
        busy: [1, 2, 3], other: [7],
    }  # fmt: skip
    assert queries.all_outgoing(3, "open") == {}


def test_what_was_not_read_of_one_connection_hides_nothing_of_another() -> None:
    other, busy, quiet = make_channel("a"), make_channel("b"), make_channel("c")
    unread(other, 1)
    unread(busy, 4)
    assert [one.channel for one in queries.not_read(SINCE, 2)] == [busy, busy, other]
    found = queries.newest_messages(2)
    assert (len(found[busy]), len(found[other]), quiet in found) == (2, 1, False)


def test_there_are_as_many_queries_for_many_connections_as_for_one() -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as told:
            queries.all_outgoing(3, "failed")
            queries.not_read(SINCE, 3)
            queries.last_talks()
        return len(told)

    for name in ("a", "b", "c"):
        channel = make_channel(name)
        stuck(channel, 1)
        unread(channel, 1)
        if name == "a":
            one = asked()
    assert asked() == one == 5
