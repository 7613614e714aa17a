"""A walk over every page that links reach, each address of the register once, and what is wrong with a page."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve
from playwright.sync_api import Error, Page, Response

AXE = Path(__file__).parent / "vendor/axe.min.js"
LINKS = "[...document.querySelectorAll('a[href^=\"/\"]')].map((one) => one.getAttribute('href'))"
SIDEWAYS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
SHIFTS = """new Promise((told) => {
    let sum = 0;
    const heard = (list) => list.getEntries().forEach((one) => { if (!one.hadRecentInput) sum += one.value; });
    new PerformanceObserver(heard).observe({ type: "layout-shift", buffered: true });
    setTimeout(() => told(sum), 120);
})"""
MOST_SHIFT = 0.02
SERIOUS = {"serious", "critical"}
LEAVES = ("live/", "media/", "manifest", "worker.js", "accounts/logout/", "undo/")  # no page, or the end of the walk


def walked(page: Page, starts: Sequence[str], limit: int = 400) -> Iterator[str]:
    """Open every page once by its route, from some addresses on; yields the address that stands open."""
    waiting, known = deque(starts), set[str]()
    while waiting and len(known) < limit:
        address = waiting.popleft()
        route = route_of(address)
        if route is None or route in known:
            continue
        known.add(route)
        answer = opened(page, address)
        if answer is None or answer.status != 200 or "html" not in answer.headers.get("content-type", ""):  # noqa: PLR2004
            continue
        yield address
        waiting += page.evaluate(LINKS)


def opened(page: Page, address: str) -> Response | None:
    """Go there; nothing for an address that answers with a file to save."""
    try:
        return page.goto(address, wait_until="load")
    except Error as error:
        if "Download is starting" in error.message:
            return None
        raise


def route_of(address: str) -> str | None:
    """The address of the register that this one is an example of; none for what is no page."""
    parts = urlsplit(address)
    if parts.query.startswith("csv") or "csv=" in parts.query:
        return None
    try:
        route: str = resolve(parts.path).route
    except Resolver404:
        return None
    return None if route.startswith(LEAVES) else route


def faults(page: Page, themes: Sequence[str] = ("light", "dark")) -> list[str]:
    """What is wrong with the page that stands open: it moved, it scrolls sideways, or axe finds something serious."""
    shift = page.evaluate(SHIFTS)
    found = [f"moved by {shift:.3f} while it loads"] if shift > MOST_SHIFT else []
    found += ["scrolls sideways"] if page.evaluate(SIDEWAYS) else []
    for theme in themes:
        page.emulate_media(color_scheme="dark" if theme == "dark" else "light", reduced_motion="reduce")
        found += [f"{theme}: {one}" for one in told_by_axe(page)]
    return found


def told_by_axe(page: Page) -> list[str]:
    """Its serious findings; the script comes by the debugger, which the policy of content does not bind."""
    page.evaluate(AXE.read_text())
    violations = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    return [
        f"{one['id']}: {node['target']} {node['failureSummary']}"
        for one in violations
        if one["impact"] in SERIOUS
        for node in one["nodes"][:3]
    ]
