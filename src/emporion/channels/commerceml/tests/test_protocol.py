"""The rules of the protocol one by one, over a real socket; each test is named after its rule."""

from __future__ import annotations

import base64
import io
import time
import zipfile
from datetime import timedelta
from pathlib import Path
from xml.etree.ElementTree import fromstring

import pytest
import time_machine
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.utils import timezone

from emporion.catalog.models import Product
from emporion.clockwork.worker import work_off
from emporion.exchange import commands as exchange
from emporion.exchange.queries import messages, session, sessions, steps, turned_away

from . import shapes
from .bench import LOGIN, PASSWORD, catalog, connection, goods, offer, pack
from .test_endpoint import lying
from .wire import Wire, cups

PICTURE = b"\x89PNG\r\n\x1a\n" + b"\x00\x00\x00\rIHDR\x00\x00\x00\x02\x00\x00\x00\x03" + bytes(9)


@pytest.fixture
def alias(channel: int, served: str) -> Wire:
    return Wire(f"{served}/bitrix/admin/1c_exchange.php")


def packed(files: dict[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return held.getvalue()


def told(wire: Wire) -> str:
    """The newest refused request's code."""
    return turned_away()[0].code


# ---- 1.1 what the 1C end checks


def test_1_1_init_has_exactly_two_lines_and_a_third_only_for_who_names_a_version(wire: Wire, channel: int) -> None:
    wire.sign_in()
    assert wire.ask("type=catalog&mode=init") == "zip=yes\nfile_limit=100000"
    assert wire.ask("type=catalog&mode=init&version=3.1").split("\n")[2:] == ["version=3.1"]
    assert wire.ask("type=sale&mode=init&version=3.1&cmlVersion=2.10").split("\n")[2:] == ["version=2.10"]
    assert sessions(channel)[0].version == "3.1"
    exchange.change_channel(channel=channel, settings={"zip": False}, actor="owner")
    assert wire.ask("type=catalog&mode=init").split("\n")[0] == "zip=no"


def test_1_1_checkauth_has_five_lines_where_the_connection_wants_bitrix_answers(wire: Wire, channel: int) -> None:
    exchange.change_channel(channel=channel, settings={"bitrix_answers": True}, actor="owner")
    lines = wire.ask("type=catalog&mode=checkauth").split("\n")
    assert (lines[0], len(lines)) == ("success", 5)
    assert lines[3].startswith("sessid=") and abs(int(lines[4].removeprefix("timestamp=")) - time.time()) < 60
    wire.cookie = f"{lines[1]}={lines[2]}"
    answer = wire.ask(f"type=catalog&mode=init&{lines[3]}&version=3.1").split("\n")
    assert answer[2:] == [lines[3], "version=3.1"]
    assert len(wire.ask(f"type=catalog&mode=init&{lines[3]}").split("\n")) == 2


def test_1_1_every_answer_has_status_200_a_body_and_a_word_of_1c_in_line_1(wire: Wire) -> None:
    wire.sign_in()
    for query in ("type=catalog&mode=checkauth", "type=catalog&mode=import&filename=none.xml", "mode=nonsense",
                  "type=catalog&mode=import&filename=a.jpg", "", "type=get_catalog&mode=init"):  # fmt: skip
        assert wire.ask(query).split("\n")[0] in ("success", "failure", "progress")  # ask() looks at the status


def test_1_1_progress_comes_only_after_work_or_a_wait(wire: Wire, channel: int) -> None:
    exchange.change_channel(channel=channel, settings={"wait_seconds": 1.0}, actor="owner")
    wire.sign_in()
    wire.send("import.xml", cups("a"))
    for _ in range(2):  # UT 11 asks again at once: an answer without a wait would be a busy loop
        began = time.monotonic()
        assert wire.ask("type=catalog&mode=import&filename=import.xml").startswith("progress")
        assert time.monotonic() - began >= 1.0


# ---- 1.2 order of work


def test_1_2_an_archive_is_unpacked_when_a_file_inside_is_asked_for(wire: Wire, channel: int) -> None:
    files = {
        "import0_1.xml": shapes.file(catalog(goods("a", inside="<Картинка>import_files/aa/1.png</Картинка>"))),
        "offers0_1.xml": shapes.file(pack(offer("a", {"retail": "10"}))),
        "import_files/aa/1.png": PICTURE,
    }
    wire.sign_in()
    wire.ask("type=catalog&mode=init")
    assert wire.send("v8_1065_3a.zip", packed(files)) == "success"
    assert [wire.take(name) for name in ("import0_1.xml", "offers0_1.xml")] == ["success", "success"]
    assert (Product.objects.count(), Product.objects.get().pictures.count()) == (1, 1)
    assert sorted(kept.name for kept in messages(channel=channel)) == ["import0_1.xml", "offers0_1.xml"]


def test_1_2_a_file_in_a_folder_of_the_archive_is_found_by_its_base_name_if_it_is_the_only_one(wire: Wire) -> None:
    wire.sign_in()
    wire.send("a.zip", packed({"webdata/000000001/import0_1.xml": cups("a"), "x/o.xml": cups(), "y/o.xml": cups()}))
    assert wire.take("import0_1.xml") == "success"
    assert Product.objects.count() == 1
    assert wire.take("o.xml").startswith("failure\nSeveral files are called o.xml: x/o.xml, y/o.xml.")


def test_1_4_files_of_an_archive_that_are_left_out_because_of_their_names_stand_among_the_requests(
    wire: Wire, channel: int
) -> None:
    wire.sign_in()
    wire.send("a.zip", packed({"import0_1.xml": cups("a"), "../b.xml": cups("b"), "shell.php": b"<?php"}))
    assert wire.take("import0_1.xml") == "success"
    assert Product.objects.count() == 1
    [talk] = sessions(channel)
    [said] = [step for step in steps(talk.id) if step.request == "unpack a.zip"]
    assert said.answer.startswith(
        "2 files of the archive a.zip were left out because of their names: ../b.xml, shell.php"
    )
    assert (said.code, talk.fault) == ("commerceml_names_left_out", None)


def test_1_2_a_picture_that_came_behind_the_last_import_outlives_the_next_init(wire: Wire) -> None:
    wire.sign_in()
    wire.send("import_files/aa/1.png", PICTURE)
    wire.ask("type=catalog&mode=init")
    wire.send("import0_1.xml", shapes.file(catalog(goods("a", inside="<Картинка>import_files/aa/1.png</Картинка>"))))
    assert wire.take("import0_1.xml") == "success"
    assert Product.objects.get().pictures.count() == 1


def test_1_2_who_asks_for_the_archive_itself_has_all_its_files_imported_goods_first(wire: Wire, channel: int) -> None:
    files = {"a_offers.xml": shapes.file(pack(offer("a", {"retail": "10"}))), "b_import.xml": cups("a")}
    wire.sign_in()
    wire.send("a.zip", packed(files))
    answers: list[str] = []
    while not answers or answers[-1].startswith("progress"):
        answers.append(wire.ask("type=catalog&mode=import&filename=a.zip"))
        work_off()
    assert answers[-1] == "success"
    assert [kept.name for kept in sorted(messages(channel=channel), key=lambda kept: kept.id)] == [
        "b_import.xml", "a_offers.xml",
    ]  # fmt: skip
    assert wire.ask("type=catalog&mode=import&filename=other.zip").startswith("failure\nThe file other.zip has not")


def test_1_2_two_checkauth_in_a_row_are_no_harm(wire: Wire, channel: int) -> None:
    wire.sign_in()
    wire.sign_in()
    wire.send("import.xml", cups("a"))
    assert wire.take("import.xml") == "success"
    assert len(sessions(channel)) == 2


# ---- 1.4 zip


def test_1_4_pieces_of_an_archive_are_put_together_before_it_is_unpacked(wire: Wire) -> None:
    whole = packed({"import0_1.xml": cups(*(f"g{n}" for n in range(50)))})
    wire.sign_in()
    for at in range(0, len(whole), 300):
        assert wire.send("v8.zip", whole[at : at + 300]) == "success"
    assert wire.take("import0_1.xml") == "success"
    assert Product.objects.count() == 50


def test_1_4_a_cut_archive_is_refused_and_its_name_begins_anew(wire: Wire, channel: int) -> None:
    whole = packed({"import0_1.xml": cups("a")})
    wire.sign_in()
    wire.send("v8.zip", whole[:-30])
    assert wire.take("import0_1.xml").startswith("failure\nThe archive v8.zip cannot be unpacked")
    assert steps(sessions(channel)[0].id)[-1].code == "commerceml_archive_broken"
    wire.send("v8.zip", whole)
    assert wire.take("import0_1.xml") == "success"


def test_1_4_the_same_archive_name_again_in_one_talk_is_a_new_archive(wire: Wire) -> None:
    wire.sign_in()
    for key in ("a", "b"):
        wire.send("v8.zip", packed({"import0_1.xml": cups(key)}))
        assert wire.take("import0_1.xml") == "success"
    assert Product.objects.count() == 2


# ---- 1.5 chunks, 1.6 loss of the talk


def test_1_5_init_drops_what_its_own_talk_left_and_no_other_talks(wire: Wire, channel: int) -> None:
    other = Wire(wire.address)
    for one in (wire, other):
        one.sign_in()
        one.send("half.xml", b"<?xml version='1.0'?><x>")
    wire.ask("type=catalog&mode=init")
    assert [path.rpartition("/")[2] for path in lying(channel)] == ["half.xml"]


def test_1_5_a_second_import_hears_that_an_exchange_is_running_and_checkauth_does_not(wire: Wire) -> None:
    other = Wire(wire.address)
    wire.sign_in()
    wire.send("import.xml", cups("a"))
    assert wire.ask("mode=import&filename=import.xml").startswith("progress")
    other.sign_in()
    other.send("import.xml", cups("b"))
    assert other.ask("mode=import&filename=import.xml").startswith("failure\nAnother exchange of this connection")


def test_1_6_a_talk_lives_a_day_after_each_of_its_requests(wire: Wire, channel: int) -> None:
    wire.sign_in()
    wire.login = b""
    for hours in (20, 20, 20):
        with time_machine.travel(sessions(channel)[0].seen_at + timedelta(hours=hours)):
            assert wire.ask("type=catalog&mode=init").startswith("zip=")
    with time_machine.travel(sessions(channel)[0].seen_at + timedelta(hours=25)):
        assert wire.ask("type=catalog&mode=init").startswith("failure\nSign in first")


@pytest.mark.parametrize("header", ["Redirect-Http-Authorization", "X-Authorization"])
def test_1_6_a_login_under_another_header_is_found(wire: Wire, header: str) -> None:
    basic = base64.b64encode(f"{LOGIN}:{PASSWORD}".encode()).decode()
    wire.login, wire.more = b"", (f"{header}: Basic {basic}",)
    assert wire.ask("type=catalog&mode=checkauth").startswith("success\n")


# ---- 2 orders


def test_2_an_import_of_sale_after_a_file_that_was_taken_already_is_a_success_and_happens_once(
    wire: Wire, channel: int
) -> None:
    wire.sign_in("sale")
    answer = shapes.file("<Документ><Номер>1</Номер></Документ>")
    wire.send("orders-1_1.xml", answer, kind="sale")
    for _ in range(2):
        assert wire.take("orders-1_1.xml", kind="sale").startswith("success")
    assert len(messages(channel=channel)) == 1


def test_2_a_file_of_sale_without_any_import_is_taken(wire: Wire, channel: int) -> None:
    wire.sign_in("sale")
    wire.send("orders-1_1.xml", shapes.file("<Документ><Номер>1</Номер></Документ>"), kind="sale")
    work_off()
    assert [kept.state for kept in messages(channel=channel)] == ["done"]


def test_2_an_archive_of_answers_is_unpacked_at_its_import(wire: Wire, channel: int) -> None:
    wire.sign_in("sale")
    wire.send("v8.zip", packed({"orders-1.xml": shapes.file("<Документ><Номер>1</Номер></Документ>")}), kind="sale")
    assert wire.take("orders-1.xml", kind="sale").startswith("success")
    assert [kept.personal for kept in messages(channel=channel)] == [True]


def test_2_without_orders_a_query_answers_an_empty_file_that_begins_with_its_declaration(wire: Wire) -> None:
    wire.sign_in("sale")
    body = wire.ask("type=sale&mode=query")
    assert body.startswith("<?xml")
    assert len(fromstring(body.encode())) == 0


def test_2_info_lists_statuses_payments_and_deliveries_in_windows_1251(wire: Wire) -> None:
    wire.sign_in("sale")
    wire.encoding = "cp1251"
    body = wire.ask("type=sale&mode=info")
    assert body.startswith('<?xml version="1.0" encoding="windows-1251"?>')
    root = fromstring(body.encode("cp1251"))
    assert (root.tag, [part.tag for part in root]) == ("Справочник", ["Статусы", "ПлатежныеСистемы", "СлужбыДоставки"])
    words = {one.findtext("Ид"): one.findtext("Название") for one in root.iter("Элемент")}
    assert (words["shipped"], words["ORDER_DELIVERY"]) == ("Отгружен", "Доставка заказа")


@pytest.mark.parametrize("query", ["type=get_catalog&mode=init", "type=reference&mode=init", "type=listen&mode=query"])
def test_2_other_types_are_unknown_commands(wire: Wire, query: str) -> None:
    wire.sign_in()
    assert wire.ask(query).startswith("failure\nUnknown command")


def test_complete_ends_the_talk_and_is_a_success(wire: Wire, channel: int) -> None:
    wire.sign_in()
    assert wire.ask("type=catalog&mode=complete") == "success"
    assert session(sessions(channel)[0].id).state == "done"


# ---- 7 quirks of requests


def test_7_11_an_import_of_a_picture_is_a_success(wire: Wire) -> None:
    wire.sign_in()
    wire.send("import_files/x.jpg", PICTURE)
    assert wire.take("import_files/x.jpg") == "success"


def test_7_20_what_1c_says_counts_more_than_what_was_pasted_with_the_address(wire: Wire, channel: int) -> None:
    wire.sign_in()
    assert wire.ask("type=catalog&mode=checkauth?type=catalog&mode=init").startswith("zip=yes")
    assert wire.ask("wc1c=exchange?type=catalog&mode=checkauth").startswith("success")
    assert steps(sessions(channel)[0].id)[-1].code == "commerceml_two_question_marks"
    assert sessions(channel)[0].fault is None


def test_7_20_a_file_by_get_is_told_that_its_content_was_lost_on_the_way(wire: Wire, channel: int) -> None:
    wire.sign_in()
    answer = wire.ask("type=catalog&mode=file&filename=import.xml")
    assert answer.startswith("failure\nThe file import.xml was to come, but the request has no content.")
    assert lying(channel) == set()


@pytest.mark.parametrize("method", ["HEAD", "PUT", "DELETE", "OPTIONS"])
def test_other_methods_do_nothing_and_are_seen(wire: Wire, channel: int, method: str) -> None:
    wire.sign_in()
    wire.send("import.xml", cups("a"))
    wire.method = method
    answer = wire.ask("type=catalog&mode=import&filename=import.xml")
    assert answer == "" if method == "HEAD" else answer.startswith("failure\nA request by the method")
    assert (told(wire), messages(channel=channel)) == ("commerceml_unknown_method", [])


# ---- the address that 1C calls when only a host was typed


def test_the_alias_finds_the_connection_by_its_login_and_goes_on_by_its_cookie(alias: Wire, channel: int) -> None:
    connection(code="other", shop="")
    second = exchange.add_channel(
        code="2c", kind="commerceml", title="2C", settings={"firm": 1}, actor="owner",
        secrets={"login": "2c", "password": make_password("two")},
    )  # fmt: skip
    two = Wire(alias.address, b"2c:two")
    two.sign_in()
    two.login = b""
    assert two.ask("type=catalog&mode=init").startswith("zip=yes")
    assert (len(sessions(second)), len(sessions(channel))) == (1, 0)


def test_the_alias_refuses_a_login_of_several_connections_and_says_what_to_do(alias: Wire) -> None:
    stranger = Wire(alias.address, f"{LOGIN}:wrong".encode())
    alias.sign_in()
    connection(code="second")
    alias.cookie = ""
    answer = alias.ask("type=catalog&mode=checkauth")
    assert answer.startswith("failure\nThe login 1c belongs to several connections: 1c, second. Give each")
    assert told(alias) == "commerceml_shared_login"
    assert stranger.ask("type=catalog&mode=checkauth").startswith("failure\nWrong login")
    assert Wire(alias.address, b"").ask("type=catalog&mode=init").startswith("failure\nSign in first")


def test_wrong_logins_at_the_alias_are_counted_too(alias: Wire) -> None:
    stranger = Wire(alias.address, b"nobody:wrong")
    for _ in range(20):
        stranger.ask("type=catalog&mode=checkauth")
    assert alias.ask("type=catalog&mode=checkauth").startswith("failure\nToo many wrong logins")


# ---- requests that never reach the exchange


@pytest.mark.parametrize(
    "path",
    ["/exchange/1c/", "/exchange/1c/1c/more", "/exchange/1c/a b", "/bitrix/admin/", "/bitrix/admin/1c_exchange.php/x",
     "/?wc1c=exchange", "/exchange/", "/1c_exchange.php"],
)  # fmt: skip
def test_an_address_of_nothing_is_told_so_and_seen(wire: Wire, path: str) -> None:
    wire.address = wire.address.replace("/exchange/1c/1c", path.partition("?")[0].replace(" ", "%20"))
    answer = wire.ask(f"{path.partition('?')[2]}&type=catalog&mode=checkauth".lstrip("&"))
    assert answer.startswith("failure\nThere is no exchange at the address"), answer
    row = turned_away()[0]
    assert (row.code, row.channel) == ("commerceml_no_such_address", None)
    assert row.fault and row.fault.refusal.what_to_do


def test_a_wrong_host_is_told_so_and_seen_and_nothing_else_is_let_in_by_it(wire: Wire, channel: int) -> None:
    wire.host = "shop.example"
    answer = wire.ask("type=catalog&mode=checkauth")
    assert answer.startswith("failure\nThis site does not answer to the name shop.example.")
    assert "EMPORION_HOSTS" in answer
    assert (told(wire), sessions(channel)) == ("commerceml_wrong_host", [])
    wire.address = wire.address.replace("/exchange/1c/1c", "/accounts/login/")
    with pytest.raises(AssertionError, match="400"):
        wire.ask("")


def test_a_switched_off_connection_and_too_many_tries_are_rows_of_their_own(wire: Wire, channel: int) -> None:
    stranger = Wire(wire.address, b"1c:wrong")
    for _ in range(21):
        stranger.ask("type=catalog&mode=checkauth")
    assert [(row.code, row.count) for row in turned_away()] == [
        ("commerceml_too_many_logins", 1), ("commerceml_wrong_login", 20),
    ]  # fmt: skip
    exchange.change_channel(channel=channel, is_active=False, actor="owner")
    stranger.ask("type=catalog&mode=checkauth")
    assert told(wire) == "commerceml_switched_off"


def test_a_page_that_is_not_there_is_no_request_of_the_exchange(wire: Wire) -> None:
    wire.address = wire.address.replace("/exchange/1c/1c", "/nowhere/")
    with pytest.raises(AssertionError, match="404"):
        wire.ask("mode=dark")
    assert turned_away() == []


# ---- the end of a full export


def full(*keys: str) -> bytes:
    listed = "".join(map(goods, keys))
    return shapes.file(f'<Каталог СодержитТолькоИзменения="false"><Ид>k</Ид><Товары>{listed}</Товары></Каталог>')


def end_of_export(wire: Wire, query: str) -> str:
    while (answer := wire.ask(query)).startswith("progress"):
        work_off()
    return answer


def test_1_deactivate_hides_what_the_export_since_the_timestamp_left_out(wire: Wire, channel: int) -> None:
    exchange.change_channel(
        channel=channel, settings={"bitrix_answers": True, "absent": "hide", "absent_limit_percent": 60}, actor="owner"
    )
    wire.sign_in()
    wire.send("import0_1.xml", full("a", "b"))
    wire.take("import0_1.xml")
    with time_machine.travel(timezone.now() + timedelta(hours=1)):
        lines = wire.ask("type=catalog&mode=checkauth").split("\n")
        wire.cookie = f"{lines[1]}={lines[2]}"
        wire.send("import0_1.xml", full("a"))
        wire.take("import0_1.xml")
        assert Product.objects.filter(is_hidden=True).count() == 0
        assert end_of_export(wire, f"type=catalog&mode=deactivate&{lines[4]}") == "success"
        assert wire.ask("type=catalog&mode=complete") == "success"
    assert list(Product.objects.filter(is_hidden=True).values_list("name", flat=True)) == ["B"]


def test_1_deactivate_asks_a_person_where_the_connection_says_so(wire: Wire, channel: int) -> None:
    wire.sign_in()
    wire.send("import0_1.xml", full("a", "b"))
    wire.take("import0_1.xml")
    with time_machine.travel(timezone.now() + timedelta(hours=1)):
        wire.sign_in()
        wire.send("import0_1.xml", full("a"))
        wire.take("import0_1.xml")
        answer = end_of_export(wire, "type=catalog&mode=deactivate")
    assert answer == "success\nA person is asked about the goods that were left out."
    assert Product.objects.filter(is_hidden=True).count() == 0


@pytest.mark.parametrize("stamp", ["1", "yesterday", "99999999999", "-5", "٣"])
def test_1_deactivate_with_a_timestamp_of_nothing_switches_nothing_off(wire: Wire, stamp: str) -> None:
    wire.sign_in()
    answer = wire.ask(f"type=catalog&mode=deactivate&timestamp={stamp}")
    assert answer.startswith("failure\nThe timestamp")


def test_the_same_picture_under_several_names_is_one_file_on_disk(wire: Wire, channel: int) -> None:
    names = ["import_files/aa/1.png", "import_files/bb/1.png", "import_files/bb/2.png"]
    listed = [goods(name[-8:-4].replace("/", ""), inside=f"<Картинка>{name}</Картинка>") for name in names]
    wire.sign_in()
    for name in names:
        wire.send(name, PICTURE)
    wire.send("import.xml", shapes.file(catalog(*listed)))
    assert wire.take("import.xml") == "success"
    files = [path for path in Path(settings.EMPORION_HOME).rglob("*.png") if path.read_bytes() == PICTURE]
    files += [path for path in Path(settings.MEDIA_ROOT).rglob("*.png") if path.read_bytes() == PICTURE]
    assert len(set(files)) == 4
    assert len({path.stat().st_ino for path in files}) == 1


def test_1_1_an_answer_says_its_charset_and_ends_without_a_line_feed(wire: Wire) -> None:
    wire.sign_in()
    answer = wire.ask("type=catalog&mode=init")
    assert b"content-type: text/plain; charset=utf-8" in wire.seen[-1].lower()
    assert not answer.endswith("\n")
    wire.encoding = "cp1251"
    wire.ask("type=sale&mode=info")
    assert b"charset=windows-1251" in wire.seen[-1].lower()


def test_1_5_a_complete_archive_that_is_sent_again_replaces_the_first(wire: Wire) -> None:
    wire.sign_in()
    for key in ("a", "b"):
        wire.send("v8.zip", packed({"import0_1.xml": cups(key)}))
    assert wire.take("import0_1.xml") == "success"
    assert list(Product.objects.values_list("name", flat=True)) == ["B"]


@pytest.mark.parametrize("house", ["sqlite"], indirect=True)
def test_the_server_of_production_tells_a_wrong_host_a_stray_address_and_head_apart(house: str, granian: str) -> None:
    connection()
    wire = Wire(f"{granian}/exchange/1c/1c", host="shop.example")
    assert wire.ask("type=catalog&mode=checkauth").startswith("failure\nThis site does not answer to the name")
    wire.host = "localhost"
    assert wire.ask("type=catalog&mode=checkauth").startswith("success\n")
    stray = Wire(f"{granian}/bitrix/admin/exchange.php")
    assert stray.ask("type=catalog&mode=checkauth").startswith("failure\nThere is no exchange at the address")
    wire.method = "HEAD"
    assert wire.ask("type=catalog&mode=checkauth") == ""
    assert {row.code for row in turned_away()} == {
        "commerceml_wrong_host", "commerceml_no_such_address", "commerceml_unknown_method",
    }  # fmt: skip
