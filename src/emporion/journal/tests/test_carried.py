"""A dump goes on in another PostgreSQL server, whose transactions count from their own beginning."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from emporion.journal.commands import deliver_all, deliver_due, take_over
from emporion.journal.models import Fact, Position, Server
from emporion.journal.queries import held_back, horizon, timeline
from emporion.journal.types import REACTIONS, JournalCarried, Reaction, register
from emporion.kernel import rows
from emporion.kernel.tables import missing_guards

from .bakery import LoafBaked, Porter, bake, bake_many

pytestmark = pytest.mark.usefixtures("house")
postgresql = pytest.mark.parametrize("house", ["postgresql"], indirect=True)
AtOnce = Callable[..., list[Any]]
FAR = 10**12  # how far the first server had counted


@pytest.fixture(autouse=True)
def porter(monkeypatch: pytest.MonkeyPatch) -> Porter:
    for name in list(REACTIONS):
        monkeypatch.delitem(REACTIONS, name)
    return listening("porter")


def listening(name: str) -> Porter:
    porter = Porter()
    register(Reaction(name, (LoafBaked,), porter.carry))
    return porter


def carried(far: int = FAR, *, facts: bool = True) -> None:
    """What a restored dump leaves: numbers of a server that has counted much further than this one."""
    with connection.cursor() as cursor:
        if facts:
            cursor.execute("ALTER TABLE journal_fact DISABLE TRIGGER USER")
            cursor.execute("UPDATE journal_fact SET tx = (tx::text::bigint + %s)::text::xid8", [far])
            cursor.execute("ALTER TABLE journal_fact ENABLE TRIGGER USER")
        cursor.execute("UPDATE journal_position SET tx = tx + %s WHERE tx > 0", [far])


@postgresql
def test_what_was_heard_is_not_heard_again_and_what_was_not_is(porter: Porter) -> None:
    bake_many(numbers=[1, 2], actor="baker")
    deliver_all()
    late = listening("late")
    bake_many(numbers=[3, 4], actor="baker")
    carried()
    bake(number=5, actor="baker")  # told here before anybody noticed
    assert held_back()
    deliver_all()
    assert (porter.carried, late.carried) == ([1, 2, 3, 4, 5], [1, 2, 3, 4, 5])
    bake(number=6, actor="baker")
    deliver_all()
    assert (porter.carried, late.carried) == ([1, 2, 3, 4, 5, 6], [1, 2, 3, 4, 5, 6])
    assert not held_back()
    assert [fact.event for fact in timeline(["journal"])] == [JournalCarried("journal", Server.objects.get().shift)]
    assert missing_guards() == []
    with pytest.raises(IntegrityError, match="only grows"), transaction.atomic():
        Fact.objects.update(actor="thief")


@postgresql
def test_a_subscriber_in_the_middle_of_its_way_goes_on_there(porter: Porter) -> None:
    for number in range(1, 7):
        bake(number=number, actor="baker")
    deliver_all()
    third = Fact.objects.filter(subject="loaf:3", kind="journal.LoafBaked").get()
    [(tx,)] = rows.fetch("SELECT tx::text::bigint FROM journal_fact WHERE id = %s", [third.pk])
    Position.objects.update(tx=tx, fact=third.pk)
    carried()
    porter.carried.clear()
    deliver_all()
    assert porter.carried == [4, 5, 6]


@postgresql
def test_it_is_seen_to_once_and_never_on_a_server_that_has_counted_further(porter: Porter) -> None:
    bake(number=1, actor="baker")
    deliver_all()
    assert not take_over(actor="journal")
    carried()
    assert (take_over(actor="journal"), take_over(actor="journal")) == (True, False)
    deliver_all()
    assert Server.objects.count() == 1
    assert porter.carried == [1]


@postgresql
def test_a_journal_may_be_carried_on_and_on(porter: Porter) -> None:
    for number in range(1, 5):
        bake(number=number, actor="baker")
        deliver_due()
        carried(FAR * number)
    deliver_all()
    assert porter.carried == [1, 2, 3, 4]
    assert [server.shift for server in Server.objects.order_by("id")] == sorted({s.shift for s in Server.objects.all()})


@postgresql
def test_positions_alone_that_are_ahead_are_found_too(porter: Porter) -> None:
    bake(number=1, actor="baker")
    deliver_all()
    carried(facts=False)
    bake(number=2, actor="baker")
    deliver_all()
    assert porter.carried == [1, 2]


@postgresql
def test_many_workers_notice_at_once_while_bakers_bake(porter: Porter, at_once: AtOnce) -> None:
    bake_many(numbers=range(10), actor="baker")
    deliver_all()
    bake_many(numbers=range(10, 20), actor="baker")
    carried()
    bakers = [partial(bake, number=number, actor="baker") for number in range(20, 30)]
    answers = at_once(*[deliver_due] * 4, *bakers)
    assert [answer for answer in answers if isinstance(answer, Exception)] == []
    deliver_all()
    told = Fact.objects.filter(kind="journal.LoafCarried").values_list("subject", flat=True)
    assert (sorted(told), Server.objects.count()) == (sorted(f"loaf:{number}" for number in range(30)), 1)


@pytest.mark.parametrize("house", ["sqlite"], indirect=True)
def test_a_file_of_sqlite_may_be_carried_anywhere(porter: Porter) -> None:
    bake(number=1, actor="baker")
    assert deliver_all() == 1
    assert (horizon(), Server.objects.count()) == ((0, Fact.objects.latest("id").pk), 0)
