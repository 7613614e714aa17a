"""What the goods look like: one flat drawing per kind of goods, in the colour its name promises."""

from collections.abc import Callable
from functools import cache

from emporion.demo.onec import packs, wares
from emporion.demo.onec.drawing import Canvas, Colour, ellipse, mixed, zoomed
from emporion.demo.onec.palette import COLOURS, INK, PAPER, Layer

PIXELS = 480


@cache
def picture(drawing: str, colour: str, view: int = 0) -> bytes:
    """A PNG of the goods; view 0 is the whole, 1 a closer look on a darker ground."""
    tone = COLOURS[colour]
    ground = mixed(tone, PAPER, 0.82 if view == 0 else 0.62)
    canvas = Canvas(PIXELS, ground)
    for outlines, paint in [_shadow(ground), *DRAWINGS[drawing](tone)]:
        canvas.fill(zoomed(outlines, 1.5, 50, 44) if view else outlines, paint)
    return canvas.png()


def _shadow(ground: Colour) -> Layer:
    return [ellipse(50, 84, 34, 4)], mixed(ground, INK, 0.16)


DRAWINGS: dict[str, Callable[[Colour], list[Layer]]] = {
    "bag": packs.bag,
    "sack": packs.sack,
    "packet": packs.packet,
    "tin": packs.tin,
    "kettle": wares.kettle,
    "cezve": wares.cezve,
    "dripper": wares.dripper,
    "press": wares.press,
    "moka": wares.moka,
    "grinder": wares.grinder,
    "cup": wares.cup,
    "mug": wares.mug,
    "glass": wares.glass,
    "thermos": wares.thermos,
    "scale": wares.scale,
    "filters": packs.filters,
    "pitcher": wares.pitcher,
    "tamper": wares.tamper,
    "chocolate": packs.chocolate,
    "bottle": packs.bottle,
}
