"""A storefront asks for each order once and goes on after whatever happens."""

from pathlib import Path

from emporion.demo.storefront.shopping import COUNTER, Storefront, trade
from emporion.kernel.errors import Refused
from emporion.ledger.queries import verify
from emporion.orders.queries import listed, order
from emporion.orders.tests.factories import corner_shop, cup
from emporion.orders.types import OrderRef


def test_customer_after_customer_orders_what_is_for_sale(house: str, tmp_path: Path) -> None:
    corner = corner_shop(takes_uncovered=True)
    for _ in range(3):
        cup(corner, pieces=100)
    told: list[OrderRef | Refused | None] = []
    storefront = Storefront(corner.shop, tmp_path)
    trade(storefront, every_seconds=1, customers=6, report=told.append, pause=lambda seconds: None)
    placed = [one for one in told if isinstance(one, OrderRef)]
    assert len(placed) == listed().count() == storefront.number == 6
    assert [order(one.number).external for one in placed] == ["1", "2", "3", "4", "5", "6"]
    assert all(order(one.number).is_demo for one in placed)  # though the shop is nobody's demonstration
    assert verify() == []


def test_an_order_whose_answer_was_lost_is_asked_for_again_and_is_the_same(house: str, tmp_path: Path) -> None:
    corner = corner_shop()
    cup(corner, pieces=100)
    storefront = Storefront(corner.shop, tmp_path)
    first = storefront.order()
    (tmp_path / COUNTER).unlink()  # killed before it wrote down that it was answered
    assert storefront.order() == first
    assert listed().count() == 1


def test_a_shop_without_goods_sells_nothing_and_counts_its_customers(house: str, tmp_path: Path) -> None:
    corner = corner_shop()
    storefront = Storefront(corner.shop, tmp_path)
    assert storefront.order() is None
    assert (storefront.number, listed().count()) == (1, 0)


def test_a_shop_that_promises_only_what_it_has_refuses_too_much_and_the_next_customer_comes(
    house: str, tmp_path: Path
) -> None:
    corner = corner_shop(takes_uncovered=False)
    cup(corner, pieces=0)
    cup(corner, pieces=500)
    told: list[OrderRef | Refused | None] = []
    trade(
        Storefront(corner.shop, tmp_path), every_seconds=1, customers=60, report=told.append, pause=lambda seconds: None
    )
    refused = [one for one in told if isinstance(one, Refused)]
    assert {one.code for one in refused} == {"not_enough_stock"}
    assert listed().count() == 60 - len(refused)
