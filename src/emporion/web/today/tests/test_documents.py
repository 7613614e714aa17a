"""Every figure of Today opens the orders that it adds up, and no others; margin only for those who see cost."""

import csv
import io
from datetime import timedelta

import pytest
from django.utils import timezone

from emporion.exchange import commands as exchange
from emporion.exchange.tests.factories import break_off
from emporion.exchange.types import Fault, RefusedRow
from emporion.kernel.money import Money
from emporion.orders import commands as orders
from emporion.orders.queries import order
from emporion.orders.tests.factories import Corner, corner_shop, cup
from emporion.orders.types import OrderDraft, Wish
from emporion.stock import commands as stock
from emporion.stock.types import Goods
from emporion.web.tests.factories import person, signed_in
from emporion.web.today import attention, day, roles
from emporion.web.today.spans import Period, compared

pytestmark = pytest.mark.usefixtures("house")


def traded(corner: Corner) -> list[str]:
    """Three orders of now, the first two of cups that cost 1.00 each and left, the third of unknown cost."""
    cups, plain = cup(corner, 0), cup(corner, 0)
    for variant, cost in ((cups, 9000), (plain, None)):
        goods = [Goods(variant, 90_000, cost)]
        stock.receive(warehouse_id=corner.warehouse, document=f"receipt:in-{variant}", goods=goods, actor="keeper")
    at = timezone.now() - timedelta(milliseconds=1)
    found = []
    for variant, pieces in ((cups, 1), (cups, 3), (plain, 2)):
        wish = OrderDraft(shop=corner.shop, wishes=(Wish(variant, pieces * 1000),), placed_at=at)
        number = orders.place(draft=wish, actor="shop").number
        orders.note_shipment(number=number, reference=f"S-{number}", at=at, actor="keeper")
        found.append(number)
    return found


def filed(client: object, url: str) -> list[dict[str, str]]:
    text = client.get(f"{url}&format=csv").getvalue().decode().removeprefix("\ufeff")  # type: ignore[attr-defined]
    return list(csv.DictReader(io.StringIO(text)))


@pytest.mark.parametrize("of", ["day", "week", "month"])
def test_the_orders_behind_a_figure_add_up_to_it(of: str) -> None:
    numbers = traded(corner_shop())
    owner = person()
    client = signed_in(email="second@shop.example")
    asked: Period = "week" if of == "week" else "month" if of == "month" else "day"
    count, sales, margin = (*day.figures(owner, asked), *day.margins(owner, asked))
    late = OrderDraft(shop=order(numbers[0]).shop, wishes=(Wish(order(numbers[0]).lines[0].variant or 0, 9000),))
    orders.place(draft=late, actor="shop")  # what comes after the figure was shown is not behind it
    assert (count.value, len(filed(client, count.url))) == ("3", 3)
    rows = filed(client, sales.url)
    assert (sales.value, sum(int(row["Total, minor units"]) for row in rows)) == ("15.00", 1500)
    rows = filed(client, margin.url)
    known = [int(row["Margin, minor units"]) for row in rows if row["Margin, minor units"]]
    net = sum(order(number).net_minor for number in numbers[:2])
    assert (len(rows), sum(known)) == (3, net - 400)
    assert margin.value == f"{(net - 400) / 100:.2f}" and "cost not known for 1 order" in margin.than
    page = client.get(margin.url).content.decode()
    assert f"{(net - 400) / 100:.2f}" in page and "cost not known" in page


def test_margin_is_for_those_who_see_cost_and_never_0_where_nobody_knows() -> None:
    corner = corner_shop()
    numbers = traded(corner)
    manager = signed_in("manager", email="m@shop.example")
    assert "/today/margin/" not in manager.get("/today/").content.decode()
    assert "/today/margin/?period=day" in signed_in(email="o@shop.example").get("/today/").content.decode()
    behind = day.documents_url("margin", compared(timezone.now(), "day")[0])
    assert [manager.get(url).status_code for url in ("/today/margin/", behind)] == [403, 403]
    for number in numbers[:2]:
        orders.note_return(number=number, reference="R", warehouse=corner.warehouse, actor="keeper")
    labels = {str(one.label): one for one in day.margins(person())}
    assert (
        "0.00" not in labels["Margin of what left, €"].value
        or "cost not known" in labels["Margin of what left, €"].than
    )


def test_a_list_of_no_known_figure_is_not_there() -> None:
    client = signed_in()
    for query in ("", "?of=tea", "?of=sales&since=x&until=y", "?of=orders&since=2026-01-01&until=2026-01-02"):
        assert client.get(f"/today/documents/{query}").status_code == 404


def test_what_has_waited_longest_stands_first_among_its_like() -> None:
    corner = corner_shop(takes_uncovered=True)
    cups = cup(corner, 99)
    for age, paid in ((3, 100), (1, 0)):
        wish = OrderDraft(shop=corner.shop, wishes=(Wish(cups, 2000),), placed_at=timezone.now() - timedelta(hours=age))
        number = orders.place(draft=wish, actor="shop").number
        if paid:
            orders.note_payment(number=number, reference="1", amount=Money(paid, "EUR"), actor="bank")
        else:
            orders.note_shipment(number=number, reference="1", actor="shop")
    found = [todo for todo in attention.todos(person()) if todo.tone == "warn"]
    assert [todo.since for todo in found] == sorted(todo.since for todo in found if todo.since)


def test_a_role_begins_its_day_with_its_own_work() -> None:
    corner = corner_shop()
    cups = cup(corner, 9)
    wish = OrderDraft(shop=corner.shop, wishes=(Wish(cups, 1000),))
    number = orders.place(draft=wish, actor="shop").number
    orders.note_payment(number=number, reference="1", amount=Money(250, "EUR"), actor="bank")
    keeper = person("storekeeper", email="k@shop.example")
    [panel] = roles.panels(keeper)
    assert (panel.name, [row.title for row in panel.rows]) == ("ship", [number])
    assert panel.rows[0].act is not None and panel.rows[0].act.url.endswith("/shipment/")
    assert [one.verb for one in roles.actions(keeper)] == ["Count", "Receive goods"]
    assert [one.name for one in roles.panels(person("manager", email="m@shop.example"))] == ["newest"]
    integrator = person("integrator", email="i@shop.example")
    assert roles.panels(integrator) == [] and roles.exchange_first(integrator)
    page = signed_in("integrator", email="i2@shop.example").get("/today/").content.decode()
    assert "New order" not in page


def test_a_calm_day_leads_on() -> None:
    page = signed_in("storekeeper").get("/today/").content.decode()
    assert "Nothing needs you now" in page and "See the stock" in page


def test_a_refusal_s_raw_value_stays_with_those_who_may_read_it() -> None:
    channel = exchange.add_channel(code="ut", kind="commerceml", title="1C", actor="cli")
    stored = exchange.store(b"<x/>")
    message = exchange.keep_message(
        channel=channel, direction="in", name="orders.xml", content=stored, personal=True, actor="channel:ut"
    )
    facts = {"element": "Документ", "field": "Телефон", "raw": "+35799123456", "place": "Документ[1]"}
    row = RefusedRow("Документ[1]", "orders", "commerceml.field.date", facts, "1", value="+35799123456")
    exchange.refuse_rows(channel=channel, message=message, refused=[row], actor="channel:ut")
    assert "+35799123456" in signed_in().get("/today/").content.decode()
    for role in ("storekeeper", "integrator"):
        page = signed_in(role, email=f"{role}@shop.example").get("/today/").content.decode()
        assert "+35799123456" not in page
        assert ("1 row from 1C was not accepted" in page) == (role == "integrator")
    talk = exchange.open_session(channel=channel, kind="catalog", actor="cli")
    break_off(talk.id, Fault("exchange_unexpected", {"error": "cut"}))
    assert "The last exchange with 1C failed" in signed_in(email="o3@shop.example").get("/today/").content.decode()
