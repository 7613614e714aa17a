"""Sums never drift: exact reading, exact shares, one rounding."""

from contextlib import suppress
from decimal import Decimal
from fractions import Fraction

import pytest
from django.utils import translation
from hypothesis import example, given, strategies as st

from emporion.kernel.money import (
    PIECE,
    Money,
    NotANumber,
    OffStep,
    Quantity,
    TooLarge,
    Unit,
    UnitPrice,
    UnknownCurrency,
    divided,
    exponent,
    plain,
    scaled,
    shares,
)

amounts = st.integers(-(10**15), 10**15)
wide = st.integers(-(2**63) + 1, 2**63 - 1)


@given(amounts, st.lists(st.integers(0, 10**9), max_size=12))
@example(100, [1, 1, 1])
@example(-100, [1, 1, 1])
@example(7, [0, 0])
def test_shares_add_up_exactly_and_each_is_within_one_of_its_due(amount: int, weights: list[int]) -> None:
    parts = shares(amount, weights)
    assert sum(parts) == (amount if weights else 0)
    assert len(parts) == len(weights)
    if whole := sum(weights):
        assert all(abs(part - Fraction(amount * w, whole)) < 1 for part, w in zip(parts, weights, strict=True))


@given(st.integers(0, 10**12), st.lists(st.integers(1, 10**6), min_size=2, max_size=8))
def test_a_heavier_weight_never_gets_less(amount: int, weights: list[int]) -> None:
    parts = shares(amount, weights)
    for part, weight in zip(parts, weights, strict=True):
        for other, lighter in zip(parts, weights, strict=True):
            assert lighter >= weight or other <= part


def test_what_rounding_leaves_goes_to_the_largest_remainders() -> None:
    assert shares(100, [1, 1, 1]) == [34, 33, 33]
    assert shares(10, [1, 5, 1]) == [2, 7, 1]
    assert shares(-100, [1, 1, 1]) == [-33, -33, -34]
    assert shares(5, [0, 0]) == [5, 0]
    assert shares(5, []) == []


@given(amounts, st.integers(1, 10**9))
def test_division_rounds_halves_away_from_zero(amount: int, by: int) -> None:
    exact = Fraction(amount, by)
    sign = -1 if amount < 0 else 1
    assert divided(amount, by) == sign * int(abs(exact) + Fraction(1, 2))


@given(amounts, st.integers(1, 10**9))
def test_a_refund_is_the_mirror_of_the_sale(amount: int, by: int) -> None:
    assert divided(-amount, by) == -divided(amount, by)


def test_a_line_total_is_rounded_once_halves_away_from_zero() -> None:
    assert UnitPrice.of("0.333333", "EUR").times(3000) == Money(100, "EUR")
    assert UnitPrice.of("0.005", "EUR").times(1000) == Money(1, "EUR")
    assert UnitPrice.of("0.005", "EUR").times(-1000) == Money(-1, "EUR")
    assert UnitPrice.of("0.004999", "EUR").times(1000) == Money(0, "EUR")
    assert UnitPrice.of("0.5", "JPY").times(1000) == Money(1, "JPY")
    assert UnitPrice.of("1.5", "KWD").times(1001) == Money(1502, "KWD")
    assert UnitPrice.of("19.99", "RUB").times(250) == Money(500, "RUB")


@given(wide, st.integers(0, 9))
def test_a_number_written_and_read_again_is_the_same(amount: int, digits: int) -> None:
    assert scaled(plain(amount, digits), digits) == amount


@given(wide, st.integers(0, 9))
def test_a_number_is_written_without_idle_zeros(amount: int, digits: int) -> None:
    text = plain(amount, digits)
    assert Decimal(text) == Decimal(amount) / 10**digits if abs(amount) < 10**18 else True
    assert "E" not in text
    assert not ("." in text and text.endswith(("0", ".")))


def test_numbers_are_written_the_short_way() -> None:
    assert [plain(1500, 3), plain(-50, 2), plain(0, 2), plain(100, 0), plain(1, 6)] == [
        "1.5",
        "-0.5",
        "0",
        "100",
        "0.000001",
    ]


@pytest.mark.parametrize(
    "text", ["", "abc", "1,5", "0.001", "NaN", "sNaN", "Infinity", "-Infinity", "1e-3", "1e-99999999", "--1", "0x10"]
)
def test_what_is_no_exact_amount_is_refused(text: str) -> None:
    with pytest.raises(NotANumber) as refusal:
        scaled(text, 2)
    assert refusal.value.facts == {"text": text, "digits": 2}


def test_a_fraction_too_fine_to_see_is_refused_and_not_rounded_away() -> None:
    with pytest.raises(NotANumber):
        scaled("1." + "0" * 40 + "1", 2)
    with pytest.raises(NotANumber):
        scaled("1." + "0" * 90 + "1", 2)


@pytest.mark.parametrize("text", ["1e400", "92233720368547758.08", "-92233720368547758.08", "9" * 40])
def test_a_number_no_column_can_hold_is_refused(text: str) -> None:
    with pytest.raises(TooLarge):
        scaled(text, 2)


@given(st.text(max_size=30))
def test_any_text_is_a_number_or_a_refusal(text: str) -> None:
    with suppress(NotANumber, TooLarge):
        assert abs(scaled(text, 3)) < 2**63


def test_idle_zeros_and_exponents_are_read() -> None:
    assert [scaled("1.500000", 2), scaled("1e3", 2), scaled("-0.00", 2), scaled(" 12 ", 0)] == [150, 100_000, 0, 12]


def test_currencies_have_their_own_minor_unit() -> None:
    digits = {"EUR": 2, "RUB": 2, "HUF": 2, "IQD": 3, "JPY": 0, "KWD": 3, "CLP": 0, "CLF": 4}
    assert {code: exponent(code) for code in digits} == digits
    assert Money.of("12.34", "EUR") == Money(1234, "EUR")
    assert Money.of("1234", "JPY") == Money(1234, "JPY")
    assert [str(Money(-5, "EUR")), str(Money(1000, "KWD"))] == ["-0.05 EUR", "1 KWD"]


@pytest.mark.parametrize("code", ["EURO", "eur", "", "руб"])
def test_an_unknown_currency_is_refused(code: str) -> None:
    with pytest.raises(UnknownCurrency):
        exponent(code)


def test_an_amount_finer_than_its_currency_is_refused() -> None:
    with pytest.raises(NotANumber):
        Money.of("1.5", "JPY")


def test_currencies_are_never_added_to_each_other() -> None:
    assert Money(1, "EUR") + Money(2, "EUR") == Money(3, "EUR")
    assert -Money(1, "EUR") == Money(-1, "EUR")
    with pytest.raises(ValueError, match="cannot add RUB to EUR"):
        Money(1, "EUR") + Money(1, "RUB")


def test_a_quantity_is_a_whole_number_of_steps() -> None:
    kilo, pair = Unit("kg", step=50), Unit("pair", step=2000)
    assert Quantity.of("0.25", kilo) == Quantity(250, kilo)
    assert [str(Quantity.of("3")), str(Quantity.of("0.250", kilo))] == ["3 pcs", "0.25 kg"]
    for amount, unit in (("0.51", kilo), ("1", pair), ("0.5", PIECE)):
        with pytest.raises(OffStep):
            Quantity.of(amount, unit)


@pytest.mark.parametrize(
    ("language", "short", "said"),
    [
        ("en", "pcs", "0.5 pcs is not a whole number of steps of 1."),
        ("ru", "pcs", "0.5 шт. не кратно шагу 1."),
        ("ru", "упак", "0.5 упак не кратно шагу 1."),
        ("en", "", "0.5 796 is not a whole number of steps of 1."),
    ],
)
def test_an_uneven_quantity_is_told_by_the_name_of_its_unit(language: str, short: str, said: str) -> None:
    with translation.override(language), pytest.raises(OffStep) as refusal:
        Quantity.of("0.5", Unit("796", short=short))
    with translation.override(language):
        assert refusal.value.sentence == said
