"""Pictures of every page, to look at: python -m tools.screenshots ADDRESS FOLDER --password …

ADDRESS is a running demonstration (bin/demo). Each page is taken whole, in both widths and both themes; what scrolls
sideways or answers with a fault is named, and the exit code is 1.
"""

import argparse
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from subprocess import check_output
from tempfile import TemporaryDirectory
from typing import Literal
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Error, FilePayload, Locator, Page

from tools.testing.chromium import REMEDY, chromium, launched
from tools.testing.spoilt import goods, offers

WIDTHS = {1440: 900, 390: 844}
DROP = "main [type=file]"
DRAWER = "main [hx-target='#drawer']:not([data-help])"
SIDEWAYS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


@dataclass(frozen=True)
class Shot:
    """A page: its address; `link`: go on by the first link there that matches; `side`: a page below that one.

    `further`: go on once more from there by a link; `stranger`: what an outside system without a password asked for
    before; `press` opens what lies over the page or sends a form, whose required fields may stay empty; `drops`: an
    export is chosen in the field for files before; `then` is pressed after it, and `applies` what begins an act after
    that; `awaits` must stand there in the end, also when a worker makes it; `leads`: the page that one is on then,
    where it is another; `wears`: the form was sent so often before; fault is the status the page must have, width the
    only one at which there is such a thing.
    """

    address: str
    link: str = ""
    side: str = ""
    further: str = ""
    press: str = ""
    stranger: str = ""
    drops: bool = False
    then: str = ""
    applies: bool = False
    leads: str = ""
    awaits: str = ""
    wears: int = 0
    fault: int = 200
    width: int = 0


A_PRODUCT, AN_ORDER, A_CARD = r"/products/\d+/", r"/orders/\d+/", r"/stock/\d+/"
A_CONNECTION = r"/exchange/channels/\d+/"
A_MESSAGE, TAKE_BACK = r"/exchange/messages/\d+/", "main form[action$='/back/'] [type=submit]"
AN_ACT, APPLY = r"/lists/acts/\d+/", "main [name=apply]"
A_BOX, SEND = "main tbody [type=checkbox]", "main form:has(.form-control) [type=submit] >> nth=-1"
IMPORT = "main form:has([type=file]) [type=submit]"
STOREKEEPER, NOBODY = "storekeeper@demo.example", "nobody@demo.example"
BROKEN = "/broken/"  # no page fails when asked to: this one is answered here, with what the house would say
EXPORT: list[FilePayload] = [
    {"name": "import.xml", "mimeType": "text/xml", "buffer": goods(12)},
    {"name": "offers.xml", "mimeType": "text/xml", "buffer": offers(40)},
]
A_STRANGER = "/bitrix/admin/1c_exchange.php?type=catalog&mode=checkauth"
A_DRY_RUN = r"/exchange/dry-runs/\d+/"
IGNORE = "#bulk [name=act][value=ignore]"
SECONDS = 30  # for a worker
DOOR = {
    "sign-in": Shot("/accounts/login/"),
    "sign-in-wrong": Shot("/accounts/login/", press="main form:has([name=password]) [type=submit]"),
    "sign-up": Shot("/accounts/signup/"),
    "password-reset": Shot("/accounts/password/reset/"),
    "password-letter": Shot("/accounts/password/reset/done/"),
    "password-link": Shot("/accounts/password/reset/key/a-b/"),
    "password-done": Shot("/accounts/password/reset/key/done/"),
    "offline": Shot("/offline/"),
    "too-many": Shot("/accounts/password/reset/", wears=6),
    "broken": Shot(BROKEN, fault=500),
}
SHOTS = {
    "today": Shot("/today/"),
    "orders": Shot("/orders/"),
    "order": Shot("/orders/", AN_ORDER),
    "order-lines": Shot("/orders/", AN_ORDER, "lines/"),
    "order-payment": Shot("/orders/", AN_ORDER, "payment/"),
    "order-ship": Shot("/orders/?view=all&status=to_ship", AN_ORDER, "shipment/"),
    "order-cancel": Shot("/orders/", AN_ORDER, "cancel/"),
    "order-return": Shot("/orders/?view=all&status=done", AN_ORDER, "return/"),
    "order-give-back": Shot("/orders/?view=back", AN_ORDER, "give-back/"),
    "order-give": Shot("/orders/", AN_ORDER, "give/"),
    "order-managers": Shot("/orders/managers/"),
    "order-why": Shot("/orders/", AN_ORDER, press=DRAWER),
    "why-order": Shot("/orders/", AN_ORDER, further=r"/why/order/\d+/[^/]+/"),
    "orders-filter": Shot("/orders/", press=".e-filters > summary"),
    "orders-order": Shot("/orders/", press=".e-tools > .e-drop:last-of-type > summary"),
    "orders-view": Shot("/orders/", press="[aria-keyshortcuts=v]"),
    "orders-none": Shot("/orders/?view=all&status=new&shop=kafenion"),
    "orders-selected": Shot("/orders/", press=A_BOX),
    "orders-act": Shot("/orders/", press=A_BOX, then="#bulk [name=act]", leads=AN_ACT),
    "palette": Shot("/orders/", press="[data-opens=palette] >> visible=true"),
    "order-new": Shot("/orders/new/"),
    "order-new-wrong": Shot("/orders/new/", press=SEND),
    "customers": Shot("/customers/"),
    "customer": Shot("/customers/", r"/customers/\d+/"),
    "customer-edit": Shot("/customers/", r"/customers/\d+/", "edit/"),
    "customer-merge": Shot("/customers/", r"/customers/\d+/", "merge/"),
    "doubles": Shot("/customers/doubles/"),
    "customers-merge": Shot("/customers/doubles/", r"/customers/\d+/merge/\d+/"),
    "customer-new": Shot("/customers/new/"),
    "customer-new-wrong": Shot("/customers/new/", press=SEND),
    "products": Shot("/products/"),
    "products-none": Shot("/products/?q=nothing+like+this"),
    "product": Shot("/products/", A_PRODUCT),
    "product-why": Shot("/products/", A_PRODUCT, press=DRAWER),
    "why-price": Shot("/products/", A_PRODUCT, "prices/", further=r"/why/price/\d+/\d+/"),
    "why-name": Shot("/products/", A_PRODUCT, further=r"/why/name/\d+/"),
    "product-prices": Shot("/products/", A_PRODUCT, "prices/"),
    "product-prices-edit": Shot("/products/", A_PRODUCT, "prices/", r"/products/\d+/prices/\d+/"),
    "product-variant-new": Shot("/products/", A_PRODUCT, "variants/new/"),
    "product-timeline": Shot("/products/", A_PRODUCT, "timeline/"),
    "product-languages": Shot("/products/", A_PRODUCT, "languages/"),
    "product-edit": Shot("/products/", A_PRODUCT, "edit/"),
    "product-pictures": Shot("/products/", A_PRODUCT, "pictures/"),
    "product-properties": Shot("/products/", A_PRODUCT, "properties/"),
    "product-new": Shot("/products/new/"),
    "product-new-wrong": Shot("/products/new/", press=SEND),
    "product-doubles": Shot("/products/doubles/"),
    "groups": Shot("/products/groups/"),
    "group": Shot("/products/groups/", r"/products/groups/\d+/"),
    "group-new": Shot("/products/groups/new/"),
    "properties": Shot("/products/properties/"),
    "property": Shot("/products/properties/", r"/products/properties/\d+/"),
    "property-new": Shot("/products/properties/new/"),
    "stock": Shot("/stock/"),
    "stock-none": Shot("/stock/?q=nothing+like+this"),
    "stock-card": Shot("/stock/", A_CARD),
    "stock-why": Shot("/stock/", A_CARD, press=DRAWER),
    "why-stock": Shot("/stock/", A_CARD, further=r"/why/stock/\d+/\d+/"),
    "stock-receive": Shot("/stock/receive/"),
    "stock-receive-wrong": Shot("/stock/receive/", press=SEND),
    "stock-count": Shot("/stock/count/"),
    "stock-move": Shot("/stock/move/"),
    "stock-document": Shot("/stock/documents/receipt:demo-GR/"),
    "warehouses": Shot("/stock/warehouses/"),
    "warehouse": Shot("/stock/warehouses/", r"/stock/warehouses/(?!new/)[^/]+/"),
    "warehouse-new": Shot("/stock/warehouses/new/"),
    "today-documents": Shot("/today/", r"/today/documents/"),
    "today-sales": Shot("/today/sales/"),
    "today-margin": Shot("/today/margin/"),
    "journal": Shot("/journal/"),
    "journal-fact": Shot("/journal/", r"/journal/\d+/"),
    "mentions": Shot("/mentions/"),
    "help": Shot("/help/"),
    "help-guide": Shot("/help/", r"/help/(?!about)\w+/"),
    "help-about": Shot("/orders/", press="main [data-help]"),
    "help-about-page": Shot("/help/about/?page=orders/"),
    "exchange": Shot("/exchange/"),
    "connect": Shot("/exchange/connect/"),
    "channel": Shot("/exchange/", A_CONNECTION),
    "channel-authority": Shot("/exchange/", A_CONNECTION, "authority/"),
    "channel-checklist": Shot("/exchange/", A_CONNECTION, "checklist/"),
    "channel-connect": Shot("/exchange/", A_CONNECTION, "connect/"),
    "channel-renumbered": Shot("/exchange/", A_CONNECTION, "renumbered/"),
    "channel-statuses": Shot("/exchange/", A_CONNECTION, "statuses/"),
    "sessions": Shot("/exchange/sessions/"),
    "session": Shot("/exchange/sessions/", r"/exchange/sessions/\d+/"),
    "messages": Shot("/exchange/messages/"),
    "message": Shot("/exchange/messages/", A_MESSAGE),
    "load-back": Shot("/exchange/messages/?q=offers", A_MESSAGE, press=TAKE_BACK, leads=AN_ACT),
    "load-back-done": Shot(
        "/exchange/messages/?q=offers", A_MESSAGE, press=TAKE_BACK, applies=True, leads=AN_ACT, awaits="#changed"
    ),
    "exchange-drop": Shot("/exchange/", press="main summary:has(+ form [type=file])", drops=True, then=IMPORT),
    "quarantine": Shot("/exchange/quarantine/", awaits="main .e-cause"),
    "quarantine-rows": Shot("/exchange/quarantine/rows/", awaits="main tbody tr"),
    "quarantine-selected": Shot("/exchange/quarantine/rows/", awaits="main tbody tr", press=A_BOX),
    "quarantine-act": Shot("/exchange/quarantine/rows/", awaits="main tbody tr", press=A_BOX, then=IGNORE),
    "quarantine-mend": Shot("/exchange/quarantine/", r"/exchange/quarantine/\d+/mend/"),
    "exchange-refused": Shot("/exchange/", stranger=A_STRANGER, awaits="main [aria-labelledby=refusals]"),
    "differences": Shot("/exchange/differences/"),
    "outgoing": Shot("/exchange/outgoing/"),
    "settings": Shot("/settings/"),
    "firms": Shot("/settings/firms/"),
    "firm": Shot("/settings/firms/", r"/settings/firms/\d+/"),
    "why-value": Shot("/settings/firms/", r"/settings/firms/\d+/", further=r"/why/value/.+/"),
    "firm-new": Shot("/settings/firms/new/"),
    "firm-new-wrong": Shot("/settings/firms/new/", press=SEND),
    "prices": Shot("/settings/prices/"),
    "price": Shot("/settings/prices/", r"/settings/prices/\d+/"),
    "price-new": Shot("/settings/prices/new/"),
    "shops": Shot("/settings/shops/"),
    "shop": Shot("/settings/shops/", r"/settings/shops/(?!new/)[^/]+/"),
    "shop-new": Shot("/settings/shops/new/"),
    "taxes": Shot("/settings/taxes/"),
    "tax-new": Shot("/settings/taxes/new/"),
    "tax-new-wrong": Shot("/settings/taxes/new/", press=SEND),
    "numbers": Shot("/settings/numbers/"),
    "series": Shot("/settings/numbers/", r"/settings/numbers/\d+/[^/]+/"),
    "statuses": Shot("/settings/statuses/"),
    "status": Shot("/settings/statuses/", r"/settings/statuses/\w+/"),
    "diagnosis": Shot("/settings/diagnosis/"),
    "watchman": Shot("/watchman/"),
    "watchman-check": Shot("/watchman/", r"/watchman/checks/[\w.]+/"),
    "watchman-telling": Shot("/watchman/telling/"),
    "languages": Shot("/settings/languages/"),
    "backups": Shot("/settings/backups/"),
    "role": Shot("/settings/staff/roles/", r"/settings/staff/roles/\w+/"),
    "role-copy": Shot("/settings/staff/roles/", r"/settings/staff/roles/(?!owner)\w+/", "copy/"),
    "staff": Shot("/settings/staff/"),
    "staff-new": Shot("/settings/staff/new/"),
    "staff-new-wrong": Shot("/settings/staff/new/", press=SEND),
    "person": Shot("/settings/staff/", r"/settings/staff/\d+/"),
    "roles": Shot("/settings/staff/roles/"),
    "profile": Shot("/settings/profile/"),
    "password": Shot("/accounts/password/change/"),
    "second-factors": Shot("/accounts/2fa/"),
    "second-factor": Shot("/accounts/2fa/totp/activate/"),
    "keys": Shot("/accounts/2fa/webauthn/"),
    "sign-out": Shot("/accounts/logout/"),
    "menu": Shot("/today/", press="[popovertarget=nav]", then=".e-user > summary", width=390),
    "person-menu": Shot("/today/", press=".e-user > summary", width=1440),
    "refused": Shot("/style/", press="form[action*=refuse] [type=submit]"),
    "tour-export": Shot("/try/export/"),
    "dry-run": Shot("/try/export/", drops=True, then=IMPORT, leads=A_DRY_RUN, awaits="#dry-run section"),
    "toast": Shot("/try/export/", press="main form [type=submit]"),
    "style": Shot("/style/"),
    "style-why": Shot("/style/why/"),
    "products-course": Shot("/products/", press=A_BOX, then="#bulk [name=act][value=hide]", applies=True, leads=AN_ACT),
    "missing": Shot("/nowhere/", fault=404),
}
HANDS = {
    "storekeeper-today": Shot("/today/"),
    "no-right": Shot("/settings/staff/", fault=403),
}
SEEN = {"seeing": Shot("/settings/staff/", r"/settings/staff/\d+/", press="main form[action$='/see/'] [type=submit]")}


def main(arguments: list[str]) -> int:
    """Take them all; 1 when a page scrolls sideways or fails."""
    asked = wishes(arguments)
    executable = chromium()
    if executable is None:
        print(REMEDY, file=sys.stderr)
        return 1
    asked.folder.mkdir(parents=True, exist_ok=True)
    complaints = []
    with launched(executable) as browser:
        for width in asked.widths:
            for person, shots in (asked.email, DOOR | SHOTS), (STOREKEEPER, HANDS), (asked.email, SEEN):
                wanted = [one for one in shots if re.fullmatch(asked.only, one) and shots[one].width in (0, width)]
                if wanted:
                    with a_desk(browser, asked, width, person) as (visitor, staff):
                        for name in wanted:
                            place, page = asked.folder / f"{name}-{width}", visitor if name in DOOR else staff
                            found = taken(page, shots[name], place, asked.themes)
                            complaints += [f"{place.name}: {one}" for one in found]
    print(*complaints, sep="\n")
    return bool(complaints)


def wishes(arguments: list[str]) -> argparse.Namespace:
    """What the command line says."""
    parser = argparse.ArgumentParser(prog="tools.screenshots", description=__doc__)
    parser.add_argument("address")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--email", default="owner@demo.example")
    parser.add_argument("--password", required=True)
    parser.add_argument("--language", default="en")
    parser.add_argument("--only", default=".*", help="a regular expression of pages' names")
    parser.add_argument("--widths", type=int, nargs="+", choices=WIDTHS, default=list(WIDTHS))
    parser.add_argument("--themes", nargs="+", choices=["light", "dark"], default=["light", "dark"])
    return parser.parse_args(arguments)


@contextmanager
def a_desk(browser: Browser, asked: argparse.Namespace, width: int, person: str) -> Iterator[tuple[Page, Page]]:
    """A visitor's page and one on which staff has signed in and chosen the language."""
    size = {"width": width, "height": WIDTHS[width]}
    options = {"base_url": asked.address, "viewport": size, "locale": asked.language, "reduced_motion": "reduce"}
    with browser.new_context(**options) as door, browser.new_context(**options) as desk:
        desk.add_init_script("sessionStorage.clear()")  # what is selected outlives a page, and the next one shows none
        desk.set_default_timeout(10_000)
        page = desk.new_page()
        page.goto("/accounts/login/")
        page.locator("[name=login]").fill(person)
        page.locator("[name=password]").fill(asked.password)
        page.locator("[name=password]").press("Enter")
        page.wait_for_url(lambda url: "/accounts/" not in url)
        speak(desk, asked.language, page.url)
        visitor = door.new_page()
        visitor.route(
            f"**{BROKEN}", lambda route: route.fulfill(status=500, content_type="text/html", body=broken(asked))
        )
        yield visitor, page


def broken(asked: argparse.Namespace) -> str:
    """The page of our own fault, as the house makes it without asking for anything."""
    with TemporaryDirectory() as home:
        told = {"EMPORION_HOME": home, "EMPORION_ASSETS": "source", "DJANGO_SETTINGS_MODULE": "emporion.site.settings"}
        script = (
            f"import django; django.setup(); from django.template.loader import render_to_string as page; "
            f"from django.utils.translation import activate; activate({asked.language!r}); print(page('500.html'))"
        )
        return check_output([sys.executable, "-c", script], env=os.environ | told, text=True)


def speak(desk: BrowserContext, language: str, here: str) -> None:
    """The person's own language, as the menu would set it."""
    token = next(cookie["value"] for cookie in desk.cookies() if cookie["name"] == "csrftoken")
    said: dict[str, str | float | bool] = {"language": language, "csrfmiddlewaretoken": token}
    answer = desk.request.post("/language/", form=said, headers={"Referer": here})
    assert answer.ok, f"no language {language}: {answer.status}"


def taken(page: Page, shot: Shot, place: Path, themes: list[Literal["light", "dark"]]) -> Iterator[str]:
    """The pictures of one page in each theme; yields what is wrong with it."""
    try:
        there = arrived(page, shot)
    except Error as error:
        yield error.message.splitlines()[0]
        return
    if not there:
        yield "nothing to show"
        return
    for theme in themes:
        page.emulate_media(color_scheme=theme)
        page.wait_for_timeout(100)
        page.screenshot(path=place.with_name(f"{place.name}-{theme}.png"), full_page=True)
    if page.evaluate(SIDEWAYS):
        yield "scrolls sideways"


def arrived(page: Page, shot: Shot) -> bool:
    """Go there, follow the link, press what is to be pressed; false where the house has no such thing."""
    if shot.stranger:
        page.request.get(shot.stranger)
    address = addressed(page, shot)
    answer = page.goto(address)
    if answer is None or answer.status != shot.fault:
        return False
    for _ in range(shot.wears):
        page.goto(address)
        page.locator("main [type=email]").fill(NOBODY)
        page.locator(SEND).click()
    if shot.awaits and not (shot.drops or shot.applies) and not awaited(page, shot.awaits):
        return False
    if not pressed(page, shot):
        return False
    for seen in page.locator("main [hx-trigger*=intersect]").all():
        seen.scroll_into_view_if_needed()
        page.wait_for_timeout(700)
    page.evaluate("scrollTo(0, 0)")
    page.evaluate("document.querySelectorAll('img[loading=lazy]').forEach(one => one.loading = 'eager')")
    page.evaluate("Promise.all([...document.images].map(one => one.decode().catch(() => null)))")
    return True


def addressed(page: Page, shot: Shot) -> str:
    """Where the page is; its links are followed on the way."""
    address = linked(page, shot.address, shot.link) if shot.link else shot.address
    if shot.side:
        address = address.partition("?")[0] + shot.side
    return linked(page, address, shot.further) if shot.further else address


def pressed(page: Page, shot: Shot) -> bool:
    """Press what is to be pressed and choose the export, in this order; false where there is no such thing."""
    page.evaluate("for (const one of document.forms) one.noValidate = true")
    for step in filter(None, (shot.press, DROP if shot.drops else "", shot.then, APPLY if shot.applies else "")):
        if not (handle := page.locator(step)).count():
            return False
        if step == DROP:
            handle.first.set_input_files(EXPORT)
        else:
            click(handle.first)
        page.wait_for_timeout(700)
    if shot.awaits and (shot.drops or shot.applies):
        page.locator(shot.awaits).first.wait_for(timeout=SECONDS * 1000)
    return not shot.leads or re.fullmatch(shot.leads, urlsplit(page.url).path) is not None


def click(button: Locator) -> None:
    """Press a button; one that lies in a closed menu is reached through it."""
    if not button.is_visible():
        button.locator("xpath=ancestor::details/summary").first.click()
    button.click()


def awaited(page: Page, what: str) -> bool:
    """Look again each second until it stands there."""
    for _ in range(SECONDS):
        if page.locator(what).count():
            return True
        page.wait_for_timeout(1000)
        page.reload()
    return False


def linked(page: Page, address: str, link: str) -> str:
    """Where the first link of a page that matches leads."""
    page.goto(address)
    links = page.locator("main a[href]").evaluate_all("all => all.map(one => one.getAttribute('href').split('#')[0])")
    return next((one for one in links if re.fullmatch(link, one.partition("?")[0])), "/nowhere/")


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
