"""Customers out of word lists, whom nobody can call."""

from itertools import product

from emporion.demo.countries import COUNTRIES
from emporion.demo.customers import customer_card
from emporion.parties import commands as parties
from emporion.parties.queries import card


def test_the_same_number_is_the_same_customer_and_another_is_another(house: str) -> None:
    first, again, other = (parties.found_or_added(card=customer_card(number), actor="demo") for number in (17, 17, 117))
    assert (again.id, again.added) == (first.id, False)
    assert other.id != first.id


def test_every_phone_is_of_a_range_that_belongs_to_nobody_and_is_checked_all_the_same(house: str) -> None:
    for number, country in product(range(1, 401, 133), COUNTRIES):
        found = card(parties.found_or_added(card=customer_card(number, country), actor="demo").id)
        [phone] = [handle for handle in found.handles if handle.kind == "phone"]
        assert phone.checked
        assert "55501" in phone.value
        assert found.emails[0].endswith("@example.com")


def test_customers_are_called_as_their_country_calls_them() -> None:
    assert {country.code: customer_card(2, country).name for country in COUNTRIES} == {
        "RU": "Ольга Белых",
        "KZ": "Динара Жұлдыз",
        "RO": "Ioana Luncă",
        "GR": "Κατερίνα Γεωργίου",
    }
    phones = [customer_card(number, country).phones for country in COUNTRIES for number in range(1, 380)]
    assert len(set(phones)) == len(phones)
