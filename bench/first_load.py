"""What a page weighs for a browser that has never been here, and when one can work with it on a slow processor.

The large house on SQLite behind its own web server, Chromium with an empty cache and a processor slowed SLOWER times.
A page can be worked with when its load has ended and no task of its script has kept the processor longer since then.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from statistics import median

from playwright.sync_api import Browser

from bench._houses import large
from bench._rooms import ROOT, load, told
from tools.bench import Figure
from tools.testing.chromium import REMEDY, chromium, launched
from tools.testing.serving import free_port, wait_for_port

PAGES = ("/today/", "/orders/", "/products/", "/customers/", "/stock/", "/orders/1/", "/products/1/")
RUNS = int(os.environ.get("EMPORION_BENCH_RUNS", "5"))
SLOWER = 4
PROMISED_KB, PROMISED_MS = 300.0, 1000.0
WATCH = """
window.busy = 0;
new PerformanceObserver(list => {
  for (const task of list.getEntries()) window.busy = Math.max(window.busy, task.startTime + task.duration);
}).observe({type: "longtask", buffered: true});
"""
READY = "Math.max(window.busy, performance.getEntriesByType('navigation')[0].loadEventEnd)"
QUIET_MS = 1500  # so long we listen for tasks after the load


def run() -> Iterable[Figure]:
    """For each page the median of both."""
    executable = chromium()
    if executable is None:
        print(f"first_load: skipped, {REMEDY}", file=sys.stderr)
        return
    with large("sqlite") as home, served(home) as address, launched(executable) as browser:
        cookie = told("bench._session", **home)
        for page in PAGES:
            once(browser, address, page, cookie)
            seen = [once(browser, address, page, cookie) for _ in range(RUNS)]
            kilobytes, ready = map(median, zip(*seen, strict=True))
            yield Figure(f"{page}: first load", kilobytes, PROMISED_KB, "KB", "promise", 1)
            yield Figure(f"{page}: can be worked with", ready, PROMISED_MS, "ms", "promise", 1, wall=load())


def once(browser: Browser, address: str, page: str, cookie: list[str]) -> tuple[float, float]:
    """Kilobytes that came over the wire, and milliseconds until the page was ready."""
    name, value = cookie
    with browser.new_context(base_url=address, viewport={"width": 1440, "height": 900}) as context:
        context.add_cookies([{"name": name, "value": value, "url": address}])
        context.add_init_script(WATCH)
        opened = context.new_page()
        talk, came = context.new_cdp_session(opened), list[float]()
        talk.on("Network.loadingFinished", lambda told: came.append(told["encodedDataLength"]))
        talk.send("Network.enable")
        talk.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        opened.goto(page, wait_until="load")
        opened.wait_for_timeout(QUIET_MS)
        return sum(came) / 1024, float(opened.evaluate(READY))


@contextmanager
def served(home: dict[str, str]) -> Iterator[str]:
    """The address of the house while its web server runs; each page has been asked for once, so that it is warm."""
    port = free_port()
    command = [sys.executable, "-m", "emporion.site.console", "up", "--workers", "0", "--port", str(port)]
    with subprocess.Popen(command, cwd=ROOT, env=os.environ | home, stderr=subprocess.DEVNULL) as server:
        try:
            wait_for_port(port, server)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
