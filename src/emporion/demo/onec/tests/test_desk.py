"""What the clerk can do with an order, and what the stock says then."""

import pytest

from emporion.demo.onec import Base, OneC, desk, errors, operations, trade
from emporion.demo.onec.tables import ADDED
from emporion.demo.onec.tests.documents import Line, answer, document
from emporion.demo.onec.tests.site import Site

MAIN, SHOP = "Основной склад", "Магазин на набережной"


@pytest.fixture
def goods(onec: OneC, site: Site, base: Base) -> str:
    """A goods of 5 pieces in two warehouses, with orders 17 and 18 for 4 of it each."""
    goods: str = base.value("SELECT id FROM offer WHERE variant = ''")
    for row in base.rows("SELECT name FROM warehouse"):
        trade.change_stock(base, goods, row["name"], 0)
    trade.change_stock(base, goods, MAIN, 3000)
    trade.change_stock(base, goods, SHOP, 2000)
    line = Line(goods, quantity="4", sum="400")
    site.orders = answer(document("17", line), document("18", line))
    onec.exchange_catalog(full=True)
    onec.exchange_orders()
    return goods


def stock(base: Base, goods: str) -> list[tuple[int, int, int]]:
    figures = (trade.figure(base, goods, name) for name in (MAIN, SHOP))
    return [(one.physical, one.reserved, one.told) for one in figures]


def waiting(base: Base) -> set[str]:
    return {row["kind"] for row in base.rows("SELECT kind FROM changed WHERE kind <> 'order'")}


def test_a_reserve_is_taken_warehouse_by_warehouse(base: Base, goods: str) -> None:
    desk.reserve(base, "17")
    assert stock(base, goods) == [(3000, 3000, 3000), (2000, 1000, 2000)]
    assert waiting(base) == set()


def test_figures_may_exclude_reserves_and_are_told_anew_then(base: Base, goods: str) -> None:
    base.excludes_reserves = True
    desk.reserve(base, "17")
    assert stock(base, goods) == [(3000, 3000, 0), (2000, 1000, 1000)]
    assert waiting(base) == {"stock"}


def test_what_is_promised_to_one_order_is_not_promised_to_another(base: Base, goods: str) -> None:
    desk.reserve(base, "17")
    with pytest.raises(errors.NotEnough, match="3 more"):
        desk.reserve(base, "18")
    assert stock(base, goods) == [(3000, 3000, 3000), (2000, 1000, 2000)]


def test_reserving_twice_is_reserving_once(base: Base, goods: str) -> None:
    desk.reserve(base, "17")
    desk.reserve(base, "17")
    assert stock(base, goods) == [(3000, 3000, 3000), (2000, 1000, 2000)]


def test_shipping_lowers_the_stock_and_uses_up_the_reserve(base: Base, goods: str) -> None:
    desk.confirm(base, "17")
    desk.reserve(base, "17")
    desk.ship(base, "17")
    assert stock(base, goods) == [(0, 0, 0), (1000, 0, 1000)]
    assert waiting(base) == {"stock"}


def test_what_is_not_there_is_not_shipped(base: Base, goods: str) -> None:
    desk.reserve(base, "17")
    desk.confirm(base, "18")
    with pytest.raises(errors.NotEnough):
        desk.ship(base, "18")
    assert base.rows("SELECT * FROM shipment") == []


def test_cancelling_lets_the_reserve_go(base: Base, goods: str) -> None:
    desk.reserve(base, "17")
    desk.cancel(base, "17")
    desk.reserve(base, "18")
    assert sum(reserved for _, reserved, _ in stock(base, goods)) == 4000


def test_steps_come_in_their_order(base: Base, goods: str) -> None:
    with pytest.raises(errors.NotAllowed, match="not confirmed"):
        desk.ship(base, "17")
    desk.confirm(base, "17")
    desk.pay(base, "17")
    with pytest.raises(errors.NotAllowed, match="is paid"):
        desk.pay(base, "17")
    desk.ship(base, "17")
    for verb in (desk.cancel, desk.confirm, desk.ship):
        with pytest.raises(errors.NotAllowed, match="is shipped"):
            verb(base, "17")
    desk.cancel(base, "18")
    with pytest.raises(errors.NotAllowed, match="is cancelled"):
        desk.confirm(base, "18")


def test_a_payment_is_for_the_whole_sum(base: Base, goods: str) -> None:
    number = desk.pay(base, "17")
    assert base.value("SELECT sum_minor FROM payment WHERE number = ?", number) == 40_000


def test_a_base_made_earlier_gets_the_columns_it_lacks(base: Base, goods: str) -> None:
    for table, column, _ in ADDED:
        base.db.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
    with Base.open(base.folder) as again:
        desk.confirm(again, "17")
        desk.pay(again, "17", operations.CARD, minor=100)
        desk.pay(again, "17")
        desk.ship(again, "17", track="RA1")
        assert [row["kind"] for row in desk.payments(again, "17")] == [operations.CARD, operations.BANK]
    Base.open(base.folder).close()  # and again there is nothing to do


def test_editing_a_line_lets_its_reserve_go(base: Base, goods: str) -> None:
    desk.reserve(base, "17")
    desk.edit_line(base, "17", 1, thousandths=1000)
    assert stock(base, goods) == [(3000, 0, 3000), (2000, 0, 2000)]
    assert desk.total(base, "17") == 10_000


def test_keys_that_name_nothing_or_too_much_are_refused(base: Base, goods: str) -> None:
    variants = base.value("SELECT article FROM goods JOIN offer ON goods.id = goods WHERE variant <> ''")
    with pytest.raises(errors.Unknown, match="variants"):
        trade.change_stock(base, variants, MAIN, 1000)
    with pytest.raises(errors.Unknown, match="0 goods"):
        trade.change_price(base, "КФ-99999", "Розничная", 1)
    with pytest.raises(errors.Unknown, match="no price_type"):
        trade.change_price(base, goods, "Золотая", 1)
    with pytest.raises(errors.Unknown, match="0 orders"):
        desk.confirm(base, "19")


def test_a_price_given_by_article_is_the_price_of_all_variants(base: Base, goods: str) -> None:
    row = base.rows("SELECT article, goods FROM goods JOIN offer ON goods.id = goods WHERE variant <> ''")[0]
    trade.change_price(base, row["article"], "Оптовая", 77_700)
    offers = [one["id"] for one in base.rows("SELECT id FROM offer WHERE goods = ?", row["goods"])]
    assert {trade.price(base, offer, "Оптовая") for offer in offers} == {77_700}
