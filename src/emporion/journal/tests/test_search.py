"""Finding facts: by kind, by who, by subject, by message, by period, and going on where a page ended."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from emporion.journal import queries as journal
from emporion.journal.commands import command
from emporion.journal.models import Fact
from emporion.journal.types import Asked, Event, Work

pytestmark = pytest.mark.usefixtures("house")


@dataclass(frozen=True, slots=True)
class KettleBoiled(Event):
    litres: int


@dataclass(frozen=True, slots=True)
class KettleCleaned(Event):
    pass


@command
def boil(work: Work, *, kettle: int, litres: int) -> None:
    work.tell(KettleBoiled(f"kettle:{kettle}", litres))


@command
def clean(work: Work, *, kettle: int) -> None:
    work.tell(KettleCleaned(f"kettle:{kettle}"))


def kitchen() -> None:
    """Ten facts: kettles 0 to 4 boiled by Anna, each cleaned by a rule; the third by a message."""
    for kettle in range(5):
        origin = "message:77" if kettle == 2 else ""
        boil(kettle=kettle, litres=kettle, actor="staff:1", origin=origin)
        clean(kettle=kettle, actor="rule:tidy")


def found(*asked: Asked, limit: int = 50, before: int | None = None) -> list[tuple[str, str]]:
    told = journal.told(*asked, limit=limit, before=before)
    return [(one.subject[-1], one.kind.partition(".Kettle")[2]) for one in told]


def test_each_word_of_a_question_narrows_and_the_newest_stands_first() -> None:
    kitchen()
    boiled = journal.told(Asked(), limit=2)[-1].kind
    assert found(Asked(), limit=3) == [("4", "Cleaned"), ("4", "Boiled"), ("3", "Cleaned")]
    assert found(Asked(kinds=(boiled,))) == [(str(n), "Boiled") for n in (4, 3, 2, 1, 0)]
    assert found(Asked(subjects=("kettle:3", "kettle:0"))) == [
        ("3", "Cleaned"), ("3", "Boiled"), ("0", "Cleaned"), ("0", "Boiled"),
    ]  # fmt: skip
    assert found(Asked(actor="rule:tidy", subjects=("kettle:3",))) == [("3", "Cleaned")]
    assert found(Asked(actor="staff:1"), limit=2) == [("4", "Boiled"), ("3", "Boiled")]
    assert found(Asked(actor="staff:2")) == []
    assert found(Asked(message=77)) == [("2", "Boiled")]
    assert found(Asked(message=77, kinds=("journal.KettleCleaned",))) == []


def test_one_answer_to_two_questions_tells_each_fact_once() -> None:
    kitchen()
    boiled = journal.told(Asked(), limit=2)[-1].kind
    both = found(Asked(kinds=(boiled,)), Asked(subjects=("kettle:4",)), limit=3)
    assert both == [("4", "Cleaned"), ("4", "Boiled"), ("3", "Boiled")]


def test_a_page_goes_on_where_the_last_one_ended() -> None:
    kitchen()
    seen, before = [], None
    while page := journal.told(Asked(), limit=3, before=before):
        seen += [one.id for one in page]
        before = page[-1].id
    assert seen == sorted(seen, reverse=True)
    assert len(set(seen)) == 10


def test_a_period_finds_what_a_late_work_told_under_an_early_moment() -> None:
    kitchen()
    now = timezone.now()
    rows = list(Fact.objects.order_by("id"))
    late = [Fact(at=now - timedelta(hours=age), kind=rows[0].kind, subject=f"kettle:{age}", actor="staff:9",
                 origin="cli", payload='{"subject":"kettle:1","litres":1}') for age in (5, 2, 3, 4)]  # fmt: skip
    Fact.objects.bulk_create(late)
    period = Asked(since=now - timedelta(hours=4, minutes=30), until=now - timedelta(hours=1))
    assert [subject for subject, _kind in found(period)] == ["4", "3", "2"]
    assert found(Asked(since=now + timedelta(hours=1))) == []
    assert found(Asked(until=now - timedelta(days=1))) == []


def test_every_question_is_walked_by_an_index() -> None:
    kitchen()
    indexes = _indexes()
    assert {"journal_fact_kind", "journal_fact_actor", "journal_fact_at", "journal_fact_subject"} <= indexes


def _indexes() -> set[str]:
    sql = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'index'",
        "postgresql": "SELECT indexname FROM pg_indexes WHERE tablename = 'journal_fact'",
    }
    with connection.cursor() as cursor:
        cursor.execute(sql[connection.vendor])
        return {row[0] for row in cursor.fetchall()}
