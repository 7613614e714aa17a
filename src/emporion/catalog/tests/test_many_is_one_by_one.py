"""A call with many cards does exactly what one call per card would do, to the last fact."""

from dataclasses import replace
from typing import Any

from hypothesis import given, settings, strategies as st

from emporion.catalog import commands, queries
from emporion.catalog.types import ProductCard, ProductPage, VariantCard
from emporion.journal.queries import timeline

from .factories import BY, category, choice, product_on_sale, text_property

TEXTS = st.sampled_from(["", "Cup", "Чашка", "a & b", "<b>x</b>", " 1 "])
NAMES = st.sampled_from(["Cup", "Чашка", "Mug 0.3"])
Row = tuple[Any, ...]


def told(*subjects: str) -> list[Row]:
    facts = reversed(timeline(subjects, limit=500))
    return [(fact.kind, fact.place, replace(fact.event, subject="")) for fact in facts if fact.event]


def shown(page: ProductPage) -> Row:
    variants = [(line.name, line.sku, line.options, line.barcodes, line.is_hidden) for line in page.variants]
    values = [(line.property_id, line.texts) for line in sorted(page.values, key=lambda line: line.property_id)]
    return (
        *(page.name, page.sku, page.description, page.brand, page.weight_grams, page.is_hidden),
        *(page.categories, values, variants, [line.field for line in page.protections]),
    )


def test_products(house: str) -> None:
    categories, material, colour = (category("Home"), category("Garden")), text_property(), choice()
    options = st.sampled_from([None, *colour.option_ids])
    value = st.one_of(
        st.tuples(st.just(material), st.none(), TEXTS), st.tuples(st.just(colour.id), options, st.just(""))
    )
    card = st.builds(
        ProductCard,
        name=st.none() | NAMES,
        sku=st.none() | TEXTS,
        description=st.none() | TEXTS,
        brand=st.none() | TEXTS,
        weight_grams=st.none() | st.integers(0, 2),
        is_hidden=st.none() | st.booleans(),
        category_ids=st.none() | st.lists(st.sampled_from(categories), max_size=2).map(tuple),
        values=st.none() | st.lists(value, max_size=3).map(tuple),
        protects=st.booleans(),
        place=st.sampled_from(["", "Товар[1]"]),
    )

    @settings(max_examples=25)
    @given(st.lists(st.tuples(st.integers(0, 1), card), max_size=8))
    def holds(cards: list[tuple[int, ProductCard]]) -> None:
        together, apart = ([product_on_sale() for _ in range(2)] for _ in range(2))
        outcomes = commands.put_products(cards=[replace(card, id=together[n][0]) for n, card in cards], **BY)
        single = [commands.put_products(cards=[replace(card, id=apart[n][0])], **BY)[0] for n, card in cards]

        assert [(outcome.done, outcome.kept) for outcome in outcomes] == [(one.done, one.kept) for one in single]
        for one, other in zip(together, apart, strict=True):
            assert shown(queries.product_page(one[0])) == shown(queries.product_page(other[0]))
            assert told(f"product:{one[0]}") == told(f"product:{other[0]}")
        again = commands.put_products(cards=[replace(card, id=together[n][0]) for n, card in cards[-1:]], **BY)
        assert all(outcome.done == "unchanged" for outcome in again)

    holds()


def test_variants(house: str) -> None:
    card = st.builds(
        VariantCard,
        name=st.none() | TEXTS,
        sku=st.none() | TEXTS,
        options=st.none() | st.lists(st.tuples(NAMES, TEXTS), max_size=2).map(tuple),
        barcodes=st.none() | st.lists(st.sampled_from(["1", "2", " 2", ""]), max_size=3).map(tuple),
        is_hidden=st.none() | st.booleans(),
    )

    @settings(max_examples=25)
    @given(st.lists(st.tuples(st.integers(0, 1), card), max_size=8))
    def holds(cards: list[tuple[int, VariantCard]]) -> None:
        together, apart = ([product_on_sale() for _ in range(2)] for _ in range(2))
        outcomes = commands.put_variants(cards=[replace(card, id=together[n][1]) for n, card in cards], **BY)
        single = [commands.put_variants(cards=[replace(card, id=apart[n][1])], **BY)[0] for n, card in cards]

        assert [outcome.done for outcome in outcomes] == [one.done for one in single]
        for one, other in zip(together, apart, strict=True):
            assert shown(queries.product_page(one[0])) == shown(queries.product_page(other[0]))
            assert told(f"variant:{one[1]}")[1:] == told(f"variant:{other[1]}")[1:]

    holds()
