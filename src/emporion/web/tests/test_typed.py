import pytest
from django.utils import translation

from emporion.kernel.errors import Refused
from emporion.web.typed import cleaned, money_text, money_typed, price_text, price_typed, quantity_text, quantity_typed


@pytest.mark.parametrize(
    ("language", "text", "plain"),
    [
        ("en", "1,264.50", "1264.50"), ("en", "1264,5", "1264.5"), ("en", "1,264", "1264"), ("en", "0.125", "0.125"),
        ("ru", "1 264,50", "1264.50"), ("ru", "1,264", "1.264"), ("ru", "1.264,50", "1264.50"),
        ("ro", "1.264", "1264"), ("el", "1.264,5", "1264.5"), ("en", "1,264,000", "1264000"), ("en", "−5", "-5"),
        ("en", "12", "12"), ("en", "", ""),
    ],
)  # fmt: skip
def test_a_number_is_read_as_its_reader_writes_it(language: str, text: str, plain: str) -> None:
    with translation.override(language):
        assert cleaned(text) == plain


@pytest.mark.parametrize("language", ["en", "ru", "ro", "el"])
def test_what_a_field_shows_is_read_back_exactly(language: str) -> None:
    with translation.override(language):
        for minor in (0, 5, 50, 126400, 126450):
            assert money_typed(money_text(minor, "EUR"), "EUR") == minor
        for micro in (2_500_000, 1_264_500_000, 12_500, 1_264_125_000):
            assert price_typed(price_text(micro, "EUR")) == micro
        for thousandths in (1000, 1500, 1_264_000):
            assert quantity_typed(quantity_text(thousandths)) == thousandths


def test_an_amount_shows_the_digits_of_its_currency() -> None:
    with translation.override("en"):
        assert (money_text(250, "EUR"), money_text(1500, "JPY"), price_text(9_200_000, "EUR")) == (
            "2.50",
            "1500",
            "9.20",
        )


def test_what_is_finer_than_a_coin_is_refused() -> None:
    with translation.override("en"), pytest.raises(Refused):
        money_typed("1.005", "EUR")


@pytest.mark.parametrize("text", ["1e3", "1E3", "1e-2", "1_000", "NaN", "Infinity", ".", "-", "", "1.2.3,4,5x"])
def test_only_digits_and_one_point_are_a_number(text: str) -> None:
    with translation.override("en"):
        for read in (lambda: money_typed(text, "EUR"), lambda: price_typed(text), lambda: quantity_typed(text)):
            with pytest.raises(Refused, match="is not a number with at most"):
                read()


def test_a_point_at_either_end_and_a_sign_are_no_slip() -> None:
    with translation.override("en"):
        assert [money_typed(text, "EUR") for text in (".5", "5.", "-5", "+5")] == [50, 500, -500, 500]
