"""What all pages of the set-up share: their sides, their crumbs, a form that hears a refusal beside its field."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias, TypeVar

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _, pgettext

from emporion.accounts.queries import Asker, may, may_somewhere
from emporion.kernel.errors import Refused

from .. import navigation, undo
from ..parts import Crumb, Tab
from ..rights import staff_of
from .checklist import Step, left, steps

T = TypeVar("T")


Sides: TypeAlias = list[tuple[str, list[Tab]]]  # under their heads


def sides(staff: Asker, current: str) -> Sides:
    """The sides of the set-up that this person may open; nothing when there is only one."""
    found = _open_to(staff, current)
    return found if sum(len(tabs) for _head, tabs in found) > 1 else []


def _open_to(staff: Asker, current: str) -> Sides:
    found = [(head, list(_tabs(offered, current))) for head, offered in _groups(staff)]
    return [(head, tabs) for head, tabs in found if tabs]


def _groups(staff: Asker) -> list[tuple[str, list[tuple[str, str, bool]]]]:
    """Heads, and below each the names of pages, their words, and whether this person may open them."""
    sees = may(staff, "settings.view")
    return [
        ("", [("settings", _("Set-up"), sees)]),
        (
            _("Selling"),
            [
                ("settings_firms", _("Own firms"), sees),
                ("warehouses", _("Warehouses"), may_somewhere(staff, "stock.view") and sees),
                ("settings_prices", _("Price types"), sees),
                ("settings_shops", _("Shops"), sees),
                ("settings_taxes", _("Taxes"), sees),
                ("settings_numbers", _("Numbers"), sees),
                ("settings_statuses", _("Statuses"), sees),
            ],
        ),
        (
            pgettext("menu", "House"),
            [
                ("settings_languages", _("Languages"), sees),
                ("settings_backups", _("Backups"), sees),
                ("settings_diagnosis", _("Diagnosis"), sees),
            ],
        ),
        (
            _("People"),
            [
                ("settings_staff", _("Staff"), may(staff, "accounts.manage")),
                ("settings_profile", _("Profile"), True),
            ],
        ),
    ]


def _tabs(offered: Sequence[tuple[str, str, bool]], current: str) -> Iterator[Tab]:
    for name, word, open_to in offered:
        if open_to and (url := navigation.place(name)):
            yield Tab(word, url, current=name == current)


def page(request: HttpRequest, template: str, current: str, context: Mapping[str, Any]) -> HttpResponse:
    """A page of a side of the set-up."""
    told = {"sides": sides(staff_of(request), current), **context}
    return render(request, f"web/settings/{template}.html", told)


def form_page(
    request: HttpRequest, form: forms.Form, current: str, context: Mapping[str, Any], *, template: str = "form"
) -> HttpResponse:
    """A page with one form; a form that was sent back answers 422. What is still to set up stands beside it."""
    crumb = next(tab for _head, tabs in _open_to(staff_of(request), current) for tab in tabs if tab.current)
    told: dict[str, Any] = {"form": form, "crumbs": [Crumb(crumb.word, crumb.url)], "back": crumb.url, **context}
    if "steps" not in told and may(staff_of(request), "settings.view"):
        told["steps"] = way(current)
    return render(request, f"web/settings/{template}.html", told, status=422 if form.is_bound else 200)


def way(current: str) -> list[tuple[Step, bool]]:
    """The way to the first order with the step that this page is; nothing once it has been gone."""
    found = steps()
    return [(step, step.side == current) for step in found] if left(found) else []


def told(form: forms.Form, act: Callable[[], T], beside: Mapping[str, str]) -> T | None:
    """Do it; a refusal stands beside the field that its code names, else above the form, with its remedy."""
    try:
        return act()
    except Refused as refusal:
        field = beside.get(refusal.code)
        form.add_error(field if field in form.fields else None, f"{refusal.sentence} {refusal.what_to_do}".strip())
        return None


def put_away(request: HttpRequest, sentence: str, way: str, back: str, **of: object) -> HttpResponse:
    """Say what is offered no more, with the way back, and go to the list it stood in."""
    undo.offer(request, sentence, way, reverse(f"web:{back}"), **of)
    return redirect(f"web:{back}")


def saved(request: HttpRequest, sentence: str, back: str, *args: object) -> HttpResponse:
    """Say that it stands, and go where the person goes on: to the next step while the house is being set up."""
    messages.success(request, sentence)
    setting_up = not args and may(staff_of(request), "settings.view") and left(steps())
    return redirect("web:settings") if setting_up else redirect(reverse(f"web:{back}", args=args))
