"""Forms for a product: its card, the prices of a variant, a new one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy as _, pgettext_lazy

from emporion.catalog.queries import category_tree, units
from emporion.catalog.types import PIECES, ProductPage
from emporion.kernel.errors import Refused
from emporion.kernel.units import unit_word
from emporion.pricing.types import PriceTypeView
from emporion.stock.types import WarehouseView

from ..barcodes import BarcodeInput
from ..typed import money_typed, price_text, price_typed, quantity_typed
from .listing import INDENT

SPARE = 2  # options offered to a product that has none yet
CHECK = {"class": "form-check-input"}
DECIMAL = {"inputmode": "decimal", "class": "e-num", "autocomplete": "off"}


class CardForm(forms.Form):
    """What a person changes by hand on a product."""

    name = forms.CharField(label=pgettext_lazy("goods", "Name"), max_length=1000)
    full_name = forms.CharField(label=_("Full name"), required=False)
    sku = forms.CharField(label=_("Article"), required=False, max_length=200)
    brand = forms.CharField(label=_("Brand"), required=False)
    unit = forms.ChoiceField(label=_("Unit"))
    weight_grams = forms.IntegerField(label=_("Weight, g"), required=False, min_value=0)
    categories = forms.TypedMultipleChoiceField(
        label=_("Groups"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple(CHECK)
    )
    description = forms.CharField(label=_("Description"), required=False, widget=forms.Textarea({"rows": 6}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "unit", _units())
        _offer_groups(self)

    @classmethod
    def of(cls, page: ProductPage) -> CardForm:
        """The form with what stands now; fields that are protected say so under them."""
        form = cls(initial=_standing(page))
        form.say_protected(page)
        return form

    def say_protected(self, page: ProductPage) -> None:
        """Under each protected field: no exchange writes it."""
        for one in page.protections:
            if one.field in self.fields:
                self.fields[one.field].help_text = gettext("Protected: no exchange writes it.")

    def changed_from(self, page: ProductPage) -> dict[str, Any]:
        """The fields that differ from what stands, as the card takes them."""
        told = {**self.cleaned_data, "weight_grams": self.cleaned_data["weight_grams"] or 0}
        told["description"] = told["description"].replace("\r\n", "\n")  # as browsers send the lines of a text
        told["categories"] = tuple(sorted(told.get("categories", ())))
        standing = _standing(page)
        changed = {name: value for name, value in told.items() if _bare(value) != _bare(standing[name])}
        return {("category_ids" if name == "categories" else name): value for name, value in changed.items()}


class PricesForm(forms.Form):
    """The base prices of one variant, a field for each price type; an empty one takes the price away."""

    def __init__(self, types: Sequence[PriceTypeView], standing: dict[int, int], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.types, self.standing = types, standing
        for kind in types:
            micro = standing.get(kind.id)
            self.fields[f"price_{kind.id}"] = forms.CharField(
                label=f"{kind.name}, {kind.currency}",
                required=False,
                initial="" if micro is None else price_text(micro, kind.currency),
                widget=forms.TextInput(DECIMAL),
            )

    def clean(self) -> dict[str, Any]:
        """Each price read exactly; what is no number is said beside its field."""
        told: dict[str, Any] = super().clean() or self.cleaned_data
        for kind in self.types:
            name = f"price_{kind.id}"
            told[name] = _number(self, name, str(told.get(name, "")), price_typed)
        return told

    def changed(self) -> tuple[list[tuple[int, int, int]], list[int]]:
        """Prices to write as (type, 0, micro), and types whose price is taken away."""
        now = {kind.id: self.cleaned_data[f"price_{kind.id}"] for kind in self.types}
        told = [
            (kind, 0, micro) for kind, micro in now.items() if micro is not None and micro != self.standing.get(kind)
        ]
        return told, [kind for kind, micro in now.items() if micro is None and kind in self.standing]


class NewForm(forms.Form):
    """A product with its only variant; price and stock may follow later."""

    name = forms.CharField(label=pgettext_lazy("goods", "Name"), max_length=1000)
    sku = forms.CharField(label=_("Article"), required=False, max_length=200)
    barcode = forms.CharField(label=_("Barcode"), required=False, max_length=200, widget=BarcodeInput())
    unit = forms.ChoiceField(label=_("Unit"), initial=PIECES)
    categories = forms.TypedMultipleChoiceField(
        label=_("Groups"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple(CHECK)
    )
    price_type = forms.ChoiceField(label=_("Price type"), required=False)
    price = forms.CharField(label=_("Price"), required=False, widget=forms.TextInput(DECIMAL))
    warehouse = forms.ChoiceField(label=_("Warehouse"), required=False)
    quantity = forms.CharField(label=_("Received"), required=False, widget=forms.TextInput(DECIMAL))
    cost = forms.CharField(label=_("Cost of all of it"), required=False, widget=forms.TextInput(DECIMAL))

    def __init__(self, types: Sequence[PriceTypeView], places: Sequence[tuple[WarehouseView, str]], *args: Any) -> None:
        super().__init__(*args)
        self.currencies = {str(place.id): currency for place, currency in places}
        _choose(self, "unit", _units())
        _offer_groups(self)
        _choose(self, "price_type", [(str(kind.id), f"{kind.name}, {kind.currency}") for kind in types])
        _choose(self, "warehouse", [(str(place.id), f"{place.name}, {currency}") for place, currency in places])
        for name, dead in (("price_type", not types), ("price", not types)):
            if dead:
                del self.fields[name]
        if not places:
            for name in ("warehouse", "quantity", "cost"):
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """Figures read exactly; the cost in the base currency of the warehouse's firm."""
        told: dict[str, Any] = super().clean() or self.cleaned_data
        told["price"] = _number(self, "price", str(told.get("price") or ""), price_typed)
        told["quantity"] = _number(self, "quantity", str(told.get("quantity") or ""), quantity_typed)
        currency = self.currencies.get(str(told.get("warehouse")), "")
        told["cost"] = _number(self, "cost", str(told.get("cost") or ""), lambda text: money_typed(text, currency))
        return told


class VariantForm(forms.Form):
    """One more variant of a product: a value for each option that the others have, or for new ones."""

    sku = forms.CharField(label=_("Article"), required=False, max_length=200)
    barcodes = forms.CharField(
        label=_("Barcodes"), required=False, max_length=400, help_text=_("Several ones with a space between.")
    )

    def __init__(self, page: ProductPage, *args: Any) -> None:
        super().__init__(*args)
        known = dict.fromkeys(name for variant in page.variants for name, _value in variant.options)
        self.known, own = list(known), list(self.fields)
        self.spare = 1 if known else SPARE
        first = [gettext("Size"), gettext("Colour")] if not known else []
        for number, name in enumerate(self.known):
            self.fields[f"known_{number}"] = forms.CharField(label=name, required=False, max_length=200)
        for number in range(self.spare):
            field = forms.CharField(label=_("Option"), required=False, max_length=100)
            field.initial = first[number] if number < len(first) else ""
            self.fields[f"name_{number}"] = field
            self.fields[f"value_{number}"] = forms.CharField(
                label=pgettext_lazy("of an option", "Value"), required=False, max_length=200
            )
        self.order_fields([name for name in self.fields if name not in own] + own)
        self.is_first = not page.variants

    @property
    def pairs(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """The fields of options that no variant has yet: name and value."""
        return [(self[f"name_{number}"], self[f"value_{number}"]) for number in range(self.spare)]

    @property
    def standing(self) -> list[forms.BoundField]:
        """The fields of the options that the other variants have."""
        return [self[f"known_{number}"] for number in range(len(self.known))]

    @property
    def options(self) -> tuple[tuple[str, str], ...]:
        """Name and value of each option that got a value."""
        told = self.cleaned_data
        typed = [(name, told.get(f"known_{number}", "")) for number, name in enumerate(self.known)]
        typed += [(told.get(f"name_{n}", ""), told.get(f"value_{n}", "")) for n in range(self.spare)]
        return tuple((name, value) for name, value in typed if value)

    def clean(self) -> dict[str, Any]:
        """A value needs the name of its option, a name stands once, and only a first variant goes without any."""
        told: dict[str, Any] = super().clean() or self.cleaned_data
        names = [name.casefold() for name, _value in self.options]
        for number in range(self.spare):
            name = told.get(f"name_{number}", "")
            if told.get(f"value_{number}") and not name:
                self.add_error(f"name_{number}", gettext("What is it a value of? Such as size or colour."))
            elif told.get(f"value_{number}") and names.count(name.casefold()) > 1:
                self.add_error(f"name_{number}", gettext("This option stands above already. Give its value there."))
        if not names and not self.is_first and not self.errors:
            self.add_error(
                next(iter(self.fields)),
                gettext("What tells this variant from the others? Give at least one option a value."),
            )
        told["barcodes"] = tuple(told.get("barcodes", "").replace(",", " ").split())
        return told


def _standing(page: ProductPage) -> dict[str, Any]:
    """What stands now, by the names of the card's fields."""
    names = ("name", "full_name", "sku", "brand", "weight_grams", "description")
    told = {name: getattr(page, name) for name in names}
    return told | {"unit": page.unit.code, "categories": tuple(path.id for path in page.categories)}


def _units() -> list[tuple[str, str]]:
    found = [(unit.code, unit_word(unit.short or unit.full_name or unit.code)) for unit in units()]
    return found or [(PIECES, unit_word("pcs"))]


def _offer_groups(form: forms.Form) -> None:
    """The groups in the order of the tree; where there are none yet, no field."""
    tree = category_tree()
    if tree:
        _choose(form, "categories", [(str(node.id), INDENT * node.depth + node.name) for node in tree])
    else:
        del form.fields["categories"]


def _bare(value: object) -> object:
    return value.strip() if isinstance(value, str) else value


def _number(form: forms.Form, name: str, text: str, read: Any) -> int | None:
    if not text.strip() or name not in form.fields:
        return None
    try:
        value: int = read(text)
    except Refused as refusal:
        form.add_error(name, f"{refusal.sentence} {refusal.what_to_do}".strip())
        return None
    if value < 0:
        form.add_error(name, gettext("Give 0 or more."))
        return None
    return value


def _choose(form: forms.Form, name: str, choices: Sequence[tuple[str, str]]) -> None:
    field = form.fields[name]
    if isinstance(field, forms.ChoiceField):
        field.choices = list(choices)
