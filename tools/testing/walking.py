"""What is wrong with a page that stands open in the browser."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from playwright.sync_api import Page

AXE = Path(__file__).parent / "vendor/axe.min.js"
SIDEWAYS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
SHIFTS = """new Promise((told) => {
    let sum = 0;
    const heard = (list) => list.getEntries().forEach((one) => { if (!one.hadRecentInput) sum += one.value; });
    new PerformanceObserver(heard).observe({ type: "layout-shift", buffered: true });
    setTimeout(() => told(sum), 120);
})"""
# the page hears of another theme with its next frame
NEXT_FRAME = "new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))"
MOST_SHIFT = 0.02
SERIOUS = {"serious", "critical"}


def faults(page: Page, themes: Sequence[str] = ("light", "dark")) -> list[str]:
    """What is wrong with the page that stands open: it moved, it scrolls sideways, or axe finds something serious."""
    shift = page.evaluate(SHIFTS)
    found = [f"moved by {shift:.3f} while it loads"] if shift > MOST_SHIFT else []
    found += ["scrolls sideways"] if page.evaluate(SIDEWAYS) else []
    for theme in themes:
        page.emulate_media(color_scheme="dark" if theme == "dark" else "light", reduced_motion="reduce")
        page.evaluate(NEXT_FRAME)
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
