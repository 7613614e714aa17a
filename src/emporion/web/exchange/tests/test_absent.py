"""A person looks for goods that 1C no longer sends, on the connection's page."""

from __future__ import annotations

from emporion.catalog.models import Product
from emporion.clockwork.worker import work_off
from emporion.exchange import commands as exchange
from emporion.exchange.queries import questions
from emporion.web.tests.factories import signed_in
from emporion.web.why.tests.factories import CATALOG, sent, shop

BUTTON = "Look for goods that 1C no longer sends"


def said(body: str) -> str:
    return " ".join(body.split())


def told_whole(channel: int, text: str, session: int | None = None) -> None:
    """A full export of a program that never says that it is over."""
    whole = text.replace("<Каталог", '<Каталог СодержитТолькоИзменения="false"', 1)
    sent(channel, whole, "import.xml", session)


def test_the_page_looks_asks_and_hides_only_what_a_person_says(house: str) -> None:
    kept, client = shop(), signed_in("integrator")
    page = f"/exchange/channels/{kept.channel}/"
    exchange.end_session(session=kept.session, actor="test")
    more = "<Товар><Ид>other</Ид><Наименование>Other</Наименование></Товар></Товары>"
    told_whole(kept.channel, CATALOG.replace("</Товары>", more, 1), kept.session)
    start = CATALOG.index("<Товар>")
    told_whole(kept.channel, CATALOG[:start] + more + CATALOG[CATALOG.index("</Товары>") + len("</Товары>") :])
    assert BUTTON in said(client.get(page).content.decode())
    assert client.post(f"{page}search/").status_code == 302
    state = said(client.get(f"{page}absent/").content.decode())
    assert "being read" in state and "hx-get" in state and BUTTON not in state
    work_off()
    (asked,) = questions(kept.channel)
    state = said(client.get(f"{page}absent/").content.decode())
    assert asked.fault.refusal.sentence in state and 'value="hide"' in state and "hx-get" not in state
    assert not Product.objects.filter(is_hidden=True).exists()
    client.post(f"/exchange/questions/{asked.id}/answer/", {"answer": "hide"})
    work_off()
    assert list(Product.objects.filter(is_hidden=True).values_list("pk", flat=True)) == asked.fault.facts["products"]
    client.post(f"{page}search/")
    work_off()
    assert "names all goods" in said(client.get(page).content.decode())


def test_without_a_full_export_the_page_says_what_to_do_and_during_a_talk_it_refuses(house: str) -> None:
    kept, client = shop(), signed_in("integrator")
    page = f"/exchange/channels/{kept.channel}/"
    assert client.post(f"{page}search/").status_code == 409
    exchange.end_session(session=kept.session, actor="test")
    assert client.post(f"{page}search/").status_code == 302
    work_off()
    assert "No full export of the catalog is kept" in said(client.get(page).content.decode())
    other = signed_in("manager", email="m@shop.example")
    assert other.post(f"{page}search/").status_code == 403
