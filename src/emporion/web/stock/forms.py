"""Lines of a warehouse document as the editor sends them, and the card of a warehouse."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django import forms
from django.core.validators import RegexValidator
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy as _, gettext_noop, pgettext_lazy

from emporion.catalog.types import UnknownVariant, VariantView
from emporion.exchange.queries import channels
from emporion.kernel.errors import Refused
from emporion.kernel.money import Quantity
from emporion.parties.queries import firms
from emporion.stock.queries import by_code
from emporion.stock.types import Goods, WarehouseCard, WarehouseView

from .. import called
from ..barcodes import BarcodeInput
from ..notes import id_in
from ..typed import money_typed, quantity_typed

MOST_LINES = 500
NO_SLASH = RegexValidator(r"^[^/\\\s]+$", _("Without spaces and slashes."))


@dataclass(frozen=True, slots=True)
class LineRow:
    """A line of the editor as it was typed, with what is wrong with it."""

    view: VariantView
    quantity: str = ""
    cost: str = ""
    error: str = ""


def typed_lines(told: QueryDict) -> list[LineRow]:
    """The lines of a posted editor; a variant that nobody knows is left out."""
    ids = [pk for text in told.getlist("variant")[:MOST_LINES] if (pk := id_in(text)) is not None]
    try:
        known = called.variants(set(ids))
    except UnknownVariant:
        return []
    columns = (told.getlist("quantity"), told.getlist("cost"))
    return [
        LineRow(known[pk], *(column[n] if n < len(column) else "" for column in columns)) for n, pk in enumerate(ids)
    ]


def read_lines(lines: Sequence[LineRow], currency: str) -> tuple[list[LineRow], tuple[Goods, ...]]:
    """The goods of the lines, and the lines with their errors; goods are complete only when no line has one.

    The same variant on two lines is refused beside the second: in a count it would contradict the first.
    """
    shown, goods = [], []
    seen: set[int] = set()
    for line in lines:
        try:
            item = _goods(line, currency)
        except Refused as refusal:
            shown.append(replace(line, error=f"{refusal.sentence} {refusal.what_to_do}".strip()))
            continue
        if item.variant in seen:
            shown.append(replace(line, error=gettext("It stands in another line already.")))
            continue
        seen.add(item.variant)
        shown.append(line)
        goods.append(item)
    return shown, tuple(goods)


class LessThanNone(Refused):
    """A quantity or a cost below nothing."""

    code = "less_than_none"
    says = gettext_noop("Give 0 or more.")
    remedy = gettext_noop("Write such a number.")


def _goods(line: LineRow, currency: str) -> Goods:
    quantity = Quantity(quantity_typed(line.quantity), line.view.unit).in_steps().thousandths
    cost = money_typed(line.cost, currency) if line.cost.strip() else None
    if quantity < 0 or (cost or 0) < 0:
        raise LessThanNone()
    return Goods(line.view.id, quantity, cost)


class ScanForm(forms.Form):
    """The field of a line editor for barcodes: each one adds a line of one piece, or a piece to the line it has."""

    scan = forms.CharField(
        label=_("Scan"),
        required=False,
        help_text=_("Each scan adds a piece: a new line, or one more on the line that stands."),
    )

    def __init__(self, has_cost: bool) -> None:
        super().__init__()
        address = reverse("web:stock_scanned") + ("?cost=1" if has_cost else "")
        unheard = _("The scan of %s did not get through. Scan it again.")
        told = {"data-scan": address, "data-unheard": unheard, "autofocus": True}
        self.fields["scan"].widget = BarcodeInput(told)


class WarehouseForm(forms.Form):
    """A warehouse; its firm and its code are said once."""

    code = forms.CharField(
        label=_("Code"), max_length=60, validators=[NO_SLASH], help_text=_("Short and lasting, such as main.")
    )
    name = forms.CharField(label=pgettext_lazy("goods", "Name"), max_length=200)
    firm = forms.ChoiceField(label=_("Firm"), help_text=_("Its goods are booked on this firm; this does not change."))
    sells = forms.BooleanField(label=_("Shops sell from it"), required=False, initial=True)
    master = forms.ChoiceField(label=_("Who keeps its stock"), required=False)
    excludes_reserves = forms.BooleanField(
        label=_("Its figures come with reserves already taken off"),
        required=False,
    )
    is_hidden = forms.BooleanField(label=_("Out of use"), required=False)

    def __init__(self, place: WarehouseView | None, told: QueryDict | None, *, is_hidden: bool = False) -> None:
        shown = ("code", "name", "firm", "sells", "master", "excludes_reserves")
        first = {name: getattr(place, name, None) for name in shown} | {"is_hidden": is_hidden}
        super().__init__(told, initial=first if place else None)
        _choose(self, "firm", [(str(firm.id), firm.name) for firm in firms(active_only=False)])
        outside = [(channel.code, channel.title) for channel in channels()]
        _choose(self, "master", [("", gettext("Emporion, by hand and by orders")), *outside])
        if place:
            self.fields["code"].disabled = self.fields["firm"].disabled = True
        else:
            del self.fields["is_hidden"]

    def clean_code(self) -> str:
        """A new warehouse does not write over one that stands."""
        code: str = self.cleaned_data["code"]
        if not self.fields["code"].disabled and by_code([code]):
            raise forms.ValidationError(gettext("A warehouse has this code already."))
        return code

    def card(self) -> WarehouseCard:
        """What the form says."""
        told = self.cleaned_data
        return WarehouseCard(
            code=told["code"],
            name=told["name"],
            firm=int(told["firm"]),
            sells=told["sells"],
            master=told["master"],
            excludes_reserves=told["excludes_reserves"],
            is_hidden=told.get("is_hidden"),
        )


def _choose(form: forms.Form, name: str, choices: Sequence[tuple[str, str]]) -> None:
    field = form.fields[name]
    if isinstance(field, forms.ChoiceField):
        field.choices = list(choices)
