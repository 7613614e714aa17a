"""Who is told of alerts is set on one page, tried by one press, and by nobody without the right."""

from __future__ import annotations

import pytest

from emporion.clockwork.queries import tasks
from emporion.watchman import queries
from emporion.watchman.types import TEST
from emporion.web.tests.factories import signed_in

pytestmark = pytest.mark.usefixtures("house")
PAGE = "/watchman/telling/"
HOOK = "https://hooks.example/emporion"


def test_letters_address_and_webhook_are_set_and_the_secret_stands_on_the_page() -> None:
    client = signed_in()
    assert "no mail server" in client.get(PAGE).content.decode()
    told = {"by_mail": "on", "address": "https://shop.example/", "hook_url": HOOK}
    assert client.post(PAGE, told).status_code == 302
    now = queries.telling()
    assert (now.by_mail, now.address, now.hook_url) == (True, "https://shop.example", HOOK)
    assert queries.hook_secret() in client.get(PAGE).content.decode()
    assert client.post(PAGE, {}).status_code == 302
    assert (queries.telling().by_mail, queries.hook_secret()) == (False, "")


def test_a_wrong_address_is_said_beside_its_field_with_the_remedy() -> None:
    client = signed_in()
    answer = client.post(PAGE, {"hook_url": "http://10.0.0.1/"})
    assert answer.status_code == 422 and "begins with https://" in answer.content.decode()
    answer = client.post(PAGE, {"address": "shop"})
    assert answer.status_code == 422 and "such as https://shop.example" in answer.content.decode()


def test_a_test_is_a_letter_to_who_asks_and_a_call() -> None:
    client = signed_in()
    client.post(PAGE, {"by_mail": "on", "hook_url": HOOK})
    assert client.post(f"{PAGE}test/").status_code == 302
    [letter] = tasks(path="emporion.watchman.tasks.send_letter")
    [call] = tasks(path="emporion.watchman.tasks.call_hook")
    assert letter.args == [int(client.session["_auth_user_id"]), []]
    assert call.args[:2] == [TEST, 0]


def test_another_secret_is_made_by_one_press() -> None:
    client = signed_in()
    client.post(PAGE, {"hook_url": HOOK})
    before = queries.hook_secret()
    assert client.post(f"{PAGE}secret/").status_code == 302
    assert queries.hook_secret() not in ("", before)


def test_nobody_else_sees_the_secret_or_sends_a_test() -> None:
    manager = signed_in("manager", email="manager@shop.example")
    assert manager.get(PAGE).status_code == 403
    assert manager.post(f"{PAGE}test/").status_code == 403
    assert manager.post(f"{PAGE}secret/").status_code == 403
    assert "Who is told" not in manager.get("/watchman/").content.decode()
