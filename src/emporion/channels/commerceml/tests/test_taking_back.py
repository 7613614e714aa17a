"""A load is taken back: what nobody changed since is as before it, to the letter; the rest stays and is listed."""

from collections.abc import Sequence
from dataclasses import asdict
from itertools import count
from typing import Any, TypedDict, TypeVar

import pytest
from hypothesis import given, settings, strategies as st

from emporion.catalog import commands as desk
from emporion.catalog.queries import product_page
from emporion.catalog.types import PictureCard, PicturesCard, ProductCard, ProductPage
from emporion.channels.commands import take_load_back
from emporion.channels.commerceml.inbound.job import import_message
from emporion.channels.queries import has_goods, load_products, loaded
from emporion.channels.types import PARTS, Part
from emporion.exchange.queries import message
from emporion.journal.queries import last_fact
from emporion.pricing import commands as pricing
from emporion.pricing.queries import prices_of

from . import shapes
from .bench import bring, catalog, changes, connection, goods, kept, offer, ours, pack, prices, stock

RETAIL = "Розничная"
GROUPS = """<Классификатор><Ид>c1</Ид><Наименование>К</Наименование><Группы>
<Группа><Ид>g1</Ид><Наименование>Посуда</Наименование></Группа>
<Группа><Ид>g2</Ид><Наименование>Чашки</Наименование></Группа></Группы>
<Свойства><Свойство><Ид>p1</Ид><Наименование>Цвет</Наименование><ТипЗначений>Справочник</ТипЗначений><ВариантыЗначений>
<Справочник><ИдЗначения>v1</ИдЗначения><Значение>белый</Значение></Справочник>
<Справочник><ИдЗначения>v2</ИдЗначения><Значение>синий</Значение></Справочник></ВариантыЗначений></Свойство>
<Свойство><Ид>p2</Ид><Наименование>Материал</Наименование></Свойство></Свойства></Классификатор>"""


class By(TypedDict):
    """The word of every call."""

    actor: str


BY: By = {"actor": "staff:1"}
Value = TypeVar("Value", str, int)
_number = count(1)


def inside(group: str, value: str, text: str, *, code: str, long: str, weight: str) -> str:
    return (
        f"<Штрихкод>{code}</Штрихкод><Артикул>A-{group}</Артикул><Группы><Ид>{group}</Ид></Группы><Описание>{long}</Описание>"
        f"<ЗначенияСвойств><ЗначенияСвойства><Ид>p1</Ид><Значение>{value}</Значение></ЗначенияСвойства>"
        f"<ЗначенияСвойства><Ид>p2</Ид><Значение>{text}</Значение></ЗначенияСвойства></ЗначенияСвойств>"
        f"{shapes.requisites(('Вес', weight))}"
    )


def take_back(number: int, parts: tuple[Part, ...] = PARTS) -> tuple[int, ...]:
    return take_load_back(message=number, products=load_products(number), parts=parts, **BY)


def pages(channel: int, *keys: str) -> list[ProductPage]:
    return [product_page(ours(channel, "product", key)) for key in keys]


def card(channel: int, key: str) -> dict[str, Any]:
    """All that stands on a card but its last change; the order of properties says nothing."""
    page = asdict(pages(channel, key)[0])
    return page | {"values": sorted(page["values"], key=str), "changed_at": None}


def test_every_kind_of_value_is_again_what_it_was_to_the_letter(house: str) -> None:
    channel = connection()
    first = inside("g1", "v1", "фарфор", code="4600000000017", long="Д" * 3000, weight="0.35")
    bring(channel, catalog(goods("a", "Чашка", first), head=GROUPS), pack(offer("a", {"retail": "100", "bulk": "80"})))
    before, sold = card(channel, "a"), prices(channel, "a")
    second = inside("g2", "v2", "стекло", code="4600000000024", long="Другое", weight="0.5")
    load = bring(channel, catalog(goods("a", "Кружка", second)), pack(offer("a", {"retail": "70"})))
    assert card(channel, "a") != before
    assert take_back(load.id) == (ours(channel, "product", "a"),)
    assert card(channel, "a") == before
    assert prices(channel, "a") == sold


def test_a_value_that_was_not_there_before_is_gone_again(house: str) -> None:
    channel = connection()
    bring(channel, catalog(goods("a"), head=GROUPS), pack(offer("a")))
    before = card(channel, "a")
    told = inside("g2", "v2", "стекло", code="4600000000024", long="Д" * 900, weight="0.5")
    load = bring(channel, catalog(goods("a", None, told)), pack(offer("a", {"retail": "70"})))
    take_back(load.id)
    assert card(channel, "a") == before
    assert prices(channel, "a") == {}


def test_pictures_come_back_in_their_order_with_their_captions(house: str) -> None:
    channel = connection()
    bring(channel, catalog(goods("a")))
    product = ours(channel, "product", "a")
    files = [desk.keep_picture(b"GIF89a" + bytes([n])) for n in range(3)]
    shown = tuple(PictureCard(one.file, one.content_hash, f"no. {n}") for n, one in enumerate(files))
    desk.put_pictures(cards=[PicturesCard(product, shown)], **BY)
    load = bring(channel, catalog(goods("a", "Cup")))
    desk.put_pictures(cards=[PicturesCard(product, shown[:1])], actor="channel:1c", origin=f"message:{load.id}")
    take_back(load.id)
    assert [(one.file, one.caption) for one in product_page(product).pictures] == [
        (one.file, one.caption) for one in shown
    ]
    assert product_page(product).name == "A"


def test_what_was_changed_since_by_hand_or_by_a_later_load_stays_and_is_listed(house: str) -> None:
    channel = connection()
    bring(
        channel,
        catalog(goods("a", "Cup"), goods("b", "Pot")),
        pack(offer("a", {"retail": "1"}), offer("b", {"retail": "2"})),
    )
    load = bring(
        channel,
        catalog(goods("a", "Cup!"), goods("b", "Pot!")),
        pack(offer("a", {"retail": "3"}), offer("b", {"retail": "4"})),
    )
    product, other = (ours(channel, "product", key) for key in "ab")
    desk.put_products(cards=[ProductCard(product, name="Mug")], **BY)
    bring(channel, changes(offer("b", {"retail": "9"})))
    found = loaded(load.id, [product, other])
    assert [one.name for one in found[product].left] == ["name"]
    assert [one.part for one in found[other].left] == ["prices"]
    take_back(load.id)
    assert (product_page(product).name, prices(channel, "a")) == ("Mug", {RETAIL: "1.00"})
    assert (product_page(other).name, prices(channel, "b")) == ("Pot", {RETAIL: "9.00"})


def test_what_somebody_protected_since_stays(house: str) -> None:
    channel = connection()
    bring(channel, catalog(goods("a", "Cup")))
    load = bring(channel, catalog(goods("a", "Mug")))
    product = ours(channel, "product", "a")
    desk.protect_fields(product_id=product, fields=["name"], **BY)
    assert take_back(load.id) == ()
    assert product_page(product).name == "Mug"


def test_new_goods_are_hidden_and_stock_stays_as_it_was_told(house: str) -> None:
    channel = connection()
    bring(channel, catalog(goods("a")), pack(offer("a", {"retail": "1"}, {"w1": "5"})))
    load = bring(
        channel,
        catalog(goods("a"), goods("b")),
        pack(offer("a", stock={"w1": "9"}), offer("b", {"retail": "2"}, {"w1": "7"})),
    )
    take_back(load.id)
    assert [page.is_hidden for page in pages(channel, "a", "b")] == [False, True]
    assert (stock(channel, "a")["Основной"], stock(channel, "b")["Основной"]) == (9000, 7000)
    assert take_back(load.id) == ()  # nothing is left of it


def test_new_goods_that_a_person_hid_and_showed_again_stay_on_sale(house: str) -> None:
    channel = connection()
    load = bring(channel, catalog(goods("a")))
    product = ours(channel, "product", "a")
    desk.hide_products(product_ids=[product], **BY)
    assert loaded(load.id, [product])[product].added == ()
    desk.show_products(product_ids=[product], **BY)
    assert take_back(load.id) == ()
    assert not product_page(product).is_hidden


def test_a_part_of_a_load_can_be_taken_back_and_the_rest_later(house: str) -> None:
    channel = connection()
    bring(channel, catalog(goods("a", "Cup")), pack(offer("a", {"retail": "1"})))
    load = bring(channel, catalog(goods("a", "Mug"), goods("b")), pack(offer("a", {"retail": "10"})))
    take_back(load.id, ("prices",))
    (cup, new) = pages(channel, "a", "b")
    assert (cup.name, new.is_hidden, prices(channel, "a")) == ("Mug", False, {RETAIL: "1.00"})
    take_back(load.id, ("new", "fields"))
    (cup, new) = pages(channel, "a", "b")
    assert (cup.name, new.is_hidden, prices(channel, "a")) == ("Cup", True, {RETAIL: "1.00"})


def test_the_next_load_is_taken_though_it_says_what_the_last_one_said(house: str) -> None:
    channel = connection()
    bring(channel, catalog(goods("a", "Cup")), pack(offer("a", {"retail": "1"})))
    told = catalog(goods("a", "Mug")), pack(offer("a", {"retail": "3"}))
    load = bring(channel, *told)
    take_back(load.id)
    again = bring(channel, *told)
    assert (again.counts["goods"].changed, again.counts["prices"].changed) == (1, 1)
    assert (pages(channel, "a")[0].name, prices(channel, "a")) == ("Mug", {RETAIL: "3.00"})
    take_back(again.id)
    assert (pages(channel, "a")[0].name, prices(channel, "a")) == ("Cup", {RETAIL: "1.00"})


def test_what_is_taken_back_twice_under_one_key_is_taken_back_once(house: str) -> None:
    channel = connection()
    bring(channel, catalog(goods("a", "Cup")))
    load = bring(channel, catalog(goods("a", "Mug")))
    products = load_products(load.id)
    first = take_load_back(message=load.id, products=products, parts=PARTS, key="k", **BY)
    told = last_fact()
    assert take_load_back(message=load.id, products=products, parts=PARTS, key="k", **BY) == first
    assert last_fact() == told


def test_a_message_without_goods_has_nothing_to_take_back(house: str) -> None:
    channel = connection()
    load = bring(channel, "<Документ/>")
    assert (has_goods(load.id), load_products(load.id), take_back(load.id)) == (False, [], ())
    number = kept(channel, shapes.file(catalog(goods("a"))))
    assert not has_goods(number)
    import_message(number, pause_seconds=0)
    assert has_goods(message(number).id)


STEP = st.tuples(st.booleans(), st.sampled_from(["Cup", "Mug", "Pot"]), st.sampled_from(["1", "2", "3"]))


@pytest.mark.usefixtures("house")
@settings(max_examples=25)
@given(st.lists(STEP, min_size=2, max_size=7), st.data())
def test_after_any_life_a_load_goes_back_where_nobody_was_since(
    life: list[tuple[bool, str, str]], data: st.DataObject
) -> None:
    channel = connection(f"c{next(_number)}")
    bring(channel, catalog(goods("a", "Born")), pack(offer("a", {"retail": "9"})))
    product, kind = ours(channel, "product", "a"), ours(channel, "price_type", "retail")
    variant = ours(channel, "variant", "a")
    stood, loads = [standing(product, variant)], dict[int, int]()
    for turn, (is_load, name, cost) in enumerate(life, 1):
        if is_load:
            loads[turn] = bring(channel, catalog(goods("a", name)), pack(offer("a", {"retail": cost}))).id
        else:
            desk.put_products(cards=[ProductCard(product, name=name)], **BY)
            pricing.set_price(variant_id=variant, price_type_id=kind, price_micro=int(cost) * 10**6, **BY)
        stood.append(standing(product, variant))
    if loads:
        turn = data.draw(st.sampled_from(sorted(loads)))
        take_back(loads[turn])
        names, costs = zip(*stood, strict=True)
        assert standing(product, variant) == (expected(names, turn), expected(costs, turn))


def standing(product: int, variant: int) -> tuple[str, int]:
    """The name of the goods and what they cost, in micro."""
    (price,) = prices_of([variant])[variant]
    return product_page(product).name, price.price.micro


def expected(values: Sequence[Value], turn: int) -> Value:
    """What stands at the end: the value before the load where nothing else was told from it on, else the last one."""
    before, after = values[turn - 1], values[turn]
    is_alone = before != after and all(one == after for one in values[turn:])
    return before if is_alone else values[-1]
