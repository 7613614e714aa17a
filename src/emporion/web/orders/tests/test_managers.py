"""Whose deals orders are, on the pages: taking, giving, one's own only, and what each one won."""

import html
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from emporion.accounts import commands as accounts
from emporion.accounts.queries import staff_by_email
from emporion.accounts.types import RoleRights
from emporion.clockwork.commands import work_off
from emporion.journal.commands import deliver_all
from emporion.kernel.money import Money
from emporion.orders import commands as orders
from emporion.orders.queries import order, shop_by_code
from emporion.orders.tests.factories import Corner, corner_shop, cup, draft
from emporion.web import live
from emporion.web.tests.factories import signed_in

pytestmark = pytest.mark.usefixtures("house")
INTENT = "0c8d5f2e-8f1b-4a52-9c8e-0123456789ab"


class Two:
    """Two managers, one of whom sees only their own orders and free ones, and an order of each, and a free one."""

    def __init__(self, *, limited: bool = True) -> None:
        self.corner: Corner = corner_shop()
        self.cups = cup(self.corner, 100)
        self.owner = signed_in()
        self.ada, self.bob = signed_in("manager", email="ada@s.example"), signed_in("operator", email="bob@s.example")
        if limited:
            operator = RoleRights("operator", give=("journal.view",), take=("orders.see_others",))
            accounts.change_roles(changes=[operator], actor="owner")
        self.ada_id, self.bob_id = number_of("ada@s.example"), number_of("bob@s.example")
        self.of_ada, self.of_bob = self.placed(f"staff:{self.ada_id}"), self.placed(f"staff:{self.bob_id}")
        self.free = self.placed("channel:web")

    def placed(self, actor: str) -> str:
        """An order of two cups, five euro."""
        return orders.place(draft=draft(self.corner, (self.cups, 2)), actor=actor).number


def number_of(email: str) -> int:
    found = staff_by_email(email)
    return found.id if found else 0


def numbers_in(client: Client, address: str) -> set[str]:
    return set(re.findall(r'href="/orders/\d+/">([^<]+)<', client.get(address).content.decode()))


def at(number: str) -> str:
    return f"/orders/{order(number).id}/"


def test_who_does_not_see_others_meets_own_and_free_orders_and_nothing_of_a_colleague() -> None:
    two = Two()
    deliver_all()
    assert numbers_in(two.bob, "/orders/") == {two.of_bob, two.free}
    assert numbers_in(two.ada, "/orders/") == {two.of_ada, two.of_bob, two.free}
    theirs = at(two.of_ada)
    pages = [
        theirs,
        f"{theirs}cancel/",
        f"{theirs}lines/",
        f"/why/order/{order(two.of_ada).id}/status/",
    ]
    assert [two.bob.get(page).status_code for page in pages] == [404] * 4
    assert two.bob.post(f"{theirs}take/").status_code == 404
    customer = order(two.of_ada).customer
    for page in ("/today/", "/orders/managers/", f"/customers/{customer}/", "/journal/"):
        answer = two.bob.get(page)
        assert answer.status_code == 200 and two.of_ada not in answer.content.decode(), page
    live.board.forget()
    assert two.bob.get("/live/", headers={"Accept": "application/json"}).json()["orders"]["shown"] == "2"
    assert two.ada.get("/live/", headers={"Accept": "application/json"}).json()["orders"]["shown"] == "3"
    found = {
        who: two.of_ada in who.post("/palette/", {"q": two.of_ada.lower()}).content.decode()
        for who in (two.bob, two.ada)
    }
    assert found == {two.bob: False, two.ada: True}


def test_a_right_of_one_shop_to_see_others_ends_at_that_shop() -> None:
    two, other = Two(), corner_shop()
    cups = cup(other, 10)
    there = orders.place(draft=draft(other, (cups, 1)), actor=f"staff:{two.ada_id}").number
    from_shop = order(two.of_ada)
    shop = numbers_in(two.owner, "/orders/")
    assert shop == {two.of_ada, two.of_bob, two.free, there}
    accounts.grant(staff=two.bob_id, role="courier", shop=shop_by_code(from_shop.shop).id, actor="owner")
    assert numbers_in(two.bob, "/orders/") == {two.of_ada, two.of_bob, two.free}


def test_the_view_mine_and_the_filters_hold_what_they_say() -> None:
    two = Two(limited=False)
    assert numbers_in(two.bob, "/orders/?view=mine") == {two.of_bob}
    assert numbers_in(two.owner, "/orders/?view=mine") == set()
    assert numbers_in(two.owner, f"/orders/?manager={two.ada_id}") == {two.of_ada}
    assert numbers_in(two.owner, f"/orders/?manager={two.ada_id}&manager=none") == {two.of_ada, two.free}
    page = two.owner.get("/orders/").content.decode()
    assert "Manager" in page
    assert numbers_in(two.owner, "/orders/?currency=RON") == {two.of_ada, two.of_bob, two.free}  # no shop sells in it


def test_a_free_order_is_taken_with_one_click_and_given_back_with_another() -> None:
    two = Two()
    taken = two.bob.post(f"{at(two.free)}take/", follow=True).content.decode()
    assert order(two.free).manager == two.bob_id
    [undo] = re.findall(r'action="(/undo/[^"]+)"', taken)
    assert "Undo" in taken and "Manager: Anna Berg" in taken  # the timeline tells it
    assert two.bob.post(undo).status_code == 302
    assert order(two.free).manager is None
    assert "Anna Berg" in two.bob.get(f"/why/order/{order(two.free).id}/manager/").content.decode()


def test_who_may_not_give_is_refused_and_who_may_gives_to_a_colleague_of_the_list() -> None:
    two = Two()
    address = f"{at(two.of_bob)}give/"
    assert two.bob.get(address).status_code == 403
    assert two.ada.post(address, {"manager": "4711"}).status_code == 422
    assert two.ada.post(address, {"manager": str(two.ada_id)}).status_code == 302
    assert order(two.of_bob).manager == two.ada_id
    assert numbers_in(two.bob, "/orders/") == {two.free}


def test_the_tab_of_ones_own_counts_ones_own() -> None:
    two = Two(limited=False)
    page = two.bob.get("/orders/").content.decode()
    assert re.findall(r"\bMine\s*<b>(\d+)</b>", page) == ["1"]


def test_deals_of_one_who_may_take_none_are_found_all_the_same() -> None:
    two = Two(limited=False)
    keeper = signed_in("storekeeper", email="k@s.example")
    keeper_id = number_of("k@s.example")
    orders.give(numbers=[two.free], manager=keeper_id, actor="owner")
    address = f"/orders/?view=all&manager={keeper_id}"
    assert numbers_in(two.owner, address) == {two.free}
    assert numbers_in(keeper, address) == {two.free}


def test_who_gives_and_takes_none_takes_back_what_was_given_unless_it_has_moved_on() -> None:
    two = Two()
    roles = [RoleRights("manager", take=("orders.take",))]
    accounts.change_roles(changes=roles, actor="owner")
    address = f"{at(two.of_ada)}give/"

    def given(to: str) -> str:
        page = two.ada.post(address, {"manager": to}, follow=True).content.decode()
        return str(re.findall(r'action="(/undo/[^"]+)"', page)[0])

    assert two.ada.post(given(str(two.bob_id))).status_code == 302
    assert order(two.of_ada).manager == two.ada_id
    undo = given("none")
    orders.give(numbers=[two.of_ada], manager=two.bob_id, actor="owner")
    assert two.ada.post(undo).status_code == 409
    assert order(two.of_ada).manager == two.bob_id


def test_a_look_at_many_deals_asks_for_a_colleague_once(steady: None) -> None:
    two = Two(limited=False)
    signed_in("storekeeper", email="k@s.example")

    def asked(numbers: list[str]) -> int:
        orders.give(numbers=numbers, manager=number_of("k@s.example"), actor="owner")
        ids = [order(one).id for one in numbers]
        address = two.owner.post("/lists/orders/act/", {"act": "give", "chosen": ids})["Location"]
        with CaptureQueriesContext(connection) as queries:
            page = two.owner.post(address, {"manager": str(two.bob_id), "look": "1"}).content.decode()
        assert page.count("<s ") == len(numbers)
        return len(queries)

    asked([two.free])  # what a house asks once is asked now
    few = asked([two.placed("channel:web") for _ in range(2)])
    assert asked([two.placed("channel:web") for _ in range(12)]) == few


def test_many_orders_are_taken_at_once_and_one_of_a_colleague_stays_theirs() -> None:
    two = Two(limited=False)
    more = two.placed("channel:web")
    ids = [order(one).id for one in (two.of_ada, two.of_bob, two.free, more)]
    address = two.bob.post("/lists/orders/act/", {"act": "take", "chosen": ids})["Location"]
    assert "has a manager already" in two.bob.post(address, {"look": "1"}).content.decode()
    two.bob.post(address, {"apply": "1", "intent": INTENT})
    work_off()
    assert [order(one).manager for one in (two.of_ada, two.of_bob, two.free, more)] == [
        two.ada_id, two.bob_id, two.bob_id, two.bob_id,
    ]  # fmt: skip


def test_many_taken_orders_are_free_again_save_those_that_went_on_to_a_colleague() -> None:
    two = Two()
    taken = [two.free, *(two.placed("channel:web") for _ in range(29))]
    ids = [order(one).id for one in taken]
    address = two.bob.post("/lists/orders/act/", {"act": "take", "chosen": ids})["Location"]
    two.bob.post(address, {"apply": "1", "intent": INTENT})
    work_off()
    assert {order(one).manager for one in taken} == {two.bob_id}
    orders.give(numbers=taken[:2], manager=two.ada_id, actor="owner")
    orders.give(numbers=taken[2:3], manager=None, actor="owner")
    assert "Undo: 30 rows" in two.bob.get(address).content.decode()
    back = two.bob.post(f"{address}undo/", {"intent": INTENT})["Location"]
    work_off()
    assert [order(one).manager for one in taken] == [two.ada_id] * 2 + [None] * 28
    assert order(two.of_bob).manager == two.bob_id  # his own of old stays his
    page = two.bob.get(back).content.decode()
    assert [number in page for number in taken[:4]] == [
        False,
        False,
        True,
        True,
    ]  # what a colleague has is not his to see
    assert "Changed again since" in page and "Not in your sight any more" in page


def test_orders_are_made_free_by_who_may_give_them_or_as_a_way_back_only() -> None:
    two = Two()
    asked = two.bob.post("/lists/orders/act/", {"act": "free", "chosen": [order(two.of_bob).id]})
    assert asked.status_code == 404 and 'value="free"' not in two.bob.get("/orders/").content.decode()


def test_the_deals_of_a_period_say_what_each_one_won_and_lost_and_open_exactly_their_orders() -> None:
    two = Two(limited=False)
    orders.note_payment(number=two.of_bob, reference="P", amount=Money(500, "EUR"), actor="bank")
    lost = two.placed(f"staff:{two.bob_id}")
    orders.cancel(number=lost, actor="staff:1")
    page = two.owner.get("/orders/managers/").content.decode()
    links = [link.replace("&amp;", "&") for link in re.findall(r'href="(/orders/\?[^"]+)"', page)]
    of_bob = [link for link in links if f"manager={two.bob_id}&" in link]
    assert [numbers_in(two.owner, link) for link in of_bob] == [{two.of_bob, lost}, {two.of_bob}, {lost}]
    assert "50.0 %" in page and "Nobody yet" in page
    cells = re.findall(r'class="e-num e-2 e-end">([\d.]+)<', page)
    assert sorted(cells) == ["10.00", "5.00", "5.00", "5.00", "5.00"]


def test_everybody_sees_their_own_deals_and_who_reads_reports_all_of_them() -> None:
    two = Two(limited=False)
    own = two.bob.get("/orders/managers/").content.decode()
    assert "My deals" in own and f"manager={two.bob_id}&" in own
    assert f"manager={two.ada_id}&" not in own and "Nobody yet" not in own and "margin" not in own.lower()
    assert f"manager={two.ada_id}&" in two.ada.get("/orders/managers/").content.decode()
    page = two.owner.get("/orders/managers/").content.decode()
    assert "With margin" in page and ">Margin" not in page
    (asked,) = re.findall(r'href="([^"]*&amp;margin=)"', page)
    assert ">Margin" in two.owner.get(f"/orders/managers/{html.unescape(asked)}").content.decode()
    told = b"".join(two.bob.get("/orders/managers/?placed=month&format=csv").streaming_content).decode()  # type: ignore[attr-defined]
    assert told.splitlines()[1].split(",")[1:8] == ["EUR", "1", "500", "0", "0", "0", "0"]


def test_amounts_of_deals_stay_with_those_who_meet_amounts() -> None:
    two = Two(limited=False)
    keeper = signed_in("storekeeper", email="k@s.example")
    keeper_id = number_of("k@s.example")
    orders.give(numbers=[two.free], manager=keeper_id, actor="owner")
    page = keeper.get("/orders/managers/").content.decode()
    assert f"manager={keeper_id}&" in page and "5.00" not in page
