"""What is asked of who answers an alert or sets a check."""

from __future__ import annotations

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _, gettext_lazy, ngettext

from emporion.watchman.types import CheckView, Unit

from .. import numbers

DAYS = (1, 7, 30, 92)
UNITS = {
    "count": gettext_lazy("Limit"),
    "percent": gettext_lazy("Limit, percent"),
    "minutes": gettext_lazy("Limit, minutes"),
    "hours": gettext_lazy("Limit, hours"),
    "days": gettext_lazy("Limit, days"),
    "seconds": gettext_lazy("Limit, seconds"),
}


def _lengths() -> list[tuple[int, str]]:
    return [(days, ngettext("%(days)s day", "%(days)s days", days) % {"days": days}) for days in DAYS]


class SeenForm(forms.Form):
    """Who sees to it says what is being done, or nothing."""

    note = forms.CharField(
        label=gettext_lazy("What is being done"), required=False, max_length=255,
        help_text=gettext_lazy("Colleagues read it here; nothing personal."),
    )  # fmt: skip


class MuteForm(forms.Form):
    """For how long nobody is told, and why."""

    days = forms.TypedChoiceField(label=gettext_lazy("For how long"), coerce=int, choices=_lengths)
    reason = forms.CharField(label=gettext_lazy("Why nobody has to hear of it"), max_length=255)


class TellingForm(forms.Form):
    """How people and programs are told."""

    by_mail = forms.BooleanField(
        label=gettext_lazy("Write letters"), required=False,
        help_text=gettext_lazy("To whom a trouble concerns by role; one letter, however long the trouble lasts."),
    )  # fmt: skip
    address = forms.CharField(
        label=gettext_lazy("Address of this house"), required=False, max_length=200,
        help_text=gettext_lazy(
            "As in the browser, such as https://shop.example. Letters link to it, and its certificate is watched."
        ),
    )  # fmt: skip
    hook_url = forms.CharField(
        label=gettext_lazy("Webhook"), required=False, max_length=500,
        help_text=gettext_lazy("A program that is called when an alert opens and closes. Empty: none is."),
    )  # fmt: skip


class CheckForm(forms.Form):
    """Whether it is watched, and where its figure begins to be an alert."""

    is_on = forms.BooleanField(label=gettext_lazy("Watched"), required=False)

    def __init__(self, view: CheckView, data: QueryDict | None = None) -> None:
        super().__init__(data, initial={"is_on": view.is_on, "limit": view.limit})
        if limit := view.check.limit:
            told = {"usual": limit.usual, "least": limit.least, "most": limit.most}
            unit: Unit = view.check.unit
            self.fields["limit"] = forms.IntegerField(
                label=UNITS[unit], min_value=limit.least, max_value=limit.most,
                help_text=_("Usually %(usual)s; from %(least)s to %(most)s.")
                % {name: numbers.count(value) for name, value in told.items()},
            )  # fmt: skip
