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
PHONES = 1000  # +44 7700 900000 to 900999: kept free by Ofcom for stories


def customer_card(number: int) -> PartyCard:
    """The customer of a number: the same number is the same customer, found again by phone and e-mail."""
    label, is_company = KINDS[number % len(KINDS)]
    address = AddressCard(
        country="RU",
        city=TOWNS[number % len(TOWNS)],
        street=STREETS[number % len(STREETS)],
        house=str(1 + number % 90),
    )
    return PartyCard(
        name=f"{label} {number}",
        kind="company" if is_company else "person",
        phones=(f"+447700900{number % PHONES:03d}",),
        emails=(f"customer{number}@example.com",),
        addresses=(address,),
        language="ru",
        country="RU",
    )
