"""Customers out of word lists, whom nobody can call."""

from itertools import product

from emporion.demo.countries import COUNTRIES
from emporion.demo.customers import customer_card
from emporion.demo.opening import write_down_again
from emporion.journal.commands import deliver_all
from emporion.parties import commands as parties, queries
from emporion.parties.queries import card, double_views, open_doubles


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


def test_who_is_written_down_a_second_time_is_proposed_as_a_double(house: str) -> None:
    assert [write_down_again() for _ in range(2)] == [8, 8]
    deliver_all()
    assert queries.customers().count() == 16
    assert {one.reasons for one in double_views(open_doubles())} == {("phone_form", "name_order")}
    assert open_doubles().count() == 8


def test_customers_are_called_as_their_country_calls_them() -> None:
    assert {country.code: customer_card(2, country).name for country in COUNTRIES} == {
        "RU": "Ольга Белых",
        "KZ": "Динара Жұлдыз",
        "RO": "Ioana Luncă",
        "GR": "Κατερίνα Γεωργίου",
    }
    phones = [customer_card(number, country).phones for country in COUNTRIES for number in range(1, 380)]
    assert len(set(phones)) == len(phones)
