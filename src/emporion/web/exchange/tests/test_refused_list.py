"""All refused rows in one list: narrowed, found, and settled by hundreds."""

import pytest
from django.test import Client

from emporion.clockwork import queries as clockwork
from emporion.exchange import commands as exchange
from emporion.exchange.queries import quarantined
from emporion.exchange.types import RefusedRow
from emporion.web.models import BulkWork
from emporion.web.tests.factories import signed_in
from emporion.web.why.tests.factories import Shop, shop

pytestmark = pytest.mark.usefixtures("house")
PAGE = "/exchange/quarantine/rows/"
FIELD = {"place": "x", "field": "y", "raw": "z"}


def refused(kept: Shop, number: int, kind: str = "stock", start: int = 0) -> None:
    rows = [
        RefusedRow(f"Row[{n}]", kind, "commerceml.field", FIELD, f"k{n}", "y", "z", f"v{n}")
        for n in range(start, start + number)
    ]
    exchange.refuse_rows(channel=kept.channel, message=kept.offers, refused=rows, actor="worker")


def shown(client: Client, **asked: str) -> list[str]:
    return [row.view.key for row in client.get(PAGE, asked).context["rows"]]


def acted(client: Client, act: str, ids: list[int], **told: str) -> str:
    """Select rows, look, do it; answers the page of the look."""
    at = client.post("/lists/quarantine/act/", {"act": act, "chosen": [str(one) for one in ids]})["Location"]
    look = client.get(at).content.decode()
    client.post(at, told | {"apply": "1"})
    return look


def test_rows_are_narrowed_by_view_kind_cause_and_text() -> None:
    kept, client = shop(), signed_in()
    refused(kept, 3)
    refused(kept, 1, "prices", start=9)
    assert shown(client) == ["k9", "k2", "k1", "k0"]
    assert shown(client, sort="old", kind="stock") == ["k0", "k1", "k2"]
    assert shown(client, q="row[1]") == ["k1"]
    assert (len(shown(client, cause="commerceml.field")), shown(client, cause="nothing")) == (
        4,
        ["k9", "k2", "k1", "k0"],
    )
    assert (shown(client, view="ignored"), len(shown(client, view="all"))) == ([], 4)


def test_many_rows_are_ignored_with_a_reason_and_stay_findable() -> None:
    kept, client = shop(), signed_in()
    refused(kept, 30)
    ids = [row.id for row in quarantined()]
    at = client.post("/lists/quarantine/act/", {"act": "ignore", "chosen": [str(one) for one in ids[:10]]})["Location"]
    assert client.post(at, {"apply": "1"}).status_code == 422  # nobody said why
    client.post(at, {"apply": "1", "reason": "a trial base"})
    assert (len(quarantined()), {row.reason for row in quarantined(state="ignored")}) == (20, {"a trial base"})
    assert len(shown(client, view="ignored")) == 10
    acted(client, "fix", [row.id for row in quarantined()][:5])
    assert len(quarantined(state="fixed")) == 5


def test_rows_are_read_again_once_and_what_cannot_be_says_why() -> None:
    kept, client = shop(), signed_in()
    refused(kept, 2)
    ids = [row.id for row in quarantined()]
    acted(client, "retry", ids)
    assert all(row.retry_at for row in quarantined())
    assert len(clockwork.tasks(state="ready")) == 1  # one message, one reading
    assert "stand so already" in acted(client, "retry", ids)


def test_rows_of_customers_are_left_to_those_who_see_customers() -> None:
    kept = shop()
    refused(kept, 1)
    refused(kept, 1, "orders", start=5)
    ids = [str(row.id) for row in quarantined()]
    integrator = signed_in("integrator", email="it@shop.example")
    assert (shown(signed_in()), shown(integrator)) == (["k5", "k0"], ["k0"])
    integrator.post("/lists/quarantine/act/", {"act": "fix", "chosen": ids})
    assert BulkWork.objects.get().total == 1


def test_who_does_not_operate_the_exchange_reads_and_settles_nothing() -> None:
    kept = shop()
    refused(kept, 1)
    manager = signed_in("manager", email="manager@shop.example")
    assert shown(manager) == ["k0"]
    told = {"act": "fix", "chosen": [str(row.id) for row in quarantined()]}
    assert manager.post("/lists/quarantine/act/", told).status_code == 403
