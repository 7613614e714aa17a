"""What @command promises."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, OperationalError, connection, transaction
from pydantic import ValidationError

from emporion.journal.answers import from_json, to_json
from emporion.journal.commands import command
from emporion.journal.models import CommandKey, Fact
from emporion.journal.queries import count_of_message, facts_of_message, last_fact, timeline
from emporion.journal.types import Event, KeyReused, Work
from emporion.kernel import rows

from .bakery import Loaf, LoafBaked, OvenTooHot, bake, bake_many, light

pytestmark = pytest.mark.usefixtures("house")
AtOnce = Callable[..., list[Any]]
BREAD = Loaf(1, ("sesame", "poppy"))


def kinds(subject: str) -> list[str]:
    return [view.kind for view in timeline([subject])]


def test_a_fact_says_who_when_because_of_what_and_where_in_it() -> None:
    with time_machine.travel(datetime(2026, 5, 1, 12, tzinfo=UTC), tick=False):
        bake(number=1, actor="staff:7", origin="message:120553")
    [fact] = timeline(["loaf:1"])
    assert (fact.kind, fact.actor, fact.origin, fact.message) == (
        "journal.LoafBaked",
        "staff:7",
        "message:120553",
        120553,
    )
    assert (fact.place, fact.at) == ("tray[1]", datetime(2026, 5, 1, 12, tzinfo=UTC))
    assert fact.event == LoafBaked("loaf:1", BREAD)


def test_what_comes_of_itself_has_its_actor_as_its_origin_and_nothing_comes_of_nobody() -> None:
    bake(number=1, actor="rule:morning")
    [fact] = timeline(["loaf:1"])
    assert (fact.actor, fact.origin) == ("rule:morning", "rule:morning")
    with pytest.raises(TypeError, match="a transaction is opened by somebody"):
        bake(number=2, actor="")
    assert timeline(["loaf:2"]) == []


def test_facts_of_a_message_are_found_by_it() -> None:
    bake_many(numbers=[1, 2], actor="channel:1", origin="message:5")
    bake(number=3, actor="channel:1", origin="message:6")
    bake(number=4, actor="staff:7", origin="page:/oven/")
    assert [fact.subject for fact in facts_of_message(5)] == ["loaf:1", "loaf:2"]
    assert [count_of_message(number) for number in (5, 6, 7)] == [2, 1, 0]


def test_a_timeline_is_newest_first_and_can_be_asked_for_kinds() -> None:
    bake(number=1, actor="a")
    light(actor="b")
    bake(number=1, actor="c")
    assert [fact.actor for fact in timeline(["loaf:1", "oven:1"])] == ["c", "b", "a"]
    assert [fact.actor for fact in timeline(["loaf:1", "oven:1"], kinds=["journal.OvenLit"])] == ["b"]
    assert [fact.actor for fact in timeline(["loaf:1", "oven:1"], limit=1)] == ["c"]


def test_a_fact_of_a_kind_that_is_gone_is_still_shown() -> None:
    bake(number=1, actor="baker")
    at = connection.ops.adapt_datetimefield_value(datetime(2020, 1, 1, tzinfo=UTC))
    old = (at, "gone.LampLit", "lamp:1", "x", "", "", None, "{}")
    with transaction.atomic():
        rows.insert("journal_fact", ("at", "kind", "subject", "actor", "origin", "place", "message", "payload"), [old])
    [fact] = timeline(["lamp:1"])
    assert (fact.kind, fact.event) == ("gone.LampLit", None)
    assert fact.id == last_fact()


def test_a_command_joins_the_work_of_its_caller() -> None:
    assert bake_many(numbers=[1, 2], actor="baker", origin="cli") == 2
    assert [fact.actor for fact in timeline(["loaf:1", "loaf:2"])] == ["baker", "baker"]


def test_a_refusal_leaves_nothing_behind_not_even_the_key() -> None:
    with pytest.raises(OvenTooHot) as refusal:
        bake_many(numbers=[1, 2, 3], burn=3, actor="baker", key="loaf:1")
    assert refusal.value.sentence == "The oven is at 400 degrees."
    assert not Fact.objects.exists()
    assert not CommandKey.objects.exists()
    assert bake(number=1, actor="baker", key="loaf:1") == BREAD


def test_the_same_key_answers_the_same_with_its_type_and_runs_once() -> None:
    first = bake(number=1, actor="baker", key="loaf:1")
    assert bake(number=2, actor="another", key="loaf:1") == first == BREAD
    assert isinstance(first.seeds, tuple)
    assert Fact.objects.count() == 1


def test_an_answer_of_nothing_is_remembered_too() -> None:
    light(actor="baker", key="dawn")
    light(actor="baker", key="dawn")
    assert Fact.objects.count() == 1


def test_without_a_key_a_command_runs_each_time() -> None:
    bake(number=1, actor="baker")
    bake(number=1, actor="baker")
    assert (Fact.objects.count(), CommandKey.objects.count()) == (2, 0)


def test_a_key_of_another_command_is_refused() -> None:
    bake(number=1, actor="baker", key="loaf:1")
    with pytest.raises(KeyReused) as refusal:
        light(actor="baker", key="loaf:1")
    assert refusal.value.facts == {"key": "loaf:1", "command": "emporion.journal.tests.bakery.bake"}
    assert kinds("oven:1") == []


def test_a_key_of_any_length_is_told_apart_from_its_neighbour() -> None:
    long = "shop:" + "9" * 300
    assert [bake(number=n, actor="baker", key=key).number for n, key in ((1, long), (2, long), (3, long + "0"))] == [
        1,
        1,
        3,
    ]


def test_an_origin_and_a_place_of_any_length_are_kept_as_far_as_they_fit() -> None:
    @command
    def wander(work: Work) -> None:
        work.tell(LoafBaked("loaf:1", BREAD), place="x" * 400)

    wander(actor="baker", origin="page:/" + "o" * 400)
    [fact] = timeline(["loaf:1"])
    assert (len(fact.origin), len(fact.place)) == (255, 255)


def test_the_same_key_from_many_threads_at_once_bakes_one_loaf(at_once: AtOnce) -> None:
    start = threading.Barrier(12)

    def one() -> Loaf:
        start.wait()
        return bake(number=1, actor="baker", key="loaf:1")

    assert at_once(*[one] * 12) == [BREAD] * 12
    assert Fact.objects.count() == 1


def test_who_comes_second_with_a_key_waits_and_runs_when_the_first_was_refused(at_once: AtOnce) -> None:
    running, go = threading.Event(), threading.Event()

    @command
    def slow(work: Work, *, fail: bool) -> int:
        if fail:
            running.set()
            assert go.wait(60)
            raise OvenTooHot(degrees=1)
        return 5

    def second() -> int:
        assert running.wait(60)
        threading.Timer(0.3, go.set).start()
        return slow(fail=False, actor="b", key="k")

    first, answer = at_once(lambda: slow(fail=True, actor="a", key="k"), second)
    assert (type(first), answer) == (OvenTooHot, 5)


def deadlock() -> OperationalError:
    """What Django makes of a real deadlock of PostgreSQL."""

    class DeadlockDetected(Exception):
        sqlstate = "40P01"

    error = OperationalError("deadlock detected")
    error.__cause__ = DeadlockDetected()
    return error


@pytest.mark.parametrize("deadlocks", [0, 1, 2])
def test_a_deadlock_is_repeated_with_clean_facts_and_the_key(deadlocks: int) -> None:
    tried: list[int] = []

    @command
    def unlucky(work: Work) -> int:
        bake(work=work, number=1)
        tried.append(1)
        if len(tried) <= deadlocks:
            raise deadlock()
        return len(tried)

    assert unlucky(actor="baker", key="k") == deadlocks + 1
    assert (len(kinds("loaf:1")), CommandKey.objects.count()) == (1, 1)


def test_after_the_third_deadlock_the_command_gives_up_and_nothing_is_left() -> None:
    tried: list[int] = []

    @command
    def doomed(work: Work) -> None:
        bake(work=work, number=1)
        tried.append(1)
        raise deadlock()

    with pytest.raises(OperationalError, match="deadlock"):
        doomed(actor="baker", key="k")
    assert (len(tried), Fact.objects.count(), CommandKey.objects.count()) == (3, 0, 0)


def test_another_trouble_of_the_database_is_not_repeated() -> None:
    tried: list[int] = []

    @command
    def broken(work: Work) -> None:
        tried.append(1)
        raise OperationalError("disk full")

    with pytest.raises(OperationalError):
        broken(actor="baker")
    assert len(tried) == 1


@pytest.mark.parametrize("house", ["postgresql"], indirect=True)
def test_a_real_deadlock_is_known_as_one(at_once: AtOnce) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("CREATE TABLE oven (id int PRIMARY KEY, heat int)")
        cursor.execute("INSERT INTO oven VALUES (1, 0), (2, 0)")
    both_hold_one = threading.Barrier(2)
    tried: list[int] = []

    @command
    def heat(work: Work, *, first: int, second: int) -> None:
        tried.append(first)
        for number in (first, second):
            with connection.cursor() as cursor:
                cursor.execute("UPDATE oven SET heat = heat + 1 WHERE id = %s", [number])
            if number == first and len(tried) <= 2:
                both_hold_one.wait(60)

    answers = at_once(lambda: heat(first=1, second=2, actor="a"), lambda: heat(first=2, second=1, actor="b"))
    assert (answers, len(tried)) == ([None, None], 3)
    assert rows.fetch("SELECT heat FROM oven ORDER BY id") == [(2,), (2,)]


def test_a_command_inside_a_command_must_join_it() -> None:
    @command
    def forgetful(work: Work) -> None:
        bake(number=1, actor="baker")

    with pytest.raises(RuntimeError, match="durable"):
        forgetful(actor="baker")
    assert not Fact.objects.exists()


def test_a_command_called_with_work_needs_no_key_and_leaves_its_callers_alone() -> None:
    @command
    def day(work: Work) -> int:
        return bake(work=work, number=1).number + bake(work=work, number=2).number

    assert (day(actor="baker", key="day:1"), day(actor="baker", key="day:1")) == (3, 3)
    assert CommandKey.objects.get().key == "day:1"


def test_the_words_of_every_call_cannot_be_arguments_of_one() -> None:
    for word in ("actor", "key", "origin"):
        source: dict[str, Any] = {"Work": Work}
        exec(f"def clash(work: Work, *, {word}: str) -> None: ...", source)
        with pytest.raises(TypeError, match=rf"clash: \['{word}'\] belong to @command"):
            command(source["clash"])


def test_a_command_keeps_its_name_and_its_sentence() -> None:
    assert (bake.__name__, bake.__doc__) == ("bake", "Bake one loaf, or refuse after it has been told.")  # type: ignore[attr-defined]


def test_what_fails_after_a_fact_was_told_leaves_no_fact() -> None:
    @command
    def doomed(work: Work) -> None:
        light(work=work)
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO journal_parked (subscriber, error, fact_id) VALUES ('x', NULL, NULL)")

    with pytest.raises(IntegrityError):
        doomed(actor="baker")
    assert not Fact.objects.exists()


def test_two_rooms_cannot_tell_facts_of_one_name_but_a_name_is_of_its_room() -> None:
    made = {"__module__": "emporion.journal.elsewhere", "__annotations__": {}}
    with pytest.raises(TypeError, match=r"both tell a fact named journal\.LoafBaked"):
        type("LoafBaked", (Event,), made)
    try:
        other = type("LoafBaked", (Event,), made | {"__module__": "emporion.testroom.types"})
        assert Event.KINDS["testroom.LoafBaked"] is other
    finally:
        del Event.KINDS["testroom.LoafBaked"]


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (int, 2**53 + 1),
        (None, None),
        (tuple[Loaf, ...], (BREAD, Loaf(2, ()))),
        (dict[str, int], {"ё": 1}),
        (datetime | None, datetime(2026, 1, 1, 12, 30, 15, 123456, tzinfo=UTC)),
        (tuple[tuple[str, int], ...], (("a", 1),)),
        (bool, True),
    ],
)
def test_answers_come_back_as_they_were(kind: Any, value: object) -> None:
    assert from_json(kind, to_json(value)) == value


def test_a_stored_answer_that_does_not_fit_is_an_error_and_not_a_guess() -> None:
    with pytest.raises(ValidationError):
        from_json(Loaf, '{"number": "many"}')
