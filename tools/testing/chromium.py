"""A real Chromium under Playwright."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, ConsoleMessage, Page, ViewportSize, expect, sync_playwright

ARGUMENTS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
)
# Longer than a busy machine needs: only what does not come at all is waited for to the end.
PATIENCE_MS = 60_000
expect.set_options(timeout=PATIENCE_MS)
REMEDY = "no Chromium: install it (apt-get install chromium) or name it in EMPORION_CHROMIUM"


@contextmanager
def led_on(page: Page) -> Iterator[None]:
    """What is done within leads to another address; go on when that page stands with its scripts.

    A press does not wait for where it leads, and what is seen of the next page may stand before it can answer a key.
    """
    before = page.url
    yield
    page.wait_for_url(lambda url: url != before)


def chromium() -> Path | None:
    """Where the browser is: EMPORION_CHROMIUM, or the names that systems give it."""
    names = (os.environ.get("EMPORION_CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome")
    found = next((place for name in names if name and (place := shutil.which(name))), None)
    return Path(found) if found else None


@contextmanager
def launched(executable: Path) -> Iterator[Browser]:
    """One browser process; each test gets its own context in it, as fresh as a new profile."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, headless=True, args=ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()


# A question that the next letter replaced is no fault; whatever else ends a request badly is told by a name of its own.
REPLACED = ("htmx:sendAbort", "htmx:afterRequest")


@contextmanager
def fresh_page(
    browser: Browser,
    address: str | None,
    *,
    width: int = 1440,
    height: int = 900,
    expected: str | tuple[str, ...] = (),
    workers: Literal["allow", "block"] = "block",
) -> Iterator[Page]:
    """A page that fails the test when its scripts fail, or when it breaks the policy of content.

    expected: complaints that belong to the test, such as "status of 404". workers: whether the page may have a
    worker, which lives longer than the page.
    """
    complaints: list[str] = []
    known = (*REPLACED, *((expected,) if isinstance(expected, str) else expected))

    def heard(message: ConsoleMessage) -> None:
        if message.type == "error" and not any(one and one in message.text for one in known):
            complaints.append(message.text)

    view: ViewportSize = {"width": width, "height": height}
    with browser.new_context(base_url=address, viewport=view, locale="en-GB", service_workers=workers) as context:
        context.set_default_timeout(PATIENCE_MS)
        page = context.new_page()
        page.on("console", heard)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        yield page
    assert not complaints, f"the browser complained: {complaints}"
