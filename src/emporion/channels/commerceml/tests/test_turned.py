"""A simple goods that grows variants, and back: what stood for it before goes with its stock (§7.16)."""

from __future__ import annotations

import pytest

from emporion.catalog.models import Variant
from emporion.channels.commerceml.inbound.job import import_message
from emporion.channels.commerceml.inbound.load import Tallies
from emporion.exchange.queries import message
from emporion.journal.queries import last_fact
from emporion.ledger.queries import verify

from . import shapes
from .bench import bring, catalog, connection, goods, kept, offer, ours, pack, stock


def line(key: str, pieces: int = 5) -> str:
    return offer(key, {"retail": "1"}, {"w1": str(pieces)})


def standing(channel: int, *keys: str) -> dict[str, int]:
    """Pieces of those of these offers that are in sale; one that is not in sale holds nothing."""
    assert verify() == []
    found = {}
    for key in keys:
        pieces = stock(channel, key).get("Основной", 0) // 1000
        if Variant.objects.get(pk=ours(channel, "variant", key)).is_hidden:
            assert pieces == 0
        else:
            found[key] = pieces
    return found


def test_quirk_16_the_offer_of_simple_goods_goes_when_variants_come_and_comes_back_after_them(house: str) -> None:
    channel = connection()
    bring(channel, catalog(goods("a"), goods("b")))
    bring(channel, pack(line("a", 9), line("b")))
    bring(channel, pack(line("a#x"), line("a#y", 2), line("b")))
    assert standing(channel, "a", "a#x", "a#y", "b") == {"a#x": 5, "a#y": 2, "b": 5}
    bring(channel, pack(line("a", 9), line("b")))
    assert standing(channel, "a", "a#x", "a#y", "b") == {"a": 9, "b": 5}
    before = last_fact()
    bring(channel, pack(line("a", 9), line("b")))
    assert last_fact() == before


def test_quirk_16_changes_alone_turn_goods_too(house: str) -> None:
    channel = connection()
    bring(channel, catalog(goods("a")), pack(line("a", 9)))
    bring(channel, pack(line("a#x"), changes=True))
    assert standing(channel, "a", "a#x") == {"a#x": 5}
    bring(channel, pack(line("a", 9), changes=True))
    assert standing(channel, "a", "a#x") == {"a": 9}


def test_quirk_16_a_base_and_its_variants_side_by_side_are_left_alone(house: str) -> None:
    channel = connection()
    bring(channel, catalog(goods("a")), pack(line("a"), line("a#x")))
    bring(channel, pack(line("a#x", 3), changes=True))  # the base is not told of, and nothing has turned
    bring(channel, pack(line("a#y", 4), changes=True))
    assert standing(channel, "a", "a#x", "a#y") == {"a": 5, "a#x": 3, "a#y": 4}
    bring(channel, pack(line("a"), line("a#x", 3), line("a#y", 4)))
    assert standing(channel, "a", "a#x", "a#y") == {"a": 5, "a#x": 3, "a#y": 4}


def test_quirk_16_prices_and_rests_without_a_card_turn_nothing(house: str) -> None:
    channel = connection()
    bring(channel, catalog(goods("a")), pack(line("a")))
    bring(channel, pack(offer("a#x", stock={"w1": "3"}, name=None), changes=True, places="", types=""))
    assert standing(channel, "a", "a#x") == {"a": 5, "a#x": 3}


def test_quirk_16_a_variant_that_came_as_deleted_turns_nothing(house: str) -> None:
    channel = connection()
    bring(channel, catalog(goods("a")), pack(line("a")))
    bring(channel, pack(offer("a#x", inside="<ПометкаУдаления>true</ПометкаУдаления>"), changes=True))
    assert standing(channel, "a", "a#x") == {"a": 5}


def test_quirk_16_goods_that_turned_before_the_worker_died_turn_all_the_same(house: str) -> None:
    channel = connection()
    many = [f"g{n}" for n in range(150)]
    bring(channel, catalog(*(goods(key) for key in many)))
    bring(channel, pack(*(line(key, 9) for key in many)))
    number = kept(channel, shapes.file(pack(*(line(f"{key}#x") for key in many))))

    def die(_done: int, tallies: Tallies) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_message(number, pause_seconds=0, report=die)
    assert message(number).state == "working"
    import_message(number, pause_seconds=0)
    assert standing(channel, *(key for own in many for key in (own, f"{own}#x"))) == {f"{key}#x": 5 for key in many}
