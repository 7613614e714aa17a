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
from emporion.orders import commands as orders
from emporion.orders.queries import order
from emporion.orders.types import OrderDraft, Wish
from emporion.web.tests.factories import signed_in


def edited() -> tuple[int, str]:
    """An order of two cups that 1C says are three; the row that tells of it, and the order's number."""
    channel = connection()
    bring(channel, catalog(goods("a", "Cup")), pack(offer("a", {"retail": "100"}, {"w1": "50"})))
    draft = OrderDraft(open_shop(channel), (Wish(ours(channel, "variant", "a"), 2000),))
    number = orders.place(draft=draft, cover="all", actor="shop").number
    told = "<Товар><Ид>a</Ид><Наименование>Cup</Наименование><Количество>3</Количество><Сумма>300</Сумма></Товар>"
    bring(
        channel,
        f"<Документ><Номер>{number}</Номер><ХозОперация>Заказ товара</ХозОперация><Товары>{told}</Товары></Документ>",
    )
    [row] = aside(channel)
    return row.id, number


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
