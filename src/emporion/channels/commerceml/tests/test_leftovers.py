"""Files that 1C uploaded and never asked for: imported by a button or by the clock, goods before offers."""

from __future__ import annotations

import os
import time
from datetime import timedelta

import pytest
from django.utils import timezone

from emporion.catalog.models import Product
from emporion.channels.commerceml.leftovers import import_left, take_due
from emporion.channels.commerceml.uploads import area
from emporion.clockwork.worker import work_off
from emporion.exchange import commands as exchange
from emporion.exchange.models import Session
from emporion.exchange.queries import messages
from emporion.exchange.types import LEFTOVERS

from . import shapes
from .bench import catalog, goods, offer, pack
from .test_protocol import PICTURE, packed
from .wire import Wire, cups

# ---- files that 1C never asks to import


def left_behind(wire: Wire) -> None:
    """A talk that sends offers, goods, half a file and a picture, asks for no import and is silent since."""
    files = {
        "a_offers.xml": shapes.file(pack(offer("a", {"retail": "10"}))),
        "b_import.xml": shapes.file(catalog(goods("a", inside="<Картинка>import_files/1.png</Картинка>"))),
        "half.xml": cups("b")[:-20],
        "import_files/1.png": PICTURE,
    }
    wire.sign_in()
    wire.ask("type=catalog&mode=init")
    for name, data in files.items():
        wire.send(name, data)
    Session.objects.update(seen_at=timezone.now() - timedelta(hours=1))


def test_1_2_what_was_uploaded_and_never_imported_is_imported_by_a_button_goods_first(wire: Wire, channel: int) -> None:
    left_behind(wire)
    leftovers = LEFTOVERS["commerceml"]
    assert [left.name for left in leftovers.listed(channel)] == ["a_offers.xml", "b_import.xml"]
    for _ in range(2):
        leftovers.take(channel)
    assert leftovers.listed(channel) == [], "nobody is asked again for what a worker is about to import"
    work_off()
    taken = sorted(messages(channel=channel), key=lambda kept: kept.id)
    assert [(kept.name, kept.state) for kept in taken] == [("b_import.xml", "done"), ("a_offers.xml", "done")]
    assert (leftovers.listed(channel), Product.objects.get().pictures.count()) == ([], 1)


def test_an_archive_left_behind_that_cannot_be_unpacked_is_named_and_kept_and_the_next_one_is_read(
    wire: Wire, channel: int
) -> None:
    wire.sign_in()
    wire.ask("type=catalog&mode=init")
    wire.send("a.zip", packed({"import.xml": cups("a")})[:-30])
    wire.send("b.zip", packed({"import.xml": cups("b")}))
    Session.objects.update(seen_at=timezone.now() - timedelta(hours=1))
    leftovers = LEFTOVERS["commerceml"]
    leftovers.take(channel)
    work_off()
    taken = {kept.name: kept for kept in messages(channel=channel)}
    assert {name: kept.state for name, kept in taken.items()} == {"a.zip": "refused", "import.xml": "done"}
    assert (fault := taken["a.zip"].fault) and fault.code
    assert leftovers.listed(channel) == []


def test_an_archive_left_behind_that_cannot_be_unpacked_nor_kept_just_now_stays_until_it_is(
    wire: Wire, channel: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    wire.sign_in()
    wire.send("a.zip", packed({"import.xml": cups("a")})[:-30])
    Session.objects.update(seen_at=timezone.now() - timedelta(hours=1))

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as disk:
        disk.setattr(exchange, "store", full)
        with pytest.raises(OSError, match="No space"):
            import_left.func(channel)
    assert [left.name for left in LEFTOVERS["commerceml"].listed(channel)] == ["a.zip"]
    import_left.func(channel)
    assert [(kept.name, kept.state) for kept in messages(channel=channel)] == [("a.zip", "refused")]
    assert LEFTOVERS["commerceml"].listed(channel) == []


def test_1_2_the_clock_imports_what_was_left_only_where_it_is_told_to_and_after_its_time(
    wire: Wire, channel: int
) -> None:
    left_behind(wire)
    take_due()
    work_off()
    exchange.change_channel(channel=channel, settings={"import_left_after_minutes": 30}, actor="owner")
    take_due()
    work_off()
    assert messages(channel=channel) == []
    for path in (area(channel) / "talks").rglob("*.xml"):
        os.utime(path, (time.time() - 1900, time.time() - 1900))
    take_due()
    work_off()
    assert len(messages(channel=channel)) == 2


def test_a_talk_that_still_goes_on_has_left_nothing_behind(wire: Wire, channel: int) -> None:
    wire.sign_in()
    wire.send("import.xml", cups("a"))
    assert LEFTOVERS["commerceml"].listed(channel) == []


def test_an_archive_that_was_left_is_unpacked_and_imported_and_a_broken_file_stops_no_other(
    wire: Wire, channel: int
) -> None:
    wire.sign_in()
    damaged = cups("x").replace("<Товар>".encode(), "<Товар>&".encode())
    wire.send("v8.zip", packed({"a.xml": damaged, "b.xml": cups("b")}))
    Session.objects.update(seen_at=timezone.now() - timedelta(hours=1))
    LEFTOVERS["commerceml"].take(channel)
    work_off()
    assert sorted((kept.name, kept.state) for kept in messages(channel=channel)) == [
        ("a.xml", "refused"), ("b.xml", "done"),
    ]  # fmt: skip
