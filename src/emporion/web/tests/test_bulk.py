"""Acts on many selected rows: what is looked at is what is done, each row has its outcome, and nothing twice."""

import re

import pytest
from django.test import Client

from emporion.accounts import commands as accounts
from emporion.catalog.queries import product_page, protections_of, variants as views
from emporion.catalog.tests.factories import category, product, variant
from emporion.clockwork.commands import work_off
from emporion.clockwork.queries import tasks
from emporion.kernel.money import Money
from emporion.orders import commands as orders, queries as book
from emporion.orders.tests.factories import Corner, corner_shop, cup, draft
from emporion.orders.types import ShopCard, Wish
from emporion.pricing.queries import price_for, prices_of
from emporion.pricing.tests.factories import price, price_type
from emporion.stock.types import Goods
from emporion.web.lists import working
from emporion.web.models import BulkRow, BulkWork

from .factories import person, signed_in

pytestmark = pytest.mark.usefixtures("house")
INTENT = "0c8d5f2e-8f1b-4a52-9c8e-0123456789ab"


def placed(corner: Corner, cups: int, number: int) -> list[int]:
    return [orders.place(draft=draft(corner, (cups, 1)), actor="shop").id for _ in range(number)]


def selected(client: Client, name: str, act: str, ids: list[int], **more: str) -> str:
    """Set rows aside; answers the address of the work."""
    answer = client.post(f"/lists/{name}/act/", {"act": act, "chosen": [str(one) for one in ids], **more})
    assert answer.status_code == 302, answer.content.decode()
    return answer["Location"]


def outcomes(address: str) -> dict[int, str]:
    number = int(address.rstrip("/").rpartition("/")[2])
    return dict(BulkRow.objects.filter(work=number).values_list("subject", "outcome"))


def test_orders_are_cancelled_together_and_the_one_that_left_is_named_with_its_reason() -> None:
    corner, client = corner_shop(), signed_in()
    ids = placed(corner, cup(corner, 10), 3)
    orders.note_shipment(number=book.numbers(ids)[ids[1]], reference="1", actor="shop")
    address = selected(client, "orders", "cancel", ids)
    look = client.post(address, {"reason": "a trial", "look": "1"}).content.decode()
    assert re.search(r"Will change\s*<span[^>]*>2<", look)
    assert re.search(r"Will not change\s*<span[^>]*>1<", look)
    assert [view.state for view in book.orders_by_id(ids)] == ["open"] * 3
    page = client.post(address, {"reason": "a trial", "apply": "1", "intent": INTENT}, follow=True).content.decode()
    assert [view.state for view in book.orders_by_id(ids)] == ["cancelled", "open", "cancelled"]
    assert outcomes(address) == {ids[0]: "changed", ids[1]: "refused", ids[2]: "changed"}
    assert book.numbers(ids)[ids[1]] in page
    assert "shipped" in page


def test_applying_twice_is_refused_and_changes_nothing_more() -> None:
    corner, client = corner_shop(), signed_in()
    ids = placed(corner, cup(corner, 10), 2)
    address = selected(client, "orders", "pay", ids)
    told = {"method": "Cash", "reference": "Register 7", "apply": "1"}
    assert client.post(address, {**told, "intent": INTENT}).status_code == 302
    assert client.post(address, told).status_code == 200
    assert [(view.paid_minor, len(view.payments)) for view in book.orders_by_id(ids)] == [(250, 1), (250, 1)]


def test_all_that_fit_means_the_rows_of_the_filter_and_no_others() -> None:
    corner, client = corner_shop(), signed_in()
    ids = placed(corner, cup(corner, 10), 4)
    orders.note_payment(number=book.numbers(ids)[ids[0]], reference="1", amount=Money(250, "EUR"), actor="bank")
    address = selected(client, "orders", "cancel", [], whole="4", address="view=unpaid")
    assert sorted(outcomes(address)) == sorted(ids[1:])


def test_a_row_of_a_shop_beyond_ones_reach_is_not_set_aside() -> None:
    corner = corner_shop()
    ids = placed(corner, cup(corner, 10), 1)
    keeper = person("", email="far@shop.example")
    accounts.grant(staff=keeper.pk or 0, role="manager", shop=999, actor="cli")
    client = Client()
    client.force_login(keeper)  # type: ignore[arg-type]
    assert client.post("/lists/orders/act/", {"act": "cancel", "chosen": [str(ids[0])]}).status_code == 409
    assert BulkWork.objects.count() == 0


def test_without_the_right_nothing_can_be_asked_for() -> None:
    corner = corner_shop()
    ids = placed(corner, cup(corner, 10), 1)
    keeper = signed_in("storekeeper", email="store@shop.example")
    assert keeper.post("/lists/orders/act/", {"act": "cancel", "chosen": [str(ids[0])]}).status_code == 403
    assert 'value="cancel"' not in keeper.get("/orders/").content.decode()


def test_somebody_elses_work_is_as_unknown_as_none() -> None:
    corner, client = corner_shop(), signed_in()
    address = selected(client, "orders", "cancel", placed(corner, cup(corner, 10), 1))
    assert signed_in(email="other@shop.example").get(address).status_code == 404


def test_prices_rise_by_a_percentage_with_old_and_new_shown_first() -> None:
    retail, other, client = price_type(currency="EUR"), price_type("Special", "EUR"), signed_in()
    cups, pots = variant(), variant()
    for one, amount in ((cups, "9.20"), (pots, "38.50")):
        price(one, retail, amount)
    price(cups, other, "5")
    told = {"price_type": str(retail), "percent": "7,5", "step": "0.1", "ends": "on"}
    products = owners([cups, pots])
    address = selected(client, "products", "prices", [*products, lone := product()])
    look = client.post(address, {**told, "look": "1"}).content.decode()
    assert re.search(r"9\.20</s>\s*→\s*<b[^>]*>9\.89", look)
    assert "It has no price of this type." in look
    client.post(address, {**told, "apply": "1", "intent": INTENT})
    found = price_for([cups, pots], retail)
    assert [found[one].price.micro for one in (cups, pots) if found[one].price] == [9_890_000, 41_390_000]  # type: ignore[union-attr]
    assert [one.price.micro for one in prices_of([cups])[cups] if one.price_type.id == other] == [5_000_000]
    assert outcomes(address)[lone] == "refused"


def owners(variants: list[int]) -> list[int]:
    return [view.product_id for view in views(variants).values()]


def test_products_change_their_group_and_keep_it_from_the_exchange() -> None:
    cups, client = category("Cups"), signed_in()
    old = category("Old")
    ids = [product(category_ids=(old,)), product(), product(category_ids=(cups,))]
    address = selected(client, "products", "group", ids)
    client.post(address, {"way": "add", "group": str(cups), "protects": "on", "apply": "1", "intent": INTENT})
    assert [sorted(path.id for path in product_page(one).categories) for one in ids] == [
        sorted([old, cups]),
        [cups],
        [cups],
    ]
    assert outcomes(address) == {ids[0]: "changed", ids[1]: "changed", ids[2]: "unchanged"}
    assert protections_of(ids) == {ids[0]: {"categories"}, ids[1]: {"categories"}}


def test_many_rows_go_to_a_worker_which_goes_on_where_another_died(monkeypatch: pytest.MonkeyPatch) -> None:
    corner, client = corner_shop(), signed_in()
    ids = placed(corner, cup(corner, 10), 5)
    address = half_done(monkeypatch, client, ids)
    assert [view.state for view in book.orders_by_id(ids)] == ["open"] * 3 + ["cancelled"] * 2  # the newest first
    assert "Under way" in client.get(address).content.decode()
    assert sorted(outcomes(address).values()) == [""] * 5
    work_off()
    assert [view.state for view in book.orders_by_id(ids)] == ["cancelled"] * 5
    assert outcomes(address) == dict.fromkeys(ids, "changed")
    assert client.get(f"{address}progress/").headers["HX-Refresh"] == "true"


def died(**_told: object) -> None:
    raise ConnectionError


def test_stopped_work_leaves_the_others_as_they_were(monkeypatch: pytest.MonkeyPatch) -> None:
    corner, client = corner_shop(), signed_in()
    monkeypatch.setattr(working, "AT_ONCE", 1)
    ids = placed(corner, cup(corner, 10), 2)
    address = selected(client, "orders", "cancel", ids)
    client.post(address, {"reason": "a trial", "apply": "1", "intent": INTENT})
    page = client.post(f"{address}stop/", follow=True).content.decode()
    work_off()
    assert [view.state for view in book.orders_by_id(ids)] == ["open"] * 2
    assert "Left as they were" in page


def half_done(monkeypatch: pytest.MonkeyPatch, client: Client, ids: list[int]) -> str:
    """Cancel orders two by two; the worker dies when the first two are done, before that is noted."""
    monkeypatch.setattr(working, "AT_ONCE", 1)
    monkeypatch.setattr(working, "TOGETHER", 2)
    address = selected(client, "orders", "cancel", ids)
    client.post(address, {"reason": "a trial", "apply": "1", "intent": INTENT})
    with monkeypatch.context() as dying:
        dying.setattr(working, "note_bulk", died)
        with pytest.raises(ConnectionError):
            working.go_on(BulkWork.objects.get().pk)
    return address


def test_work_stopped_while_rows_are_in_it_settles_these_and_leaves_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    corner, client = corner_shop(), signed_in()
    ids = placed(corner, cup(corner, 10), 3)
    address = half_done(monkeypatch, client, ids)
    assert "Stopping" in client.post(f"{address}stop/", follow=True).content.decode()
    work_off()
    assert [view.state for view in book.orders_by_id(ids)] == ["open", "cancelled", "cancelled"]  # the newest first
    assert outcomes(address) == {ids[0]: "", ids[1]: "changed", ids[2]: "changed"}
    page = client.get(address).content.decode()
    assert "Stopped" in page and re.search(r"Left as they were</dt><dd[^>]*>\s*1\s*<", page)


def test_work_that_nobody_has_in_hand_says_so_and_goes_on_at_a_press(monkeypatch: pytest.MonkeyPatch) -> None:
    corner, client = corner_shop(), signed_in()
    ids = placed(corner, cup(corner, 10), 3)
    address = selected(client, "orders", "cancel", ids)
    with monkeypatch.context() as dying:
        dying.setattr(working, "note_bulk", died)
        with pytest.raises(ConnectionError):
            client.post(address, {"reason": "a trial", "apply": "1", "intent": INTENT})
    page = client.get(address).content.decode()
    assert "Stands still" in page and "every 2s" not in page
    assert client.get(f"{address}progress/").headers["HX-Refresh"] == "true"
    page = client.post(f"{address}go-on/", follow=True).content.decode()
    assert "Under way" in page and "every 2s" in page and "Stands still" not in page
    client.post(f"{address}go-on/")  # pressed twice, asked of a worker once
    assert len(tasks(state="ready", path=working.work_through.module_path)) == 1
    work_off()
    assert set(outcomes(address).values()) == {"changed"}
    page = client.get(address).content.decode()
    assert "Done" in page and "Stands still" not in page


def test_who_presses_stop_twice_does_not_wait_for_a_worker_that_died(monkeypatch: pytest.MonkeyPatch) -> None:
    corner, client = corner_shop(), signed_in()
    address = half_done(monkeypatch, client, placed(corner, cup(corner, 10), 2))
    states = []
    for _press in range(2):
        client.post(f"{address}stop/")
        states.append(BulkWork.objects.get().state)
    assert states == ["stopping", "stopped"]


def test_what_came_back_of_an_order_is_not_noted_as_paid() -> None:
    corner, client = corner_shop(), signed_in()
    [pk] = placed(corner, cups := cup(corner, 10), 1)
    number = book.numbers([pk])[pk]
    orders.change_lines(number=number, wishes=[Wish(cups, 2000)], actor="shop")
    orders.note_shipment(number=number, reference="1", actor="shop")
    orders.note_return(
        number=number, reference="R", warehouse=corner.warehouse, goods=[Goods(cups, 1000)], actor="shop"
    )
    address = selected(client, "orders", "pay", [pk])
    client.post(address, {"method": "Cash", "reference": "Register 7", "apply": "1", "intent": INTENT})
    [view] = book.orders_by_id([pk])
    assert (view.total_minor, view.returned_minor, view.paid_minor, view.back_minor) == (500, 250, 250, 0)


def test_orders_of_a_closed_shop_are_worked_on_like_the_others() -> None:
    corner, client = corner_shop(), signed_in()
    [pk] = placed(corner, cup(corner, 10), 1)
    orders.put_shop(card=ShopCard(code=corner.shop, is_hidden=True), actor="owner")
    address = selected(client, "orders", "cancel", [pk])
    client.post(address, {"reason": "a trial", "apply": "1", "intent": INTENT})
    assert outcomes(address) == {pk: "changed"}


def test_amounts_leave_in_no_file_for_who_meets_none() -> None:
    corner = corner_shop()
    [pk] = placed(corner, cup(corner, 10), 1)
    keeper = signed_in("storekeeper", email="store@shop.example")
    file = b"".join(keeper.post("/lists/orders/file/", {"chosen": [str(pk)]})).decode()
    assert book.numbers([pk])[pk] in file
    assert "minor units" not in file and "250" not in file


def test_selected_rows_leave_as_a_file() -> None:
    corner, client = corner_shop(), signed_in()
    ids = placed(corner, cup(corner, 10), 3)
    file = b"".join(client.post("/lists/orders/file/", {"chosen": [str(one) for one in ids[:2]]})).decode()
    assert [number in file for number in book.numbers(ids).values()] == [True, True, False]
