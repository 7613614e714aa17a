"""What can be done to many products at once: groups, brand, tax class, sale, protection."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy as lazy

from emporion.accounts.queries import Asker
from emporion.catalog import commands, queries as catalog
from emporion.catalog.types import ProductCard
from emporion.kernel.errors import Refused

from .. import called
from ..intent import Said
from ..lists.bulk import Act, Change, Done, Named, Planned, Told, together
from ..settings.words import tax_class, tax_classes
from .bulk_back import ways_back
from .bulk_prices import prices_acts
from .bulk_protection import protection_acts
from .load_back import load_act

INDENT = "\u2003"
PROTECTS = lazy("Protect it: no exchange overwrites it from then on")


def _rows(ids: Sequence[int]) -> Mapping[int, Any]:
    return {row.pk: row for row in catalog.products(hidden=None).filter(pk__in=ids)}


def names(_asker: Asker, ids: Sequence[int]) -> dict[int, Named]:
    """Products by name, each with its page."""
    told = called.products(catalog.product_names(ids).items())
    return {pk: Named(one.name, reverse("web:product", args=[pk])) for pk, one in told.items()}


def _put(cards: Callable[[Sequence[int], Told], list[ProductCard]]) -> Any:
    """An act that writes cards, all together, or one by one where one of them is refused."""

    def run(ids: Sequence[int], told: Told, said: Said) -> Mapping[int, Done | Refused]:
        def put(some: Sequence[int], own: Said) -> dict[int, Done]:
            outcomes = commands.put_products(cards=cards(some, told), **own)
            return {one.id: "unchanged" if one.done == "unchanged" else "changed" for one in outcomes}

        return together(put, ids, said)

    return run


# ---- groups


class GroupForm(forms.Form):
    """Into which group, or out of which."""

    way = forms.ChoiceField(
        label=lazy("What to do"),
        choices=[
            ("add", lazy("Put into the group")),
            ("only", lazy("Move: this group alone")),
            ("off", lazy("Take out of it")),
        ],
        widget=forms.RadioSelect,
        initial="add",
    )
    group = forms.TypedChoiceField(label=lazy("Group"), coerce=int)
    protects = forms.BooleanField(label=PROTECTS, required=False, initial=True)

    def __init__(self, data: QueryDict | None) -> None:
        super().__init__(data)
        tree = [(str(node.id), f"{INDENT * node.depth}{node.name}") for node in catalog.category_tree()]
        self.fields["group"].choices = tree  # type: ignore[attr-defined]


def _grouped(now: tuple[int, ...], told: Told) -> tuple[int, ...]:
    group: int = told["group"]
    if told["way"] == "only":
        return (group,)
    rest = tuple(one for one in now if one != group)
    return rest if told["way"] == "off" else (*rest, group)


def _plan_group(_asker: Asker, ids: Sequence[int], told: Told) -> dict[int, Planned]:
    words = {node.id: node.name for node in catalog.category_tree()}
    now = catalog.categories_of(ids)

    def said(groups: Sequence[int]) -> str:
        return ", ".join(sorted(words.get(one, "") for one in groups))

    found = {}
    for pk in _rows(ids):
        before = now.get(pk, ())
        after = _grouped(before, told)
        found[pk] = Planned([Change(said(before), said(after))] if set(before) != set(after) else ())
    return found


def _group_cards(ids: Sequence[int], told: Told) -> list[ProductCard]:
    now = catalog.categories_of(ids)
    return [
        ProductCard(pk, category_ids=_grouped(now.get(pk, ()), told), protects=bool(told.get("protects"))) for pk in ids
    ]


# ---- one field


class BrandForm(forms.Form):
    """One brand for all of them; an empty one takes it away."""

    brand = forms.CharField(label=lazy("Brand"), required=False, max_length=200)
    protects = forms.BooleanField(label=PROTECTS, required=False, initial=True)


class TaxForm(forms.Form):
    """One tax class for all of them."""

    tax_class = forms.ChoiceField(label=lazy("Tax class"), choices=tax_classes)
    protects = forms.BooleanField(label=PROTECTS, required=False, initial=True)


def _plan_field(name: str, words: Callable[[str], str]) -> Any:
    def plan(_asker: Asker, ids: Sequence[int], told: Told) -> dict[int, Planned]:
        new = told[name]
        return {
            pk: Planned([Change(words(old), words(new))] if (old := getattr(row, name)) != new else ())
            for pk, row in _rows(ids).items()
        }

    return plan


def _field_cards(name: str) -> Callable[[Sequence[int], Told], list[ProductCard]]:
    def cards(ids: Sequence[int], told: Told) -> list[ProductCard]:
        return [ProductCard(pk, protects=bool(told.get("protects")), **{name: told[name]}) for pk in ids]

    return cards


def _plain(text: str) -> str:
    return text


def _plan_sale(is_hidden: bool) -> Any:
    def plan(_asker: Asker, ids: Sequence[int], told: Told) -> dict[int, Planned]:
        words = {False: _("On sale"), True: _("Hidden")}
        change = Change(words[not is_hidden], words[is_hidden])
        return {pk: Planned([change] if row.is_hidden != is_hidden else ()) for pk, row in _rows(ids).items()}

    return plan


def _sale_cards(is_hidden: bool) -> Callable[[Sequence[int], Told], list[ProductCard]]:
    return lambda ids, told: [ProductCard(pk, is_hidden=is_hidden) for pk in ids]


RIGHT = "catalog.change"
ACTS = (
    Act("group", lazy("Change group"), RIGHT, _plan_group, _put(_group_cards), names,
        lambda _asker, data: GroupForm(data), "stack-2", back="group_back"),
    *prices_acts(names),
    Act("hide", lazy("Hide"), RIGHT, _plan_sale(True),
        _put(_sale_cards(True)), names, icon="package-off",
        consequence=lazy("Shops no longer offer them. Their stock, documents and history stay."), back="show"),
    Act("show", lazy("Put on sale"), RIGHT, _plan_sale(False),
        _put(_sale_cards(False)), names, icon="package", back="hide"),
    Act("brand", lazy("Change brand"), RIGHT, _plan_field("brand", _plain),
        _put(_field_cards("brand")), names, lambda _asker, data: BrandForm(data), "tag", back="brand_back"),
    Act("tax", lazy("Change tax class"), RIGHT, _plan_field("tax_class", tax_class),
        _put(_field_cards("tax_class")), names, lambda _asker, data: TaxForm(data), "percentage", back="tax_back"),
    *protection_acts(RIGHT, names),
    *ways_back(RIGHT, names),
    load_act(names),
)  # fmt: skip
