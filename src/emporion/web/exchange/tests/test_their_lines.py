"""An order that was edited in 1C: a person sees the difference and takes 1C's lines, or leaves the order as it is."""

from __future__ import annotations

from emporion.channels.commerceml.tests.bench import (
    aside,
    bring,
    catalog,
    connection,
    goods,
    offer,
    open_shop,
    ours,
    pack,
)
from emporion.exchange.queries import channel_by_code, open_count
from emporion.kernel.money import Money
from emporion.orders import commands as orders
from emporion.orders.queries import order
from emporion.orders.types import OrderDraft, Wish
from emporion.pricing import commands as pricing
from emporion.pricing.types import PriceTypeCard
from emporion.web.tests.factories import signed_in


def edited(pieces: int = 3, total: str = "300") -> tuple[int, str]:
    """An order of two cups that 1C says are three; the row that tells of it, and the order's number."""
    channel = connection()
    bring(channel, catalog(goods("a", "Cup")), pack(offer("a", {"retail": "100"}, {"w1": "50"})))
    draft = OrderDraft(open_shop(channel), (Wish(ours(channel, "variant", "a"), 2000),))
    number = orders.place(draft=draft, cover="all", actor="shop").number
    answer(channel, number, pieces, total)
    [row] = aside(channel)
    return row.id, number


def answer(channel: int, number: str, pieces: int, total: str) -> None:
    told = (
        f"<Товар><Ид>a</Ид><Наименование>Cup</Наименование><Количество>{pieces}</Количество>"
        f"<Сумма>{total}</Сумма></Товар>"
    )
    bring(
        channel,
        f"<Документ><Номер>{number}</Номер><ХозОперация>Заказ товара</ХозОперация><Товары>{told}</Товары></Документ>",
    )


def test_the_owner_takes_the_lines_of_1c_with_a_button(house: str) -> None:
    row, number = edited()
    browser = signed_in()
    page = browser.get("/exchange/quarantine/").content.decode()
    assert "Cup: 2 → 3" in page
    assert f'value="take:{row}"' in page
    answer = browser.post("/exchange/quarantine/settle/", {"verb": f"take:{row}"}, follow=True)
    assert "The order stands as the other side has it." in answer.content.decode()
    assert [line.quantity for line in order(number).lines] == [3000]
    assert f'value="take:{row}"' not in browser.get("/exchange/quarantine/").content.decode()


def test_who_may_not_change_orders_has_no_such_button(house: str) -> None:
    row, number = edited()
    browser = signed_in("integrator")
    assert f'value="take:{row}"' not in browser.get("/exchange/quarantine/").content.decode()
    assert browser.post("/exchange/quarantine/settle/", {"verb": f"take:{row}"}).status_code == 403
    assert [line.quantity for line in order(number).lines] == [2000]


def test_the_difference_stands_on_the_order_s_own_page_and_is_taken_there(house: str) -> None:
    row, number = edited(2, "180")  # the same cups, cheaper
    at, browser = f"/orders/{order(number).id}/", signed_in()
    page = browser.get(at).content.decode()
    assert "Cup: 200 → 180 RUB" in page
    assert f'action="{at}theirs/{row}/"' in page
    answered = browser.post(f"{at}theirs/{row}/", {"verb": "take"}, follow=True)
    assert "The order stands as the other side has it." in answered.content.decode()
    assert (order(number).total_minor, "theirs/" in browser.get(at).content.decode()) == (18_000, False)


def test_what_is_kept_as_it_is_here_is_not_asked_again_until_1c_says_something_else(house: str) -> None:
    row, number = edited(2, "180")
    at, browser = f"/orders/{order(number).id}/", signed_in()
    browser.post(f"{at}theirs/{row}/", {"verb": "keep"})
    assert (order(number).total_minor, open_count()) == (20_000, 0)
    channel = channel_by_code("1c").id
    answer(channel, number, 2, "180")
    assert "theirs/" not in browser.get(at).content.decode()
    answer(channel, number, 2, "170")
    assert "Cup: 200 → 170 RUB" in browser.get(at).content.decode()


def test_who_packs_sees_that_an_order_differs_but_neither_sums_nor_buttons(house: str) -> None:
    row, number = edited(2, "180")
    at, browser = f"/orders/{order(number).id}/", signed_in("storekeeper")
    page = browser.get(at).content.decode()
    assert ("has this order otherwise" in page, "180" in page, "theirs/" in page) == (True, False, False)
    assert browser.post(f"{at}theirs/{row}/", {"verb": "take"}).status_code == 403
    assert order(number).total_minor == 20_000


def test_the_same_sum_with_the_tax_on_top_or_without_it_is_no_difference(house: str) -> None:
    channel = connection()
    bring(channel, catalog(goods("a", "Cup")), pack(offer("a", {"retail": "100"}, {"w1": "50"})))
    shop, kind = open_shop(channel), ours(channel, "price_type", "retail")
    pricing.put_price_types(cards=[PriceTypeCard(id=kind, tax_included=False)], actor="owner")
    draft = OrderDraft(shop, (Wish(ours(channel, "variant", "a"), 2000),))
    placed = order(orders.place(draft=draft, cover="all", actor="shop").number)
    assert placed.total_minor > placed.net_minor == 20_000
    for total in ("200.00", str(Money(placed.total_minor, "RUB")).split()[0]):
        answer(channel, placed.number, 2, total)
        assert aside(channel) == []
