"""Answers of real shops to query, read as 1C reads them."""

import os
from pathlib import Path

import pytest

from emporion.demo.onec import UT11, Base, desk, errors
from emporion.demo.onec.loading import load_orders
from emporion.demo.onec.site_orders import read_orders


@pytest.fixture
def samples() -> Path:
    folder = os.environ.get("EMPORION_SAMPLES")
    if not folder:
        pytest.skip("EMPORION_SAMPLES is not set: the answers of real shops are not part of the project")
    return Path(folder) / "samples/commerceml"


def test_a_paid_order_with_delivery_is_loaded(samples: Path, base: Base) -> None:
    load_orders(base, read_orders((samples / "carono-2.03__orders.xml").read_bytes(), UT11), UT11)
    delivery, mixer = desk.lines(base, "20")
    assert (delivery["goods"], delivery["service"], delivery["sum_minor"]) == ("ORDER_DELIVERY", 1, 34_800)
    assert (mixer["service"], mixer["thousandths"], mixer["sum_minor"]) == (0, 1000, 933_542)


@pytest.mark.parametrize(
    ("file", "cause"),
    [
        ("dobromyslov-2.05__bitrix-query-response-full.xml", "order 132: Контрагент without Наименование"),
        ("offdoc1c-2.03__orders.xml", "order 92: Валюта is empty"),
    ],
)
def test_guests_without_a_name_and_orders_without_a_currency_are_refused(samples: Path, file: str, cause: str) -> None:
    with pytest.raises(errors.BadDocument, match=cause):
        read_orders((samples / file).read_bytes(), UT11)


def test_a_shop_without_orders_answers_with_an_empty_root(samples: Path) -> None:
    assert read_orders((samples / "dobromyslov-2.05__bitrix-query-response-empty.xml").read_bytes(), UT11) == []
