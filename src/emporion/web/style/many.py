"""An act on many rows before and after it, and answers of the palette, with made-up goods."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from emporion.search.queries import answered

from .. import numbers
from ..lists.bulk import Change, Named, Planned
from ..lists.course import Reason
from ..lists.pages import Look
from ..palette.kinds import Line
from ..palette.pages import Group, Shown
from ..parts import Fact, Progress

LOOKED, TOTAL, CHANGED, REFUSED = 1000, 1204, 131, 3


def look() -> Look:
    """Prices that would change, one with two values; rows that stand so already; refusals of two kinds."""
    rows = [
        (Named("Ibric din cupru Soy 300 ml", "#before-it"), Planned([Change("38.50", "40.00")])),
        (
            Named("Φλιτζάνι espresso Loveramics Egg 80 ml", "#before-it"),
            Planned([Change("9.20", "9.60", _("Retail")), Change("", "8.90", _("Wholesale"))]),
        ),
    ]
    return Look(CHANGED, LOOKED - CHANGED - REFUSED, REFUSED, rows, _reasons(), LOOKED)


def _reasons() -> Sequence[Reason]:
    priceless = [Named("Coffee beans, roasted on Monday", "#before-it"), Named("AeroPress Clear", "#before-it")]
    return [
        Reason(_("It has no price of this type."), _("Set one on its page first."), 2, priceless),
        Reason(_("Under cost 24.10."), "", 1, [Named("Rukav 40 cm")]),
    ]


def ended() -> Progress:
    """Work that was done to the end."""
    return Progress(_("Done"), TOTAL, TOTAL)


def counts() -> list[Fact]:
    """What became of its rows."""
    return [
        Fact(_("Changed"), numbers.count(CHANGED)),
        Fact(_("Stood so already"), numbers.count(TOTAL - CHANGED - REFUSED)),
        Fact(_("Not changed"), numbers.count(REFUSED), "", "bad"),
    ]


def taken_back() -> Fact:
    """That a work is taken back, with the way there."""
    return Fact(_("This is being taken back."), _("How far it is"), "#after-it")


def changed() -> list[Named]:
    """The first that changed."""
    return [named for named, _planned in look().rows]


def groups(asked: str) -> list[Group]:
    """An order, goods with their price and what is free, and a page."""
    hidden, new = _("hidden"), _("New")
    lower = _from("36.00 €", 12_000)
    goods = [
        Line("Ibric din cupru Soy 300 ml", "#answers", "package", "SOY-300", "38.50 €", lower, _free(7_000)),
        Line("Soy 150 ml", "#answers", "package", "SOY-150", "24.00 €", "", _free(0), "bad"),
        Line("Soy 500 ml", "#answers", "package-off", f"SOY-500, {hidden}"),
    ]
    orders = [Line("K-10482", "#answers", "shopping-cart", f"shop.example, {new}", aside="487.60 €")]
    return [_group(_("Products"), goods, asked), _group(_("Orders"), orders, asked)]


def _group(title: str, lines: Sequence[Line], asked: str) -> Group:
    return Group(title, [Shown(line, answered(line.title, asked)) for line in lines])


def _from(price: str, quantity: int) -> str:
    return _("%(price)s from %(quantity)s") % {"price": price, "quantity": numbers.quantity(quantity)}


def _free(quantity: int) -> str:
    return _("%(quantity)s free") % {"quantity": numbers.quantity(quantity)}
