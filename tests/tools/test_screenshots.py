"""Every page that can be looked at has its picture, or a reason to have none."""

from __future__ import annotations

import inspect
import re
from typing import Any

from django.urls import Resolver404, resolve

from emporion.web import urls
from tests.rights.neighbours import Address, register
from tools import first_pictures
from tools.screenshots import DOOR, HANDS, SEEN, SHOTS, Shot

FILE, PART, LEADS_ON = "a file, no page", "a part of another page, seen there", "leads on to a page that has one"
NO_PICTURE = {
    **dict.fromkeys(("picture", "help_picture", "message_raw", "manifest", "worker"), FILE),
    **dict.fromkeys(("stock_found", "stock_scanned", "stock_line", "colleagues"), PART),
    **dict.fromkeys(("exchange_running", "channel_absent", "channel_live", "refused_requests"), PART),
    **dict.fromkeys(("bulk_progress", "message_progress", "style_progress"), PART),
    **dict.fromkeys(("index", "tour"), LEADS_ON),
    "live": "a stream of counters",
    "watchman_alert": "a house of the demonstration has no trouble; test_watchman_browser.py looks at one",
    "why_price_from": "the page of why_price, for a price that holds from a quantity on; the demonstration has none",
    "order_cancel_rest": "order_cancel in other words; no order of the demonstration has left in part",
    "customer_part": "a merge about to be undone; nobody is merged in the demonstration",
    "product_merge_with": "two goods side by side, as two customers are; the demonstration has none twice",
    "product_part": "a merge about to be undone; no goods are merged in the demonstration",
    "channel_new": "for kinds of connections that have no guide; there is none yet",
    "comment": "stands some minutes after a comment of one's own; its form is the one below every timeline",
}
PAGES = list(register(urls.urlpatterns))
PICTURES = [*DOOR.values(), *SHOTS.values(), *HANDS.values(), *SEEN.values()]
FIRST = [address for address, _filled in first_pictures.STEPS.values()] + list(first_pictures.EMPTY.values())


def is_shown(one: Address) -> bool:
    """Whether it answers a look, not only a click."""
    return "GET" in methods(one.view) or "HEAD" in methods(one.view)


def methods(view: Any) -> list[str]:
    """What Django's require_POST and its like let through below the other marks of a view."""
    while view is not None:
        if "request_method_list" in view.__code__.co_freevars:
            return list(inspect.getclosurevars(view).nonlocals["request_method_list"])
        view = getattr(view, "__wrapped__", None)
    return ["GET"]


def shown(shot: Shot) -> str:
    """The addresses that a picture may be of, as a regular expression."""
    if shot.leads or shot.further:
        return shot.leads or shot.further
    return shot.link + re.escape(shot.side) if shot.link else re.escape(shot.address.partition("?")[0])


def name_of(address: str) -> str:
    """Which page stands at an address."""
    try:
        return resolve(address.partition("?")[0]).url_name or ""
    except Resolver404:
        return ""


def test_every_page_has_a_picture_or_a_reason_to_have_none() -> None:
    named = {name_of(one.address) for one in PICTURES if shown(one) == re.escape(one.address.partition("?")[0])}
    named |= {name_of(address) for address in FIRST}
    found = [re.compile(shown(one)) for one in PICTURES]
    missing = set()
    for one in filter(is_shown, PAGES):
        example = re.sub(r"<int:\w+>", "7", one.pattern)
        example = re.sub(r"<[^>]+>", "seven", example)
        if one.name not in named and not any(pattern.fullmatch(example) for pattern in found):
            missing.add(one.name)
    assert missing - NO_PICTURE.keys() == set(), "add it to SHOTS in tools/screenshots.py"
    assert NO_PICTURE.keys() - missing == set(), "it has a picture: take it out of the exceptions"
