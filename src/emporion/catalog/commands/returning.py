"""Earlier values in their places again, as facts told what stood before."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from emporion.journal.commands import command
from emporion.journal.types import Work

from ..rules import options_of
from ..types import FieldsBack, Outcome, ProductCard, Value, VariantCard
from .product_lists import read_lists
from .products import put_products
from .variants import put_variants

FLAGS = ("is_hidden", "is_default")


@command
def return_fields(work: Work, *, back: Sequence[FieldsBack]) -> tuple[Outcome, ...]:
    """Give fields of products and variants the values that they had; the outcomes stand products first.

    Fields and values are those of ProductChanged.before and VariantChanged.before; "is_hidden" is "True" or "False".
    Refuses what put_products and put_variants refuse, such as a group that is gone meanwhile.
    """
    products = [(_number(one), one) for one in back if one.subject.startswith("product:")]
    variants = [(_number(one), one) for one in back if one.subject.startswith("variant:")]
    values = _values([pk for pk, one in products if any(name.startswith("value:") for name, _ in one.fields)])
    cards = [ProductCard(pk, **_of_product(one, values.get(pk, ()))) for pk, one in products]
    offers = [VariantCard(pk, **_of_variant(one)) for pk, one in variants]
    return (*put_products(work=work, cards=cards), *put_variants(work=work, cards=offers))


def _number(back: FieldsBack) -> int:
    return int(back.subject.partition(":")[2])


def _values(products: Sequence[int]) -> Mapping[int, tuple[Value, ...]]:
    read = read_lists([ProductCard(pk, values=()) for pk in products])
    return {pk: lists.values for pk, lists in read.items()}


def _of_product(back: FieldsBack, values: tuple[Value, ...]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, text in back.fields:
        if name.startswith("value:"):
            owner = int(name.partition(":")[2])
            own: list[Value] = [(owner, option, words) for option, words in json.loads(text or "[]")]
            values = (*(value for value in values if value[0] != owner), *own)
            found["values"] = values
        elif name == "categories":
            found["category_ids"] = tuple(int(one) for one in (text or "").split(", ") if one)
        else:
            found[name] = int(text or 0) if name == "weight_grams" else _plain(name, text)
    return found


def _of_variant(back: FieldsBack) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, text in back.fields:
        if name == "options":
            found[name] = options_of(text or "[]")
        elif name == "barcodes":
            found[name] = tuple(json.loads(text or "[]"))
        else:
            found[name] = int(text or 0) if name == "product_id" else _plain(name, text)
    return found


def _plain(name: str, text: str | None) -> str | bool:
    return text == "True" if name in FLAGS else text or ""
