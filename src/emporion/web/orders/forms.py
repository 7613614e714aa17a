"""Forms of what is done to an order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy as _, gettext_noop

from emporion.kernel.errors import Refused
from emporion.kernel.money import Money
from emporion.kernel.units import unit_word
from emporion.orders.types import LineView, OrderView
from emporion.stock.types import Goods, WarehouseView

from .. import numbers
from ..typed import money_text, money_typed, quantity_text, quantity_typed
from .words import METHODS, REASONS, RETURN_REASONS

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
        due = max(order.owed_minor - order.paid_minor, 0)
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


class QuantitiesForm(forms.Form):
    """So much of each line of goods; a form says which lines, how much each can give and what it says then."""

    nothing = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines: list[LineView] = []

    def add_line(self, line: LineView, usual: int, hint: str) -> None:
        """A field for one line, filled with what is usual, in thousandths."""
        self.lines.append(line)
        self.fields[f"line{line.id}"] = forms.CharField(
            label=line.name,
            required=False,
            max_length=16,
            widget=forms.TextInput(DECIMAL),
            initial=quantity_text(usual),
            help_text=hint,
        )

    @property
    def quantities(self) -> list[forms.BoundField]:
        """The fields of the lines."""
        return [self[f"line{line.id}"] for line in self.lines]

    def clean(self) -> dict[str, Any]:
        """Read every quantity; refused are nothing at all, and more than a line can give."""
        goods = [self._read(line) for line in self.lines]
        self.goods = [item for item in goods if item and item.quantity]
        if not self.goods and not self.errors:
            raise forms.ValidationError(gettext(self.nothing))
        return self.cleaned_data

    def most(self, line: LineView) -> tuple[int, str]:
        """The most of a line, in thousandths, and what is said beyond it."""
        raise NotImplementedError

    def _read(self, line: LineView) -> Goods | None:
        name, (most, said) = f"line{line.id}", self.most(line)
        try:
            asked = quantity_typed(self.cleaned_data.get(name) or "0")
        except Refused as refusal:
            self.add_error(name, refusal.sentence)
            return None
        if not 0 <= asked <= most:
            self.add_error(name, said)
            return None
        return Goods(line.variant or 0, asked)


class ReturnForm(QuantitiesForm):
    """What came back: so much of each line that is with the customer, where it lies now, and why."""

    nothing = gettext_noop("Nothing is chosen. Enter how many of at least one line came back.")
    warehouse = forms.ChoiceField(
        label=_("It lies now in"), help_text=_("What cannot be sold again goes where nothing is sold from.")
    )
    reason = forms.ChoiceField(label=_("Why"))
    reference = forms.CharField(
        label=_("Document"), required=False, max_length=96, help_text=_("Return note or claim, when there is one.")
    )

    def __init__(self, order: OrderView, *args: Any, places: Sequence[WarehouseView], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["warehouse"].choices = [(place.id, place.name) for place in places]  # type: ignore[attr-defined]
        self.fields["reason"].choices = [(word, _sentence(word)) for word in RETURN_REASONS]  # type: ignore[attr-defined]
        for line in order.lines:
            if line.variant and line.shipped > line.returned:
                there = line.shipped - line.returned
                self.add_line(line, 0, _of(there, there, line.unit))

    def most(self, line: LineView) -> tuple[int, str]:
        """What the customer has of it."""
        most = line.shipped - line.returned
        return most, gettext("At most %(most)s are with the customer.") % {"most": numbers.quantity(most)}


class ShipmentForm(QuantitiesForm):
    """What leaves: so much of each line that is still here, with the parcel's number."""

    nothing = gettext_noop("Nothing is chosen. Enter how many of at least one line leave.")

    tracking = forms.CharField(label=_("Parcel number"), required=False, max_length=96)
    reference = forms.CharField(
        label=_("Document"), required=False, max_length=96, help_text=_("Delivery note or waybill, when there is one.")
    )

    def __init__(self, order: OrderView, *args: Any, must_lie_here: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.must_lie_here = must_lie_here
        for line in order.lines:
            if line.variant and line.shipped < line.quantity:
                ready = max(line.covered - line.shipped, 0)
                self.add_line(line, ready, _of(line.quantity - line.shipped, ready, line.unit))

    def most(self, line: LineView) -> tuple[int, str]:
        """What is left to ship, and of our own goods what is promised."""
        left = most = line.quantity - line.shipped
        if self.must_lie_here:
            most = min(most, max(line.covered - line.shipped, 0))
        return most, _too_many(most, left)


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
