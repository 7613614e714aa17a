"""A trouble is told once, closes by itself when it stays away, and is acknowledged or muted by a person."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from emporion.journal.queries import timeline
from emporion.watchman import commands, queries
from emporion.watchman.looking import look
from emporion.watchman.rules import CALM, LONGEST_CALM, calm
from emporion.watchman.types import (
    CHECKS,
    AlertClosed,
    AlertMuted,
    AlertOpened,
    AlertSeen,
    AlertUnmuted,
    AlertView,
    Check,
    CheckSet,
    Found,
    Limit,
    LimitOutOfReach,
    MuteTooLong,
    NoSuchAlert,
    NoSuchCheck,
    ReasonMissing,
    watch_over,
)

pytestmark = pytest.mark.usefixtures("house")
MORNING = datetime(2026, 3, 2, 8, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


class Tank:
    """Something to be watched: how full it is, or nothing while it is gone."""

    level: int | None = 50

    def look(self, limit: int) -> Iterator[Found]:
        if self.level is not None:
            yield Found("tank:1", self.level, self.level >= limit, "North", limit, facts={"colour": "red"})


@pytest.fixture
def tank(monkeypatch: pytest.MonkeyPatch) -> Iterator[Tank]:
    for code in list(CHECKS):
        monkeypatch.delitem(CHECKS, code)
    made = Tank()
    watch_over(
        Check(
            code="tank.low", title="Tanks", says="Tank %(name)s, %(colour)s: %(figure)s", remedy="Fill it.",
            right="stock.view", look=made.look, unit="percent", limit=Limit(10, 1, 90), below=True,
        )
    )  # fmt: skip
    yield made
    CHECKS.pop("tank.low", None)


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(MORNING, tick=False) as clock:
        yield clock


def rounds(clock: time_machine.Traveller, number: int, minutes: int = 1) -> None:
    for _round in range(number):
        clock.shift(minutes * MINUTE)
        look()


def opened_ones() -> list[AlertView]:
    return queries.alerts()


def test_a_trouble_is_told_once_however_long_it_lasts_and_its_figure_is_the_newest(
    tank: Tank, clock: time_machine.Traveller
) -> None:
    look()
    assert (opened_ones(), [one.is_well for one in queries.check("tank.low").watched]) == ([], [True])
    tank.level = 9
    rounds(clock, 3)
    tank.level = 4
    rounds(clock, 3)
    [alert] = opened_ones()
    assert (alert.subject, alert.figure, alert.opened_at) == ("tank:1", 4, MORNING + MINUTE)
    assert (queries.sentence(alert), queries.remedy(alert)) == ("Tank North, red: 4\xa0%", "Fill it.")
    [fact] = timeline([f"alert:{alert.id}"])
    assert fact.event == AlertOpened(f"alert:{alert.id}", "tank.low", "tank:1", "North", 9, 10)
    [shown] = queries.check("tank.low").watched
    assert (shown.figure, shown.limit, shown.is_well, shown.since) == (4, 10, False, MORNING + MINUTE)


def test_it_closes_by_itself_when_it_has_stayed_away_for_a_quarter_of_an_hour(
    tank: Tank, clock: time_machine.Traveller
) -> None:
    tank.level = 9
    look()
    tank.level = 50
    rounds(clock, 1)
    assert queries.needs_somebody() == [], "nobody is asked to mend what is well"
    rounds(clock, 14)
    assert [one.well_since for one in opened_ones()] == [MORNING + MINUTE]
    rounds(clock, 1)
    assert opened_ones() == []
    [closed] = queries.closed_alerts()
    told = {type(one.event) for one in timeline([f"alert:{closed.id}"])}
    assert told == {AlertOpened, AlertClosed}


def test_what_comes_and_goes_within_minutes_is_one_alert(tank: Tank, clock: time_machine.Traveller) -> None:
    for minute in range(2 * 60):
        tank.level = 9 if minute % 10 < 5 else 50
        rounds(clock, 1)
    [alert] = opened_ones()
    assert (queries.closed_alerts(), alert.came_back) == ([], 11), "it never stays away for a quarter of an hour"


def test_a_trouble_that_comes_again_when_its_alert_closes_is_told_eight_times_a_day_at_most(
    tank: Tank, clock: time_machine.Traveller
) -> None:
    for _round in range(24 * 12):
        tank.level = 50 if opened_ones() else 9
        rounds(clock, 1, minutes=5)
    assert len(opened_ones()) + len(queries.closed_alerts()) <= 8
    assert [calm(times) for times in (0, 1, 2, 3, 20)] == [CALM, CALM, 2 * CALM, 4 * CALM, LONGEST_CALM]


def test_an_acknowledged_alert_leaves_today_and_stays_until_the_trouble_is_over(
    tank: Tank, clock: time_machine.Traveller
) -> None:
    tank.level = 9
    look()
    [alert] = queries.needs_somebody()
    commands.acknowledge(alert=alert.id, note=" Lorry comes at ten ", actor="staff:7")
    assert (queries.needs_somebody(), queries.muted_subjects("tank.low")) == ([], {"tank:1"})
    [seen] = opened_ones()
    assert (seen.seen_by, seen.note) == ("staff:7", "Lorry comes at ten")
    assert AlertSeen(f"alert:{alert.id}", "tank.low", "tank:1", "Lorry comes at ten") in [
        one.event for one in timeline([f"alert:{alert.id}"])
    ]
    tank.level = 50
    rounds(clock, 16)
    with pytest.raises(NoSuchAlert):
        commands.acknowledge(alert=alert.id, actor="staff:7")
    tank.level = 9
    rounds(clock, 1)
    assert len(queries.needs_somebody()) == 1, "the next time it is told anew"


def test_a_mute_needs_a_reason_and_an_end_holds_for_the_next_time_too_and_ends_by_itself(
    tank: Tank, clock: time_machine.Traveller
) -> None:
    tank.level = 9
    look()
    [alert] = opened_ones()
    with pytest.raises(ReasonMissing):
        commands.mute(alert=alert.id, days=2, reason="  ", actor="staff:7")
    for days in (0, 93, 10**9):
        with pytest.raises(MuteTooLong):
            commands.mute(alert=alert.id, days=days, reason="Rebuilt", actor="staff:7")
    commands.mute(alert=alert.id, days=2, reason="Rebuilt", actor="staff:7")
    [mute] = queries.mutes()
    assert (mute.until, mute.reason, mute.by) == (MORNING + timedelta(days=2), "Rebuilt", "staff:7")
    assert (queries.needs_somebody(), len(opened_ones())) == ([], 1)
    clock.shift(timedelta(days=2, minutes=1))
    look()
    assert (len(queries.needs_somebody()), queries.mutes()) == (1, [])
    facts = timeline(["watch:tank.low:tank:1"])
    assert [type(one.event) for one in facts] == [AlertMuted]


def test_a_mute_is_taken_away_by_hand_and_told(tank: Tank, clock: time_machine.Traveller) -> None:
    tank.level = 9
    look()
    [alert] = opened_ones()
    commands.mute(alert=alert.id, days=2, reason="Rebuilt", actor="staff:7")
    commands.unmute(check="tank.low", subject="tank:1", actor="staff:8")
    commands.unmute(check="tank.low", subject="tank:1", actor="staff:8")
    assert len(queries.needs_somebody()) == 1
    assert [type(one.event) for one in timeline(["watch:tank.low:tank:1"])] == [AlertUnmuted, AlertMuted]


def test_what_is_no_longer_there_takes_its_alert_along(tank: Tank, clock: time_machine.Traveller) -> None:
    tank.level = 9
    look()
    tank.level = None
    rounds(clock, 1)
    assert (opened_ones(), queries.check("tank.low").watched) == ([], ())


def test_a_limit_is_moved_within_reach_and_a_check_switched_off(tank: Tank, clock: time_machine.Traveller) -> None:
    tank.level = 30
    look()
    for limit in (0, 91):
        with pytest.raises(LimitOutOfReach):
            commands.set_check(check="tank.low", is_on=True, limit=limit, actor="staff:7")
    commands.set_check(check="tank.low", is_on=True, limit=40, actor="staff:7")
    look()
    assert [(one.figure, one.limit) for one in opened_ones()] == [(30, 40)], "the same minute: it looks anew"
    commands.set_check(check="tank.low", is_on=False, limit=40, actor="staff:7")
    assert opened_ones() == []
    rounds(clock, 2)
    assert (opened_ones(), queries.check("tank.low").is_on) == ([], False)
    commands.set_check(check="tank.low", is_on=True, actor="staff:7")
    commands.set_check(check="tank.low", is_on=True, limit=10, actor="staff:7")  # the usual one: nothing changes
    kinds = [one.event for one in timeline(["watch:tank.low"])]
    assert kinds == [
        CheckSet("watch:tank.low", "tank.low", True, 40, None),
        CheckSet("watch:tank.low", "tank.low", False, 40, 40),
        CheckSet("watch:tank.low", "tank.low", True, None, 40),
    ]
    with pytest.raises(NoSuchCheck):
        commands.set_check(check="tank.high", is_on=True, actor="staff:7")


def test_a_check_that_stumbles_says_so_and_hides_no_other(tank: Tank, clock: time_machine.Traveller) -> None:
    def broken(_limit: int) -> Iterator[Found]:
        raise LookupError("the gauge is gone")

    watch_over(Check(code="tank.broken", title="x", says="x", remedy="x", right="stock.view", look=broken))
    try:
        tank.level = 9
        look()
        assert len(opened_ones()) == 1
        assert queries.check("tank.broken").error == "LookupError"
    finally:
        CHECKS.pop("tank.broken")


def test_rounds_of_a_house_in_order_write_no_fact(tank: Tank, clock: time_machine.Traveller) -> None:
    rounds(clock, 5)
    assert timeline(["alert:1", "watch:tank.low"]) == []
    assert queries.check("tank.low").looked_at == MORNING + 5 * MINUTE
    assert queries.stands_still_since() is None
    clock.shift(6 * MINUTE)
    assert queries.stands_still_since() == MORNING + 5 * MINUTE
