"""Only the newest state leaves; only what the last query gave is confirmed; a lost success loses nothing."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from random import Random
from uuid import uuid4

import pytest
import time_machine
from django.utils import timezone
from hypothesis import HealthCheck, given, settings, strategies

from emporion.exchange import commands as exchange, queries
from emporion.exchange.types import (
    Confirmed,
    Fault,
    NotPausedNow,
    Offered,
    OutgoingFailed,
    OutgoingGivenUp,
    OutgoingPaused,
    OutgoingResumed,
    OutgoingSentAgain,
    PausedAlready,
    Queue,
    ReasonUntold,
)
from emporion.journal.queries import timeline

from .factories import make_channel, make_session

BUSY = Fault("exchange_unexpected", {"error": "503"})


def offered(
    channel: int, talk: int, limit: int = 100, only: Callable[[Sequence[int]], set[int]] | None = None
) -> list[int]:
    found = exchange.offer(channel=channel, kind="order", session=talk, limit=limit, only=only, actor="test")
    return [row.object_id for row in found]


def want(channel: int, *ids: int) -> None:
    exchange.want(channel=channel, kind="order", object_ids=ids, actor="test")


def test_many_wishes_for_one_object_are_one_row(house: str) -> None:
    channel = make_channel()
    want(channel, 5, 5, 3)
    want(channel, 5)
    [three, five] = queries.outgoing(channel)
    assert (three.object_id, three.wanted, five.object_id, five.wanted) == (3, 1, 5, 2)
    talk = make_session(channel)
    found = exchange.offer(channel=channel, kind="order", session=talk, limit=9, actor="test")
    assert found == (Offered(3, 1), Offered(5, 2))


def test_a_success_confirms_what_was_offered(house: str) -> None:
    channel = make_channel()
    want(channel, 1, 2)
    talk = make_session(channel)
    assert offered(channel, talk) == [1, 2]
    assert exchange.confirm(session=talk, actor="test") == (Confirmed("order", 1, False), Confirmed("order", 2, False))
    assert offered(channel, talk) == []
    assert queries.waiting_count(channel) == 0
    assert exchange.confirm(session=talk, actor="test") == ()


def test_a_lost_success_brings_the_same_again(house: str) -> None:
    channel = make_channel()
    want(channel, 1, 2)
    first, second = make_session(channel), make_session(channel)
    assert offered(channel, first) == offered(channel, second) == [1, 2]
    exchange.confirm(session=second, actor="test")
    assert exchange.confirm(session=first, actor="test") == ()


def test_only_the_last_query_of_a_talk_is_confirmed(house: str) -> None:
    channel = make_channel()
    want(channel, 1, 2, 3)
    talk = make_session(channel)
    assert offered(channel, talk) == [1, 2, 3]
    assert offered(channel, talk, only=lambda ids: set(ids) - {2}) == [1, 3]
    assert [row.object_id for row in exchange.confirm(session=talk, actor="test")] == [1, 3]
    assert offered(channel, talk) == [2]


def test_a_query_of_another_kind_in_the_same_talk_forgets_nothing(house: str) -> None:
    channel = make_channel()
    want(channel, 1)
    exchange.want(channel=channel, kind="payment", object_ids=[8], actor="test")
    talk = make_session(channel)
    offered(channel, talk)
    exchange.offer(channel=channel, kind="payment", session=talk, limit=5, actor="test")
    assert [(row.kind, row.object_id) for row in exchange.confirm(session=talk, actor="test")] == [
        ("order", 1),
        ("payment", 8),
    ]


def test_what_changed_since_the_offer_goes_again(house: str) -> None:
    channel = make_channel()
    want(channel, 1, 2)
    talk = make_session(channel)
    offered(channel, talk)
    want(channel, 2)
    assert exchange.confirm(session=talk, actor="test") == (Confirmed("order", 1, False), Confirmed("order", 2, True))
    assert offered(channel, make_session(channel)) == [2]


def test_a_limit_leaves_the_rest_for_the_next_query(house: str) -> None:
    channel = make_channel()
    want(channel, *range(1, 1201))
    talk = make_session(channel)
    assert offered(channel, talk, limit=700) == list(range(1, 701))
    exchange.confirm(session=talk, actor="test")
    assert offered(channel, talk, limit=700) == list(range(701, 1201))


def test_objects_that_may_not_leave_yet_do_not_block_those_behind_them(house: str) -> None:
    channel = make_channel()
    want(channel, *range(1, 1301))
    assert offered(channel, make_session(channel), limit=2, only=lambda ids: {n for n in ids if n > 1290}) == [
        1291,
        1292,
    ]


def test_channels_do_not_see_each_other(house: str) -> None:
    one, two = make_channel("one"), make_channel("two")
    want(one, 1)
    assert offered(two, make_session(two)) == []


def test_confirmed_before_a_moment(house: str) -> None:
    channel = make_channel()
    want(channel, 1, 2)
    with time_machine.travel("2026-05-01 10:00Z", tick=False):
        talk = make_session(channel)
        offered(channel, talk, limit=1)
        exchange.confirm(session=talk, actor="test")
        at = timezone.now()
    assert queries.confirmed_before(channel, "order", [1, 2, 3], at) == set()
    assert queries.confirmed_before(channel, "order", [1, 2, 3], at + timedelta(seconds=1)) == {1}
    assert queries.confirmed_before(channel, "order", [], at) == set()


def test_held_objects_come_back_after_growing_pauses(house: str) -> None:
    channel = make_channel()
    with time_machine.travel("2026-05-01 10:00Z", tick=False) as clock:
        want(channel, 1)
        talk = make_session(channel)
        for minutes in (1, 2, 4, 8):
            assert offered(channel, talk) == [1]
            exchange.hold(channel=channel, kind="order", object_ids=[1], fault=BUSY, actor="test")
            assert exchange.confirm(session=talk, actor="test") == ()
            clock.shift(timedelta(minutes=minutes, seconds=-1))
            assert offered(channel, talk) == []
            clock.shift(timedelta(seconds=1))
        [row] = queries.outgoing(channel)
        assert (row.tries, row.state) == (4, "open")
        assert row.fault is not None
        assert "503" in row.fault.refusal.sentence


def test_after_ten_tries_a_person_decides(house: str) -> None:
    channel = make_channel()
    want(channel, 1)
    for _ in range(10):
        exchange.hold(channel=channel, kind="order", object_ids=[1], fault=BUSY, actor="test")
    [row] = queries.outgoing(channel, state="failed")
    assert row.tries == 10
    told = timeline([f"channel:{channel}"])[0].event
    assert told == OutgoingFailed(f"channel:{channel}", "order", (1,), BUSY.code)
    assert offered(channel, make_session(channel)) == []
    assert exchange.retry_outgoing(ids=[row.id], actor="staff:1") == 1
    assert offered(channel, make_session(channel)) == [1]


def test_a_failed_object_goes_again_when_it_changes(house: str) -> None:
    channel = make_channel()
    want(channel, 1, 2)
    exchange.fail(channel=channel, kind="order", object_ids=[1, 2], fault=BUSY, actor="test")
    want(channel, 2)
    assert offered(channel, make_session(channel)) == [2]


def test_a_hundred_thousand_wishes_are_one_statement(house: str) -> None:
    channel = make_channel()
    want(channel, *range(1, 100_001))
    assert queries.waiting_count(channel) == 100_000


# ---- a peer that takes all or nothing


def told(channel: int, *refused: int, limit: int = 9) -> list[int]:
    """A talk with a query, and a success unless one of the refused is among what it gave."""
    talk = make_session(channel)
    found = exchange.offer(
        channel=channel,
        kind="order",
        session=talk,
        limit=limit,
        blame=lambda ids: dict.fromkeys(ids, BUSY),
        actor="test",
    )
    ids = [row.object_id for row in found]
    if not set(ids) & set(refused):
        exchange.confirm(session=talk, actor="test")
    return ids


def test_one_that_blocks_the_others_is_found_alone_and_named(house: str) -> None:
    channel = make_channel()
    want(channel, 1, 2, 3, 4)
    assert [told(channel, 2) for _ in range(2)] == [[1, 2, 3, 4]] * 2
    assert [told(channel, 2) for _ in range(4)] == [[1, 2], [1], [2], [2]]
    want(channel, 5)
    assert (told(channel, 2), told(channel, 2)) == ([3, 4, 5], [])
    [blocked] = queries.outgoing(channel)
    assert (blocked.object_id, blocked.state, blocked.fault) == (2, "failed", BUSY)
    assert timeline([f"channel:{channel}"])[0].event == OutgoingFailed(f"channel:{channel}", "order", (2,), BUSY.code)


def test_one_that_was_named_goes_alone_when_it_is_sent_again(house: str) -> None:
    channel = make_channel()
    want(channel, 1, 2, 3)
    for _ in range(6):
        told(channel, 2)
    want(channel, 4, 2)
    assert [told(channel, 2) for _ in range(3)] == [[2], [2], [4]]
    exchange.retry_outgoing(ids=[row.id for row in queries.outgoing(channel, state="failed")], actor="staff:1")
    want(channel, 5)
    assert (told(channel), told(channel), told(channel)) == ([2], [5], [])


def test_after_two_lost_successes_the_first_that_comes_shows_who_is_innocent(house: str) -> None:
    channel = make_channel()
    want(channel, 1, 2)
    told(channel, 1)
    told(channel, 2)
    assert [told(channel) for _ in range(3)] == [[1], [2], []]


def test_one_of_a_hundred_is_found_by_ten_queries_and_the_others_arrive(house: str) -> None:
    channel = make_channel()
    want(channel, *range(1, 101))
    arrived: set[int] = set()
    for _ in range(11):
        arrived |= set(told(channel, 77, limit=1000)) - {77}
    assert (len(arrived), [row.object_id for row in queries.outgoing(channel, state="failed")]) == (99, [77])
    assert queries.waiting_count(channel) == 1


@given(
    size=strategies.integers(1, 40),
    limit=strategies.integers(1, 50),
    seed=strategies.randoms(use_true_random=False),
    share=strategies.floats(0, 0.4),
)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_the_peer_refuses_the_others_arrive_and_only_these_are_named(
    house: str, size: int, limit: int, seed: Random, share: float
) -> None:
    channel = make_channel(f"peer-{uuid4().hex[:12]}")
    poison = {number for number in range(1, size + 1) if seed.random() < share}
    want(channel, *range(1, size + 1))
    for _ in range(size * 20):
        if not told(channel, *poison, limit=limit):
            break
    assert {row.object_id for row in queries.outgoing(channel)} == poison
    assert {row.object_id for row in queries.outgoing(channel, state="failed")} == poison


# ---- how long and how old


def test_the_age_is_that_of_the_oldest_wish_that_is_not_met(house: str) -> None:
    channel = make_channel()
    with time_machine.travel("2026-05-01 10:00Z", tick=False) as clock:
        first = timezone.now()
        want(channel, 1)
        clock.shift(timedelta(hours=1))
        want(channel, 1, 2)
        assert [row.wanted_at for row in queries.outgoing(channel)] == [first, first + timedelta(hours=1)]
        talk = make_session(channel)
        offered(channel, talk)
        for _ in range(2):  # 1 is wished for twice after it was given: the first of these is what is not met
            clock.shift(timedelta(hours=1))
            want(channel, 1)
        exchange.confirm(session=talk, actor="test")
        [left] = queries.outgoing(channel)
        assert (left.object_id, left.wanted_at) == (1, first + timedelta(hours=2))
        offered(channel, talk)
        exchange.confirm(session=talk, actor="test")
        clock.shift(timedelta(hours=1))
        want(channel, 2)
        assert [row.wanted_at for row in queries.outgoing(channel)] == [timezone.now()]


def test_length_and_age_stand_by_connection_and_kind(house: str) -> None:
    one, two = make_channel("one"), make_channel("two")
    with time_machine.travel("2026-05-01 10:00Z", tick=False) as clock:
        at = timezone.now()
        want(one, 1)
        clock.shift(timedelta(minutes=5))
        want(one, 2, 3)
        exchange.fail(channel=one, kind="order", object_ids=[3], fault=BUSY, actor="test")
        exchange.want(channel=two, kind="payment", object_ids=[9], actor="test")
    later = at + timedelta(minutes=5)
    assert queries.queues() == [Queue(one, "order", 3, 1, at), Queue(two, "payment", 1, 0, later)]
    assert queries.queues(two) == [Queue(two, "payment", 1, 0, later)]


# ---- paused by a person


def test_nothing_leaves_while_it_is_paused_and_nothing_is_lost(house: str) -> None:
    channel, other = make_channel("one"), make_channel("two")
    want(channel, 1, 2)
    want(other, 5)
    talk = make_session(channel)
    assert offered(channel, talk) == [1, 2]
    exchange.pause_outgoing(channel=channel, reason="  stocktaking there  ", actor="staff:1")
    assert queries.paused_outgoing()[channel].reason == "stocktaking there"
    assert (offered(channel, talk), offered(other, make_session(other))) == ([], [5])
    assert exchange.confirm(session=talk, actor="test") == ()  # an empty answer confirms nothing
    want(channel, 2, 3)
    exchange.resume_outgoing(channel=channel, actor="staff:2")
    assert (queries.paused_outgoing(), offered(channel, make_session(channel))) == ({}, [1, 2, 3])
    told = [fact.event for fact in timeline([f"channel:{channel}"])][:2]
    assert told == [
        OutgoingResumed(f"channel:{channel}"),
        OutgoingPaused(f"channel:{channel}", "stocktaking there"),
    ]


def test_what_was_given_before_the_pause_is_confirmed_within_it(house: str) -> None:
    channel = make_channel()
    want(channel, 1)
    talk = make_session(channel)
    offered(channel, talk)
    exchange.pause_outgoing(channel=channel, reason="look first", actor="staff:1")
    assert exchange.confirm(session=talk, actor="test") == (Confirmed("order", 1, False),)


def test_a_pause_is_said_once_with_a_reason_and_ended_once(house: str) -> None:
    channel = make_channel()
    with pytest.raises(ReasonUntold):
        exchange.pause_outgoing(channel=channel, reason=" ", actor="staff:1")
    with pytest.raises(NotPausedNow):
        exchange.resume_outgoing(channel=channel, actor="staff:1")
    exchange.pause_outgoing(channel=channel, reason="a", actor="staff:1")
    with pytest.raises(PausedAlready):
        exchange.pause_outgoing(channel=channel, reason="b", actor="staff:2")
    assert queries.paused_outgoing()[channel].reason == "a"


# ---- given up by a person


def test_what_is_given_up_leaves_no_more_until_it_is_sent_again(house: str) -> None:
    channel = make_channel()
    want(channel, 1, 2)
    exchange.fail(channel=channel, kind="order", object_ids=[1], fault=BUSY, actor="test")
    [one, _two] = queries.outgoing(channel)
    with pytest.raises(ReasonUntold):
        exchange.give_up_outgoing(ids=[one.id], reason="", actor="staff:1")
    assert exchange.give_up_outgoing(ids=[one.id], reason="typed in there", actor="staff:1") == 1
    want(channel, 1)  # a later change of what was typed in there would make it twice
    exchange.fail(channel=channel, kind="order", object_ids=[1], fault=BUSY, actor="test")
    assert (offered(channel, make_session(channel)), queries.waiting_count(channel)) == ([2], 1)
    [row] = queries.told_of("order", 1)
    assert (row.state, row.reason, row.by) == ("given_up", "typed in there", "staff:1")
    assert exchange.give_up_outgoing(ids=[one.id], reason="again", actor="staff:1") == 0
    assert exchange.retry_outgoing(ids=[one.id], actor="staff:2") == 1
    assert offered(channel, make_session(channel)) == [1, 2]
    told = [fact.event for fact in timeline([f"channel:{channel}"])][:2]
    assert told == [
        OutgoingSentAgain(f"channel:{channel}", "order", (1,)),
        OutgoingGivenUp(f"channel:{channel}", "order", (1,), "typed in there"),
    ]


def test_what_was_given_up_while_it_was_on_its_way_has_arrived_all_the_same(house: str) -> None:
    channel = make_channel()
    want(channel, 1)
    talk = make_session(channel)
    offered(channel, talk)
    exchange.give_up_outgoing(ids=[row.id for row in queries.outgoing(channel)], reason="x", actor="staff:1")
    assert exchange.confirm(session=talk, actor="test") == (Confirmed("order", 1, False),)
    want(channel, 1)  # the peer has it, so it hears on of it
    assert offered(channel, talk) == [1]


def test_what_failed_stands_by_cause(house: str) -> None:
    channel, gone = make_channel(), Fault("no_such_channel", {"channel": 1})
    want(channel, *range(1, 7))
    exchange.fail(channel=channel, kind="order", object_ids=[1, 2, 5], fault=BUSY, actor="test")
    exchange.fail(channel=channel, kind="order", object_ids=[4], fault=gone, actor="test")
    told = [(one.channel, one.kind, one.code, one.count, one.newest.object_id) for one in queries.stuck()]
    assert told == [(channel, "order", BUSY.code, 3, 5), (channel, "order", gone.code, 1, 4)]
    ids = queries.stuck_ids(channel, "order", gone.code)
    assert exchange.retry_outgoing(ids=ids, actor="staff:1") == 1
    assert [one.code for one in queries.stuck()] == [BUSY.code]
    assert exchange.retry_outgoing(ids=queries.stuck_ids(channel), actor="staff:1") == 3
    assert (queries.stuck(), len(offered(channel, make_session(channel)))) == ([], 6)
