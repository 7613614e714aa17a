"""Talks: a token opens them, their requests are kept, their failure is a fact."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from emporion.exchange import commands as exchange, queries
from emporion.exchange.commands.sessions import end_silent_sessions
from emporion.exchange.models import Session
from emporion.exchange.types import Fault, NoSuchSession, SessionFailed, Tally
from emporion.journal.queries import last_fact, timeline

from .factories import make_channel, make_session


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
    exchange.end_session(session=talk, counts={"goods": Tally(5, 5)}, actor="test")
    found = queries.session(talk)
    assert (found.state, found.counts["goods"].created) == ("done", 5)
    assert last_fact() == before


def test_a_failed_talk_is_a_fact_with_its_reason(house: str) -> None:
    channel = make_channel()
    talk = make_session(channel)
    exchange.fail_session(session=talk, fault=Fault("content_gone", {"message": 5}), actor="test")
    found = queries.session(talk)
    assert found.state == "failed"
    assert found.fault is not None
    assert "message 5" in found.fault.refusal.sentence
    assert timeline([f"session:{talk}"])[0].event == SessionFailed(f"session:{talk}", channel, "content_gone")
    assert queries.sessions(channel, state="failed") == [found]


def test_what_has_ended_stays_as_it_is(house: str) -> None:
    talk = make_session(make_channel())
    exchange.end_session(session=talk, actor="test")
    exchange.fail_session(session=talk, fault=Fault("x", {}), actor="test")
    assert queries.session(talk).state == "done"


def test_silent_talks_end(house: str) -> None:
    channel = make_channel()
    with time_machine.travel("2026-03-01"):
        silent = make_session(channel)
    heard = make_session(channel)
    assert end_silent_sessions(silent_since=timezone.now() - timedelta(days=1), actor="test") == 1
    assert [queries.session(talk).state for talk in (silent, heard)] == ["done", "open"]


def test_an_unknown_talk_is_refused(house: str) -> None:
    with pytest.raises(NoSuchSession):
        exchange.end_session(session=77, actor="test")
