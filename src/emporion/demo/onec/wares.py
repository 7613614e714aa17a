"""Drawings of what stands in a kitchen: pots, cups, tools."""

from emporion.demo.onec.drawing import Colour, Outline, arc, band, box, ellipse, mixed
from emporion.demo.onec.palette import COFFEE, GLASS, INK, PAPER, STEEL, WOOD, Layer, dark, light


def kettle(tone: Colour) -> list[Layer]:
    """A pouring kettle with a thin spout."""
    spout = [(32.0, 66.0), (16.0, 34.0), (11.0, 35.0), (13.0, 31.0), (20.0, 31.0), (36.0, 52.0)]
    body = [(36.0, 38.0), (64.0, 38.0), (72.0, 80.0), (69.0, 84.0), (31.0, 84.0), (28.0, 80.0)]
    return [
        ([band((64, 54), 22, 4.5, -105, 100)], INK),
        ([spout], tone),
        ([body], tone),
        ([[(57.0, 38.0), (64.0, 38.0), (72.0, 80.0), (69.0, 84.0), (62.0, 84.0)]], dark(tone)),
        ([box(34, 33, 66, 39, 2)], dark(tone)),
        ([ellipse(50, 29, 4.5)], INK),
    ]


def cezve(tone: Colour) -> list[Layer]:
    """A pot for coffee on sand or flame."""
    body = [(36.0, 36.0), (58.0, 36.0), (56.0, 48.0), *arc((47, 66), (20, 18), -50, 230), (38.0, 48.0)]
    return [
        ([[(55.0, 40.0), (92.0, 24.0), (94.0, 29.0), (57.0, 47.0)]], WOOD),
        ([body], tone),
        ([arc((47, 66), (20, 18), -50, 100)], dark(tone)),
        ([box(33, 32, 61, 38, 2)], light(tone)),
        ([box(38, 47, 56, 50)], light(tone)),
    ]


def dripper(tone: Colour) -> list[Layer]:
    """A pour-over cone on its jug."""
    cone = [(22.0, 24.0), (78.0, 24.0), (57.0, 56.0), (43.0, 56.0)]
    jug = [(40.0, 60.0), (60.0, 60.0), (72.0, 80.0), (69.0, 84.0), (31.0, 84.0), (28.0, 80.0)]
    coffee = [(32.0, 74.0), (68.0, 74.0), (72.0, 80.0), (69.0, 84.0), (31.0, 84.0), (28.0, 80.0)]
    ribs = [
        [(x, 28.0), (x + 1.6, 28.0), (50 + (x - 49) * 0.28, 53.0), (49 + (x - 49) * 0.28, 53.0)]
        for x in (32.0, 49.0, 66.0)
    ]
    return [
        ([band((71, 38), 13, 4, -95, 110)], dark(tone)),
        ([cone], tone),
        (ribs, light(tone)),
        ([jug], GLASS),
        ([coffee], COFFEE),
        ([box(32, 55, 68, 60, 2)], dark(tone)),
    ]


def press(tone: Colour) -> list[Layer]:
    """A French press with its plunger up."""
    return [
        ([band((66, 56), 19, 4.5, -95, 95)], INK),
        ([box(48.8, 14, 51.2, 34)], STEEL),
        ([ellipse(50, 15, 4)], INK),
        ([box(32, 34, 68, 82, 2)], GLASS),
        ([box(34, 52, 66, 80)], COFFEE),
        ([box(34, 49, 66, 53)], STEEL),
        ([box(30, 30, 70, 37, 3)], tone),
        ([box(32, 74, 68, 84, 2), box(38, 74, 62, 79)], tone),
        ([box(32, 37, 35, 76), box(65, 37, 68, 76)], tone),
    ]


def moka(tone: Colour) -> list[Layer]:
    """A stove-top pot of two halves."""
    top = [(36.0, 32.0), (64.0, 32.0), (60.0, 54.0), (40.0, 54.0)]
    bottom = [(40.0, 58.0), (60.0, 58.0), (68.0, 84.0), (32.0, 84.0)]
    return [
        ([[(63.0, 33.0), (82.0, 33.0), (80.0, 58.0), (75.0, 58.0), (76.0, 39.0), (62.0, 39.0)]], INK),
        ([[(37.0, 34.0), (29.0, 31.0), (38.0, 44.0)]], light(tone)),
        ([top], tone),
        ([[(54.0, 32.0), (64.0, 32.0), (60.0, 54.0), (54.0, 54.0)]], dark(tone)),
        ([bottom], tone),
        ([[(54.0, 58.0), (60.0, 58.0), (68.0, 84.0), (57.0, 84.0)]], dark(tone)),
        ([box(38, 53, 62, 59, 1)], STEEL),
        ([[(36.0, 32.0), (64.0, 32.0), (50.0, 24.0)]], light(tone)),
        ([ellipse(50, 23, 3)], INK),
    ]


def grinder(tone: Colour) -> list[Layer]:
    """A hand mill with its crank."""
    return [
        ([box(48.5, 18, 51.5, 34)], STEEL),
        ([box(49, 16, 80, 20, 2)], STEEL),
        ([ellipse(80, 14.5, 4.5, 5.5)], WOOD),
        ([arc((50, 42), (18, 14), 180, 360)], STEEL),
        ([box(30, 42, 70, 84, 3)], tone),
        ([box(61, 42, 70, 84, 3)], dark(tone)),
        ([box(28, 41, 72, 46, 2)], dark(tone)),
        ([box(37, 60, 60, 76, 1)], light(tone)),
        ([ellipse(48.5, 68, 2.6)], INK),
    ]


def cup(tone: Colour) -> list[Layer]:
    """A cup on a saucer, steaming."""
    bowl = [(26.0, 44.0), (70.0, 44.0), *arc((48, 52), (21, 26), 10, 170)]
    return [
        ([band((70, 56), 12, 4, -95, 100)], dark(tone)),
        ([ellipse(49, 80, 34, 5)], dark(tone)),
        ([ellipse(49, 78.5, 34, 4.5)], light(tone)),
        ([bowl], tone),
        ([ellipse(48, 44, 22, 5)], light(tone)),
        ([ellipse(48, 44.6, 19, 3.8)], COFFEE),
        (_steam(), PAPER),
    ]


def mug(tone: Colour) -> list[Layer]:
    """A large mug with a band."""
    return [
        ([band((66, 56), 17, 5, -85, 85)], dark(tone)),
        ([box(28, 32, 68, 84, 5)], tone),
        ([box(59, 36, 68, 80, 4)], dark(tone)),
        ([box(28, 66, 68, 72)], light(tone)),
        ([ellipse(48, 34, 20, 4.5)], light(tone)),
        ([ellipse(48, 34.6, 17.5, 3.4)], COFFEE),
    ]


def glass(tone: Colour) -> list[Layer]:
    """A glass of something cold."""
    return [
        ([[(30.0, 24.0), (70.0, 24.0), (64.0, 84.0), (36.0, 84.0)]], GLASS),
        ([[(33.0, 44.0), (67.0, 44.0), (63.5, 80.0), (36.5, 80.0)]], tone),
        ([[(33.0, 44.0), (67.0, 44.0), (66.0, 54.0), (34.0, 54.0)]], light(tone)),
        ([box(41, 47, 49, 55, 1), box(51, 50, 58, 57, 1)], PAPER),
        ([[(35.0, 28.0), (39.0, 28.0), (42.0, 78.0), (39.0, 78.0)]], (236, 244, 246)),
    ]


def thermos(tone: Colour) -> list[Layer]:
    """A travel mug with a lid."""
    return [
        ([[(36.0, 30.0), (64.0, 30.0), (61.0, 84.0), (39.0, 84.0)]], tone),
        ([[(57.0, 30.0), (64.0, 30.0), (61.0, 84.0), (56.0, 84.0)]], dark(tone)),
        ([[(37.5, 50.0), (62.5, 50.0), (61.8, 64.0), (38.3, 64.0)]], INK),
        ([box(34, 22, 66, 31, 3)], INK),
        ([box(43, 16, 57, 23, 2)], INK),
    ]


def scale(tone: Colour) -> list[Layer]:
    """A scale with a cup on it."""
    return [
        ([box(20, 58, 80, 84, 4)], dark(tone)),
        ([box(20, 54, 80, 62, 3)], tone),
        ([box(38, 68, 62, 78, 2)], (206, 226, 190)),
        ([box(43, 70, 45, 76), box(49, 70, 51, 76), box(55, 70, 57, 76)], INK),
        ([[(36.0, 34.0), (64.0, 34.0), (60.0, 54.0), (40.0, 54.0)]], PAPER),
        ([ellipse(50, 34, 14, 3)], COFFEE),
    ]


def pitcher(tone: Colour) -> list[Layer]:
    """A milk jug with a sharp lip."""
    body = [(34.0, 34.0), (24.0, 28.0), (68.0, 32.0), *arc((50, 64), (22, 20), -20, 200)]
    return [
        ([band((68, 56), 18, 4.5, -90, 80)], dark(tone)),
        ([body], tone),
        ([[(60.0, 32.0), (68.0, 32.0), *arc((50, 64), (22, 20), -20, 70)]], dark(tone)),
        ([[(24.0, 28.0), (68.0, 32.0), (66.0, 36.0), (35.0, 35.0)]], PAPER),
    ]


def tamper(tone: Colour) -> list[Layer]:
    """A tamper with a steel base."""
    return [
        ([ellipse(50, 28, 15, 12)], tone),
        ([[(42.0, 34.0), (58.0, 34.0), (54.0, 62.0), (46.0, 62.0)]], dark(tone)),
        ([box(44, 60, 56, 70)], STEEL),
        ([box(28, 69, 72, 84, 2)], STEEL),
        ([box(60, 69, 72, 84, 2)], mixed(STEEL, INK, 0.25)),
        ([ellipse(45, 24, 4, 3)], light(tone)),
    ]


def _steam() -> list[Outline]:
    return [
        outline for x in (42.0, 54.0) for outline in (band((x, 33), 4, 1.4, 90, 270), band((x, 26.4), 4, 1.4, -90, 90))
    ]
