"""Talks: a token opens them, their requests are kept, their failure is a fact."""

from datetime import timedelta
from functools import partial

import pytest
import time_machine
from django.utils import timezone

from emporion.exchange import commands as exchange, queries
from emporion.exchange.commands.sessions import STRANGERS_AN_HOUR, end_silent_sessions
from emporion.exchange.models import Session
from emporion.exchange.types import Fault, NoSuchSession, SessionFailed, Tally
from emporion.journal.queries import last_fact, timeline

from .factories import break_off, make_channel, make_session


def test_a_token_finds_its_talk_and_is_not_in_the_table(house: str) -> None:
    channel = make_channel()
    talk = exchange.open_session(channel=channel, kind="catalog", user_agent="1C+Enterprise/8.3", actor="peer:base")
    found = queries.session_by_token(talk.token)
    assert found is not None
    assert (found.id, found.channel, found.kind, found.state) == (talk.id, channel, "catalog", "open")
    assert talk.token not in str(Session.objects.values().get())
    assert queries.session_by_token("stranger") is None


def test_a_request_is_kept_by_its_first_line_and_touches_the_talk(house: str) -> None:
    channel = make_channel()
    with time_machine.travel("2026-03-01 10:00Z", tick=False):
        talk = make_session(channel)
    with time_machine.travel("2026-03-01 10:05Z", tick=False):
        exchange.log_step(
            channel=channel,
            session=talk,
            request="GET ?type=sale&mode=query",
            answer="<?xml\nlong",
            size=9,
            actor="peer:base",
        )
    [step] = queries.steps(talk)
    assert (step.request, step.answer, step.status, step.size) == ("GET ?type=sale&mode=query", "<?xml", 200, 9)
    assert queries.session(talk).seen_at == step.at


def test_a_request_without_a_talk_is_kept_too(house: str) -> None:
    exchange.log_step(channel=None, session=None, request="GET ?mode=checkauth", answer="failure", actor="peer:?")


def test_a_talk_that_goes_well_tells_nothing(house: str) -> None:
    talk = make_session(make_channel())
    before = last_fact()
    exchange.end_session(session=talk, actor="test")
    assert queries.session(talk).state == "done"
    assert last_fact() == before


def test_a_talk_counts_what_its_messages_came_to_together(house: str) -> None:
    channel = make_channel()
    talk, other = make_session(channel), make_session(channel)
    for session, name, tally in (
        (talk, "import0_1.xml", Tally(5, 4, refused=1)),
        (talk, "import0_2.xml", Tally(3, 1, unchanged=2)),
        (other, "import.xml", Tally(9, 9)),
    ):
        content = exchange.store(name.encode())
        number = exchange.keep_message(
            channel=channel, direction="in", name=name, content=content, session=session, actor="test"
        )
        exchange.begin_message(message=number, actor="test")
        exchange.finish_message(message=number, counts={"goods": tally}, actor="test")
    assert queries.session(talk).counts == {"goods": Tally(8, 5, unchanged=2, refused=1)}
    assert [found.counts["goods"].read for found in queries.sessions(channel)] == [9, 8]


def test_a_failed_talk_is_a_fact_with_its_reason(house: str) -> None:
    channel = make_channel()
    talk = make_session(channel)
    break_off(talk, Fault("content_gone", {"message": 5}))
    found = queries.session(talk)
    assert found.state == "failed"
    assert found.fault is not None
    assert "message 5" in found.fault.refusal.sentence
    assert timeline([f"session:{talk}"])[0].event == SessionFailed(f"session:{talk}", channel, "content_gone")
    assert queries.sessions(channel, state="failed") == [found]


def test_what_has_ended_stays_as_it_is(house: str) -> None:
    talk = make_session(make_channel())
    exchange.end_session(session=talk, actor="test")
    break_off(talk, Fault("x", {}))
    assert queries.session(talk).state == "done"
    assert timeline([f"session:{talk}"]) == []


def test_silent_talks_end(house: str) -> None:
    channel = make_channel()
    with time_machine.travel("2026-03-01"):
        silent = make_session(channel)
    heard = make_session(channel)
    assert end_silent_sessions(silent_since=timezone.now() - timedelta(days=1), actor="test") == 1
    assert [queries.session(talk).state for talk in (silent, heard)] == ["done", "open"]


def test_a_talk_is_over_by_itself_once_nothing_was_heard_for_the_quiet_time(house: str) -> None:
    channel = make_channel()
    with time_machine.travel("2026-03-01 10:00Z", tick=False):
        talk = make_session(channel)
        begun = queries.session(talk)
        assert (begun.state, begun.ended_at, begun.by_silence) == ("open", None, False)
    with time_machine.travel("2026-03-01 10:01:01Z", tick=False):
        over = queries.session(talk)
        assert (over.state, over.ended_at, over.by_silence) == ("done", over.seen_at, True)
        assert [one.id for one in queries.sessions(channel, "done")] == [talk]
        assert queries.sessions(channel, "open") == queries.sessions(channel, "failed") == []
        exchange.touch(session=talk, actor="peer:base")
        assert [one.id for one in queries.sessions(channel, "open")] == [talk]


def test_a_refused_request_fails_the_talk_until_a_later_one_goes_well(house: str) -> None:
    channel = make_channel()
    talk = make_session(channel)
    fault = Fault("content_gone", {"message": 5})
    exchange.log_step(channel=channel, session=talk, request="file", answer="failure", fault=fault, actor="peer")
    assert queries.session(talk).fault == fault
    assert [one.id for one in queries.sessions(channel, "failed")] == [talk]
    assert queries.sessions(channel, "open") == []
    exchange.log_step(channel=channel, session=talk, request="file", answer="success", actor="peer")
    assert (queries.session(talk).state, queries.session(talk).fault) == ("open", None)


def test_a_silent_talk_is_closed_as_ended_when_it_was_last_heard_and_as_what_it_was(house: str) -> None:
    channel = make_channel()
    with time_machine.travel("2026-03-01 10:00Z", tick=False):
        good, bad = make_session(channel), make_session(channel)
        fault = Fault("content_gone", {"message": 5})
        exchange.log_step(channel=channel, session=bad, request="file", answer="failure", fault=fault, actor="peer")
    assert end_silent_sessions(silent_since=timezone.now() - timedelta(days=2), actor="test") == 2
    assert [queries.session(talk).state for talk in (good, bad)] == ["done", "failed"]
    assert queries.session(good).ended_at == queries.session(good).seen_at


def test_who_was_turned_away_is_kept_newest_first(house: str) -> None:
    channel = make_channel()
    for at in ("10.0.0.1", "10.0.0.2"):
        exchange.log_step(channel=channel, session=None, request="GET", answer="failure", address=at, actor="peer:?")
    exchange.log_step(channel=channel, session=make_session(channel), request="GET", answer="success", actor="peer")
    assert [(one.channel, one.address) for one in queries.turned_away()] == [
        (channel, "10.0.0.2"), (channel, "10.0.0.1"),
    ]  # fmt: skip


def test_an_unknown_talk_is_refused(house: str) -> None:
    with pytest.raises(NoSuchSession):
        exchange.end_session(session=77, actor="test")


def _strangers(address: str, *, code: str = "wrong", times: int = 1) -> None:
    for number in range(times):
        exchange.log_step(
            channel=None, session=None, request=f"GET {number}", answer="failure", actor="peer:?",
            fault=Fault(code, {"n": number}), address=address,
        )  # fmt: skip


def test_a_stranger_who_knocks_often_is_one_row_with_a_count(house: str) -> None:
    with time_machine.travel("2026-03-01 10:00Z", tick=False) as clock:
        _strangers("10.0.0.1", times=30)
        _strangers("10.0.0.2")
        _strangers("10.0.0.1", code="other")
        clock.shift(60)
        _strangers("10.0.0.1", times=2)
    told = [(row.address, row.code, row.count, row.request) for row in queries.turned_away()]
    assert told == [
        ("10.0.0.1", "wrong", 32, "GET 1"),
        ("10.0.0.1", "other", 1, "GET 0"),
        ("10.0.0.2", "wrong", 1, "GET 0"),
    ]
    assert queries.turned_away()[0].fault == Fault("wrong", {"n": 1})
    with time_machine.travel("2026-03-01 12:00Z", tick=False):
        _strangers("10.0.0.1")
    assert [row.count for row in queries.turned_away()] == [1, 32, 1, 1]


def test_a_scan_from_many_addresses_cannot_fill_the_table(house: str) -> None:
    for number in range(STRANGERS_AN_HOUR + 40):
        _strangers(f"10.0.{number // 250}.{number % 250}")
    rows = queries.turned_away(limit=1000)
    assert len(rows) == STRANGERS_AN_HOUR + 1
    assert (rows[0].address, rows[0].count) == ("", 40)


def test_a_talk_remembers_the_version_that_its_peer_named(house: str) -> None:
    talk = make_session(make_channel())
    exchange.note_version(session=talk, version="3.1", actor="peer:base")
    assert queries.session(talk).version == "3.1"


def test_a_step_keeps_the_cause_of_its_refusal_and_a_notice_harms_no_talk(house: str) -> None:
    talk = make_session(channel := make_channel())
    asked = partial(exchange.log_step, channel=channel, session=talk, request="GET", actor="peer:base")
    asked(answer="success", notice=Fault("mind", {}))
    assert queries.session(talk).fault is None
    asked(answer="failure", fault=Fault("wrong", {"x": 1}))
    assert [step.code for step in queries.steps(talk)] == ["mind", "wrong"]
    assert queries.session(talk).fault == Fault("wrong", {"x": 1})
