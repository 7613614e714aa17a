"""The drawer of any field: who gave it its value, when, by what; what it was before that."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from emporion.accounts.queries import Asker, may, may_somewhere
from emporion.exchange.queries import keys_of
from emporion.exchange.types import ChannelView, Hint
from emporion.journal.types import FactView
from emporion.parties import queries as parties
from emporion.parties.types import PastValue
from emporion.pricing.queries import price_types, tax_table

from ..journal.subjects import named
from ..notes import id_in
from ..parts import Action
from ..rights import signed_in, staff_of
from ..settings.words import country
from ..why import chain
from ..why.pages import EARLIER, Answer, Before, drawn
from .shown import now_of, shown, words_of
from .trails import TRAILS, Step, Trail


@dataclass(frozen=True)
class Asking:
    """One question: the field of a subject, its trail, who asks."""

    subject: str
    field: str
    trail: Trail
    asker: Asker

    @property
    def kind(self) -> str:
        """What the subject is: product, firm, …"""
        return self.subject.partition(":")[0]

    @property
    def key(self) -> str:
        """The subject's own number or code."""
        return self.subject.partition(":")[2]


@signed_in
@require_safe
def value(request: HttpRequest, field: str, subject: str) -> HttpResponse:
    """Why a field is what it is. Each kind of subject asks for its own right, held everywhere: what a person does not
    read is as unknown to them as what never was."""
    trail = TRAILS.get(subject.partition(":")[0])
    if trail is None:
        raise Http404
    asking = Asking(subject, field, trail, staff_of(request))
    if not may(asking.asker, trail.right) or (asking.kind == "price_type" and not _sees_price_type(asking)):
        raise Http404
    steps = trail.steps(subject, field)
    if not steps and asking.kind == "tax":
        return drawn(request, _given(asking))
    if not steps:
        raise Http404
    return drawn(request, _answer(asking, _valued(asking, steps)))


def _sees_price_type(asking: Asking) -> bool:
    hidden = {str(one.id) for one in price_types() if one.is_cost}
    return asking.key not in hidden or may(asking.asker, "pricing.see_cost")


def _valued(asking: Asking, steps: list[Step]) -> list[Step]:
    """The steps with what facts may not repeat: values of customers, and what came with the subject."""
    if asking.kind == "party":
        past = parties.history(int(asking.key)) if asking.key.isdecimal() else []
        return [_personal(step, past, asking.field) for step in steps]
    first = steps[-1]
    if first.new is None:
        born = steps[-2].old if len(steps) > 1 else now_of(asking.kind, asking.key, asking.field)
        steps = [*steps[:-1], Step(first.fact, None, born)]
    return steps


def _personal(step: Step, past: Sequence[PastValue], field: str) -> Step:
    """The change as the customer's own history keeps it, under the key that an erasure destroys."""
    found = next((one for one in past if one.at == step.fact.at and one.field == field), None)
    return Step(step.fact, found.old, found.new) if found else step


def _answer(asking: Asking, steps: list[Step]) -> Answer:
    newest, field = steps[0], words_of(asking.kind, asking.field)
    earlier = steps[1 : EARLIER + 1]
    people = chain.whos([chain.of_fact(step.fact) for step in earlier])
    about = named(asking.asker, [asking.subject])[asking.subject]
    return Answer(
        question=_("%(field)s, %(subject)s: why so?") % {"field": field, "subject": about.words},
        now=_shown(asking, newest.new),
        was=_shown(asking, newest.old) if newest.old not in (None, "") else "",
        evidence=chain.evidence(asking.asker, chain.of_fact(newest.fact), lambda c: _hints(c, asking)),
        before=[Before(step.fact.at, who, _shown(asking, step.new)) for step, who in zip(earlier, people, strict=True)],
        before_head=field,
        actions=_actions(asking, newest.fact),
    )


def _given(asking: Asking) -> Answer:
    """A rate that nobody entered: it stands in the table that comes with every house."""
    field, subject = words_of("tax", asking.field), country(asking.key)
    said = _("This rate came with the table of rates that every house begins with. Nobody has changed it.")
    known = [one for one in tax_table() if (one.country, f"{one.tax_class}.{one.regime}") == (asking.key, asking.field)]
    if not known:
        raise Http404
    newest = max(known, key=lambda one: one.valid_from)
    return Answer(
        question=_("%(field)s, %(subject)s: why so?") % {"field": field, "subject": subject},
        now=shown("tax", asking.field, str(newest.percent_milli)),
        evidence=chain.Evidence(said, []),
    )


def _shown(asking: Asking, told: str | None) -> str:
    return shown(asking.kind, asking.field, told)


def _hints(channel: ChannelView, asking: Asking) -> list[Hint]:
    if asking.field.startswith("value:"):
        wanted = id_in(asking.field.removeprefix("value:")) or 0
        return [Hint("value", keys_of(channel.id, "property", [wanted]).get(wanted, ""))]
    return [Hint(asking.field)]


def _actions(asking: Asking, fact: FactView) -> list[Action]:
    """The journal of the subject, for those who read the journal."""
    if not may_somewhere(asking.asker, "journal.view"):
        return []
    return [Action(_("All about it"), f"{reverse('web:journal')}?about={fact.subject}", icon="history")]
