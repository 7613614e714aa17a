"""A small flat-colour canvas: filled outlines with smooth edges, written as PNG by hand (zlib and a checksum)."""

import math
import struct
import zlib
from collections.abc import Iterable, Sequence
from itertools import pairwise

Colour = tuple[int, int, int]
Point = tuple[float, float]
Outline = list[Point]

NOTHING, EVERYTHING = 0.004, 0.996  # coverage of a pixel that cannot be told from none or all
SUBLINES = 3  # each row of pixels is measured this many times; enough for edges that look smooth


class Canvas:
    """A square picture in units of 0...100 each way, whatever its size in pixels."""

    def __init__(self, pixels: int, background: Colour) -> None:
        self.pixels = pixels
        self._rows = [bytearray(bytes(background) * pixels) for _ in range(pixels)]

    def fill(self, outlines: Sequence[Outline], colour: Colour) -> None:
        """Fill the inside of the outlines; an outline within another one is a hole."""
        for row, crossings in self._crossings(outlines).items():
            self._paint(row, crossings, colour)

    def png(self) -> bytes:
        """The picture as a PNG file, 8 bits each of red, green and blue."""
        header = struct.pack(">IIBBBBB", self.pixels, self.pixels, 8, 2, 0, 0, 0)
        body = zlib.compress(b"".join(b"\0" + row for row in self._rows), 6)
        chunks = ((b"IHDR", header), (b"IDAT", body), (b"IEND", b""))
        return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, content) for kind, content in chunks)

    def _crossings(self, outlines: Sequence[Outline]) -> dict[int, list[list[float]]]:
        """Where the outlines cross each measured line: row of pixels → its lines → places from left to right."""
        scale = self.pixels / 100
        rows: dict[int, list[list[float]]] = {}
        for outline in outlines:
            points = [(x * scale, y * scale * SUBLINES) for x, y in outline]
            for start, end in zip(points, points[1:] + points[:1], strict=True):
                self._cross(rows, *sorted((start, end), key=lambda point: point[1]))
        return rows

    def _cross(self, rows: dict[int, list[list[float]]], upper: Point, lower: Point) -> None:
        """Add one edge; lines are measured in their middle, so an edge that touches none adds nothing."""
        first, last = math.ceil(upper[1] - 0.5), math.ceil(lower[1] - 0.5)
        slope = (lower[0] - upper[0]) / (lower[1] - upper[1]) if lower[1] > upper[1] else 0.0
        for line in range(max(first, 0), min(last, self.pixels * SUBLINES)):
            row, subline = divmod(line, SUBLINES)
            lines = rows.setdefault(row, [[] for _ in range(SUBLINES)])
            lines[subline].append(upper[0] + (line + 0.5 - upper[1]) * slope)

    def _paint(self, row: int, lines: list[list[float]], colour: Colour) -> None:
        """Paint one row: whole runs at once, the pixels at the edges by how much of them is covered."""
        edges: dict[int, float] = {}  # change of coverage from this pixel on
        for crossings in lines:
            crossings.sort()
            for left, right in zip(crossings[::2], crossings[1::2], strict=False):
                _cover(edges, max(left, 0.0), min(right, float(self.pixels)))
        covered, places = 0.0, sorted(edges)
        for start, end in pairwise(places):
            covered += edges[start]
            self._run(row, start, min(end, self.pixels), covered / SUBLINES, colour)

    def _run(self, row: int, start: int, end: int, covered: float, colour: Colour) -> None:
        if covered > EVERYTHING and end > start:
            self._rows[row][start * 3 : end * 3] = bytes(colour) * (end - start)
        elif covered > NOTHING:
            self._blend(row, start, end, covered, colour)

    def _blend(self, row: int, start: int, end: int, covered: float, colour: Colour) -> None:
        line = self._rows[row]
        for place in range(start * 3, end * 3):
            line[place] += round((colour[place % 3] - line[place]) * covered)


def ellipse(x: float, y: float, across: float, down: float | None = None) -> Outline:
    """A circle, or an ellipse when the second radius is given."""
    return arc((x, y), (across, across if down is None else down), 0, 360)


def arc(centre: Point, radii: Point, start: float, end: float) -> Outline:
    """Points along an ellipse from one angle to another (degrees, clockwise from the right)."""
    steps = max(8, round(abs(end - start) / 6))
    angles = (math.radians(start + (end - start) * step / steps) for step in range(steps + 1))
    (x, y), (across, down) = centre, radii
    return [(x + across * math.cos(angle), y + down * math.sin(angle)) for angle in angles]


def band(centre: Point, radius: float, width: float, start: float, end: float) -> Outline:
    """A bent band, as handles are: the part of a ring between two angles."""
    inner = radius - width
    return arc(centre, (radius, radius), start, end) + arc(centre, (inner, inner), end, start)


def box(left: float, top: float, right: float, bottom: float, radius: float = 0) -> Outline:
    """A rectangle, its corners rounded when a radius is given."""
    if not radius:
        return [(left, top), (right, top), (right, bottom), (left, bottom)]
    corners = ((right, top, -90), (right, bottom, 0), (left, bottom, 90), (left, top, 180))
    middle = ((left + right) / 2, (top + bottom) / 2)
    return [point for x, y, start in corners for point in _corner((x, y), middle, radius, start)]


def mixed(one: Colour, other: Colour, share: float) -> Colour:
    """The colour that lies `share` of the way from one to the other."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def zoomed(outlines: Iterable[Outline], factor: float, x: float, y: float) -> list[Outline]:
    """The outlines as seen closer, around the point (x, y)."""
    return [[(50 + (px - x) * factor, 50 + (py - y) * factor) for px, py in outline] for outline in outlines]


def _corner(corner: Point, middle: Point, radius: float, start: float) -> Outline:
    """A quarter of a circle within the corner, on the side of the middle."""
    x, y = (place + math.copysign(radius, towards - place) for place, towards in zip(corner, middle, strict=True))
    return arc((x, y), (radius, radius), start, start + 90)


def _cover(edges: dict[int, float], left: float, right: float) -> None:
    """Add the coverage of one span to the changes at pixel borders."""
    if right <= left:
        return
    for place, sign in ((left, 1.0), (right, -1.0)):
        pixel = int(place)
        rest = pixel + 1 - place
        edges[pixel] = edges.get(pixel, 0.0) + sign * rest
        edges[pixel + 1] = edges.get(pixel + 1, 0.0) + sign * (1 - rest)


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
