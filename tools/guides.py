"""Pictures of the guides, taken from a running demonstration: python -m tools.guides ADDRESS --password …

They go into docs/guides/images, one size, light, in every language of the guides, each under 120 KB. Today is seen by
the manager, who is not shown what to try in a demonstration; the same page at full size, in English, is
docs/images/today.png.
"""

import argparse
import re
import sys
from base64 import b64decode
from pathlib import Path

from playwright.sync_api import Browser, Page

from tools.screenshots import DRAWER, SHOTS, Shot, a_desk, arrived
from tools.testing.chromium import REMEDY, chromium, launched

ROOT = Path(__file__).resolve().parents[1]
IMAGES = ROOT / "docs/guides/images"
LANGUAGES = ("en", "ru", "ro", "el")
SAID = {
    "en": "New pictures are on their way; sell the rest first.",
    "ru": "Новые фотографии уже в пути; сначала продайте остаток.",
    "ro": "Fotografiile noi sunt pe drum; vindeți întâi restul.",
    "el": "Οι νέες φωτογραφίες έρχονται· πουλήστε πρώτα τα υπόλοιπα.",
}
SIZE = {"width": 1200, "height": 750}
LARGEST = 120_000
OVERVIEW = ROOT / "docs/images/today.png"
MANAGER = "manager@demo.example"
A_PRODUCT, AN_ORDER = r"/products/\d+/", r"/orders/\d+/"
PICTURES = {
    "today": Shot("/today/"),
    "roles": Shot("/settings/staff/roles/"),
    "orders": Shot("/orders/"),
    "order": Shot("/orders/", AN_ORDER),
    "product": Shot("/products/", A_PRODUCT, "prices/"),
    "stock": Shot("/stock/"),
    "receive": Shot("/stock/receive/"),
    "connect": Shot("/exchange/connect/"),
    "exchange": Shot("/exchange/"),
    "quarantine": Shot("/exchange/quarantine/", awaits="main .e-cause"),
    "why": Shot("/products/", A_PRODUCT, press=DRAWER),
    "comment": Shot("/products/"),
}


def main(arguments: list[str]) -> int:
    """Take them all; 1 when a page is missing or a picture is too large."""
    parser = argparse.ArgumentParser(prog="tools.guides", description=__doc__)
    parser.add_argument("address")
    parser.add_argument("--email", default="owner@demo.example")
    parser.add_argument("--password", required=True)
    parser.add_argument("--languages", nargs="+", choices=LANGUAGES, default=list(LANGUAGES))
    asked = parser.parse_args(arguments)
    executable = chromium()
    if executable is None:
        print(REMEDY, file=sys.stderr)
        return 1
    IMAGES.mkdir(parents=True, exist_ok=True)
    with launched(executable) as browser:
        wrong = [fault for language in asked.languages for fault in spoken_in(browser, asked, language)]
    print(*wrong, sep="\n", end="\n" if wrong else "")
    return bool(wrong)


def spoken_in(browser: Browser, asked: argparse.Namespace, language: str) -> list[str]:
    """Take all pictures in one language; answers what is wrong with them."""
    asked.language = language
    with a_desk(browser, asked, 1440, asked.email) as (_door, page):
        sized(page)
        if not refuses(page):
            arrived(page, SHOTS["exchange-drop"])
        wrong = [fault for name in PICTURES if name != "today" and (fault := taken(page, name, language))]
    with a_desk(browser, asked, 1440, MANAGER) as (_door, page):
        page.emulate_media(color_scheme="light", reduced_motion="reduce")
        if language == "en":
            page.goto(PICTURES["today"].address)
            page.screenshot(path=OVERVIEW)
        sized(page)
        return [*wrong, *filter(None, [taken(page, "today", language)])]


def refuses(page: Page) -> bool:
    """Whether rows wait in the quarantine; a house in which all is well has nothing to show there."""
    page.goto("/exchange/quarantine/")
    return page.locator("main .e-cause").count() > 0


def sized(page: Page) -> None:
    """A page as wide and light as the guides' pictures are."""
    page.set_viewport_size({"width": SIZE["width"], "height": SIZE["height"]})
    page.emulate_media(color_scheme="light", reduced_motion="reduce")


def taken(page: Page, name: str, language: str) -> str:
    """Take one picture; answers what is wrong with it."""
    if not arrived(page, PICTURES[name]):
        return f"{name}: nothing to show"
    if name == "comment":
        comment(page, language)
    place = IMAGES / f"{name}.{language}.webp"
    asked = {"format": "webp", "quality": 82}
    shot = page.context.new_cdp_session(page).send("Page.captureScreenshot", asked)  # Playwright itself writes no WebP
    place.write_bytes(b64decode(shot["data"]))
    return f"{place.name}: {place.stat().st_size:,} bytes" if place.stat().st_size > LARGEST else ""


def comment(page: Page, language: str) -> None:
    """A comment on a product, of each language on another one, unless it is there from the last time."""
    links = page.locator("main a[href]").evaluate_all("all => all.map(one => one.getAttribute('href'))")
    goods = list(dict.fromkeys(link for link in links if re.fullmatch(A_PRODUCT, link)))
    page.goto(f"{goods[LANGUAGES.index(language)]}timeline/")
    if not page.locator(".e-say", has_text=SAID[language]).count():
        page.locator("[data-mentions]").fill(SAID[language])
        with page.expect_navigation():
            page.locator(".e-comment button[type=submit]").click()
    page.locator("h1").click()


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
