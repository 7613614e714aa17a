"""What customers take."""

from random import Random

from emporion.demo.baskets import basket, delivery
from emporion.demo.shelf import OnShelf
from emporion.kernel.money import UnitPrice

PRICE = UnitPrice.of("100", "RUB")
SHELF = [OnShelf(1, 0, PRICE), OnShelf(2, 2_500, PRICE), OnShelf(3, 40_000, PRICE)]


def test_a_usual_basket_holds_whole_pieces_of_what_is_free() -> None:
    free = {one.variant: one.free for one in SHELF}
    for seed in range(200):
        for wish in basket(Random(seed), SHELF):
            assert 1000 <= wish.quantity <= free[wish.variant]
            assert wish.quantity % 1000 == 0


def test_the_last_pieces_are_taken_whole() -> None:
    [wish] = basket(Random(1), SHELF, "last")
    assert (wish.variant, wish.quantity) == (2, 2000)


def test_too_much_is_more_than_there_is() -> None:
    found = {(w.variant, w.quantity) for seed in range(50) for w in basket(Random(seed), SHELF, "too_much")}
    assert found == {(1, 2000), (2, 4000)}


def test_an_empty_shelf_fills_no_basket() -> None:
    assert basket(Random(1), SHELF[:1]) == ()
    assert basket(Random(1), [], "too_much") == ()


def test_some_orders_are_delivered_and_some_fetched() -> None:
    found = {len(delivery(Random(seed), "RUB")) for seed in range(50)}
    assert found == {0, 1}
