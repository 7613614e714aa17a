"""What the catalog is sorted by: categories, properties, units."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from django.db.models import Count, Q

from ..models import Category, Property, PropertyOption, Unit
from ..types import CategoryNode, OptionView, PropertyView, UnitView

Rows = dict[int, list[Category]]


def category_tree(hidden: bool = True) -> tuple[CategoryNode, ...]:
    """All categories as they are read from the top down, in one query; hidden=False leaves hidden branches out."""
    children: Rows = defaultdict(list)
    counted = Category.objects.annotate(number=Count("products", filter=Q(products__product__is_hidden=False)))
    for row in counted.order_by("position", "name", "id"):
        children[row.parent_id or 0].append(row)
    return tuple(_walk(children, 0, 0, hidden))


def _walk(children: Rows, parent: int, depth: int, hidden: bool) -> Iterator[CategoryNode]:
    for row in children.get(parent, ()):
        if hidden or not row.is_hidden:
            number: int = row.number  # type: ignore[attr-defined]  # annotated above
            yield CategoryNode(row.pk, parent, row.name, depth, row.is_hidden, number)
            yield from _walk(children, row.pk, depth + 1, hidden)


def properties() -> tuple[PropertyView, ...]:
    """All properties by name with their options in the order in which they came, in two queries."""
    options: dict[int, list[OptionView]] = defaultdict(list)
    for pk, owner, text in PropertyOption.objects.order_by("id").values_list("id", "property_id", "text"):
        options[owner].append(OptionView(pk, text))
    return tuple(
        PropertyView(row.pk, row.name, row.kind, tuple(options.get(row.pk, ())))
        for row in Property.objects.order_by("name", "id")
    )


def units() -> tuple[UnitView, ...]:
    """All units of measure by code."""
    fields = ("code", "short", "full_name", "international", "step_thousandths")
    return tuple(UnitView(*row) for row in Unit.objects.order_by("code").values_list(*fields))
