"""Every page of the register asked of a large house, in this process: python -m bench._walk TIMES

Each line of the register is asked with rows taken at random; lists also with what people ask of them. Prints JSON: a
list of [address, middle, p95, CPU of this process at p95, all in ms, queries, bytes].
"""

from __future__ import annotations

import json
import re
import sys
import time
from collections.abc import Iterable, Iterator
from html import unescape
from http import HTTPStatus
from random import Random

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver

import emporion.site.wsgi  # noqa: F401 - loaded as the application server loads it
from bench._seed import OWNER
from bench.waits import share
from emporion.accounts.models import Staff
from emporion.kernel import rows
from emporion.web import urls
from emporion.web.private import sealed

# What people ask of lists: words, phones, numbers, filters, another order.
ASKED = (
    "/orders/?view=all",
    "/orders/?view=all&q=K04{three}",
    "/orders/?view=all&q=+3736901{three}",
    "/orders/?view=all&sort=total",
    "/today/margin/?period=month",
    "/today/?period=month",
    "/customers/?q=Popescu",
    "/customers/?q=Ελένη Παπαρουσίδου",
    "/customers/?q=1{three}",
    "/customers/?q=customer51{three}",
    "/products/?view=all&q=Чашка",
    "/products/?q=Φλιτζάνι+99",
    "/products/?q=1040{three}",
    "/stock/?q=Teapot",
    "/stock/?q=EB1040{three}",
)
SEALED = ("/orders/", "/customers/")
ROWS = {"orders": "orders_order", "customers": "parties_party"}
# Addresses whose rows a page names: they are taken from its links.
LINKED = {
    "/today/documents/": "/today/",
    "/why/order/<int:pk>/<str:field>/": "/orders/<int:pk>/",
    "/stock/documents/<str:document>/": "/stock/<int:variant>/",
}
LEFT_OUT = ("/live/",)  # a stream that ends when its reader leaves
RANDOM = Random(2)


def addresses(patterns: Iterable[object], before: str = "/") -> Iterator[str]:
    """All addresses of a register, with their arguments in brackets."""
    for one in patterns:
        if isinstance(one, URLResolver):
            yield from addresses(one.url_patterns, f"{before}{one.pattern}")
        elif isinstance(one, URLPattern):
            yield f"{before}{one.pattern}"


def filled(address: str) -> str:
    """An address with rows taken at random."""
    table = ROWS.get(address.split("/")[1], "catalog_product")
    told = {
        "variant": (goods := str(some("catalog_variant"))),
        "product": goods,
        "warehouse_id": "1",
        "price_type_id": "1",
        "min_quantity": "0",
        "code": "shop-1" if "shops" in address else "W1",
        "document": f"order:K{some('orders_order'):06d}" if "documents" in address else "receipt:first",
    }
    table = "" if address.startswith("/settings/") else table
    found = re.sub(r"<\w+:(\w+)>", lambda hit: told.get(hit[1], str(some(table) if table else 1)), address)
    return as_typed(found.replace("{three}", f"{RANDOM.randrange(1000):03d}"))


def as_typed(address: str) -> str:
    """What is asked of people's data stands sealed in an address, as the field of the list leads to it."""
    page, marked, asked = address.partition("q=")
    return page + marked + sealed(asked) if marked and page.startswith(SEALED) else address


def some(table: str) -> int:
    """The number of a row, any of them; they have no gaps."""
    if table not in COUNTS:
        COUNTS[table] = rows.fetch(f"SELECT max(id) FROM {table}")[0][0]
    return RANDOM.randint(1, COUNTS[table])


COUNTS: dict[str, int] = {}


def linked(client: Client, address: str) -> str:
    """A link to such an address on a page that has them; an address that no page is known to link is filled."""
    if address not in LINKED:
        return filled(address)
    page = client.get(filled(LINKED[address]), HTTP_ACCEPT_ENCODING="identity").content.decode()
    wanted = re.sub(r"<\w+:\w+>", '[^/"?]+', address)
    found = re.findall(rf'"({wanted}(?:\?[^"]*)?)"', page)
    return unescape(RANDOM.choice(found)) if found else filled(address)


def walked(times: int) -> Iterator[tuple[str, float, float, float, int, int]]:
    """Each page that answers so many times; what only takes a form or has no such row here is passed over."""
    client = Client(HTTP_HOST="localhost", HTTP_ACCEPT_ENCODING="gzip")
    client.force_login(Staff.objects.get(email=OWNER))
    for address in [*addresses(urls.urlpatterns), *ASKED]:
        if address in LEFT_OUT:
            continue
        first = linked(client, address)
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(first)
            asked = len(queries)
        if answer.status_code != HTTPStatus.OK or answer.streaming:
            print(f"{address}: {answer.status_code}", file=sys.stderr)
            continue
        spent, busy = map(sorted, zip(*(timed(client, linked(client, address)) for _ in range(times)), strict=True))
        yield address, share(spent, 0.5), share(spent, 0.95), share(busy, 0.95), asked, len(answer.content)


def timed(client: Client, address: str) -> tuple[float, float]:
    """Milliseconds of one answer, and those of them that this process worked."""
    began, worked = time.perf_counter(), time.thread_time()
    client.get(address)
    return (time.perf_counter() - began) * 1000, (time.thread_time() - worked) * 1000


if __name__ == "__main__":
    print(json.dumps(list(walked(int(sys.argv[1])))))
