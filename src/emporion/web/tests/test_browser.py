"""The shell and its parts in a real browser: widths, themes, keys, drawer, toasts, live counters, accessibility."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, expect

from emporion.web import live
from tools.testing.chromium import fresh_page

from .factories import EMAIL, PASSWORD, person, signed_in

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("house", ["sqlite"], indirect=True)]
AXE = Path(__file__).parents[4] / "tools/testing/vendor/axe.min.js"
PROGRESS = "section[aria-labelledby=work] progress"
EVERY_VALUE = """(looked) => {
    window.values = [];
    new MutationObserver(() => {
      const value = document.querySelector(looked)?.getAttribute("value");
      if (value && value !== values.at(-1)) values.push(value);
    }).observe(document, { subtree: true, childList: true, attributes: true });
}"""
WIDTHS = {1440: 900, 768: 1024, 390: 844}


@contextmanager
def page_of(
    browser: Browser, served: str, width: int = 1440, *, language: str = "", expected: str | tuple[str, ...] = ()
) -> Iterator[Page]:
    """A page on which an owner has signed in."""
    with fresh_page(browser, served, width=width, height=WIDTHS[width], expected=expected) as page:
        page.emulate_media(color_scheme="light", reduced_motion="reduce")
        session = signed_in(language=language).cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": served}])
        yield page


def faults(page: Page) -> list[str]:
    """What axe finds; its script comes by the debugger, which the content policy does not bind."""
    page.evaluate(AXE.read_text())
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    return [f"{one['id']}: {node['target']} {node['failureSummary']}" for one in found for node in one["nodes"]]


def scrolls_sideways(page: Page) -> bool:
    answer: bool = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    return answer


@pytest.mark.slow
@pytest.mark.parametrize("width", WIDTHS)
def test_every_part_stands_in_every_width_and_theme(browser: Browser, served: str, width: int) -> None:
    with page_of(browser, served, width, language="ru") as page:
        page.goto("/style/")
        in_both_themes(page)


@pytest.mark.slow
@pytest.mark.parametrize("width", [1440, 390])
def test_the_drawer_stands_beside_the_page(browser: Browser, served: str, width: int) -> None:
    with page_of(browser, served, width) as page:
        page.goto("/style/")
        page.locator("[hx-target='#drawer']:not([data-help])").first.click()
        expect(page.locator("#drawer")).to_be_visible()
        in_both_themes(page)


@pytest.mark.parametrize("width", [1440, 390])
def test_the_door_is_open_to_everybody(browser: Browser, served: str, width: int) -> None:
    with fresh_page(browser, served, width=width, height=WIDTHS[width], expected="status of 404") as page:
        for address in ("/accounts/login/", "/accounts/password/reset/", "/nowhere/"):
            page.goto(address)
            in_both_themes(page)


def in_both_themes(page: Page) -> None:
    """The theme follows the system at once; nothing scrolls sideways and axe has nothing to say."""
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        expect(page.locator("html")).to_have_attribute("data-bs-theme", theme)
        assert not scrolls_sideways(page)
        assert faults(page) == []


def test_signing_in_leads_to_the_page_that_was_asked_for(browser: Browser, served: str) -> None:
    person()
    with fresh_page(browser, served) as page:
        page.goto("/style/")
        page.get_by_label("E-mail").fill(EMAIL)
        page.get_by_label("Password").fill("wrong")
        page.get_by_role("button", name="Sign in").click()
        expect(page.locator(".e-note, .invalid-feedback").first).to_be_visible()
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Style")


@pytest.mark.slow
def test_the_drawer_answers_beside_the_page_and_gives_the_focus_back(browser: Browser, served: str) -> None:
    with page_of(browser, served) as page:
        page.goto("/style/")
        why = page.locator("[hx-target='#drawer']:not([data-help])").first
        why.press("Enter")
        drawer = page.get_by_role("dialog", name="Why is the retail price 349.00 €?")
        expect(drawer).to_be_visible()
        expect(drawer.locator("section")).to_be_focused()
        expect(why).to_have_attribute("aria-expanded", "true")
        assert page.url.endswith("/style/")
        page.keyboard.press("Escape")
        expect(page.locator("#drawer")).to_be_hidden()
        expect(why).to_be_focused()
        expect(why).to_have_attribute("aria-expanded", "false")


@pytest.mark.slow
def test_a_link_to_a_drawer_opens_its_answer_as_a_page(browser: Browser, served: str) -> None:
    with page_of(browser, served) as page:
        page.goto("/style/why/")
        expect(page.get_by_role("heading", level=1)).to_have_text("Why is the retail price 349.00 €?")
        assert faults(page) == []


@pytest.mark.slow
def test_rows_are_walked_and_chosen_by_keys(browser: Browser, served: str) -> None:
    with page_of(browser, served) as page:
        page.goto("/style/")
        page.keyboard.press("j")
        page.keyboard.press("j")
        page.keyboard.press("x")
        rows = page.locator("table[data-rows] tbody tr")
        expect(rows.nth(1)).to_have_attribute("aria-selected", "true")
        expect(page.get_by_role("form", name="With the selected rows")).to_contain_text("1 selected")
        page.keyboard.press("k")
        expect(rows.nth(0)).to_have_class("is-current")
        page.locator("[data-all]").check()
        expect(page.locator("[data-count]")).to_have_text("4")
        assert faults(page) == []


@pytest.mark.slow
def test_slash_goes_to_the_search_and_letters_stay_letters_there(browser: Browser, served: str) -> None:
    with page_of(browser, served) as page:
        page.goto("/style/")
        page.keyboard.press("/")
        search = page.get_by_role("searchbox", name="Number, article, name")
        expect(search).to_be_focused()
        page.keyboard.type("jxk")
        expect(search).to_have_value("jxk")
        expect(page.locator("tr.is-current")).to_have_count(0)


@pytest.mark.slow
def test_escape_closes_a_menu_first(browser: Browser, served: str) -> None:
    with page_of(browser, served) as page:
        page.goto("/style/")
        page.locator("[hx-target='#drawer']:not([data-help])").first.click()
        expect(page.locator("#drawer")).to_be_visible()
        menu = page.locator("details.e-user")
        menu.locator("summary").click()
        expect(menu).to_have_attribute("open", "")
        assert faults(page) == []
        page.keyboard.press("Escape")
        expect(menu).not_to_have_attribute("open", "")
        expect(page.locator("#drawer")).to_be_visible()


@pytest.mark.slow
def test_theme_and_density_are_remembered_and_stand_before_the_first_paint(browser: Browser, served: str) -> None:
    with page_of(browser, served) as page:
        page.goto("/style/")
        height = page.locator("table[data-rows] tbody tr").first.bounding_box()
        page.locator("[data-theme-switch]").click()
        page.locator("footer [data-density-switch]").click()
        expect(page.locator("footer [data-density-switch]")).to_have_attribute("aria-pressed", "true")
        page.reload(wait_until="commit")
        expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
        page.wait_for_load_state()
        taller = page.locator("table[data-rows] tbody tr").first.bounding_box()
        assert height and taller and taller["height"] > height["height"]


@pytest.mark.slow
def test_on_a_phone_the_menu_opens_over_the_page(browser: Browser, served: str) -> None:
    with page_of(browser, served, 390) as page:
        page.goto("/style/")
        expect(page.locator("#nav")).to_be_hidden()
        page.get_by_role("button", name="Menu").click()
        expect(page.get_by_role("link", name="Today")).to_be_visible()
        assert faults(page) == []
        page.keyboard.press("Escape")
        expect(page.locator("#nav")).to_be_hidden()


@pytest.mark.slow
def test_long_work_shows_its_progress_until_it_ends(browser: Browser, served: str) -> None:
    with page_of(browser, served) as page:
        page.add_init_script(f"({EVERY_VALUE})({PROGRESS!r})")
        page.goto("/style/")
        expect(page.locator(PROGRESS)).to_have_attribute("value", "100")
        expect(page.locator("[hx-trigger='every 2s']")).to_have_count(0)
        assert page.evaluate("values") == ["61", "71", "80", "90", "100"]


@pytest.mark.slow
def test_a_chosen_file_is_named(browser: Browser, served: str) -> None:
    with page_of(browser, served) as page:
        page.goto("/style/")
        page.locator("input[type=file]").set_input_files(
            {"name": "prices.xml", "mimeType": "text/xml", "buffer": b"x" * 2_400_000}
        )
        expect(page.locator(".e-file output")).to_have_text("prices.xml, 2.4 MB")


@pytest.mark.slow
def test_a_counter_changes_while_one_looks(browser: Browser, served: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "board", live.Board())
    monkeypatch.setattr(live, "TICK_SECONDS", 0.1)
    values = [live.Counter(7, "bad")]
    live.register("problems", lambda: values[0], "today.view")
    with page_of(browser, served) as page:
        page.goto("/style/")
        counter = page.locator("[data-live=problems]")
        expect(counter).to_have_text("7")
        values[0] = live.Counter(8, "bad")
        expect(counter).to_have_text("8")
        values[0] = live.Counter(0)
        expect(counter).to_be_hidden()


@pytest.mark.slow
def test_a_refused_fragment_is_a_toast_that_stays(browser: Browser, served: str) -> None:
    with page_of(browser, served, expected="status of 409") as page:
        page.goto("/style/")
        page.evaluate("htmx.ajax('POST', '/style/refuse/', {target: '#main'})")
        toast = page.locator("#toasts .e-toast")
        expect(toast).to_contain_text("Only 2 of SOY-300 are free there.")
        expect(page.get_by_role("heading", level=1)).to_have_text("Style")
        assert faults(page) == []
        toast.get_by_role("button", name="Close").click()
        expect(toast).to_have_count(0)
