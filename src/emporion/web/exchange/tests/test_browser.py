"""The pages of the first hour and the quarantine stand in both widths and themes, and axe has nothing to say."""

import pytest
from playwright.sync_api import Browser, expect

from emporion.catalog.models import Product
from emporion.channels.commerceml.inbound.refusals import AbsentGoods
from emporion.channels.commerceml.tests.anew import NEW, OLD, Thing, things, told
from emporion.channels.commerceml.tests.bench import bring, connection
from emporion.clockwork import queries as clockwork
from emporion.clockwork.worker import work_off
from emporion.exchange import commands as exchange
from emporion.exchange.queries import outgoing, quarantined, shadow_of
from emporion.exchange.types import Differs, Fault, Tally
from emporion.web.tests.test_browser import in_both_themes, page_of
from emporion.web.why.tests.factories import RETAIL, offers, sent, shop

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.parametrize("house", ["sqlite"], indirect=True)]


def busy_house() -> int:
    """A connection with everything on its pages; answers its number."""
    kept = shop()
    channel = kept.channel
    exchange.change_channel(channel=channel, settings={"checklist": "open"}, actor="cli")
    strange = offers("20.00").replace(f"<ИдТипаЦены>{RETAIL}", "<ИдТипаЦены>type-new")
    sent(channel, strange, "offers0_3.xml", kept.session)
    sent(channel, offers("many"), "offers0_2.xml", kept.session)
    facts = {"count": 1, "total": 2, "variants": 1, "percent": 50, "products": [kept.product]}
    exchange.ask(channel=channel, code=AbsentGoods.code, facts=facts, actor="channel:1c")
    exchange.log_step(
        channel=None, session=None, request="GET /bitrix/admin/1c_exchange.php?type=catalog&mode=checkauth",
        answer="failure: Wrong login or password.", address="203.0.113.9", actor="channel:1c",
    )  # fmt: skip
    exchange.begin_message(message=kept.offers, actor="worker")
    tally = {"offers": Tally(4, 0, 3, 1, 0)}
    exchange.note_progress(message=kept.offers, done=4, total=8, counts=tally, actor="worker")
    return channel


@pytest.mark.parametrize("width", [1440, 390])
def test_every_page_of_the_first_hour_stands(browser: Browser, served: str, width: int) -> None:
    channel = busy_house()
    row = next(one for one in quarantined() if one.fault.code == "commerceml_unknown_price_type")
    sides = ("", "connect/", f"channels/{channel}/connect/", f"channels/{channel}/checklist/", "quarantine/")
    with page_of(browser, served, width, language="ru") as page:
        for side in (*sides, f"quarantine/{row.id}/mend/"):
            page.goto(f"/exchange/{side}")
            in_both_themes(page)


INSIDE = """() => [...document.querySelectorAll("main td, main h1, main dd")].filter(one => one.offsetParent)
    .filter(one => one.getBoundingClientRect().right > innerWidth + 1).map(one => one.textContent.trim())"""


def test_on_a_phone_a_talk_and_a_message_with_a_long_name_show_every_figure_on_the_screen(
    browser: Browser, served: str
) -> None:
    kept = shop()
    name = f"offers0_1_{'a_very_long_part_of_a_name_' * 4}.xml"
    message = sent(kept.channel, offers("many"), name, kept.session)
    request = "GET type=catalog&mode=import&filename=" + name
    exchange.log_step(
        channel=kept.channel, session=kept.session, request=request, answer="success", size=123456,
        milliseconds=98765, actor="channel:1c",
    )  # fmt: skip
    with page_of(browser, served, 390) as page:
        for address in (f"sessions/{kept.session}/", f"messages/{message}/", "messages/", "quarantine/"):
            page.goto(f"/exchange/{address}")
            assert page.evaluate(INSIDE) == []


def test_rows_of_the_quarantine_are_chosen_by_keys_and_settled(browser: Browser, served: str) -> None:
    busy_house()
    with page_of(browser, served) as page:
        page.goto("/exchange/quarantine/?code=commerceml.field.number")
        page.keyboard.press("j")
        page.keyboard.press("x")
        expect(page.locator("input[name=row]").first).to_be_checked()
        page.get_by_role("button", name="Mark as fixed").last.click()
        expect(page.locator("#toasts")).to_contain_text("marked as fixed")
        assert [one.fault.code for one in quarantined()] == ["commerceml_unknown_price_type"]


def test_files_are_dropped_on_the_exchange_page(browser: Browser, served: str) -> None:
    kept = shop()
    with page_of(browser, served) as page:
        page.goto("/exchange/")
        page.get_by_text("Import files by hand").click()
        page.locator("input[type=file]").set_input_files(
            {"name": "offers.xml", "mimeType": "text/xml", "buffer": offers("11.00").encode()}
        )
        expect(page.locator(".e-file output")).to_contain_text("offers.xml")
        page.get_by_role("button", name="Import them").click()
        expect(page.locator("#toasts")).to_contain_text("1 file is being imported")
        (task,) = clockwork.tasks(state="ready")
        assert task.args == [kept.channel]


def test_what_is_to_be_pasted_is_copied_by_its_button(browser: Browser, served: str) -> None:
    kept = shop()
    with page_of(browser, served) as page:
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        page.goto(f"/exchange/channels/{kept.channel}/connect/")
        page.locator("[data-copies=address]").click()
        expect(page.locator("[data-copies=address]")).to_contain_text("Copied")
        assert page.evaluate("navigator.clipboard.readText()").endswith("/exchange/1c/1c")


@pytest.mark.parametrize("width", [1440, 390])
def test_what_leaves_stands_with_its_causes_and_a_pause(browser: Browser, served: str, width: int) -> None:
    channel = waiting_house()
    with page_of(browser, served, width, language="el") as page:
        for side in ("outgoing/", "outgoing/?view=given_up", f"channels/{channel}/", ""):
            page.goto(f"/exchange/{side}")
            assert page.evaluate(INSIDE) == []
            in_both_themes(page)


@pytest.mark.parametrize("width", [1440, 390])
def test_a_press_puts_a_connection_beside_the_present_system_and_one_more_lets_it_work(
    browser: Browser, served: str, width: int
) -> None:
    kept = shop()
    differs = [Differs("names", f"product:{kept.product}", "key-of-theirs", "name", "Cup", "Mug with a long name " * 5)]
    with page_of(browser, served, width) as page:
        page.goto(f"/exchange/channels/{kept.channel}/")
        page.get_by_role("button", name="Only compare (shadow mode)").click()
        expect(page.locator("#shadow")).to_contain_text("Nothing leaves")
        exchange.note_differences(channel=kept.channel, found_by="shadow", rows=differs, actor="channel:1c")
        page.reload()
        assert page.evaluate(INSIDE) == []
        in_both_themes(page)
        page.get_by_role("link", name="1 open difference").click()
        expect(page.locator("#list")).to_contain_text("Mug with a long name")
        assert page.evaluate(INSIDE) == []
        in_both_themes(page)
        page.go_back()
        page.get_by_role("button", name="Work for real").click()
        expect(page.get_by_role("button", name="Only compare (shadow mode)")).to_be_visible()
    assert shadow_of(kept.channel) is None


def waiting_house() -> int:
    """A connection that is paused, with objects in every state of the outbox; answers its number."""
    channel = shop().channel
    exchange.want(channel=channel, kind="order", object_ids=list(range(1, 13)), actor="reaction")
    for numbers, code in (([1, 2, 3], "no_such_channel"), ([4], "exchange_unexpected")):
        fault = Fault(code, {"channel": 1, "error": "503 from the other side"})
        exchange.fail(channel=channel, kind="order", object_ids=numbers, fault=fault, actor="worker")
    fault = Fault("no_such_channel", {"channel": 2})
    exchange.hold(channel=channel, kind="order", object_ids=[5], fault=fault, actor="worker")
    given_up = [row.id for row in outgoing(channel) if row.object_id in (6, 7)]
    exchange.give_up_outgoing(ids=given_up, reason="Typed in there by hand", actor="staff:1")
    exchange.pause_outgoing(channel=channel, reason="Stocktaking in 1C until Friday", actor="staff:1")
    return channel


@pytest.mark.parametrize("width", [1440, 390])
def test_a_base_that_was_created_anew_is_linked_at_a_press(browser: Browser, served: str, width: int) -> None:
    channel = connection()
    twins = [Thing(80 + n, "Блюдце", article="БЛ", barcode="") for n in range(2)]
    some = [*things(12), *twins]
    bring(channel, told(OLD, some))
    bring(channel, told(NEW, some))
    with page_of(browser, served, width) as page:
        page.goto("/exchange/")
        in_both_themes(page)
        page.get_by_role("link", name="Open the proposals").click()
        in_both_themes(page)
        page.get_by_role("button", name="Re-link these 14").click()
        expect(page.locator("#renumbered")).to_contain_text("Being linked")
        work_off()
        expect(page.locator("#renumbered")).to_contain_text("To decide 2")
        page.get_by_role("button", name="It is new").first.click()
        page.get_by_role("button", name="Блюдце").first.click()
        work_off()
        expect(page.locator("#renumbered")).to_contain_text("Take the linking back")
        in_both_themes(page)
    assert Product.objects.count() == len(some) + 1
