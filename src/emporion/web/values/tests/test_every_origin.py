"""A day as people and machines make it: each fact names the page, talk, message, task or fact that it came of."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass
from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client
from django.urls import resolve

from emporion.catalog.queries import product_page
from emporion.channels.commerceml.tasks import import_file
from emporion.clockwork.commands import hurry_schedule, work_off
from emporion.clockwork.queries import task
from emporion.exchange import commands as exchange
from emporion.exchange.queries import message, questions, session
from emporion.journal.queries import fact, last_fact, told
from emporion.journal.types import Asked, FactView
from emporion.orders import commands as orders
from emporion.orders.queries import order
from emporion.orders.types import ShopCard
from emporion.stock.queries import warehouse
from emporion.web.tests.factories import signed_in
from emporion.web.why.tests.factories import Shop, offers, shop
from emporion.web.why.tests.test_why import opened

pytestmark = pytest.mark.usefixtures("house")
LOGIN = "Basic MWM6b3Blbg=="  # 1c:open
ABSENT = {"since": "2020-01-01T00:00:00+00:00", "until": 1, "count": 1, "total": 2, "variants": 1, "percent": 50}


@dataclass(frozen=True)
class Day:
    """What the day was about, and where the journal stood before it."""

    kept: Shop
    order: int
    package: int
    facts: list[FactView]


def form(**fields: Any) -> dict[str, Any]:
    return {"intent": str(uuid.uuid4()), **fields}


def before_the_day() -> Shop:
    """A house that is set up from the command line: a shop, a password of 1C's, a question that waits."""
    kept = shop("9.50")
    card = ShopCard(
        code="web", name="Web", firm=kept.firm, price_type=kept.price_type, prefix="W", takes_uncovered=True,
        warehouses=(kept.warehouse,),
    )  # fmt: skip
    orders.put_shop(card=card, actor="cli")
    secrets = {"login": "1c", "password": make_password("open")}
    settings = {
        "firm": kept.firm,
        "currency": "EUR",
        "shop": "web",
        "wait_seconds": 1,
        "orders_from": "2020-01-01T00:00:00+00:00",
    }
    exchange.change_channel(channel=kept.channel, secrets=secrets, settings=settings, actor="cli")
    exchange.ask(channel=kept.channel, code="commerceml_absent_goods", facts=ABSENT, actor="cli")
    work_off()
    return kept


def people_work(client: Client, kept: Shop) -> int:
    """An order by hand, paid and shipped; a name changed, a comment, an answer to 1C's question."""
    lines = {"variant": kept.variant, "price": "", "listed": "", "discount": "", "save": "1", "shop": "web"}
    buyer = {"name": "Ada Poe", "phone": "99123456"}
    taken = client.post("/orders/new/", form(cover="all", quantity="2", **buyer, **lines))
    assert client.post("/orders/new/", form(cover="what_there_is", quantity="4", **lines)).status_code == 302
    at = taken.headers["Location"]
    number = int(at.split("/")[2])
    [line] = order(number_of(number)).lines
    page = product_page(kept.product)
    card = {"sku": page.sku, "full_name": page.full_name, "brand": "", "weight_grams": "0", "unit": page.unit.code}
    groups = [str(one.id) for one in page.categories]
    [asked] = questions()
    clicks = {
        f"{at}payment/": form(amount="19", method="Cash", reference="P-1"),
        f"{at}shipment/": form(**{f"line{line.id}": "2"}),
        f"/products/{kept.product}/edit/": form(name="Azure cup", categories=groups, **card),
        "/comments/": form(subject=f"product:{kept.product}", text="It is azure."),
        f"/exchange/questions/{asked.id}/answer/": form(answer="keep"),
    }
    assert {url: client.post(url, said).status_code for url, said in clicks.items()} == dict.fromkeys(clicks, 302)
    return number


def number_of(pk: int) -> str:
    return next(
        one.subject.removeprefix("order:")
        for one in told(Asked(kinds=("orders.OrderPlaced",)))
        if order(one.subject.removeprefix("order:")).id == pk
    )


def machines_work(kept: Shop) -> int:
    """1C takes the orders, sends prices and a cut file; a task fails, the clock strikes. Answers the message."""
    wire = Client(headers={"authorization": LOGIN})

    def said(mode: str, body: bytes | None = None, kind: str = "catalog", name: str = "") -> str:
        url = f"/exchange/1c/1c?type={kind}&mode={mode}" + (f"&filename={name}" if name else "")
        answer = wire.get(url) if body is None else wire.generic("POST", url, body)
        return answer.content.decode()

    def begun(kind: str = "catalog") -> None:
        word, cookie, token, *_ = said("checkauth", kind=kind).split("\n")
        assert word == "success"
        wire.cookies[cookie] = token
        said("init", kind=kind)

    package = offers("11.40", "7").encode()
    begun("sale")
    assert "<Документ>" in said("query", kind="sale")
    assert said("success", kind="sale").startswith("success")
    begun()
    assert said("file", package, name="offers0_2.xml") == "success"
    assert said("import", name="offers0_2.xml").startswith("progress")
    work_off()
    assert said("import", name="offers0_2.xml").startswith("success")
    assert said("file", package[:-40], name="import9_9.xml") == "success"
    assert said("import", name="import9_9.xml").startswith("failure")
    said("complete")
    import_file.enqueue(10**9)  # no such message: the task is given up
    for name in ("commerceml.settle_stock", "exchange.tidy", "clockwork.forget_done_tasks"):
        strike(name)
    work_off()
    sent = [one for one in told(Asked(kinds=("pricing.PricesChanged",)), limit=5) if one.message]
    return sent[0].message or 0


def strike(name: str) -> None:
    hurry_schedule(name=name, actor="cli", origin="cli")


def a_day(client: Client) -> Day:
    kept = before_the_day()
    begun = last_fact()
    number = people_work(client, kept)
    work_off()
    package = machines_work(kept)
    return Day(kept, number, package, [one for one in told(Asked(), limit=10_000) if one.id > begun])


NAMED = {
    "page": lambda rest: bool(resolve(rest)),
    "message": lambda rest: message(int(rest)).id == int(rest),
    "session": lambda rest: session(int(rest)).id == int(rest),
    "task": lambda rest: task(int(rest)).id == int(rest),
    "fact": lambda rest: fact(int(rest)) is not None,
}


def head_of(origin: str) -> str:
    return origin.partition(":")[0]


def test_every_fact_of_a_day_names_what_it_came_of_and_that_is_there() -> None:
    day = a_day(signed_in())
    nameless = {(one.kind, one.origin) for one in day.facts if head_of(one.origin) not in NAMED}
    assert nameless == set()
    assert {one.origin for one in day.facts if not NAMED[head_of(one.origin)](one.origin.partition(":")[2])} == set()
    assert {head_of(one.origin) for one in day.facts} >= {"page", "message", "fact", "task"}, "people and machines both"
    assert all(re.fullmatch(r"(staff|channel|reaction|task):.+|worker|clockwork", one.actor) for one in day.facts)
    assert [
        one for one in day.facts if head_of(one.origin) == "message" and one.origin != f"message:{one.message}"
    ] == []


def test_every_figure_that_the_day_changed_leads_to_it() -> None:
    client = signed_in()
    day = a_day(client)
    kept, at = day.kept, f"/orders/{day.order}/"
    place = warehouse(kept.warehouse).id
    led = {
        f"/why/price/{kept.variant}/{kept.price_type}/": f"/exchange/messages/{day.package}/",
        f"/why/stock/{kept.variant}/{place}/": f"/exchange/messages/{day.package}/",
        f"/why/value/name/product:{kept.product}/": f"/products/{kept.product}/edit/",
        f"/why/order/{day.order}/paid/": f"{at}payment/",
        f"/why/order/{day.order}/shipped/": f"{at}shipment/",
        f"/why/order/{day.order}/total/": "/orders/new/",
    }
    assert {why: to in opened(client, why) for why, to in led.items()} == dict.fromkeys(led, True)
