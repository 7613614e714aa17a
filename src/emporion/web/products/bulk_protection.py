"""Fields of many products kept from the exchange, or given back to it; each is the way back of the other."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _, gettext_lazy as lazy

from emporion.accounts.queries import Asker
from emporion.catalog import commands, queries as catalog
from emporion.catalog.types import FieldsProtected, FieldsReleased
from emporion.exchange import commands as exchange
from emporion.journal.commands import command
from emporion.journal.types import Work
from emporion.kernel.errors import Refused

from ..fields import SeveralField
from ..intent import Said
from ..lists.bulk import Act, Change, Done, Named, Planned, Told, one_by_one
from ..lists.rewound import of_work, told_of
from .words import field_words

FIELDS = (
    "name", "full_name", "sku", "description", "brand", "unit", "weight_grams", "country", "tax_class", "is_hidden",
    "categories", "pictures",
)  # fmt: skip
Wanted = Callable[[Sequence[int], Told], Mapping[int, frozenset[str]]]


class FieldsForm(forms.Form):
    """Which fields."""

    fields_named = SeveralField(label=lazy("Fields"), choices=lambda: [(name, field_words(name)) for name in FIELDS])


def _chosen(ids: Sequence[int], told: Told) -> dict[int, frozenset[str]]:
    return dict.fromkeys(ids, frozenset(told["fields_named"]))


def _told(kind: type[FieldsProtected] | type[FieldsReleased]) -> Wanted:
    """The fields that the work which is taken back turned round, of each product."""

    def wanted(ids: Sequence[int], told: Told) -> dict[int, frozenset[str]]:
        facts = told_of(told, kind, (f"product:{pk}" for pk in ids))
        return {pk: frozenset(n for one in facts.get(f"product:{pk}", ()) for n in one.fields) for pk in ids}

    return wanted


def _plan(protects: bool, wanted: Wanted) -> Any:
    def plan(_asker: Asker, ids: Sequence[int], told: Told) -> dict[int, Planned]:
        stands, asked = catalog.protections_of(ids), wanted(ids, told)
        known = catalog.product_names(ids)
        return {pk: _planned(protects, stands.get(pk, frozenset()), asked[pk]) for pk in ids if pk in known}

    return plan


def _planned(protects: bool, has: frozenset[str], asked: frozenset[str]) -> Planned:
    moved = sorted(asked - has if protects else asked & has)
    said = ", ".join(field_words(name) for name in moved)
    free, kept = _("open to the exchange"), _("protected")
    change = Change(free, kept, said) if protects else Change(kept, free, said)
    return Planned([change] if moved else ())


def _run(protects: bool, wanted: Wanted) -> Any:
    def run(ids: Sequence[int], told: Told, said: Said) -> Mapping[int, Done | Refused]:
        asked, offered = wanted(ids, told), {} if protects else catalog.variants_of(ids)

        def one(pk: int, own: Said) -> None:
            if protects:
                commands.protect_fields(product_id=pk, fields=sorted(asked[pk]), **own)
            else:
                variants = tuple(variant.id for variant in offered.get(pk, ()))
                release_fields(product=pk, fields=tuple(sorted(asked[pk])), variants=variants, **own)

        return one_by_one(one, ids, said)

    return run


@command
def release_fields(work: Work, *, product: int, fields: tuple[str, ...], variants: tuple[int, ...]) -> None:
    """Take protections away and have the next message about the product and its variants applied in any case."""
    commands.unprotect_fields(work=work, fields={product: fields})
    exchange.forget_digests(work=work, kind="product", object_ids=[product])
    for kind in ("goods_variant", "variant"):
        exchange.forget_digests(work=work, kind=kind, object_ids=list(variants))


def protection_acts(right: str, names: Callable[[Asker, Sequence[int]], Mapping[int, Named]]) -> tuple[Act, ...]:
    """Protecting and releasing, each with its way back on just the fields that it turned round."""
    was_guarded, was_freed = _told(FieldsProtected), _told(FieldsReleased)
    return (
        Act("protect", lazy("Protect fields"), right, _plan(True, _chosen), _run(True, _chosen), names,
            lambda _asker, data: FieldsForm(data), "lock",
            consequence=lazy(
                "What is protected is changed here by hand alone; an exchange passes it over and says so."
            ),
            back="protect_back"),
        Act("release", lazy("Release fields"), right, _plan(False, _chosen), _run(False, _chosen), names,
            lambda _asker, data: FieldsForm(data), "plug-connected", back="release_back"),
        Act("protect_back", lazy("Undo"), right, _plan(False, was_guarded), _run(False, was_guarded), names,
            of_work, is_way_back=True),
        Act("release_back", lazy("Undo"), right, _plan(True, was_freed), _run(True, was_freed), names,
            of_work, is_way_back=True),
    )  # fmt: skip
