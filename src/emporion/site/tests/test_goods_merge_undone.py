"""Goods that are merged change what the house knows; parted again, it knows exactly what it knew before."""

from __future__ import annotations

from random import Random

import pytest

from emporion.catalog import commands as catalog, queries
from emporion.catalog.tests.factories import category, product_on_sale, text_property
from emporion.catalog.types import (
    DoubleHasStock,
    PictureCard,
    PicturesCard,
    ProductCard,
    TextCard,
    VariantCard,
)
from emporion.channels.commerceml.tests import shapes
from emporion.channels.commerceml.tests.bench import bring, connection, offer, prices, stock
from emporion.exchange import commands as exchange
from emporion.exchange.queries import every_key_of, keys_of, message, object_of, refused
from emporion.exchange.types import Link
from emporion.journal.commands import deliver_all
from emporion.pricing import commands as pricing
from emporion.pricing.queries import prices_of
from emporion.pricing.tests.factories import price_type
from emporion.pricing.types import PriceCard
from emporion.site.fingerprint import fingerprint

WHO = {"actor": "staff:1"}
RETAIL = "retail"


def rich(name: str, random: Random) -> int:
    """A product with two or three variants, prices, texts, a picture, values and groups, some of them lacking."""
    product, only = product_on_sale(name, sku=f"A-{random.randrange(9000)}", is_hidden=random.random() < 0.3)
    group, material = category(f"Group {name}"), text_property(f"Material {name}")
    card = ProductCard(product, category_ids=(group,), values=((material, None, "clay"), (material, None, "tin")))
    catalog.put_products(cards=[card], **WHO)
    if random.random() < 0.6:
        catalog.put_texts(cards=[TextCard(product, "ro", f"{name} ro", "text")], **WHO)
        catalog.put_pictures(cards=[PicturesCard(product, (PictureCard("a.png", "a" * 64),))], **WHO)
        catalog.put_products(cards=[ProductCard(product, brand="Orion", weight_grams=200)], **WHO)
    sizes = random.sample(("S", "M", "L"), random.randrange(1, 3))
    more = [VariantCard(product_id=product, options=(("Size", size),), sku=f"{name}-{size}") for size in sizes]
    for one in (only, *(outcome.id for outcome in catalog.put_variants(cards=more, **WHO))):
        catalog.put_variants(cards=[VariantCard(one, barcodes=(f"46{one:011d}",))], **WHO)
    return product


@pytest.mark.parametrize("seed", range(6))
def test_a_merge_undone_returns_the_fingerprint(house: str, seed: int) -> None:
    random = Random(seed)
    channel, other = connection(), connection(code="ut2")
    stays, double = rich("Cup", random), rich("Mug", random)
    kinds = [price_type("Retail"), price_type("Dealer")]
    for product in (stays, double):
        for variant in queries.variants_of([product])[product]:
            told = tuple((kind, 0, random.randrange(1, 9) * 10**6) for kind in kinds if random.random() < 0.6)
            pricing.put_prices(cards=[PriceCard(variant.id, told)], **WHO)
            for at in random.sample((channel, other), random.randrange(3)):
                exchange.link(channel=at, kind="variant", links=[Link(f"v{variant.id}", variant.id, None)], **WHO)
        exchange.link(channel=channel, kind="product", links=[Link(f"p{product}", product, b"0" * 16)], **WHO)
    deliver_all()
    before, seen = fingerprint(), queries.merge_preview(double, stays)
    catalog.merge(product=double, into=stays, take=random.sample([*seen.offered], len(seen.offered) // 2), **WHO)
    deliver_all()
    merged = fingerprint()
    assert (merged["catalog.product"], merged["identity"]) != (before["catalog.product"], before["identity"])
    assert catalog.unmerge(product=double, **WHO) == ()
    deliver_all()
    assert fingerprint() == before
