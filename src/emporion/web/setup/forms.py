"""Forms of the set-up."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.http import QueryDict
from django.urls import reverse_lazy
from django.utils.translation import gettext, gettext_lazy as _

from emporion.parties.types import FirmView

from ..settings import words
from ..settings.forms import ONLY_IN, PREFIX_LENGTH, FirmForm, choose
from .founding import FirstShop
from .near import Near


class CodeForm(forms.Form):
    """The one-time code from the terminal."""

    code = forms.CharField(
        label=_("One-time code"), max_length=40,
        help_text=_("It stands in the terminal where Emporion was started; emporion setup prints it again."),
        widget=forms.TextInput({"autocomplete": "one-time-code", "autocapitalize": "characters", "class": "e-code"}),
    )  # fmt: skip


class OwnerForm(forms.Form):
    """The first person: sees and does everything, and lets the others in."""

    name = forms.CharField(label=_("Your name"), max_length=150, widget=forms.TextInput({"autocomplete": "name"}))
    email = forms.EmailField(
        label=_("E-mail"), help_text=_("You sign in with it."), widget=forms.EmailInput({"autocomplete": "username"})
    )
    password1 = forms.CharField(
        label=_("Password"), strip=False, widget=forms.PasswordInput({"autocomplete": "new-password"}),
        help_text=_("At least 8 characters; four words that do not belong together are good."),
    )  # fmt: skip
    password2 = forms.CharField(
        label=_("The same once more"), strip=False, widget=forms.PasswordInput({"autocomplete": "new-password"})
    )

    def clean(self) -> dict[str, Any]:
        """A slip of the finger is noticed before it locks the owner out."""
        told: dict[str, Any] = super().clean() or self.cleaned_data
        if told.get("password1") and told.get("password2") and told["password1"] != told["password2"]:
            self.add_error("password2", gettext("The two passwords differ. Type the same one twice."))
        return told


class FirstFirmForm(FirmForm):
    """The first legal entity; its country proposes the rest. The time zone is the owner's own."""

    time_zone = forms.ChoiceField(label=_("Time zone"), help_text=_("All times are shown by this clock."))
    field_order = ["country", "name", "legal_name", "tax_number", "vat_number", "is_right", "base_currency"]

    def __init__(self, near: Near, data: QueryDict | None = None) -> None:
        super().__init__(data)
        self.near = near
        self.initial.update(country=near.country, base_currency=near.currency, time_zone=near.time_zone)
        self.fields["country"].widget.attrs |= {
            "hx-get": reverse_lazy("web:setup_firm"), "hx-trigger": "change, early", "hx-include": "closest form",
            "hx-target": "#near", "hx-select": "#near", "hx-swap": "outerHTML",
            "hx-select-oob": "#id_tax_number_helptext",  # what is typed meanwhile stays
        }  # fmt: skip
        self.fields["tax_number"].help_text = near.tax_hint
        choose(self, "time_zone", words.time_zones())
        offered = [(code, word) for code, word in words.regimes() if ONLY_IN.get(code, near.country) == near.country]
        choose(self, "regime", offered)


class FirstShopForm(forms.Form):
    """What a shop needs to take its first order, each with a name that may stay."""

    shop = forms.CharField(label=_("Name of the shop"), max_length=120)
    warehouse = forms.CharField(
        label=_("Name of the warehouse"), max_length=160, help_text=_("Where the goods lie that this shop sells.")
    )
    prices = forms.CharField(
        label=_("Name of the price list"), max_length=200, help_text=_("The prices at which this shop sells.")
    )
    tax_included = forms.BooleanField(
        label=_("Prices include the tax"), required=False, initial=True,
        help_text=_("Without it the tax is added on top, as wholesalers do."),
    )  # fmt: skip
    begins = forms.CharField(
        label=_("Order numbers begin with"), required=False, max_length=PREFIX_LENGTH, initial="W",
        validators=[RegexValidator(r"^[0-9A-Za-zА-Яа-яЁё-]*$", _("Only letters, digits and hyphens."))],
        help_text=_("W makes W000001. Another shop takes another letter."),
    )  # fmt: skip

    def __init__(self, data: QueryDict | None = None) -> None:
        names = {"shop": gettext("Online shop"), "warehouse": gettext("Main warehouse"), "prices": gettext("Retail")}
        super().__init__(data, initial=names)

    def told(self, firm: FirmView) -> FirstShop:
        """What the form says."""
        return FirstShop(firm=firm.id, currency=firm.base_currency, **self.cleaned_data)
