from collections.abc import Iterable, Iterator

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, reverse

from emporion.accounts import commands as accounts
from emporion.accounts.types import RIGHTS
from emporion.web import navigation, urls
from emporion.web.rights import PUBLIC, SIGNED_IN, NoRight, path_of, requires, right_of

from .factories import asked, person, signed_in

OPEN = ["/setup/", "/setup/owner/", "/language/", "/manifest.webmanifest", "/worker.js", "/offline/", "/try/enter/"]


def views(patterns: Iterable[object], before: str = "/") -> Iterator[tuple[str, object]]:
    for one in patterns:
        if isinstance(one, URLResolver):
            yield from views(one.url_patterns, f"{before}{one.pattern}")
        elif isinstance(one, URLPattern):
            yield f"{before}{one.pattern}", one.callback


@requires("pricing.see_cost")
def cost(request: HttpRequest) -> HttpResponse:
    return HttpResponse("41.90")


@requires("stock.receive", somewhere=True)
def receiving(request: HttpRequest) -> HttpResponse:
    return HttpResponse("received")


@requires("stock.receive")
def receiving_anywhere(request: HttpRequest) -> HttpResponse:
    return HttpResponse("received")


def test_every_view_says_who_may_open_it() -> None:
    marks = {address: right_of(view) for address, view in views(urls.urlpatterns)}
    assert len(marks) >= 8
    assert {address for address, mark in marks.items() if mark not in {*RIGHTS, SIGNED_IN, PUBLIC}} == set()


def test_only_what_is_named_here_is_open_to_strangers() -> None:
    assert [address for address, view in views(urls.urlpatterns) if right_of(view) == PUBLIC] == OPEN


def test_every_line_of_the_navigation_leads_somewhere_and_asks_for_a_known_right() -> None:
    for entry in (entry for group in navigation.GROUPS for entry in group.entries):
        assert reverse(entry.url)
        assert entry.right in RIGHTS


def test_a_right_that_nobody_knows_is_found_when_the_page_is_written() -> None:
    with pytest.raises(LookupError):
        requires("orders.juggle")


def test_a_stranger_is_sent_to_the_sign_in_and_back(house: str) -> None:
    answer = Client().get("/today/?q=1")
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/login/?next=/today/%3Fq%3D1")


def test_a_fragment_of_a_stranger_sends_the_whole_page_to_the_sign_in(house: str) -> None:
    answer = Client().get("/today/", headers={"HX-Request": "true", "HX-Current-URL": "https://evil.example/orders/"})
    assert (answer.status_code, answer["HX-Redirect"]) == (401, "/accounts/login/?next=/orders/")


def test_a_form_of_a_stranger_is_not_redirected(house: str) -> None:
    assert Client().post("/style/refuse/").status_code == 401


def test_the_role_opens_the_page_or_names_the_missing_right(house: str) -> None:
    assert cost(asked("/cost/", person("owner"))).status_code == 200
    with pytest.raises(NoRight) as refused:
        cost(asked("/cost/", person("storekeeper", email="store@shop.example")))
    assert refused.value.right.title == "See cost and margin"


def test_a_right_within_one_warehouse_opens_only_a_page_that_narrows(house: str) -> None:
    keeper = person("")
    accounts.grant(staff=keeper.pk or 0, role="storekeeper", warehouse=3, actor="cli")
    assert receiving(asked("/receive/", keeper)).status_code == 200
    with pytest.raises(NoRight):
        receiving_anywhere(asked("/receive/", keeper))


def test_the_navigation_shows_what_one_may_open(house: str) -> None:
    assert 'href="/today/"' in signed_in("storekeeper").get("/style/").content.decode()
    assert 'href="/today/"' not in signed_in("", email="nobody@shop.example").get("/style/").content.decode()


@pytest.mark.parametrize(
    ("address", "path"),
    [("https://shop.example/orders/?q=1", "/orders/?q=1"), ("//evil.example/x", "/x"), ("", "/"), ("a/b", "/a/b")],
)
def test_a_way_back_never_leads_away(address: str, path: str) -> None:
    assert path_of(address) == path
