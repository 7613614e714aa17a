"""The icons of the installed app, drawn from the favicon by a real browser: python -m tools.app_icons"""

import sys
from pathlib import Path

from playwright.sync_api import Browser

from tools.testing.chromium import REMEDY, chromium, launched

WEB = Path(__file__).resolve().parents[1] / "src/emporion/web/static/web"
# name → size, part of it that the drawing takes (a maskable icon keeps its drawing within the middle 80 %), corners
ICONS = {"touch": (180, 100, 0), "icon-192": (192, 100, 6), "icon-512": (512, 100, 6), "maskable-512": (512, 76, 0)}
PAGE = "<body style='margin:0;background:{ground};display:grid;place-items:center;height:100vh'>{drawing}"


def main() -> int:
    """Draw them all."""
    executable = chromium()
    if executable is None:
        print(REMEDY, file=sys.stderr)
        return 1
    with launched(executable) as browser:
        for name, (size, part, corner) in ICONS.items():
            draw(browser, name, size, part, corner)
    return 0


def draw(browser: Browser, name: str, size: int, part: int, corner: int) -> None:
    """One icon; without corners of its own it fills its square, and the phone cuts it."""
    drawing = (WEB / "favicon.svg").read_text().replace('rx="6"', f'rx="{corner}"')
    drawing = drawing.replace("<svg ", f"<svg width='{part}%' height='{part}%' ")
    page = browser.new_page(viewport={"width": size, "height": size})
    page.set_content(PAGE.format(ground="transparent" if corner else "#00598a", drawing=drawing))
    page.screenshot(path=WEB / f"app/{name}.png", omit_background=True)
    page.close()


if __name__ == "__main__":
    raise SystemExit(main())
