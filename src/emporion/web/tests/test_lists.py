import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.template import Context, Template
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from emporion.web.lists import Column, Filter, List, Shown, Sort, View, shown as shown_lists

People = get_user_model()
NINE = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def asked(address: str = "/people/") -> HttpRequest:
    return RequestFactory().get(address)


def found(rows: QuerySet[Any], text: str) -> QuerySet[Any]:
    return rows.filter(name__contains=text)


LIST: List[Any] = List(
    sorts=(Sort("name", "Name", ("name", "pk")), Sort("joined", "Newest", ("-joined_at", "name", "-pk"))),
    views=(View("active", "Active", Q(is_active=True)), View("all", "All"), View("gone", "Gone", Q(is_active=False))),
    filters=(Filter("zone", "Zone", lambda: [("UTC", "Greenwich"), ("Europe/Athens", "Athens")],
                    lambda rows, value: rows.filter(time_zone=value)),),
    search=found,
    columns=(Column("Name", lambda one: one.name), Column("Zone", lambda one: one.time_zone)),
    size=4,
)  # fmt: skip


def house_of(number: int) -> None:
    """Every second one in Athens, every fifth gone, three joined in the same second."""
    People.objects.bulk_create(
        People(
            email=f"p{n}@shop.example", name=f"P{n:03}", time_zone="UTC" if n % 2 else "Europe/Athens",
            is_active=bool(n % 5), joined_at=NINE + timedelta(microseconds=n // 3),
        )
        for n in range(number)
    )  # fmt: skip


def shown(address: str = "/people/") -> Shown[Any]:
    return LIST.read(asked(address), People.objects.all())


def names(of: Shown[Any]) -> list[str]:
    return [one.name for one in of.rows]


@pytest.mark.parametrize("search", ["", "P0", "P01"])
@pytest.mark.parametrize("sort", ["name", "joined"])
def test_walking_forth_and_back_meets_every_row_once_and_in_order(house: str, sort: str, search: str) -> None:
    house_of(30)
    order = LIST.sorts[0 if sort == "name" else 1].order
    rows = People.objects.filter(is_active=True, name__contains=search)
    whole = [one.name for one in rows.order_by(*order)]
    forth: list[str] = []
    at = shown(f"/people/?sort={sort}&q={search}")
    assert at.total_shown == str(len(whole))
    while True:
        assert (at.first, at.last) == (len(forth) + 1, len(forth) + len(at.rows))
        forth += names(at)
        if not at.next:
            break
        at = shown(at.next)
    assert forth == whole
    back = names(at)
    while at.previous:
        at = shown(at.previous)
        back = names(at) + back
        assert at.first == whole.index(at.rows[0].name) + 1
    assert back == whole


def test_rows_that_arrive_meanwhile_shift_nothing(house: str) -> None:
    house_of(20)
    further = shown().next
    People.objects.create(email="new@shop.example", name="A000", joined_at=NINE)
    assert names(shown(further))[0] == "P006"


@pytest.mark.parametrize("mark", ["x", "bm9uc2Vuc2U", "WzEsIFtdXQ", "WzEsIFsiYSIsICJiIl1d", "é", "A" * 3000])
def test_a_mark_that_nobody_made_shows_the_first_page(house: str, mark: str) -> None:
    house_of(9)
    assert names(shown(f"/people/?after={mark}"))[0] == "P001"


def test_search_filters_and_view_narrow_together_and_say_so(house: str) -> None:
    house_of(60)
    at = shown("/people/?q=P01&zone=Europe/Athens&view=gone")
    assert names(at) == ["P010"]
    assert [(chip.title, chip.value, chip.without) for chip in at.chips] == [("Zone", "Athens", "?q=P01&view=gone")]
    assert [(tab.word, tab.count, tab.current) for tab in at.tabs] == [
        ("Active", "4", False), ("All", "5", False), ("Gone", "1", True),
    ]  # fmt: skip
    assert at.tabs[0].url == "?q=P01&zone=Europe%2FAthens&view=active"
    assert at.is_filtered


def test_words_in_the_address_that_nobody_knows_are_as_good_as_absent(house: str) -> None:
    house_of(6)
    at = shown("/people/?view=odd&zone=Mars&sort=colour&format=doc")
    assert names(at) == ["P001", "P002", "P003", "P004"]
    assert at.chips == []
    assert at.csv("people") is None


def test_leaving_a_filter_begins_at_the_top(house: str) -> None:
    house_of(30)
    second = shown("/people/" + shown("/people/?zone=UTC").next)
    assert second.first == 5
    assert second.chips[0].without == "/people/"


def test_a_list_asks_as_often_for_a_thousand_rows_as_for_ten(house: str) -> None:
    counts = []
    for number in (10, 1000):
        People.objects.all().delete()
        house_of(number)
        with CaptureQueriesContext(connection) as queries:
            at = shown()
            assert (len(at.rows), len(at.tabs), bool(at.total_shown)) == (4, 3, True)
        counts.append(len(queries))
    assert counts == [3, 3]


def test_a_long_list_is_not_counted_to_its_end(house: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shown_lists, "COUNTED_TO", 20)
    house_of(60)
    assert shown().total_shown == "20+"
    assert shown("/people/?view=gone").total_shown == "12"


def test_what_a_search_finds_is_met_on_one_walk_and_counted_as_far_as_anybody_reads(
    house: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shown_lists, "SEARCHED_TO", 20)
    house_of(60)
    with CaptureQueriesContext(connection) as queries:
        at = shown("/people/?q=P0")
        assert (names(at), at.total_shown) == (["P001", "P002", "P003", "P004"], "20+")
    assert len(queries) == 2 and sum("LIKE" in one["sql"] and "LIMIT 21" in one["sql"] for one in queries) == 1
    assert shown("/people/?q=P01").total_shown == "8"


def test_the_file_has_all_rows_and_no_formula(house: str) -> None:
    house_of(6)
    People.objects.filter(name="P001").update(name='=HYPERLINK("http://evil.example")')
    at = shown("/people/?format=csv&view=active")
    answer = at.csv("people")
    assert answer is not None
    assert answer["Content-Disposition"] == 'attachment; filename="people.csv"'
    lines = b"".join(answer).decode().splitlines()
    assert lines[0] == "\ufeffName,Zone"
    assert lines[1] == '"\'=HYPERLINK(""http://evil.example"")",UTC'
    assert lines[2:] == ["P002,Europe/Athens", "P003,UTC", "P004,Europe/Athens"]


def test_an_address_changes_one_word_and_keeps_the_others() -> None:
    tag = Template('{% load emporion %}{% address sort="joined" zone=None %}')
    request = asked("/people/?q=a&zone=UTC&after=x")
    assert tag.render(Context({"request": request})) == "?q=a&amp;sort=joined"


def test_the_parts_of_a_list_show_it(house: str) -> None:
    house_of(30)
    parts = Template("".join('{% include "web/parts/' + part + '.html" %}' for part in ("tools", "foot", "list_empty")))
    request = asked("/people/?q=P0&zone=UTC&view=all")
    page = parts.render(Context({"request": request, "list": LIST.read(request, People.objects.all())}))
    assert 'value="P0"' in page
    assert re.search(r'name="view"\s+value="all"', page)
    assert re.search(r"1–4\s+of\s+15", page)
    assert "Remove filter Zone" in page
