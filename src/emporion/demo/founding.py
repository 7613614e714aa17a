"""The firms before their first day: people, the connection to 1C, warehouses of their own.

Every step carries a key, so a first start that was cut is continued by doing all of it again.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.hashers import make_password

from emporion.accounts import commands as accounts
from emporion.accounts.queries import checked_password, staff_by_email
from emporion.accounts.types import ROLES
from emporion.exchange import commands as exchange
from emporion.parties import commands as parties
from emporion.stock import commands as stock
from emporion.stock.types import WarehouseCard

from .countries import COUNTRIES, RUSSIA, Country
from .history import CHANNEL
from .people import email_of

ACTOR, ORIGIN = "demo", "demo:founding"
LOGIN = "1c"


@dataclass(frozen=True, slots=True)
class Founded:
    """The firm whose books 1C keeps and its connection, by number."""

    firm: int
    channel: int


def found(*, staff_password: str, onec_password: str) -> Founded:
    """A firm in each country with its warehouses, their staff, and the connection that the first one's 1C will use."""
    firms = {country.code: _firm(country) for country in COUNTRIES}
    for role in ROLES:
        if staff_by_email(email_of(role)) is None:
            _add_staff(role, staff_password)
    firm = firms[RUSSIA.code]
    channel = exchange.add_channel(
        code=CHANNEL,
        kind="commerceml",
        title="1С:Управление торговлей",
        settings={"firm": firm, "currency": "RUB", "time_zone": RUSSIA.zone, "is_simulated": True},
        secrets={"login": LOGIN, "password": make_password(onec_password)},
        actor=ACTOR,
        origin=ORIGIN,
        key="demo:channel",
    )
    return Founded(firm, channel)


def _firm(country: Country) -> int:
    firm = parties.add_firm(
        name=country.firm,
        legal_name=country.legal_name,
        country=country.code,
        base_currency=country.currency,
        actor=ACTOR,
        origin=ORIGIN,
        key=f"demo:firm:{country.code}",
    ).id
    for (code, name), sells in ((country.warehouse, True), (country.defects, False)):
        card = WarehouseCard(code=code, name=name, firm=firm, sells=sells)
        stock.put_warehouse(card=card, actor=ACTOR, origin=ORIGIN)
    return firm


def _add_staff(role: str, password: str) -> None:
    email, name = email_of(role), str(ROLES[role].title)
    hashed = checked_password(password, email=email, name=name)
    accounts.add_staff(
        email=email, name=name, role=role, password=hashed, time_zone=RUSSIA.zone, actor=ACTOR, origin=ORIGIN
    )
