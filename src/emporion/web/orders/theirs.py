"""What another program says of an order that differs from ours: shown on the order's page, and settled there."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from emporion.exchange import commands, queries as exchange
from emporion.exchange.types import TAKERS, QuarantinedRow
from emporion.orders.types import OrderView

from .. import intent
from ..notes import saved
from ..rights import NoRight, requires
from .access import Opened, opened

KIND = "orders"
MOST = 20


@dataclass(frozen=True, slots=True)
class Difference:
    """An open row about the order: who says it, in words, and whether its lines may be taken in place of ours."""

    row: int
    title: str
    sentence: str
    may_settle: bool
    may_take: bool


def differences(seen: Opened) -> list[Difference]:
    """What connections say of the order that a person has to settle; amounts only for those who meet any."""
    named = {channel.id: channel.title or channel.code for channel in exchange.channels()}
    hidden = _("The order was changed there. What it comes to is not for your role to see.")
    return [
        Difference(
            row.id,
            named.get(row.channel, ""),
            row.fault.refusal.sentence if seen.sight.amounts else hidden,
            "settle" in seen.acts,
            {"settle", "change"} <= seen.acts,
        )
        for row in _open(seen.order)
    ]


def _open(order: OrderView) -> list[QuarantinedRow]:
    rows = exchange.quarantined(kind=KIND, key=order.number, limit=MOST)
    return [row for row in rows if row.fault.code in TAKERS]


@requires("orders.change", somewhere=True)
@require_POST
def settle(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """Take the other side's lines, or keep ours: then the same difference is asked about no more."""
    seen = opened(request, pk, "settle")
    told = next((one for one in _open(seen.order) if one.id == row), None)
    verb = request.POST.get("verb")
    if told is None:  # settled meanwhile
        return redirect("web:order", pk)
    if verb == "take":
        if "change" not in seen.acts:
            raise NoRight("orders.change")
        TAKERS[told.fault.code](row, intent.actor(request))
        saved(request, _("The order stands as the other side has it."))
    elif verb == "keep":
        commands.mark_ignored(ids=[row], reason=_("The order stays as it is here."), **intent.said(request))
        saved(request, _("The order stays as it is here."))
    else:
        raise Http404
    return redirect("web:order", pk)
