"""A load is taken back: what a message of an exchange made of goods, as far as nobody has changed it since."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _, gettext_lazy as lazy, gettext_noop

from emporion.accounts.queries import Asker, may
from emporion.catalog import queries as catalog
from emporion.channels import commands as channels
from emporion.channels.queries import loaded
from emporion.channels.types import PARTS, Loaded, Value
from emporion.kernel.errors import Refused
from emporion.pricing.queries import price_types
from emporion.pricing.types import PriceTypeView

from .. import numbers
from ..fields import SeveralField
from ..intent import Said
from ..lists.bulk import Act, Change, Done, Named, Planned, Told, together
from ..types import Partly
from .words import field_words

NAME, RIGHT = "load_back", "exchange.operate"
WORDS = {
    "new": lazy("New goods: hide them"),
    "fields": lazy("Fields of goods"),
    "prices": lazy("Prices"),
    "pictures": lazy("Pictures"),
}
RIGHTS = {
    "new": ("catalog.change",),
    "fields": ("catalog.change",),
    "prices": ("pricing.change", "pricing.see_cost"),
    "pictures": ("catalog.change",),
}
PRICE, PROPERTY = "price:", "value:"
LONGEST = 80  # characters of a value in the preview


class ChangedSinceLoad(Refused):
    """Values of a product were changed or protected after the load that is taken back."""

    code = "changed_since_load"
    says = gettext_noop("Changed or protected since, so it stays: %(fields)s.")
    remedy = gettext_noop("Open its page and change it by hand where you mean to.")

    def shown(self) -> Mapping[str, Any]:
        """Fields in the reader's language; prices and properties stand by their names already."""
        told = dict.fromkeys(_words(name) for name in self.facts.get("fields", ()))
        return {**self.facts, "fields": ", ".join(told)}


def _words(name: str) -> str:
    for prefix in (PRICE, PROPERTY):
        if name.startswith(prefix):
            return name.removeprefix(prefix)
    return field_words(name)


def parts_for(asker: Asker) -> list[str]:
    """Which parts of a load this person may take back; prices by those alone who see all of them."""
    return [part for part in PARTS if all(may(asker, right) for right in RIGHTS[part])]


class LoadForm(forms.Form):
    """Which message, and what of it."""

    message = forms.IntegerField(widget=forms.HiddenInput)
    parts = SeveralField(label=lazy("What goes back"))

    def __init__(self, asker: Asker, data: QueryDict | None) -> None:
        super().__init__(data)
        self.fields["parts"].choices = [(part, WORDS[part]) for part in parts_for(asker)]  # type: ignore[attr-defined]


class _Names:
    """What price types, properties and variants are called, read once for a part of the rows."""

    def __init__(self, ids: Sequence[int]) -> None:
        self.types: dict[int, PriceTypeView] = {kind.id: kind for kind in price_types()}
        self.properties = {row.id: row.name for row in catalog.properties()}
        offered = catalog.variants_of(ids)
        self.variants = {one.id: one.name for own in offered.values() if len(own) > 1 for one in own}

    def of(self, subject: str) -> str:
        """The name of a variant among several; nothing for a product and for one that is alone."""
        return self.variants.get(int(subject[8:]), "") if subject.startswith("variant:") else ""

    def field(self, value: Value) -> str:
        """A value by name, as a refusal keeps it."""
        if value.part == "prices":
            return f"{PRICE}{self.types[value.price[0]].name}"
        if value.name.startswith(PROPERTY):
            return f"{PROPERTY}{self.properties.get(int(value.name.removeprefix(PROPERTY)), value.name)}"
        return value.name

    def change(self, value: Value) -> Change:
        """A value before the load and after it, the other way round."""
        label = _words(self.field(value))
        if name := self.of(value.subject):
            label = f"{name}, {label}"
        if value.part == "prices":
            currency = self.types[value.price[0]].currency
            new, old = ("" if one is None else numbers.price(one, currency) for one in (value.new, value.old))
            return Change(new, old, label)
        if value.part == "pictures":
            return Change(numbers.count(len(value.new)), numbers.count(len(value.old)), label)
        return Change(str(value.new or "")[:LONGEST], value.said[:LONGEST], label)


def _rest(names: _Names, found: Loaded) -> Refused | None:
    return ChangedSinceLoad(fields=[names.field(one) for one in found.left]) if found.left else None


def _plan(_asker: Asker, ids: Sequence[int], told: Told) -> dict[int, Planned]:
    names, standing = _Names(ids), catalog.product_names(ids)
    return {
        pk: _planned(names, one.only(told["parts"]))
        for pk, one in loaded(told["message"], ids).items()
        if pk in standing
    }


def _planned(names: _Names, found: Loaded) -> Planned:
    hidden = [Change(_("On sale"), _("Hidden"), names.of(one)) for one in found.added]
    changes = [*hidden, *(names.change(one) for one in found.back)]
    rest = _rest(names, found)
    return Planned(changes, rest=rest) if changes else Planned(refusal=rest)


def _run(ids: Sequence[int], told: Told, said: Said) -> Mapping[int, Done | Refused | Partly]:
    message, parts = told["message"], told["parts"]
    names = _Names(ids)
    rests = {pk: _rest(names, one.only(parts)) for pk, one in loaded(message, ids).items()}

    def back(some: Sequence[int], own: Said) -> dict[int, Done]:
        done = channels.take_load_back(message=message, products=some, parts=parts, **own)
        return {pk: "changed" if pk in done else "unchanged" for pk in some}

    return {pk: _outcome(done, rests[pk]) for pk, done in together(back, ids, said).items()}


def _outcome(done: Done | Refused, rest: Refused | None) -> Done | Refused | Partly:
    if rest is None or isinstance(done, Refused):
        return done
    return Partly(rest) if done == "changed" else rest


def load_act(names: Callable[[Asker, Sequence[int]], Mapping[int, Named]]) -> Act:
    """The act, begun from the page of a message alone."""
    return Act(
        NAME, lazy("Take the load back"), RIGHT, _plan, _run, names, LoadForm, "arrow-back-up",
        consequence=lazy(
            "What was changed or protected since stays. Stock is not taken back: the next figures of the other side"
            " count. What it says next of these goods is taken anew."
        ),
        is_undo=True, is_way_back=True,
    )  # fmt: skip
