"""Whose word counts on a connection, and from which status on its orders leave."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy as lazy

from emporion.exchange import commands, queries as exchange
from emporion.exchange.types import Data, Master, Rule
from emporion.journal.commands import command
from emporion.journal.types import Work
from emporion.orders.queries import STATUSES

from .. import intent, status_names
from ..notes import saved
from ..parts import Crumb
from ..rights import requires

NEVER = "never"
LATER = ("waiting_payment", "to_ship", "shipped", "done")
KINDS: Mapping[Data, object] = {
    "names": lazy("Names, articles and descriptions"),
    "properties": lazy("Properties and groups"),
    "pictures": lazy("Pictures"),
    "prices": lazy("Prices"),
    "stock": lazy("Stock"),
}
MASTERS = (("theirs", lazy("The other side")), ("ours", lazy("Emporion")))


class AuthorityForm(forms.Form):
    """One question for each kind of data, and when orders leave."""

    def __init__(self, rules: Mapping[Data, Rule], told: QueryDict | None) -> None:
        super().__init__(told, initial={data: rules[data].master for data in KINDS} | {"orders": _leave(rules)})
        for data, label in KINDS.items():
            self.fields[data] = forms.ChoiceField(label=cast(str, label), choices=MASTERS)
        goals = [(status.code, status_names.word(status)) for status in STATUSES if status.code in LATER]
        leaves = [("", _("At once")), *goals, (NEVER, _("Never"))]
        self.fields["orders"] = forms.ChoiceField(
            label=_("Orders leave"),
            choices=leaves,
            required=False,
            help_text=_("At once, or as soon as they have come to this status."),
        )

    def rules(self) -> list[Rule]:
        """What was answered."""
        told = [Rule(data, cast(Master, self.cleaned_data[data]), "in") for data in KINDS]
        goal = self.cleaned_data["orders"]
        return [*told, Rule("orders", "ours", "in") if goal == NEVER else Rule("orders", "ours", "both", goal)]


def _leave(rules: Mapping[Data, Rule]) -> str:
    rule = rules["orders"]
    return rule.from_status if rule.direction in ("out", "both") else NEVER


@requires("exchange.operate")
def authority(request: HttpRequest, number: int) -> HttpResponse:
    """Say for each kind of data whose word counts, and from which status on orders leave."""
    channel = exchange.channel_by_id(number)
    rules = {rule.data: rule for rule in exchange.authority(number)}
    form = AuthorityForm(rules, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        set_rules(channel=number, rules=form.rules(), **intent.said(request))
        saved(request, _("The connection is saved."))
        return redirect("web:channel", number=number)
    above = Crumb(_("Exchange"), reverse("web:exchange"))
    context = {
        "form": form,
        "title": _("Whose word counts"),
        "channel": channel,
        "crumbs": [above, Crumb(channel.title, reverse("web:channel", args=[number]))],
    }
    return render(request, "web/exchange/authority.html", context, status=422 if form.is_bound else 200)


@command
def set_rules(work: Work, *, channel: int, rules: list[Rule]) -> None:
    """All rules of a connection in one go."""
    for rule in rules:
        commands.set_authority(
            work=work,
            channel=channel,
            data=rule.data,
            master=rule.master,
            direction=rule.direction,
            from_status=rule.from_status,
        )
