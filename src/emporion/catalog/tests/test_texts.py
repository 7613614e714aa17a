"""What products are called in further languages."""

import pytest

from emporion.catalog import commands as catalog
from emporion.catalog.queries import texts_of
from emporion.catalog.tests.factories import product
from emporion.catalog.types import Change, ProductTextsPut, TextCard, TextLine, UnknownProduct
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
