"""What came, what became of it, what was refused, how a connection is set up."""

import re
from datetime import timedelta

from django.contrib.auth.hashers import check_password
from django.utils import timezone

from emporion.clockwork import queries as clockwork
from emporion.exchange import commands as exchange
from emporion.exchange.models import Message, Session
from emporion.exchange.queries import (
    authority,
    channel_by_code,
    open_count,
    quarantined,
    secrets_of,
    session as talk,
    waiting_count,
)
from emporion.exchange.tests.factories import break_off
from emporion.exchange.types import Fault, Tally
from emporion.web.tests.factories import signed_in
from emporion.web.why.tests.factories import Shop, offers, sent, shop


def with_a_refused_row() -> tuple[Shop, int]:
    kept = shop()
    return kept, sent(kept.channel, offers("many"), "offers0_2.xml", kept.session)


def test_each_connection_has_its_lamps(house: str) -> None:
    shop()
    html = signed_in().get("/exchange/").content.decode()
    for part in ("1C main", "Connection", "Goods and prices in", "Stock in", "Orders out", "offers0_1.xml"):
        assert part in html


def test_a_connection_that_took_no_order_yet_does_not_claim_that_all_are_told(house: str) -> None:
    shop()
    html = signed_in().get("/exchange/").content.decode()
    assert "No order has gone out yet" in html and "All are told" not in html


def test_a_session_shows_its_requests_and_what_came_in_it(house: str) -> None:
    kept = shop()
    exchange.log_step(
        channel=kept.channel, session=kept.session, request="GET type=catalog&mode=init", answer="zip=yes",
        milliseconds=4, actor="channel:1c",
    )  # fmt: skip
    html = signed_in("manager").get(f"/exchange/sessions/{kept.session}/").content.decode()
    for part in ("mode=init", "zip=yes", "import0_1.xml", "offers0_1.xml"):
        assert part in html
    assert signed_in("manager", email="b@shop.example").get("/exchange/sessions/99/").status_code == 409


def test_a_message_shows_its_counts_its_changes_and_the_element(house: str) -> None:
    kept = shop()
    answer = signed_in().get(f"/exchange/messages/{kept.offers}/", {"place": "Предложение[2]"})
    html = answer.content.decode()
    assert "&lt;Наименование&gt;Blue cup&lt;/Наименование&gt;" in html
    assert [(row.kind, row.tally.created) for row in answer.context["rows"]][-2] == ("Prices", 1)
    assert {change.place for change in answer.context["changes"]} >= {"Предложение[1]", "Предложение[2]"}


def test_raw_bytes_leave_as_a_file_for_those_who_operate(house: str) -> None:
    kept = shop()
    answer = signed_in("integrator").get(f"/exchange/messages/{kept.offers}/raw/")
    assert b"".join(answer.streaming_content) == offers("9.50").encode()  # type: ignore[attr-defined]
    assert answer["Content-Disposition"] == 'attachment; filename="offers0_1.xml"'
    assert (answer["X-Content-Type-Options"], answer["Content-Type"]) == ("nosniff", "application/octet-stream")
    client = signed_in("manager", email="m@shop.example")
    assert client.get(f"/exchange/messages/{kept.offers}/raw/").status_code == 403


def test_what_speaks_of_customers_needs_their_right(house: str) -> None:
    kept = shop()
    stored = exchange.store(b"<x/>", personal=True)
    number = exchange.keep_message(
        channel=kept.channel, direction="in", name="orders.xml", content=stored, personal=True, actor="channel:1c"
    )
    assert signed_in("integrator").get(f"/exchange/messages/{number}/raw/").status_code == 403


def test_a_message_is_run_again_by_a_worker(house: str) -> None:
    kept, client = shop(), signed_in("integrator")
    for _twice in range(2):
        assert client.post(f"/exchange/messages/{kept.offers}/run/").status_code == 302
    (waiting,) = clockwork.tasks(state="ready")
    assert waiting.args == [kept.offers]
    assert (
        signed_in("manager", email="m@shop.example").post(f"/exchange/messages/{kept.offers}/run/").status_code == 403
    )


def test_messages_of_one_state_stand_under_a_head_without_a_state(house: str) -> None:
    shop()
    html = signed_in().get("/exchange/messages/?state=done").content.decode()
    assert "is-big" not in html.partition("</header>")[2].partition("<nav")[0]
    assert 'name="state" value="done"' in html


def test_the_tab_tells_how_many_orders_wait_to_go_out(house: str) -> None:
    kept, client = shop(), signed_in()
    assert re.search(r"Waiting to go out\s*</a>", client.get("/exchange/").content.decode())
    for number in (1, 2):
        exchange.want(channel=kept.channel, kind="order", object_ids=[number], actor="shop")
    assert re.search(r"Waiting to go out <b>2</b>", client.get("/exchange/").content.decode())


def test_a_message_in_work_shows_how_far_it_is_until_it_ends(house: str) -> None:
    kept, client = shop(), signed_in()
    url = f"/exchange/messages/{kept.offers}/progress/"
    assert client.get(url)["HX-Refresh"] == "true"
    exchange.begin_message(message=kept.offers, actor="worker")
    tally = {"offers": Tally(4, 0, 3, 1, 0)}
    exchange.note_progress(message=kept.offers, done=4, total=8, counts=tally, actor="worker")
    html = client.get(url).content.decode()
    assert "4 of" in html and 'hx-trigger="every 2s"' in html and 'value="50"' in html


def test_refused_rows_stand_under_their_cause_with_its_remedy(house: str) -> None:
    with_a_refused_row()
    html = signed_in().get("/exchange/quarantine/").content.decode()
    (row,) = quarantined()
    assert row.fault.refusal.what_to_do in html and row.place in html
    assert "ЦенаЗаЕдиницу" in html and "many" in html


def test_a_person_marks_rows_as_fixed(house: str) -> None:
    with_a_refused_row()
    (row,) = quarantined()
    signed_in().post("/exchange/quarantine/settle/", {"rows": str(row.id), "verb": "fix"})
    assert open_count() == 0


def test_rows_are_ignored_only_with_a_reason(house: str) -> None:
    with_a_refused_row()
    (row,) = quarantined()
    client = signed_in()
    told = {"rows": str(row.id), "verb": "ignore"}
    assert client.post("/exchange/quarantine/settle/", told).status_code == 409
    assert open_count() == 1
    assert client.post("/exchange/quarantine/settle/", told | {"reason": "a test price"}).status_code == 302
    (left,) = quarantined(state="ignored")
    assert left.reason == "a test price"


def test_rows_are_read_again_from_their_message(house: str) -> None:
    _kept, number = with_a_refused_row()
    (row,) = quarantined()
    signed_in().post("/exchange/quarantine/settle/", {"rows": str(row.id), "verb": "retry"})
    assert [task.args for task in clockwork.tasks(state="ready")] == [[number]]
    (still,) = quarantined()
    assert still.retry_at is not None


def test_rows_of_a_message_in_work_or_let_go_are_not_promised_to_be_read(house: str) -> None:
    _kept, number = with_a_refused_row()
    (row,) = quarantined()
    client, told = signed_in(), {"rows": str(row.id), "verb": "retry"}
    exchange.begin_message(message=number, actor="worker")
    assert client.post("/exchange/quarantine/settle/", told).status_code == 409
    exchange.finish_message(message=number, counts={}, actor="worker")
    Message.objects.filter(pk=number).update(reduced=True)
    assert client.post("/exchange/quarantine/settle/", told).status_code == 409
    assert (clockwork.tasks(state="ready"), quarantined()[0].retry_at) == ([], None)


def test_what_could_not_leave_is_tried_again(house: str) -> None:
    kept, client = shop(), signed_in()
    exchange.want(channel=kept.channel, kind="order", object_ids=[7], actor="cli")
    exchange.fail(
        channel=kept.channel, kind="order", object_ids=[7], fault=Fault("no_such_channel", {"channel": 1}), actor="cli"
    )
    assert "Could not leave" in client.get("/exchange/outgoing/").content.decode()
    told = {"channel": str(kept.channel), "kind": "order", "code": "no_such_channel"}
    assert client.post("/exchange/outgoing/retry/", told).status_code == 302
    assert waiting_count(kept.channel) == 1
    assert "Waits" in client.get("/exchange/outgoing/").content.decode()


def test_a_connection_is_set_up_and_keeps_its_password_hashed(house: str) -> None:
    kept, client = shop(), signed_in("integrator")
    told = {"title": "1C shop", "code": "shop", "firm": str(kept.firm), "currency": "eur", "login": "site"}
    assert client.post("/exchange/channels/new/commerceml/", told).status_code == 422  # a new one needs a password
    answer = client.post(
        "/exchange/channels/new/commerceml/", told | {"password": "a long one", "orders_from": "2026-01-05"}
    )
    assert answer.status_code == 302
    made = channel_by_code("shop")
    assert (made.settings["firm"], made.settings["currency"]) == (kept.firm, "EUR")
    assert str(made.settings["orders_from"]).startswith("2026-01-05")
    assert check_password("a long one", secrets_of(made.id)["password"])
    html = client.get(f"/exchange/channels/{made.id}/").content.decode()
    assert "http://testserver/exchange/1c/shop" in html and "a long one" not in html


def test_a_changed_connection_keeps_its_password_when_none_is_given(house: str) -> None:
    kept, client = shop(), signed_in("integrator")
    exchange.change_channel(channel=kept.channel, secrets={"login": "a", "password": "hash"}, actor="cli")
    told = {"title": "1C main", "firm": str(kept.firm), "currency": "EUR", "login": "b", "is_active": "on"}
    assert client.post(f"/exchange/channels/{kept.channel}/", told).status_code == 302
    assert secrets_of(kept.channel) == {"login": "b", "password": "hash"}


def test_a_person_says_whose_word_counts_and_when_orders_leave(house: str) -> None:
    kept = shop()
    address = f"/exchange/channels/{kept.channel}/authority/"
    told = dict.fromkeys(("names", "properties", "pictures", "stock"), "theirs") | {"prices": "ours"}
    web = signed_in("integrator")
    assert address in web.get(f"/exchange/channels/{kept.channel}/").content.decode()
    assert web.post(address, told | {"orders": "to_ship"}).status_code == 302
    rules = {rule.data: rule for rule in authority(kept.channel)}
    assert (rules["prices"].master, rules["names"].master) == ("ours", "theirs")
    assert (rules["orders"].direction, rules["orders"].from_status) == ("both", "to_ship")
    html = web.get(address).content.decode()
    assert 'value="to_ship" selected' in html
    assert web.post(address, told | {"orders": "never"}).status_code == 302
    assert authority(kept.channel)[list(rules).index("orders")].direction == "in"
    assert web.post(address, told | {"prices": "nobody"}).status_code == 422
    assert signed_in("manager", email="m@shop.example").get(address).status_code == 403


def test_a_failed_session_says_why(house: str) -> None:
    kept = shop()
    break_off(kept.session, Fault("content_gone", {"message": 3}))
    assert talk(kept.session).state == "failed"
    html = signed_in().get(f"/exchange/sessions/{kept.session}/").content.decode()
    assert "no longer kept" in html


def test_a_talk_that_fell_silent_is_not_shown_as_going_on(house: str) -> None:
    kept, client = shop(), signed_in()
    assert "Talking" in client.get("/exchange/").content.decode()
    Session.objects.filter(pk=kept.session).update(seen_at=timezone.now() - timedelta(seconds=61))
    for page in ("/exchange/", f"/exchange/sessions/{kept.session}/", "/exchange/sessions/?state=done"):
        html = client.get(page).content.decode()
        assert "Talking" not in html.replace(">Talking</span>", "").replace("Talking\n", ""), page
    assert "nothing was heard since" in client.get(f"/exchange/sessions/{kept.session}/").content.decode()


def test_who_was_turned_away_at_the_door_is_a_row_of_the_first_page(house: str) -> None:
    kept = shop()
    exchange.log_step(
        channel=kept.channel, session=None, request="GET type=catalog&mode=checkauth (10.9.8.7)",
        answer="failure: Wrong login or password.", actor="channel:1c",
    )  # fmt: skip
    html = signed_in().get("/exchange/").content.decode()
    for part in ("Refused requests", "10.9.8.7", "Wrong login or password."):
        assert part in html


def test_a_storekeeper_does_not_see_the_exchange(house: str) -> None:
    shop()
    assert signed_in("storekeeper").get("/exchange/").status_code == 403
