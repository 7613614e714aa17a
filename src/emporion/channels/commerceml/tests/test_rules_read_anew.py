"""Rows that say nothing new are read anew when what they come to has changed: a setting, a master, a property."""

from __future__ import annotations

from emporion.catalog.models import Product
from emporion.catalog.queries import product_page
from emporion.exchange import commands as exchange
from emporion.exchange.types import Master
from emporion.journal.queries import last_fact

from .bench import bring, catalog, connection, goods, offer, ours, pack, prices
from .test_rules_meaning import PROPERTY, options, value


def test_rule_a_setting_that_decides_what_rows_come_to_counts_for_rows_that_say_nothing_new(house: str) -> None:
    channel = connection()
    priced = (
        "<Цены><Цена><ИдТипаЦены>retail</ИдТипаЦены><ЦенаЗаЕдиницу>120</ЦенаЗаЕдиницу><Коэффициент>2</Коэффициент>"
        "</Цена></Цены>"
    )
    rows = catalog(goods("a")), pack(offer("a", inside=priced))
    bring(channel, *rows)
    exchange.change_channel(channel=channel, settings={"price_per_unit": False}, actor="owner")
    bring(channel, *rows)
    assert prices(channel, "a") == {"Розничная": "120.00"}
    before = last_fact()
    assert bring(channel, *rows).counts["offers"].unchanged == 1
    assert last_fact() == before


def test_rule_what_1c_becomes_master_of_is_taken_with_the_next_export(house: str) -> None:
    channel = connection()

    def master(word: Master) -> None:
        for data in ("names", "prices"):
            exchange.set_authority(channel=channel, data=data, master=word, direction="in", actor="owner")

    rows = catalog(goods("a", "Mug")), pack(offer("a", {"retail": "5"}))
    bring(channel, catalog(goods("a", "Cup")))
    master("ours")
    bring(channel, *rows)
    assert (Product.objects.get().name, prices(channel, "a")) == ("Cup", {})
    master("theirs")
    bring(channel, *rows)
    assert (Product.objects.get().name, prices(channel, "a")) == ("Mug", {"Розничная": "5.00"})


def test_rule_goods_before_their_properties_are_read_again_when_they_come_again(house: str) -> None:
    """A retry may bring goods and offers first: until then their values are bare keys."""
    channel = connection()
    rows = catalog(goods("a", inside=value("v"))), pack(offer("a#x", inside=value("v")))
    bring(channel, *rows)
    bring(channel, PROPERTY)
    bring(channel, *rows)
    assert [told.texts for told in product_page(ours(channel, "product", "a")).values] == [("белый",)]
    assert options(channel, "a#x") == '[["Цвет","белый"]]'
    before = last_fact()
    assert bring(channel, *rows).counts["goods"].unchanged == 1
    assert last_fact() == before


def test_rule_a_renamed_answer_of_a_property_renames_the_options_of_variants(house: str) -> None:
    channel = connection()
    rows = catalog(goods("a", inside=value("v"))), pack(offer("a#x", inside=value("v")))
    bring(channel, PROPERTY, *rows)
    bring(channel, PROPERTY.replace("белый", "снежный"), *rows)
    assert [told.texts for told in product_page(ours(channel, "product", "a")).values] == [("снежный",)]
    assert options(channel, "a#x") == '[["Цвет","снежный"]]'
