"""Raw messages are kept before anything is done with them, and let go when they speak of people."""

import pytest
import time_machine

from emporion.exchange import commands as exchange, queries
from emporion.exchange.models import Message, Quarantine
from emporion.exchange.storage import folder
from emporion.exchange.tidying import tidy
from emporion.exchange.types import ContentGone, Fault, MessageFailed, MessageRefused, NoSuchMessage, Tally, fault_of
from emporion.journal.queries import last_fact, timeline
from emporion.kernel.money import NotANumber
from emporion.kernel.states import IllegalMove

from .factories import bad_row, make_channel, make_message


def test_a_kept_message_gives_its_bytes_again(house: str) -> None:
    number = make_message(make_channel(), b"<xml>\xff</xml>", name="import0_1.xml")
    assert queries.raw_bytes(number) == b"<xml>\xff</xml>"
    kept = queries.message(number)
    assert (kept.name, kept.size, kept.state, kept.keep_until) == ("import0_1.xml", 12, "received", None)


def test_a_message_is_read_like_a_file(house: str) -> None:
    number = make_message(make_channel(), b"one\ntwo\n")
    with queries.open_message(number) as file:
        assert list(file) == [b"one\n", b"two\n"]


def test_the_same_content_twice_is_two_messages_and_one_file(house: str) -> None:
    channel = make_channel()
    assert make_message(channel, b"same") != make_message(channel, b"same")
    assert len(list(folder().rglob("*.zst"))) == 1


def test_the_life_of_a_message_tells_nothing_while_it_goes_well(house: str) -> None:
    number = make_message(make_channel())
    before = last_fact()
    exchange.wait_message(message=number, actor="test")
    assert queries.messages_in_work(queries.message(number).channel) == [number]
    exchange.begin_message(message=number, actor="test")
    exchange.note_progress(message=number, done=5, total=10, counts={"goods": Tally(read=5)}, actor="test")
    half = queries.message(number)
    assert (half.state, half.done, half.total, half.counts["goods"].read) == ("working", 5, 10, 5)
    exchange.finish_message(message=number, counts={"goods": Tally(10, 1, 2, 7, 0)}, actor="test")
    done = queries.message(number)
    assert (done.state, done.counts["goods"]) == ("done", Tally(10, 1, 2, 7, 0))
    assert queries.messages_in_work(done.channel) == []
    assert last_fact() == before


def test_a_refused_message_says_why_in_words(house: str) -> None:
    channel = make_channel()
    number = make_message(channel)
    exchange.refuse_message(message=number, fault=fault_of(NotANumber(text="1,2,3", digits=2)), actor="test")
    kept = queries.message(number)
    assert kept.state == "refused"
    assert kept.fault is not None
    assert kept.fault.refusal.sentence == "“1,2,3” is not a number with at most 2 digits after the point."
    assert timeline([f"message:{number}"])[0].event == MessageRefused(f"message:{number}", channel, "not_a_number")


def test_an_unexpected_error_is_kept_with_its_own_words(house: str) -> None:
    channel = make_channel()
    number = make_message(channel)
    exchange.fail_message(message=number, fault=fault_of(ZeroDivisionError("by zero")), actor="test")
    kept = queries.message(number)
    assert kept.fault is not None
    assert "ZeroDivisionError: by zero" in kept.fault.refusal.sentence
    assert "Run the message again" in kept.fault.refusal.what_to_do
    event = timeline([f"message:{number}"])[0].event
    assert event == MessageFailed(f"message:{number}", channel, "exchange_unexpected")


def test_any_message_can_be_run_again(house: str) -> None:
    number = make_message(make_channel())
    exchange.fail_message(message=number, fault=Fault("x", {}), actor="test")
    exchange.begin_message(message=number, actor="test")
    again = queries.message(number)
    assert (again.state, again.fault) == ("working", None)


def test_an_illegal_move_is_refused(house: str) -> None:
    number = make_message(make_channel())
    exchange.begin_message(message=number, actor="test")
    exchange.finish_message(message=number, counts={}, actor="test")
    with pytest.raises(IllegalMove, match="done"):
        exchange.finish_message(message=number, counts={}, actor="test")


def test_messages_are_found_by_name_and_state(house: str) -> None:
    channel = make_channel()
    first, second = make_message(channel, name="import0_1.xml"), make_message(channel, b"2", name="offers0_1.xml")
    assert [m.id for m in queries.messages(channel=channel)] == [second, first]
    assert [m.id for m in queries.messages(name="OFFERS")] == [second]
    assert queries.messages(state="done") == []


def test_an_unknown_message_is_refused(house: str) -> None:
    with pytest.raises(NoSuchMessage, match="77"):
        queries.raw_bytes(77)
    with pytest.raises(NoSuchMessage):
        exchange.begin_message(message=77, actor="test")


def test_what_speaks_of_people_is_hash_and_counts_after_90_days(house: str) -> None:
    channel = make_channel()
    with time_machine.travel("2026-01-10 12:00Z", tick=False):
        orders = make_message(channel, "Иван Петров".encode(), personal=True)
        goods = make_message(channel, b"goods")
        exchange.refuse_rows(channel=channel, message=orders, refused=[bad_row(value="+79991234567")], actor="test")
    with time_machine.travel("2026-04-10 11:59Z", tick=False):
        tidy()
        assert queries.raw_bytes(orders) == "Иван Петров".encode()
    with time_machine.travel("2026-04-10 12:01Z", tick=False):
        tidy()
    with pytest.raises(ContentGone):
        queries.raw_bytes(orders)
    reduced = queries.message(orders)
    assert (reduced.reduced, reduced.size, len(reduced.sha256)) == (True, 21, 64)
    assert queries.raw_bytes(goods) == b"goods"
    [row] = queries.quarantined(channel=channel)
    assert (row.value, row.fault.facts, row.field) == ("", {}, "ЦенаЗаЕдиницу")


def test_the_file_goes_once_no_message_needs_it(house: str) -> None:
    channel = make_channel()
    with time_machine.travel("2026-01-10"):
        first = make_message(channel, b"same", personal=True)
    with time_machine.travel("2026-03-10"):
        second = make_message(channel, b"same", personal=True)
    with time_machine.travel("2026-04-20"):
        tidy()
        assert queries.message(first).reduced
        assert queries.raw_bytes(second) == b"same"
    with time_machine.travel("2027-06-20"):
        tidy()
        assert list(folder().rglob("*.sealed")) == []


def test_content_that_was_let_go_can_come_again(house: str) -> None:
    channel = make_channel()
    with time_machine.travel("2026-01-10"):
        make_message(channel, b"same", personal=True)
    with time_machine.travel("2026-06-10"):
        tidy()
    assert queries.raw_bytes(make_message(channel, b"same", personal=True)) == b"same"


def test_refused_values_about_people_are_sealed_in_the_table(house: str) -> None:
    channel = make_channel()
    message = make_message(channel, b"orders", personal=True)
    exchange.refuse_rows(channel=channel, message=message, refused=[bad_row(value="+79991234567")], actor="test")
    assert "9991234567" not in str(Quarantine.objects.values().get())
    [row] = queries.quarantined(message=message)
    assert (row.value, row.fault.facts["text"]) == ("+79991234567", "+79991234567")


def test_content_seals_itself_when_it_turns_out_to_speak_of_people(house: str) -> None:
    channel = make_channel()
    clear, personal = make_message(channel, b"order"), make_message(channel, b"order", personal=True)
    assert Message.objects.get(pk=clear).content.path.endswith(".sealed")
    assert queries.raw_bytes(clear) == queries.raw_bytes(personal) == b"order"
