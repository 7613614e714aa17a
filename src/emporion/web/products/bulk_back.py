"""The way back of an act that gave many products one group, brand or tax class: to each what it had before."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from django.utils.translation import gettext_lazy as lazy

from emporion.accounts.queries import Asker
from emporion.catalog import commands, queries as catalog
from emporion.catalog.types import FieldsProtected, ProductCard, ProductChanged
from emporion.journal.commands import command
from emporion.journal.types import Work
from emporion.kernel.errors import Refused
from emporion.kernel.rows import among

from ..intent import Said
from ..lists.bulk import Act, Change, Done, Named, Planned, Told, together
from ..lists.rewound import of_work, told_of
from ..types import NothingToTakeBack

Field = Literal["categories", "brand", "tax_class"]
Value = str | frozenset[int]


@dataclass(frozen=True, slots=True)
class Was:
    """A field of a product before a work and after it, and what the work protected on the product."""

    product: int
    old: Value
    new: Value
    free: tuple[str, ...] = ()


def _was(field: Field, ids: Sequence[int], told: Told) -> dict[int, Was]:
    """What the work told of a field; none of these is ever so long that the journal cuts it."""
    subjects = {f"product:{pk}": pk for pk in ids}
    changed = told_of(told, ProductChanged, subjects)
    guarded = told_of(told, FieldsProtected, subjects)
    found = {}
    for subject, events in changed.items():
        free = tuple(name for event in guarded.get(subject, ()) for name in event.fields)
        for one in (change for event in events for change in event.changes if change.field == field):
            old, new = _value(field, one.old or ""), _value(field, one.new or "")
            found[subjects[subject]] = Was(subjects[subject], old, new, free)
    return found


def _value(field: Field, kept: str) -> Value:
    """A value as the journal keeps it; of groups it keeps the numbers."""
    return frozenset(int(one) for one in kept.split(", ") if one) if field == "categories" else kept


def _standing(field: Field, ids: Sequence[int]) -> dict[int, Value]:
    known = catalog.products(hidden=None).filter(pk__in=among(ids)).order_by()
    if field != "categories":
        return dict(known.values_list("pk", field))
    groups = catalog.categories_of(ids)
    return {pk: frozenset(groups.get(pk, ())) for pk in known.values_list("pk", flat=True)}


def _plan(field: Field) -> Any:
    def plan(_asker: Asker, ids: Sequence[int], told: Told) -> dict[int, Planned]:
        was, stands = _was(field, ids, told), _standing(field, ids)
        return {pk: _planned(was.get(pk), value) for pk, value in stands.items()}

    return plan


def _planned(was: Was | None, stands: Value) -> Planned:
    if was is None:
        return Planned(refusal=NothingToTakeBack())
    return Planned([Change(_plain(was.new), _plain(was.old))] if stands == was.new else ())


def _run(field: Field) -> Any:
    def run(ids: Sequence[int], told: Told, said: Said) -> Mapping[int, Done | Refused]:
        was = _was(field, ids, told)

        def put(some: Sequence[int], own: Said) -> dict[int, Done]:
            done = put_fields_back(field=field, was=[was[pk] for pk in some if pk in was], **own)
            return {pk: "changed" if pk in done else "unchanged" for pk in some}

        return together(put, ids, said)

    return run


@command
def put_fields_back(work: Work, *, field: Field, was: Sequence[Was]) -> list[int]:
    """Give products the value they had, and the field to the exchange where it could write it before.

    Answers which; one whose value is no longer what it was given is left alone.
    """
    ids = [one.product for one in was]
    catalog.lock_products(ids)
    stands = _standing(field, ids)
    back = [one for one in was if stands.get(one.product) == one.new]
    commands.put_products(work=work, cards=[_card(field, one) for one in back])
    commands.unprotect_fields(work=work, fields={one.product: one.free for one in back if one.free})
    return [one.product for one in back]


def _card(field: Field, was: Was) -> ProductCard:
    if isinstance(was.old, frozenset):
        return ProductCard(was.product, category_ids=tuple(sorted(was.old)))
    return ProductCard(was.product, **{field: was.old})  # type: ignore[arg-type]


def _plain(value: Value) -> str:
    return value if isinstance(value, str) else ", ".join(map(str, sorted(value)))


def ways_back(right: str, names: Callable[[Asker, Sequence[int]], Mapping[int, Named]]) -> tuple[Act, ...]:
    """The ways back, one for each field; each is named as the act that it takes back, with _back behind it."""
    fields: tuple[tuple[str, Field], ...] = (("group", "categories"), ("brand", "brand"), ("tax", "tax_class"))
    return tuple(
        Act(
            f"{act}_back", lazy("Undo"), right, _plan(field), _run(field), names, of_work, is_way_back=True,
        )
        for act, field in fields
    )  # fmt: skip
