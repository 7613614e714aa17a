"""The path in the reader's words: what each step is about, what came of it, and where it leads."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from emporion.accounts.types import ROLES
from emporion.kernel.errors import stored_refusal
from emporion.web.types import Persona, Step, StepState, Tour, Way

from ..home import DemoHome
from ..people import email_of
from .acts import ACTS, Visit, look
from .notes import Note, notes


def home() -> DemoHome:
    """The folder of this house, a demonstration's or not."""
    return DemoHome(Path(settings.EMPORION_HOME))


def steps() -> Sequence[Step]:
    """All six, each with what came of it."""
    told = notes(home())
    return [
        _price(told.get("price", {})),
        _last(told.get("last", {})),
        _cut(told.get("cut", {})),
        _order(told.get("order", {})),
        Step(
            "figure",
            _("A sales figure opens its documents"),
            _("Every figure on this page is a link: behind it stand the orders that it sums up."),
            _("Open the sales of today"),
            _state(told.get("figure", {})),
        ),
        Step(
            "export",
            _("Drop an export of your own 1C"),
            _("You see counts, differences and jumps of prices. Nothing is written until you say so."),
            "",
            _state(told.get("export", {})),
            [Way(_("Choose the files"), reverse("web:tour_export"))],
        ),
    ]


def _price(told: Note) -> Step:
    title = _("Change a price in the simulated 1C")
    if not told:
        says = _("It arrives here with its next exchange, and the price can say why it is so.")
        return Step("price", title, says, _("Raise a price by a tenth"))
    named = {"name": told["name"], "old": told["old"] // 100, "new": told["new"] // 100}
    if told["state"] == "waiting":
        says = _("%(name)s: %(old)s → %(new)s in 1C. Its next exchange brings it in a few seconds.")
        return Step("price", title, says % named, "", "waiting")
    says = _("%(name)s: %(old)s → %(new)s, here %(seconds)s seconds after 1C changed it.")
    ways = [
        Way(_("Why this price?"), reverse("web:why_price", args=[told["variant"], told["kind"]]), beside=True),
        Way(_("Open the product"), reverse("web:product", args=[told["product"]])),
    ]
    return Step("price", title, says % (named | {"seconds": told["seconds"]}), _("Once more"), "done", ways)


def _last(told: Note) -> Step:
    title = _("Two shops sell the last piece")
    if not told:
        says = _("Both order at the same moment. One gets it, the other is told at once, before it promises anything.")
        return Step("last", title, says, _("Let both order"))
    said = stored_refusal(told["code"], told["facts"]).sentence
    says = _("%(winner)s got %(name)s. %(loser)s was told: “%(said)s”")
    named = {"winner": told["winner"], "loser": told["loser"], "name": told["name"], "said": said}
    ways = [Way(_("Open %(number)s") % {"number": told["number"]}, reverse("web:order", args=[told["order"]]))]
    return Step("last", title, says % named, _("Once more"), "done", ways)


def _cut(told: Note) -> Step:
    title = _("A file from 1C breaks off in the middle")
    if not told:
        says = _("It is not half imported: it is named on this page, with its cause and its remedy.")
        return Step("cut", title, says, _("Let it break off"))
    ways = [Way(_("Open the message"), reverse("web:message", args=[told["message"]]))]
    if told["state"] == "waiting":
        says = _("%(file)s was cut and stands below under “Now”. One click mends it: 1C sends it again.")
        return Step("cut", title, says % {"file": told["file"]}, _("Send it again"), "waiting", ways)
    says = _("%(file)s came whole, and nothing of it stands open any more.")
    return Step("cut", title, says % {"file": told["file"]}, _("Once more"), "done", ways)


def _order(told: Note) -> Step:
    title = _("An order comes back paid and shipped")
    if not told:
        says = _("A customer orders; 1C fetches the order, is paid, ships it, and its answer sets the status here.")
        return Step("order", title, says, _("Let a customer order"))
    ways = [Way(_("Open %(number)s") % {"number": told["number"]}, reverse("web:order", args=[told["order"]]))]
    if told["state"] == "waiting":
        fetching, answering = (
            _("%(number)s is placed; 1C fetches it."),
            _("1C has shipped %(number)s; its answer comes."),
        )
        says = fetching if told["stage"] == "placed" else answering
        return Step("order", title, says % {"number": told["number"]}, "", "waiting", ways)
    says = _("%(number)s came back paid and shipped after %(seconds)s seconds.")
    named = {"number": told["number"], "seconds": told["seconds"]}
    return Step("order", title, says % named, _("Once more"), "done", ways)


def _state(told: Note) -> StepState:
    return "done" if told else "open"


def people() -> Sequence[Persona]:
    """One person for each role, the owner first."""
    return [Persona(email_of(code), role.title, role.about) for code, role in ROLES.items()]


def act(step: str, address: str) -> str:
    """Do a step; answers where to go on, or nothing to stay."""
    return ACTS[step](Visit(home(), address)) or ""


TOUR = Tour(
    is_on=lambda: home().is_marked,
    steps=steps,
    act=act,
    look=lambda: look(Visit(home())),
    people=people,
)
