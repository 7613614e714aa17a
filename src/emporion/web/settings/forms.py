"""Forms of own firms, price types, shops and tax rates."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy as _

from emporion.kernel.errors import Refused
from emporion.kernel.money import MILLI, scaled
from emporion.orders.queries import shop_by_code, shops
from emporion.orders.types import ShopCard, ShopView, UnknownShop
from emporion.parties.queries import tax_id_read
from emporion.parties.types import FirmTaxIdView, FirmView, TaxId
from emporion.pricing.types import PriceTypeCard, PriceTypeView
from emporion.stock.types import WarehouseView

from ..typed import cleaned
from . import words

DAY = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
ONLY_IN = {"simplified_5": "RU", "simplified_7": "RU"}
MOST_WAREHOUSES = 6
WHOLE = 100_000  # 100 % in thousandths of a percent
PREFIX_LENGTH = 4  # and six digits behind it: accounting keeps 11 characters of a number


def choose(form: forms.Form, name: str, choices: Sequence[Any]) -> None:
    """Fill the choices of a field when the form is made, in the reader's language."""
    field = form.fields[name]
    if isinstance(field, forms.ChoiceField):
        field.choices = list(choices)


class FirmForm(forms.Form):
    """A legal entity of ours; country and currency are said once, the first regime with them."""

    name = forms.CharField(
        label=_("Short name"), max_length=120, help_text=_("How you call it yourselves, such as Kafenion."),
        widget=forms.TextInput({"autocomplete": "organization"}),
    )  # fmt: skip
    legal_name = forms.CharField(
        label=_("Legal name"),
        required=False,
        max_length=300,
        help_text=_("As it stands on invoices."),
    )
    country = forms.ChoiceField(label=_("Country"), help_text=_("Says which taxes are due. Stays for life."))
    base_currency = forms.ChoiceField(
        label=_("Base currency"),
        help_text=_("Books and cost are kept in it. Stays for life; prices may be in any other."),
    )
    tax_number = forms.CharField(label=_("Tax number"), required=False, max_length=64)
    vat_number = forms.CharField(
        label=_("VAT number"), required=False, max_length=64, help_text=_("Only where it differs from the tax number.")
    )
    is_right = forms.BooleanField(
        label=_("The numbers are right as they stand"), required=False,
        help_text=_("For numbers whose check digits are not known here."),
    )  # fmt: skip
    regime = forms.ChoiceField(label=_("Tax regime"))
    since = forms.DateField(label=_("Holds from"), widget=DAY, help_text=_("Changes are dated."))
    is_active = forms.BooleanField(
        label=_("In use"), required=False, help_text=_("A firm out of use is offered nowhere; its documents stay.")
    )

    def __init__(
        self, data: QueryDict | None = None, *, of: FirmView | None = None, ids: Sequence[FirmTaxIdView] = ()
    ) -> None:
        super().__init__(data, initial=_firm_initial(of, ids))
        self.of, self.ids = of, ids
        choose(self, "country", words.countries())
        choose(self, "base_currency", words.currencies())
        choose(self, "regime", words.regimes())
        if of:
            for name in ("country", "base_currency", "regime", "since"):
                del self.fields[name]
        else:
            del self.fields["is_active"]

    def clean_regime(self) -> str:
        """Some regimes exist in one country only."""
        regime: str = self.cleaned_data["regime"]
        only = ONLY_IN.get(regime)
        if only and self.cleaned_data.get("country", only) != only:
            raise forms.ValidationError(
                gettext("This regime exists only there: %(country)s. Choose another.")
                % {"country": words.country(only)}
            )
        return regime

    def clean(self) -> dict[str, Any]:
        """Check digits are looked at before a number is kept; a person may insist."""
        told: dict[str, Any] = super().clean() or self.cleaned_data
        country = self.of.country if self.of else told.get("country", "")
        for name, kind in (("tax_number", ""), ("vat_number", "vat")):
            read = tax_id_read(TaxId(country, told.get(name, ""), kind)) if country else None
            if read and not read.checked and not told.get("is_right"):
                self.add_error(name, self._doubt(country))
        return told

    def tax_ids(self) -> tuple[TaxId, ...]:
        """The numbers of the form, and those of other kinds that the form does not show."""
        country = self.of.country if self.of else self.cleaned_data["country"]
        told = [TaxId(country, self.cleaned_data["tax_number"]), TaxId(country, self.cleaned_data["vat_number"], "vat")]
        hidden = [one for one in self.ids if one not in _shown(self.ids, country)]
        return (*(one for one in told if one.number), *(TaxId(one.country, one.number, one.kind) for one in hidden))

    @staticmethod
    def _doubt(country: str) -> str:
        return gettext(
            "The check digits do not fit a number of this country (%(country)s). Compare it with the certificate; "
            "if it is right, tick “The numbers are right as they stand”."
        ) % {"country": words.country(country)}


def _shown(ids: Sequence[FirmTaxIdView], country: str) -> list[FirmTaxIdView]:
    """The usual number of the country, and the VAT number where it is another."""
    usual = tax_id_read(TaxId(country, "0"))
    kind = usual.kind if usual else "vat"
    own = [one for one in ids if one.country == (usual.country if usual else country)]
    first = [one for one in own if one.kind == kind][:1]
    return first + [one for one in own if one.kind == "vat" and kind != "vat"][:1]


def _firm_initial(of: FirmView | None, ids: Sequence[FirmTaxIdView]) -> dict[str, Any]:
    if of is None:
        return {"since": timezone.localdate().replace(month=1, day=1), "regime": "general"}
    usual = tax_id_read(TaxId(of.country, "0"))
    shown = {
        ("tax_number" if usual and one.kind == usual.kind else "vat_number"): one for one in _shown(ids, of.country)
    }
    return {
        "name": of.name, "legal_name": of.legal_name, "is_active": of.is_active,
        **{name: one.number for name, one in shown.items()},
        "is_right": any(not one.checked for one in shown.values()),
    }  # fmt: skip


class RegimeForm(forms.Form):
    """From a day on the firm works under another regime."""

    regime = forms.ChoiceField(label=_("Tax regime"))
    since = forms.DateField(
        label=_("Holds from"), widget=DAY, help_text=_("Until the next one. Earlier documents keep their taxes.")
    )

    def __init__(self, of: FirmView, data: QueryDict | None = None) -> None:
        super().__init__(data, initial={"regime": of.regime, "since": timezone.localdate()})
        offered = [(code, word) for code, word in words.regimes() if ONLY_IN.get(code, of.country) == of.country]
        choose(self, "regime", offered)


class PriceTypeForm(forms.Form):
    """A price list: its name, its currency, what its prices mean."""

    name = forms.CharField(
        label=_("Name of the price type"), max_length=200, help_text=_("As the price list is called, such as Retail.")
    )
    currency = forms.ChoiceField(label=_("Currency"), help_text=_("Stays as it is once prices stand."))
    tax_included = forms.BooleanField(
        label=_("Prices include the tax"), required=False, initial=True,
        help_text=_("Without it the tax is added on top, as wholesalers do."),
    )  # fmt: skip
    is_cost = forms.BooleanField(
        label=_("This is what goods cost us"), required=False,
        help_text=_("No shop sells at it; the margin is reckoned from it."),
    )  # fmt: skip

    def __init__(
        self, data: QueryDict | None = None, *, of: PriceTypeView | None = None, near: Sequence[str] = ()
    ) -> None:
        shown = ("name", "currency", "tax_included", "is_cost")
        first = {"currency": near[0]} if near else {}
        super().__init__(data, initial={name: getattr(of, name) for name in shown} if of else first)
        self.of = of
        choose(self, "currency", words.currencies((*near, *([of.currency] if of else []))))

    def card(self) -> PriceTypeCard:
        """What the form says."""
        return PriceTypeCard(id=self.of.id if self.of else None, **self.cleaned_data)


class ShopForm(forms.Form):
    """Where orders come from. The code is said once: channels and numbers know the shop by it."""

    name = forms.CharField(label=_("Name of the shop"), max_length=120)
    code = forms.SlugField(
        label=_("Code"), max_length=40,
        help_text=_("Latin letters, digits and hyphens, such as online. Stays for life."),
        error_messages={"invalid": _("Only Latin letters, digits, hyphens and underscores, such as online-shop.")},
    )  # fmt: skip
    firm = forms.ChoiceField(label=_("Firm"), help_text=_("Who sells, and stands on the documents."))
    price_type = forms.ChoiceField(label=_("Price type"), help_text=_("At which prices; also says the currency."))
    begins = forms.CharField(
        label=_("Order numbers begin with"), required=False, max_length=PREFIX_LENGTH,
        validators=[RegexValidator(r"^[0-9A-Za-zА-Яа-яЁё-]*$", _("Only letters, digits and hyphens."))],
        help_text=_("At most 4 characters, another for each shop: W makes W000001. Accounting keeps 11 in all."),
    )  # fmt: skip
    takes_uncovered = forms.BooleanField(
        label=_("Take orders also for goods that are missing"), required=False,
        help_text=_("For shops that promised them to the customer already. Otherwise such an order is refused."),
    )  # fmt: skip

    is_closed = forms.BooleanField(
        label=_("Closed"), required=False,
        help_text=_("A closed shop is offered nowhere and sells nothing; its orders stay."),
    )  # fmt: skip

    def __init__(
        self,
        firms: Sequence[FirmView],
        types: Sequence[PriceTypeView],
        places: Sequence[WarehouseView],
        data: QueryDict | None = None,
        of: ShopView | None = None,
        *,
        is_closed: bool = False,
    ) -> None:
        super().__init__(data, initial=_shop_initial(of, firms, types, places) | {"is_closed": is_closed})
        self.of = of
        choose(self, "firm", [(str(one.id), one.name) for one in firms])
        choose(self, "price_type", [(str(one.id), f"{one.name}, {one.currency}") for one in types])
        held = len(of.warehouses) if of else 0
        self.turns = [f"warehouse_{turn}" for turn in range(max(min(len(places), MOST_WAREHOUSES), held, 1))]
        for turn, name in enumerate(self.turns):
            first = turn == 0
            self.fields[name] = forms.ChoiceField(
                label=_("First from the warehouse") if first else _("Then from"), required=first,
                choices=[("", "—"), *((str(one.id), one.name) for one in places)],
            )  # fmt: skip
        if of:
            self.fields["code"].disabled = True
        else:
            del self.fields["is_closed"]

    @property
    def in_turn(self) -> list[forms.BoundField]:
        """The fields of the warehouses, for the page to draw."""
        return [self[name] for name in self.turns]

    def clean_code(self) -> str:
        """A new shop does not write over one that stands, also where that one is hidden."""
        code: str = self.cleaned_data["code"]
        if self.of is None:
            try:
                shop_by_code(code)
            except UnknownShop:
                return code
            raise forms.ValidationError(gettext("A shop has this code already. Choose another."))
        return code

    def clean_begins(self) -> str:
        """Two shops with one beginning would give out the same numbers."""
        prefix: str = self.cleaned_data["begins"]
        own = self.of.id if self.of else None
        other = next((one for one in shops() if one.id != own and one.prefix.casefold() == prefix.casefold()), None)
        if other:
            raise forms.ValidationError(
                gettext(
                    "The numbers of “%(shop)s” begin so already. Choose another beginning, such as its first letter."
                )
                % {"shop": other.name}
            )
        return prefix

    def clean(self) -> dict[str, Any]:
        """Each warehouse has one turn."""
        told: dict[str, Any] = super().clean() or self.cleaned_data
        seen: set[str] = set()
        for name in self.turns:
            chosen = told.get(name, "")
            if chosen and chosen in seen:
                self.add_error(name, gettext("This warehouse has its turn already. Choose another or none."))
            seen.add(chosen)
        return told

    def card(self) -> ShopCard:
        """What the form says."""
        told = self.cleaned_data
        return ShopCard(
            code=told["code"], name=told["name"], firm=int(told["firm"]), price_type=int(told["price_type"]),
            prefix=told["begins"], takes_uncovered=told["takes_uncovered"], is_hidden=told.get("is_closed"),
            warehouses=tuple(int(told[name]) for name in self.turns if told[name]),
        )  # fmt: skip


def _shop_initial(
    of: ShopView | None, firms: Sequence[FirmView], types: Sequence[PriceTypeView], places: Sequence[WarehouseView]
) -> dict[str, Any]:
    if of is None:
        return {
            **({"firm": str(firms[0].id)} if len(firms) == 1 else {}),
            **({"price_type": str(types[0].id)} if len(types) == 1 else {}),
            **({"warehouse_0": str(places[0].id)} if len(places) == 1 else {}),
        }
    shown = ("name", "code", "firm", "price_type", "takes_uncovered")
    turns = {f"warehouse_{turn}": str(place) for turn, place in enumerate(of.warehouses)}
    return {**{name: getattr(of, name) for name in shown}, "begins": of.prefix, **turns}


class TaxRateForm(forms.Form):
    """A rate from a day on."""

    country = forms.ChoiceField(label=_("Country"))
    regime = forms.ChoiceField(label=_("Tax regime"))
    tax_class = forms.ChoiceField(
        label=_("Tax class"), help_text=_("Goods name their class; the law changes the rate.")
    )
    percent = forms.CharField(
        label=_("Rate, %"), max_length=12, widget=forms.TextInput({"inputmode": "decimal", "class": "e-num"})
    )
    valid_from = forms.DateField(
        label=_("Holds from"), widget=DAY, help_text=_("Until the next one; the rate before it ends the day before.")
    )

    def __init__(self, data: QueryDict | None = None, *, country: str = "") -> None:
        super().__init__(data, initial={"country": country, "regime": "general", "tax_class": "standard"})
        choose(self, "country", words.countries())
        choose(self, "regime", words.regimes())
        choose(self, "tax_class", words.tax_classes())

    def clean_percent(self) -> int:
        """Thousandths of a percent, exactly."""
        try:
            milli = scaled(cleaned(self.cleaned_data["percent"]), MILLI)
        except Refused as refusal:
            raise forms.ValidationError(refusal.sentence) from None
        if not 0 <= milli <= WHOLE:
            raise forms.ValidationError(gettext("Give a rate between 0 and 100."))
        return milli
