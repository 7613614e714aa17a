"""A bad row is put aside once, leaves when it arrives good, and nobody forgets who decided."""

from emporion.exchange import commands as exchange, queries
from emporion.exchange.types import RowsQuarantined, RowsSettled
from emporion.journal.queries import last_fact, timeline

from .factories import bad_row, make_channel, make_message


def test_a_refused_row_says_where_what_and_why(house: str) -> None:
    channel = make_channel()
    message = make_message(channel)
    assert exchange.refuse_rows(channel=channel, message=message, refused=[bad_row("a", "1,2,3")], actor="t") == 1
    [row] = queries.quarantined(channel=channel)
    assert (row.place, row.key, row.field, row.value, row.state) == (
        "Предложение[a]",
        "a",
        "ЦенаЗаЕдиницу",
        "1,2,3",
        "open",
    )
    assert row.fault.refusal.sentence == "“1,2,3” is not a number with at most 6 digits after the point."
    told = timeline([f"message:{message}"])[0].event
    assert told == RowsQuarantined(f"message:{message}", channel, (("offers", 1),))


def test_long_values_are_cut(house: str) -> None:
    channel = make_channel()
    exchange.refuse_rows(channel=channel, message=make_message(channel), refused=[bad_row("a", "x" * 999)], actor="t")
    assert len(queries.quarantined()[0].value) == 200


def test_rows_whose_long_keys_begin_alike_stay_apart(house: str) -> None:
    channel, one, other = make_channel(), "k" * 300 + "1", "k" * 300 + "2"
    exchange.refuse_rows(
        channel=channel, message=make_message(channel), refused=[bad_row(one), bad_row(other)], actor="t"
    )
    assert (queries.open_count(), len({row.key for row in queries.quarantined()})) == (2, 2)
    good = make_message(channel, b"good")
    assert exchange.settle_rows(channel=channel, kind="offers", keys=[one], message=good, actor="t") == 1
    assert (len(queries.quarantined(key=one)), len(queries.quarantined(key=other))) == (0, 1)


def test_the_same_bad_row_every_night_is_one_line_and_no_new_fact(house: str) -> None:
    channel = make_channel()
    first, second = make_message(channel), make_message(channel, b"2")
    exchange.refuse_rows(channel=channel, message=first, refused=[bad_row("a", "1,2,3")], actor="t")
    before = last_fact()
    assert exchange.refuse_rows(channel=channel, message=second, refused=[bad_row("a", "4,5,6")], actor="t") == 0
    [row] = queries.quarantined(channel=channel)
    assert (row.message, row.value) == (second, "4,5,6")
    assert row.first_at < row.at
    assert last_fact() == before


def test_a_row_that_arrives_good_leaves_by_itself(house: str) -> None:
    channel, other = make_channel("one"), make_channel("two")
    for base in (channel, other):
        exchange.refuse_rows(channel=base, message=make_message(base), refused=[bad_row("a"), bad_row("b")], actor="t")
    good = make_message(channel, b"good")
    settled = exchange.settle_rows(channel=channel, kind="offers", keys=["a", "z"], message=good, actor="peer:one")
    assert settled == 1
    assert [row.key for row in queries.quarantined(channel=channel)] == ["b"]
    assert queries.open_count(other) == 2
    [fixed] = queries.quarantined(channel=channel, state="fixed")
    assert (fixed.key, fixed.by) == ("a", "peer:one")
    assert timeline([f"channel:{channel}"])[0].event == RowsSettled(f"channel:{channel}", "fixed", 1, "")


def test_settling_where_nothing_is_open_tells_nothing(house: str) -> None:
    channel = make_channel()
    before = last_fact()
    assert exchange.settle_rows(channel=channel, kind="offers", keys=["a"] * 2000, message=1, actor="t") == 0
    assert last_fact() == before


def test_a_fixed_row_that_goes_bad_again_is_open_again(house: str) -> None:
    channel = make_channel()
    bad, good, worse = (make_message(channel, told) for told in (b"1", b"2", b"3"))
    exchange.refuse_rows(channel=channel, message=bad, refused=[bad_row("a")], actor="t")
    exchange.settle_rows(channel=channel, kind="offers", keys=["a"], message=good, actor="t")
    assert exchange.refuse_rows(channel=channel, message=worse, refused=[bad_row("a")], actor="t") == 1
    assert queries.open_count() == 1


def test_an_old_message_read_again_settles_nothing_newer_and_opens_nothing_settled(house: str) -> None:
    channel = make_channel()
    old, new = make_message(channel), make_message(channel, b"2")
    exchange.refuse_rows(channel=channel, message=old, refused=[bad_row("a"), bad_row("b")], actor="t")
    exchange.refuse_rows(channel=channel, message=new, refused=[bad_row("a", "7,7,7")], actor="t")
    exchange.settle_rows(channel=channel, kind="offers", keys=["b"], message=new, actor="t")
    assert exchange.refuse_rows(channel=channel, message=old, refused=[bad_row("a"), bad_row("b")], actor="t") == 0
    assert exchange.settle_rows(channel=channel, kind="offers", keys=["a"], message=old, actor="t") == 0
    assert [(row.key, row.value, row.message) for row in queries.quarantined()] == [("a", "7,7,7", new)]


def test_what_a_person_took_for_fixed_and_is_refused_again_is_open_again(house: str) -> None:
    channel = make_channel()
    message = make_message(channel)
    exchange.refuse_rows(channel=channel, message=message, refused=[bad_row("a")], actor="t")
    exchange.mark_fixed(ids=[row.id for row in queries.quarantined()], actor="staff:1")
    assert exchange.refuse_rows(channel=channel, message=message, refused=[bad_row("a")], actor="t") == 1
    assert queries.open_count() == 1


def test_rows_that_were_read_again_leave_but_for_those_refused_anew(house: str) -> None:
    channel = make_channel()
    message = make_message(channel)
    exchange.refuse_rows(channel=channel, message=message, refused=[bad_row("a"), bad_row("b")], actor="t")
    ids = [row.id for row in queries.quarantined()]
    assert exchange.settle_read(channel=channel, ids=ids, still=[bad_row("b", "other words")], actor="t") == 1
    assert [row.key for row in queries.quarantined()] == ["b"]


def test_an_ignored_row_stays_ignored_with_its_reason(house: str) -> None:
    channel = make_channel()
    message = make_message(channel)
    exchange.refuse_rows(channel=channel, message=message, refused=[bad_row("a")], actor="t")
    [row] = queries.quarantined()
    assert exchange.mark_ignored(ids=[row.id], reason="sample goods", actor="staff:1") == 1
    assert exchange.refuse_rows(channel=channel, message=message, refused=[bad_row("a")], actor="t") == 0
    [ignored] = queries.quarantined(state="ignored")
    assert (ignored.by, ignored.reason) == ("staff:1", "sample goods")
    assert queries.open_count() == 0


def test_a_person_can_say_that_rows_are_fixed_once(house: str) -> None:
    channel = make_channel()
    exchange.refuse_rows(channel=channel, message=make_message(channel), refused=[bad_row("a")], actor="t")
    [row] = queries.quarantined()
    assert exchange.mark_fixed(ids=[row.id], reason="price typed in", actor="staff:1") == 1
    assert exchange.mark_fixed(ids=[row.id], actor="staff:2") == 0


def test_rows_of_one_cause_stand_together_the_largest_first(house: str) -> None:
    channel = make_channel()
    refused = [bad_row(str(number)) for number in range(7)] + [bad_row("x", field="Количество")]
    exchange.refuse_rows(channel=channel, message=make_message(channel), refused=refused, actor="t")
    groups = queries.causes(channel)
    assert [(group.field, group.count) for group in groups] == [("ЦенаЗаЕдиницу", 7), ("Количество", 1)]
    assert groups[0].newest.key == "6"
    assert queries.causes(channel + 1) == []


def test_rows_without_a_key_are_told_apart_by_place_and_value(house: str) -> None:
    channel = make_channel()
    refused = [bad_row("", place="Товар[1]"), bad_row("", place="Товар[2]"), bad_row("", place="Товар[2]")]
    exchange.refuse_rows(channel=channel, message=make_message(channel), refused=refused, actor="t")
    assert queries.open_count(channel) == 2


def test_rows_marked_for_retry_stay_open_until_they_arrive(house: str) -> None:
    channel = make_channel()
    message = make_message(channel)
    exchange.refuse_rows(channel=channel, message=message, refused=[bad_row("a"), bad_row("b")], actor="t")
    marked = next(row for row in queries.quarantined() if row.key == "b")
    assert exchange.mark_for_retry(ids=[marked.id], actor="staff:1") == 1
    assert queries.messages_to_retry([row.id for row in queries.quarantined()]) == [message]
    exchange.settle_rows(channel=channel, kind="offers", keys=["b"], message=message, actor="t")
    assert queries.messages_to_retry([marked.id]) == []
    assert queries.open_count() == 1
