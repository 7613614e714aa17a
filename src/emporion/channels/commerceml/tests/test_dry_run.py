"""A dry run says what a load would do, row for row, and leaves nothing; then just that is done, or a row waits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from emporion.catalog import commands as desk
from emporion.catalog.types import ProductCard
from emporion.channels.commerceml.inbound import trying
from emporion.channels.commerceml.inbound.job import import_message
from emporion.channels.commerceml.inbound.planned import ANY, HALF, Prints, placed, unpacked
from emporion.exchange import commands as exchange
from emporion.exchange.queries import digests, dry_run, dry_runs, message, quarantined, rows_of_dry_run
from emporion.exchange.types import DryRunView, Tally
from emporion.journal.models import Fact
from emporion.journal.queries import facts_of_message
from emporion.journal.types import Told
from emporion.kernel.states import IllegalMove
from emporion.pricing import commands as pricing

from . import shapes
from .bench import bring, catalog, changes, connection, goods, kept, offer, ours, pack, prices, stock
from .test_taking_back import GROUPS, RETAIL, inside

CUT = '<КоммерческаяИнформация ВерсияСхемы="2.07"><Каталог><Ид>k</Ид><Товары><Товар><Ид>a</Ид><Наименование>Кр'


def tried(channel: int, *messages: int) -> DryRunView:
    """A dry run of kept messages, as a worker makes it."""
    asked = exchange.ask_dry_run(channel=channel, messages=messages, actor="staff:1")
    trying.run(asked)
    return dry_run(asked)


def laid(channel: int, *bodies: str) -> int:
    return kept(channel, shapes.file("".join(bodies)))


def counted(counts: Mapping[str, Tally]) -> dict[str, Tally]:
    return {kind: tally for kind, tally in counts.items() if tally.read}


def came_to(messages: Iterable[int]) -> dict[bytes, bytes]:
    """What the rows of messages really came to, by the facts in the journal."""
    prints, found = Prints(), dict[bytes, bytes]()
    for number in messages:
        facts = sorted(facts_of_message(number, limit=10_000), key=lambda fact: fact.id)
        told = [Told(fact.event, fact.actor, fact.origin, fact.place) for fact in facts if fact.event]
        found |= {placed(number, place): what for place, what in prints.of(told).items()}
    return found


def standing(channel: int) -> dict[str, Any]:
    """All that a load may leave."""
    kinds = ("product", "variant", "category", "property", "price_type", "warehouse")
    return {kind: sorted((key, one.object_id) for key, one in digests(channel, kind)) for kind in kinds} | {
        "facts": Fact.objects.count(),
        "quarantine": len(quarantined(state="")),
    }


CUP = inside("g1", "v1", "фарфор", code="4600000000017", long="Д", weight="0.35")
MUG = inside("g2", "v2", "стекло", code="4600000000024", long="Другое", weight="0.5")
FIRST = (
    catalog(goods("a", "Чашка", CUP), goods("b", "Миска"), head=GROUPS),
    pack(offer("a", {"retail": "100", "bulk": "80"}, {"w1": "5"}), offer("b#x", {"retail": "200"}, {"w1": "7"})),
)
SECOND = (
    catalog(goods("a", "Кружка", MUG), goods("c", "Ложка"), "<Товар><Ид>d</Ид></Товар>", head=GROUPS),
    pack(
        offer("a", {"retail": "250", "bulk": "0"}, {"w1": "1"}),
        offer("c", {"retail": "5"}, {"w1": "9"}),
        offer("e", {"retail": "5"}),
    ),
)


@pytest.mark.parametrize("bodies", [FIRST, SECOND], ids=["all new", "new, other, unchanged, refused"])
@pytest.mark.parametrize("is_split", [False, True], ids=["one file", "two files"])
def test_it_agrees_with_the_load_on_every_row(house: str, bodies: tuple[str, str], is_split: bool) -> None:
    channel = connection()
    if bodies is SECOND:
        bring(channel, *FIRST)
    messages = [laid(channel, body) for body in bodies] if is_split else [laid(channel, *bodies)]
    before = standing(channel)
    run = tried(channel, *messages)
    assert (run.state, standing(channel)) == ("done", before)
    assert {message(number).state for number in messages} == {"held"}
    for number, outlook in zip(messages, run.outlooks, strict=True):
        assert counted(outlook.counts) == counted(import_message(number))
    expected, found = unpacked(rows_of_dry_run(run.id)), came_to(messages)
    assert found
    assert {at: what for at, what in expected.items() if what != ANY} == found


def test_it_says_what_is_new_what_is_otherwise_and_how_far_prices_jump(house: str) -> None:
    channel = connection("1c", holds_zero_prices=False)
    bring(channel, *FIRST)
    gone = catalog(goods("b", "Миска", attributes=' Статус="Удален"'), goods("c", "Ложка"))
    told = pack(
        offer("a", {"retail": "250", "bulk": "0"}, {"w1": "1"}),
        offer("c", {"retail": "5"}),
        offer("e", {"retail": "1"}),
    )
    [found] = tried(channel, laid(channel, gone, told)).outlooks
    assert found.facts["created"] == 2  # the spoon, and what is sold of it
    assert found.facts["hidden"] == 1
    assert {"zero": 1, "far": 1, "first": 1}.items() <= found.jumps.items()
    [(far)] = found.prices["far"]
    assert (far.old_micro, far.new_micro) == (100_000_000, 250_000_000)
    assert found.prices["first"][0].name == "Ложка"
    assert [(one.code, one.count) for one in found.refused] == [("commerceml_unknown_goods", 1)]


def test_what_a_person_edited_is_told_to_stay(house: str) -> None:
    channel = connection()
    bring(channel, *FIRST)
    mine = ProductCard(ours(channel, "product", "a"), name="Моя чашка", protects=True)
    desk.put_products(cards=[mine], actor="staff:1")
    [found] = tried(channel, laid(channel, catalog(goods("a", "Кружка")))).outlooks
    assert (found.kept, found.kept_samples[0].key, found.kept_samples[0].fields) == (1, "a", ("name",))


def test_a_file_that_breaks_off_tells_its_fault_and_what_stands_before_it(house: str) -> None:
    channel = connection()
    [found] = tried(channel, kept(channel, CUT.encode())).outlooks
    assert found.fault is not None
    assert found.fault.refusal.what_to_do


def test_just_what_was_shown_is_done(house: str) -> None:
    channel = connection("1c", holds_zero_prices=False)
    bring(channel, *FIRST)
    number = laid(channel, *SECOND)
    run = tried(channel, number)
    exchange.apply_dry_run(dry_run=run.id, actor="staff:1")
    trying.apply(run.id)
    assert message(number).state == "done"
    assert counted(message(number).counts) == counted(run.outlooks[0].counts)
    assert prices(channel, "a") == {RETAIL: "250.00", "Оптовая": "0.00"}
    assert not [row for row in quarantined(message=number) if row.fault.code == "commerceml_other_than_shown"]
    with pytest.raises(IllegalMove):
        exchange.apply_dry_run(dry_run=run.id, actor="staff:1")


def test_a_row_that_would_do_something_else_by_now_waits_and_the_others_pass(house: str) -> None:
    channel = connection()
    bring(channel, *FIRST)
    number = laid(channel, pack(offer("a", {"retail": "250"}), offer("b#x", {"retail": "300"}, {"w1": "7"})))
    run = tried(channel, number)
    variant, kind = ours(channel, "variant", "a"), ours(channel, "price_type", "retail")
    pricing.set_price(variant_id=variant, price_type_id=kind, price_micro=120_000_000, actor="staff:1")
    exchange.apply_dry_run(dry_run=run.id, actor="staff:1")
    trying.apply(run.id)
    assert prices(channel, "a")[RETAIL] == "120.00"
    assert prices(channel, "b#x")[RETAIL] == "300.00"
    [row] = [row for row in quarantined(message=number) if row.key == "a"]
    assert (row.fault.code, bool(row.fault.refusal.what_to_do)) == ("commerceml_other_than_shown", True)


def test_orders_placed_meanwhile_do_not_make_figures_of_stock_wait(house: str) -> None:
    channel = connection()
    bring(channel, *FIRST)
    number = laid(channel, changes(offer("a", stock={"w1": "3"})))
    run = tried(channel, number)
    bring(channel, changes(offer("a", stock={"w1": "4"})))
    exchange.apply_dry_run(dry_run=run.id, actor="staff:1")
    trying.apply(run.id)
    assert not quarantined(message=number)
    assert stock(channel, "a")


def test_an_error_of_ours_fails_it_with_its_words(house: str, monkeypatch: pytest.MonkeyPatch) -> None:
    channel = connection()
    number = laid(channel, *FIRST)

    def broken(*_: object) -> None:
        raise RuntimeError("no more room")

    monkeypatch.setattr(trying, "foreseen", broken)
    with pytest.raises(RuntimeError):
        tried(channel, number)
    [run] = dry_runs(channel)
    assert run.state == "failed"
    assert run.fault is not None
    assert "no more room" in str(run.fault.refusal)


KEYS = ("a", "b", "c", "d")
Rows = list[tuple[str, int, int]]
rows = st.lists(st.tuples(st.sampled_from(KEYS), st.integers(1, 3), st.integers(0, 400)), min_size=1, max_size=8)


def bodies_of(told: Rows) -> tuple[str, str]:
    named = (goods(key, f"Имя {name}") for key, name, _ in told if name < 3)
    return catalog(*named), pack(*(offer(key, {"retail": str(price)}) for key, _, price in told))


@settings(max_examples=15, deadline=None)
@given(before=rows, after=rows)
def test_whatever_comes_it_agrees(house: str, before: Rows, after: Rows) -> None:
    channel = connection(f"c{Fact.objects.count()}")
    bring(channel, *bodies_of(before))
    number = laid(channel, *bodies_of(after))
    run = tried(channel, number)
    really = import_message(number)
    assert set(run.outlooks[0].counts) == set(really)
    kept_rows = rows_of_dry_run(run.id)
    expected, found = unpacked(kept_rows), came_to([number])
    assert len(kept_rows) == 2 * HALF * len(expected)
    once = {at for at, what in expected.items() if what != ANY}
    again = expected.keys() - once
    assert {at: expected[at] for at in once} == {at: what for at, what in found.items() if at not in again}
