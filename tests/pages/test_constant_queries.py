"""A page asks the database as often for many rows as for few, whatever it shows: every address of the register."""

from __future__ import annotations

from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from emporion.demo.home import DemoHome
from emporion.kernel import kept
from emporion.web import live
from emporion.web.lists.register import LISTS
from tools.testing.engines import postgresql_among_the_long

from .plenty import Plenty, plenty

FEW, MORE = 2, 3
TRIES = 4
# Rows that the house has once, however much of everything else there is, or that no page of the staff shows.
ONE_OF_A_HOUSE = {
    *("journal.Position", "journal.Server", "journal.CommandKey", "search.Shelf", "search.Word", "search.Slip"),
    *("watchman.Round", "watchman.Telling", "watchman.Watched", "watchman.Mute"),  # as many as checks and choices
    *("household.Languages", "clockwork.ScheduleRun", "accounts.Remembered", "parties.PersonalKey", "catalog.Unit"),
    *("orders.StatusName", "web.Beginning", "pricing.TaxRate", "ledger.Watch", "reports.Weighing"),
    *("auth.Permission", "auth.Group", "contenttypes.ContentType", "sessions.Session"),
    *("account.EmailAddress", "account.EmailConfirmation", "mfa.Authenticator"),
}
# The pages of the set-up lead on in a house that stands, as "/" and the tour do, whose panel is on Today.
LEAD_ON = {"index", "setup", "setup_owner", "setup_firm", "setup_shop", "tour", "order_change, shipped"}
NO_ANSWER = {"live"}  # goes on for as long as somebody listens; what it tells is counted by itself


@pytest.fixture(autouse=True)
def in_a_demonstration(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The tour's pages answer, and the counters of the shell are read when the test asks for them.

    What is kept for seconds is kept, and no list has a second page: whether there is one is what a list asks more.
    """
    DemoHome(home).mark(1)
    monkeypatch.setattr(live, "TICK_SECONDS", 3600)
    monkeypatch.setattr(kept, "clock", lambda: 0.0)
    for one in LISTS.values():
        monkeypatch.setitem(one.__dict__, "size", 100)  # a frozen dataclass


@pytest.mark.slow
@pytest.mark.takes(15)
@postgresql_among_the_long
def test_no_page_asks_more_often_when_there_is_more_of_everything(house: str) -> None:
    full = plenty()
    full.grow(FEW)
    rows = counted_rows()
    few = {name: asked(full.desk, address) for name, address in answering(full)}
    board = asked_of_board()
    full.grow(MORE)
    grown = {model for model, number in counted_rows().items() if 2 * number >= 3 * rows[model] > 0}
    assert rows.keys() - grown == ONE_OF_A_HOUSE, "every kind of row has to grow, or to be named"
    many = {name: at_best(full.desk, address, few[name]) for name, address in full.addresses() if name in few}
    assert {name: (few[name], many[name]) for name in few if many[name] > few[name]} == {}
    assert asked_of_board() == board


def answering(full: Plenty) -> list[tuple[str, str]]:
    """The addresses that answer a look; each is asked once, so that what is remembered is known."""
    found, wrong = [], {}
    for name, address in full.addresses():
        if name in NO_ANSWER:
            continue
        answer = full.desk.get(address)
        if answer.streaming:
            read_out(answer)
        if answer.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
            continue
        found.append((name, address))
        if answer.status_code != (HTTPStatus.FOUND if name in LEAD_ON else HTTPStatus.OK):
            wrong[name] = answer.status_code
    assert wrong == {}, "give an example that is found in the full house"
    return found


def asked(desk: Client, address: str) -> int:
    """How often a page asks the database, to its last byte."""
    with CaptureQueriesContext(connection) as queries:
        answer = desk.get(address)
        if answer.streaming:
            read_out(answer)
        return len(queries)


def read_out(answer: Any) -> None:
    """A file to its last byte."""
    b"".join(answer)
    answer.close()


def at_best(desk: Client, address: str, enough: int) -> int:
    """How often it asks; looked at again where it was more, for what is remembered for seconds may be forgotten."""
    found = [asked(desk, address)]
    while found[-1] > enough and len(found) < TRIES:
        found.append(asked(desk, address))
    return found[-1]


def asked_of_board() -> int:
    """How often the counters ask that every page shows, read anew."""
    live.board.forget()
    with CaptureQueriesContext(connection) as queries:
        live.board.now(0)
        return len(queries)


def counted_rows() -> dict[str, int]:
    """How many rows of each kind there are."""
    return {model._meta.label: model._default_manager.count() for model in apps.get_models()}
