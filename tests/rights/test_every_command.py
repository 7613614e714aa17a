"""Every command that a page can reach is covered by a right: by the page's mark, or by a question within."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Mapping, Set

from emporion.accounts.types import RIGHTS
from emporion.web import urls
from emporion.web.rights import PUBLIC, SIGNED_IN, right_of

from .neighbours import register
from .reaching import commands_of, sources

# The right that covers a command, where it is not called like the command itself. A new command needs a line.
COVERED: Mapping[str, Set[str]] = {
    **dict.fromkeys(
        (
            *("accounts.add_staff", "accounts.begin_seeing", "accounts.change_roles", "accounts.copy_role"),
            *("accounts.deactivate", "accounts.describe_role", "accounts.grant", "accounts.invite"),
            *("accounts.reactivate", "accounts.remove_role", "accounts.restore_role", "accounts.sign_out"),
            *("accounts.take_back_invitation", "accounts.withdraw"),
        ),
        frozenset({"accounts.manage"}),
    ),
    **dict.fromkeys(
        (
            *("catalog.add_pictures", "catalog.add_product", "catalog.add_variant", "catalog.choose_main_picture"),
            *("catalog.edit_product", "catalog.keep_picture", "catalog.put_category", "catalog.put_property"),
            *(
                "catalog.put_texts",
                "catalog.put_values",
                "catalog.remove_picture",
                "catalog.unprotect_fields",
                "exchange.forget_digests",
            ),
        ),
        frozenset({"catalog.change"}),
    ),
    **dict.fromkeys(
        (
            *("exchange.add_channel", "exchange.change_channel", "exchange.link", "exchange.mark_fixed"),
            *("exchange.mark_for_retry", "exchange.retry_outgoing", "exchange.set_authority"),
        ),
        frozenset({"exchange.operate"}),
    ),
    "exchange.mark_ignored": {"exchange.operate", "orders.change"},
    "orders.change_lines": {"orders.change"},
    "orders.cancel_rest": {"orders.cancel"},
    "orders.name_status": {"settings.change"},
    "orders.put_shop": {"settings.change", "exchange.operate"},
    "parties.add": {"parties.change"},
    "parties.change": {"parties.change", "orders.place"},
    "pricing.put_prices": {"pricing.change"},
    "pricing.set_price": {"pricing.change"},
    "pricing.close_price_type": {"settings.change"},
    "pricing.open_price_type": {"settings.change"},
    "pricing.put_price_types": {"settings.change", "exchange.operate"},
    "stock.move": {"stock.correct"},
    "stock.put_warehouse": {"stock.correct", "settings.change", "exchange.operate"},
    "ledger.next_number": {"stock.receive", "stock.correct"},
    **dict.fromkeys(
        (
            *(
                "clockwork.hurry_schedule",
                "household.set_languages",
                "ledger.begin_series",
                "ledger.mend",
                "parties.add_firm",
            ),
            *("parties.change_firm", "parties.set_regime", "pricing.set_tax_rate"),
        ),
        frozenset({"settings.change"}),
    ),
}
OWN = {  # everybody's own matters: their profile, their browsers, their words, what named them, their long work
    *("accounts.change_staff", "accounts.sign_out", "accounts.end_seeing", "clockwork.note_progress"),
    *("crm.say", "crm.change", "crm.take_back", "crm.see"),
}
SETTING_UP = {"accounts.add_staff", "accounts.change_staff"}  # while nobody owns the house yet; its gate sees to it
NOT_A_VERB = {"journal.command"}  # the decorator of a page's own verbs


def covering(command: str) -> Set[str]:
    return COVERED.get(command) or ({command} if command in RIGHTS else set())


def words_of(module: str) -> set[str]:
    """Every text that stands in a module."""
    return {
        node.value
        for node in ast.walk(sources()[module])
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def reached() -> dict[str, set[tuple[str, str]]]:
    """Every command that a page reaches, with the marks and modules of those pages."""
    found = defaultdict(set)
    for one in register(urls.urlpatterns):
        for command in commands_of((one.view.__module__, one.view.__name__)) - NOT_A_VERB:
            found[command].add((right_of(one.view) or "", one.view.__module__))
    return found


def test_every_command_that_a_page_reaches_is_covered_by_a_right() -> None:
    found = reached()
    assert len(found) > 50
    assert {one for one in found if not covering(one) and one not in OWN} == set(), "say which right covers it"
    assert set().union(*COVERED.values()) <= RIGHTS.keys()
    assert COVERED.keys() - found.keys() == set(), "nothing calls it any more"


def test_a_page_with_a_weaker_mark_asks_for_the_right_itself() -> None:
    for command, pages in reached().items():
        for mark, module in pages:
            rights = covering(command)
            if mark in rights or (mark == SIGNED_IN and command in OWN) or (mark == PUBLIC and command in SETTING_UP):
                continue
            assert (rights & words_of(module)) or command in OWN, f"{module} reaches {command} by {mark}"
