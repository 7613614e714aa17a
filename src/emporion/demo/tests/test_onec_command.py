"""The keyboard of the simulated 1C."""

from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from emporion.demo.onec import Base, desk, trade
from emporion.demo.onec.operations import CARD
from emporion.demo.onec.tests.documents import Line, answer, document
from emporion.demo.onec.tests.peers import Bitrix
from emporion.demo.onec.tests.site import LOGIN, NO_ORDERS, PASSWORD, Site, served


@pytest.fixture
def base(home: Path) -> Iterator[Base]:
    with Base.create(home / "demo/onec", goods=12, seed=3) as made:
        yield made


def said(*words: str) -> str:
    out = StringIO()
    call_command("onec", *words, stdout=out)
    return out.getvalue()


def single(base: Base) -> str:
    """An article of one variant."""
    asked = "SELECT article FROM goods WHERE (SELECT count(*) FROM offer WHERE goods = goods.id) = 1"
    return str(base.value(asked))


def test_a_price_is_set_in_the_demonstrations_base(base: Base) -> None:
    article = single(base)
    assert article in said("price", article, "1990.50")
    assert trade.price(base, article, "Розничная") == 199_050


def test_a_count_is_written_and_waits_to_be_told(base: Base) -> None:
    article = single(base)
    base.db.execute("DELETE FROM changed")
    said("stock", article, "3")
    offer = trade.the_offer(base, article)
    assert trade.figure(base, offer, "Основной склад").physical == 3000
    assert [tuple(row) for row in base.rows("SELECT kind, ref FROM changed")] == [("stock", offer)]


def test_goods_are_found_by_a_part_of_their_name(base: Base) -> None:
    row = base.rows("SELECT article, name FROM goods")[0]
    assert f"{row['article']}\t{row['name']}" in said("goods", row["name"].upper())


def test_what_1c_refuses_is_one_line(base: Base) -> None:
    for words in (("price", "nothing", "1"), ("price", single(base), "a lot"), ("ship", "K000001")):
        with pytest.raises(CommandError) as refused:
            said(*words)
        assert "\n" not in str(refused.value)


def test_without_a_base_the_way_to_one_is_told(home: Path) -> None:
    with pytest.raises(CommandError, match="bin/demo"):
        said("orders")


@pytest.mark.parametrize("edition", ["ut11", "unf-bitrix", "bitrix-3.1"])
def test_one_exchange_is_run_from_the_keyboard_by_the_edition_named(
    base: Base, monkeypatch: pytest.MonkeyPatch, edition: str
) -> None:
    monkeypatch.setenv("ONEC_PASSWORD", PASSWORD)
    with served(Site()) as site:
        site.batches = [answer(document("17", Line(name="Самовар")))]
        told = said("exchange", site.url, LOGIN, "--full", "--no-wait", "--portion", "6", "--edition", edition)
    assert "12" in told and "Самовар" in told
    assert site.complaints == [] and "import" not in site.modes()
    assert desk.order(base, "17")["site_number"] == "17"


def test_what_stops_an_exchange_is_told_in_the_words_of_1c(base: Base, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONEC_PASSWORD", PASSWORD)
    with served(Site()) as site:
        site.answers["checkauth"] = [b"failure"]
        with pytest.raises(CommandError, match="Проверьте имя пользователя и пароль"):
            said("exchange", site.url, LOGIN)


def test_the_lists_of_the_site_are_printed(base: Base, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONEC_PASSWORD", PASSWORD)
    with served(Bitrix()) as site:
        assert "Статусы\n  DF\tОтгружен\n" in said("info", site.url, LOGIN, "--edition", "unf")


def test_a_way_to_pay_and_a_number_of_the_parcel_are_kept(base: Base, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONEC_PASSWORD", PASSWORD)
    with served(Site()) as site:
        offer = base.value("SELECT offer FROM stock WHERE thousandths > 3000")
        site.orders = answer(document("17", Line(offer)))
        said("exchange", site.url, LOGIN, "--no-wait")
        site.orders = NO_ORDERS
    said("pay", "17", "--kind", "card")
    said("ship", "17", "--track", "RA1")
    assert [row["kind"] for row in desk.payments(base, "17")] == [CARD]
    sent = desk.shipment(base, "17")
    assert sent is not None and sent["track"] == "RA1"
