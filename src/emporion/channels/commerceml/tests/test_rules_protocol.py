"""Rules of the talk over HTTP that stand beside those of each step: names of files, limits, pictures in any order."""

from __future__ import annotations

import os

import pytest

from emporion.catalog.models import Picture, Product
from emporion.channels.commerceml.uploads import area
from emporion.clockwork.worker import work_off
from emporion.exchange import commands as exchange
from emporion.exchange.queries import messages
from emporion.journal.queries import last_fact

from . import shapes
from .bench import aside, catalog, goods, offer, pack, prices
from .test_meaning import SHOT
from .wire import Wire

WAITING = "success\n2 rows refused, to be seen in the quarantine of Emporion."  # until their goods come


def pictured(key: str, *paths: str) -> bytes:
    inside = "".join(f"<Картинка>{path}</Картинка>" for path in paths)
    return shapes.file(catalog(goods(key, inside=inside)))


def test_rule_what_is_inside_a_file_decides_and_not_its_name(wire: Wire, channel: int) -> None:
    wire.sign_in()
    wire.send("offers0_1.xml", shapes.file(catalog(goods("a"))))
    wire.send("import0_1.xml", shapes.file(pack(offer("a", {"retail": "5"}))))
    assert [wire.take(name) for name in ("import0_1.xml", "offers0_1.xml")] == [WAITING, "success"]
    assert (prices(channel, "a"), aside(channel)) == ({"Розничная": "5.00"}, [])


def test_rule_a_limit_of_nothing_is_no_limit(wire: Wire, channel: int) -> None:
    exchange.change_channel(channel=channel, settings={"file_limit": 0}, actor="owner")
    wire.sign_in()
    assert wire.ask("type=catalog&mode=init") == "zip=yes\nfile_limit=0"
    long = shapes.file(catalog(goods("a", inside=f"<Описание>{'x' * 200_000}</Описание>")))
    assert (wire.send("import.xml", long), wire.take("import.xml")) == ("success", "success")
    assert len(Product.objects.get().description) >= 200_000


@pytest.mark.parametrize("name", ["a+b.png", "50%.png"])
def test_rule_pictures_are_found_under_names_that_nobody_encoded(wire: Wire, name: str) -> None:
    wire.sign_in()
    assert wire.send(name.encode(), SHOT) == "success"
    wire.send("import.xml", pictured("a", name))
    assert wire.take("import.xml") == "success"
    assert Picture.objects.count() == 1


@pytest.mark.parametrize("asks", [True, False])
def test_rule_pictures_that_come_after_their_goods_hang_when_the_same_card_comes_again(
    wire: Wire, channel: int, asks: bool
) -> None:
    talk = wire.sign_in()
    wire.send("import.xml", pictured("a", "1.png"))
    assert (wire.take("import.xml"), Picture.objects.count()) == ("success", 0)
    wire.send("1.png", SHOT)
    if asks:
        assert wire.ask("type=catalog&mode=import&filename=1.png") == "success"
    else:  # UT 11 asks for the import of no picture
        [picture] = (area(channel) / "talks").glob("*/1.png")
        os.utime(picture, (0, 0))
    for _ in range(2):
        assert wire.sign_in() != talk
        wire.send("import.xml", pictured("a", "1.png"))
        assert (wire.take("import.xml"), Picture.objects.count()) == ("success", 1)
    before = last_fact()
    wire.send("import.xml", pictured("a", "1.png"))
    assert (wire.take("import.xml"), last_fact()) == ("success", before)


def test_rule_a_talk_that_was_given_up_in_the_middle_loses_nothing_of_what_was_taken(wire: Wire, channel: int) -> None:
    wire.sign_in()
    wire.send("import.xml", shapes.file(catalog(goods("a"))))
    assert wire.ask("type=catalog&mode=import&filename=import.xml").startswith("progress")
    wire.sign_in()  # 1C lost the answer and begins again
    wire.ask("type=catalog&mode=init")
    work_off()
    assert (Product.objects.count(), [kept.state for kept in messages(channel=channel)]) == (1, ["done"])
    assert wire.ask("type=catalog&mode=import&filename=import.xml").startswith("failure\nThe file import.xml has not")
    wire.send("import.xml", shapes.file(catalog(goods("a"))))
    assert (wire.take("import.xml"), Product.objects.count()) == ("success", 1)
