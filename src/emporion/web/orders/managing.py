"""Whose deal an order is, on its page: taking it, giving it to a colleague, taking that back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.http import require_POST

from emporion.accounts.queries import holders_of, staff_names, whose_eyes
from emporion.kernel.errors import Refused
from emporion.orders import commands as orders
from emporion.orders.types import OrderView

from .. import intent, undo
from ..drawer import render_drawer
from ..parts import Action, Crumb
from ..rights import requires, staff_of
from .access import Opened, opened, seen_by
from .acts import gone_to

NOBODY = "none"


class GiveForm(forms.Form):
    """To which colleague an order goes, or that it is free again."""

    manager = forms.ChoiceField(
        label=gettext_lazy("To whom"),
        help_text=gettext_lazy("Those are listed who may take orders."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = [(str(pk), name) for pk, name in holders_of("orders.take").items()]
        free = (NOBODY, _("Nobody: it is free to take"))
        self.fields["manager"].choices = [*people, free]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> int | None:
        """The number of the colleague; None for nobody."""
        return chosen(self.cleaned_data["manager"])


def chosen(told: str) -> int | None:
    """A choice of the form as a number of the staff."""
    return None if told == NOBODY else int(told)


def name_of(manager: int | None) -> str:
    """Who a manager is, for a person to read; a dash for nobody."""
    return names_of([manager])[manager]


def names_of(managers: Iterable[int | None]) -> dict[int | None, str]:
    """Who some managers are; one query for all of them."""
    wanted = {one: f"staff:{one}" for one in managers if one is not None}
    names = staff_names(wanted.values())
    return {None: "—"} | {one: names[actor] for one, actor in wanted.items()}


def actions(seen: Opened) -> list[Action]:
    """The verbs beside the manager of an order."""
    pk = seen.order.id
    taking = Action(_("Take it"), reverse("web:order_take", args=[pk]), icon="user", post=True)
    giving = Action(_("Give to…"), reverse("web:order_give", args=[pk]), "quiet", "users", drawer=True)
    return [action for name, action in (("take", taking), ("give", giving)) if name in seen.acts]


@requires("orders.take", somewhere=True)
@require_POST
def take(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a free order one's own deal."""
    seen, mine = opened(request, pk, "take"), whose_eyes(staff_of(request))
    orders.take(numbers=[seen.order.number], manager=mine, **intent.said(request))
    said = _("Order %(number)s is yours.") % {"number": seen.order.number}
    _offer_undo(request, "order_taken", seen.order, mine, said)
    return redirect("web:order", pk)


@requires("orders.give", somewhere=True)
def give(request: HttpRequest, pk: int) -> HttpResponse:
    """Give an order to a colleague, or make it free."""
    seen = opened(request, pk, "give")
    before = seen.order.manager
    form = GiveForm(request.POST or None, initial={"manager": before if before is not None else NOBODY})
    if request.method == "POST" and form.is_valid():
        try:
            changed = orders.give(numbers=[seen.order.number], manager=form.chosen, **intent.said(request))
        except Refused as refusal:
            form.add_error(None, f"{refusal.sentence} {refusal.what_to_do}".strip())
        else:
            if changed:
                _offer_undo(request, "order_given", seen.order, form.chosen, _given(seen.order, form.chosen))
            return gone_to(request, _back(request, pk))
    told = {
        "question": _("Whose deal is order %(number)s?") % {"number": seen.order.number},
        "verb": _("Give the order"),
        "fields": list(form),
        "form": form,
        "back": reverse("web:order", args=[pk]),
        "crumbs": [Crumb(_("Orders"), reverse("web:orders")), Crumb(seen.order.number)],
    }
    answer = render_drawer(request, "web/orders/act.html", told)
    answer.status_code = 422 if request.method == "POST" else 200
    return answer


def _given(order: OrderView, manager: int | None) -> str:
    if manager is None:
        return _("Order %(number)s is free to take.") % {"number": order.number}
    return _("Order %(number)s is given to %(name)s.") % {"number": order.number, "name": name_of(manager)}


def _back(request: HttpRequest, pk: int) -> str:
    """The order, or the list when the order is out of this person's sight now."""
    is_seen = seen_by(staff_of(request)).filter(pk=pk).exists()
    return reverse("web:order", args=[pk]) if is_seen else reverse("web:orders")


def _offer_undo(request: HttpRequest, way: str, order: OrderView, now: int | None, said: str) -> None:
    undo.offer(request, said, way, _back(request, order.id), number=order.number, was=order.manager, now=now)


@undo.undoes("order_taken", "orders.take")
@undo.undoes("order_given", "orders.give")
def _put_back(request: HttpRequest, told: undo.Told, said: intent.Said) -> None:
    if not orders.give_back_to(number=told["number"], was=told["was"], now=told["now"], **said):
        raise undo.ChangedSince()
