"""What a scanned barcode adds to a receipt: a line, a choice, or a sentence."""

from __future__ import annotations

from django.test import Client

from emporion.catalog.tests.factories import product_on_sale
from emporion.web.tests.factories import signed_in

CUP, POT = "4006381333931", "4600051000057"


def scanned(client: Client, code: str, **more: str) -> str:
    answer = client.get("/stock/scanned/", {"code": code} | more)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_code_of_one_product_is_a_line_of_one_piece(house: str) -> None:
    _product, cup = product_on_sale("Blue cup", barcodes=(CUP,))
    line = scanned(signed_in("storekeeper"), f" {CUP} ", cost="1")
    assert 'data-name="Blue cup"' in line and f'name="variant" value="{cup}"' in line
    assert 'name="quantity"\n            value="1"' in line and 'name="cost"' in line
    assert 'name="cost"' not in scanned(signed_in("storekeeper", email="b@shop.example"), CUP)


def test_a_code_that_several_goods_carry_is_a_choice(house: str) -> None:
    for name in ("Blue cup", "Green cup"):
        product_on_sale(name, barcodes=(CUP,))
    told = scanned(signed_in("storekeeper"), CUP)
    assert "Add Blue cup" in told and "Add Green cup" in told and "<tr" not in told


def test_an_unknown_code_is_said_with_what_to_do_and_never_read_as_markup(house: str) -> None:
    client = signed_in("storekeeper")
    assert f"No goods carry the barcode {POT}. Search for them by name" in scanned(client, POT)
    assert "<script>" not in scanned(client, "<script>alert(1)</script>")
    assert "<li" not in scanned(client, "")
    assert signed_in("manager", email="m@shop.example").get("/stock/scanned/", {"code": CUP}).status_code == 403
