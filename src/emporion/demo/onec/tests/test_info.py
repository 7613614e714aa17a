"""The button «Загрузить с сайта»: the site's lists, and the table in which they are set against ours."""

from collections.abc import Iterator

import pytest

from emporion.demo.onec import UNF, Base, OneC, errors, mapping
from emporion.demo.onec.operations import CARD, CASH
from emporion.demo.onec.tests.peers import Bitrix
from emporion.demo.onec.tests.site import LOGIN, PASSWORD, Site, served


@pytest.fixture
def bitrix() -> Iterator[Site]:
    with served(Bitrix()) as running:
        yield running


def test_lists_of_another_alphabet_are_read_and_set_against_what_has_the_same_name(base: Base, bitrix: Site) -> None:
    with OneC(base, bitrix.url, LOGIN, PASSWORD, profile=UNF) as onec:
        lists = onec.read_info()
    assert bitrix.calls() == ["checkauth", "info"] and bitrix.complaints == []
    assert lists["Статусы"] == [("DF", "Отгружен"), ("OK", "подтвержден")]
    assert mapping.told(base, "status", "shipped") == ("DF", "Отгружен")
    assert mapping.told(base, "status", "confirmed") == ("OK", "подтвержден")
    assert mapping.told(base, "payment", CARD) == ("7", "Банковские карты")
    assert mapping.told(base, "delivery", "Курьер") == ("12", "Курьер")
    assert mapping.told(base, "payment", CASH) == mapping.USUAL["payment", CASH]  # the site has no such way


@pytest.mark.parametrize("info", [b"failure\nUnknown command", b"<html><p>not found</html>"])
def test_what_is_no_list_is_refused_in_the_words_of_1c(base: Base, site: Site, info: bytes) -> None:
    site.info = info
    with OneC(base, site.url, LOGIN, PASSWORD, profile=UNF) as onec:
        with pytest.raises(errors.UnreadableInfo):
            onec.read_info()
        assert onec.protocol == "Не удалось прочитать данные, загруженные с сервера."
