"""Today names what does not add up in the book, with its document, and one press repairs what can be repaired."""

import uuid
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client

from emporion.catalog.queries import variants
from emporion.clockwork.commands import ensure_schedules, hurry_schedule, work_off
from emporion.journal.queries import timeline
from emporion.kernel import rows
from emporion.ledger.queries import mismatches, verify
from emporion.ledger.types import LOOK, BalancesRepaired, BookDiffers
from emporion.orders import commands as orders
from emporion.orders.tests.factories import corner_shop, cup, draft
from emporion.reports.commands import weigh
from emporion.stock import commands as stock
from emporion.stock.types import Goods
from emporion.web.diagnosis import Finding, findings
from emporion.web.parts import Todo
from emporion.web.tests.factories import person, signed_in
from emporion.web.today import attention

pytestmark = pytest.mark.usefixtures("house")
MEND = "/today/book/mend/"
EXTRA = """INSERT INTO ledger_entry
      (posting_id, account_id, variant, currency, lot, quantity, value_minor, effective_at)
    SELECT posting_id, account_id, variant, currency, lot, 250, 0, effective_at FROM ledger_entry
    WHERE account_id = (SELECT id FROM ledger_account WHERE kind = 'supplier' LIMIT 1) ORDER BY id DESC LIMIT 1"""


def by_sql(statement: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def looked() -> None:
    """The clock has come to the look; a worker does it."""
    ensure_schedules(actor="clockwork")
    hurry_schedule(name=LOOK, actor="clockwork")
    work_off()


def sold() -> tuple[str, str]:
    """A shop whose cup is promised in part; the cup's name, and the order's number."""
    corner = corner_shop()
    variant = cup(corner, 9)
    number = orders.place(draft=draft(corner, (variant, 2)), actor="shop").number
    for _ in range(3):  # until all that stands is behind the watch
        looked()
    return variants([variant])[variant].name, number


def told(role: str = "owner") -> list[Todo]:
    return [one for one in attention.todos(person(role, email=f"{role}{uuid.uuid4()}@today.example"))
            if one.tone == "bad"]  # fmt: skip


def press(client: Client) -> int:
    return client.post(MEND, {"intent": str(uuid.uuid4())}).status_code


def sums() -> Finding:
    return next(one for one in findings() if one.name == "Sums of the book")


def test_a_sound_house_has_no_finding_and_its_look_tells_no_fact() -> None:
    assert (sums().value, sums().tone) == ("not looked at yet", "warn")
    sold()
    looked()
    assert (told(), mismatches(), timeline(["ledger"])) == ([], [], [])
    assert (sums().tone, sums().value.startswith("agree, looked at ")) == ("good", True)


def test_a_difference_written_past_emporion_is_named_and_repaired_by_one_press() -> None:
    goods, number = sold()
    by_sql("UPDATE ledger_balance SET quantity = 3000 WHERE quantity = 2000")
    looked()
    [todo] = told()
    assert todo.title == "1 balance differs from its entries"
    assert goods in str(todo.why) and f"Order {number}" in str(todo.why) and "3 instead of 2" in str(todo.why)
    assert todo.remedy and (todo.remedy.verb, todo.remedy.url, todo.remedy.post) == ("Repair the balances", MEND, True)
    assert attention.count() == len(attention.todos(person(email="all@today.example")))
    assert (sums().tone, sums().value) == ("bad", "findings: 1")
    client = signed_in()
    assert "Repair the balances" in client.get("/today/").content.decode()
    assert press(client) == 302
    page = client.get("/today/").content.decode()
    assert ("differs from its entries" in page, "1 thing was put right." in page) == (False, True)
    assert (verify(), told(), sums().tone) == ([], [], "good")
    kinds = [type(fact.event) for fact in timeline(["ledger"])]
    assert kinds == [BalancesRepaired, BookDiffers]
    assert timeline(["ledger"])[0].origin == f"page:{MEND}"


def test_a_press_sent_twice_repairs_once_and_says_so() -> None:
    sold()
    by_sql("UPDATE ledger_balance SET quantity = 3000 WHERE quantity = 2000")
    looked()
    client, once = signed_in(), {"intent": str(uuid.uuid4())}
    assert [client.post(MEND, once).status_code for _ in range(2)] == [302, 302]
    assert press(client) == 302
    assert "Nothing is left to put right." in client.get("/today/").content.decode()
    assert sum(isinstance(fact.event, BalancesRepaired) for fact in timeline(["ledger"])) == 1


def test_only_who_sets_the_house_up_may_press() -> None:
    sold()
    by_sql("UPDATE ledger_balance SET quantity = 3000 WHERE quantity = 2000")
    looked()
    remedies = {role: [one.remedy for one in told(role)] for role in ("integrator", "accountant", "manager")}
    [button], [link] = remedies["integrator"], remedies["accountant"]
    assert button and link
    assert (button.post, link.post, link.url, remedies["manager"]) == (True, False, "/settings/diagnosis/", [])
    assert [press(signed_in(role, email=f"{role}@press.example")) for role in ("accountant", "manager")] == [403, 403]
    assert verify() != []


def test_a_torn_posting_is_named_with_its_document_and_has_no_button() -> None:
    goods, _number = sold()
    by_sql(EXTRA)
    looked()
    [todo] = told()
    assert todo.title == "1 posting does not add up"
    assert goods in str(todo.why) and "no button mends this" in str(todo.why)
    [one] = mismatches()
    assert one.finding.document and one.finding.posting in str(todo.why)
    assert not (todo.remedy and todo.remedy.post)
    assert press(signed_in()) == 302
    assert [one.title for one in told()] == ["1 posting does not add up"]


def test_an_order_for_which_other_goods_are_reserved_than_its_lines_say_is_named_and_opens() -> None:
    goods, number = sold()
    by_sql("UPDATE orders_orderline SET covered = covered - 500")
    at_night()
    [todo] = told()
    assert todo.title == "For 1 order other goods are reserved than its lines say"
    assert str(todo.why).startswith(f"Order {number}, {goods}: 2 reserved instead of 1.5. No button mends it")
    assert todo.remedy and (todo.remedy.verb, todo.remedy.post) == ("Open the order", False)
    assert attention.count() == len(attention.todos(person(email="all@today.example")))


def test_goods_that_came_without_their_promise_are_named_and_lead_to_their_ledger() -> None:
    goods, _number = sold()
    by_sql("UPDATE ledger_balance SET quantity = quantity - 500 WHERE quantity = 7000")
    by_sql(EXTRA.replace("'supplier'", "'free'").replace("250", "-500"))
    looked()
    titles = {str(one.title): one for one in told()}
    assert set(titles) == {"1 posting does not add up", "What lies there and what is promised are apart"}
    todo = titles["What lies there and what is promised are apart"]
    assert goods in str(todo.why) and "apart by 0.5" in str(todo.why)
    assert todo.remedy and (todo.remedy.verb, todo.remedy.post) == ("Open the ledger", False)
    assert attention.count() == 2


def test_a_balance_of_goods_that_nobody_entered_is_told_as_well() -> None:
    sold()
    by_sql(
        "INSERT INTO ledger_balance (account_id, variant, currency, guarded, quantity, value_minor)"
        " SELECT account_id, 987654, currency, guarded, 3000, 0 FROM ledger_balance WHERE variant > 0 LIMIT 1"
    )
    for _ in range(3):
        looked()
    [todo] = told()
    assert "987,654" in str(todo.why)


def shipped() -> list[str]:
    """Two orders that left, of goods whose cost is known; their numbers."""
    corner = corner_shop()
    variant = cup(corner, 0)
    goods = [Goods(variant, 9000, 900)]
    stock.receive(warehouse_id=corner.warehouse, document="receipt:1", goods=goods, actor="keeper")
    numbers = [orders.place(draft=draft(corner, (variant, pieces)), actor="shop").number for pieces in (1, 2)]
    for number in numbers:
        orders.note_shipment(number=number, reference=f"S{number}", actor="keeper")
    return numbers


def at_night() -> None:
    """The clock has come to the look through the whole book."""
    hurry_schedule(name="ledger.look_through", actor="clockwork")
    work_off()


def kept() -> list[tuple[Any, ...]]:
    """What orders cost, as it is kept."""
    return rows.fetch("SELECT minor FROM reports_ordercost ORDER BY order_id")


def test_a_cost_kept_wrongly_is_found_at_night_named_without_a_figure_and_worked_out_anew_by_one_press() -> None:
    numbers = shipped()
    while weigh():
        pass
    assert kept() == [(100,), (200,)]
    by_sql("UPDATE reports_ordercost SET minor = 77")
    ensure_schedules(actor="clockwork")
    at_night()
    [todo] = told()
    assert todo.title == "2 orders have another cost kept than their entries say"
    assert all(f"Order {number}" in str(todo.why) for number in numbers) and "77" not in str(todo.why)
    assert todo.remedy and (todo.remedy.verb, todo.remedy.url) == ("Work the costs out anew", MEND)
    looked()
    assert [one.title for one in told()] == [todo.title], "a look at what moved leaves it named"
    client = signed_in()
    assert press(client) == 302
    assert "2 things were put right." in client.get("/today/").content.decode()
    assert (kept(), told(), verify()) == ([(100,), (200,)], [], [])
    at_night()
    assert told() == []
