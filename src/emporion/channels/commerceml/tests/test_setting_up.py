"""The form of a connection: what a person answers is what the connection keeps, and what it shows again."""

from __future__ import annotations

from emporion.channels.commerceml.setting_up import FIELDS, FORM
from emporion.channels.commerceml.settings import Settings

ANSWERS = {
    "firm": "7", "shop": "", "currency": "eur", "order_prefix": "K-", "firm_name": " ООО Чашка ", "absent": "hide",
    "absent_limit_percent": 30, "price_jump_times": 5, "holds_zero_prices": True, "heard_every_minutes": 10,
    "import_left_after_minutes": 15, "zip": True, "price_per_unit": False,
    "orders_per_query": 50, "renumbered_percent": 40,
    "status_paid": "Оплачен, Оплачен частично", "status_shipped": "Отгружен", "status_cancelled": "",
    "status_none": "В работе,,",
}  # fmt: skip


def test_what_is_answered_is_what_the_connection_keeps() -> None:
    kept = Settings.model_validate(FORM.settings(ANSWERS))
    assert (kept.currency, kept.order_prefix, kept.firm_name, kept.absent) == ("EUR", "K-", "ООО Чашка", "hide")
    assert (kept.absent_limit_percent, kept.renumbered_percent, kept.import_left_after_minutes) == (30, 40, 15)
    assert (kept.price_jump_times, kept.holds_zero_prices) == (5, True)
    assert (kept.zip, kept.price_per_unit, kept.bitrix_answers) == (True, False, False)
    assert kept.act_of("оплачен ЧАСТИЧНО") == "paid"
    assert kept.status_words == {
        "оплачен": "paid", "оплаченчастично": "paid", "отгружен": "shipped", "вработе": "none",
    }  # fmt: skip


def test_the_form_shows_what_is_kept_and_changes_nothing_when_it_is_sent_back() -> None:
    kept = FORM.settings(ANSWERS)
    shown = FORM.shown(kept, {})
    assert FORM.settings(shown) == kept
    assert {field.name for field in FIELDS} - shown.keys() == {"password"}


def test_a_new_connection_shows_what_is_usual() -> None:
    shown = FORM.shown({}, {})
    assert (shown["zip"], shown["price_per_unit"], shown["absent"], shown["absent_limit_percent"]) == (
        True, True, "ask", 20,
    )  # fmt: skip
    assert "отгружен" in str(shown["status_shipped"])


def test_settings_that_cannot_be_read_show_what_is_usual() -> None:
    assert FORM.shown({"wait_seconds": "long"}, {})["absent"] == "ask"
