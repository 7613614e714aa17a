"""A person may ask what 1C sends no more, for programs that never say that a full export is over (§0.5, §7.9)."""

from __future__ import annotations

import pytest

from emporion.channels.commerceml.inbound import searching
from emporion.channels.commerceml.inbound.refusals import TalkGoesOn
from emporion.channels.commerceml.tasks import answered, hide_absent, search, search_absent, searched
from emporion.clockwork.queries import tasks
from emporion.clockwork.worker import work_off
from emporion.exchange import commands as exchange
from emporion.exchange.queries import questions
from emporion.exchange.types import Fault

from . import shapes
from .bench import bring, catalog, connection, goods, kept, offer, ours, pack
from .test_absent import TEN, full, hidden

ACTOR = "staff:1"


def look(channel: int) -> Fault:
    return searching.search(channel=channel, actor=ACTOR)


def talk(channel: int, *files: str) -> None:
    """One talk with a file for each."""
    number = exchange.open_session(channel=channel, kind="catalog", actor="test").id
    for one in files:
        bring(channel, one, session=number)
    exchange.end_session(session=number, actor="test")


@pytest.mark.parametrize("setting", ["keep", "hide"])
def test_fact_05_what_the_newest_full_export_left_out_is_asked_and_never_hidden_at_once(
    house: str, setting: str
) -> None:
    channel = connection(absent=setting)
    talk(channel, full(*TEN))
    talk(channel, full(*TEN[1:5]))  # only the first portion says that it is whole
    talk(channel, full(*TEN[5:9], changes=True))
    talk(channel, pack(offer("b", {"retail": "5"})))
    found = look(channel)
    (asked,) = questions(channel)
    assert (found.code, found.facts["count"], found.facts["total"]) == ("commerceml_absent_goods", 2, 10)
    assert asked.fault.facts["products"] == [ours(channel, "product", key) for key in ("a", "j")]
    assert hidden() == set()
    answered(asked.id, "hide", ACTOR)
    hide_absent.call(asked.id)
    assert hidden() == {"A", "J"}
    assert (look(channel).code, questions(channel)) == ("commerceml_nothing_absent", [])


def test_fact_05_several_files_of_one_talk_and_several_catalogs_are_one_export(house: str) -> None:
    channel = connection()
    talk(channel, full(*TEN))
    talk(channel, full("y", "z", of="other"))
    talk(channel, full(*TEN[:4]), full(*TEN[4:9]))
    talk(channel, full("z", of="other"))
    assert list(look(channel).facts["products"]) == [ours(channel, "product", key) for key in ("j", "y")]


def test_fact_05_without_a_whole_export_nobody_is_absent_and_the_cause_is_told(house: str) -> None:
    channel = connection()
    talk(channel, full(*TEN, changes=True))
    talk(channel, catalog(goods("a")), '<Каталог СодержитТолькоИзменения="false"><Ид>k</Ид></Каталог>')
    found = look(channel)
    assert (found.code, questions(channel)) == ("commerceml_no_full_export", [])
    assert found.refusal.sentence and found.refusal.what_to_do
    talk(channel, full(*TEN))
    waits = kept(channel, shapes.file(full("a")))
    assert (look(channel).code, look(channel).facts) == ("commerceml_export_unfinished", {"message": waits})


def test_while_1c_is_talking_nobody_looks(house: str) -> None:
    channel = connection()
    exchange.open_session(channel=channel, kind="catalog", actor="test")
    with pytest.raises(TalkGoesOn):
        search(channel, ACTOR)
    assert searched(channel) is None


def test_the_search_is_a_workers_and_its_answer_is_kept(house: str) -> None:
    channel = connection()
    talk(channel, full(*TEN))
    talk(channel, full(*TEN[1:]))
    search(channel, ACTOR)
    search(channel, ACTOR)
    (task,) = tasks(state="ready")
    seen = searched(channel)
    assert (task.path, task.args) == (search_absent.module_path, [channel, ACTOR])
    assert seen is not None and seen.found is None
    assert searched(connection("second")) is None
    work_off()
    seen = searched(channel)
    assert seen is not None and seen.at is not None and seen.found is not None
    assert (seen.found.code, seen.found.facts["count"]) == ("commerceml_absent_goods", 1)
