"""Prices of many products raised or lowered by a percentage, with the old and the new one of each variant."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _, gettext_lazy as lazy

from emporion.accounts.queries import Asker
from emporion.catalog import queries as catalog
from emporion.kernel.errors import Refused
from emporion.kernel.money import MICRO, exponent
from emporion.pricing import commands
from emporion.pricing.queries import prices_of, raised
from emporion.pricing.types import PriceTypeView, PriceView, PriceWouldVanish

from .. import numbers
from ..intent import Said
from ..lists.bulk import Act, Change, Done, Named, Planned, Told, one_by_one
from ..lists.rewound import of_work
from ..typed import cleaned
from ..types import NoPriceThere
from .bulk_prices_back import plan_back, run_back
from .sight import visible_types

POINTS = 100  # of a percent
MOST = 1000  # percent
STEPS = ("0.01", "0.05", "0.1", "0.5", "1", "5", "10", "50", "100", "1000")
UNIT = 10**MICRO


class PercentForm(forms.Form):
    """Which prices, by how much, and how they are rounded."""

    price_type = forms.TypedChoiceField(label=lazy("Price type"), coerce=int)
    percent = forms.CharField(
        label=lazy("By how many percent"),
        max_length=12,
        widget=forms.TextInput({"inputmode": "text", "class": "e-num", "autocomplete": "off"}),
        help_text=lazy("Such as 7.5 to raise prices, -10 to lower them."),
    )
    step = forms.ChoiceField(label=lazy("Rounded to"))
    ends = forms.BooleanField(label=lazy("Let them end just below, such as 9.99"), required=False)

    def __init__(self, asker: Asker, data: QueryDict | None) -> None:
        super().__init__(data)
        self.kinds = {kind.id: kind for kind in visible_types(asker)}
        choices = [(kind.id, f"{kind.name}, {kind.currency}") for kind in self.kinds.values()]
        self.fields["price_type"].choices = choices  # type: ignore[attr-defined]
        steps = [(step, numbers.quantity(round_thousandths(step))) for step in STEPS]
        self.fields["step"].choices = steps  # type: ignore[attr-defined]

    def clean_percent(self) -> int:
        """Hundredths of a percent, read exactly."""
        text = cleaned(self.cleaned_data["percent"].replace("%", ""))
        if not re.fullmatch(r"[+-]?\d+(\.\d{1,2})?", text):
            raise forms.ValidationError(_("Give a number with two digits behind the point at most, such as 7.5."))
        whole, _point, behind = text.lstrip("+-").partition(".")
        points = int(whole) * POINTS + int(behind.ljust(2, "0") or 0)
        if not 0 < points <= MOST * POINTS or (text.startswith("-") and points >= 100 * POINTS):
            raise forms.ValidationError(_("Give a percentage above nothing, up to 1000, or down to less than -100."))
        return -points if text.startswith("-") else points

    def clean(self) -> dict[str, Any]:
        """With the price type itself, whose currency says what its coin is."""
        told: dict[str, Any] = super().clean() or self.cleaned_data
        return told | {"kind": self.kinds.get(told.get("price_type", 0))}


def round_thousandths(step: str) -> int:
    """A step of the list in thousandths."""
    whole, _point, behind = step.partition(".")
    return int(whole) * 1000 + int(behind.ljust(3, "0"))


def _terms(kind: PriceTypeView, told: Told) -> dict[str, int]:
    """How much, and how it is rounded, as the verb takes it; never finer than the currency's coin."""
    coin = UNIT // 10 ** exponent(kind.currency)
    step = max(round_thousandths(told["step"]) * 1000, coin)
    return {"basis_points": told["percent"], "step_micro": step, "less_micro": coin if told["ends"] else 0}


def _plan(asker: Asker, ids: Sequence[int], told: Told) -> dict[int, Planned]:
    kind = next((one for one in visible_types(asker) if one.id == told["price_type"]), None)
    offered = catalog.variants_of(ids)
    prices = prices_of([variant.id for variants in offered.values() for variant in variants])
    found: dict[int, Planned] = {}
    for pk in ids:
        own = [(variant.name, price) for variant in offered.get(pk, ()) for price in prices.get(variant.id, ())]
        standing = [(name, one) for name, one in own if kind and one.price_type.id == kind.id and one.price.micro > 0]
        found[pk] = _planned(kind, standing, told) if kind and standing else Planned(refusal=NoPriceThere())
    return found


def _planned(kind: PriceTypeView, standing: Sequence[tuple[str, PriceView]], told: Told) -> Planned:
    terms, changes = _terms(kind, told), []
    for name, one in standing:
        new = raised(one.price.micro, *terms.values())
        if new <= 0:
            return Planned(refusal=PriceWouldVanish())
        if new != one.price.micro:
            label = name if len(standing) > 1 else ""
            old_words, new_words = (numbers.price(micro, kind.currency) for micro in (one.price.micro, new))
            changes.append(Change(old_words, f"{new_words}{numbers.FIXED_SPACE}{kind.currency}", label))
    return Planned(changes)


def _run(ids: Sequence[int], told: Told, said: Said) -> Mapping[int, Done | Refused]:
    offered = catalog.variants_of(ids)

    def raise_one(pk: int, own: Said) -> bool:
        outcomes = commands.raise_prices(
            variant_ids=[variant.id for variant in offered.get(pk, ())], price_type_id=told["price_type"],
            **_terms(told["kind"], told), **own,
        )  # fmt: skip
        return any(one.done != "unchanged" for one in outcomes)

    return one_by_one(raise_one, ids, said)


def prices_acts(names: Callable[[Asker, Sequence[int]], Mapping[int, Named]]) -> tuple[Act, ...]:
    """The act and its way back, with what calls products by name."""
    return (
        Act(
            "prices", lazy("Change prices"), "pricing.change", _plan, _run, names,
            PercentForm, "currency-euro",
            consequence=lazy("Prices from a quantity on move too. What an exchange sends later overwrites them."),
            back="prices_back",
        ),
        Act(
            "prices_back", lazy("Undo"), "pricing.change", plan_back, run_back, names, of_work, is_way_back=True,
        ),
    )  # fmt: skip
