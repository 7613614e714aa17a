"""The colours of the drawings, and what a drawing is made of."""

from emporion.demo.onec.drawing import Colour, Outline, mixed

COLOURS: dict[str, Colour] = {
    "молоко": (238, 230, 214),
    "графит": (72, 78, 88),
    "терракота": (196, 98, 66),
    "охра": (216, 160, 64),
    "лазурь": (70, 142, 190),
    "мята": (128, 188, 164),
    "хвоя": (56, 104, 84),
    "слива": (122, 78, 112),
}
INK: Colour = (52, 44, 42)
PAPER: Colour = (250, 247, 241)
COFFEE: Colour = (92, 58, 38)
STEEL: Colour = (176, 182, 188)
WOOD: Colour = (178, 132, 88)
GLASS: Colour = (214, 228, 232)


Layer = tuple[list[Outline], Colour]  # outlines filled with one colour; later layers lie on earlier ones


def light(tone: Colour) -> Colour:
    """The side the light falls on."""
    return mixed(tone, (255, 255, 255), 0.28)


def dark(tone: Colour) -> Colour:
    """The side in the shade."""
    return mixed(tone, INK, 0.28)
