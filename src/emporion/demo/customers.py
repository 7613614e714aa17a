"""Customers of the demonstration: names out of word lists, phones and addresses of ranges that belong to nobody."""

from emporion.parties.types import AddressCard, PartyCard

from .countries import RUSSIA, Country

COMPANY_EACH = 6  # every sixth buys as a company
# 555-0100 to 555-0199 of every North American area belong to nobody; none of our countries has such a range for stories
AREAS = (
    "202", "212", "312", "415", "503", "602", "713", "808", "205", "213", "313", "404", "504", "603", "714", "801",
)  # fmt: skip
LAST_DIGITS = 100
MOST = 400  # customers of one country that have a phone of their own


def customer_card(number: int, country: Country = RUSSIA) -> PartyCard:
    """The customer of a number: the same number is the same customer, found again by phone and e-mail."""
    is_company = number % COMPANY_EACH == 1
    line = country.phones_from + number % MOST
    area, digits = AREAS[line // LAST_DIGITS % len(AREAS)], line % LAST_DIGITS
    address = AddressCard(
        country=country.code,
        city=country.towns[number % len(country.towns)],
        street=country.streets[number % len(country.streets)],
        house=str(1 + number % 90),
    )
    return PartyCard(
        name=_company(number, country) if is_company else _person(number, country),
        kind="company" if is_company else "person",
        phones=(f"+1{area}55501{digits:02d}",),
        emails=(f"{country.code.lower()}{number}@example.com",),
        addresses=(address,),
        language=country.language,
        country=country.code,
    )


def written_again(number: int, country: Country) -> PartyCard:
    """The same customer as somebody at the phone wrote them down: surname first, in capitals, without a country."""
    card = customer_card(number, country)
    name = " ".join(reversed(card.name.upper().split()))
    return PartyCard(name=name, kind=card.kind, phones=(card.phones[0].removeprefix("+1"),), language=card.language)


def _person(number: int, country: Country) -> str:
    first = country.first_names[number % len(country.first_names)]
    return f"{first} {country.last_names[number // len(country.first_names) % len(country.last_names)]}"


def _company(number: int, country: Country) -> str:
    return f"{country.companies[number % len(country.companies)]} {number}"
