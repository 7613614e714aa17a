"""Prices that wait for a look: who may take them as told, one by one, all of a cause, or many out of the list."""

import pytest
from django.test import Client

from emporion.channels.commerceml.tasks import import_rows
from emporion.clockwork import queries as clockwork
from emporion.exchange import commands as exchange
from emporion.exchange.queries import quarantined
from emporion.exchange.types import RefusedRow
from emporion.pricing.queries import prices_of
from emporion.web.exchange import desk
from emporion.web.tests.factories import signed_in
from emporion.web.why.tests.factories import Shop, offers, sent, shop

pytestmark = pytest.mark.usefixtures("house")
PAGE, ACCEPT = "/exchange/quarantine/", "/exchange/quarantine/accept/"


def waiting() -> Shop:
    """A shop whose 1C tells a price a hundred times too high."""
    kept = shop("9.50")
    sent(kept.channel, offers("950"), "offers0_2.xml")
    assert price(kept) == 9_500_000
    return kept


def price(kept: Shop) -> int:
    (found,) = prices_of([kept.variant])[kept.variant]
    return found.price.micro


def worked() -> None:
    """What a worker does then."""
    for task in clockwork.tasks(state="ready"):
        import_rows.func(*task.args)


def pressed(client: Client, **told: object) -> int:
    status: int = client.post(ACCEPT, told).status_code
    worked()
    return status


@pytest.mark.parametrize("role", ["owner", "manager"])
def test_who_sets_prices_looks_and_takes_them(role: str) -> None:
    kept, client = waiting(), signed_in(role)
    page = client.get(PAGE).content.decode()
    assert "would go from 9.5 to 950" in page and "Take all as told" in page
    assert f'href="/products/{kept.product}/">Blue cup</a>' in page
    (row,) = quarantined()
    assert pressed(client, verb=f"accept:{row.id}") == 302
    assert (price(kept), quarantined()) == (950_000_000, [])


def test_all_of_a_cause_are_taken_at_one_press() -> None:
    kept, client = waiting(), signed_in()
    assert pressed(client, rows=",".join(str(row.id) for row in quarantined())) == 302
    assert price(kept) == 950_000_000


def test_who_only_runs_the_exchange_decides_on_no_price() -> None:
    kept, client = waiting(), signed_in("integrator")
    page = client.get(PAGE).content.decode()
    assert "Read again" in page and "Take all as told" not in page and ACCEPT not in page
    (row,) = quarantined()
    assert pressed(client, verb=f"accept:{row.id}") == 403
    assert (price(kept), len(quarantined())) == (9_500_000, 1)


def test_rows_that_wait_for_more_than_a_look_stay() -> None:
    kept, client = waiting(), signed_in()
    rows = [RefusedRow("Row[1]", "stock", "commerceml.field", {"place": "x", "field": "y", "raw": "z"}, "k1")]
    exchange.refuse_rows(channel=kept.channel, message=kept.offers, refused=rows, actor="worker")
    other = next(row for row in quarantined() if row.kind == "stock")
    assert pressed(client, row=[str(other.id)]) == 302
    assert "1 row was left as it is" in client.get(PAGE).content.decode()
    assert (len(quarantined()), price(kept)) == (2, 9_500_000)
    assert pressed(client) == 409  # nothing chosen


@pytest.mark.parametrize("is_single", [True, False])
def test_a_page_that_was_opened_before_another_price_came_takes_nothing(is_single: bool) -> None:
    kept, client = waiting(), signed_in()
    (seen,) = quarantined()
    sent(kept.channel, offers("0"), "offers0_3.xml")
    assert pressed(client, **({"verb": f"accept:{seen.id}"} if is_single else {"rows": str(seen.id)})) == 302
    page = client.get(PAGE).content.decode()
    assert "changed since this page was opened" in page and "taken as told." not in page
    assert (price(kept), [row.value for row in quarantined()]) == (9_500_000, ["0"])


def test_a_page_says_how_many_its_buttons_leave_out(monkeypatch: pytest.MonkeyPatch) -> None:
    kept, client = waiting(), signed_in()
    assert "older row" not in client.get(PAGE).content.decode()
    facts = {"place": "x", "field": "y", "raw": "z"}
    rows = [RefusedRow(f"Row[{n}]", "stock", "commerceml.field", facts, f"k{n}") for n in range(3)]
    exchange.refuse_rows(channel=kept.channel, message=kept.offers, refused=rows, actor="worker")
    monkeypatch.setattr(desk, "MOST", 2)
    page = client.get(PAGE).content.decode()
    assert "1 older row stands" in page and "/exchange/quarantine/rows/?cause=commerceml.field" in page


def test_an_act_that_was_looked_at_before_another_price_came_takes_nothing() -> None:
    kept, client = waiting(), signed_in()
    chosen = [str(row.id) for row in quarantined()]
    at = client.post("/lists/quarantine/act/", {"act": "accept", "chosen": chosen})["Location"]
    sent(kept.channel, offers("0"), "offers0_3.xml")
    client.post(at, {"apply": "1"})
    worked()
    assert (price(kept), [row.value for row in quarantined()]) == (9_500_000, ["0"])


def test_many_are_taken_out_of_the_list_and_others_say_why_not() -> None:
    kept, client = waiting(), signed_in()
    rows = [RefusedRow("Row[1]", "stock", "commerceml.field", {"place": "x", "field": "y", "raw": "z"}, "k1")]
    exchange.refuse_rows(channel=kept.channel, message=kept.offers, refused=rows, actor="worker")
    chosen = [str(row.id) for row in quarantined()]
    at = client.post("/lists/quarantine/act/", {"act": "accept", "chosen": chosen})["Location"]
    assert "cannot be taken as it is" in client.get(at).content.decode()
    client.post(at, {"apply": "1"})
    worked()
    assert (price(kept), [row.kind for row in quarantined()]) == (950_000_000, ["stock"])
