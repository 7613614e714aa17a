"""The table of rights is read and ticked; nobody gives, takes or looks behind more than they may themselves."""

from __future__ import annotations

from django.test import Client
from django.urls import reverse

from emporion.accounts import commands as accounts
from emporion.accounts.queries import roles, staff_by_email
from emporion.accounts.types import RIGHTS, ROLES, RoleRights
from emporion.web.tests.factories import person, signed_in

from .test_setup import sent

MATRIX = "/settings/staff/roles/"


def ticked(page: object, *, without: tuple[str, ...] = (), and_also: tuple[str, ...] = ()) -> dict[str, str]:
    """The form as the browser sends it: every tick that is set and not fixed, some of them otherwise."""
    context = page.context  # type: ignore[attr-defined]
    cells = [cell for _right, row in context["rows"] for cell in row]
    sent_along = {cell.name: "on" for cell in cells if cell.held and not cell.fixed}
    shown = {f"was:{code}": was for code, was in context["was"]}
    return dict.fromkeys({*sent_along, *and_also} - {*without}, "on") | shown


def test_the_table_shows_every_right_of_every_role(house: str) -> None:
    page = signed_in().get(MATRIX)
    held = {cell.name for _right, row in page.context["rows"] for cell in row if cell.held}
    assert held == {f"{role.code}:{right}" for role in ROLES.values() for right in role.rights}
    assert [right.name for right, _row in page.context["rows"]] == list(RIGHTS)


def test_a_tick_gives_a_right_and_a_tick_less_takes_one(house: str) -> None:
    client = signed_in()
    form = ticked(client.get(MATRIX), without=("buyer:pricing.see_cost",), and_also=("courier:catalog.view",))
    assert client.post(MATRIX, form).status_code == 302
    known = roles()
    assert known["buyer"].rights == ROLES["buyer"].rights - {"pricing.see_cost"}
    assert known["courier"].rights == ROLES["courier"].rights | {"catalog.view"}
    assert {code for code, role in known.items() if role.is_changed} == {"buyer", "courier"}
    assert "2 roles are changed." in client.get(MATRIX).content.decode()


def test_a_colleagues_change_meanwhile_stays(house: str) -> None:
    client = signed_in()
    form = ticked(client.get(MATRIX), and_also=("courier:catalog.view",))
    accounts.change_roles(changes=[RoleRights("buyer", ("orders.cancel",))], actor="cli")
    client.post(MATRIX, form)
    assert "orders.cancel" in roles()["buyer"].rights
    assert "catalog.view" in roles()["courier"].rights


def test_a_role_of_ones_own_is_made_changed_brought_back_and_removed(house: str) -> None:
    client = signed_in()
    sent(client, "settings_role_copy", "manager", title="Night shift", about="Sells at night.")
    [own] = [role for role in roles().values() if role.is_own]
    page = client.get(reverse("web:settings_role", args=[own.code]))
    now = {cell.name: "on" for _right, cell in page.context["cells"] if cell.held} | {"manager:orders.cancel": ""}
    now.pop(f"{own.code}:orders.cancel")
    sent(client, "settings_role", own.code, **now, **{f"was:{own.code}": page.context["was"]})
    assert roles()[own.code].rights == own.rights - {"orders.cancel"}
    assert "orders.cancel" in roles()["manager"].rights
    sent(client, "settings_role_usual", own.code)
    assert roles()[own.code].rights == own.rights
    sent(client, "settings_role_describe", own.code, title="Day shift", about="")
    assert roles()[own.code].title == "Day shift"
    sent(client, "settings_role_remove", own.code)
    assert own.code not in roles()


def head_of_staff(email: str) -> Client:
    """Somebody who may say what staff may do, but is no owner: a sales manager besides."""
    code = accounts.copy_role(like="manager", title="Head of staff", actor="cli")
    accounts.change_roles(changes=[RoleRights(code, ("accounts.manage",))], actor="cli")
    return signed_in(code, email=email)


def test_who_is_no_owner_gives_nobody_more_than_they_have(house: str) -> None:
    owner, client = person(), head_of_staff("head@shop.example")
    own = staff_by_email("head@shop.example")
    assert own is not None
    answer = client.post(reverse("web:settings_grant", args=[own.id]), {"role": "owner"})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["role"])
    shown = client.get(MATRIX)
    forged = ticked(shown, and_also=("manager:pricing.see_cost", "manager:accounts.manage"))
    assert client.post(MATRIX, forged).status_code == 409
    assert roles()["manager"].rights == ROLES["manager"].rights
    client.post(MATRIX, ticked(shown, and_also=("manager:accounts.manage",)))
    assert roles()["manager"].rights == ROLES["manager"].rights | {"accounts.manage"}
    for name in ("settings_leave", "settings_invite", "settings_return"):
        assert client.post(reverse(f"web:{name}", args=[owner.pk])).status_code in {409, 422}, name
    assert client.post(reverse("web:settings_withdraw", args=[owner.pk]), {"role": "owner"}).status_code == 422
    assert client.get(reverse("web:settings_role_copy", args=["owner"])).status_code == 409


def test_the_owners_role_has_no_tick_to_take_away(house: str) -> None:
    client = signed_in()
    page = client.get(reverse("web:settings_role", args=["owner"]))
    assert all(cell.held and cell.fixed for _right, cell in page.context["cells"])
    client.post(reverse("web:settings_role", args=["owner"]), {"was:owner": page.context["was"]})
    assert roles()["owner"].rights == RIGHTS.keys()
