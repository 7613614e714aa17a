"""Goods that are merged change what the house knows; parted again, it knows exactly what it knew before."""

from __future__ import annotations

from datetime import UTC, datetime
from random import Random
from typing import Any

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
from emporion.channels.commerceml.inbound.left_out import find_absent
from emporion.channels.commerceml.tests.bench import aside, bring, catalog as file, connection, goods, offer, ours, pack
from emporion.exchange import commands as exchange
from emporion.exchange.queries import keys_of
from emporion.exchange.types import Link
from emporion.journal.commands import deliver_all
from emporion.pricing import commands as pricing
from emporion.pricing.queries import prices_of
from emporion.pricing.tests.factories import price_type
from emporion.pricing.types import PriceCard
from emporion.site.fingerprint import fingerprint
from emporion.stock.queries import stock_of

WHO: dict[str, Any] = {"actor": "staff:1"}
MORNING = datetime(2020, 1, 1, tzinfo=UTC)
TWICE = file(goods("a", "Cup", "<Артикул>C-100</Артикул>"), goods("b", "Cup white", "<Артикул>C-200</Артикул>"))


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
    channel, other = connection(), connection(code="ut2", shop="shop2")
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


def whole(a: str = "5", b: str = "0") -> str:
    """An offer of each of the two cups, with a price and its stock."""
    return pack(offer("a", {"retail": "100"}, {"w1": a}), offer("b", {"retail": "90", "bulk": "70"}, {"w1": b}))


def counted() -> tuple[int, int]:
    """How many products and variants there are."""
    return queries.products(hidden=None).count(), queries.variants_found("", hidden=None).count()


def test_the_next_exchange_updates_what_stays_and_makes_nothing_anew(house: str) -> None:
    first, second = connection(), connection(code="ut2", shop="shop2")
    bring(first, file(goods("a", "Cup")))
    bring(first, pack(offer("a", {"retail": "100"}, {"w1": "5"})))
    bring(second, file(goods("b", "Cup white")))
    bring(second, pack(offer("b", {"retail": "90"}, {"w1": "0"})))
    stays, double = ours(first, "product", "a"), ours(second, "product", "b")
    variant = ours(first, "variant", "a")
    catalog.merge(product=double, into=stays, **WHO)
    assert (ours(second, "product", "b"), ours(second, "variant", "b")) == (stays, variant)
    before = counted()
    bring(second, file(goods("b", "Cup white, new name")))
    bring(second, pack(offer("b", {"retail": "95"}, {"w1": "3"})))
    assert counted() == before
    assert queries.product_page(stays).name == "Cup white, new name"
    assert sum(line.on_hand for line in stock_of([variant])) == 8000
    assert not queries.product_page(stays).is_hidden


def test_of_goods_that_1c_keeps_twice_those_that_stay_are_told_by_their_own_key(house: str) -> None:
    channel = connection()
    bring(channel, TWICE)
    bring(channel, whole())
    stays, double = ours(channel, "product", "a"), ours(channel, "product", "b")
    variant, theirs = ours(channel, "variant", "a"), ours(channel, "variant", "b")
    catalog.merge(product=double, into=stays, **WHO)
    assert keys_of(channel, "product", [stays]) == {stays: "a"}  # it goes out under its own key
    before = counted()
    told = bring(channel, TWICE)
    offered = bring(channel, whole(a="6", b="4"))
    assert counted() == before
    page = queries.product_page(stays)
    assert (page.name, page.sku, page.is_hidden) == ("Cup", "C-100", False)
    assert sum(line.on_hand for line in stock_of([variant])) == 6000
    assert (told.counts["goods"].read, told.counts["goods"].unchanged, told.counts["goods"].refused) == (2, 2, 0)
    [row] = aside(channel)
    assert (row.fault.code, row.key) == ("commerceml_stock_of_double", "b")
    assert row.fault.refusal.sentence and row.fault.refusal.what_to_do
    assert offered.counts["stock"].refused == 1
    bring(channel, whole(a="6", b="0"))
    assert aside(channel) == []
    assert find_absent(channel, MORNING).products == ()
    catalog.unmerge(product=double, **WHO)
    bring(channel, TWICE)
    bring(channel, whole(a="6", b="4"))
    assert sum(line.on_hand for line in stock_of([theirs])) == 4000
    assert queries.product_page(double).name == "Cup white"


def test_prices_of_what_stays_stay_and_types_that_it_lacks_come_over_and_go_back(house: str) -> None:
    channel = connection()
    bring(channel, TWICE)
    bring(channel, whole())
    variant, double = ours(channel, "variant", "a"), ours(channel, "product", "b")
    before = {one.price_type.name: one.price for one in prices_of([variant])[variant]}
    catalog.merge(product=double, into=ours(channel, "product", "a"), **WHO)
    after = {one.price_type.name: one.price for one in prices_of([variant])[variant]}
    assert after.keys() - before.keys() == {"Оптовая"} and after["Розничная"] == before["Розничная"]
    catalog.unmerge(product=double, **WHO)
    assert {one.price_type.name: one.price for one in prices_of([variant])[variant]} == before


def test_stock_of_the_double_is_neither_lost_nor_doubled(house: str) -> None:
    channel = connection()
    bring(channel, TWICE)
    bring(channel, whole(a="5", b="2"))
    stays, double = ours(channel, "product", "a"), ours(channel, "product", "b")
    theirs = ours(channel, "variant", "b")
    before = fingerprint()
    with pytest.raises(DoubleHasStock) as refused:
        catalog.merge(product=double, into=stays, **WHO)
    assert refused.value.facts["on_hand"] == "2"
    assert fingerprint() == before
    catalog.merge(product=double, into=stays, variants={theirs: 0}, **WHO)  # it comes over with its stock
    assert sum(line.on_hand for line in stock_of([theirs])) == 2000
    bring(channel, whole(a="5", b="3"))
    assert sum(line.on_hand for line in stock_of([theirs])) == 3000
    assert theirs in {one.id for one in queries.variants_of([stays])[stays]}
