"""The ledger of a variant as a list: each entry with what its account held after it, however it is narrowed."""

import csv
import io

import pytest
from django.test import Client

from emporion.ledger.models import Entry
from emporion.stock import commands as stock
from emporion.stock.queries import all_warehouses
from emporion.stock.tests.factories import shelved, warehouse
from emporion.stock.types import Goods, WarehouseCard
from emporion.web.tests.factories import signed_in
from emporion.web.why.tests.factories import Shop, shop

pytestmark = pytest.mark.usefixtures("house")


def counted(kept: Shop, own: int, pieces: int, number: int) -> None:
    stock.correct(
        warehouse_id=own, document=f"count:1-{number}", counted=[Goods(kept.variant, pieces * 1000)], actor="cli"
    )


def stocked() -> tuple[Shop, int]:
    """Three came, then five were counted, then two."""
    kept = shop()
    own = warehouse(kept.firm, "own")
    shelved(own, kept.variant, 3)
    counted(kept, own, 5, 1)
    counted(kept, own, 2, 2)
    return kept, own


def entries(client: Client, variant: int, **asked: str | list[str]) -> list[tuple[int, int | None]]:
    rows = client.get(f"/stock/{variant}/", asked).context["rows"]
    return [(row.quantity, row.after) for row in rows]


def test_each_entry_says_what_the_shelf_held_after_it_in_any_order_and_under_any_filter() -> None:
    kept, own = stocked()
    client, here = signed_in(), {"account": "shelf", "warehouse": str(own)}
    assert entries(client, kept.variant, **here) == [(-3000, 2000), (2000, 5000), (3000, 3000)]
    assert entries(client, kept.variant, **here, sort="old") == [(3000, 3000), (2000, 5000), (-3000, 2000)]
    assert entries(client, kept.variant, **here, sort="most") == [(3000, 3000), (2000, 5000), (-3000, 2000)]
    assert entries(client, kept.variant, **here, memo="count") == [(-3000, 2000), (2000, 5000)]
    assert entries(client, kept.variant, **here, at_to="2020-01-01") == []


def test_every_account_that_stands_in_the_ledger_can_be_asked_for_alone() -> None:
    kept, _own = stocked()
    client = signed_in()
    page = client.get(f"/stock/{kept.variant}/")
    there = set(Entry.objects.filter(variant=kept.variant).values_list("account__kind", flat=True))
    assert {"outside", "own"} < there  # what 1C declared, and what there is to promise
    found = {kind: len(entries(client, kept.variant, account=kind)) for kind in there}
    assert all(found.values()) and sum(found.values()) == page.context["list"].total


def test_entries_are_walked_by_key_to_the_first_and_none_is_met_twice() -> None:
    kept, own = stocked()
    for number in range(3, 40):
        counted(kept, own, number, number)
    client, met, address = signed_in(), [], f"/stock/{kept.variant}/"
    while address:
        page = client.get(address)
        met += [row.id for row in page.context["rows"]]
        address = page.context["list"].next and f"/stock/{kept.variant}/{page.context['list'].next}"
    assert len(met) == len(set(met)) == page.context["list"].total
    assert met == sorted(met, reverse=True)


def test_what_goods_cost_stands_in_neither_the_table_nor_the_file_of_those_who_may_not_see_it() -> None:
    kept, own = stocked()
    stock.receive(warehouse_id=own, document="receipt:1-9", goods=[Goods(kept.variant, 1000, 777)], actor="cli")
    address = f"/stock/{kept.variant}/"
    keeper = signed_in("storekeeper", email="store@shop.example")
    assert "7.77" in signed_in().get(address).content.decode()
    assert "7.77" not in keeper.get(address, {"cols": "value,document"}).content.decode()
    file = b"".join(keeper.get(address, {"format": "csv"}).streaming_content).decode()  # type: ignore[attr-defined]
    assert "Receipt 1-9" in file and "777" not in file


def test_the_file_names_accounts_warehouses_and_documents_as_the_page_does() -> None:
    kept, own = stocked()
    stock.reserve(document="order:K-1", wishes=[Goods(kept.variant, 1000)], warehouses_in_turn=[own], actor="cli")
    [place] = [one for one in all_warehouses() if one.id == own]
    stock.put_warehouse(card=WarehouseCard(code=place.code, is_hidden=True), actor="owner")
    file = b"".join(signed_in().get(f"/stock/{kept.variant}/", {"format": "csv"}).streaming_content)  # type: ignore[attr-defined]
    rows = list(csv.DictReader(io.StringIO(file.decode("utf-8-sig"))))
    assert ("Reserved for Order K-1, " + place.name, "Reserved", "Order K-1") in {
        (row["Account"], row["What"], row["Document"]) for row in rows
    }
    assert not any(":" in row["Account"] + row["Document"] for row in rows)


def test_what_moved_in_a_warehouse_that_is_out_of_use_is_read_as_before() -> None:
    kept, own = stocked()
    client, here = signed_in(), {"account": "shelf", "warehouse": str(own)}
    [place] = [one for one in all_warehouses() if one.id == own]
    stock.put_warehouse(card=WarehouseCard(code=place.code, is_hidden=True), actor="owner")
    assert entries(client, kept.variant, **here) == [(-3000, 2000), (2000, 5000), (3000, 3000)]
    assert place.name in client.get(f"/stock/{kept.variant}/").content.decode()
    assert client.get("/stock/documents/count:1-1/").status_code == 200
