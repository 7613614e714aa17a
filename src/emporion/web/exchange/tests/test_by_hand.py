"""What a person does for a connection by hand: dropped files, mended rows, answers to the exchange's questions."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from emporion.catalog.queries import find_by_sku
from emporion.channels.commerceml.inbound.job import read_again
from emporion.channels.commerceml.inbound.refusals import AbsentGoods
from emporion.channels.commerceml.leftovers import import_left
from emporion.channels.commerceml.settings import Settings
from emporion.channels.commerceml.uploads import Talk
from emporion.clockwork import queries as clockwork
from emporion.exchange import commands as exchange
from emporion.exchange.models import Message
from emporion.exchange.queries import channel_by_id, messages, object_of, open_count, quarantined, questions
from emporion.exchange.types import RefusedRow, Tally
from emporion.pricing.queries import prices_of
from emporion.web.tests.factories import signed_in
from emporion.web.why.tests.factories import CATALOG, RETAIL, Shop, offers, sent, shop


def dropped(client: Client, channel: int, *files: tuple[str, bytes]) -> int:
    told = {"files": [SimpleUploadedFile(name, content) for name, content in files]}
    status: int = client.post(f"/exchange/channels/{channel}/drop/", told).status_code
    for task in clockwork.tasks(state="ready"):
        import_left.func(*task.args)
    return status


def packed(*files: tuple[str, str]) -> bytes:
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w") as archive:
        for name, text in files:
            archive.writestr(name, text)
    return body.getvalue()


def test_dropped_files_come_in_whatever_their_order(house: str) -> None:
    kept, client = shop(), signed_in("integrator")
    files = ("offers.xml", offers("11.00").encode()), ("import.xml", CATALOG.encode())
    assert dropped(client, kept.channel, *files) == 302
    (price,) = prices_of([kept.variant])[kept.variant]
    assert price.price.micro == 11_000_000
    assert [one.name for one in messages(limit=2)] == ["offers.xml", "import.xml"]


def test_a_dropped_archive_is_unpacked(house: str) -> None:
    kept, client = shop(), signed_in("integrator")
    body = packed(("import0_1.xml", CATALOG), ("offers0_1.xml", offers("12.00")))
    assert dropped(client, kept.channel, ("all.zip", body)) == 302
    (price,) = prices_of([kept.variant])[kept.variant]
    assert price.price.micro == 12_000_000


def test_a_broken_file_is_kept_with_its_cause_and_stops_no_other(house: str) -> None:
    kept, client = shop(), signed_in("integrator")
    cut = offers("13.00").encode()[:300]
    assert dropped(client, kept.channel, ("cut.xml", cut), ("offers.xml", offers("14.00").encode())) == 302
    (refused,) = messages(state="refused")
    assert (refused.name, refused.fault is not None) == ("cut.xml", True)
    assert prices_of([kept.variant])[kept.variant][0].price.micro == 14_000_000


def test_what_is_no_exchange_file_is_refused_and_nothing_is_taken(house: str) -> None:
    kept, client = shop(), signed_in("integrator")
    before = len(messages())
    assert dropped(client, kept.channel, ("prices.xlsx", b"PK")) == 409
    assert client.post(f"/exchange/channels/{kept.channel}/drop/").status_code == 409
    assert len(messages()) == before
    other = signed_in("manager", email="m@shop.example")
    assert dropped(other, kept.channel, ("offers.xml", b"<x/>")) == 403


def test_a_message_in_work_stands_on_the_first_page_with_its_counts_and_the_time_left(house: str) -> None:
    kept, client = shop(), signed_in()
    assert "e-meter" not in client.get("/exchange/running/").content.decode()
    exchange.begin_message(message=kept.offers, actor="worker")
    exchange.note_progress(
        message=kept.offers, done=4, total=8, counts={"offers": Tally(4, 0, 3, 1, 0)}, actor="worker"
    )
    html = client.get("/exchange/running/").content.decode()
    assert 'value="50"' in html
    assert "4 of" in html


def with_unknown_type() -> Shop:
    kept = shop()
    priced = offers("20.00").replace(f"<ИдТипаЦены>{RETAIL}", "<ИдТипаЦены>type-new")
    sent(kept.channel, priced, "offers0_3.xml", kept.session)
    return kept


def test_an_unknown_price_type_is_said_once_and_its_rows_are_read_again(house: str) -> None:
    kept, client = with_unknown_type(), signed_in("integrator")
    (row,) = quarantined()
    page = f"/exchange/quarantine/{row.id}/mend/"
    assert page in client.get("/exchange/quarantine/").content.decode()
    assert client.post(page, {"ours": ""}).status_code == 422
    assert client.post(page, {"ours": kept.price_type}).status_code == 302
    assert object_of(kept.channel, "price_type", "type-new") == kept.price_type
    (task,) = clockwork.tasks(state="ready")
    read_again(*task.args)
    assert open_count() == 0
    assert prices_of([kept.variant])[kept.variant][0].price.micro == 20_000_000


def test_an_unknown_offer_is_linked_to_our_goods_by_article(house: str) -> None:
    kept, client = shop(), signed_in("integrator")
    strange = offers("21.00").replace("<Ид>cup</Ид>", "<Ид>mug</Ид>")
    sent(kept.channel, strange, "offers0_4.xml", kept.session)
    (row,) = quarantined()
    page = f"/exchange/quarantine/{row.id}/mend/"
    assert "No product" in client.post(page, {"goods": "NONE"}).content.decode()
    assert client.post(page, {"goods": "CUP-1"}).status_code == 302
    for task in clockwork.tasks(state="ready"):
        read_again(*task.args)
    assert open_count() == 0
    assert prices_of([kept.variant])[kept.variant][0].price.micro == 21_000_000
    assert [one.id for one in find_by_sku("CUP-1")] == [kept.variant]


def with_three_rows() -> Shop:
    kept, number, facts = shop(), "commerceml.field.number", {"place": "x", "field": "y", "raw": "z"}
    causes = ("prices", number), ("prices", number), ("stock", "commerceml.field")
    rows = [
        RefusedRow(f"Предложение[{n}]", kind, code, facts, f"k{n}", "Цена", "y", "z")
        for n, (kind, code) in enumerate(causes, 1)
    ]
    exchange.refuse_rows(channel=kept.channel, message=kept.offers, refused=rows, actor="worker")
    return kept


def test_chosen_rows_alone_are_settled(house: str) -> None:
    with_three_rows()
    client, rows = signed_in(), {row.key: row.id for row in quarantined()}
    assert client.post("/exchange/quarantine/settle/", {"verb": "fix"}).status_code == 409
    client.post("/exchange/quarantine/settle/", {"verb": "fix", "row": [rows["k1"]]})
    assert {row.key for row in quarantined()} == {"k2", "k3"}
    client.post("/exchange/quarantine/settle/", {"verb": f"retry:{rows['k2']}", "row": [rows["k3"]]})
    assert {row.key for row in quarantined() if row.retry_at} == {"k2"}


def test_the_quarantine_is_narrowed_by_connection_kind_and_cause(house: str) -> None:
    kept, client = with_three_rows(), signed_in()
    page = "/exchange/quarantine/"
    assert [group.cause.count for group in client.get(page).context["groups"]] == [2, 1]
    (only,) = client.get(page, {"kind": "stock"}).context["groups"]
    assert only.cause.code == "commerceml.field"
    assert not client.get(page, {"channel": "99"}).context["groups"]
    assert len(client.get(page, {"channel": str(kept.channel)}).context["groups"]) == 2
    html = client.get(page, {"code": "commerceml.field"}).content.decode()
    assert "offers0_1.xml" in html
    assert "Show all" in html


def test_a_question_of_the_exchange_stands_on_the_page_with_some_of_the_goods(house: str) -> None:
    kept, client = shop(), signed_in("integrator")
    facts = {"count": 1, "total": 2, "variants": 1, "percent": 50, "since": "2026-01-01T00:00:00+00:00", "until": 1}
    told = {**facts, "products": [kept.product]}
    exchange.ask(channel=kept.channel, code=AbsentGoods.code, facts=told, actor="channel:1c")
    html = client.get("/exchange/").content.decode()
    for part in ("left out 1 of 2 goods", "Blue cup", "Hide them", "Keep them"):
        assert part in html
    assert "left out 1 of 2 goods" in signed_in(email="o@shop.example").get("/today/").content.decode()
    (asked,) = questions()
    assert client.post(f"/exchange/questions/{asked.id}/answer/", {"answer": "maybe"}).status_code == 404
    assert client.post(f"/exchange/questions/{asked.id}/answer/", {"answer": "keep"}).status_code == 302
    assert not questions()


def test_a_person_says_what_their_order_statuses_mean(house: str) -> None:
    kept, client = shop(), signed_in("integrator")
    page = f"/exchange/channels/{kept.channel}/statuses/"
    assert "отгружен" in client.get(page).content.decode()
    told = {"word": ["На Сборке", "", "Выдан"], "act": ["none", "paid", "shipped"]}
    assert client.post(page, told).status_code == 302
    assert channel_by_id(kept.channel).settings["status_words"] == {"На Сборке": "none", "Выдан": "shipped"}
    settings = Settings.model_validate(channel_by_id(kept.channel).settings)
    assert (settings.act_of("выдан"), settings.act_of("на сборке"), settings.act_of("отгружен")) == (
        "shipped",
        "none",
        None,
    )
    assert 'value="Выдан"' in client.get(page).content.decode()


def test_the_time_left_is_reckoned_from_the_speed_so_far(house: str) -> None:
    kept, client = shop(), signed_in()
    exchange.begin_message(message=kept.offers, actor="worker")
    exchange.note_progress(message=kept.offers, done=2, total=8, counts={}, actor="worker")
    Message.objects.filter(pk=kept.offers).update(at=timezone.now() - timedelta(minutes=10))
    assert "about 30 min" in client.get("/exchange/running/").content.decode().replace("\N{NO-BREAK SPACE}", " ")


def test_what_was_uploaded_and_never_asked_for_is_imported_by_a_button(house: str) -> None:
    kept, client = shop(), signed_in("integrator")
    talk = exchange.open_session(channel=kept.channel, kind="catalog", actor="channel:1c").id
    files = Talk(kept.channel, talk)
    files.begin()
    files.add("offers0_9.xml", io.BytesIO(offers("15.00").encode()), 0)
    exchange.end_session(session=talk, actor="channel:1c")
    html = client.get("/exchange/").content.decode()
    assert "offers0_9.xml" in html
    assert "Import what was uploaded" in html
    assert client.post(f"/exchange/channels/{kept.channel}/left/").status_code == 302
    (task,) = clockwork.tasks(state="ready")
    import_left.func(*task.args)
    assert prices_of([kept.variant])[kept.variant][0].price.micro == 15_000_000
    assert "Import what was uploaded" not in client.get("/exchange/").content.decode()
