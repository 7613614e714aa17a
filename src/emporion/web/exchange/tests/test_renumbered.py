"""A base of 1C created anew: the person meets the question, the proposals and the way back."""

from __future__ import annotations

from emporion.catalog.models import Product
from emporion.channels.commerceml.tests.anew import NEW, OLD, Thing, question, same, things, told
from emporion.channels.commerceml.tests.bench import bring, connection, ours
from emporion.clockwork.worker import work_off
from emporion.exchange import commands as exchange
from emporion.exchange.queries import listed_relinks, questions, relink_counts, relink_views, stopped_messages
from emporion.exchange.types import RelinkCounts
from emporion.web.tests.factories import signed_in

TWINS = [Thing(80 + n, "Блюдце", article="БЛ", barcode="") for n in range(2)]


def stopped(*more: Thing) -> tuple[int, str]:
    """A connection whose base was created anew, and the page of the proposals."""
    channel, some = connection(), [*things(12), *more]
    bring(channel, told(OLD, some))
    bring(channel, told(NEW, some))
    return channel, f"/exchange/channels/{channel}/renumbered/"


def said(body: str) -> str:
    return " ".join(body.split())


def test_today_and_the_exchange_page_lead_to_the_proposals(house: str) -> None:
    channel, page = stopped()
    client = signed_in("integrator")
    sentence = questions(channel)[0].fault.refusal.sentence.split(":")[0]
    for address in ("/today/", "/exchange/"):
        body = client.get(address).content.decode()
        assert sentence in body and page in body, address
    shown = said(client.get(page).content.decode())
    assert "Re-link these 14" in shown and "Кружка фарфоровая 3 мл" in shown and "article, name" in shown
    assert "1 file waits" in shown
    assert "Waits for an answer" in client.get("/exchange/messages/").content.decode()


def test_one_press_links_all_that_is_sure_and_another_takes_it_back(house: str) -> None:
    channel, page = stopped()
    client = signed_in("integrator")
    before = Product.objects.count()
    assert client.post(f"{page}link/").status_code == 302
    assert "every 1s" in client.get(page).content.decode()
    work_off()
    assert (Product.objects.count(), stopped_messages(channel), questions(channel)) == (before, [], [])
    assert same(channel, "product", "old-5")
    shown = client.get(page).content.decode()
    assert "Take the linking back" in shown and "Re-link these" not in shown
    assert client.post(f"{page}back/", {"of": question(channel)}).status_code == 302
    work_off()
    assert relink_counts(question(channel)) == RelinkCounts(back=15)  # and two groups and the catalog
    assert page in client.get(f"/exchange/channels/{channel}/").content.decode()


def test_what_is_unsure_is_decided_one_by_one_and_the_last_lets_the_file_in(house: str) -> None:
    channel, page = stopped(*TWINS)
    client = signed_in("integrator")
    before = Product.objects.count()
    client.post(f"{page}link/")
    work_off()
    assert len(stopped_messages(channel)) == 1
    first, second = relink_views(listed_relinks(question(channel), "unsure"))
    shown = client.get(f"{page}?sort=unsure").content.decode()
    assert f'value="{first.id}:0"' in shown and shown.count("Блюдце") >= 4
    assert client.post(f"{page}choose/", {"choice": f"{first.id}:999999"}).status_code == 404
    assert client.post(f"{page}choose/", {"choice": f"{'9' * 5000}:0"}).status_code == 404
    wanted = ours(channel, "product", first.key.replace(NEW, OLD))
    client.post(f"{page}choose/", {"choice": f"{first.id}:{wanted}"})
    assert len(stopped_messages(channel)) == 1
    client.post(f"{page}choose/", {"choice": f"{second.id}:0"})
    work_off()
    assert (Product.objects.count(), stopped_messages(channel)) == (before + 1, [])
    assert same(channel, "product", first.key.replace(NEW, OLD))


def test_they_can_be_said_to_be_new(house: str) -> None:
    channel, page = stopped()
    client = signed_in("integrator")
    before = Product.objects.count()
    client.post(f"{page}create/")
    work_off()
    assert (Product.objects.count(), questions(channel)) == (before + 12, [])


def test_the_list_is_searched_and_turned(house: str) -> None:
    _channel, page = stopped(*things(60, first=200))
    client = signed_in("integrator")
    shown = client.get(f"{page}?sort=sure").content.decode()
    assert "page=1" in shown
    assert client.get(f"{page}?sort=sure&page=1").content.decode().count("<tr>") == 1 + 74 - 50
    found = client.get(f"{page}?sort=sure&q=КР-203").content.decode()
    assert "фарфоровая 203" in found and "фарфоровая 204" not in found


def test_only_who_operates_the_exchange_decides(house: str) -> None:
    _channel, page = stopped()
    other = signed_in("manager", email="m@shop.example")
    assert other.get(page).status_code == 403
    assert other.post(f"{page}link/").status_code == 403


def test_a_connection_that_was_never_renumbered_says_so(house: str) -> None:
    page = f"/exchange/channels/{connection()}/renumbered/"
    assert "Nothing is asked" in signed_in("integrator").get(page).content.decode()


def test_what_a_worker_left_is_taken_up_at_a_press(house: str) -> None:
    channel, page = stopped()
    client = signed_in("integrator")
    exchange.choose_sure(question=question(channel), actor="staff:1")  # and nobody was told of it
    assert "Go on where the worker stopped" in client.get(page).content.decode()
    client.post(f"{page}on/")
    work_off()
    assert (stopped_messages(channel), questions(channel)) == ([], [])


def test_the_search_minds_no_capitals(house: str) -> None:
    _channel, page = stopped()
    found = signed_in("integrator").get(f"{page}?sort=sure&q=кружка ФАРФОРОВАЯ 7").content.decode()
    assert "фарфоровая 7 мл" in found and "фарфоровая 8 мл" not in found
