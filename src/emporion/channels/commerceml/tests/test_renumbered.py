"""A base of 1C that was created anew is recognised before a row of it is written, and linked as a person says."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.utils import timezone

from emporion.channels.commerceml.inbound.dry import foreseen
from emporion.channels.commerceml.inbound.left_out import find_absent
from emporion.clockwork.worker import work_off
from emporion.exchange import commands as exchange
from emporion.exchange.queries import (
    keys_of,
    listed_relinks,
    message,
    object_of,
    questions,
    relink_counts,
    relink_views,
    stopped_messages,
)
from emporion.exchange.types import RELINKERS, RelinkCounts, Renumbered
from emporion.journal.queries import timeline

from . import anew, shapes
from .anew import NEW, OLD, Thing, counted, created, linked, offered, question, same, things, told
from .bench import aside, bring, changes, code_of, connection, kept, offer, ours, prices, stock
from .wire import Wire

TWENTY = things(20)


def base(channel: int, some: list[Thing] = TWENTY) -> tuple[int, int, int]:
    """What 1C sent before it was created anew."""
    bring(channel, told(OLD, some))
    bring(channel, offered(OLD, some))
    return counted()


def test_a_renumbered_base_is_stopped_before_a_row_is_written(house: str) -> None:
    channel = connection()
    before = base(channel)
    stopped = bring(channel, told(NEW, TWENTY))
    assert (counted(), code_of(stopped), stopped.state, dict(stopped.counts)) == (
        before,
        Renumbered.code,
        "stopped",
        {},
    )
    [asked] = questions(channel)
    assert (asked.fault.facts["count"], asked.fault.facts["total"]) == (20, 20)
    assert "Кружка фарфоровая 0 мл" in asked.fault.refusal.sentence and asked.fault.refusal.what_to_do
    assert relink_counts(asked.id) == RelinkCounts(sure=22)  # and two groups


def test_linked_it_goes_on_as_the_same_base_and_its_prices_and_stock_arrive(house: str) -> None:
    channel = connection()
    before = base(channel)
    bring(channel, told(NEW, TWENTY))
    waits = bring(channel, offered(NEW, TWENTY, "120", "7"))
    assert (waits.state, prices(channel, "old-3"), stock(channel, "old-3")) == (
        "stopped", {"Розничная": "100.00"}, {"Основной": 5000},
    )  # fmt: skip
    linked(channel)
    assert (counted(), questions(channel), stopped_messages(channel)) == (before, [], [])
    assert message(waits.id).state == "done"
    for kind, key in (("product", "old-3"), ("variant", "old-3"), ("category", "old-g1"), ("price_type", "old-retail")):
        assert same(channel, kind, key), kind
    assert same(channel, "warehouse", "old-w")
    assert prices(channel, "new-3") == {"Розничная": "120.00"}
    assert stock(channel, "new-3") == {"Основной": 7000}
    again = bring(channel, told(NEW, TWENTY), offered(NEW, TWENTY, "130", "8"))
    assert (again.state, sum(tally.created for tally in again.counts.values()), counted()) == ("done", 0, before)
    assert prices(channel, "old-3") == {"Розничная": "130.00"}
    assert keys_of(channel, "variant", [ours(channel, "variant", "old-3")]).popitem()[1] == "new-3"  # orders go out so


def test_it_stands_in_the_journal_and_can_be_taken_back(house: str) -> None:
    channel = connection()
    base(channel)
    bring(channel, told(NEW, TWENTY))
    number = question(channel)
    linked(channel)
    kinds = [type(fact.event).__name__ for fact in timeline([f"channel:{channel}"])]
    assert "KeysRelinked" in kinds and "QuestionAnswered" in kinds
    RELINKERS["commerceml"].back(number, "staff:2")
    work_off()
    assert object_of(channel, "product", "new-3") is None and object_of(channel, "variant", "new-3") is None
    assert keys_of(channel, "product", [ours(channel, "product", "old-3")]).popitem()[1] == "old-3"
    assert relink_counts(number) == RelinkCounts(back=23)  # and their catalog
    told_back = [fact for fact in timeline([f"channel:{channel}"]) if type(fact.event).__name__ == "KeysRelinkedBack"]
    assert {fact.actor for fact in told_back} == {"staff:2"}  # who took it back, not who had linked
    assert bring(channel, told(NEW, TWENTY)).state == "stopped"


def test_said_to_be_new_they_are_created_and_their_day_is_not_asked_again(house: str) -> None:
    channel = connection()
    before = base(channel)
    bring(channel, told(NEW, TWENTY[:10]))
    created(channel)
    assert (counted()[0], questions(channel)) == (before[0] + 10, [])
    assert bring(channel, told(NEW, TWENTY[10:])).state == "done"
    assert counted()[0] == before[0] + 20


def test_portions_wait_together_and_one_word_is_for_all(house: str) -> None:
    channel = connection()
    before = base(channel)
    for at in (0, 7, 14):
        assert bring(channel, told(NEW, TWENTY[at : at + 7])).state == "stopped"
    assert questions(channel)[0].fault.facts["count"] == 20
    linked(channel)
    assert (counted(), stopped_messages(channel)) == (before, [])


def test_a_portion_that_follows_the_word_is_linked_as_it_comes(house: str) -> None:
    channel = connection()
    before = base(channel)
    bring(channel, told(NEW, TWENTY[:10]))
    linked(channel)
    assert bring(channel, told(NEW, TWENTY[10:])).state == "done"
    assert bring(channel, offered(NEW, TWENTY)).state == "done"
    assert counted() == before and same(channel, "product", "old-15") and same(channel, "variant", "old-15")


def test_a_new_assortment_is_no_alarm(house: str) -> None:
    channel = connection()
    base(channel)
    fresh = [Thing(900 + n, f"Нож поварской {n}") for n in range(40)]
    chance = [replace(TWENTY[n], name=f"Скатерть льняная {n}", barcode="") for n in range(8)]  # articles like old ones
    assert bring(channel, told(NEW, [*fresh, *chance])).state == "done"
    assert questions(channel) == []


def test_few_alike_among_many_new_are_no_alarm(house: str) -> None:
    channel = connection()
    base(channel)
    fresh = [Thing(900 + n, f"Нож поварской {n}") for n in range(40)]
    assert bring(channel, told(NEW, [*fresh, *TWENTY[:4]])).state == "done"


def test_a_partly_renumbered_base_is_stopped_and_its_new_goods_stay_new(house: str) -> None:
    channel = connection()
    before = base(channel)
    fresh = [Thing(900 + n, f"Нож поварской {n}") for n in range(6)]
    text = told(OLD, TWENTY[:10]).replace("</Товары>", _rows(NEW, [*TWENTY[10:], *fresh]) + "</Товары>")
    assert bring(channel, text).state == "stopped"
    assert relink_counts(question(channel)) == RelinkCounts(sure=10, fresh=6)
    linked(channel)
    assert counted()[0] == before[0] + 6
    assert same(channel, "product", "old-12") and object_of(channel, "product", "new-2") is None


def _rows(of: str, some: list[Thing]) -> str:
    whole = told(of, some)
    return whole[whole.index("<Товар>") : whole.index("</Товары>")].replace(f"{NEW}-g", f"{OLD}-g")


def test_goods_that_the_file_names_under_their_own_key_are_nobody_else(house: str) -> None:
    channel = connection()
    before = base(channel)
    text = told(OLD, TWENTY).replace("</Товары>", _rows(NEW, TWENTY) + "</Товары>")
    assert bring(channel, text).state == "done"  # twins within one base, as it has them
    assert counted()[0] == before[0] + 20


def test_an_article_on_many_is_told_apart_by_name_and_what_is_not_waits_for_a_person(house: str) -> None:
    channel = connection()
    some = [Thing(n, f"Чашка вид {n}", article="СЕРИЯ", barcode="") for n in range(10)]
    twins = [Thing(20 + n, "Блюдце", article="БЛ", barcode="") for n in range(2)]
    before = base(channel, [*some, *twins])
    bring(channel, told(NEW, [*some, *twins]))
    number = question(channel)
    assert relink_counts(number) == RelinkCounts(sure=12, unsure=2)  # ten and two groups
    linked(channel)
    assert (counted(), questions(channel)[0].id, len(stopped_messages(channel))) == (before, number, 1)
    for row in relink_views(listed_relinks(number, "unsure")):
        assert row.found.object_id == 0 and len(row.found.others) == 2
        exchange.choose(relink=row.id, object_id=ours(channel, "product", row.key.replace(NEW, OLD)), actor="staff:1")
    RELINKERS["commerceml"].begin(number, "staff:1")
    work_off()
    assert (counted(), questions(channel)) == (before, [])
    assert same(channel, "product", "old-20") and same(channel, "product", "old-21")


def test_without_articles_and_barcodes_the_name_alone_is_enough_where_it_is_the_only_one(house: str) -> None:
    channel = connection()
    some = [Thing(n, article="", barcode="") for n in range(10)]
    before = base(channel, some)
    assert bring(channel, told(NEW, some)).state == "stopped"
    linked(channel)
    assert counted() == before and all(same(channel, "product", f"old-{n}") for n in range(10))


def test_a_barcode_on_many_decides_nothing(house: str) -> None:
    channel = connection()
    some = [Thing(n, f"Ручка {'абвгдежзик'[n]}", article="", barcode="4600000000017") for n in range(10)]
    before = base(channel, some)
    changed = [replace(one, name=f"Карандаш {one.number}") for one in some]
    bring(channel, told(NEW, changed))
    assert counted()[0] == before[0] + 10  # nothing sure: no alarm


def test_variants_follow_their_goods(house: str) -> None:
    channel = connection()
    some = things(6, variants=3)
    before = base(channel, some)
    bring(channel, told(NEW, some))
    bring(channel, offered(NEW, some, "150", "9"))
    linked(channel)
    assert (counted(), stopped_messages(channel)) == (before, [])
    assert same(channel, "variant", "old-4#old-2")
    assert prices(channel, "new-4#new-2") == {"Розничная": "150.00"}
    assert stock(channel, "new-4#new-2") == {"Основной": 9000}
    RELINKERS["commerceml"].back(question(channel), "staff:2")
    work_off()
    assert object_of(channel, "variant", "new-4#new-2") is None


def test_the_first_load_of_an_empty_base_is_never_stopped(house: str) -> None:
    channel = connection()
    assert bring(channel, told(NEW, TWENTY)).state == "done"


def test_goods_of_another_connection_are_another_thing(house: str) -> None:
    one, two = connection("one"), connection("two")
    base(one)
    assert bring(two, told(NEW, TWENTY)).state == "done"
    base(two, [Thing(500)])
    assert bring(two, told("third", things(20, first=30))).state == "done"
    assert questions() == []


def test_a_connection_may_be_told_never_to_stop(house: str) -> None:
    channel = connection(renumbered_percent=0)
    before = base(channel)
    assert bring(channel, told(NEW, TWENTY)).state == "done"
    assert counted()[0] == before[0] + 20


def test_groups_in_a_file_of_their_own_wait_too(house: str) -> None:
    channel = connection()

    def tree(of: str) -> str:
        rows = "".join(f"<Группа><Ид>{of}-t{n}</Ид><Наименование>Раздел {n}</Наименование></Группа>" for n in range(8))
        return f"<Классификатор><Ид>c</Ид><Наименование>К</Наименование><Группы>{rows}</Группы></Классификатор>"

    bring(channel, tree(OLD))
    before = base(channel)
    assert bring(channel, tree(NEW)).state == "stopped"
    assert bring(channel, told(NEW, TWENTY)).state == "stopped"
    linked(channel)
    assert (counted(), questions(channel)) == (before, [])
    assert same(channel, "category", "old-t5") and same(channel, "product", "old-3")


def test_a_changed_name_with_an_article_alone_is_left_to_a_person(house: str) -> None:
    channel = connection()
    before = base(channel)
    odd = [replace(one, name=f"Скатерть льняная {one.number}", barcode="") for one in TWENTY[:3]]
    bring(channel, told(NEW, [*odd, *TWENTY[3:]]))
    number = question(channel)
    assert relink_counts(number) == RelinkCounts(sure=19, unsure=3)
    linked(channel)
    created(channel)
    assert (counted()[0], questions(channel)) == (before[0] + 3, [])


def test_a_dry_run_tells_the_stop(house: str) -> None:
    channel = connection()
    base(channel)
    [outlook] = foreseen([kept(channel, shapes.file(told(NEW, TWENTY)))]).outlooks
    assert outlook.fault is not None and outlook.fault.code == Renumbered.code
    assert questions(channel) == [] and anew.counted()[0] == 20


def test_1c_hears_why_and_is_taken_when_it_comes_again(channel: int, wire: Wire) -> None:
    before = base(channel)
    wire.sign_in()
    wire.send("import0_1.xml", shapes.file(told(NEW, TWENTY)))
    answer = wire.take("import0_1.xml")
    assert answer.startswith("failure\n") and "Of 20 unknown keys 20 look like" in answer
    wire.send("offers0_1.xml", shapes.file(offered(NEW, TWENTY, "120", "7")))
    assert wire.take("offers0_1.xml").startswith("failure\n")
    assert counted() == before and len(stopped_messages(channel)) == 2
    exchange.choose_sure(question=question(channel), actor="staff:1")
    RELINKERS["commerceml"].begin(question(channel), "staff:1")
    wire.send("import0_2.xml", shapes.file(told(NEW, TWENTY[:3])))
    assert "linked anew" in wire.take("import0_2.xml")  # a worker is at it: 1C comes again by itself
    work_off()
    assert (counted(), prices(channel, "new-3")) == (before, {"Розничная": "120.00"})
    assert wire.take("import0_2.xml") == "success"
    assert counted() == before


def test_an_old_load_that_waited_takes_back_nothing_of_a_newer_one_that_waited_too(house: str) -> None:
    channel = connection()
    base(channel)
    bring(channel, told(NEW, TWENTY))
    for price in ("110", "115", "125"):
        bring(channel, offered(NEW, TWENTY, price, "3"))
    linked(channel)
    assert prices(channel, "old-7") == {"Розничная": "125.00"}


def test_a_killed_worker_leaves_off_and_the_next_one_goes_on(house: str, monkeypatch: pytest.MonkeyPatch) -> None:
    channel = connection()
    before = base(channel)
    bring(channel, told(NEW, TWENTY))
    number = question(channel)
    exchange.choose_sure(question=number, actor="staff:1")
    monkeypatch.setattr("emporion.exchange.commands.relinks.PART", 5)
    exchange.relink_part(question=number, channel=channel, beside=("variant",), actor="staff:1")  # and then it died
    assert relink_counts(number).linked == 5
    RELINKERS["commerceml"].begin(number, "staff:1")
    work_off()
    assert (relink_counts(number).linked, counted(), questions(channel)) == (23, before, [])


def test_a_catalog_of_the_new_base_stays_the_one_catalog(house: str) -> None:
    channel = connection()
    base(channel)
    bring(channel, told(NEW, TWENTY))
    linked(channel)
    since = timezone.now()
    bring(channel, told(NEW, TWENTY[:15], whole=True))
    left_out = find_absent(channel, since)
    assert set(left_out.products) == {ours(channel, "product", f"old-{n}") for n in range(15, 20)}


def test_what_was_linked_already_is_nobody_elses_in_the_portions_that_follow(house: str) -> None:
    channel = connection()
    before = base(channel)
    bring(channel, told(NEW, TWENTY[:10]))
    linked(channel)
    twin = told(NEW, [TWENTY[3]]).replace("new-3<", "twin-3<")  # the new base has one of them twice
    assert bring(channel, twin).state == "done"
    assert counted()[0] == before[0] + 1
    assert object_of(channel, "product", "twin-3") != object_of(channel, "product", "new-3")


def test_a_variant_that_may_be_two_is_asked_about_once(house: str) -> None:
    channel = connection()
    some = things(6, variants=2)
    before = base(channel, some)
    bring(channel, told(NEW, some))
    linked(channel)
    other = offered(NEW, some).replace("красный", "алый").replace("синий", "лазурный")
    odd = other.replace("<Штрихкод>46000000000010</Штрихкод>", "<Штрихкод>46000000000011</Штрихкод>")
    assert bring(channel, odd).state == "stopped"
    number = question(channel)
    unsure = relink_views(listed_relinks(number, "unsure"))
    assert {row.kind for row in unsure} == {"variant"} and unsure
    created(channel)
    assert (questions(channel), stopped_messages(channel)) == ([], [])
    assert counted()[0] == before[0] and counted()[1] > before[1]


def references(of: str, *, groups: int = 0, price_type: bool = False, place: bool = False) -> str:
    """A file of references alone, as the split layout sends them before the goods."""
    tree = "".join(f"<Группа><Ид>{of}-g{n}</Ид><Наименование>Группа {n}</Наименование></Группа>" for n in range(groups))
    kind = f"<ТипЦены><Ид>{of}-retail</Ид><Наименование>Розничная</Наименование></ТипЦены>" if price_type else ""
    store = f"<Склад><Ид>{of}-w</Ид><Наименование>Основной</Наименование></Склад>" if place else ""
    return (
        f"<Классификатор><Ид>{of}-c</Ид><Наименование>К</Наименование><Группы>{tree}</Группы>"
        f"<ТипыЦен>{kind}</ТипыЦен><Склады>{store}</Склады></Классификатор>"
    )


def test_references_that_come_in_files_before_the_goods_are_not_doubled(house: str) -> None:
    channel = connection()
    before = base(channel)
    for alone in (references(NEW, groups=2), references(NEW, price_type=True), references(NEW, place=True)):
        assert bring(channel, alone).state == "stopped"
    linked(channel)
    assert same(channel, "price_type", "old-retail") and same(channel, "warehouse", "old-w")
    assert bring(channel, told(NEW, TWENTY)).state == "stopped"  # of the goods nobody has said anything yet
    linked(channel)
    assert bring(channel, offered(NEW, TWENTY, "140", "4")).state == "done"
    assert (counted(), prices(channel, "old-3")) == (before, {"Розничная": "140.00"})


def test_references_of_new_names_or_beside_known_ones_are_no_alarm(house: str) -> None:
    channel = connection()
    base(channel)
    other = references(NEW, price_type=True, place=True).replace("Розничная", "Оптовая").replace("Основной", "Зал")
    assert bring(channel, other).state == "done"
    beside = references(OLD, groups=2).replace(
        "</Группы>", "<Группа><Ид>x</Ид><Наименование>Прочее</Наименование></Группа></Группы>"
    )
    assert bring(channel, beside).state == "done"


def test_prices_that_came_before_the_goods_are_taken_once_their_keys_are_linked(house: str) -> None:
    channel = connection()
    base(channel)
    early = changes(offer("new-3", {"old-retail": "170"}, name=None))
    assert bring(channel, early).state == "done" and len(aside(channel)) == 1
    bring(channel, told(NEW, TWENTY))
    linked(channel)
    assert (prices(channel, "old-3"), aside(channel)) == ({"Розничная": "170.00"}, [])
