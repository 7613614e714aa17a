"""The drawer that answers "why?" in each of its states, with made-up figures."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from ..parts import Action, Event, Sum
from ..why.chain import Evidence
from ..why.pages import Answer, Before, Holder
from . import samples


def states(now: datetime) -> Mapping[str, Answer]:
    """By name: brought by a message, set by a person, a sum with promises, and never moved."""
    return {"arrived": _arrived(now), "hand": _by_hand(now), "sum": _sum(), "never": _never()}


def _arrived(now: datetime) -> Answer:
    look, back = Action(_("Look"), "#why"), Action(_("Back to 329.00"), "#why", icon="arrow-back-up")
    steps = [
        Event(_("Session 8841"), _("full prices, 4,120 read"), "plug-connected", link=look),
        Event(_("Message 120 553"), "prices___3f1c.xml", "file-code", link=Action(_("As it came"), "#why")),
        Event(_("Price guard passed"), _("above cost + 10 %"), "shield-check", link=Action(_("Rule 2"), "#why")),
    ]
    said = _("Accounting sent a new price at 13:40:12. Nobody here touched it.")
    return Answer(
        _("Why is the retail price 349.00 €?"), "349.00", "329.00", "+20.00, +6.1 %", "good",
        Evidence(said, steps, samples.RAW, _("The element as it came")),
        [Before(now - timedelta(days=41), "1C", "329.00"), Before(now - timedelta(days=300), "1C", "315.00")],
        _("Price, €"), actions=[back, Action(_("Protect from accounting"), "#why", icon="lock")],
    )  # fmt: skip


def _by_hand(now: datetime) -> Answer:
    step = Event(_("Changed by hand"), _("on the page of the product"), initials="AB", at=now - timedelta(days=2))
    note = _("The field is protected: what accounting sends for it is not taken.")
    said = _("A person wrote this name here two days ago.")
    evidence = Evidence(said, [step], note=note)
    return Answer(_("Why is the name “Ibric din cupru Soy 300 ml”?"), "Ibric din cupru Soy 300 ml", evidence=evidence)


def _sum() -> Answer:
    evidence = Evidence(_("What lies there less what is promised."), [])
    sums = [
        Sum(_("On hand"), "7", "#why"), Sum(_("Reserved"), "−5", "#why"), Sum(_("Free"), "2", total=True),
    ]  # fmt: skip
    holders = [Holder("K-10482", "#why", "3"), Holder("K-10483", "#why", "2")]
    return Answer(_("Why are 2 free?"), "2", evidence=evidence, sums=sums, holders=holders)


def _never() -> Answer:
    return Answer(_("Why are 0 reserved?"), "0")
