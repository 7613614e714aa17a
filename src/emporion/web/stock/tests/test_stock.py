"""Stock by warehouse, the ledger of a variant, and what the storekeeper books by hand."""

import csv
import io
import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from emporion.accounts import commands as accounts
from emporion.accounts.queries import staff_by_email
from emporion.ledger.queries import entries_of
from emporion.ledger.types import Kind
from emporion.stock import commands as stock
from emporion.stock.queries import all_warehouses, by_code, stock_of
from emporion.stock.tests.factories import product, shelved, warehouse
from emporion.stock.types import Goods, WarehouseCard
from emporion.web.tests.factories import signed_in
from emporion.web.why.tests.factories import shop


def receipt(client: Client, place: int, variant: int, quantity: str, **more: str) -> object:
    told = {"warehouse": str(place), "variant": str(variant), "quantity": quantity, "cost": ""} | more
    return client.post("/stock/receive/", told)


def free(variant: int, place: int) -> int:
    return next((line.free for line in stock_of([variant]) if line.warehouse.id == place), 0)


def test_the_list_shows_figures_of_all_warehouses_or_of_one(house: str) -> None:
    kept, client = shop(), signed_in()
    own = warehouse(kept.firm, "own")
    shelved(own, kept.variant, 3)
    rows = client.get("/stock/", {"q": "cup"}).context["rows"]
    assert [(row.on_hand, row.free) for row in rows] == [(8000, 8000)]
    rows = client.get("/stock/", {"q": "cup", "warehouse": str(own)}).context["rows"]
    assert [(row.on_hand, row.free) for row in rows] == [(3000, 3000)]


def test_the_file_the_order_and_shortages_tell_of_no_warehouse_but_those_that_are_shown(house: str) -> None:
    kept, client = shop(), signed_in()
    own, other = warehouse(kept.firm, "own"), warehouse(kept.firm, "other")
    shelved(own, kept.variant, 3)
    pot = product()
    shelved(own, pot, 4)
    keeper = signed_in("courier", email="k@shop.example")
    found = staff_by_email("k@shop.example")
    accounts.grant(staff=found.id if found else 0, role="storekeeper", warehouse=own, actor="owner")

    def told(who: Client, **asked: str) -> list[tuple[str, str]]:
        file = b"".join(who.get("/stock/", {"format": "csv", "sort": "free"} | asked).streaming_content)  # type: ignore[attr-defined]
        rows = list(csv.DictReader(io.StringIO(file.decode("utf-8-sig"))))
        return [(row["On hand"], row["Free"]) for row in rows if row["Free"] != "0"]

    assert told(client) == [("8", "8"), ("4", "4"), ("1", "1")]
    assert told(client, warehouse=str(own)) == told(keeper) == [("4", "4"), ("3", "3")]
    assert told(client, warehouse=str(other)) == []
    wishes = [Goods(pot, 4000)]
    stock.reserve(document="order:K-1", wishes=wishes, warehouses_in_turn=[own], actor="cli")
    stock.correct(warehouse_id=own, document="count:1", counted=[Goods(pot, 1000)], actor="cli")
    address = "/stock/?view=short&warehouse="
    short = {at: len(client.get(f"{address}{at}").context["rows"]) for at in (own, other)}
    assert short == {own: 1, other: 0}


def test_only_shortages_are_shown_when_asked(house: str) -> None:
    kept, client = shop(), signed_in()
    own = warehouse(kept.firm, "own")
    shelved(own, kept.variant, 3)
    wishes = [Goods(kept.variant, 3000)]
    stock.reserve(document="order:K-1", wishes=wishes, warehouses_in_turn=[own], actor="cli")
    assert not client.get("/stock/", {"view": "short"}).context["rows"]
    stock.correct(warehouse_id=own, document="count:1", counted=[Goods(kept.variant, 1000)], actor="cli")
    rows = client.get("/stock/", {"view": "short"}).context["rows"]
    assert [(row.id, row.short) for row in rows] == [(kept.variant, 2000)]


def test_a_receipt_takes_its_number_and_is_booked_once(house: str) -> None:
    kept, client = shop(), signed_in("storekeeper")
    own, intent = warehouse(kept.firm, "own"), str(uuid.uuid4())
    for _twice in range(2):
        receipt(client, own, kept.variant, "4", cost="20.00", intent=intent)
    assert free(kept.variant, own) == 4000
    name = f"receipt:{kept.firm}-1"
    assert sum(line.value_minor for line in entries_of(name) if line.account.kind is Kind.SHELF) == 2000
    html = client.get(f"/stock/documents/{name}/").content.decode()
    assert html.count("Blue cup") == 1 and "20.00" not in html  # the name once; cost has a right of its own
    receipt(client, own, kept.variant, "1")
    assert entries_of(f"receipt:{kept.firm}-2")


def test_a_document_of_many_goods_is_shown_a_hundred_entries_at_a_time_and_to_the_last(house: str) -> None:
    kept, client = shop(), signed_in()
    own = warehouse(kept.firm, "own")
    goods = [Goods(product(), 1000) for _ in range(35)]
    stock.receive(warehouse_id=own, document="receipt:1-7", goods=goods, actor="cli")
    entries = [line.id for line in entries_of("receipt:1-7")]
    first = client.get("/stock/documents/receipt:1-7/")
    second = client.get(f"/stock/documents/receipt:1-7/{first.context['list'].next}")
    told = [[row.pk for row in page.context["list"].rows] for page in (first, second)]
    assert (len(told[0]), told[0] + told[1]) == (100, entries) and len(entries) > 100
    assert not second.context["list"].next
    assert f"1–100 of {len(entries)}" in first.content.decode()


def test_a_document_is_closed_to_who_sees_none_of_its_warehouses(house: str) -> None:
    kept = shop()
    own, other = warehouse(kept.firm, "own"), warehouse(kept.firm, "other")
    stock.receive(warehouse_id=own, document="receipt:1-7", goods=[Goods(kept.variant, 1000)], actor="cli")
    stock.correct(warehouse_id=own, document="count:1-8", counted=[Goods(kept.variant, 5000)], actor="cli")
    keeper = signed_in("courier", email="k@shop.example")
    found = staff_by_email("k@shop.example")
    accounts.grant(staff=found.id if found else 0, role="storekeeper", warehouse=other, actor="owner")
    owner, addresses = signed_in(), [f"/stock/documents/{name}/" for name in ("count:1-8", "count:1-9")]
    assert [owner.get(address).status_code for address in addresses] == [200, 404]
    assert keeper.get(addresses[0]).status_code == 403


@pytest.mark.parametrize("address", ["/stock/warehouses/", "/stock/warehouses/new/", "/settings/shops/"])
def test_a_page_of_one_list_or_form_has_one_head_and_all_that_the_shell_loads(house: str, address: str) -> None:
    shop()
    html = signed_in().get(address).content.decode()
    assert html.count('class="e-head"') == 1
    assert "htmx-2" in html.partition("</head>")[0] and "e-head" not in html.partition("<body")[0]


def test_a_line_that_cannot_be_read_keeps_what_was_typed(house: str) -> None:
    kept, client = shop(), signed_in()
    own = warehouse(kept.firm, "own")
    answer = client.post(
        "/stock/receive/", {"warehouse": str(own), "variant": str(kept.variant), "quantity": "0.5", "cost": "x"}
    )
    assert answer.status_code == 422
    assert 'value="0.5"' in answer.content.decode()
    assert not entries_of(f"receipt:{kept.firm}-1")


def test_a_refused_move_says_why_and_what_to_do(house: str) -> None:
    kept, client = shop(), signed_in()
    here, there = warehouse(kept.firm, "here"), warehouse(kept.firm, "there")
    shelved(here, kept.variant, 2)
    told = {"warehouse": str(here), "target": str(there), "variant": str(kept.variant), "quantity": "5"}
    answer = client.post("/stock/move/", told)
    assert answer.status_code == 422
    assert "Not enough in stock" in answer.content.decode() and "Order less" in answer.content.decode()
    assert client.post("/stock/move/", told | {"quantity": "2"}).status_code == 302
    assert (free(kept.variant, here), free(kept.variant, there)) == (0, 2000)


def test_a_count_books_the_difference(house: str) -> None:
    kept, client = shop(), signed_in()
    own = warehouse(kept.firm, "own")
    shelved(own, kept.variant, 5)
    told = {"warehouse": str(own), "variant": str(kept.variant), "quantity": "4"}
    assert client.post("/stock/count/", told).status_code == 302
    assert free(kept.variant, own) == 4000
    answer = client.post("/stock/count/", told, follow=True)
    assert "nothing moved" in answer.content.decode()


def test_a_warehouse_kept_outside_is_not_offered_for_hand_work(house: str) -> None:
    kept, client = shop(), signed_in()
    own = warehouse(kept.firm, "own")
    shown = [place.id for place, _currency in client.get("/stock/receive/").context["places"]]
    assert shown == [own]
    answer = receipt(client, kept.warehouse, kept.variant, "1")
    assert answer.status_code == 422  # type: ignore[attr-defined]
    assert free(kept.variant, kept.warehouse) == 5000


def test_goods_are_offered_a_warehouse_that_sells_before_one_of_defects(house: str) -> None:
    firm = shop().firm
    defects = stock.put_warehouse(card=WarehouseCard("a", "A shelf of defects", firm, sells=False), actor="owner")
    selling = warehouse(firm, "selling")
    offered = [place.id for place, _currency in signed_in().get("/stock/receive/").context["places"]]
    assert offered == [selling, defects]


def test_the_ledger_runs_back_from_the_figures_of_now(house: str) -> None:
    kept, client = shop(), signed_in()
    own = warehouse(kept.firm, "own")
    shelved(own, kept.variant, 5, 1000)
    stock.correct(warehouse_id=own, document="count:1", counted=[Goods(kept.variant, 4000)], actor="cli")
    entries = client.get(f"/stock/{kept.variant}/").context["rows"]
    shelf = [(row.quantity, row.after) for row in entries if row.account == "On hand, own"]
    assert shelf == [(-1000, 4000), (5000, 5000)]


def test_goods_are_found_for_a_line_by_barcode_and_by_name(house: str) -> None:
    kept, client = shop(), signed_in("storekeeper")
    assert "Blue cup" in client.get("/stock/found/", {"find": "blue"}).content.decode()
    assert "Nothing is called" in client.get("/stock/found/", {"find": "teapot"}).content.decode()
    assert f'value="{kept.variant}"' in client.get(f"/stock/line/{kept.variant}/").content.decode()
    assert signed_in("manager", email="m@shop.example").get("/stock/found/", {"find": "blue"}).status_code == 403


def test_a_warehouse_is_added_and_changed(house: str) -> None:
    kept, client = shop(), signed_in()
    told = {"code": "cellar", "name": "Cellar", "firm": str(kept.firm), "sells": "on", "master": ""}
    assert client.post("/stock/warehouses/new/", told).status_code == 302
    assert client.post("/stock/warehouses/new/", told).status_code == 422  # the code is taken
    assert client.post("/stock/warehouses/cellar/", {"name": "Deep cellar", "master": ""}).status_code == 302
    place = by_code(["cellar"])["cellar"]
    assert (place.name, place.sells, place.firm) == ("Deep cellar", False, kept.firm)
    assert client.get("/stock/warehouses/nowhere/").status_code == 409
    assert len(all_warehouses()) == 2


def test_who_may_not_receive_is_told_so(house: str) -> None:
    kept, client = shop(), signed_in("manager")
    own = warehouse(kept.firm, "own")
    assert receipt(client, own, kept.variant, "4").status_code == 403  # type: ignore[attr-defined]


def test_a_document_of_an_earlier_day_counts_from_the_end_of_that_day_where_the_reader_is(house: str) -> None:
    kept, client = shop(), signed_in()
    own = warehouse(kept.firm, "own")
    yesterday = timezone.localdate() - timedelta(days=1)
    receipt(client, own, kept.variant, "4", date=yesterday.isoformat())
    [at] = {timezone.localtime(line.at) for line in entries_of(f"receipt:{kept.firm}-1")}
    assert (at.date(), at.hour, at.minute) == (yesterday, 23, 59)
    told = {"warehouse": str(own), "variant": str(kept.variant), "quantity": "3", "date": yesterday.isoformat()}
    assert client.post("/stock/count/", told).status_code == 302
    assert free(kept.variant, own) == 3000
    assert {timezone.localtime(line.at).date() for line in entries_of(f"count:{kept.firm}-1")} == {yesterday}


def test_a_day_to_come_or_no_day_is_refused_and_what_was_typed_stays(house: str) -> None:
    kept, client = shop(), signed_in()
    own = warehouse(kept.firm, "own")
    assert f'value="{timezone.localdate()}"' in client.get("/stock/receive/").content.decode()
    for typed in ((timezone.localdate() + timedelta(days=1)).isoformat(), "22 Nov"):
        for page in ("receive", "count"):
            told = {"warehouse": str(own), "variant": str(kept.variant), "quantity": "4", "date": typed}
            answer = client.post(f"/stock/{page}/", told)
            assert answer.status_code == 422
            assert f'value="{typed}"' in answer.content.decode()
    assert free(kept.variant, own) == 0


def test_a_receipt_or_a_move_of_nothing_is_refused_with_a_remedy(house: str) -> None:
    kept, client = shop(), signed_in()
    here, there = warehouse(kept.firm, "here"), warehouse(kept.firm, "there")
    told = {"warehouse": str(here), "target": str(there), "variant": str(kept.variant), "quantity": "0"}
    for page in ("receive", "move"):
        answer = client.post(f"/stock/{page}/", told)
        assert answer.status_code == 422
        assert "Give each line a quantity above 0" in answer.content.decode()
