"""Two ways to write a phone, a tax id, an address are one."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as some

from emporion.parties.rules import Known, below, chosen, digest, email, handles, kazakh, one_line, phone, tax_id
from emporion.parties.types import AddressCard, PartyCard, TaxId

COUNTRIES = some.sampled_from(["", "RU", "MD", "RO", "GR", "KZ", "DE"])
LIKE_PHONES = some.text("0123456789+-() .ext", max_size=24) | some.text(max_size=24)


@pytest.mark.parametrize(
    ("written", "country", "is_one"),
    [
        ("8 (916) 123-45-67", "RU", "+79161234567"),
        ("+7 916 123 45 67", "MD", "+79161234567"),
        ("79161234567", "MD", "+79161234567"),
        ("069 123 456", "MD", "+37369123456"),
        ("00373 69 123456", "RU", "+37369123456"),
        ("694 123 4567", "GR", "+306941234567"),
        ("0722 123 456", "RO", "+40722123456"),
        ("8 701 234 56 78", "KZ", "+77012345678"),
    ],
)
def test_a_phone_is_one_however_it_is_written(written: str, country: str, is_one: str) -> None:
    found = phone(written, country)
    assert found and (found.value, found.raw, found.checked) == (is_one, written, True)


def test_what_is_no_phone_keeps_its_text_and_stays_unchecked() -> None:
    found = phone("12-34", "MD")
    assert found and (found.value, found.raw, found.checked) == ("1234", "12-34", False)
    words = phone("Ask at the desk", "MD")
    assert words and (words.value, words.checked) == ("ask at the desk", False)
    assert phone("  ") is None


@given(raw=LIKE_PHONES, country=COUNTRIES, elsewhere=COUNTRIES)
def test_a_normalised_phone_is_the_same_in_every_country(raw: str, country: str, elsewhere: str) -> None:
    once = phone(raw, country)
    if once and once.checked:
        again = phone(once.value, elsewhere)
        assert again and (again.value, again.checked) == (once.value, True)


@given(national=some.integers(min_value=69_000_000, max_value=69_999_999), marks=some.sampled_from([" ", "-", ".", ""]))
def test_spaces_and_codes_do_not_make_another_phone(national: int, marks: str) -> None:
    digits = str(national)
    written = ["0" + marks.join([digits[:2], digits[2:5], digits[5:]]), "+373" + digits, "00373" + marks + digits]
    assert len({found.key for text in written if (found := phone(text, "MD"))}) == 1


@given(raw=some.text(max_size=300))
def test_an_email_folded_twice_is_the_same(raw: str) -> None:
    once = email(raw)
    assert once is None or email(once.value) is None or email(once.value).value == once.value  # type: ignore[union-attr]


def test_an_email_is_one_in_any_letters() -> None:
    found = email("  Ana.Pop@Example.COM ")
    assert found and (found.value, found.raw, found.checked) == ("ana.pop@example.com", "Ana.Pop@Example.COM", True)
    for wrong in ("ana", "ana@home", "a b@example.com", "a@b.c, d@e.fr"):
        assert (found := email(wrong)) and not found.checked


@pytest.mark.parametrize(
    ("country", "written", "scheme", "number"),
    [
        ("RU", "7707083893", "RU.inn", "7707083893"),  # a bank's, published by itself
        ("RU", "500100732259", "RU.inn", "500100732259"),  # of the tax service's own example
        ("RO", "RO 18547290", "RO.cui", "18547290"),
        ("EL", "EL 094259216", "GR.afm", "094259216"),
        ("MD", "1008600038413", "MD.idno", "1008600038413"),
        ("KZ", "000140002217", "KZ.bin", "000140002217"),
    ],
)
def test_a_tax_id_with_right_check_digits_is_checked(country: str, written: str, scheme: str, number: str) -> None:
    found = tax_id(TaxId(country, written))
    assert found and (found.scheme, found.value, found.checked) == (scheme, number, True)


@pytest.mark.parametrize(
    ("country", "written"),
    [("RU", "7707083894"), ("RU", "0000000000"), ("MD", "1008600038412"), ("KZ", "000140002218"), ("US", "12-345")],
)
def test_a_tax_id_with_wrong_or_unknown_check_digits_is_kept_unchecked(country: str, written: str) -> None:
    found = tax_id(TaxId(country, written))
    assert found and (found.raw, found.checked) == (written, False)


@given(some.text("0123456789", min_size=11, max_size=11))
def test_of_the_ten_last_digits_at_most_one_makes_a_kazakh_number(first: str) -> None:
    assert sum(kazakh(first + str(last)) for last in range(10)) <= 1


def test_an_address_is_one_in_other_letters_and_commas() -> None:
    assert digest(AddressCard(text="Chisinau, str. Columna 5")) == digest(AddressCard(text="CHISINAU str. Columna, 5"))
    assert digest(AddressCard(city="Chisinau", house="5")) != digest(AddressCard(city="Chisinau", house="6"))
    assert one_line(AddressCard(city="Chisinau", street="Columna", house="5")) == "Chisinau, Columna, 5"


def known(number: int, *cards: PartyCard) -> Known:
    keys = {one.key for card in cards for one in handles(card) if one.checked}
    return Known(number, handles=set(keys), identities=keys)


PHONE = PartyCard(phones=("+37369123456",))
MAIL = PartyCard(emails=("ana@example.com",))
INN = PartyCard(tax_ids=(TaxId("RU", "7707083893"),))
OTHER_INN = PartyCard(tax_ids=(TaxId("RU", "500100732259"),))
ALL = PartyCard(phones=PHONE.phones, emails=MAIL.emails, tax_ids=INN.tax_ids)


def test_the_stronger_handle_decides_and_the_weaker_is_named_a_rival() -> None:
    choice = chosen(handles(ALL), [known(1, MAIL), known(2, PHONE), known(3, INN)])
    assert choice.party and choice.party.id == 3
    assert choice.rivals == {2: "phone", 1: "email"}


def test_a_phone_of_somebody_with_another_tax_id_does_not_find_them() -> None:
    choice = chosen(handles(ALL), [known(1, PHONE, OTHER_INN)])
    assert choice.party is None
    assert choice.rivals == {1: "phone"}


def test_those_below_a_party_are_found_through_others() -> None:
    assert below(2, {1: 2, 3: 1, 4: 9, 9: None}) == {1, 3}
