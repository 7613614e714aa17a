"""Icons and glyphs, each drawn where it is shown: a sprite would be a document of its own, which a browser reads first,
copies into every place and lays the page out for anew."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from django.utils.safestring import SafeString, mark_safe

from .status import Step

SPRITE = Path(__file__).parent / "static/vendor/icons.svg"
SYMBOL = re.compile(r'<symbol id="([^"]+)"[^>]*>(.*?)</symbol>')
LINE = re.compile(r' d="([^"]+)"')
# Lines of their own: an icon stands as far from the words beside it as they do from each other.
ICON = '\n<svg class="e-icon" viewBox="0 0 24 24" aria-hidden="true"><path d="{}"/></svg>\n'
GLYPH = '<svg{} viewBox="0 0 16 16" aria-hidden="true">{}</svg>'
RING = '<circle cx="8" cy="8" r="5.75" fill="none" stroke="currentColor" stroke-width="1.5"{}/>'
PIE = (
    '<circle cx="8" cy="8" r="1.75" fill="none" stroke="currentColor" stroke-width="3.5" '
    'stroke-dasharray="{} 11" transform="rotate(-90 8 8)"/>'
)
DISC = '<path fill="currentColor" fill-rule="evenodd" d="M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13Z{}"/>'
CROSS = '<path d="m6 6 4 4m0-4-4 4" fill="none" stroke="currentColor" stroke-width="1.5" stroke-linecap="round"/>'
# How far a document is: dashed, a quarter, half, three quarters, full, crossed; a clock waits, ! stands still.
GLYPHS: dict[Step, str] = {
    "0": RING.format(' stroke-dasharray="2.2 1.4"'),
    "1": RING.format("") + PIE.format("2.75"),
    "2": RING.format("") + PIE.format("5.5"),
    "3": RING.format("") + PIE.format("8.25"),
    "4": DISC.format(
        "m3.3 5.1-3.9 4a.75.75 0 0 1-1.07 0L4.7 8.95a.75.75 0 0 1 1.07-1.05l1.1 1.1 3.36-3.45a.75.75 0 1 1 1.07 1.05Z"
    ),
    "x": RING.format("") + CROSS,
    "wait": DISC.format(
        "M8 4a.75.75 0 0 1 .75.75v2.94l1.78 1.78a.75.75 0 0 1-1.06 1.06L7.47 8.53"
        "A.75.75 0 0 1 7.25 8V4.75A.75.75 0 0 1 8 4Z"
    ),
    "stop": DISC.format(
        "M8 4a.8.8 0 0 1 .8.8v3.4a.8.8 0 0 1-1.6 0V4.8A.8.8 0 0 1 8 4Zm0 6.2a.9.9 0 1 1 0 1.8.9.9 0 0 1 0-1.8Z"
    ),
}


@lru_cache(256)
def icon(name: str) -> SafeString:
    """One of tools/icons.txt in the colour of the text around it; a page has up to two hundred. Empty if unknown."""
    return mark_safe(ICON.format(_lines().get(name, "")))  # noqa: S308 - drawn by us


@lru_cache(32)
def glyph(step: Step, look: str = "") -> SafeString:
    """How far something is; look: a class of the drawing."""
    return mark_safe(GLYPH.format(f' class="{look}"' if look else "", GLYPHS[step]))  # noqa: S308 - drawn by us


@lru_cache(1)
def _lines() -> dict[str, str]:
    """The strokes of each icon in one path; before the browser files are fetched there is none."""
    if not SPRITE.exists():
        return {}
    return {name: "".join(LINE.findall(shapes)) for name, shapes in SYMBOL.findall(SPRITE.read_text())}
