"""Today: what needs a person, and how the day goes."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_safe

from emporion.accounts.queries import Asker, may, may_somewhere

from .. import live, numbers, times
from ..orders.access import OTHERS
from ..parts import Crumb, Tab
from ..rights import requires, staff_of
from . import attention, day, roles
from .spans import AGAINST, PERIODS, SINCE, period


@requires("today.view", somewhere=True)
@require_safe
def today(request: HttpRequest) -> HttpResponse:
    """What needs a person now, by urgency; the blocks ask for themselves again when a counter changes."""
    staff, of = staff_of(request), period(request.GET.get("period", ""))
    found, figures = attention.todos(staff), day.figures(staff, of)
    heads = {
        "bad": (_("Now"), _("stands still until somebody decides")),
        "warn": (_("Soon"), _("waits for somebody")),
        "info": (_("Ready"), _("can go on at once")),
    }
    groups = [(*heads[tone], tone, [one for one in found if one.tone == tone]) for tone in heads]
    return render(
        request,
        "web/today/today.html",
        {
            "groups": [group for group in groups if group[-1]],
            "reason": _reason(len(found)),
            "figures": figures,
            "margins": day.margins_to_come(figures),
            "figures_head": SINCE[of],
            "figures_hint": AGAINST[of],
            "margin": f"{reverse('web:today_margin')}?period={of}" if may(staff, "pricing.see_cost") else "",
            "periods": [Tab(word, f"?period={name}", current=name == of) for name, word in PERIODS.items()],
            "panels": roles.panels(staff),
            "work_first": roles.ships(staff),
            "actions": roles.actions(staff),
            "calm_actions": roles.calm(staff),
            "exchange_first": roles.exchange_first(staff),
            "connections": day.connections(staff),
            "sees_sales": may_somewhere(staff, "reports.view"),
        },
    )


@requires("pricing.see_cost")
@require_safe
def margin(request: HttpRequest) -> HttpResponse:
    """What the goods that left have left, as a page of its own; Today asks for it when it stands already."""
    of = period(request.GET.get("period", ""))
    crumbs = [Crumb(_("Today"), reverse("web:today"))]
    context = {"figures": day.margins(staff_of(request), of), "reason": f"{SINCE[of]}, {AGAINST[of]}", "crumbs": crumbs}
    return render(request, "web/today/margin.html", context)


def _reason(things: int) -> str:
    day_words = times.long_day(timezone.localdate())
    moment = f"{day_words[:1].upper()}{day_words[1:]}, {times.moment(timezone.now())}."
    if not things:
        return " ".join((moment, _("Nothing needs you now.")))
    said = ngettext("%(count)s thing needs a person.", "%(count)s things need a person.", things)
    return f"{moment} {said % {'count': numbers.count(things)}}"


def problems() -> live.Counter:
    """What needs a person, for the shell."""
    return live.Counter(attention.count(), "bad")


def own_problems(staff: Asker) -> live.Counter:
    """The same for one who does not see every order."""
    return live.Counter(len(attention.todos(staff)), "bad")


live.register("problems", problems, "today.view", OTHERS)
live.register_own("problems", own_problems, "today.view", unless=OTHERS)
