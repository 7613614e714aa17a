from datetime import date

import pytest

from emporion.journal.queries import last_fact, timeline
from emporion.pricing import commands, queries
from emporion.pricing.types import NoTaxRate, RateOverlaps, TaxRateSet

from .factories import BY


@pytest.mark.parametrize(
    ("country", "tax_class", "day", "percent"),
    [
        ("RU", "standard", date(2018, 12, 31), 18),
        ("RU", "standard", date(2019, 1, 1), 20),
        ("RU", "standard", date(2025, 12, 31), 20),
        ("RU", "standard", date(2026, 1, 1), 22),
        ("RU", "reduced", date(2026, 1, 1), 10),
        ("RU", "zero", date(2026, 1, 1), 0),
        ("RU", "exempt", date(2026, 1, 1), 0),
        ("KZ", "standard", date(2025, 12, 31), 12),
        ("KZ", "standard", date(2026, 1, 1), 16),
        ("MD", "standard", date(2026, 1, 1), 20),
        ("MD", "reduced", date(2026, 1, 1), 8),
        ("RO", "standard", date(2025, 7, 31), 19),
        ("RO", "standard", date(2025, 8, 1), 21),
        ("RO", "reduced", date(2025, 8, 1), 11),
        ("GR", "standard", date(2026, 1, 1), 24),
        ("GR", "reduced", date(2026, 1, 1), 13),
        ("CY", "standard", date(2026, 1, 1), 19),
        ("CY", "super_reduced", date(2026, 1, 1), 5),
    ],
)
def test_the_shipped_rates_hold_on_their_days(
    house: str, country: str, tax_class: str, day: date, percent: int
) -> None:
    assert queries.rate_for(country, tax_class, "general", day) == percent * 1000


def test_a_simplified_regime_adds_no_tax_or_russia_s_small_one(house: str) -> None:
    day = date(2026, 3, 1)

    assert queries.rate_for("RU", "standard", "simplified", day) == 0
    assert queries.rates_for("RU", "simplified_5", day) == {
        "standard": 5000,
        "reduced": 5000,
        "super_reduced": 5000,
        "zero": 0,
        "exempt": 0,
    }
    assert queries.rate_for("RU", "reduced", "simplified_7", day) == 7000


@pytest.mark.parametrize(
    ("country", "tax_class", "regime", "day"),
    [
        ("RU", "standard", "general", date(2003, 12, 31)),
        ("RU", "standard", "simplified_5", date(2024, 12, 31)),
        ("RO", "super_reduced", "general", date(2025, 8, 1)),
        ("DE", "standard", "general", date(2026, 1, 1)),
        ("RU", "luxury", "general", date(2026, 1, 1)),
    ],
)
def test_an_unknown_rate_is_refused_and_not_guessed(
    house: str, country: str, tax_class: str, regime: str, day: date
) -> None:
    with pytest.raises(NoTaxRate) as caught:
        queries.rate_for(country, tax_class, regime, day)

    assert country in caught.value.sentence
    assert caught.value.what_to_do


def test_a_new_rate_ends_the_one_before_it(house: str) -> None:
    commands.set_tax_rate(
        country="RU", tax_class="standard", regime="general", percent_milli=23_000, valid_from=date(2030, 1, 1), **BY
    )

    rates = [queries.rate_for("RU", "standard", "general", date(year, 12, 31)) for year in (2025, 2029, 2030)]
    assert rates == [20_000, 22_000, 23_000]
    assert timeline(["tax:RU"])[0].event == TaxRateSet("tax:RU", "standard", "general", 23_000, "2030-01-01")
    top = next(row for row in queries.tax_table("RU") if row.tax_class == "standard")
    assert (top.percent_milli, top.valid_from, top.valid_to) == (23_000, date(2030, 1, 1), None)


def test_the_same_rate_again_tells_nothing_and_an_earlier_one_is_refused(house: str) -> None:
    def german(percent: int, day: date) -> None:
        of = {"country": "DE", "tax_class": "standard", "regime": "general"}
        commands.set_tax_rate(percent_milli=percent * 1000, valid_from=day, **of, **BY)

    german(19, date(2021, 1, 1))
    before = last_fact()

    german(19, date(2021, 1, 1))
    with pytest.raises(RateOverlaps):
        german(16, date(2020, 7, 1))

    assert last_fact() == before
    assert len(queries.tax_table("DE")) == 1


def test_every_country_s_rates_follow_each_other_without_overlap(house: str) -> None:
    seen: dict[tuple[str, str, str], date | None] = {}
    for row in reversed(queries.tax_table()):
        key = (row.country, row.tax_class, row.regime)
        if key in seen:
            last = seen[key]
            assert last is not None
            assert last < row.valid_from
        seen[key] = row.valid_to
    assert len(seen) > 60
