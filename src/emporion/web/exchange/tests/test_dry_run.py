"""A message or dropped files are tried on their page: what they would do is shown, then just that is done."""

from __future__ import annotations

import uuid
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from emporion.accounts import commands as accounts
from emporion.accounts.types import RoleRights
from emporion.clockwork.commands import work_off
from emporion.exchange import commands as exchange
from emporion.exchange.queries import dry_runs, message
from emporion.journal.queries import last_fact
from emporion.pricing import commands as pricing
from emporion.pricing.queries import prices_of
from emporion.pricing.types import PriceTypeCard
from emporion.web.tests.factories import signed_in
from emporion.web.why.tests.factories import CATALOG, Shop, offers, sent, shop

pytestmark = pytest.mark.usefixtures("house")


def told() -> dict[str, str]:
    return {"intent": str(uuid.uuid4())}


def dropped(desk: Client, kept: Shop, *files: tuple[str, bytes]) -> str:
    """Files are dropped to be tried, a worker reads them; answers the address of what they would do."""
    given = [SimpleUploadedFile(name, data) for name, data in files]
    answer = desk.post(f"/exchange/channels/{kept.channel}/try/", told() | {"files": given})
    assert answer.status_code == 302, answer.content.decode()
    at = str(answer["Location"])
    assert "Waiting for a worker" in desk.get(at).content.decode()
    work_off()
    return at


def micro(variant: int) -> int:
    (price,) = prices_of([variant])[variant]
    return price.price.micro


def test_dropped_files_are_shown_and_then_just_that_is_done() -> None:
    kept, desk = shop(), signed_in()
    before = last_fact()
    at = dropped(desk, kept, ("offers.xml", offers("25.00").encode()))
    page = desk.get(at).content.decode()
    assert last_fact() == before
    assert "At least doubled or halved" in page and "9.50 → 25.00" in page and "Blue cup" in page
    assert "?place=%D0%9F" in page, "a row can be read as it came"
    assert "Only tried" in desk.get("/exchange/messages/").content.decode()
    [number] = dry_runs(kept.channel)[0].messages
    assert desk.post(f"{at}apply/", told())["Location"] == f"/exchange/messages/{number}/"
    work_off()
    assert (message(number).state, micro(kept.variant)) == ("done", 25_000_000)
    assert "Just this was asked to be done" in desk.get(at).content.decode()
    again = desk.post(f"{at}apply/", told(), follow=True)
    assert "cannot" in again.content.decode()


def test_an_archive_is_read_goods_before_offers_and_a_broken_file_says_so() -> None:
    kept, desk = shop(), signed_in()
    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        archive.writestr("offers.xml", offers("9.75"))
        archive.writestr("import.xml", CATALOG.replace("Blue cup", "Red cup"))
    page = desk.get(dropped(desk, kept, ("all.zip", packed.getvalue()), ("cut.xml", b"<a>cut"))).content.decode()
    assert page.index("import.xml</a>") < page.index("offers.xml</a>")
    assert "By less than 10" in page and "not CommerceML 2" in page and "Red cup" in page


def test_goods_and_variants_that_are_new_are_called_by_what_the_files_say() -> None:
    kept, desk = shop(), signed_in()
    tray = CATALOG.replace(">cup<", ">tray<").replace("Blue cup", "Tea tray").replace("CUP-1", "TRAY-1")
    of_it = offers("7.50").replace(">cup<", ">tray<").replace("CUP-1", "TRAY-1")
    large = offers("8.50").replace(">cup<", ">cup#large<").replace("CUP-1", "CUP-2")
    files = (("import.xml", tray.encode()), ("offers.xml", of_it.encode()), ("large.xml", large.encode()))
    answer = desk.get(dropped(desk, kept, *files))
    page = answer.content.decode()
    assert answer.status_code == 200 and "Tea tray" in page and "CUP-2" in page
    assert "— → 7.50" in page and "— → 8.50" in page


def test_a_message_that_was_read_says_that_it_would_change_nothing() -> None:
    kept, desk = shop(), signed_in()
    number = sent(kept.channel, offers("12.00"), "offers0_2.xml", kept.session)
    assert "Try without writing" in desk.get(f"/exchange/messages/{number}/").content.decode()
    at = desk.post(f"/exchange/messages/{number}/try/", told())["Location"]
    work_off()
    assert "It would change nothing" in desk.get(at).content.decode()


def test_what_goods_cost_us_is_shown_to_those_alone_who_may_see_it() -> None:
    kept, desk = shop(), signed_in()
    pricing.put_price_types(cards=[PriceTypeCard(id=kept.price_type, is_cost=True)], actor="cli")
    at = dropped(desk, kept, ("offers.xml", offers("25.00").encode()), ("wrong.xml", offers("4X7").encode()))
    page = desk.get(at).content.decode()
    assert "9.50 → 25.00" in page and "4X7" in page
    taken = RoleRights("integrator", take=("pricing.see_cost",))
    accounts.change_roles(changes=[taken], actor="cli")
    page = signed_in("integrator", email="plain@demo.example").get(at).content.decode()
    assert "25.00" not in page and "4X7" not in page and "You may not see these" in page


def test_what_is_not_there_is_not_found() -> None:
    kept, desk = shop(), signed_in()
    stored = exchange.store(b"<a/>")
    out = exchange.keep_message(channel=kept.channel, direction="out", name="o.xml", content=stored, actor="cli")
    assert desk.post(f"/exchange/messages/{out}/try/", told()).status_code == 404
    assert "no dry run number 77" in desk.get("/exchange/dry-runs/77/").content.decode()
