"""What can be done to many things that wait to go out: send them again, or give them up with a reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from emporion.accounts.queries import Asker
from emporion.exchange import commands, queries as exchange
from emporion.exchange.types import OutgoingView
from emporion.kernel.errors import Refused
from emporion.kernel.rows import among

from ..intent import Said
from ..lists.bulk import Act, Change, Done, Named, Planned, Told, together
from .leaving_rows import GIVEN_UP, WAITS, spoken, state_of


class GiveUpForm(forms.Form):
    """Why the other side shall not learn of them: whoever misses them there will ask."""

    reason = forms.CharField(label=_("Why they shall not leave"), max_length=200)


def _views(ids: Sequence[int]) -> list[OutgoingView]:
    return exchange.outgoing_views(exchange.listed_outgoing().filter(pk__in=among(ids)))


def _plan_retry(_asker: Asker, ids: Sequence[int], _told: Told) -> dict[int, Planned]:
    """What waits already leaves by itself."""
    return {
        view.id: Planned([Change(str(state_of(view).word), str(WAITS.word))] if _is_stuck(view) else ())
        for view in _views(ids)
    }


def _is_stuck(view: OutgoingView) -> bool:
    return view.tries > 0 or view.state != "open"


def _plan_give_up(_asker: Asker, ids: Sequence[int], _told: Told) -> dict[int, Planned]:
    return {
        view.id: Planned(() if view.state == "given_up" else [Change(str(state_of(view).word), str(GIVEN_UP.word))])
        for view in _views(ids)
    }


def _retry(ids: Sequence[int], _told: Told, said: Said) -> Mapping[int, Done | Refused]:
    def again(some: Sequence[int], own: Said) -> Mapping[int, Done]:
        commands.retry_outgoing(ids=list(some), **own)
        return dict.fromkeys(some, "changed")

    return together(again, ids, said)


def _give_up(ids: Sequence[int], told: Told, said: Said) -> Mapping[int, Done | Refused]:
    def leave(some: Sequence[int], own: Said) -> Mapping[int, Done]:
        commands.give_up_outgoing(ids=list(some), reason=told["reason"], **own)
        return dict.fromkeys(some, "changed")

    return together(leave, ids, said)


def _names(asker: Asker, ids: Sequence[int]) -> dict[int, Named]:
    views = _views(ids)
    told = spoken(asker, views)
    return {view.id: Named(told.paper(view).words, told.paper(view).url) for view in views}


ACTS = (
    Act(
        "retry", _("Send again"), "exchange.operate", _plan_retry, _retry, _names, icon="refresh",
        consequence=_("They leave with the next session, with all their tries. Mend the cause first."),
    ),
    Act(
        "give_up", _("Give up"), "exchange.operate", _plan_give_up, _give_up, _names,
        lambda _asker, data: GiveUpForm(data), "x",
        consequence=_("The other side never learns of them, also not when they change, until you send them again."),
        is_undo=True,
    ),
)  # fmt: skip
