"""Orders by hand: found or new customers, lines with their prices, refusals beside the line."""

import uuid
from typing import Any

import pytest

from emporion.kernel.money import UnitPrice
from emporion.orders import commands as orders
from emporion.orders.models import Order
from emporion.orders.queries import order
from emporion.orders.tests.factories import Corner, corner_shop, cup, draft
from emporion.orders.types import OrderDraft, ServiceWish, Wish
from emporion.parties.queries import card
from emporion.parties.tests.factories import customer
from emporion.web.tests.factories import signed_in

pytestmark = pytest.mark.usefixtures("house")


def wanted(corner: Corner, *lines: tuple[int, str, str], **fields: Any) -> dict[str, Any]:
    """What the editor's form sends for lines of (variant, quantity, typed price)."""
    return {
        "intent": str(uuid.uuid4()), "shop": corner.shop, "cover": "all",
        "variant": [str(variant) for variant, _quantity, _price in lines],
        "quantity": [quantity for _variant, quantity, _price in lines],
        "price": [price for _variant, _quantity, price in lines],
        "listed": [""] * len(lines), "discount": [""] * len(lines), **fields,
    }  # fmt: skip


def last() -> Any:
    return order(Order.objects.latest("pk").number)


def test_an_order_by_hand_for_a_new_customer_takes_the_shop_s_price() -> None:
    corner = corner_shop()
    cups = cup(corner, 10)
    said = {"name": "Peter Quince", "phone": "99417206", "city": "Nicosia", "street": "Ledra", "house": "5"}
    sent = wanted(
        corner,
        (cups, "2", ""),
        **said,
        service=["Delivery"],
        service_price=["5.19"],
        service_kind=["delivery"],
        save="1",
    )
    answer = signed_in().post("/orders/new/", sent)
    found = last()
    assert answer["Location"] == f"/orders/{found.id}/"
    assert [(line.name, line.total_minor) for line in found.lines][1:] == [("Delivery", 519)]
    assert (found.lines[0].price_micro, found.total_minor) == (2_500_000, 1019)
    known = card(found.customer or 0)
    assert (known.name, known.phones, known.addresses[0].city) == ("Peter Quince", ("+35799417206",), "Nicosia")
    assert found.address == known.addresses[0].id


def test_the_same_form_twice_is_one_order() -> None:
    corner, client = corner_shop(), signed_in()
    sent = wanted(corner, (cup(corner, 10), "1", ""), save="1")
    assert client.post("/orders/new/", sent)["Location"] == client.post("/orders/new/", sent)["Location"]
    assert Order.objects.count() == 1


def test_a_found_customer_is_chosen_with_an_address_of_theirs_or_another_one() -> None:
    corner, known, client = corner_shop(), customer(), signed_in()
    cups = cup(corner, 10)
    page = client.post("/orders/new/", wanted(corner, (cups, "1", ""), who=card(known.id).phones[0])).content.decode()
    assert f'value="{known.id}"' in page
    client.post("/orders/new/", wanted(corner, (cups, "1", ""), customer=str(known.id), save="1"))
    assert (last().customer, last().address) == (known.id, known.addresses[0])
    sent = wanted(corner, (cups, "1", ""), customer=str(known.id), address="new", city="Paphos", save="1")
    client.post("/orders/new/", sent)
    assert (last().customer, last().address != known.addresses[0]) == (known.id, True)
    assert [one.city for one in card(known.id).addresses] == ["Chisinau", "Paphos"]


def test_what_is_missing_is_said_beside_its_line_with_what_can_be_had() -> None:
    corner, client = corner_shop(), signed_in()
    plenty, few = cup(corner, 10), cup(corner, 2)
    sent = wanted(corner, (plenty, "1", ""), (few, "5", ""), save="1")
    answer = client.post("/orders/new/", sent)
    page = answer.content.decode()
    assert (answer.status_code, page.count("Only 2 are free."), Order.objects.count()) == (422, 1, 0)
    assert 'value="1:2"' in page
    taken = client.post("/orders/new/", {**sent, "take": "1:2"} | {"save": "1"})
    assert taken.status_code == 302
    assert [line.quantity for line in last().lines] == [1000, 2000]


def test_what_there_is_can_be_taken_and_the_rest_waits() -> None:
    corner = corner_shop()
    sent = wanted(corner, (cup(corner, 2), "5", ""), save="1") | {"cover": "what_there_is"}
    signed_in().post("/orders/new/", sent)
    assert (last().status, last().lines[0].covered) == ("waiting_goods", 2000)


@pytest.mark.parametrize(
    ("quantity", "price", "discount", "says"),
    [
        ("half", "", "", "is not a number"),
        ("0.5", "", "", "is not a whole number of steps"),
        ("0", "", "", "How many?"),
        ("1", "cheap", "", "is not a number"),
        ("1", "2", "3", "The discount is larger than the line."),
    ],
)
def test_a_figure_that_cannot_be_is_refused_beside_its_line(
    quantity: str, price: str, discount: str, says: str
) -> None:
    corner = corner_shop()
    sent = wanted(corner, (cup(corner, 10), quantity, price), save="1") | {"discount": [discount]}
    answer = signed_in().post("/orders/new/", sent)
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert not Order.objects.exists()


def test_a_line_without_a_price_asks_for_one() -> None:
    corner, client = corner_shop(), signed_in()
    cups = cup(corner, 3, "0")
    page = client.post("/orders/new/", wanted(corner, (cups, "1", ""), save="1")).content.decode()
    assert "No price of type Retail. Enter one here." in page
    client.post("/orders/new/", wanted(corner, (cups, "1", "4.20"), save="1"))
    assert last().total_minor == 420


def test_an_order_of_nothing_and_an_address_of_nobody_are_refused() -> None:
    corner, client = corner_shop(), signed_in()
    assert "The order has no lines." in client.post("/orders/new/", wanted(corner, save="1")).content.decode()
    sent = wanted(corner, (cup(corner), "1", ""), city="Paphos", save="1")
    assert "An address needs somebody who lives there" in client.post("/orders/new/", sent).content.decode()


def test_adding_what_stands_already_makes_one_more_and_taking_off_leaves_the_rest() -> None:
    corner, client = corner_shop(), signed_in()
    cups, pots = cup(corner), cup(corner)
    page = client.post("/orders/new/", wanted(corner, (cups, "1", ""), add=str(cups))).content.decode()
    assert 'value="2"' in page
    page = client.post("/orders/new/", wanted(corner, (cups, "1", ""), (pots, "1", ""), drop="0")).content.decode()
    assert (f'name="variant" value="{pots}"' in page, f'name="variant" value="{cups}"' in page) == (True, False)


def test_the_catalog_is_searched_with_price_and_free_figure() -> None:
    corner = corner_shop()
    cup(corner, 7)
    page = signed_in().post("/orders/new/", wanted(corner, find="cup")).content.decode()
    assert "7 free" in " ".join(page.split())
    assert "2.50" in page


def test_other_lines_take_the_place_of_those_that_stand() -> None:
    corner, client = corner_shop(), signed_in()
    cups, pots = cup(corner), cup(corner, euro="4.00")
    ref = orders.place(draft=draft(corner, (cups, 3)), actor="shop")
    at = f"/orders/{ref.id}/lines/"
    assert 'name="quantity"' in client.get(at).content.decode()
    sent = wanted(corner, (cups, "1", "2.50"), (pots, "2", "4.00"), save="1")
    assert client.post(at, sent)["Location"] == f"/orders/{ref.id}/"
    assert [(line.variant, line.quantity) for line in order(ref.number).lines] == [(cups, 1000), (pots, 2000)]
    assert order(ref.number).total_minor == 1050


def test_a_shipped_order_keeps_its_lines() -> None:
    corner, client = corner_shop(), signed_in()
    ref = orders.place(draft=draft(corner, (cup(corner), 3)), actor="shop")
    orders.note_shipment(number=ref.number, reference="1", actor="shop")
    assert client.get(f"/orders/{ref.id}/lines/")["Location"] == f"/orders/{ref.id}/"


def test_who_may_not_place_orders_gets_no_editor() -> None:
    corner_shop()
    assert signed_in("storekeeper").get("/orders/new/").status_code == 403


@pytest.mark.parametrize(("role", "offered"), [("owner", True), ("manager", False)])
def test_a_house_without_a_shop_leads_who_may_open_one_to_its_form(role: str, offered: bool) -> None:
    page = signed_in(role).get("/orders/new/").content.decode()
    assert "There is no shop to sell from" in page
    assert page.count('href="/settings/shops/new/"') == offered


def test_the_editor_keeps_tax_classes_and_services_as_they_were_agreed() -> None:
    corner, client = corner_shop(), signed_in()
    services = (
        ServiceWish("Carrying", UnitPrice.of("1.50", "EUR"), quantity=2000),
        ServiceWish("Lesson", UnitPrice.of("10.00", "EUR"), kind="service", tax_class="exempt"),
    )
    cups = cup(corner)
    wish = OrderDraft(corner.shop, (Wish(cups, 1000),), services)
    ref = orders.place(draft=wish, actor="shop")
    sent = wanted(
        corner,
        (cups, "2", "2.50"),
        service=["Carrying", "Lesson"],
        service_price=["3.00", "20.00"],
        service_kind=["delivery", "service"],
    )
    shown = " ".join(client.post(f"/orders/{ref.id}/lines/", sent).content.decode().split())
    assert '<dd class="is-total" id="total">28.00</dd>' in shown
    assert "<dd>1.28</dd>" in shown  # 19 % of what the cups and the carrying hold, nothing of the lesson
    client.post(f"/orders/{ref.id}/lines/", {**sent, "save": "1"})
    found = order(ref.number)
    assert [(line.name, line.quantity, line.tax_class, line.rate_milli, line.total_minor) for line in found.lines][
        1:
    ] == [("Carrying", 2000, "standard", 19_000, 300), ("Lesson", 1000, "exempt", 0, 2000)]
    assert (found.total_minor, found.tax_minor) == (2800, 128)
    page = " ".join(client.get(f"/orders/{ref.id}/").content.decode().split())
    assert "19 %" in page and "0 %" in page
