"""What each role may, and that nobody may anything without a grant."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from emporion.accounts import commands
from emporion.accounts.models import Staff
from emporion.accounts.queries import may, may_somewhere, reach, rights_of
from emporion.accounts.rights import ABOUT, LETTERS, RIGHTS, ROLES, TABLE, TITLES
from emporion.accounts.types import Reach, UnknownRight

from .factories import staff

BY = "staff:1"


def fresh(person: Staff) -> Staff:
    """The person as the next request gets them."""
    return Staff.objects.get(pk=person.pk)


def test_an_owner_may_everything() -> None:
    assert ROLES["owner"].rights == RIGHTS.keys()


def test_a_storekeeper_meets_neither_prices_nor_customers_nor_cost() -> None:
    assert ROLES["storekeeper"].rights == {
        *("today.view", "orders.view", "orders.see_buyer", "orders.see_others"),
        *("orders.note_shipment", "orders.note_return"),
        "catalog.view",
        *("stock.view", "stock.receive", "stock.correct"),
    }


def test_staff_are_the_owners_alone_and_cost_is_for_who_reckons_with_it() -> None:
    assert RIGHTS["accounts.manage"].roles == {"owner"}
    assert RIGHTS["pricing.see_cost"].roles == {"owner", "accountant", "buyer"}


def test_an_integrator_operates_the_exchange_and_sees_no_customers() -> None:
    rights = ROLES["integrator"].rights
    assert {"exchange.view", "exchange.operate"} < rights
    assert not {"parties.view", "orders.see_buyer", "orders.cancel", "stock.correct"} & rights


@pytest.mark.parametrize("role", ["courier", "cashier"])
def test_who_takes_money_sees_what_is_due_and_from_whom_and_changes_no_order(role: str) -> None:
    assert ROLES[role].rights == {
        *("today.view", "orders.view", "orders.see_buyer", "orders.see_others", "orders.note_payment", "pricing.view"),
    }


def test_the_table_is_whole() -> None:
    assert len(ROLES) == 10
    assert TITLES.keys() == ABOUT.keys() == ROLES.keys() == set(LETTERS.values())
    assert len(RIGHTS) == len(TABLE)
    assert all(set(letters) <= LETTERS.keys() and len(set(letters)) == len(letters) for _, letters, _ in TABLE)
    assert all(role.title and role.about for role in ROLES.values())
    with translation.override("en"):
        assert RIGHTS["orders.cancel"].title == "Cancel orders"


def test_nobody_may_anything_without_a_grant(house: str) -> None:
    person = staff()
    assert not any(may(person, right) or may_somewhere(person, right) for right in RIGHTS)
    assert not any(may(AnonymousUser(), right) for right in RIGHTS)
    assert reach(person, "orders.view") == Reach(frozenset(), frozenset(), frozenset())


def test_djangos_superuser_is_no_way_around_grants(house: str) -> None:
    person = staff()
    Staff.objects.filter(pk=person.pk).update(is_superuser=True, is_staff=True)
    assert not any(may(fresh(person), right) for right in RIGHTS)


def test_a_role_everywhere_covers_every_scope(house: str) -> None:
    person = staff("manager")
    assert may(person, "orders.cancel")
    assert may(person, "orders.cancel", firm=1, shop=2, warehouse=3)
    assert not may(person, "stock.correct")
    assert reach(person, "orders.view") == Reach(None, None, None)


def test_a_role_in_one_warehouse_stays_there(house: str) -> None:
    person = staff()
    commands.grant(staff=person.pk, role="storekeeper", warehouse=5, actor=BY)
    assert may(person, "stock.receive", warehouse=5)
    assert may(person, "stock.receive", firm=1, warehouse=5)
    assert not may(person, "stock.receive", warehouse=6)
    assert not may(person, "stock.receive"), "a page that forgets the scope must not open it"
    assert may_somewhere(person, "stock.receive")
    assert reach(person, "stock.receive") == Reach(None, None, frozenset({5}))


def test_grants_add_up_but_do_not_mix(house: str) -> None:
    person = staff()
    commands.grant(staff=person.pk, role="manager", shop=1, actor=BY)
    commands.grant(staff=person.pk, role="storekeeper", warehouse=2, actor=BY)
    assert may(person, "orders.place", shop=1)
    assert not may(person, "orders.place", warehouse=2)
    assert not may(person, "stock.receive", shop=1)


def test_who_left_may_nothing(house: str) -> None:
    staff("owner")
    person = staff("owner")
    commands.deactivate(staff=person.pk, actor=BY)
    assert not may(fresh(person), "today.view")
    commands.reactivate(staff=person.pk, actor=BY)
    assert may(fresh(person), "today.view")


def test_a_page_pays_one_query_for_all_its_rights(house: str) -> None:
    person = fresh(staff("owner"))
    with CaptureQueriesContext(connection) as asked:
        assert all(may(person, right) for right in RIGHTS)
        rights_of(person)
    assert len(asked) == 1


def test_a_right_that_does_not_exist_is_an_error_and_never_a_no(house: str) -> None:
    with pytest.raises(UnknownRight):
        may(staff("owner"), "orders.veiw")
