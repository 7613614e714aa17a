"""One hash over what the business knows: two databases that tell the same story have the same fingerprint.

Numbers of rows, times, the journal, the inbox and the outbox are left out. A row is known by its values and by the rows
it points to, so the order in which things were loaded does not matter. Tables are read in the order in which they point
to each other; a row costs its 16 bytes of mark in memory.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from django.apps import apps
from django.db.models import AutoField, DateTimeField, Field, ForeignKey, Model

from emporion.exchange.queries import channels, digests
from emporion.ledger.queries import entry_sums

ROOMS = ("parties", "catalog", "pricing", "stock", "orders")
TARGETS = {
    "product": "catalog.product",
    "variant": "catalog.variant",
    "category": "catalog.category",
    "property": "catalog.property",
    "option": "catalog.propertyoption",
    "price_type": "pricing.pricetype",
    "warehouse": "stock.warehouse",
}
# keys of people's histories, what is found out of other columns, and what is still on its way
SILENT_TABLES = {
    "parties.personalkey",
    "parties.personalhistory",
    "parties.searchword",
    "parties.doublekey",
    "parties.double",
    "catalog.doublekey",
    "catalog.double",
    "stock.leaving",
    "stock.knowndocument",
}
# who did it stands in the journal, by their number here; what is searched for and who stands at the end of several
# merges are made of the other columns
SILENT_FIELDS = {"id", "root", "by", "actor", "search_text"}
Mark = bytes
Marks = dict[str, dict[int, Mark]]
AnyField = Field[Any, Any]


def fingerprint() -> dict[str, str]:
    """A hash per business table, of the ledger's sums and of the identity map, and "all" over them together."""
    marks: Marks = {}
    parts = {label: _together(table.marked(marks)) for label, table in _tables().items()}
    parts["ledger"] = _together(_ledger(marks))
    parts["identity"] = _together(_identities(marks))
    parts["all"] = _together(f"{name}={value}".encode() for name, value in parts.items())
    return parts


def _tables() -> dict[str, _Table]:
    """Business tables, each after those it points to."""
    models = {m._meta.label_lower: m for room in ROOMS for m in apps.get_app_config(room).get_models()}
    done: dict[str, _Table] = {}

    def visit(label: str) -> None:
        if label not in done and label in models and label not in SILENT_TABLES:
            table = _Table(models[label])
            for target in table.targets:
                visit(target)
            done[label] = table

    for label in sorted(models):
        visit(label)
    return done


@dataclass(frozen=True)
class _Table:
    model: type[Model]

    @property
    def label(self) -> str:
        return self.model._meta.label_lower

    @property
    def fields(self) -> list[AnyField]:
        """What a row says; a primary key that is a foreign key or made of several says something too."""
        return [f for f in self.model._meta.concrete_fields if f.name not in SILENT_FIELDS and _speaks(f)]

    @property
    def targets(self) -> set[str]:
        """The other tables its rows point to."""
        return {target for field in self.fields if (target := _target(field))} - {self.label}

    def marked(self, marks: Marks) -> Iterable[Mark]:
        """The marks of all rows, also kept under the ids that others point to."""
        fields = self.fields
        own = next((n for n, field in enumerate(fields) if _target(field) == self.label), None)
        has_id = any(field.name == "id" for field in self.model._meta.concrete_fields)
        names = [*(["id"] if has_id else []), *(field.attname for field in fields)]
        targets = [marks.get(_target(field) or "") for field in fields]
        told: dict[int, list[Any]] = {}
        for number, row in enumerate(self.model._default_manager.order_by().values_list(*names).iterator(2000)):
            said = _values(row[1:] if has_id else row, targets)
            pk = row[0] if has_id else number
            if own is None or said[own] is None:  # waits for no other row of its table, so its values need not be kept
                marks.setdefault(self.label, {})[pk] = _mark(said)
            else:
                told[pk] = said
        if own is not None:
            _along_parents(told, own, marks.setdefault(self.label, {}))
        return marks.get(self.label, {}).values()


def _speaks(field: AnyField) -> bool:
    return not isinstance(field, AutoField | DateTimeField)


def _target(field: AnyField) -> str | None:
    return field.related_model._meta.label_lower if isinstance(field, ForeignKey) else None


def _values(values: Sequence[Any], targets: Sequence[Mapping[int, Mark] | None]) -> list[Any]:
    pairs = zip(values, targets, strict=True)
    return [value if target is None or value is None else target.get(value, b"?") for value, target in pairs]


def _along_parents(told: Mapping[int, list[Any]], own: int, done: dict[int, Mark]) -> None:
    """Marks of rows that point to rows of their own table: a group is known by its whole path, a merge by both."""
    for start in told:
        path = [start] if start not in done else []
        while path and (parent := told[path[-1]][own]) in told and parent not in done and parent not in path:
            path.append(parent)
        for pk in reversed(path):
            values = list(told[pk])
            values[own] = done.get(values[own])
            done[pk] = _mark(values)


def _ledger(marks: Marks) -> Iterator[Mark]:
    for code, variant, currency, quantity, value in entry_sums():
        kind, firm, place, holder = code.split(":", 3)
        who = marks.get("parties.ownfirm", {}).get(int(firm))
        where = marks.get("stock.warehouse", {}).get(int(place))
        what = marks.get("catalog.variant", {}).get(variant)
        yield _mark([kind, who, where, holder, what, currency, int(quantity), int(value)])


def _identities(marks: Marks) -> Iterator[Mark]:
    for channel in channels():
        for kind, target in TARGETS.items():
            for key, found in digests(channel.id, kind):
                yield _mark([channel.code, kind, key, marks.get(target, {}).get(found.object_id)])


def _mark(values: Sequence[Any]) -> Mark:
    return blake2b(repr(list(values)).encode("utf-8", "surrogatepass"), digest_size=16).digest()


def _together(marks: Iterable[Mark]) -> str:
    """Equal for equal rows in any order; how often a row stands counts."""
    total = blake2b(digest_size=16)
    for mark in sorted(marks):
        total.update(mark)
    return total.hexdigest()
