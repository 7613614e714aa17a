"""Numbers, flags, dates, currencies and words as they come."""

import contextlib
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest
from hypothesis import given, strategies as st

from emporion.channels.commerceml import values


def is_refused(read: Callable[[], object]) -> bool:
    try:
        read()
    except ValueError:
        return True
    return False


@pytest.mark.parametrize(
    ("raw", "micro"),
    [
        ("123.45", 123_450_000), ("123,45", 123_450_000), ("1 234,50", 1_234_500_000), ("1\u00a0234.50", 1_234_500_000),
        ("1\u202f234\u202f567,8", 1_234_567_800_000), ('"1 234,50"', 1_234_500_000), ("1'234.50", 1_234_500_000),
        ("1,234.50", 1_234_500_000), ("1.234,50", 1_234_500_000), ("1,234,567", 1_234_567_000_000),
        ("0", 0), ("-0.5", -500_000), ("−5", -5_000_000), ("+5", 5_000_000), (".5", 500_000), ("5.", 5_000_000),
        ("231.7400", 231_740_000), (" 12 ", 12_000_000), ("0.0000005", 1), ("-0.0000005", -1), ("0.00000049", 0),
        ("-999 999 999,9", -999_999_999_900_000), ("9223372036854.775807", 9_223_372_036_854_775_807),
    ],
)  # fmt: skip
def test_quirk_02_numbers_are_read_exactly(raw: str, micro: int) -> None:
    assert values.scaled(raw, values.MICRO) == micro


@pytest.mark.parametrize(
    "raw",
    [
        "",
        " ",
        "abc",
        "12 руб",
        "1.2.3",
        "1,2.3,4",
        "--5",
        "5-",
        "1e5",
        "0x10",
        "½",
        "٣",
        "NaN",
        "inf",
        "9" * 70,
        "12,34,567",
    ],
)
def test_quirk_02_garbage_is_no_number(raw: str) -> None:
    assert is_refused(lambda: values.scaled(raw, values.MICRO))


def test_a_number_beyond_64_bits_is_told_apart() -> None:
    with pytest.raises(OverflowError):
        values.scaled("9223372036854.775808", values.MICRO)


@given(st.integers(-(10**15), 10**15), st.sampled_from([0, 3, 6]))
def test_a_written_integer_comes_back(number: int, digits: int) -> None:
    whole, rest = divmod(abs(number), 10**digits)
    text = f"{'-' if number < 0 else ''}{whole}.{rest:0{digits}d}" if digits else str(number)
    assert values.scaled(text, digits) == number


@given(st.text(max_size=80))
def test_any_text_is_a_number_or_a_clear_no(text: str) -> None:
    with contextlib.suppress(ValueError, OverflowError):
        assert isinstance(values.scaled(text, values.MICRO), int)


@pytest.mark.parametrize("word", ["true", "TRUE", "1", "Да", " да ", "Истина"])
def test_quirk_03_yes_in_every_spelling(word: str) -> None:
    assert values.flag(word) is True


@pytest.mark.parametrize("word", ["false", "False", "0", "Нет", "Ложь"])
def test_quirk_03_no_in_every_spelling(word: str) -> None:
    assert values.flag(word) is False


@pytest.mark.parametrize("word", ["", "2", "может быть"])
def test_quirk_03_neither_yes_nor_no_is_refused(word: str) -> None:
    assert is_refused(lambda: values.flag(word))


@pytest.mark.parametrize(
    ("raw", "moment"),
    [
        ("2014-06-01T0:36:33", datetime(2014, 6, 1, 0, 36, 33)),
        ("2008-03-28", datetime(2008, 3, 28)),
        ("2026-02-24T16:51:51+03:00", datetime(2026, 2, 24, 16, 51, 51, tzinfo=timezone(timedelta(hours=3)))),
        ("2026-02-24T16:51:51.123Z", datetime(2026, 2, 24, 16, 51, 51, 123000, tzinfo=UTC)),
        ("2026-02-24UTC16:51:51", datetime(2026, 2, 24, 16, 51, 51, tzinfo=UTC)),
        ("2026-02-24T16:51:51UTC", datetime(2026, 2, 24, 16, 51, 51, tzinfo=UTC)),
        ("11.02.2021 18:45:21", datetime(2021, 2, 11, 18, 45, 21)),
        ("20260131", datetime(2026, 1, 31)),
        ("0001-01-01T00:00:00", None),
    ],
)
def test_dates_are_read_in_every_spelling(raw: str, moment: datetime | None) -> None:
    assert values.moment(raw) == moment


@pytest.mark.parametrize(
    "raw", ["", "вчера", "2026-13-01", "2026-02-30", "2026-01-01T25:00:00", "2026-01-01T10:00:00+99:99"]
)
def test_no_date_is_refused(raw: str) -> None:
    assert is_refused(lambda: values.moment(raw))


@given(
    st.text(max_size=40)
    | st.from_regex(r"\d{4}-\d{2}-\d{2}[T ]\d{1,2}:\d{2}(:\d{2})?([+-]\d{2}:?\d{2})?", fullmatch=True)
)
def test_any_text_is_a_moment_or_a_clear_no(text: str) -> None:
    with contextlib.suppress(ValueError):
        values.moment(text)


def test_a_time_of_day_stands_alone_or_behind_a_date() -> None:
    assert values.clock("18:45:21") == values.clock("0001-01-01T18:45:21") == time(18, 45, 21)
    assert values.clock("9:05") == time(9, 5)
    assert values.day("2026-01-31T12:00:00") == date(2026, 1, 31)


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("руб", "RUB"), ("руб.", "RUB"), ("RUR", "RUB"), ("RUB", "RUB"), ("643", "RUB"), ("грн", "UAH"), ("KZT", "KZT"),
        ("BYR", "BYR"), ("BYN", "BYN"), ("бел. руб.", "BYN"), ("usd", "USD"), ("€", "EUR"), ("MDL", "MDL"),
        ("тугрики", None), ("", None), ("ЯЯЯ", None),
    ],
)  # fmt: skip
def test_quirk_14_currencies_are_known_by_code_number_and_word(raw: str, code: str | None) -> None:
    assert values.currency(raw) == code


@pytest.mark.parametrize(
    ("raw", "line"),
    [
        ("796 ", "796"), ("Упаковка" + " " * 92, "Упаковка"), (None, ""), ("\n  a\n  b \n", "a b"),
        ("Стол  «Уют»", "Стол  «Уют»"),
    ],
)  # fmt: skip
def test_quirk_04_padding_is_taken_off(raw: str | None, line: str) -> None:
    assert values.line(raw) == line


@pytest.mark.parametrize(
    ("raw", "line"),
    [
        ("5&quot; Pro", '5" Pro'), ("&amp;quot;Уют&amp;quot;", '"Уют"'), ("Max & Co", "Max & Co"), ("A&B;C", "A&B;C"),
        ("Рог &#38; копыта", "Рог & копыта"),
    ],
)  # fmt: skip
def test_quirk_05_double_escaping_is_undone(raw: str, line: str) -> None:
    assert values.line(raw) == line


def test_quirk_05_html_in_a_description_stays_html() -> None:
    assert values.prose("<p>A &amp; B</p>") == "<p>A &amp; B</p>"
    assert values.prose("&lt;p&gt;A&lt;/p&gt;") == "<p>A</p>"
    assert values.is_html("<p>a</p>") and not values.is_html("1 < 2 > 0")


@pytest.mark.parametrize(
    ("name", "variant"),
    [
        ("Ботинки (35, натуральная кожа, бежевый)", "35, натуральная кожа, бежевый"),
        ("Кимоно BBJJ24, синий (А5 (2XL))", "А5 (2XL)"), ("Чашка", ""), ("Чашка (белая) большая", ""), ("a)", ""),
    ],
)  # fmt: skip
def test_the_last_brackets_of_a_name_hold_the_variant(name: str, variant: str) -> None:
    assert values.bracketed(name) == variant


def test_requisite_names_are_compared_without_blanks_and_case() -> None:
    assert values.plain_name("СтатусЗаказа") == values.plain_name(" Статус  заказа")
