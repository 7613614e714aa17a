"""Forms of what is done to an order."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy as _

from emporion.kernel.errors import Refused
from emporion.kernel.money import Money
from emporion.kernel.units import unit_word
from emporion.orders.types import OrderView
from emporion.stock.types import Goods

from .. import numbers
from ..typed import money_text, money_typed, quantity_text, quantity_typed
from .words import METHODS, REASONS

DECIMAL = {"inputmode": "decimal", "autocomplete": "off", "class": "e-num"}


class PaymentForm(forms.Form):
    """Money that came in: how much, how, and the document that speaks of it."""

    amount = forms.CharField(max_length=24, widget=forms.TextInput(DECIMAL))
    method = forms.ChoiceField(label=_("How"))
    reference = forms.CharField(
        label=_("Document"),
        required=False,
        max_length=96,
        help_text=_("Receipt, statement line or card slip. The same document is noted once."),
    )

    def __init__(self, order: OrderView, *args: Any, **kwargs: Any) -> None:
        due = max(order.total_minor - order.paid_minor, 0)
        kwargs["initial"] = {"amount": money_text(due, order.currency)}
        super().__init__(*args, **kwargs)
        self.order = order
        self.fields["amount"].label = _("Amount, %(currency)s") % {"currency": numbers.symbol(order.currency)}
        self.fields["amount"].help_text = gettext("%(due)s is due.") % {"due": numbers.money(due, order.currency)}
        self.fields["method"].choices = [(word, gettext(word)) for word in METHODS]  # type: ignore[attr-defined]

    def clean_amount(self) -> Money:
        """An exact amount above nothing."""
        try:
            minor = money_typed(self.cleaned_data["amount"], self.order.currency)
        except Refused as refusal:
            raise forms.ValidationError(refusal.sentence) from None
        if minor <= 0:
            raise forms.ValidationError(gettext("A payment is more than nothing. Money that went back is a return."))
        return Money(minor, self.order.currency)


class GiveBackForm(PaymentForm):
    """Money that went back: as a payment, at most what has to go back."""

    def __init__(self, order: OrderView, *args: Any, **kwargs: Any) -> None:
        super().__init__(order, *args, **kwargs)
        self.initial["amount"] = money_text(order.back_minor, order.currency)
        said = gettext("%(amount)s have to go back.")
        self.fields["amount"].help_text = said % {"amount": numbers.money(order.back_minor, order.currency)}

    def clean_amount(self) -> Money:
        """An exact amount above nothing and not beyond what has to go back."""
        amount = super().clean_amount()
        if amount.minor > self.order.back_minor:
            most = {"most": numbers.money(self.order.back_minor, self.order.currency)}
            raise forms.ValidationError(gettext("At most %(most)s have to go back.") % most)
        return amount


class CancelForm(forms.Form):
    """Why the order is called off."""

    reason = forms.ChoiceField(label=_("Why"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].choices = [(word, _sentence(word)) for word in REASONS]  # type: ignore[attr-defined]


class ShipmentForm(forms.Form):
    """What leaves: so much of each line that is still here, with the parcel's number."""

    tracking = forms.CharField(label=_("Parcel number"), required=False, max_length=96)
    reference = forms.CharField(
        label=_("Document"), required=False, max_length=96, help_text=_("Delivery note or waybill, when there is one.")
    )

    def __init__(self, order: OrderView, *args: Any, must_lie_here: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.must_lie_here = must_lie_here
        self.lines = [line for line in order.lines if line.variant and line.shipped < line.quantity]
        for line in self.lines:
            ready = max(line.covered - line.shipped, 0)
            self.fields[f"line{line.id}"] = forms.CharField(
                label=line.name,
                required=False,
                max_length=16,
                widget=forms.TextInput(DECIMAL),
                initial=quantity_text(ready),
                help_text=_of(line.quantity - line.shipped, ready, line.unit),
            )

    @property
    def quantities(self) -> list[forms.BoundField]:
        """The fields of the lines."""
        return [self[f"line{line.id}"] for line in self.lines]

    def clean(self) -> dict[str, Any]:
        """Read every quantity; refused are nothing at all, and more than is promised or was ordered."""
        goods = [self._leaving(line) for line in self.lines]
        self.goods = [item for item in goods if item and item.quantity]
        if not self.goods and not self.errors:
            raise forms.ValidationError(gettext("Nothing is chosen. Enter how many of at least one line leave."))
        return self.cleaned_data

    def _leaving(self, line: Any) -> Goods | None:
        name, most = f"line{line.id}", line.quantity - line.shipped
        if self.must_lie_here:
            most = min(most, max(line.covered - line.shipped, 0))
        try:
            asked = quantity_typed(self.cleaned_data.get(name) or "0")
        except Refused as refusal:
            self.add_error(name, refusal.sentence)
            return None
        if not 0 <= asked <= most:
            self.add_error(name, _too_many(most, line.quantity - line.shipped))
            return None
        return Goods(line.variant, asked)


def _of(left: int, ready: int, unit: str) -> str:
    figures = {"left": numbers.quantity(left), "ready": numbers.quantity(ready), "unit": unit_word(unit)}
    if ready < left:
        return gettext("%(ready)s of %(left)s %(unit)s are promised from stock.") % figures
    return gettext("of %(left)s %(unit)s") % figures


def _too_many(most: int, left: int) -> str:
    if most < left:
        said = gettext("Only %(most)s are promised to this order. Receive the goods first, or ship fewer.")
    else:
        said = gettext("At most %(most)s are left to ship.")
    return said % {"most": numbers.quantity(most)}


def _sentence(word: str) -> str:
    told = gettext(word)
    return told[:1].upper() + told[1:]
