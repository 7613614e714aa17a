"""A house calls the statuses of orders as it likes, in each language; what they mean stays."""

from collections.abc import Iterator

import pytest

from emporion.journal.queries import timeline
from emporion.journal.types import FieldChange
from emporion.orders import commands as orders
from emporion.orders.queries import status_names
from emporion.orders.tests.factories import corner_shop, cup, draft
from emporion.orders.types import StatusNamed, StatusNameTaken, UnknownStatus
from emporion.web import status_names as words
from emporion.web.tests.factories import signed_in

pytestmark = pytest.mark.usefixtures("house")
ADDRESS = "/settings/statuses/waiting_payment/"


@pytest.fixture(autouse=True)
def forgotten() -> Iterator[None]:
    yield
    words.names.forget()


def test_a_status_is_called_as_the_house_says_in_the_language_of_who_reads() -> None:
    corner, client, reader = corner_shop(), signed_in(language="en"), signed_in(email="ru@shop.example", language="ru")
    orders.place(draft=draft(corner, (cup(corner, 10), 1)), actor="shop")
    assert client.post(ADDRESS, {"en": " Pay  us ", "ru": "Ждём денег"}).status_code == 302
    page = client.get("/orders/?status=waiting_payment").content.decode()
    assert "Pay us" in page and page.count("Waiting for payment") == 1  # the view of the house keeps its own name
    assert "Ждём денег" in reader.get("/orders/").content.decode()
    assert "Pay us" in client.get("/settings/statuses/").content.decode()
    change = (FieldChange("en", "", "Pay us"), FieldChange("ru", "", "Ждём денег"))
    assert timeline(["status:waiting_payment"])[0].event == StatusNamed("status:waiting_payment", change)


def test_an_empty_name_brings_the_usual_word_back() -> None:
    client = signed_in()
    client.post(ADDRESS, {"en": "Pay us"})
    client.post(ADDRESS, {"en": ""})
    assert status_names() == {}
    assert not orders.name_status(status="new", names={"en": ""}, actor="cli")


def test_two_statuses_are_never_called_the_same() -> None:
    client = signed_in()
    answer = client.post(ADDRESS, {"en": "done"})
    assert answer.status_code == 422 and "Another status is called “done” already." in answer.content.decode()
    with pytest.raises(StatusNameTaken):
        orders.name_status(
            status="new", names={"ru": "выполнен", "en": "Fresh", "el": "νέα"} | {"en": "Shipped"}, actor="cli"
        )
    assert status_names() == {}
    with pytest.raises(UnknownStatus):
        orders.name_status(status="nothing", names={"en": "x"}, actor="cli")


def test_only_who_changes_settings_renames() -> None:
    assert signed_in("manager", email="m@shop.example").post(ADDRESS, {"en": "x"}).status_code == 403
    assert signed_in().get("/settings/statuses/nothing/").status_code == 404
