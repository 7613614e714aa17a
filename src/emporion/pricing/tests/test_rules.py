import pytest
from hypothesis import given, strategies as st

from emporion.kernel.money import Money, UnitPrice, divided, shares
from emporion.pricing.rules import (
    is_suspicious,
    line_sum,
    split,
    tax_class_of,
    tax_of_gross,
    tax_on_net,
    with_tax,
    without_tax,
)
from emporion.pricing.types import PriceGuard

amounts = st.integers(-(10**13), 10**13)
rates = st.integers(0, 100_000)


@given(amounts, rates, st.booleans())
def test_net_and_tax_are_gross_exactly(minor: int, rate: int, tax_included: bool) -> None:
    line = split(Money(minor, "RUB"), rate, tax_included)

    assert line.net + line.tax == line.gross
    assert (line.gross if tax_included else line.net).minor == minor
    assert line.tax.minor * (1 if minor >= 0 else -1) >= 0


@given(amounts, rates)
def test_a_refund_is_the_sale_with_the_sign_turned(minor: int, rate: int) -> None:
    assert tax_of_gross(-minor, rate) == -tax_of_gross(minor, rate)
    assert tax_on_net(-minor, rate) == -tax_on_net(minor, rate)


@given(amounts, rates)
def test_the_tax_is_off_by_half_a_minor_unit_at_most(minor: int, rate: int) -> None:
    assert abs(2 * (tax_of_gross(minor, rate) * (100_000 + rate) - minor * rate)) <= 100_000 + rate
    assert abs(2 * (tax_on_net(minor, rate) * 100_000 - minor * rate)) <= 100_000


@given(st.integers(0, 10**13), rates)
def test_a_net_amount_comes_back_from_its_gross(minor: int, rate: int) -> None:
    gross = split(Money(minor, "RUB"), rate, tax_included=False).gross

    assert abs(split(gross, rate, tax_included=True).net.minor - minor) <= 1


@given(st.integers(0, 10**12), rates)
def test_a_price_survives_tax_out_and_in_at_its_fineness(micro: int, rate: int) -> None:
    price = UnitPrice(micro, "RUB")

    assert abs(with_tax(without_tax(price, rate), rate).micro - micro) <= 1
    assert without_tax(with_tax(price, rate), rate) == price


@given(st.integers(0, 10**10), st.lists(st.integers(0, 10**9), min_size=1, max_size=30))
def test_a_discount_is_shared_without_rest_and_never_by_more_than_one_unit_unfair(
    discount: int, lines: list[int]
) -> None:
    parts, whole = shares(discount, lines), sum(lines)

    assert sum(parts) == discount
    if whole:
        assert all(abs(part * whole - discount * line) < whole for part, line in zip(parts, lines, strict=True))


@given(st.lists(st.tuples(st.integers(0, 10**10), st.integers(1, 10**7)), min_size=1, max_size=20), rates)
def test_an_order_of_lines_adds_up(lines: list[tuple[int, int]], rate: int) -> None:
    sums = [line_sum(UnitPrice(micro, "RUB"), thousandths, rate, tax_included=True) for micro, thousandths in lines]

    assert sum(line.net.minor + line.tax.minor for line in sums) == sum(line.gross.minor for line in sums)
    assert [line.gross.minor for line in sums] == [divided(m * t, 10**7) for m, t in lines]


def test_halves_are_rounded_away_from_zero() -> None:
    assert (tax_on_net(25, 10_000), tax_on_net(-25, 10_000)) == (3, -3)
    assert (tax_of_gross(3, 20_000), tax_of_gross(-3, 20_000)) == (1, -1)


def test_a_line_of_three_cups_at_99_90_with_22_percent_inside() -> None:
    line = line_sum(UnitPrice(99_900_000, "RUB"), 3_000, 22_000, tax_included=True)

    assert (line.gross.minor, line.tax.minor, line.net.minor) == (299_70, 54_04, 245_66)
    assert line_sum(UnitPrice(99_900_000, "RUB"), 3_000, 22_000, tax_included=False).gross.minor == 365_63


@pytest.mark.parametrize(
    ("text", "tax_class"),
    [
        ("20", "standard"),
        ("18%", "standard"),
        ("22", "standard"),
        (" 20,00 % ", "standard"),
        ("НДС 20%", "standard"),
        ("10", "reduced"),
        ("10.0", "reduced"),
        ("0", "zero"),
        ("0%", "zero"),
        ("Без НДС", "exempt"),
        ("Без налога", "exempt"),
        ("без ндс", "exempt"),
        ("none", "exempt"),
        ("", None),
        ("18/118", None),
        ("37", None),
        ("НДС", None),
    ],
)
def test_the_words_of_1c_name_a_class(text: str, tax_class: str | None) -> None:
    assert tax_class_of(text) == tax_class


@given(st.integers(1, 10**12), st.integers(1, 10**12), st.integers(1, 1000))
def test_a_jump_is_as_far_up_as_down(stands: int, told: int, times: int) -> None:
    guard = PriceGuard(times)
    assert is_suspicious(stands, told, guard) == is_suspicious(told, stands, guard)
    assert is_suspicious(stands, told, guard) == (max(stands, told) > times * min(stands, told))


@given(st.integers(0, 10**12), st.integers(0, 10**12), st.booleans())
def test_without_limits_only_what_falls_to_nothing_may_wait(stands: int, told: int, zeros: bool) -> None:
    assert is_suspicious(stands, told, PriceGuard(0, zeros)) == (zeros and stands > 0 and told == 0)
    assert not is_suspicious(0, told, PriceGuard(2, zeros))
