from datetime import UTC, date, datetime

import pytest
import time_machine
from django.utils import timezone, translation

from emporion.web import numbers, times
from emporion.web.templatetags import emporion as tags

NBSP = "\u00a0"
NOW = datetime(2026, 11, 20, 13, 58, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "written"), [("en", "1,234,567.50"), ("ru", f"1{NBSP}234{NBSP}567,50"), ("el", "1.234.567,50")]
)
def test_an_amount_is_written_with_the_separators_of_the_language(language: str, written: str) -> None:
    with translation.override(language):
        assert tags.money_minor(123456750, "EUR") == written


def test_an_amount_has_the_digits_of_its_own_currency() -> None:
    assert [tags.money_minor(1500, currency) for currency in ("EUR", "JPY", "KWD")] == ["15.00", "1,500", "1.500"]


def test_minus_is_a_minus_and_nothing_is_a_dash() -> None:
    assert tags.money_minor(-2539, "EUR") == "−25.39"
    assert tags.money_minor(None, "EUR") == "—"


@pytest.mark.parametrize(("language", "written"), [("en", f"12.00{NBSP}€"), ("ru", f"12,00{NBSP}€")])
def test_an_amount_that_stands_alone_names_its_currency(language: str, written: str) -> None:
    with translation.override(language):
        assert tags.money(1200, "EUR") == written


def test_a_price_has_all_its_digits_and_at_least_those_of_the_currency() -> None:
    assert tags.price_micro(12500, "EUR") == "0.0125"
    assert tags.price_micro(9_200000, "EUR") == "9.20"
    assert tags.price_micro(1, "EUR") == "0.000001"
    assert tags.price_micro(9_000000, "JPY") == "9"


@pytest.mark.parametrize(("language", "written"), [("en", "1.5{}kg"), ("ru", "1,5{}кг"), ("el", "1,5{}kg")])
def test_a_quantity_has_no_idle_zeros(language: str, written: str) -> None:
    with translation.override(language):
        assert tags.quantity(1500, "kg") == written.format(NBSP)
        assert tags.quantity(3000) == "3"


def test_the_largest_amount_of_the_database_is_exact() -> None:
    assert tags.money_minor(2**63 - 1, "EUR") == "92,233,720,368,547,758.07"


def test_a_percentage_is_rounded_to_one_digit_away_from_zero() -> None:
    assert [numbers.percent(value, signed=True) for value in (612, 615, -615, 0, None)] == [
        "+6.1", "+6.2", "−6.2", "0.0", "—",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ["13:58", "19 Nov, 08:05", "31 Dec 2025, 23:00"]),
        ("ru", ["13:58", "19 нояб., 08:05", "31 дек. 2025, 23:00"]),
        ("el", ["13:58", "19 Νοε, 08:05", "31 Δεκ 2025, 23:00"]),
    ],
)
@time_machine.travel(NOW, tick=False)
def test_a_moment_says_no_more_than_it_must(language: str, said: list[str]) -> None:
    moments = [NOW, datetime(2026, 11, 19, 8, 5, tzinfo=UTC), datetime(2025, 12, 31, 23, 0, tzinfo=UTC)]
    with translation.override(language):
        assert [times.moment(at) for at in moments] == said


@time_machine.travel(NOW, tick=False)
def test_a_moment_is_told_in_the_readers_zone() -> None:
    midnight = datetime(2026, 11, 20, 22, 30, tzinfo=UTC)
    with timezone.override("Europe/Athens"):
        assert tags.when(midnight) == '<time datetime="2026-11-21T00:30:00+02:00">21 Nov, 00:30</time>'
    assert tags.when(midnight) == '<time datetime="2026-11-20T22:30:00+00:00">22:30</time>'


@time_machine.travel(NOW, tick=False)
def test_a_day_leaves_out_the_year_it_is_in() -> None:
    assert tags.day(date(2026, 11, 24)) == '<time datetime="2026-11-24">24 Nov</time>'
    assert times.day(date(2027, 1, 2)) == "2 Jan 2027"
    assert times.long_day(date(2026, 11, 20)) == "Friday 20 November"


@pytest.mark.parametrize(
    ("language", "said"), [("en", "6 min. ago"), ("ru", "6 мин. назад"), ("el", "πριν από 6 λεπ.")]
)
@time_machine.travel(NOW, tick=False)
def test_freshness_is_an_age(language: str, said: str) -> None:
    with translation.override(language):
        assert times.age(datetime(2026, 11, 20, 13, 52, tzinfo=UTC)) == said


@pytest.mark.parametrize(
    ("told", "least", "written"),
    [("1498.8", 2, "1,498.80"), ("0.0125", 2, "0.0125"), ("-3", 0, "−3"), ("12", 2, "12.00")],
)
def test_a_number_that_a_peer_told_is_written_as_the_reader_writes_it(told: str, least: int, written: str) -> None:
    assert numbers.plain(told, least) == written
