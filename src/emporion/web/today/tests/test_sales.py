"""The chart of sales adds up what was ordered on each of the reader's days, and compares Fridays with Fridays."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from emporion.accounts import commands as accounts
from emporion.orders import commands as orders
from emporion.orders.models import Order
from emporion.orders.queries import listed
from emporion.orders.tests.factories import Corner, corner_shop, cup, draft
from emporion.reports.queries import by_stretch
from emporion.reports.types import Sold
from emporion.web.tests.factories import signed_in
from emporion.web.today.sales import drawn, read

pytestmark = pytest.mark.usefixtures("house")
ATHENS = ZoneInfo("Europe/Athens")
NOW = datetime(2026, 11, 6, 15, 30, tzinfo=ATHENS)  # a Friday; clocks were changed on 25 October
CUP = 250  # what one costs, in cents


@pytest.fixture(autouse=True)
def at_home() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False), timezone.override(ATHENS):
        yield


def placed(corner: Corner, variant: int, *moments: datetime, pieces: int = 1) -> list[int]:
    """Orders that came at some moments."""
    found = [orders.place(draft=draft(corner, (variant, pieces)), actor="shop").id for _ in moments]
    for pk, at in zip(found, moments, strict=True):
        Order.objects.filter(pk=pk).update(placed_at=at)
    return found


def at(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=ATHENS)


def cents(days: Iterable[Mapping[str, Sold]]) -> list[int]:
    return [one["EUR"].minor if "EUR" in one else 0 for one in days]


def test_each_day_of_the_reader_has_its_sum_and_its_weekday_of_four_weeks_before() -> None:
    corner = corner_shop()
    variant = cup(corner, 99)
    placed(corner, variant, at(6, 0), at(6, 15, 29), at(5, 23, 59), at(8, 0, month=10))
    placed(corner, variant, at(9, 15, 29, month=10), at(9, 15, 31, month=10), pieces=2)
    months = read(listed(), NOW)
    assert (len(months.spans), len(months.now), len(months.before)) == (30, 30, 30)
    assert cents(months.now)[-2:] == [CUP, 2 * CUP]
    assert cents(months.now)[:2] == [CUP, 4 * CUP], "8 and 9 October are the first of the thirty days, whole"
    assert cents(months.before)[-2:] == [CUP, 2 * CUP], "today is compared with the same time of the day"
    assert sum(cents(months.now)) == 8 * CUP


def test_days_begin_at_the_readers_midnight_also_when_clocks_are_changed() -> None:
    corner = corner_shop()
    variant = cup(corner, 99)
    placed(corner, variant, at(24, 23, 59, 10), at(25, 0, 0, 10), at(25, 23, 59, 10), at(26, 0, 0, 10))
    months = read(listed(), NOW)
    assert cents(months.now)[-14:-10] == [CUP, 2 * CUP, CUP, 0]
    longest = max(months.spans[:-1], key=lambda span: span.end - span.start)
    assert (longest.start, longest.end - longest.start) == (at(25, 0, 0, 10), timedelta(hours=25))


def test_cancelled_orders_are_left_out_and_currencies_stand_apart() -> None:
    corner = corner_shop()
    kept, gone, foreign = placed(corner, cup(corner, 99), at(6, 9), at(6, 9), at(6, 9))
    orders.cancel(number=listed().get(pk=gone).number, actor="shop")
    Order.objects.filter(pk=foreign).update(currency="JPY", total_minor=900)
    months = read(listed(), NOW)
    assert months.now[-1] == {"EUR": Sold(1, CUP), "JPY": Sold(1, 900)}
    assert months.currencies == ["EUR", "JPY"]
    chart = drawn(months, "JPY")
    assert (chart.lines[0].values[-1], chart.shown(900_000_000)) == (900_000_000, "900")
    assert listed().get(pk=kept).currency == "EUR"


def test_a_day_of_the_table_opens_exactly_its_orders() -> None:
    corner = corner_shop()
    ids = placed(corner, cup(corner, 99), at(5, 0), at(5, 23, 59), at(4, 23, 59), at(6, 0))
    client = signed_in(time_zone="Europe/Athens")
    page = client.get("/today/sales/")
    _day, url, values = page.context["chart"].days[1]
    assert values[0] == "5.00"
    told = client.get(url).content.decode()
    assert [listed().get(pk=pk).number in told for pk in ids] == [True, True, False, False]


def test_all_days_are_one_question_whatever_the_orders() -> None:
    corner = corner_shop()
    variant = cup(corner, 99)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            read(listed(), NOW)
        return len(queries)

    placed(corner, variant, at(6, 9))
    few = asked()
    placed(corner, variant, *(at(day, 9) for day in range(1, 7)))
    assert (few, asked()) == (1, 1)


def test_only_who_sees_reports_sees_sales_and_only_of_their_own_firm() -> None:
    corner, other = corner_shop(), corner_shop()
    placed(corner, cup(corner, 9), at(6, 9))
    placed(other, cup(other, 9), at(6, 9), at(6, 10))
    keeper = signed_in("storekeeper", email="keeper@shop.example")
    assert keeper.get("/today/sales/").status_code == 403
    assert 'id="sales"' not in keeper.get("/today/").content.decode()
    assert 'hx-get="/today/sales/"' in signed_in().get("/today/").content.decode()
    narrow = signed_in("", email="narrow@shop.example", time_zone="Europe/Athens")
    accounts.grant(staff=int(narrow.session["_auth_user_id"]), role="owner", firm=corner.firm, actor="cli")
    chart = narrow.get("/today/sales/").context["chart"]
    assert chart.lines[0].values[-1] == CUP * 10_000


def test_a_house_without_sales_says_so() -> None:
    assert "Nothing was ordered in these days." in signed_in().get("/today/sales/?currency=EUR").content.decode()


def test_stretches_need_neither_be_days_nor_of_one_length() -> None:
    corner = corner_shop()
    placed(corner, cup(corner, 99), at(5, 1), at(5, 3), at(5, 3, 30), at(5, 9))
    edges = [at(5, 1), at(5, 2), at(5, 3), at(5, 9)]
    assert [one.get("EUR") for one in by_stretch(listed(), edges)] == [Sold(1, CUP), None, Sold(2, 2 * CUP)]


MANY, SOON_SECONDS = 100_000, 3.0


@pytest.mark.slow
def test_a_hundred_thousand_orders_in_these_days_are_added_up_soon() -> None:
    corner = corner_shop()
    [one] = placed(corner, cup(corner, 9), at(6, 9))
    row = Order.objects.get(pk=one)
    told = {field.attname: getattr(row, field.attname) for field in Order._meta.concrete_fields}
    moments = [NOW.astimezone(UTC) - timedelta(seconds=45 * number) for number in range(1, MANY)]
    fresh = [
        Order(**told | {"id": None, "number": f"M-{number}", "placed_at": at}) for number, at in enumerate(moments)
    ]
    Order.objects.bulk_create(fresh, batch_size=2000)
    began = time.perf_counter()
    months = read(listed(), NOW)
    passed = time.perf_counter() - began
    assert sum(cents(months.now)) == CUP * (1 + sum(at >= months.spans[0].start for at in moments))
    assert passed < SOON_SECONDS, f"{connection.vendor}: {passed * 1000:.0f} ms"
