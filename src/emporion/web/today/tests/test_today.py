"""Today: what needs a person, with its remedy, and how the day goes."""

import uuid
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from emporion.exchange import commands as exchange
from emporion.exchange.tests.factories import break_off
from emporion.exchange.types import Fault
from emporion.kernel.money import Money
from emporion.orders import commands as orders
from emporion.orders.tests.factories import Corner, corner_shop, cup, draft
from emporion.orders.types import OrderDraft, Wish
from emporion.stock import commands as stock
from emporion.stock.types import Figures
from emporion.web.tests.factories import person, signed_in
from emporion.web.today import attention, day

pytestmark = pytest.mark.usefixtures("house")


def titles(role: str = "owner") -> list[tuple[str, str]]:
    return [(todo.tone, str(todo.title)) for todo in attention.todos(person(role, email=f"{role}@today.example"))]


def test_a_calm_day_says_so() -> None:
    page = signed_in().get("/today/").content.decode()
    assert "Nothing needs you now" in page
    assert attention.count() == 0


def test_an_order_that_waits_for_goods_names_them_and_leads_to_it() -> None:
    corner = corner_shop(takes_uncovered=True)
    ref = orders.place(draft=draft(corner, (cup(corner, 2), 5)), actor="shop")
    [todo] = attention.todos(person())
    assert (todo.tone, todo.title, todo.stake) == ("warn", "1 order waits for goods", "12.50\u00a0€")
    assert str(todo.why).endswith("× 3")
    assert todo.remedy and todo.remedy.url == f"/orders/{ref.id}/"


def test_goods_that_were_promised_and_are_gone_come_first() -> None:
    corner = corner_shop(master="1c")
    variant = cup(corner, 0)
    stock.declare(
        document="message:1",
        master="1c",
        figures=[Figures(variant, ((corner.warehouse, 5000),))],
        started_at=timezone.now(),
        actor="1c",
    )
    ref = orders.place(draft=draft(corner, (variant, 4)), actor="shop")
    stock.declare(
        document="message:1",
        master="1c",
        figures=[Figures(variant, ((corner.warehouse, 1000),))],
        started_at=timezone.now(),
        actor="1c",
    )
    [todo] = attention.todos(person())
    assert todo.tone == "bad"
    assert "is promised and not there" in str(todo.title)
    assert ref.number in str(todo.why)


def test_a_failed_exchange_stands_until_the_next_one_succeeds() -> None:
    channel = exchange.add_channel(code="ut", kind="commerceml", title="1C", actor="cli")
    talk = exchange.open_session(channel=channel, kind="catalog", actor="cli")
    break_off(talk.id, Fault("exchange_unexpected", {"error": "cut"}))
    [todo] = attention.todos(person())
    assert (todo.tone, todo.title) == ("bad", "The last exchange with 1C failed")
    assert todo.remedy and todo.remedy.url == f"/exchange/sessions/{talk.id}/"
    keeper = attention.todos(person("storekeeper", email="store@shop.example"))
    assert keeper == [], "the exchange is for who may see it"
    assert attention.count() == 1
    talk = exchange.open_session(channel=channel, kind="catalog", actor="cli")
    exchange.end_session(session=talk.id, actor="cli")
    assert attention.count() == 0


def test_the_counter_tells_as_many_things_as_the_page() -> None:
    corner = corner_shop(takes_uncovered=True)
    cups = cup(corner, 9)
    orders.place(draft=draft(corner, (cup(corner, 1), 2)), actor="shop")
    paid, part, sent = (orders.place(draft=draft(corner, (cups, 2)), actor="shop").number for _ in range(3))
    orders.note_payment(number=paid, reference="1", amount=Money(500, "EUR"), actor="bank")
    orders.note_payment(number=part, reference="1", amount=Money(100, "EUR"), actor="bank")
    orders.note_shipment(number=sent, reference="1", actor="shop")
    assert titles() == [
        ("warn", "1 order waits for goods"), ("warn", "Orders paid in part: 1"),
        ("warn", "Shipped orders that are not paid: 1"), ("info", "Orders ready to ship: 1"),
    ]  # fmt: skip
    assert attention.count() == 4
    assert "4 things need a person." in signed_in().get("/today/").content.decode()


def test_a_storekeeper_sees_what_waits_and_no_amount() -> None:
    corner = corner_shop(takes_uncovered=True)
    orders.place(draft=draft(corner, (cup(corner, 2), 5)), actor="shop")
    page = signed_in("storekeeper").get("/today/").content.decode()
    assert "1 order waits for goods" in page
    assert ("12.50" in page, "Sales" in page, "at stake" in page) == (False, False, False)


def placed(corner: Corner, cups: int, at: datetime, pieces: int = 1) -> str:
    wish = OrderDraft(shop=corner.shop, wishes=(Wish(cups, pieces * 1000),), placed_at=at)
    return orders.place(draft=wish, actor="shop").number


def test_the_day_is_held_against_yesterday_and_a_week_ago_at_the_same_hour() -> None:
    corner = corner_shop()
    cups, now = cup(corner, 50), timezone.now()
    today, yesterday, week = day.spans(now)
    moment = today.start + (now - today.start) / 2
    for pieces in (1, 2, 3):
        placed(corner, cups, moment, pieces)
    called_off = placed(corner, cups, moment)
    orders.cancel(number=called_off, actor="shop")
    placed(corner, cups, yesterday.start + (now - today.start) / 2, 4)
    placed(corner, cups, yesterday.end + timedelta(minutes=1) if now.hour < 23 else yesterday.start, 1)
    placed(corner, cups, week.start, 2)
    count, sales = day.figures(person())[:2]
    assert (count.label, count.value) == ("Orders", "3")
    assert (sales.label, sales.value) == ("Sales, €", "15.00")
    assert "a week ago 5.00" in sales.than
    if now.hour < 23:
        assert (count.change, sales.change, sales.than) == ("× 3", "+50.0 %", "yesterday 10.00, a week ago 5.00")


def test_days_are_the_reader_s() -> None:
    with timezone.override(ZoneInfo("Asia/Tokyo")):
        today, yesterday, _week = day.spans(datetime(2026, 11, 20, 20, tzinfo=UTC))
        assert (today.start.astimezone(UTC), today.end.astimezone(UTC)) == (
            datetime(2026, 11, 20, 15, tzinfo=UTC), datetime(2026, 11, 20, 20, tzinfo=UTC),
        )  # fmt: skip
        assert yesterday.end.astimezone(UTC) == datetime(2026, 11, 19, 20, tzinfo=UTC)


def test_each_channel_says_when_it_was_heard_last() -> None:
    exchange.add_channel(code="silent", kind="commerceml", title="Silent", actor="cli")
    channel = exchange.add_channel(code="ut", kind="commerceml", title="1C", actor="cli")
    talk = exchange.open_session(channel=channel, kind="catalog", actor="cli")
    exchange.end_session(session=talk.id, actor="cli")
    assert [(one.title, one.tone, one.text) for one in day.connections(person())] == [
        ("Silent", "idle", "never yet"), ("1C", "good", ""),
    ]  # fmt: skip


def test_money_to_give_back_stands_with_its_sum_and_leads_to_its_orders() -> None:
    corner = corner_shop()
    cups = cup(corner, 9)
    dropped, cheaper, unpaid, calm = (orders.place(draft=draft(corner, (cups, 2)), actor="shop") for _ in range(4))
    for ref in (dropped, cheaper, calm):
        orders.note_payment(number=ref.number, reference="P", amount=Money(500, "EUR"), actor="bank")
    for ref in (dropped, unpaid):
        orders.cancel(number=ref.number, actor="shop")
    orders.change_lines(number=cheaper.number, wishes=[Wish(cups, 1000)], actor="shop")
    asker = person(email="asker@today.example")
    [todo] = [one for one in attention.todos(asker) if "give back" in str(one.title)]
    assert (todo.title, todo.tone, todo.stake) == ("Orders with money to give back: 2", "warn", "7.50\u00a0€")
    assert todo.remedy and todo.remedy.url == "/orders/?view=back"
    client = signed_in()
    page = client.get(todo.remedy.url).content.decode()
    assert [ref.number in page for ref in (dropped, cheaper, unpaid, calm)] == [True, True, False, False]
    assert attention.count() == len(attention.todos(asker))
    for ref, amount in ((dropped, "5"), (cheaper, "2.50")):
        sent = {"intent": str(uuid.uuid4()), "amount": amount, "method": "Cash", "reference": "slip 3"}
        assert client.post(f"/orders/{ref.id}/give-back/", sent).status_code == 302
    assert not any("give back" in str(one.title) for one in attention.todos(asker))
    assert dropped.number not in client.get(todo.remedy.url).content.decode()


def test_growth_from_next_to_nothing_is_no_percentage() -> None:
    grown = [day._growth(today, 100) for today in (90, 100, 200, 201, 350, 2099, 17_700)]
    assert grown == ["−10.0 %", "0.0 %", "+100.0 %", "× 2", "× 3", "× 20", ""]
