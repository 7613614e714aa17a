"""The ways back of what is changed on the pages of goods."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from emporion.catalog import commands as catalog
from emporion.catalog.queries import category_tree, lock_products, lock_variants, product_page
from emporion.catalog.types import CategoryCard, CategoryNode, ProductCard, ProductPage
from emporion.journal.commands import command
from emporion.journal.types import Work
from emporion.pricing import commands as pricing
from emporion.pricing.queries import prices_of
from emporion.pricing.types import PriceCard

from ..intent import Said
from ..undo import ChangedSince, Told, undoes

TEXTS = ("name", "full_name", "sku", "brand", "description", "weight_grams", "is_hidden")


def standing(page: ProductPage, fields: set[str]) -> dict[str, Any]:
    """Some fields of a card as they stand, in the form in which the card takes them and a button carries them."""
    found: dict[str, Any] = {name: getattr(page, name) for name in TEXTS if name in fields}
    if "unit" in fields:
        found["unit"] = page.unit.code
    if "category_ids" in fields:
        found["category_ids"] = sorted(path.id for path in page.categories)
    return found


def group_as_told(node: CategoryNode) -> dict[str, Any]:
    """A group as a button carries it."""
    return {"name": node.name, "parent_id": node.parent_id, "is_hidden": node.is_hidden}


@undoes("product", "catalog.change")
def _product(request: HttpRequest, told: Told, said: Said) -> None:
    put_card_back(product=told["product"], was=told["was"], now=told["now"], free=tuple(told["free"]), **said)


@command
def put_card_back(work: Work, *, product: int, was: dict[str, Any], now: dict[str, Any], free: tuple[str, ...]) -> None:
    """Give a card the fields that it had, and to the exchange those that it could write before.

    Refused when one of them is no longer what the change made of it.
    """
    lock_products([product])
    if standing(product_page(product), set(now)) != now:
        raise ChangedSince()
    groups = {"category_ids": tuple(was["category_ids"])} if "category_ids" in was else {}
    catalog.edit_product(work=work, card=ProductCard(id=product, **{**was, **groups}))
    catalog.unprotect_fields(work=work, fields={product: free})


@undoes("protect", "catalog.change")
def _protect(request: HttpRequest, told: Told, said: Said) -> None:
    catalog.protect_fields(product_id=told["product"], fields=[told["field"]], **said)


@undoes("prices", "pricing.change")
def _prices(request: HttpRequest, told: Told, said: Said) -> None:
    put_prices_back(variant=told["variant"], was=_by_type(told["was"]), now=_by_type(told["now"]), **said)


def _by_type(told: dict[str, int | None]) -> dict[int, int | None]:
    return {int(kind): micro for kind, micro in told.items()}


@command
def put_prices_back(work: Work, *, variant: int, was: dict[int, int | None], now: dict[int, int | None]) -> None:
    """Give a variant the base prices that it had; refused when one of them is no longer what the change made of it."""
    lock_variants([variant])
    views = prices_of([variant]).get(variant, ())
    stand = {view.price_type.id: view.price.micro for view in views if not view.min_quantity}
    if any(stand.get(kind) != micro for kind, micro in now.items()):
        raise ChangedSince()
    told = tuple((kind, 0, micro) for kind, micro in was.items() if micro is not None)
    if told:
        pricing.put_prices(work=work, cards=[PriceCard(variant, told)])
    for kind in (kind for kind, micro in was.items() if micro is None):
        pricing.set_price(work=work, variant_id=variant, price_type_id=kind, price_micro=None)


@undoes("group", "catalog.change")
def _group(request: HttpRequest, told: Told, said: Said) -> None:
    put_group_back(group=told["group"], was=told["was"], now=told["now"], **said)


@command
def put_group_back(work: Work, *, group: int, was: dict[str, Any], now: dict[str, Any]) -> None:
    """Give a group the name and the place that it had; refused when it has been changed since."""
    node = next((one for one in category_tree() if one.id == group), None)
    if node is None or group_as_told(node) != now:
        raise ChangedSince()
    catalog.put_category(work=work, card=CategoryCard(group, was["name"], was["parent_id"], is_hidden=was["is_hidden"]))
