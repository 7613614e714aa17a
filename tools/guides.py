"""Pictures of the guides, taken from a running demonstration: python -m tools.guides ADDRESS --password …

They go into docs/guides/images, one size, light, in English, each under 120 KB. Today is seen by the manager, who is
not shown what to try in a demonstration; the same page at full size is docs/images/today.png.
"""

import argparse
import sys
from base64 import b64decode
from pathlib import Path

from playwright.sync_api import Page

from tools.screenshots import DRAWER, Shot, a_desk, arrived
from tools.testing.chromium import REMEDY, chromium, launched

ROOT = Path(__file__).resolve().parents[1]
IMAGES = ROOT / "docs/guides/images"
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
    "quarantine": Shot("/exchange/quarantine/"),
    "why": Shot("/products/", A_PRODUCT, press=DRAWER),
    "comment": Shot("/products/", A_PRODUCT, "timeline/"),
}


def main(arguments: list[str]) -> int:
    """Take them all; 1 when a page is missing or a picture is too large."""
    parser = argparse.ArgumentParser(prog="tools.guides", description=__doc__)
    parser.add_argument("address")
    parser.add_argument("--email", default="owner@demo.example")
    parser.add_argument("--password", required=True)
    asked = parser.parse_args(arguments, argparse.Namespace(language="en"))
    executable = chromium()
    if executable is None:
        print(REMEDY, file=sys.stderr)
        return 1
    IMAGES.mkdir(parents=True, exist_ok=True)
    with launched(executable) as browser:
        with a_desk(browser, asked, 1440, asked.email) as (_door, page):
            sized(page)
            wrong = [fault for name in PICTURES if name != "today" and (fault := taken(page, name))]
        with a_desk(browser, asked, 1440, MANAGER) as (_door, page):
            page.emulate_media(color_scheme="light", reduced_motion="reduce")
            page.goto(PICTURES["today"].address)
            page.screenshot(path=OVERVIEW)
            sized(page)
            wrong += filter(None, [taken(page, "today")])
    print(*wrong, sep="\n", end="\n" if wrong else "")
    return bool(wrong)


def sized(page: Page) -> None:
    """A page as wide and light as the guides' pictures are."""
    page.set_viewport_size({"width": SIZE["width"], "height": SIZE["height"]})
    page.emulate_media(color_scheme="light", reduced_motion="reduce")


def taken(page: Page, name: str) -> str:
    """Take one picture; answers what is wrong with it."""
    if not arrived(page, PICTURES[name]):
        return f"{name}: nothing to show"
    if name == "comment":
        spoken(page)
    place = IMAGES / f"{name}.webp"
    asked = {"format": "webp", "quality": 82}
    shot = page.context.new_cdp_session(page).send("Page.captureScreenshot", asked)  # Playwright itself writes no WebP
    place.write_bytes(b64decode(shot["data"]))
    return f"{name}: {place.stat().st_size:,} bytes" if place.stat().st_size > LARGEST else ""


def spoken(page: Page) -> None:
    """A comment on the record, unless there is one from the last time."""
    if not page.locator(".e-say").count():
        page.locator("[data-mentions]").fill("New pictures are on their way; sell the rest first.")
        with page.expect_navigation():
            page.locator(".e-comment button[type=submit]").click()
    page.locator("h1").click()


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
