"""The style page and the three answers its live parts ask for."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _, gettext_noop
from django.views.decorators.http import require_POST

from emporion.accounts.types import RIGHTS
from emporion.kernel.errors import Refused

from .. import parts
from ..rights import signed_in
from ..why.pages import drawn
from . import drawers, many, samples

DONE, STEP, ALL = 61_400, 9_650, 100_000


class SampleRefusal(Refused):
    """Refused on purpose, to show how a refusal looks."""

    code = "sample_refusal"
    says = gettext_noop("Only %(free)s of SOY-300 are free there.")
    remedy = gettext_noop("Reserve fewer, or wait for the purchase due on 24 November.")


@signed_in
def style(request: HttpRequest) -> HttpResponse:
    """Every part once."""
    now = samples.now()
    shown = {name.lower(): getattr(samples, name) for name in dir(samples) if name.isupper()}
    return render(
        request,
        "web/style/page.html",
        shown
        | {
            "form": samples.form(),
            "barcode": samples.BarcodeForm(),
            "passwords": samples.PasswordsForm(),
            "bars": samples.bars(),
            "whys": samples.whys(),
            "chart": samples.chart(now),
            "list": samples.SampleList(request),
            "ranges": samples.states_of_ranges(),
            "todos": samples.todos(),
            "events": samples.events(now),
            "chronicle": samples.chronicle(now),
            "progress": samples.progress(DONE, ALL),
            "look": many.look(),
            "look_total": many.TOTAL,
            "ended": many.ended(),
            "outcome_counts": many.counts(),
            "taken_back": many.taken_back(),
            "outcome_changed": many.changed(),
            "palette_groups": many.groups("soy"),
            "right": RIGHTS["pricing.see_cost"],
            "now": now,
            "empty_actions": [parts.Action(_("Take goods back"), "#states", "primary")],
            "error_actions": [parts.Action(_("Try now"), "#states"), parts.Action(_("Load a file instead"), "#states")],
        },
    )


@signed_in
def why(request: HttpRequest) -> HttpResponse:
    """The drawer, in the state that the address names: what arrived, what a person set, a sum, what never moved."""
    states = drawers.states(samples.now())
    return drawn(request, states.get(request.GET.get("state", ""), states["arrived"]))


@signed_in
@require_POST
def refuse(request: HttpRequest) -> HttpResponse:
    """A command that always says no."""
    raise SampleRefusal(free=2)


@signed_in
def progress(request: HttpRequest) -> HttpResponse:
    """The next look at long work."""
    asked = request.GET.get("done", "")
    done = min(int(asked) + STEP, ALL) if asked.isdecimal() and len(asked) <= len(str(ALL)) else DONE
    return render(request, "web/parts/progress.html", {"progress": samples.progress(done, ALL)})
