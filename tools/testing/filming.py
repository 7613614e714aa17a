"""A camera for Chromium that sees a drawn barcode, and the reader of codes that phones' browsers bring along."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser

from .chromium import ARGUMENTS, chromium

WIDTH, HEIGHT, MODULE, LEFT = 640, 480, 5, 80  # pixels
LEFT_ODD = (
    "0001101",
    "0011001",
    "0010011",
    "0111101",
    "0100011",
    "0110001",
    "0101111",
    "0111011",
    "0110111",
    "0001011",
)
PARITY = ("000000", "001011", "001101", "001110", "010011", "011001", "011100", "010101", "010110", "011010")

# Chromium on Linux has no BarcodeDetector. This one reads an EAN-13 off the middle row of what the video shows.
READER = """
const LEFT_ODD = %s, PARITY = %s;
const other = (bits) => [...bits].map((bit) => (bit === "1" ? "0" : "1")).join("");
const back = (bits) => [...bits].reverse().join("");
window.BarcodeDetector = class {
  async detect(video) {
    const canvas = new OffscreenCanvas(video.videoWidth, video.videoHeight), pen = canvas.getContext("2d");
    pen.drawImage(video, 0, 0);
    const row = pen.getImageData(0, canvas.height >> 1, canvas.width, 1).data;
    const dark = [...Array(canvas.width).keys()].map((x) => row[x * 4 + 1] < 128);
    const from = dark.indexOf(true), module = (dark.lastIndexOf(true) + 1 - from) / 95;
    if (from < 0) return [];
    const bits = [...Array(95).keys()].map((at) => (dark[Math.floor(from + (at + 0.5) * module)] ? "1" : "0")).join("");
    const parts = (begin) => [...Array(6).keys()].map((at) => bits.slice(begin + at * 7, begin + at * 7 + 7));
    const left = parts(3).map((one) => [LEFT_ODD.indexOf(one), LEFT_ODD.indexOf(other(back(one)))]);
    const right = parts(50).map((one) => LEFT_ODD.indexOf(other(one)));
    const first = PARITY.indexOf(left.map(([odd]) => (odd < 0 ? "1" : "0")).join(""));
    const digits = [first, ...left.map(([odd, even]) => Math.max(odd, even)), ...right];
    return digits.some((digit) => digit < 0) ? [] : [{ rawValue: digits.join("") }];
  }
};
"""


def reader() -> str:
    """The script that gives a page the reader."""
    return READER % (list(LEFT_ODD), list(PARITY))


def bars(code: str) -> str:
    """The modules of an EAN-13, 1 for dark."""
    even = tuple("".join("10"[int(bit)] for bit in odd)[::-1] for odd in LEFT_ODD)
    tables = [even if bit == "1" else LEFT_ODD for bit in PARITY[int(code[0])]]
    left = "".join(table[int(digit)] for table, digit in zip(tables, code[1:7], strict=True))
    right = "".join("".join("10"[int(bit)] for bit in LEFT_ODD[int(digit)]) for digit in code[7:])
    return f"101{left}01010{right}101"


def film(file: Path, code: str) -> Path:
    """A film of one frame that shows the code, as Chromium's fake camera takes it (YUV4MPEG2)."""
    row = bytearray(b"\xeb" * WIDTH)
    for at, bit in enumerate(bars(code)):
        if bit == "1":
            row[LEFT + at * MODULE : LEFT + (at + 1) * MODULE] = b"\x10" * MODULE
    colour = b"\x80" * (WIDTH * HEIGHT // 2)
    file.write_bytes(
        b"YUV4MPEG2 W%d H%d F10:1 Ip A1:1 C420jpeg\nFRAME\n" % (WIDTH, HEIGHT) + bytes(row) * HEIGHT + colour
    )
    return file


@contextmanager
def with_camera(beside: Browser, film: Path, *, allowed: bool = True) -> Iterator[Browser]:
    """A further browser, with a camera; a person who is asked lets the page look, or does not."""
    ask = ("--use-fake-ui-for-media-stream",) if allowed else ()
    camera = ("--use-fake-device-for-media-stream", f"--use-file-for-fake-video-capture={film}")
    browser = beside.browser_type.launch(executable_path=chromium(), headless=True, args=[*ARGUMENTS, *camera, *ask])
    try:
        yield browser
    finally:
        browser.close()
