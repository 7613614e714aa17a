"""Drawings of what is sold packed: bags, tins, cartons, bottles."""

from emporion.demo.onec.drawing import Colour, arc, band, box, ellipse, mixed
from emporion.demo.onec.palette import COFFEE, INK, PAPER, STEEL, WOOD, Layer, dark, light


def bag(tone: Colour) -> list[Layer]:
    """A coffee bag with a valve and a bean on its label."""
    body = [(30.0, 26.0), (70.0, 26.0), (73.0, 84.0), (27.0, 84.0)]
    bean = [ellipse(50, 57, 6, 8.5)]
    return [
        ([body], tone),
        ([[(62.0, 26.0), (70.0, 26.0), (73.0, 84.0), (64.0, 84.0)]], dark(tone)),
        ([box(29, 18, 71, 27, 2)], dark(tone)),
        ([ellipse(50, 22.5, 1.6)], PAPER),
        ([box(37, 44, 62, 71, 3)], PAPER),
        (bean, COFFEE),
        ([band((44.5, 57), 7, 1.6, -55, 55)], PAPER),
    ]


def sack(tone: Colour) -> list[Layer]:
    """A tied sack of beans."""
    body = [(33.0, 34.0), (67.0, 34.0), *arc((50, 66), (30, 18), -10, 190)]
    frill = [(33.0, 34.0), (27.0, 20.0), (40.0, 25.0), (50.0, 18.0), (60.0, 25.0), (73.0, 20.0), (67.0, 34.0)]
    beans = [([ellipse(x, y, 3.4, 4.6)], COFFEE) for x, y in ((42, 60), (50, 67), (58, 59), (49, 55))]
    return [
        ([body], WOOD),
        ([frill], mixed(WOOD, PAPER, 0.25)),
        ([box(32, 32, 68, 36, 2)], tone),
        ([ellipse(50, 61, 17, 14)], PAPER),
        *beans,
    ]


def packet(tone: Colour) -> list[Layer]:
    """A carton of drip bags."""
    return [
        ([box(24, 30, 76, 84, 2)], tone),
        ([box(64, 30, 76, 84, 2)], dark(tone)),
        ([box(24, 30, 76, 42)], light(tone)),
        ([box(32, 50, 57, 76, 2)], PAPER),
        ([[(37.0, 56.0), (52.0, 56.0), (48.0, 70.0), (41.0, 70.0)]], COFFEE),
    ]


def tin(tone: Colour) -> list[Layer]:
    """A tea tin with a leaf."""
    leaf = arc((58, 60), (15, 15), 140, 220) + arc((36, 60), (15, 15), -40, 40)
    return [
        ([box(30, 30, 70, 84, 3)], tone),
        ([box(61, 30, 70, 84, 3)], dark(tone)),
        ([box(28, 22, 72, 33, 3)], dark(tone)),
        ([box(30, 46, 70, 74)], PAPER),
        ([leaf], (112, 150, 92)),
    ]


def filters(tone: Colour) -> list[Layer]:
    """Paper filters, one behind another."""
    sheets: list[Layer] = []
    for place, paint in ((8, dark(tone)), (4, tone), (0, PAPER)):
        sheets.append(
            (
                [
                    [
                        (22.0 + place, 28.0 - place),
                        (74.0 + place, 28.0 - place),
                        *arc((48 + place, 74 - place), (8, 8), 0, 180),
                    ]
                ],
                paint,
            )
        )
    return [*sheets, ([[(25.0, 31.0), (71.0, 31.0), (70.0, 33.0), (26.0, 33.0)]], light(tone))]


def chocolate(tone: Colour) -> list[Layer]:
    """A bar half out of its wrapper."""
    squares = [box(30 + x * 10.5, 18 + y * 9, 38.5 + x * 10.5, 25.5 + y * 9, 1) for x in range(4) for y in range(3)]
    return [
        ([box(27, 15, 73, 60, 2)], COFFEE),
        (squares, mixed(COFFEE, PAPER, 0.18)),
        ([box(25, 46, 75, 84, 2)], tone),
        ([box(34, 56, 66, 74, 2)], PAPER),
        ([box(39, 62, 61, 64), box(43, 67, 57, 69)], tone),
        (
            [
                [
                    (25.0, 47.0),
                    (31.0, 42.0),
                    (37.0, 47.0),
                    (43.0, 42.0),
                    (49.0, 47.0),
                    (55.0, 42.0),
                    (61.0, 47.0),
                    (67.0, 42.0),
                    (75.0, 47.0),
                ]
            ],
            STEEL,
        ),
    ]


def bottle(tone: Colour) -> list[Layer]:
    """A bottle of syrup."""
    body = [
        (44.0, 24.0),
        (56.0, 24.0),
        (56.0, 36.0),
        (66.0, 46.0),
        (66.0, 81.0),
        (63.0, 84.0),
        (37.0, 84.0),
        (34.0, 81.0),
        (34.0, 46.0),
        (44.0, 36.0),
    ]
    return [
        ([body], tone),
        ([[(60.0, 40.0), (66.0, 46.0), (66.0, 81.0), (63.0, 84.0), (59.0, 84.0)]], dark(tone)),
        ([box(42, 15, 58, 26, 2)], INK),
        ([box(34, 53, 66, 74)], PAPER),
        ([ellipse(50, 63.5, 6)], light(tone)),
    ]
