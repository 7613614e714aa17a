"""What a talk and its files do is logged with the ids of session and message, so that one can be followed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from structlog.contextvars import merge_contextvars
from structlog.testing import capture_logs

from emporion.clockwork.worker import work_off
from emporion.exchange.queries import messages, sessions

from .wire import Wire, cups


@pytest.fixture
def said() -> Iterator[list[Any]]:
    """Lines with what was bound around them."""
    with capture_logs(processors=[merge_contextvars]) as lines:
        yield lines


def test_steps_bear_their_session_and_a_file_its_session_and_its_message(
    wire: Wire, channel: int, said: list[Any]
) -> None:
    wire.sign_in()
    wire.send("import.xml", cups("a"))
    wire.take("import.xml")
    work_off()
    [session], [message] = sessions(channel), messages(channel=channel)
    steps = [line for line in said if line["event"] == "exchange_step"]
    assert {line["session"] for line in steps} == {session.id}
    assert {line["connection"] for line in steps} == {"1c"}
    [settled] = [line for line in said if line["event"] == "message_settled"]
    assert (settled["message"], settled["session"]) == (message.id, session.id)
    assert sum(settled["rows"].values()) > 0
    assert settled["task"] > 0


def test_a_request_that_fails_on_us_bears_its_session(
    wire: Wire, said: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("emporion.channels.commerceml.uploads.Talk.begin", broken)
    wire.sign_in()
    assert wire.ask("type=catalog&mode=init").startswith("failure")
    [failed] = [line for line in said if line["event"] == "exchange_request_failed"]
    assert failed["session"] > 0 and "ZeroDivisionError" in failed["error"]
