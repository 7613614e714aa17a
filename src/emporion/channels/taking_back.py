"""A load is taken back: values that nobody changed since are what they were before it, what it added is hidden.

Stock is never taken back: only the other side knows what lies there, and its next figures are taken as they come.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from emporion.catalog import commands as catalog
from emporion.catalog.queries import lock_products, lock_variants, products_by_variant
from emporion.catalog.types import FieldsBack, PicturesCard
from emporion.exchange import commands as exchange
from emporion.journal.commands import command
from emporion.journal.types import Work
from emporion.pricing import commands as pricing
from emporion.pricing.types import PriceCard

from .loads import HIDDEN, PICTURES, Loaded, Part, Value, loaded


@command
def take_load_back(work: Work, *, message: int, products: Sequence[int], parts: Sequence[Part]) -> tuple[int, ...]:
    """Put back what a message made of some products; answers those of which something went back.

    What was changed or protected since stays. What the message added is hidden and stays for the documents that name
    it. Nothing that it told is held for known any more: what the next message says of these goods is taken.
    """
    offered = products_by_variant(products)
    lock_products(products)
    lock_variants(offered)
    found = {pk: one.only(parts) for pk, one in loaded(message, products).items()}
    touched = [pk for pk, one in found.items() if one.back or one.added]
    _put_back(work, found.values())
    exchange.forget_digests(work=work, kind="product", object_ids=touched)
    for kind in ("goods_variant", "variant"):
        ids = [variant for variant, product in offered.items() if product in set(touched)]
        exchange.forget_digests(work=work, kind=kind, object_ids=ids)
    return tuple(touched)


def _put_back(work: Work, found: Iterable[Loaded]) -> None:
    fields = defaultdict[str, list[tuple[str, str | None]]](list)
    prices = defaultdict[int, list[Value]](list)
    pictures = list[PicturesCard]()
    for one in found:
        for subject in one.added:
            fields[subject].append((HIDDEN, "True"))
        for value in one.back:
            if value.part == "prices":
                prices[int(value.subject[8:])].append(value)
            elif value.name == PICTURES:
                pictures.append(PicturesCard(int(value.subject[8:]), value.old))
            else:
                fields[value.subject].append((value.name, value.old))
    catalog.return_fields(work=work, back=[FieldsBack(subject, tuple(own)) for subject, own in fields.items()])
    catalog.put_pictures(work=work, cards=pictures)
    _put_prices(work, prices)


def _put_prices(work: Work, prices: dict[int, list[Value]]) -> None:
    told = {pk: tuple((*one.price, one.old) for one in own if one.old is not None) for pk, own in prices.items()}
    pricing.put_prices(work=work, cards=[PriceCard(pk, own) for pk, own in told.items() if own])
    for pk, own in prices.items():
        for kind, quantity in (one.price for one in own if one.old is None):
            pricing.set_price(work=work, variant_id=pk, price_type_id=kind, price_micro=None, min_quantity=quantity)
