"""Pictures of a new house: python -m tools.first_pictures ADDRESS FOLDER --code …

ADDRESS is `emporion up` on an empty folder, whose terminal told the code. The set-up is walked through from its first
page to the shop, then every list is shown as long as nothing is in it. What is wrong is named as in tools.screenshots.
"""

import argparse
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from playwright.sync_api import Page

from tools.screenshots import WIDTHS, Shot, taken
from tools.testing.chromium import REMEDY, chromium, launched

SUBMIT = "main form:has(.form-control) [type=submit]"
PASSWORD = "cup door lamp river"  # noqa: S105
STEPS: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "setup": ("/setup/", {}),
    "setup-owner": (
        "/setup/owner/",
        {"name": "Anna", "email": "anna@demo.example", "password1": PASSWORD, "password2": PASSWORD},
    ),
    "setup-firm": ("/setup/firm/", {"name": "Kafenion", "legal_name": "Kafenion Ltd"}),
    "setup-shop": ("/setup/shop/", {"shop": "Kafenion"}),
}
EMPTY = {
    "setup-connect": "/setup/connect/",
    "empty-today": "/today/",
    "empty-mentions": "/mentions/",
    "empty-orders": "/orders/",
    "empty-order-new": "/orders/new/",
    "empty-customers": "/customers/",
    "empty-products": "/products/",
    "empty-groups": "/products/groups/",
    "empty-properties": "/products/properties/",
    "empty-stock": "/stock/",
    "empty-exchange": "/exchange/",
    "empty-sessions": "/exchange/sessions/",
    "empty-messages": "/exchange/messages/",
    "empty-quarantine": "/exchange/quarantine/",
    "empty-journal": "/journal/",
    "empty-settings": "/settings/",
    "empty-taxes": "/settings/taxes/",
    "empty-numbers": "/settings/numbers/",
    "empty-backups": "/settings/backups/",
    "empty-staff": "/settings/staff/",
}


def main(arguments: list[str]) -> int:
    """Set the house up and take the pictures; 1 when a page scrolls sideways or is missing."""
    parser = argparse.ArgumentParser(prog="tools.first_pictures", description=__doc__)
    parser.add_argument("address")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--code", required=True)
    parser.add_argument("--language", default="en")
    asked = parser.parse_args(arguments)
    executable = chromium()
    if executable is None:
        print(REMEDY, file=sys.stderr)
        return 1
    asked.folder.mkdir(parents=True, exist_ok=True)
    with (
        launched(executable) as browser,
        browser.new_context(base_url=asked.address, locale=asked.language, reduced_motion="reduce") as desk,
    ):
        wrong = list(walked(desk.new_page(), asked))
    print(*wrong, sep="\n", end="\n" if wrong else "")
    return bool(wrong)


def walked(page: Page, asked: argparse.Namespace) -> Iterator[str]:
    """The steps, each as it comes and with nothing filled in, then the empty lists."""
    for name, (address, filled) in STEPS.items():
        yield from in_all_sizes(page, asked.folder, name, Shot(address))
        if name != "setup-shop":  # every field of it is proposed
            yield from in_all_sizes(page, asked.folder, f"{name}-wrong", Shot(address, press=SUBMIT))
        if filled:
            done(page, address, filled)
        else:
            page.goto(f"{address}?code={asked.code}")
    for name, address in EMPTY.items():
        yield from in_all_sizes(page, asked.folder, name, Shot(address))


def done(page: Page, address: str, filled: Mapping[str, str]) -> None:
    """Fill the step in, with the country of the first proposal, and go on."""
    page.goto(address)
    for name, value in filled.items():
        page.locator(f"[name={name}]").fill(value)
    page.locator(SUBMIT).last.click()
    page.wait_for_url(lambda url: not url.endswith(address))


def in_all_sizes(page: Page, folder: Path, name: str, shot: Shot) -> Iterator[str]:
    """A page in both widths and both themes."""
    for width, height in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": height})
        place = folder / f"{name}-{width}"
        yield from (f"{place.name}: {one}" for one in taken(page, shot, place, ["light", "dark"]))


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
