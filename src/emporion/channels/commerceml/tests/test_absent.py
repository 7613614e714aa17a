"""Goods that a full export left out are never switched off but where it is sure and a person agrees (§0.5, §7.9)."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.utils import timezone

from emporion.catalog.models import Product, Variant
from emporion.channels.commerceml.inbound import absent
from emporion.channels.commerceml.inbound.absent import Settled
from emporion.channels.commerceml.inbound.left_out import find_absent
from emporion.channels.commerceml.tasks import answered, hide_absent
from emporion.exchange import commands as exchange
from emporion.exchange.queries import message, question, questions
from emporion.exchange.types import ANSWERS, Link, QuestionOver
from emporion.journal.queries import last_fact

from . import shapes
from .bench import bring, catalog, connection, goods, kept, offer, ours, pack, stock

TEN = tuple("abcdefghij")
ACTOR = "channel:1c"


def full(*keys: str, of: str = "k", changes: bool = False) -> str:
    """A catalog that says whether it is whole."""
    told = catalog(*(goods(key) for key in keys)).replace("<Ид>k</Ид>", f"<Ид>{of}</Ид>", 1)
    return told.replace("<Каталог>", f'<Каталог СодержитТолькоИзменения="{str(changes).lower()}">', 1)


def hidden() -> set[str]:
    return set(Product.objects.filter(is_hidden=True).values_list("name", flat=True))


def ten(**settings: object) -> tuple[int, datetime]:
    """A connection whose catalog has ten goods, and a moment after that."""
    channel = connection("1c", **settings)
    bring(channel, full(*TEN))
    return channel, timezone.now()


def settle(channel: int, since: datetime) -> Settled:
    return absent.settle(channel=channel, since=since, actor=ACTOR)


def test_quirk_09_a_person_is_asked_and_hiding_is_what_was_answered(house: str) -> None:
    channel, since = ten()
    bring(channel, full(*TEN[1:]))
    found = settle(channel, since)
    assert (hidden(), found.hidden) == (set(), 0)
    [asked] = questions(channel)
    assert asked.id == found.question
    assert (asked.fault.facts["count"], asked.fault.facts["total"], asked.fault.facts["percent"]) == (1, 10, 10)
    assert asked.fault.facts["products"] == [ours(channel, "product", "a")]
    assert "1" in asked.fault.refusal.sentence and asked.fault.refusal.what_to_do
    answered(asked.id, "hide", "staff:1")
    hide_absent.call(asked.id)
    assert (hidden(), questions(channel)) == ({"A"}, [])
    assert (question(asked.id).answer, question(asked.id).by) == ("hide", "staff:1")
    with pytest.raises(QuestionOver):
        answered(asked.id, "keep", "staff:2")


def test_quirk_09_keeping_hides_nothing_and_the_next_export_may_ask_again(house: str) -> None:
    channel, since = ten()
    bring(channel, full(*TEN[1:]))
    first = settle(channel, since).question
    assert settle(channel, since).question == first
    answered(first, "keep", "staff:1")
    hide_absent.call(first)
    assert hidden() == set()
    assert settle(channel, since).question not in (0, first)
    bring(channel, full(*TEN))
    assert (settle(channel, since), questions(channel)) == (Settled(), [])


def test_quirk_09_hidden_at_once_by_setting_unless_too_much_would_go(house: str) -> None:
    channel, since = ten(absent="hide")
    bring(channel, full(*TEN[2:]))
    assert (settle(channel, since), hidden()) == (Settled(hidden=2), {"A", "B"})
    bring(channel, full("c"))
    found = settle(channel, timezone.now())
    assert found == Settled()  # nothing has come since
    since = timezone.now()
    bring(channel, full("c"))
    assert (settle(channel, since).question > 0, hidden()) == (True, {"A", "B"})
    [asked] = questions(channel)
    assert (asked.fault.facts["count"], asked.fault.facts["total"], asked.fault.facts["percent"]) == (7, 8, 88)


def test_quirk_09_what_1c_names_again_comes_back_though_its_row_says_nothing_new(house: str) -> None:
    channel, since = ten(absent="hide")
    bring(channel, full(*TEN[1:]))
    settle(channel, since)
    assert hidden() == {"A"}
    bring(channel, full(*TEN))
    assert hidden() == set()


def test_quirk_09_the_setting_to_keep_neither_asks_nor_hides(house: str) -> None:
    channel, since = ten(absent="keep")
    bring(channel, full("a"))
    assert (settle(channel, since), hidden(), questions(channel)) == (Settled(), set(), [])


def test_fact_05_portions_of_one_export_are_one_and_changes_claim_nothing(house: str) -> None:
    channel, since = ten(absent="hide")
    bring(channel, full(*TEN[:5]))
    bring(channel, full(*TEN[5:9], changes=True))  # the second portion says "changes only" in a full export too
    assert (settle(channel, since), hidden()) == (Settled(hidden=1), {"J"})
    since = timezone.now()
    bring(channel, full("a", changes=True))
    bring(channel, catalog(goods("a")))  # one that does not say what it is claims nothing
    bring(channel, '<Каталог СодержитТолькоИзменения="false"><Ид>k</Ид></Каталог>')  # a stub of another file
    assert (settle(channel, since), hidden()) == (Settled(), {"J"})


def test_fact_05_an_export_with_a_message_that_did_not_end_well_hides_nothing(house: str) -> None:
    channel, since = ten(absent="hide")
    bring(channel, full(*TEN[1:]))
    broken = kept(channel, shapes.file(full("a"))[:-40])
    assert find_absent(channel, since).unfinished == broken
    assert (settle(channel, since), hidden()) == (Settled(), set())
    assert message(broken).state == "received"


def test_a_product_with_two_keys_stays_while_one_of_them_is_named(house: str) -> None:
    channel, since = ten(absent="hide")
    twice = [Link("0", ours(channel, "product", "b"), None), Link("x", ours(channel, "product", "a"), None)]
    exchange.link(channel=channel, kind="product", links=twice, actor="staff:1")
    bring(channel, full(*TEN[1:]))
    assert (settle(channel, since), hidden()) == (Settled(hidden=1), {"A"})


def test_quirk_15_goods_that_stand_in_another_catalog_stay(house: str) -> None:
    channel, _ = ten(absent="hide", absent_limit_percent=100)
    bring(channel, full("a", "z", of="other"))
    since = timezone.now()
    bring(channel, full("b"))
    assert settle(channel, since).hidden == 8
    assert hidden() == {name.upper() for name in TEN[2:]}
    since = timezone.now()
    bring(channel, full("z", of="other"))
    assert settle(channel, since) == Settled()  # "a" stands in the first catalog, which this export does not speak of
    bring(channel, full("b"))
    assert (settle(channel, since).hidden, "A" in hidden(), "Z" in hidden()) == (1, True, False)


def test_quirk_15_two_catalogs_that_come_again_tell_nothing(house: str) -> None:
    channel, _ = ten()
    both = full("a", "b"), full("a", "z", of="other")
    for part in both:
        bring(channel, part)
    before = last_fact()
    assert [bring(channel, part).counts["goods"].unchanged for part in both] == [2, 2]
    assert last_fact() == before


def test_quirk_16_a_variant_that_a_whole_package_left_out_goes_with_its_stock(house: str) -> None:
    channel = connection(absent="hide", absent_limit_percent=60)
    lines = {key: offer(key, {"retail": "1"}, {"w1": "5"}) for key in ("a#x", "a#y", "b")}
    bring(channel, full("a", "b"))
    bring(channel, pack(*lines.values()))
    since = timezone.now()
    bring(channel, full("a", "b"))
    bring(channel, pack(lines["a#x"]))
    assert settle(channel, since).hidden == 1
    assert Variant.objects.get(is_hidden=True).pk == ours(channel, "variant", "a#y")
    assert (stock(channel, "a#y").get("Основной", 0), stock(channel, "b")["Основной"]) == (0, 5000)
    bring(channel, pack(*lines.values()))
    assert (Variant.objects.filter(is_hidden=True).count(), stock(channel, "a#y")["Основной"]) == (0, 5000)


def test_the_answers_are_entered_for_the_pages() -> None:
    assert [one.word for one in ANSWERS["commerceml"].answers["commerceml_absent_goods"]] == ["hide", "keep"]
