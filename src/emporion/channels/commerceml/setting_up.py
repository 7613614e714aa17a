"""The form in which a person sets a connection to 1C up, as the exchange pages draw it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from django.contrib.auth.hashers import make_password
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from pydantic import ValidationError

from emporion.exchange.types import SettingField, SettingsForm

from .orders_out import Schema
from .settings import Settings, StatusAct, bare

EXACT = _("Exactly as 1C calls it. Leave it empty to name none.")
COMMAS = _("Words separated by commas; blanks and capitals do not count.")
ACTS: tuple[StatusAct, ...] = ("paid", "shipped", "cancelled", "none")
NAMES = ("order_prefix", "firm_name", "warehouse_name", "agreement_name", "price_type_name")
FLAGS = ("excludes_reserves", "holds_zero_prices", "price_per_unit", "zip", "bitrix_answers")
NUMBERS = (
    "orders_per_query",
    "absent_limit_percent",
    "renumbered_percent",
    "price_jump_times",
    "import_left_after_minutes",
    "heard_every_minutes",
)
FIELDS = (
    SettingField("firm", _("Firm"), "firm", _("Warehouses that 1C brings belong to it."), required=True),
    SettingField("shop", _("Orders of the shop"), "shop", _("Its orders go to 1C. Leave it empty to send none.")),
    SettingField("orders_from", _("Orders from"), "day", _("Older orders are never sent.")),
    SettingField("currency", _("Currency where 1C names none"), "text", _("Three letters, such as RUB.")),
    SettingField(
        "excludes_reserves", _("1C has taken its reserves off the stock already"), "flag",
        _("Tick it when 1C sends what is free, not what lies there."),
    ),
    SettingField(
        "order_prefix", _("Prefix of order numbers"), "text",
        _("Where several shops share one base: up to five characters before the numbers that orders bear in 1C."),
        most=5,
    ),
    SettingField(
        "orders_per_query", _("Orders in one answer at most"), "number",
        _("The others go with the next query. 0: all that wait go at once."), most=10_000,
    ),
    SettingField("firm_name", _("Organisation in orders"), "text", EXACT, most=255),
    SettingField("warehouse_name", _("Warehouse in orders"), "text", EXACT, most=255),
    SettingField("agreement_name", _("Agreement in orders"), "text", EXACT, most=255),
    SettingField("price_type_name", _("Price type in orders"), "text", EXACT, most=255),
    SettingField(
        "schema_version", _("Schema of orders"), "choice",
        _("2.07 for УТ 11 and Retail; 2.10 for УНФ and the module of 1C-Bitrix, which read payments in it."),
        choices=tuple((one.value, one.value) for one in Schema),
    ),
    SettingField("status_paid", _("Statuses of 1C that mean paid"), "text", COMMAS, elsewhere=True),
    SettingField("status_shipped", _("Statuses of 1C that mean shipped"), "text", COMMAS, elsewhere=True),
    SettingField("status_cancelled", _("Statuses of 1C that mean cancelled"), "text", COMMAS, elsewhere=True),
    SettingField("status_none", _("Statuses of 1C that change nothing here"), "text", COMMAS, elsewhere=True),
    SettingField(
        "absent", _("Goods that a full export left out"), "choice",
        choices=(("ask", _("Ask a person")), ("hide", _("Hide them")), ("keep", _("Keep them"))),
    ),
    SettingField(
        "absent_limit_percent", _("Ask all the same above so many percent"), "number",
        _("A filter changed by mistake in 1C would empty the shop."), most=100,
    ),
    SettingField(
        "renumbered_percent", _("Stop a file when so many percent of its new goods are like goods here"), "number",
        _("A base of 1C that was created anew has new keys for all, and goods would stand here twice. 0: never."),
        most=100,
    ),
    SettingField(
        "price_jump_times", _("A price waits for a look when it grows or falls more than so many times"), "number",
        _("It stands in the quarantine, and the old one stays for sale. 0: every price is taken at once."), most=1000,
    ),
    SettingField(
        "holds_zero_prices", _("A price that becomes 0 waits for a look"), "flag",
        _("Goods without a price are not for sale."),
    ),
    SettingField(
        "price_per_unit", _("A price per pack is divided by its coefficient"), "flag",
        _("Untick it when 1C tells the price of one base unit whatever the pack."),
    ),
    SettingField("zip", _("Take archives"), "flag", _("1C sends its whole folder in one, which is quicker.")),
    SettingField(
        "bitrix_answers", _("Answer as 1C-Bitrix does"), "flag",
        _("For the exchange module of 1C-Bitrix: five lines at the sign-in."),
    ),
    SettingField(
        "import_left_after_minutes", _("Import what was uploaded by itself after so many minutes"), "number",
        _("For a 1C that does not wait for the import. 0: only by the button on the page."),
    ),
    SettingField(
        "heard_every_minutes", _("1C comes every so many minutes"), "number",
        _("As its timetable says: 5, or 1440 for once a day. Twice that without a word is told on Today. 0: never."),
        most=10080,
    ),
    SettingField("login", _("Login"), "text", _("The user name that 1C shows to the site."), required=True),
    SettingField("password", _("Password"), "password", _("Leave it empty to keep the one that is set.")),
)  # fmt: skip


def settings_of(answers: Mapping[str, Any]) -> dict[str, object]:
    """What the connection keeps in clear."""
    day: date | None = answers.get("orders_from")
    since = datetime.combine(day, time(), timezone.get_current_timezone()).isoformat() if day else None
    return {
        "firm": int(answers["firm"]),
        "shop": answers.get("shop") or "",
        "orders_from": since,
        "currency": (answers.get("currency") or "RUB").upper()[:3],
        "absent": answers.get("absent") or "ask",
        "schema_version": answers.get("schema_version") or Schema.V2_07.value,
        "status_words": {word: act for act in ACTS for word in _words(answers.get(f"status_{act}"))},
        **{name: (answers.get(name) or "").strip() for name in NAMES},
        **{name: bool(answers.get(name)) for name in FLAGS},
        **{name: answers[name] for name in NUMBERS if answers.get(name) is not None},
    }


def _words(told: str | None) -> list[str]:
    return [word for part in (told or "").split(",") if (word := bare(part))]


def secrets_of(answers: Mapping[str, Any], before: Mapping[str, Any]) -> dict[str, object] | None:
    """The login with the hash of the password; None when neither changed."""
    login, password = str(answers.get("login") or ""), str(answers.get("password") or "")
    if not password and login == before.get("login"):
        return None
    return {"login": login, "password": make_password(password) if password else before.get("password", "")}


def shown(settings: Mapping[str, Any], secrets: Mapping[str, Any]) -> dict[str, object]:
    """The form's first answers; a password is never shown."""
    since = settings.get("orders_from")
    known = _known(settings)
    return {
        "firm": settings.get("firm"),
        "shop": settings.get("shop", ""),
        "orders_from": datetime.fromisoformat(str(since)).date() if since else None,
        "currency": settings.get("currency", "RUB"),
        **{name: known.get(name) for name in (*NAMES, *FLAGS, *NUMBERS, "absent", "schema_version")},
        **{f"status_{act}": ", ".join(w for w, means in known["status_words"].items() if means == act) for act in ACTS},
        "login": secrets.get("login", ""),
    }


def _known(settings: Mapping[str, Any]) -> dict[str, Any]:
    """What is set, with what stands where nothing was said; the usual where it cannot be read."""
    try:
        return Settings.model_validate({"firm": 0, **settings}).model_dump()
    except ValidationError:
        return Settings(firm=0).model_dump()


def address(code: str) -> str:
    """The path that is pasted into 1C, behind the address of this house."""
    return reverse("commerceml", args=[code])


FORM = SettingsForm(_("1C by CommerceML"), FIELDS, address, settings_of, secrets_of, shown)
