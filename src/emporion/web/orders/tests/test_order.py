"""The page of an order, and what each role may do to it there."""

import uuid
from typing import Any, cast

import pytest
from django.test import Client
from django.utils import translation

from emporion.accounts import commands as accounts
from emporion.journal.queries import timeline
from emporion.kernel.money import Money
from emporion.orders import commands as orders
from emporion.orders.queries import order
from emporion.orders.tests.factories import Corner, corner_shop, cup, draft
from emporion.orders.types import OrderRef
from emporion.stock.queries import stock_of
from emporion.stock.tests.factories import warehouse
from emporion.web import timeline as told
from emporion.web.tests.factories import person, signed_in

pytestmark = pytest.mark.usefixtures("house")


@pytest.fixture
def corner(house: str) -> Corner:
    return corner_shop(takes_uncovered=True)


@pytest.fixture
def three_cups(corner: Corner) -> OrderRef:
    """An order of three cups at 2.50, all of them on the shelf."""
    return orders.place(draft=draft(corner, (cup(corner, 10), 3)), actor="shop")


def form(**fields: str) -> dict[str, str]:
    return {"intent": str(uuid.uuid4()), **fields}


def test_the_page_says_the_status_its_reason_and_what_can_be_done(three_cups: OrderRef) -> None:
    page = signed_in().get(f"/orders/{three_cups.id}/").content.decode()
    assert "Waiting for payment" in page
    assert "All lines are covered, payment is due." in page
    for verb in ("payment/", "shipment/", "lines/", "cancel/"):
        assert f'href="/orders/{three_cups.id}/{verb}"' in page


@pytest.mark.parametrize("act", ["payment", "shipment", "cancel"])
def test_an_act_on_a_page_of_its_own_leads_back_to_the_order(three_cups: OrderRef, act: str) -> None:
    page = signed_in().get(f"/orders/{three_cups.id}/{act}/").content.decode()
    way = page[page.index('aria-label="Where you are"') :].partition("</nav>")[0]
    assert f'href="/orders/{three_cups.id}/"' in way and three_cups.number in way


def test_paying_and_shipping_by_hand_ends_in_done_and_a_second_click_changes_nothing(three_cups: OrderRef) -> None:
    client, at = signed_in(), f"/orders/{three_cups.id}/"
    paying = form(amount="7,50", method="Cash", reference="receipt 7")
    for _ in range(2):
        assert client.post(f"{at}payment/", paying)["Location"] == at
    [line] = order(three_cups.number).lines
    shipping = form(**{f"line{line.id}": "3", "tracking": "ACS1"})
    for _ in range(2):
        assert client.post(f"{at}shipment/", shipping).status_code in (302, 403, 422)
    found = order(three_cups.number)
    assert (found.paid_minor, found.status, len(found.shipments)) == (750, "done", 1)
    assert "Paid" in client.get(at).content.decode()


@pytest.mark.parametrize(
    ("amount", "says"),
    [
        ("7.505", "“7.505” is not a number with at most 2 digits after the point."),
        ("much", "“much” is not a number with at most 2 digits after the point."),
        ("0", "A payment is more than nothing."),
    ],
)
def test_an_amount_that_cannot_be_is_refused_beside_its_field(three_cups: OrderRef, amount: str, says: str) -> None:
    answer = signed_in().post(f"/orders/{three_cups.id}/payment/", form(amount=amount, method="Card"))
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert order(three_cups.number).payments == ()


def test_the_same_document_is_noted_once(three_cups: OrderRef) -> None:
    client = signed_in()
    for _ in range(2):
        client.post(f"/orders/{three_cups.id}/payment/", form(amount="2", method="Card", reference="slip 5"))
    assert order(three_cups.number).paid_minor == 200
    assert "noted before" in client.get(f"/orders/{three_cups.id}/").content.decode()


def test_no_more_is_shipped_than_is_promised(corner: Corner) -> None:
    ref = orders.place(draft=draft(corner, (cup(corner, 2), 5)), actor="shop")
    [line] = order(ref.number).lines
    answer = signed_in().post(f"/orders/{ref.id}/shipment/", form(**{f"line{line.id}": "5"}))
    assert answer.status_code == 422
    assert "Only 2 are promised to this order." in answer.content.decode()
    assert order(ref.number).shipments == ()


def test_a_shipment_of_nothing_says_what_is_missing(three_cups: OrderRef) -> None:
    [line] = order(three_cups.number).lines
    answer = signed_in().post(f"/orders/{three_cups.id}/shipment/", form(**{f"line{line.id}": "0"}))
    assert "Nothing is chosen." in answer.content.decode()


def test_goods_that_come_back_go_to_the_chosen_warehouse_and_their_money_waits(
    corner: Corner, three_cups: OrderRef
) -> None:
    client, at = signed_in(), f"/orders/{three_cups.id}/"
    [line] = order(three_cups.number).lines
    defects = warehouse(corner.firm)
    orders.note_payment(number=three_cups.number, reference="P", amount=three_cups.total, actor="bank")
    orders.note_shipment(number=three_cups.number, reference="S", actor="storekeeper")
    back = {"warehouse": str(defects), "reason": "it is broken or has a fault"}
    answer = client.post(f"{at}return/", form(**back, **{f"line{line.id}": "4"}))
    assert answer.status_code == 422 and "At most 3 are with the customer." in answer.content.decode()
    assert client.post(f"{at}return/", form(**back, **{f"line{line.id}": "1"}))["Location"] == at
    page = client.get(at).content.decode()
    assert "A part came back, the rest is paid." in page and "1 came back" in page and f"{at}give-back/" in page
    [there] = [one for one in stock_of([line.variant or 0]) if one.warehouse.id == defects]
    assert there.on_hand == 1000


def test_cancelling_names_the_consequence_and_keeps_the_reason(three_cups: OrderRef) -> None:
    client, at = signed_in(), f"/orders/{three_cups.id}/cancel/"
    assert "3 pieces go back on sale." in client.get(at).content.decode()
    assert client.post(at, form()).status_code == 422
    client.post(at, form(reason="a trial"))
    assert order(three_cups.number).cancelled_because == "a trial"
    page = client.get(f"/orders/{three_cups.id}/").content.decode()
    assert "Called off: a trial." in page
    assert "To pay" not in page


def test_what_has_not_left_of_an_order_is_cancelled_after_a_question_that_names_the_consequence(
    three_cups: OrderRef,
) -> None:
    client, at = signed_in(), f"/orders/{three_cups.id}/"
    assert "cancel-rest/" not in client.get(at).content.decode()
    orders.note_payment(number=three_cups.number, reference="P", amount=Money(750, "EUR"), actor="bank")
    [line] = order(three_cups.number).lines
    client.post(f"{at}shipment/", form(**{f"line{line.id}": "1"}))
    page = client.get(at).content.decode()
    assert (f'href="{at}cancel-rest/"' in page, f'href="{at}cancel/"' in page) == (True, False)
    asked = client.get(f"{at}cancel-rest/").content.decode()
    told = "2 pieces go back on sale. The order comes to 2.50\u00a0€ then."
    told += " 5.00\u00a0€ were paid and have to be given back."
    assert told in asked
    assert (
        signed_in("storekeeper", email="s@shop.example").post(f"{at}cancel-rest/", form(reason="a trial")).status_code
        == 403
    )
    assert client.post(f"{at}cancel-rest/", form(reason="the goods cannot be had"))["Location"] == at
    found = order(three_cups.number)
    assert (found.total_minor, found.back_minor, found.status) == (250, 500, "done")
    page = client.get(at).content.decode()
    assert "What had not left was cancelled" in page and "the goods cannot be had" in page
    assert "cancel-rest/" not in page and f'href="{at}give-back/"' in page


def test_a_refused_act_in_a_drawer_stays_there_and_a_done_one_leads_on(three_cups: OrderRef) -> None:
    client, at = signed_in(), f"/orders/{three_cups.id}/payment/"
    beside = {"HX-Request": "true", "HX-Target": "drawer"}
    wrong = client.post(at, form(amount="x", method="Card"), headers=beside)
    assert (wrong.status_code, "<html" in wrong.content.decode()) == (422, False)
    right = client.post(at, form(amount="1", method="Card"), headers=beside)
    assert (right.status_code, right["HX-Redirect"]) == (204, f"/orders/{three_cups.id}/")


def test_a_storekeeper_ships_and_neither_cancels_nor_meets_a_price(three_cups: OrderRef) -> None:
    client, at = signed_in("storekeeper"), f"/orders/{three_cups.id}/"
    page = client.get(at).content.decode()
    assert ("shipment/" in page, "cancel/" in page, "7.50" in page) == (True, False, False)
    for act in ("cancel/", "payment/", "lines/"):
        assert client.post(at + act, form(reason="a trial")).status_code == 403
    assert order(three_cups.number).status == "waiting_payment"


def test_an_order_of_another_shop_is_as_unknown_as_none(three_cups: OrderRef, corner: Corner) -> None:
    keeper = person("", email="one@shop.example")
    accounts.grant(staff=keeper.pk or 0, role="manager", shop=999, actor="cli")
    client = Client()
    client.force_login(cast(Any, keeper))
    assert client.get(f"/orders/{three_cups.id}/").status_code == 404
    assert client.get("/orders/999999/").status_code == 404


def sentences(ref: OrderRef) -> list[str]:
    return [str(event.title) for event in told.events(timeline([f"order:{ref.number}"]), "EUR")]


def test_the_timeline_speaks_in_sentences_of_the_reader_s_language(three_cups: OrderRef) -> None:
    orders.note_payment(number=three_cups.number, reference="r1", amount=Money(750, "EUR"), method="Cash", actor="bank")
    orders.note_shipment(number=three_cups.number, reference="s1", actor="shop")
    assert sentences(three_cups)[:5] == [
        "To ship → Done", "Shipped", f"Left {told.names_in(timeline([f'order:{three_cups.number}'])).warehouse(1)}",
        "Waiting for payment → To ship", "Paid 7.50\u00a0€",
    ]  # fmt: skip
    with translation.override("ru"):
        assert sentences(three_cups)[1] == "Отгружен"
        assert sentences(three_cups)[4] == "Оплачено 7,50\u00a0€"
        assert sentences(three_cups)[-2:] == ["Оформлен", "В резерве"]


def test_amounts_stay_out_of_the_timeline_of_who_meets_none(three_cups: OrderRef) -> None:
    orders.note_payment(number=three_cups.number, reference="r1", amount=Money(750, "EUR"), actor="bank")
    facts = timeline([f"order:{three_cups.number}"])
    assert [str(event.title) for event in told.events(facts)][1] == "Payment noted"


def test_money_of_a_cancelled_order_goes_back_by_one_form_and_never_more_than_is_owed(three_cups: OrderRef) -> None:
    client, at = signed_in(), f"/orders/{three_cups.id}/"
    orders.note_payment(number=three_cups.number, reference="P", amount=Money(750, "EUR"), actor="bank")
    assert f'href="{at}give-back/"' not in client.get(at).content.decode()
    orders.cancel(number=three_cups.number, actor="shop")
    page = client.get(at).content.decode()
    assert f'href="{at}give-back/"' in page and "To give back" in page
    assert 'value="7.50"' in client.get(f"{at}give-back/").content.decode()
    refused = client.post(f"{at}give-back/", form(amount="7.51", method="Cash", reference=""))
    assert refused.status_code == 422
    assert "At most 7.50 have to go back." in refused.content.decode()
    sent = form(amount="7.50", method="Cash", reference="slip 3")
    assert client.post(f"{at}give-back/", sent)["Location"] == at
    found = order(three_cups.number)
    assert (found.paid_minor, found.back_minor, [one.amount_minor for one in found.payments]) == (0, 0, [750, -750])
    page = client.get(at).content.decode()
    assert "Given back" in page and f'href="{at}give-back/"' not in page


def test_who_packs_gives_no_money_back(three_cups: OrderRef) -> None:
    orders.note_payment(number=three_cups.number, reference="P", amount=Money(750, "EUR"), actor="bank")
    orders.cancel(number=three_cups.number, actor="shop")
    sent = form(amount="7.50", method="Cash", reference="")
    assert signed_in("storekeeper").post(f"/orders/{three_cups.id}/give-back/", sent).status_code == 403
