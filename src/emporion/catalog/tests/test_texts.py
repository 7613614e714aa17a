"""What products are called in further languages."""

import pytest

from emporion.catalog import commands as catalog
from emporion.catalog.queries import in_language, names_in, products, texts_of, variants, variants_found
from emporion.catalog.tests.factories import product, product_on_sale
from emporion.catalog.types import Change, ProductCard, ProductTextsPut, TextCard, TextLine, UnknownProduct, VariantCard
from emporion.journal.queries import timeline

pytestmark = pytest.mark.usefixtures("house")


def test_a_product_has_a_name_in_each_language_once_and_told_with_old_and_new() -> None:
    cup = product("Чашка")
    greek, romanian = TextCard(cup, "el", "Φλιτζάνι", "Λεπτό χείλος."), TextCard(cup, "ro", "Ceașcă")
    assert catalog.put_texts(cards=[greek, romanian], actor="staff:1") == 2
    assert catalog.put_texts(cards=[greek, romanian], actor="staff:1") == 0
    assert texts_of([cup]) == {cup: (TextLine("el", "Φλιτζάνι", "Λεπτό χείλος."), TextLine("ro", "Ceașcă", ""))}
    assert catalog.put_texts(cards=[TextCard(cup, "ro", "Cană")], actor="staff:1") == 1
    facts = [fact.event for fact in timeline([f"product:{cup}"]) if isinstance(fact.event, ProductTextsPut)]
    assert facts[0].changes == (Change("name:ro", "Ceașcă", "Cană"),)


def test_an_empty_name_takes_the_language_away() -> None:
    cup = product("Чашка")
    catalog.put_texts(cards=[TextCard(cup, "el", "Φλιτζάνι")], actor="staff:1")
    assert catalog.put_texts(cards=[TextCard(cup, "el", "")], actor="staff:1") == 1
    assert texts_of([cup]) == {}


def test_a_product_nobody_knows_is_refused() -> None:
    with pytest.raises(UnknownProduct):
        catalog.put_texts(cards=[TextCard(999_999, "el", "Φλιτζάνι")], actor="staff:1")


def test_goods_are_called_after_their_product_in_a_language_and_as_on_the_card_in_the_others() -> None:
    (cup, white), (pot, black) = product_on_sale("Чашка"), product_on_sale("Чайник")
    catalog.put_texts(cards=[TextCard(cup, "el", "Φλιτζάνι"), TextCard(pot, "ro", "Ceainic")], actor="staff:1")
    assert names_in("el", [cup, pot]) == {cup: "Φλιτζάνι"}
    views = variants([white, black]).values()
    told = {code: [view.name for view in in_language(code, views).values()] for code in ("el", "ro", "en")}
    assert told == {"el": ["Φλιτζάνι", "Чайник"], "ro": ["Чашка", "Ceainic"], "en": ["Чашка", "Чайник"]}


def test_a_variant_keeps_its_options_behind_the_name_and_a_name_of_its_own_instead_of_it() -> None:
    cup = product("Чашка")
    cards = [
        VariantCard(product_id=cup, options=(("Цвет", "белый"),)),
        VariantCard(product_id=cup, options=(("Цвет", "синий"),), name="Синяя птица"),
    ]
    ids = [one.id for one in catalog.put_variants(cards=cards, actor="staff:1")]
    catalog.put_texts(cards=[TextCard(cup, "el", "Φλιτζάνι")], actor="staff:1")
    told = in_language("el", variants(ids).values())
    assert [told[pk].name for pk in ids] == ["Φλιτζάνι (белый)", "Синяя птица"]


def test_lists_find_goods_by_what_they_are_called_in_any_language_as_long_as_they_are_called_so() -> None:
    (cup, white), (_pot, _black) = product_on_sale("Чашка"), product_on_sale("Чайник")
    catalog.put_texts(cards=[TextCard(cup, "el", "Φλιτζάνι"), TextCard(cup, "ro", "Ceașcă")], actor="staff:1")

    def found(text: str) -> tuple[list[int], list[int]]:
        return [row.pk for row in products(text)], [row.pk for row in variants_found(text)]

    both = [cup], [white]
    assert found("φλιτζανι") == found("CEASCA") == found("чашка ceașcă") == found("чашка") == both
    catalog.put_products(cards=[ProductCard(id=cup, name="Кружка", brand="Имперский фарфор")], actor="staff:1")
    assert found("φλιτζανι кружка") == found("имперский") == both and found("чашка") == ([], [])
    catalog.put_texts(cards=[TextCard(cup, "el", "")], actor="staff:1")
    assert found("φλιτζανι") == ([], []) and found("ceasca") == both
