"""One hash over what the business knows: two databases that tell the same story have the same fingerprint.

Numbers of rows, times, the journal, the inbox and the outbox are left out. A row is known by its values and by the rows
it points to, so the order in which things were loaded does not matter. Whole tables are read in the order in which they
point to each other; a row costs 16 bytes of memory.
"""

from collections.abc import Callable, Iterator
from hashlib import blake2b

from django.apps import apps
from django.db.models import DateTimeField, Field, ForeignKey, Model
from django.db.models.fields import AutoField

from emporion.exchange.queries import identities
from emporion.ledger.queries import entry_sums

ROOMS = ("parties", "catalog", "pricing", "stock", "orders")
IDENTITY_TARGETS = {
    "product": "catalog.product",
    "variant": "catalog.variant",
    "category": "catalog.category",
    "property": "catalog.property",
    "price_type": "pricing.pricetype",
    "warehouse": "stock.warehouse",
    "order": "orders.order",
    "party": "parties.party",
}
SKIPPED = {"parties.personalkey", "parties.personalhistory", "stock.leaving", "stock.knowndocument"}
Mark = bytes


def fingerprint() -> dict[str, str]:
    """A hash per business table, of the ledger's sums and of the identity map, and "all" over them together."""
    marks: dict[str, dict[int, Mark]] = {}
    parts: dict[str, str] = {}
    for model in _in_order():
        label = model._meta.label_lower
        marks[label] = rows = dict(_rows(model, marks))
        parts[label] = _together(rows.values())
    parts["ledger"] = _together(_ledger(marks))
    parts["identity"] = _together(_identities(marks))
    parts["all"] = _together(f"{name}={value}".encode() for name, value in parts.items())
    return parts


def _in_order() -> list[type[Model]]:
    """Business tables, each after those it points to."""
    models = {m._meta.label_lower: m for room in ROOMS for m in apps.get_app_config(room).get_models()}
    done: dict[str, type[Model]] = {}

    def visit(label: str) -> None:
        if label in done or label not in models:
            return
        for field in models[label]._meta.concrete_fields:
            target = _target(field)
            if target and target != label:
                visit(target)
        done[label] = models[label]

    for label in sorted(models):
        if label not in SKIPPED:
            visit(label)
    return [model for label, model in done.items() if label not in SKIPPED]


def _target(field: Field) -> str | None:
    return field.related_model._meta.label_lower if isinstance(field, ForeignKey) else None


def _rows(model: type[Model], marks: dict[str, dict[int, Mark]]) -> Iterator[tuple[int, Mark]]:
    fields = [field for field in model._meta.concrete_fields if _speaks(field)]
    has_id = model._meta.pk is not None and model._meta.pk.concrete and not model._meta.pk.is_relation
    names = [*(["pk"] if has_id else []), *(field.attname for field in fields)]
    own = model._meta.label_lower
    for number, row in enumerate(model._default_manager.order_by().values_list(*names).iterator(2000)):
        values = row[1:] if has_id else row
        told = [_value(field, value, marks.get(_target(field) or "", {}), own) for field, value in zip(fields, values, strict=True)]
        yield (row[0] if has_id else number), _mark(told)


def _speaks(field: Field) -> bool:
    return not isinstance(field, AutoField | DateTimeField) and field.name not in ("id", "merged_into", "key")


def _value(field: Field, value: object, targets: dict[int, Mark], own: str) -> object:
    target = _target(field)
    if target is None or value is None or target == own:
        return value if target != own else None
    return targets.get(value, b"?")  # type: ignore[call-overload]  # a foreign key's value is the id of its target


def _ledger(marks: dict[str, dict[int, Mark]]) -> Iterator[Mark]:
    for code, variant, currency, quantity, value in entry_sums():
        kind, firm, place, holder = code.split(":", 3)
        named: list[object] = [
            kind,
            marks["parties.ownfirm"].get(int(firm)),
            marks["stock.warehouse"].get(int(place)),
            holder,
            marks["catalog.variant"].get(variant),
        ]
        yield _mark([*named, currency, quantity, value])


def _identities(marks: dict[str, dict[int, Mark]]) -> Iterator[Mark]:
    for channel, kind, key, object_id in identities():
        target = IDENTITY_TARGETS.get(kind)
        yield _mark([channel, kind, key, marks[target].get(object_id) if target else None])


def _mark(values: list[object]) -> Mark:
    return blake2b(repr(values).encode(), digest_size=16).digest()


def _together(marks: Iterator[Mark] | object) -> str:
    """Equal for equal rows in any order; how often a row stands counts."""
    total = blake2b(digest_size=16)
    for mark in sorted(marks):  # type: ignore[call-overload]  # marks are bytes
        total.update(mark)
    return total.hexdigest()


Fingerprint = Callable[[], dict[str, str]]
