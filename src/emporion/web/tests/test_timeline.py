from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from emporion.journal.types import Event, FactView
from emporion.stock.types import Goods, StockReceived
from emporion.web import timeline
from emporion.web.timeline import Names, Said, says

AT = datetime(2026, 11, 20, 9, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class KettleBoiled(Event):
    """Tea is near."""

    litres: int


def fact(
    event: Event | None, *, kind: str = "kitchen.KettleBoiled", actor: str = "cli", message: int | None = None
) -> FactView:
    return FactView(1, AT, kind, "kettle:1", actor, "cli", "", message, event)


def test_a_kind_without_a_sentence_is_named_by_its_own_words(house: str) -> None:
    [event] = timeline.events([fact(KettleBoiled("kettle:1", 2))])
    assert (event.title, event.text, event.icon, event.at) == ("Kettle boiled", "Command line", "point", AT)


def test_a_room_enters_the_sentence_of_its_fact(house: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timeline, "SENTENCES", dict(timeline.SENTENCES))

    @says(KettleBoiled)
    def _boiled(event: KettleBoiled, names: Names) -> Said:
        return Said("Boiled", f"{event.litres} l", "coffee")

    [event] = timeline.events([fact(KettleBoiled("kettle:1", 2), message=120553)])
    assert (event.title, event.text, event.icon) == ("Boiled", "2 l · Command line · message 120,553", "coffee")


def test_a_kind_that_is_no_longer_known_keeps_its_name(house: str) -> None:
    assert timeline.events([fact(None, kind="old.Thing")])[0].title == "old.Thing"


def test_a_person_is_shown_by_initials(house: str) -> None:
    assert timeline.events([fact(KettleBoiled("kettle:1", 1), actor="staff:999")])[0].initials == "FM"


def test_many_goods_are_told_by_four_and_a_number() -> None:
    goods = StockReceived("receipt:1", 1, tuple(Goods(n, 1000) for n in range(1, 7))).goods
    names = Names(variants={1: "Cup"})
    assert names.goods(goods) == "Cup × 1, #2 × 1, #3 × 1, #4 × 1 and 2 more"
    assert (names.money(750), Names("EUR").money(750)) == ("", "7.50\u00a0€")
