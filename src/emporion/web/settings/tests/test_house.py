"""The sides of the set-up that belong to the whole house: numbers, statuses, languages, backups."""

from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from emporion.clockwork.queries import schedules
from emporion.household import commands as household
from emporion.household.queries import languages
from emporion.household.types import NIGHTLY_BACKUP, LanguagesView
from emporion.journal.queries import timeline
from emporion.ledger import commands as ledger
from emporion.ledger.queries import number_series
from emporion.ledger.types import SeriesUsed, SeriesView
from emporion.orders import commands as orders
from emporion.orders.queries import closed_shops, shops
from emporion.orders.tests.factories import corner_shop, cup, draft
from emporion.stock.queries import all_warehouses
from emporion.web.tests.factories import signed_in

pytestmark = pytest.mark.usefixtures("house")


def sent(client: Client, address: str, **fields: object) -> int:
    """Send a form with its run-once field; the status of the answer."""
    return client.post(address, {"intent": str(uuid4()), **fields}).status_code


def test_orders_go_on_where_another_program_left_off_and_then_without_a_gap() -> None:
    client, corner = signed_in(), corner_shop()
    cups = cup(corner, 10)
    assert "K000001" in client.get("/settings/numbers/").content.decode()
    assert sent(client, "/settings/numbers/0/order:K/", first="1235") == 302
    assert sent(client, "/settings/numbers/0/order:K/", first="1240") == 302  # none is given yet
    numbers = [orders.place(draft=draft(corner, (cups, 1)), actor="shop").number for _ in range(2)]
    assert numbers == ["K001240", "K001241"]
    page = client.post("/settings/numbers/0/order:K/", {"intent": str(uuid4()), "first": "2000"})
    assert page.status_code == 422
    assert "has given number 1241 already" in page.content.decode()
    assert SeriesView(0, "order:K", 0, 1240, 1241) in number_series()
    assert [fact.kind for fact in timeline(["series:0:order:K"])] == ["ledger.SeriesBegun"] * 2
    with pytest.raises(SeriesUsed):
        ledger.begin_series(firm=0, kind="order:K", first=1, actor="owner")


def test_a_number_below_one_and_a_series_of_nobody_are_refused() -> None:
    client = signed_in()
    corner_shop()
    assert sent(client, "/settings/numbers/0/order:K/", first="0") == 422
    assert sent(client, "/settings/numbers/0/order:K/", first="1000000") == 422
    assert sent(client, "/settings/numbers/0/order:Z/", first="5") == 404


def test_every_status_says_when_it_comes() -> None:
    page = signed_in().get("/settings/statuses/").content.decode()
    assert "promised goods do not lie in the warehouse" in page
    assert "all lines are covered, payment is due" in page


def test_who_chose_no_language_reads_that_of_the_browser_else_of_the_house() -> None:
    client = signed_in()
    page = client.post("/settings/languages/", {"intent": str(uuid4()), "offered": ["ru", "ro"], "default": "el"})
    assert page.status_code == 422
    assert "is not among those that are offered" in page.content.decode()
    assert sent(client, "/settings/languages/", offered=["ru", "ro"], default="ro") == 302
    assert languages() == LanguagesView("ro", ("ru", "ro"))

    def heard(asks: str) -> str:
        return str(Client(headers={"Accept-Language": asks}).get("/accounts/login/").headers["Content-Language"])

    assert [heard(asks) for asks in ("ru-KZ,ru;q=0.9", "el,en;q=0.5", "")] == ["ru", "ro", "ro"]
    door = Client().get("/accounts/login/").content.decode()
    assert "Русский" in door
    assert "Ελληνικά" not in door


def test_a_backup_is_asked_for_and_one_that_failed_its_trial_says_why() -> None:
    client = signed_in()
    assert "No backup yet" in client.get("/settings/backups/").content.decode()
    assert sent(client, "/settings/backups/now/") == 302
    due = next(one for one in schedules() if one.name == NIGHTLY_BACKUP)
    assert due.next_at is not None and due.next_at <= timezone.now()
    number = household.note_backup(place="/b/1.backup", bytes=5_000_000, seconds=3, fingerprint="f", actor="cli")
    household.note_drill(backup=number, error="no room left", actor="cli")
    page = client.get("/settings/backups/").content.decode()
    assert "/b/1.backup" in page
    assert "no room left" in page
    assert "The last backup could not be restored" in client.get("/today/").content.decode()
    household.note_drill(backup=number, error="", actor="cli")
    assert "backup" not in client.get("/today/").content.decode().partition("<main")[2].partition("</main")[0]


@pytest.mark.parametrize("role", ["manager", "storekeeper"])
def test_others_do_not_come_here(role: str) -> None:
    client = signed_in(role)
    sides = ("numbers/", "statuses/", "languages/", "backups/")
    assert {client.get(f"/settings/{side}").status_code for side in sides} == {403}
    assert sent(client, "/settings/backups/now/") == 403


def test_a_shop_is_closed_and_opened_again() -> None:
    client, corner = signed_in(), corner_shop()
    told = {"name": "Corner", "firm": corner.firm, "price_type": corner.price_type, "begins": "K"}
    told |= {"warehouse_0": corner.warehouse}
    address = f"/settings/shops/{corner.shop}/"
    assert sent(client, address, **told, is_closed="on") == 302
    assert (shops(), [one.code for one in closed_shops()]) == ([], [corner.shop])
    assert "Closed" in client.get("/settings/shops/").content.decode()
    assert 'name="is_closed"' in client.get(address).content.decode()
    assert sent(client, address, **told) == 302
    assert [one.code for one in shops()] == [corner.shop]


def test_a_warehouse_goes_out_of_use_and_comes_back() -> None:
    client, corner = signed_in(), corner_shop()
    [place] = all_warehouses()
    address = f"/stock/warehouses/{place.code}/"
    assert sent(client, address, name=place.name, sells="on", master="", is_hidden="on") == 302
    assert all_warehouses() == []
    assert place.name in client.get("/stock/warehouses/").content.decode()
    assert sent(client, address, name=place.name, sells="on", master="") == 302
    assert [one.id for one in all_warehouses()] == [corner.warehouse]
