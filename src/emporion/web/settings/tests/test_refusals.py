"""What is wrong stands beside its field, with the remedy, and nothing is kept."""

from collections.abc import Mapping
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from emporion.orders.queries import shops
from emporion.orders.tests.factories import Corner, corner_shop, cup
from emporion.parties.queries import firm_tax_ids, firms
from emporion.pricing.queries import price_types, rate_for, tax_table
from emporion.web.tests.factories import signed_in

from .test_setup import FIRM, sent


def errors(client: Client, name: str, /, *args: object, **fields: object) -> Mapping[str, list[str]]:
    """The sentences beside the fields of a form that came back."""
    answer = client.post(reverse(f"web:{name}", args=args), fields)
    assert answer.status_code == 422
    for sentences in answer.context["form"].errors.values():
        assert 'class="invalid-feedback d-block"' in answer.content.decode() and sentences
    found: Mapping[str, list[str]] = {field: list(said) for field, said in answer.context["form"].errors.items()}
    return found


def shop_form(corner: Corner, **other: object) -> dict[str, object]:
    """A sound form of a second shop, with something else in it."""
    told = {"name": "Web", "code": "web", "firm": corner.firm, "price_type": corner.price_type, "begins": "W"}
    return {**told, "warehouse_0": corner.warehouse, **other}


def test_a_tax_number_that_does_not_check_is_kept_only_when_a_person_insists(house: str) -> None:
    client = signed_in()
    wrong = {**FIRM, "tax_number": "1025903P"}
    [sentence] = errors(client, "settings_firm_new", **wrong)["tax_number"]
    assert "Compare it with the certificate" in sentence
    assert firms() == []
    sent(client, "settings_firm_new", **wrong, is_right="on")
    assert [one.checked for one in firm_tax_ids(firms()[0].id)] == [False]


def test_a_name_that_stands_is_refused_beside_the_name(house: str) -> None:
    client = signed_in()
    sent(client, "settings_firm_new", **FIRM)
    told = errors(client, "settings_firm_new", **FIRM)
    assert told == {
        "name": ["An own firm with the name “Kafenion” stands already. Open that firm, or write another name."]
    }


def test_a_regime_of_another_country_is_refused(house: str) -> None:
    told = errors(signed_in(), "settings_firm_new", **{**FIRM, "regime": "simplified_5"})
    assert told == {"regime": ["This regime exists only there: Russia. Choose another."]}


def test_prices_do_not_become_another_currency(house: str) -> None:
    client, corner = signed_in(), corner_shop()
    cup(corner)
    told = errors(client, "settings_price", corner.price_type, name="Retail", currency="USD", tax_included="on")
    assert list(told) == ["currency"]
    assert told["currency"][0].endswith("Add a price type in USD.")
    assert [kind.currency for kind in price_types()] == ["EUR"]


@pytest.mark.parametrize(
    ("other", "field"),
    [
        ({"begins": "k"}, "begins"),  # the corner shop's numbers begin with K
        ({"begins": "ABCDE"}, "begins"),
        ({"begins": "a b"}, "begins"),
        ({"code": "web shop"}, "code"),
        ({"warehouse_0": ""}, "warehouse_0"),
    ],
)
def test_a_shop_that_would_break_numbers_or_sell_from_nowhere_is_refused(
    house: str, other: dict[str, object], field: str
) -> None:
    client, corner = signed_in(), corner_shop()
    assert list(errors(client, "settings_shop_new", **shop_form(corner, **other))) == [field]
    assert len(shops()) == 1


def test_a_new_shop_does_not_write_over_one_with_its_code(house: str) -> None:
    client, corner = signed_in(), corner_shop()
    assert list(errors(client, "settings_shop_new", **shop_form(corner, code=corner.shop))) == ["code"]
    assert shops()[0].name == "Corner shop"


def test_a_tax_rate_comes_after_the_ones_before_it(house: str) -> None:
    client = signed_in()
    rate = {"country": "CY", "regime": "general", "tax_class": "standard", "percent": "20,5"}
    told = errors(client, "settings_tax_new", **rate, valid_from="2010-01-01")
    assert list(told) == ["valid_from"]
    assert told["valid_from"][0].endswith("Enter rates in the order of their days.")
    assert list(errors(client, "settings_tax_new", **{**rate, "percent": "120"}, valid_from="2030-01-01")) == [
        "percent"
    ]
    stood = len(tax_table("CY"))
    sent(client, "settings_tax_new", **rate, valid_from="2030-01-01")
    assert len(tax_table("CY")) == stood + 1
    assert rate_for("CY", "standard", "general", date(2030, 1, 1)) == 20_500
