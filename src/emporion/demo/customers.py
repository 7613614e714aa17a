"""Customers without a person behind them: numbered labels, phones and addresses of ranges that belong to nobody."""

from emporion.parties.types import AddressCard, PartyCard

# A label and whether it buys as a company; names of trades, so that nobody is invented.
KINDS = (
    ("Покупатель", False),
    ("Кофейня", True),
    ("Покупатель", False),
    ("Офис", True),
    ("Покупатель", False),
    ("Пекарня", True),
    ("Покупатель", False),
    ("Гостиница", True),
)
TOWNS = ("Москва", "Тверь", "Калуга", "Рязань", "Тула")
STREETS = ("Кофейная улица", "Чайная улица", "Сахарная улица", "Пряничный переулок")
# 555-0100 to 555-0199 of every North American area belong to nobody; no such range of Russia is open to stories
AREAS = ("202", "212", "312", "415", "503", "602", "713", "808")
LAST_DIGITS = 100


def customer_card(number: int) -> PartyCard:
    """The customer of a number: the same number is the same customer, found again by phone and e-mail."""
    label, is_company = KINDS[number % len(KINDS)]
    area, digits = AREAS[number // LAST_DIGITS % len(AREAS)], number % LAST_DIGITS
    address = AddressCard(
        country="RU",
        city=TOWNS[number % len(TOWNS)],
        street=STREETS[number % len(STREETS)],
        house=str(1 + number % 90),
    )
    return PartyCard(
        name=f"{label} {number}",
        kind="company" if is_company else "person",
        phones=(f"+1{area}55501{digits:02d}",),
        emails=(f"customer{number}@example.com",),
        addresses=(address,),
        language="ru",
        country="RU",
    )
