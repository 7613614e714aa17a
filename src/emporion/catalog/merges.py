"""A merge of two products as it stands: what each has field by field, which variants are one, what was taken."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Mapping

from .models import Barcode, Picture, Product, ProductCategory, ProductText, ProductValue, Variant
from .rules import options_of

SINGLE = ("name", "full_name", "sku", "description", "brand", "country", "weight_grams")
PICTURE = ("file", "content_hash", "caption", "width", "height")
EMPTY = ("", "0", "[]")


def held(product: int) -> dict[str, str]:
    """What a product has, by field and as text: as return_fields takes it, pictures and text:<language> as JSON."""
    row = Product.objects.filter(pk=product).values(*SINGLE).get()
    found = {name: str(value) for name, value in row.items()}
    groups = ProductCategory.objects.filter(product=product).order_by("category_id")
    found["categories"] = ", ".join(map(str, groups.values_list("category_id", flat=True)))
    values = defaultdict[int, list[list[object]]](list)
    stored = ProductValue.objects.filter(product=product).order_by("position")
    for owner, option, text in stored.values_list("property_id", "option_id", "text"):
        values[owner].append([option, text])
    found |= {f"value:{owner}": json.dumps(some, ensure_ascii=False) for owner, some in values.items()}
    pictures = Picture.objects.filter(product=product).order_by("position").values_list(*PICTURE)
    found["pictures"] = json.dumps([list(one) for one in pictures], ensure_ascii=False)
    for language, name, description in ProductText.objects.filter(product=product).values_list(
        "language", "name", "description"
    ):
        found[f"text:{language}"] = json.dumps([name, description], ensure_ascii=False)
    return {field: text for field, text in found.items() if text not in EMPTY}


def offered(stays: Mapping[str, str], comes: Mapping[str, str]) -> list[str]:
    """Fields in which the two differ and of which the double has something, so that one has to be chosen."""
    return [field for field, text in comes.items() if stays.get(field) != text]


def lacking(stays: Mapping[str, str], comes: Mapping[str, str]) -> list[str]:
    """Of these, what the one that stays does not have at all: proposed to be taken."""
    return [field for field in offered(stays, comes) if field not in stays]


def proposed(double: int, into: int) -> dict[int, int]:
    """Which variant of the one that stays each of the double's is; 0 where none is known to be it.

    One and one are each other; else by a barcode, an article of their own, their options, being the default. None of
    those that stay is taken twice.
    """
    mine, theirs = _variants(into), _variants(double)
    if len(mine) == len(theirs) == 1:
        return {theirs[0].pk: mine[0].pk}
    codes = _codes([one.pk for one in (*mine, *theirs)])
    free, found = {one.pk: one for one in mine}, dict.fromkeys((one.pk for one in theirs), 0)
    for how in (_by_barcode, _by_article, _by_options, _by_default):
        for one in theirs:
            twins = [pk for pk, other in free.items() if not found[one.pk] and how(one, other, codes)]
            if len(twins) == 1:
                found[one.pk] = twins[0]
                del free[twins[0]]
    return found


def _variants(product: int) -> list[Variant]:
    return list(Variant.objects.filter(product=product, merged_into=None).order_by("pk"))


def _codes(variants: Collection[int]) -> Mapping[int, set[str]]:
    found = defaultdict[int, set[str]](set)
    for variant, code in Barcode.objects.filter(variant__in=variants).values_list("variant_id", "code"):
        found[variant].add(code)
    return found


def _by_barcode(one: Variant, other: Variant, codes: Mapping[int, set[str]]) -> bool:
    return bool(codes[one.pk] & codes[other.pk])


def _by_article(one: Variant, other: Variant, _codes: Mapping[int, set[str]]) -> bool:
    return bool(one.sku) and one.sku.casefold() == other.sku.casefold()


def _by_options(one: Variant, other: Variant, _codes: Mapping[int, set[str]]) -> bool:
    mine, theirs = (sorted((n.casefold(), v.casefold()) for n, v in options_of(of.options)) for of in (one, other))
    return bool(mine) and mine == theirs


def _by_default(one: Variant, other: Variant, _codes: Mapping[int, set[str]]) -> bool:
    return one.is_default and other.is_default
