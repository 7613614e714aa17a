"""People join by a link shown once, get and lose roles, leave and come back; everybody has a profile."""

import re

from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from emporion.accounts.queries import staff_by_email, staff_card, staff_list
from emporion.accounts.tests.post_office import post_office
from emporion.accounts.types import StaffView
from emporion.clockwork.worker import work_off
from emporion.orders import commands as orders
from emporion.orders.queries import shop_by_code
from emporion.orders.tests.factories import corner_shop
from emporion.orders.types import ShopCard
from emporion.stock import commands as stock
from emporion.stock.queries import all_warehouses
from emporion.stock.types import WarehouseCard
from emporion.web.tests.factories import EMAIL, signed_in

from .test_refusals import errors
from .test_setup import sent

ELENI = {"name": "Eleni Markou", "email": "eleni@shop.example", "role": "storekeeper", "time_zone": "Europe/Athens"}


def joined(client: Client, **other: object) -> StaffView:
    """Eleni joins."""
    sent(client, "settings_staff_new", **{**ELENI, **other})
    found = staff_by_email("eleni@shop.example")
    assert found is not None
    return found


def test_a_person_joins_and_their_link_is_shown_once(house: str) -> None:
    client, corner = signed_in(), corner_shop()
    eleni = joined(client, scope=f"warehouse:{corner.warehouse}")
    [held] = eleni.grants
    assert (held.role, held.firm, held.shop, held.warehouse) == ("storekeeper", None, None, corner.warehouse)
    page = client.get(f"/settings/staff/{eleni.id}/")
    [link] = re.findall(r'value="(http://testserver/accounts/[^"]+)"', page.content.decode())
    assert page["Cache-Control"] == "no-store"
    assert Client().get(link).status_code == 302  # allauth keeps the key in the session and asks for the password
    assert "Invitation link" not in client.get(f"/settings/staff/{eleni.id}/").content.decode()


def page_of(client: Client, eleni: StaffView) -> str:
    return client.get(f"/settings/staff/{eleni.id}/").content.decode()


def test_without_a_mail_server_the_page_says_that_no_letter_goes_out(house: str) -> None:
    client = signed_in()
    assert "no mail server, so no letter goes out" in page_of(client, joined(client))


def test_with_a_mail_server_the_link_is_written_and_shown(house: str, settings: Settings) -> None:
    client = signed_in()
    with post_office(settings) as office:
        eleni = joined(client, language="ro")
        page = page_of(client, eleni)
        assert "on its way to eleni@shop.example" in page and "Invitation link" in page
        work_off()
        assert "The link went to eleni@shop.example by mail" in page_of(client, eleni)
        [letter] = office.letters
        assert "http://testserver/accounts/" in letter.get_content()
        assert "sunteți invitat" in letter.get_content()


def test_a_letter_that_is_not_taken_is_said_with_what_to_do(house: str, settings: Settings) -> None:
    client = signed_in()
    with post_office(settings) as office:
        office.answers_recipient = 451
        eleni = joined(client)
        work_off()
        assert "it is tried again. In a hurry, give them the link yourself." in page_of(client, eleni)
        office.answers_recipient = 550
        sent(client, "settings_invite", eleni.id)
        work_off()
        assert "(its answer: 550). Check the address" in page_of(client, eleni)


def test_a_link_of_one_person_is_not_shown_on_the_page_of_another(house: str) -> None:
    client = signed_in()
    eleni = joined(client)
    own = staff_by_email(EMAIL)
    assert own is not None
    assert "Invitation link" not in client.get(f"/settings/staff/{own.id}/").content.decode()
    assert "Invitation link" in client.get(f"/settings/staff/{eleni.id}/").content.decode()


def test_an_email_that_signs_somebody_in_is_refused_beside_it(house: str) -> None:
    client = signed_in()
    told = errors(client, "settings_staff_new", **{**ELENI, "email": EMAIL})
    assert list(told) == ["email"]
    assert told["email"][0].endswith("Give that person a further role, or use another e-mail.")
    assert len(staff_list()) == 1


def test_a_role_is_given_and_withdrawn(house: str) -> None:
    client = signed_in()
    eleni = joined(client)
    sent(client, "settings_grant", eleni.id, role="manager", scope="")
    sent(client, "settings_withdraw", eleni.id, role="storekeeper")
    assert [grant.role for grant in staff_card(eleni.id).grants] == ["manager"]


def test_the_only_owner_keeps_the_role_and_reads_why(house: str) -> None:
    client = signed_in()
    own = staff_by_email(EMAIL)
    assert own is not None
    answer = client.post(reverse("web:settings_withdraw", args=[own.id]), {"role": "owner"})
    assert answer.status_code == 422
    assert "Make somebody else an owner first." in answer.content.decode()
    assert client.post(reverse("web:settings_leave", args=[own.id])).status_code == 422
    assert staff_card(own.id).is_active
    assert [grant.role for grant in staff_card(own.id).grants] == ["owner"]


def test_a_person_leaves_and_comes_back_with_their_roles(house: str) -> None:
    client = signed_in()
    eleni = joined(client)
    sent(client, "settings_leave", eleni.id)
    assert not staff_card(eleni.id).is_active
    sent(client, "settings_return", eleni.id)
    assert staff_card(eleni.id).is_active
    assert [grant.role for grant in staff_card(eleni.id).grants] == ["storekeeper"]


def test_a_manager_cannot_make_themselves_an_owner(house: str) -> None:
    client = signed_in("manager")
    own = staff_by_email(EMAIL)
    assert own is not None
    for name in ("settings_grant", "settings_withdraw", "settings_leave", "settings_return", "settings_invite"):
        assert client.post(reverse(f"web:{name}", args=[own.id]), {"role": "owner"}).status_code == 403
    assert [grant.role for grant in staff_card(own.id).grants] == ["manager"]


def test_a_storekeeper_chooses_language_and_time_zone(house: str) -> None:
    client = signed_in("storekeeper")
    own = staff_by_email(EMAIL)
    assert own is not None
    sent(client, "settings_profile", name="Anna B.", language="ru", time_zone="Europe/Athens")
    card = staff_card(own.id)
    assert (card.name, card.language, card.time_zone) == ("Anna B.", "ru", "Europe/Athens")
    page = client.get("/settings/profile/").content.decode()
    assert "Ваш профиль" not in page and "Профиль сохранён." in page
    assert 'href="/accounts/2fa/"' in page
    assert "/settings/staff/" not in page


def test_a_zone_that_does_not_exist_is_refused_beside_it(house: str) -> None:
    told = errors(signed_in(), "settings_profile", name="Anna", language="", time_zone="Mars/Olympus")
    assert list(told) == ["time_zone"]


def test_a_role_in_a_closed_shop_or_warehouse_is_named_by_it_and_no_new_one_is_offered_there(house: str) -> None:
    client, corner = signed_in(), corner_shop()
    shop = shop_by_code(corner.shop)
    eleni = joined(client, role="manager", scope=f"shop:{shop.id}")
    sent(client, "settings_grant", eleni.id, role="storekeeper", scope=f"warehouse:{corner.warehouse}")
    [place] = [one for one in all_warehouses() if one.id == corner.warehouse]
    orders.put_shop(card=ShopCard(code=corner.shop, is_hidden=True), actor="owner")
    stock.put_warehouse(card=WarehouseCard(code=place.code, is_hidden=True), actor="owner")
    for page in (page_of(client, eleni), client.get("/settings/staff/").content.decode()):
        assert shop.name in page and place.name in page
    page = page_of(client, eleni)
    assert f'value="shop:{shop.id}"' not in page and f'value="warehouse:{place.id}"' not in page
