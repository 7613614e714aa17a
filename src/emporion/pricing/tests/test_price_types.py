import pytest

from emporion.catalog.tests.factories import variant
from emporion.journal.queries import last_fact, timeline
from emporion.kernel.money import UnknownCurrency
from emporion.pricing import commands, queries
from emporion.pricing.types import (
    Change,
    CurrencyFixed,
    PriceTypeAdded,
    PriceTypeCard,
    PriceTypeChanged,
    PriceTypeInUse,
    PriceTypeNameMissing,
    UnknownPriceType,
)

from .factories import BY, price, price_type


def test_price_types_stand_in_their_order_without_limit(house: str) -> None:
    cards = [PriceTypeCard(name=f"Type {n}", currency="EUR", position=-n) for n in range(30)]

    commands.put_price_types(cards=cards, **BY)

    assert [kind.name for kind in queries.price_types()] == [f"Type {n}" for n in reversed(range(30))]


def test_a_renamed_type_keeps_what_the_card_does_not_tell(house: str) -> None:
    kind = price_type("Retail", tax_included=False)

    commands.put_price_types(cards=[PriceTypeCard(kind, name="Shop")], **BY)

    view = queries.price_type(kind)
    assert (view.name, view.tax_included, view.currency) == ("Shop", False, "RUB")
    assert [fact.event for fact in timeline([f"price_type:{kind}"])] == [
        PriceTypeChanged(f"price_type:{kind}", (Change("name", "Retail", "Shop"),)),
        PriceTypeAdded(f"price_type:{kind}", "Retail", "RUB"),
    ]


def test_the_same_type_again_tells_nothing(house: str) -> None:
    kind = price_type("Retail")
    before = last_fact()

    (outcome,) = commands.put_price_types(cards=[PriceTypeCard(kind, name="Retail", currency="RUB")], **BY)

    assert (outcome.done, last_fact()) == ("unchanged", before)


def test_the_currency_is_fixed_by_the_first_price(house: str) -> None:
    kind = price_type("Retail")
    commands.put_price_types(cards=[PriceTypeCard(kind, currency="EUR")], **BY)
    price(variant(), kind, "10")

    with pytest.raises(CurrencyFixed) as caught:
        commands.put_price_types(cards=[PriceTypeCard(kind, currency="USD")], **BY)

    assert caught.value.sentence == "Prices of type “Retail” stand in EUR; they do not become USD by renaming."


def test_a_type_without_name_or_currency_is_refused(house: str) -> None:
    for card, refusal in (
        (PriceTypeCard(currency="RUB"), PriceTypeNameMissing),
        (PriceTypeCard(name=" ", currency="RUB"), PriceTypeNameMissing),
        (PriceTypeCard(name="Retail"), UnknownCurrency),
        (PriceTypeCard(name="Retail", currency="руб"), UnknownCurrency),
        (PriceTypeCard(404, name="Retail"), UnknownPriceType),
    ):
        with pytest.raises(refusal):
            commands.put_price_types(cards=[card], **BY)
    with pytest.raises(UnknownPriceType):
        queries.price_type(404)
    assert queries.price_types() == ()


def test_a_closed_type_can_be_chosen_no_more_and_its_prices_stay(house: str) -> None:
    cup, kind = variant(), price_type("Old")
    price(cup, kind, "5")
    assert commands.close_price_type(price_type=kind, users=(), **BY)
    assert not commands.close_price_type(price_type=kind, users=("Web",), **BY)  # it stands so already
    assert kind not in {one.id for one in queries.open_price_types()}
    assert [one.is_closed for one in queries.price_types() if one.id == kind] == [True]
    assert queries.prices_of([cup])[cup][0].price_type.name == "Old"
    assert timeline([f"price_type:{kind}"])[0].event == PriceTypeChanged(
        f"price_type:{kind}", (Change("is_closed", "False", "True"),)
    )
    assert commands.open_price_type(price_type=kind, **BY)
    assert kind in {one.id for one in queries.open_price_types()}


def test_a_type_in_use_is_not_closed_and_its_users_are_named(house: str) -> None:
    kind = price_type("Retail")
    with pytest.raises(PriceTypeInUse) as refusal:
        commands.close_price_type(price_type=kind, users=("Web shop", "1C"), **BY)
    assert refusal.value.sentence == "“Retail” is still in use: Web shop, 1C."
    with pytest.raises(UnknownPriceType):
        commands.close_price_type(price_type=kind + 1, users=(), **BY)
