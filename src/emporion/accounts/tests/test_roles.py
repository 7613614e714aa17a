"""The owner changes what a role may, copies it, and brings it back; the owner's own role loses nothing."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from emporion.accounts import commands
from emporion.accounts.models import Staff
from emporion.accounts.queries import holders, may, may_give, roles
from emporion.accounts.types import (
    RIGHTS,
    ROLES,
    OwnerKeeps,
    RoleHeld,
    RoleIsOfTheHouse,
    RoleRights,
    RoleUnnamed,
    UnknownRight,
    UnknownRole,
)
from emporion.journal.queries import timeline

from .factories import staff

BY = "staff:1"
pytestmark = pytest.mark.usefixtures("house")


def fresh(person: Staff) -> Staff:
    """The person as the next request gets them."""
    return Staff.objects.get(pk=person.pk)


def change(role: str, give: tuple[str, ...] = (), take: tuple[str, ...] = ()) -> int:
    return commands.change_roles(changes=[RoleRights(role, give, take)], actor=BY)


def told(role: str) -> list[str]:
    """Kinds of facts of a role, the newest first."""
    return [fact.kind.removeprefix("accounts.") for fact in timeline([f"role:{role}"])]


def test_a_right_that_is_given_and_one_that_is_taken_hold_at_once() -> None:
    person = staff("storekeeper")
    assert change("storekeeper", give=("pricing.view",), take=("stock.correct",)) == 1
    assert (may(fresh(person), "pricing.view"), may(fresh(person), "stock.correct")) == (True, False)
    [fact] = timeline(["role:storekeeper"])
    assert (fact.event.given, fact.event.taken) == (("pricing.view",), ("stock.correct",))  # type: ignore[union-attr]


def test_what_is_so_already_changes_nothing_and_is_not_told() -> None:
    assert change("storekeeper", give=("stock.view",), take=("pricing.view",)) == 0
    assert told("storekeeper") == []


def test_back_to_the_usual_undoes_every_change() -> None:
    change("buyer", give=("orders.cancel",), take=("pricing.see_cost",))
    assert roles()["buyer"].is_changed
    commands.restore_role(role="buyer", actor=BY)
    assert roles()["buyer"].rights == ROLES["buyer"].rights
    assert told("buyer") == ["RoleChanged", "RoleChanged"]


def test_an_owner_keeps_every_right() -> None:
    for right in RIGHTS:
        with pytest.raises(OwnerKeeps):
            change("owner", take=(right,))
    assert roles()["owner"].rights == RIGHTS.keys()


def test_one_refused_change_leaves_the_others_undone_too() -> None:
    with pytest.raises(OwnerKeeps):
        commands.change_roles(
            changes=[RoleRights("buyer", ("orders.cancel",)), RoleRights("owner", (), ("orders.view",))], actor=BY
        )
    assert "orders.cancel" not in roles()["buyer"].rights


def test_a_right_or_a_role_that_does_not_exist_is_refused() -> None:
    with pytest.raises(UnknownRight):
        change("buyer", give=("orders.juggle",))
    with pytest.raises(UnknownRole):
        change("juggler", give=("orders.view",))


def test_a_copy_begins_like_the_role_as_it_stands_and_goes_its_own_way() -> None:
    change("manager", take=("orders.cancel",))
    code = commands.copy_role(like="manager", title=" Senior  manager ", actor=BY)
    change("manager", take=("orders.place",))
    change(code, give=("pricing.see_cost",))
    own = roles()[code]
    assert (own.title, own.base, own.is_own) == ("Senior manager", "manager", True)
    assert own.rights == (ROLES["manager"].rights - {"orders.cancel"}) | {"pricing.see_cost"}
    person = staff()
    commands.grant(staff=person.pk, role=code, shop=4, actor=BY)
    assert may(fresh(person), "pricing.see_cost", shop=4)
    assert not may(fresh(person), "pricing.see_cost", shop=5)
    commands.restore_role(role=code, actor=BY)
    assert roles()[code].rights == ROLES["manager"].rights


def test_a_copy_of_a_copy_comes_from_the_same_role() -> None:
    first = commands.copy_role(like="buyer", title="Tea", about="Buys tea.", actor=BY)
    change(first, give=("orders.cancel",))
    code = commands.copy_role(like=first, title="Coffee", actor=BY)
    second = roles()[code]
    assert (second.base, second.about, second.rights) == ("buyer", "Buys tea.", roles()[first].rights)


@pytest.mark.parametrize("title", ["", "  ", "Owner", "sales MANAGER", "Taken"])
def test_a_role_needs_a_name_of_its_own(title: str) -> None:
    commands.copy_role(like="buyer", title="taken", actor=BY)
    with pytest.raises(RoleUnnamed):
        commands.copy_role(like="buyer", title=title, actor=BY)


def test_an_own_role_is_renamed_and_goes_when_nobody_holds_it() -> None:
    code = commands.copy_role(like="buyer", title="Tea", actor=BY)
    commands.describe_role(role=code, title="Tea and coffee", about="Drinks.", actor=BY)
    commands.describe_role(role=code, title="Tea and coffee", about="Drinks.", actor=BY)
    person = staff(code)
    with pytest.raises(RoleHeld, match="People who hold this role: 1"):
        commands.remove_role(role=code, actor=BY)
    commands.withdraw(staff=person.pk, role=code, actor=BY)
    commands.remove_role(role=code, actor=BY)
    assert code not in roles()
    assert told(code) == ["RoleRemoved", "RoleDescribed", "RoleMade"]


def test_roles_of_the_house_keep_their_names() -> None:
    with pytest.raises(RoleIsOfTheHouse):
        commands.describe_role(role="buyer", title="Tea", about="", actor=BY)
    with pytest.raises(RoleIsOfTheHouse):
        commands.remove_role(role="buyer", actor=BY)


def test_a_page_still_pays_one_query_for_all_its_rights() -> None:
    person = staff("buyer")
    commands.grant(staff=person.pk, role=commands.copy_role(like="cashier", title="Desk", actor=BY), actor=BY)
    change("buyer", give=("orders.cancel",))
    asker = fresh(person)
    with CaptureQueriesContext(connection) as asked:
        assert may(asker, "orders.cancel") and may(asker, "orders.note_payment")
    assert len(asked) == 1


def test_nobody_gives_a_right_that_they_do_not_hold() -> None:
    code = commands.copy_role(like="manager", title="Head of staff", actor=BY)
    change(code, give=("accounts.manage",))
    head, known = fresh(staff(code)), roles()
    assert {name for name, role in known.items() if may_give(head, role)} == {
        *(code, "manager", "operator", "courier", "cashier", "marketer")
    }
    assert all(may_give(fresh(staff("owner")), role) for role in known.values())


def test_holders_are_counted_once_and_only_while_they_are_active() -> None:
    first, second = staff("buyer"), staff("buyer")
    commands.grant(staff=first.pk, role="buyer", shop=3, actor=BY)
    commands.deactivate(staff=second.pk, actor=BY)
    assert holders() == {"buyer": 1}
