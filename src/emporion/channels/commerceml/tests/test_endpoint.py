"""The site end over a real socket: what 1C and its odder relatives send, and what they are told."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from emporion.catalog.models import Product
from emporion.channels.commerceml.signing import TRIES_A_MINUTE
from emporion.clockwork.worker import work_off
from emporion.exchange import commands as exchange
from emporion.exchange.models import Session
from emporion.exchange.queries import message, messages, messages_in_work, raw_bytes, sessions, steps, turned_away

from . import shapes
from .bench import LOGIN, PASSWORD
from .wire import Wire, cups


def lying(channel: int) -> set[str]:
    """Files under the connection's folder."""
    folder = Path(settings.EMPORION_HOME) / "exchange" / str(channel)
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def test_a_talk_from_checkauth_to_success(wire: Wire, channel: int) -> None:
    wire.sign_in()
    assert wire.ask("type=catalog&mode=init") == "zip=yes\nfile_limit=100000"
    assert wire.send("import0_1.xml", cups("a")) == "success"
    assert wire.ask("type=catalog&mode=import&filename=import0_1.xml").startswith("progress\n")
    work_off()
    assert wire.ask("type=catalog&mode=import&filename=import0_1.xml") == "success"
    assert wire.ask("type=catalog&mode=import&filename=import0_1.xml") == "success"
    assert (Product.objects.count(), len(messages(channel=channel))) == (1, 1)
    told = [step.answer for step in steps(sessions(channel)[0].id)]
    assert told == ["success", "zip=yes", "success", "progress", "success", "success"]
    assert not any(b"ocation:" in head or b"et-Cookie" in head for head in wire.seen)


@pytest.mark.parametrize(
    "query",
    [
        "mode=import&filename=import.xml",
        "MODE=Import&TYPE=Catalog&FileName=import.xml",
        "a=b?type=catalog&mode=import&filename=import.xml",
        "type=catalog&amp;mode=import&amp;filename=import.xml",
        "type=catalog&mode=import&filename=/tmp/import.xml",
        "type=catalog&mode=import&filename=upload/1c/webdata1/import.xml",
    ],
)
def test_oddities_of_the_query_string_change_nothing(wire: Wire, query: str) -> None:
    wire.sign_in()
    wire.send("import.xml", cups("a"))
    assert wire.ask(query).startswith("progress")
    work_off()
    assert wire.ask(query, b"") == "success"
    assert Product.objects.count() == 1


@pytest.mark.parametrize("name", ["каталог 1.xml".encode(), "каталог 1.xml".encode("cp1251"), b"%D0%BA+1.xml"])
def test_names_come_raw_in_utf_8_or_windows_1251_or_encoded(wire: Wire, channel: int, name: bytes) -> None:
    wire.sign_in()
    raw = name.replace(b" ", b"%20")
    assert wire.send(raw, cups("a")) == "success"
    assert wire.take(raw) == "success"
    assert messages(channel=channel)[0].name in ("каталог 1.xml", "к 1.xml")


@pytest.mark.parametrize(
    "name",
    ["../x.xml", "a/../../x.xml", "/etc/x.xml", "a%00.xml", "x.php", "x.php.xml", ".hidden.xml", "a/.b/x.jpg",
     "..\\x.xml", "C:\\x.xml", "a%0A.xml", "a%E2%80%AE.xml", "", "a//b.xml", "x" * 300 + ".xml"],
)  # fmt: skip
def test_names_that_reach_elsewhere_are_refused(wire: Wire, channel: int, name: str) -> None:
    wire.sign_in()
    answer = wire.send(name, cups("a"))
    assert answer.startswith("failure\nThe file name “")
    assert "\n" not in answer.removeprefix("failure\n")
    assert lying(channel) == set()
    assert wire.send("good.xml", cups("a")) == "success"


def test_backslashes_are_folders_and_a_folder_is_no_file(wire: Wire, channel: int) -> None:
    wire.sign_in()
    assert wire.send("import_files\\aa\\one.jpg", b"\xff\xd8\xff") == "success"
    assert wire.send("import_files", b"x").startswith("failure\nThe file name")
    assert wire.send("import_files/aa/one.jpg/two.jpg", b"x").startswith("failure\nThe file name")
    assert wire.ask("mode=import&filename=import_files/aa/one.jpg") == "success"
    assert {path.partition("/import_files/")[2] for path in lying(channel)} == {"aa/one.jpg"}


def test_wrong_logins_are_told_so_until_there_were_too_many(wire: Wire, channel: int) -> None:
    stranger = Wire(wire.address, b"1c:wrong")
    for _ in range(TRIES_A_MINUTE):
        assert stranger.ask("type=catalog&mode=checkauth").startswith("failure\nWrong login or password.")
    assert stranger.ask("type=catalog&mode=checkauth").startswith("failure\nToo many wrong logins, wait a minute.")
    assert wire.ask("type=catalog&mode=checkauth").startswith("failure\nToo many")
    assert sessions(channel) == []


@pytest.mark.parametrize("login", [b"", b"1c", b":", b"\xff\xfe", b"2c:" + PASSWORD.encode()])
def test_no_login_or_half_of_one_opens_nothing(wire: Wire, channel: int, login: bytes) -> None:
    stranger = Wire(wire.address, login)
    assert stranger.ask("type=catalog&mode=checkauth").startswith("failure\nWrong login or password.")
    assert stranger.ask("type=catalog&mode=init").startswith("failure\nSign in first")
    stranger.cookie = "emporion_talk=guessed"
    assert stranger.send("import.xml", cups("a")).startswith("failure\nSign in first")
    assert lying(channel) == set()


def test_a_password_with_a_colon_and_cyrillic_comes_in_either_encoding(wire: Wire) -> None:
    assert Wire(wire.address, f"{LOGIN}:{PASSWORD}".encode("cp1251")).sign_in()
    assert wire.sign_in()


def test_a_cookie_that_is_dropped_or_bears_another_name_loses_no_talk(wire: Wire) -> None:
    token = wire.sign_in()
    wire.cookie = ""
    assert wire.ask("type=catalog&mode=init").startswith("zip=yes")
    assert wire.send("import.xml", cups("a")) == "success"
    wire.cookie, wire.login = f"PHPSESSID={token}; other=1", b""
    assert wire.take("import.xml") == "success"


def test_what_cannot_be_asked_is_told_so(wire: Wire) -> None:
    wire.sign_in()
    assert wire.ask("type=catalog&mode=dance").startswith("failure\nUnknown command type=catalog mode=dance")
    assert wire.ask("").startswith("failure\nUnknown command")
    assert wire.ask("type=catalog&mode=%00").startswith("failure\nUnknown command")
    assert wire.take("never.xml").startswith("failure\nThe file never.xml has not been sent")
    assert wire.take("pictures/never.jpg") == "success"
    assert Wire(wire.address.replace("/1c/1c", "/1c/nobody")).ask("mode=checkauth").startswith("failure\nThere is no")


def test_pieces_stand_in_their_order_and_a_repeated_one_counts_once(wire: Wire) -> None:
    whole = cups(*(f"g{n}" for n in range(120)))
    pieces = [whole[at : at + 4000] for at in range(0, len(whole), 4000)]
    wire.sign_in()
    for piece in (pieces[0], pieces[0], *pieces[1:3], pieces[2], *pieces[3:], whole):
        assert wire.send("import.xml", piece) == "success"
    assert wire.take("import.xml") == "success"
    assert Product.objects.count() == 120


def test_the_piece_that_ends_a_file_counts_once_however_short_it_is(wire: Wire) -> None:
    whole = cups("a", "b")
    wire.sign_in()
    for piece in (whole[:-9], whole[-9:], whole[-9:]):
        assert wire.send("import.xml", piece) == "success"
    assert wire.take("import.xml") == "success"
    assert Product.objects.count() == 2


def test_a_piece_that_breaks_off_anywhere_leaves_nothing_behind(wire: Wire, channel: int) -> None:
    whole = cups("a", "b")
    wire.sign_in()
    for came in (0, 1, 50, len(whole) - 1):
        answer = wire.ask("mode=file&filename=import.xml", whole[:came], told=len(whole))
        assert answer.startswith("failure\nA piece of import.xml was cut"), came
        assert lying(channel) == set()
    wire.send("import.xml", whole[:100])
    assert wire.ask("mode=file&filename=import.xml", whole[100:150], told=500).startswith("failure\nA piece")
    wire.send("import.xml", whole[100:])
    wire.ask("mode=file&filename=import.xml", whole[:60], told=len(whole))
    assert wire.take("import.xml") == "success"
    assert Product.objects.count() == 2


def test_a_piece_larger_than_agreed_is_refused_and_leaves_nothing(wire: Wire, channel: int) -> None:
    wire.sign_in()
    assert wire.send("import.xml", b"x" * 100_001).startswith("failure\nThe piece of “import.xml” is larger")
    assert lying(channel) == set()


def test_half_a_file_is_not_imported_and_a_new_talk_begins_clean(wire: Wire, channel: int) -> None:
    whole = cups("a", "b")
    wire.sign_in()
    wire.send("import.xml", whole[:-30])
    assert wire.take("import.xml").startswith("failure\nThe file import.xml is not complete")
    assert [kept.state for kept in messages(channel=channel)] == ["refused"]
    wire.sign_in()
    wire.ask("mode=init")
    wire.send("import.xml", whole)
    assert (wire.take("import.xml"), Product.objects.count()) == ("success", 2)


def test_the_same_file_again_in_one_talk_is_taken_again_and_changes_nothing(wire: Wire, channel: int) -> None:
    wire.sign_in()
    for _ in range(2):
        wire.send("import.xml", cups("a"))
        assert wire.take("import.xml") == "success"
    first, second = sorted(messages(channel=channel), key=lambda row: row.id)
    assert (first.counts["goods"].created, second.counts["goods"].unchanged) == (1, 1)


def test_of_two_talks_at_once_the_second_import_is_refused_and_the_first_unharmed(wire: Wire, channel: int) -> None:
    other = Wire(wire.address)
    wire.sign_in()
    other.sign_in()
    wire.send("import.xml", cups("a"))
    other.send("import.xml", cups("b"))
    assert wire.ask("mode=import&filename=import.xml").startswith("progress")
    assert other.ask("mode=import&filename=import.xml").startswith("failure\nAnother exchange of this connection")
    assert wire.take("import.xml") == "success"
    assert list(Product.objects.values_list("name", flat=True)) == ["A"]
    assert other.take("import.xml") == "success"
    assert Product.objects.count() == 2


def test_a_message_whose_work_was_given_up_blocks_nobody(wire: Wire, channel: int) -> None:
    wire.sign_in()
    number = exchange.keep_message(
        channel=channel, direction="in", name="lost.xml", content=exchange.store(cups("z")), actor="test"
    )
    exchange.begin_message(message=number, actor="worker")
    assert messages_in_work(channel) == [number]
    wire.send("import.xml", cups("a"))
    assert wire.take("import.xml") == "success"
    lost = message(number)
    assert (lost.state, lost.fault and lost.fault.code) == ("failed", "commerceml_work_lost")


def test_a_damaged_file_is_refused_with_its_line_and_the_rows_before_stay(wire: Wire, channel: int) -> None:
    data = cups("a", "b").replace("<Товар><Ид>b".encode(), "<Товар><Ид>&b".encode())
    wire.sign_in()
    wire.send("import.xml", data)
    answer = wire.take("import.xml")
    assert answer.startswith("failure\n") and "line" in answer.lower()
    assert messages(channel=channel)[0].state == "refused"


def test_refused_rows_are_named_behind_success(wire: Wire) -> None:
    wire.sign_in()
    wire.send("import.xml", cups("a", "b").replace(b"<\xd0\x98\xd0\xb4>b</", b"<\xd0\x98\xd0\xb4></"))
    assert wire.take("import.xml") == "success\n1 row refused, to be seen in the quarantine of Emporion."


def test_answers_about_orders_are_kept_sealed_whatever_the_talk_began_as(wire: Wire, channel: int) -> None:
    people = "<Документ><Номер>1</Номер><Контрагенты><Контрагент><Ид>c</Ид></Контрагент></Контрагенты></Документ>"
    wire.sign_in("catalog")
    wire.send("orders.xml", shapes.file(people), kind="sale")
    assert wire.take("orders.xml", kind="sale").startswith("success")
    wire.send("import.xml", shapes.file(people))
    assert wire.take("import.xml").startswith("success")
    assert [row.personal for row in messages(channel=channel)] == [True, True]


def test_every_refusal_is_a_row_with_its_sentence(wire: Wire, channel: int) -> None:
    stranger = Wire(wire.address, b"1c:wrong")
    stranger.ask("type=catalog&mode=checkauth")
    stranger.ask("type=catalog&mode=init")
    Wire(wire.address.replace("/1c/1c", "/1c/nobody")).ask("mode=checkauth")
    rows = turned_away()
    assert [(row.channel, row.code, row.address) for row in rows] == [
        (None, "no_such_channel", "127.0.0.1"),
        (channel, "commerceml_not_signed_in", "127.0.0.1"),
        (channel, "commerceml_wrong_login", "127.0.0.1"),
    ]
    assert rows[0].request.startswith("nobody GET")
    assert rows[2].answer.startswith("failure: Wrong login or password.")
    assert all(row.fault and row.fault.refusal.what_to_do for row in rows)
    wire.sign_in()
    wire.send("../x.xml", cups("a"))
    (talk,) = sessions(channel)
    assert (talk.state, talk.fault and talk.fault.code) == ("failed", "commerceml_name_refused")
    assert steps(talk.id)[-1].answer.startswith("failure: The file name “../x.xml” is not allowed.")
    wire.send("x.xml", cups("a"))
    assert (sessions(channel)[0].state, sessions(channel)[0].fault) == ("open", None)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><x/>', "failure\nThe file declares a document type"),
        (b"<html><body>502</body></html>", "failure\nThis is a web page"),
        (b"<other/>", "failure\nThe file begins with <other>"),
        (b"   ", "failure\nThe file is empty"),
        (b"\x00\x01\x02", "failure\nThe file is not whole XML"),
    ],
)
def test_a_file_that_is_no_commerceml_is_told_its_own_cause(wire: Wire, channel: int, data: bytes, said: str) -> None:
    wire.sign_in()
    wire.send("import.xml", data)
    assert wire.take("import.xml").startswith(said)
    (kept,) = messages(channel=channel)
    assert (sessions(channel)[0].state, kept.state, raw_bytes(kept.id)) == ("failed", "refused", data)
    wire.send("import.xml", cups("a"))
    assert wire.take("import.xml") == "success"


def test_commerceml_under_another_name_is_refused_instead_of_being_lost(wire: Wire) -> None:
    wire.sign_in()
    wire.send("import", cups("a"))
    assert wire.take("import").startswith("failure\nThe file import is CommerceML, but its name")


def test_an_archive_where_none_is_taken_is_refused_instead_of_being_lost(wire: Wire, channel: int) -> None:
    exchange.change_channel(channel=channel, settings={"zip": False}, actor="owner")
    wire.sign_in()
    assert wire.ask("type=catalog&mode=init") == "zip=no\nfile_limit=100000"
    assert wire.send("import.zip", b"PK\x03\x04rest") == "success"
    assert wire.take("import.zip").startswith("failure\nThe file import.zip is an archive")
    assert wire.take("import0_1.xml").startswith("failure\nThe file import.zip is an archive")


def test_an_error_of_ours_is_told_in_1cs_form_and_stands_on_the_talk(wire: Wire, channel: int) -> None:
    wire.sign_in()
    exchange.change_channel(channel=channel, settings={"wait_seconds": "long"}, actor="owner")
    assert wire.ask("type=catalog&mode=init").startswith("failure\nThe work stopped on an unexpected error")
    (talk,) = sessions(channel)
    assert (talk.state, talk.fault and talk.fault.code) == ("failed", "exchange_unexpected")


def test_pieces_that_come_twice_at_once_do_not_mix(wire: Wire, channel: int) -> None:
    whole = cups(*(f"g{n}" for n in range(200)))
    wire.sign_in()
    with ThreadPoolExecutor(8) as pool:  # 1C gave up waiting and sent the piece again, while the first still came
        told = list(pool.map(lambda _: wire.send("import.xml", whole), range(8)))
    assert set(told) == {"success"}
    assert wire.take("import.xml") == "success"
    assert Product.objects.count() == 200


def test_asking_for_an_import_twice_at_once_takes_the_file_once(wire: Wire, channel: int) -> None:
    wire.sign_in()
    wire.send("import.xml", cups("a"))
    with ThreadPoolExecutor(6) as pool:
        told = list(pool.map(lambda _: wire.ask("type=catalog&mode=import&filename=import.xml"), range(6)))
    assert {answer.partition("\n")[0] for answer in told} == {"progress"}, told
    assert len(messages(channel=channel)) == 1
    assert wire.take("import.xml") == "success"


def test_a_client_without_cookies_goes_on_after_a_silence_and_after_a_refusal(wire: Wire, channel: int) -> None:
    wire.sign_in()
    wire.cookie = ""
    wire.send("../x.xml", cups("a"))
    Session.objects.update(seen_at=timezone.now() - timedelta(hours=1))
    assert wire.send("import.xml", cups("a")) == "success"
    assert [talk.state for talk in sessions(channel)] == ["open"]


def test_a_connection_that_is_switched_off_says_so(wire: Wire, channel: int) -> None:
    exchange.change_channel(channel=channel, is_active=False, actor="owner")
    assert wire.ask("type=catalog&mode=checkauth").startswith("failure\nThis connection is switched off.")
