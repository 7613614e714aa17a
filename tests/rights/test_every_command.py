"""Every command that a page can reach is covered by a right: by the page's mark, or by a question within."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Set

import pytest
from django.test import Client
from django.urls import path as django_path, reverse
from pytest_django import Settings

from emporion.accounts.types import RIGHTS, ROLES
from emporion.journal.queries import last_fact, told
from emporion.journal.types import Asked
from emporion.site import urls as site_urls
from emporion.web.commands import ask_bulk
from emporion.web.lists.register import LISTS
from emporion.web.rights import PUBLIC, right_of, signed_in
from emporion.web.undo import WAYS
from tools.testing.engines import postgresql_among_the_long

from . import forgetful
from .clicks import FORMS, taken_back
from .deeds import way_back
from .neighbours import Firm, neighbour
from .reaching import commands_of
from .test_every_address import ADDRESSES, SHORTLY, browser, path

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
                "catalog.merge",
                "catalog.perhaps_one_again",
                "catalog.put_texts",
                "catalog.put_values",
                "catalog.remove_picture",
                "catalog.tell_apart",
                "catalog.unmerge",
                "catalog.unprotect_fields",
                "exchange.forget_digests",
            ),
        ),
        frozenset({"catalog.change"}),
    ),
    **dict.fromkeys(
        (
            *("exchange.add_channel", "exchange.change_channel", "exchange.link", "exchange.mark_fixed"),
            *("exchange.retry_outgoing", "exchange.set_authority", "journal.retry_parked"),
            *("exchange.pause_outgoing", "exchange.resume_outgoing"),
            *("exchange.begin_shadow", "exchange.end_shadow"),
            *("exchange.ask_dry_run", "exchange.apply_dry_run"),
            *("exchange.choose", "exchange.choose_new", "exchange.choose_sure"),
            "journal.note_parked",
        ),
        frozenset({"exchange.operate"}),
    ),
    "exchange.mark_as_told": {"pricing.change"},
    "exchange.mark_for_retry": {"exchange.operate", "pricing.change"},
    "exchange.mark_ignored": {"exchange.operate", "orders.change"},
    "orders.change_lines": {"orders.change"},
    "orders.cancel_rest": {"orders.cancel"},
    "orders.name_status": {"settings.change"},
    "orders.put_shop": {"settings.change", "exchange.operate"},
    "parties.add": {"parties.change"},
    "parties.merge": {"parties.change"},
    "parties.unmerge": {"parties.change"},
    "parties.tell_apart": {"parties.change"},
    "parties.perhaps_one_again": {"parties.change"},
    "parties.change": {"parties.change", "orders.place"},
    "pricing.put_prices": {"pricing.change"},
    "pricing.set_price": {"pricing.change"},
    "pricing.close_price_type": {"settings.change"},
    "pricing.open_price_type": {"settings.change"},
    "pricing.put_price_types": {"settings.change", "exchange.operate"},
    "stock.move": {"stock.correct"},
    "stock.put_warehouse": {"stock.correct", "settings.change", "exchange.operate"},
    **dict.fromkeys(("watchman.acknowledge", "watchman.mute", "watchman.unmute"), frozenset({"watchman.answer"})),
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
            *("watchman.set_check", "watchman.set_telling", "watchman.renew_secret", "watchman.send_test"),
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


@pytest.fixture
def near(house: str) -> Firm:
    return neighbour()


def covering(command: str) -> Set[str]:
    return COVERED.get(command) or ({command} if command in RIGHTS else set())


def reached() -> dict[str, set[tuple[str, str]]]:
    """Every command that a page reaches, with the marks and modules of those pages."""
    found = defaultdict(set)
    for one in ADDRESSES:
        for command in commands_of((one.view.__module__, one.view.__name__)) - NOT_A_VERB:
            found[command].add((right_of(one.view) or "", one.view.__module__))
    return found


def test_every_command_that_a_page_reaches_is_covered_by_a_right() -> None:
    found = reached()
    assert len(found) > 50
    assert {one for one in found if not covering(one) and one not in OWN} == set(), "say which right covers it"
    assert set().union(*COVERED.values()) <= RIGHTS.keys()
    assert COVERED.keys() - found.keys() == set(), "nothing calls it any more"


def beside_the_mark() -> dict[str, set[str]]:
    """The commands that an address reaches and that its mark does not cover, by the name of the address."""
    found = defaultdict(set)
    for one in ADDRESSES:
        for command in commands_of((one.view.__module__, one.view.__name__)) - NOT_A_VERB:
            is_own = command in OWN or (right_of(one.view) == PUBLIC and command in SETTING_UP)
            if right_of(one.view) not in covering(command) and not is_own:
                found[one.name].add(command)
    return dict(found)


# Commands that a page calls only for those who hold a further right; the form in clicks.py asks for all of them.
ASKED_WITHIN: Mapping[str, Set[str]] = {
    "product_new": {"stock.receive", "ledger.next_number", "pricing.set_price"},
    "settings_languages": {"household.set_languages"},
}
# Commands that the source of a page leads to, and that no click on it brings about.
NAMED_ONLY: Mapping[str, Set[str]] = {
    "properties": {"catalog.put_property"},
    "quarantine": {"exchange.add_channel", "exchange.change_channel"},
    "settings_shops": {"orders.put_shop"},
}
NAMES = {one.name: one for one in ADDRESSES}
Rooms = Set[str]


def told_by(client: Client, url: str, form: Mapping[str, object]) -> tuple[int, Rooms]:
    """What a click is answered with, and the rooms that tell something of it; all of it is taken back."""
    before = last_fact()
    with taken_back():
        status = client.post(url, form, headers=SHORTLY).status_code
        rooms = {one.kind.partition(".")[0] for one in told(Asked(), limit=200) if one.id > before}
    return status, rooms


def rooms_of(commands: Set[str]) -> Rooms:
    """ledger is asked for numbers only, and tells of none."""
    return {command.partition(".")[0] for command in commands} - {"ledger"}


def test_every_command_beside_the_mark_of_its_page_is_known_as_such() -> None:
    assert beside_the_mark() == {**ASKED_WITHIN, **NAMED_ONLY}, "say what a click must say to reach it"
    assert ASKED_WITHIN.keys() <= FORMS.keys()


def test_what_a_page_does_for_a_further_right_it_does_for_nobody_without_it(near: Firm) -> None:
    found = []
    for role in ROLES:
        client, rights = browser(role), ROLES[role].rights
        for name, commands in ASKED_WITHIN.items():
            lacking = {one for one in commands if not covering(one) & rights}
            if right_of(NAMES[name].view) in rights:
                status, rooms = told_by(client, path(NAMES[name], near), FORMS[name](near))
                if rooms_of(lacking) & rooms or (lacking == commands and status != 403 and rooms - {"catalog"}):
                    found.append(f"{role} at {name}: {status}, {sorted(rooms)}")
                if not lacking:
                    assert rooms >= rooms_of(commands), f"{role} at {name}: the form reaches nothing, {status}"
        for name in NAMED_ONLY:
            status, rooms = told_by(client, path(NAMES[name], near), {})
            if rooms or status not in {200, 403, 405}:
                found.append(f"{role} at {name}: {status}, {sorted(rooms)}")
    assert not found, "\n".join(found)


@pytest.mark.slow
@postgresql_among_the_long
def test_no_act_on_many_rows_is_asked_for_or_done_without_its_right(near: Firm) -> None:
    acts, found = [(one, act) for one in LISTS for act in LISTS[one].acts], []
    assert len(acts) > 10
    for role in ROLES:
        client = browser(role)
        own = int(client.session["_auth_user_id"])
        for one, act in acts:
            with taken_back():
                number = ask_bulk(list_name=one, act=act.name, staff=own, subjects=[near.order], actor=f"staff:{own}")
                asking = told_by(client, reverse("web:bulk_ask", args=[one]), {"act": act.name, "chosen": near.order})
                doing = told_by(client, reverse("web:bulk", args=[number]), {"apply": "yes"})
            may = act.right in ROLES[role].rights
            if may and 403 in (asking[0], doing[0]) and LISTS[one].right in ROLES[role].rights:
                found.append(f"{role} may not {act.name} {one}: {asking}, {doing}")
            # one that is only a way back is not there to be asked for
            refused = asking in ((403, set()), (404, set())) and doing == (403, set())
            if not may and not refused:
                found.append(f"{role} may {act.name} {one}: {asking}, {doing}")
    assert not found, "\n".join(found)


def test_nothing_is_taken_back_without_the_right_that_did_it(near: Firm) -> None:
    """Those without a right of their own lead to what asks for one: an act on rows, or one's own words."""
    assert {way for way, (right, _) in WAYS.items() if not right} == {"bulk", "comment"}
    found = []
    for role in ROLES:
        client = browser(role)
        own = int(client.session["_auth_user_id"])
        for way, (right, _) in WAYS.items():
            if right and right not in ROLES[role].rights:
                said = told_by(client, reverse("web:undo", args=[way_back(way, own)]), {})
                found += [f"{role} takes back {way}: {said}"] if said != (403, set()) else []
        back = next(act for act in LISTS["products"].acts if act.name == "show").right
        with taken_back():
            done = ask_bulk(list_name="products", act="hide", staff=own, subjects=[near.product], actor=f"staff:{own}")
            said = told_by(client, reverse("web:undo", args=[way_back("bulk", own, bulk=done)]), {})
        if (said == (403, set())) == (back in ROLES[role].rights):
            found.append(f"{role} takes back an act on rows: {said}")
    assert not found, "\n".join(found)


def test_a_page_that_forgets_its_right_is_found(near: Firm, settings: Settings) -> None:
    """The page that hides a product, with its guard taken away, does it for a storekeeper; the same look says so."""
    page = NAMES["product_hide"]
    forgetful.urlpatterns[:] = [
        django_path("forgotten/<int:product>/", signed_in(page.view.__wrapped__), name="forgotten"),
        *site_urls.urlpatterns,
    ]
    settings.ROOT_URLCONF = forgetful.__name__
    client = browser("storekeeper")
    assert told_by(client, path(page, near), {}) == (403, set())
    assert told_by(client, reverse("forgotten", args=[near.product]), {}) == (302, {"catalog"})
