"""Long timelines: a thousand facts and comments are walked piece by piece, and none is lost or met twice."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from emporion.catalog.queries import variants
from emporion.crm.models import Comment
from emporion.journal.models import Fact
from emporion.orders import commands as orders
from emporion.orders.queries import order
from emporion.orders.tests.factories import corner_shop, cup, draft
from emporion.orders.types import OrderView
from emporion.parties import commands as parties
from emporion.parties.types import PartyCard
from emporion.web.chronicle import SHOWN

from .factories import person, signed_in

pytestmark = pytest.mark.usefixtures("house")


def placed() -> OrderView:
    corner = corner_shop()
    return order(orders.place(draft=draft(corner, (cup(corner), 1)), actor="staff:1").number)


def lived(subject: str, facts: int, comments: int) -> None:
    """So many facts, and as many comments between them, each a second behind the one before."""
    author, now = person("manager", email="writer@shop.example"), timezone.now()
    known = Fact.objects.filter(subject=subject).first()
    assert known
    Fact.objects.bulk_create(
        Fact(
            at=now + timedelta(seconds=2 * n), kind=known.kind, subject=subject, actor=f"rule:{n}", origin="cli",
            payload=known.payload,
        )
        for n in range(facts)
    )  # fmt: skip
    Comment.objects.bulk_create(
        Comment(subject=subject, author_id=author.pk or 0, text=f"Word {n}.", at=now + timedelta(seconds=2 * n + 1))
        for n in range(comments)
    )


def pieces(client: Client, address: str, **asked: str) -> Iterator[tuple[list[str], list[str]]]:
    """The rules and the words of each piece from the newest to the first."""
    page = client.get(address, asked)
    while True:
        html = page.content.decode()
        yield re.findall(r"Rule (\d+)", part(html)), re.findall(r"Word (\d+)\.", html)
        more = page.context["chronicle"].more
        if not more:
            return
        page = client.get(address + more)


def part(html: str) -> str:
    return html[html.index('id="timeline"') :]


def test_a_thousand_lines_are_walked_without_loss_in_the_order_of_their_moments() -> None:
    of = placed()
    lived(of.subject, 700, 300)
    rules, words, sizes = [], [], []
    for some_rules, some_words in pieces(signed_in(), f"/orders/{of.id}/"):
        rules += [int(one) for one in some_rules]
        words += [int(one) for one in some_words]
        sizes.append(len(some_rules) + len(some_words))
    assert rules == list(range(699, -1, -1))
    assert words == list(range(299, -1, -1))
    assert set(sizes[:-1]) == {SHOWN}


def test_comments_or_changes_stand_alone_when_asked() -> None:
    of, client = placed(), signed_in()
    lived(of.subject, 40, 35)
    talk = list(pieces(client, f"/orders/{of.id}/", told="comments"))
    assert [(len(rules), len(words)) for rules, words in talk] == [(0, 30), (0, 5)]
    changed = list(pieces(client, f"/orders/{of.id}/", told="changes"))
    assert [sum(len(part[n]) for part in changed) for n in (0, 1)] == [40, 0]
    html = client.get(f"/orders/{of.id}/", {"told": "comments"}).content.decode()
    assert re.search(r'told=comments"[^>]*aria-current="true"', html, re.S)


def test_whoever_is_led_to_an_old_comment_finds_it_on_the_page() -> None:
    of, client = placed(), signed_in()
    lived(of.subject, 100, 60)
    first = Comment.objects.earliest("id").pk
    assert f'id="said-{first}"' not in client.get(f"/orders/{of.id}/").content.decode()
    assert f'id="said-{first}"' in client.get(f"/orders/{of.id}/", {"said": str(first)}).content.decode()


@pytest.mark.parametrize("mark", ["x", "-", "1-2-3", "999999999999999999999-", "0-0"])
def test_a_mark_that_means_nothing_shows_a_page_all_the_same(mark: str) -> None:
    of = placed()
    assert signed_in().get(f"/orders/{of.id}/", {"before": mark}).status_code == 200


def test_a_piece_asks_as_often_for_a_thousand_lines_as_for_thirty(steady: None) -> None:
    of, client = placed(), signed_in()
    lived(of.subject, 20, 15)
    address = f"/orders/{of.id}/"
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    Fact.objects.bulk_create(
        Fact(at=one.at, kind=one.kind, subject=one.subject, actor=one.actor, origin="cli", payload=one.payload)
        for one in list(Fact.objects.filter(subject=of.subject)) * 40
    )
    with CaptureQueriesContext(connection) as many:
        client.get(address)
    assert len(many) == len(few)


def test_a_product_tells_all_that_its_reader_may_know_to_the_end() -> None:
    corner = corner_shop()
    variant = cup(corner)
    price = Fact.objects.filter(kind="pricing.PricesChanged", subject=f"variant:{variant}").earliest("id")
    Fact.objects.bulk_create(
        Fact(
            at=timezone.now(),
            kind=price.kind,
            subject=price.subject,
            actor=f"rule:{n}",
            origin="cli",
            payload=price.payload,
        )
        for n in range(45)
    )
    address = f"/products/{variants([variant])[variant].product_id}/timeline/"
    told = [int(one) for rules, _said in pieces(signed_in(), address) for one in rules]
    assert told == list(range(44, -1, -1))
    keeper = signed_in("storekeeper", email="store@shop.example")  # sees no prices, and comes to the end all the same
    assert [rules for rules, _said in pieces(keeper, address) if rules] == []


def test_a_customer_with_many_changes_tells_all_of_them() -> None:
    client = signed_in()
    party = parties.add(card=PartyCard(name="Ana Rusu", country="MD"), actor="cli").id
    for number in range(50):
        parties.change(party=party, note=f"Note {number}.", actor="cli")
    met: list[str] = []
    address = page = f"/customers/{party}/"
    while page:
        answer = client.get(page)
        met += re.findall(r"→ Note (\d+)\.", part(answer.content.decode()))
        page = answer.context["chronicle"].more and address + answer.context["chronicle"].more
    assert [int(one) for one in met] == list(range(49, 0, -1))
