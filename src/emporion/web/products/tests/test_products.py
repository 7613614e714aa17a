"""The list of products, one product, and what a person changes on it."""

import uuid

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.test.utils import CaptureQueriesContext

from emporion.catalog.queries import product_page, products, variants_of
from emporion.catalog.tests.factories import product_on_sale
from emporion.exchange.queries import known
from emporion.pricing.queries import prices_of
from emporion.stock.queries import stock_of
from emporion.stock.tests.factories import warehouse
from emporion.web.tests.factories import signed_in
from emporion.web.why.tests.factories import CATALOG, sent, shop


def test_the_list_shows_name_article_price_and_free_stock(house: str) -> None:
    shop("9.50")
    html = signed_in().get("/products/").content.decode()
    for part in ("Blue cup", "CUP-1", "9.50", "Iron pot"):
        assert part in html


def test_search_and_category_narrow_the_list(house: str) -> None:
    shop()
    client = signed_in()
    assert "Iron pot" not in client.get("/products/", {"q": "blue"}).content.decode()
    found = product_page(products("Blue")[0].pk).categories[0]
    by_category = client.get("/products/", {"category": str(found.id)}).content.decode()
    assert "Blue cup" in by_category and "Iron pot" not in by_category


@pytest.mark.usefixtures("steady")
def test_the_list_asks_the_same_number_of_questions_whatever_its_length(house: str) -> None:
    shop()
    client = signed_in()
    client.get("/products/")
    with CaptureQueriesContext(connection) as few:
        client.get("/products/")
    for number in range(20):
        product_on_sale(f"Cup {number}")
    with CaptureQueriesContext(connection) as many:
        client.get("/products/")
    assert len(many) == len(few) <= 22


def test_a_hand_edit_is_protected_and_can_be_given_back(house: str) -> None:
    kept, client = shop(), signed_in()
    page = product_page(kept.product)
    told = {
        "name": "Azure cup", "sku": page.sku, "full_name": page.full_name, "brand": "", "weight_grams": "0",
        "unit": page.unit.code, "categories": [str(path.id) for path in page.categories],
    }  # fmt: skip
    assert client.post(f"/products/{kept.product}/edit/", {**told, "intent": str(uuid.uuid4())}).status_code == 302
    sent(kept.channel, CATALOG.replace("Blue cup", "Green cup"), "import0_1.xml")
    assert product_page(kept.product).name == "Azure cup"
    assert [one.field for one in product_page(kept.product).protections] == ["name"]
    html = client.get(f"/products/{kept.product}/").content.decode()
    assert "Protected from the exchange" in html
    client.post(f"/products/{kept.product}/release/", {"field": "name"})
    assert known(kept.channel, "product", ["cup"])["cup"].digest is None
    sent(kept.channel, CATALOG.replace("Blue cup", "Green cup"), "import0_1.xml")
    assert product_page(kept.product).name == "Green cup"


def test_an_emptied_name_is_said_beside_its_field(house: str) -> None:
    kept = shop()
    answer = signed_in().post(f"/products/{kept.product}/edit/", {"name": " "})
    assert answer.status_code == 422
    assert product_page(kept.product).name == "Blue cup"


def test_prices_are_written_and_taken_away_by_hand(house: str) -> None:
    kept, client = shop("9.50"), signed_in()
    url, field = f"/products/{kept.product}/prices/{kept.variant}/", f"price_{kept.price_type}"
    assert client.post(url, {field: "12,30"}).status_code == 302
    assert prices_of([kept.variant])[kept.variant][0].price.micro == 12_300000
    assert client.post(url, {field: "twelve"}).status_code == 422
    assert client.post(url, {field: "-1"}).status_code == 422
    assert client.post(url, {field: ""}).status_code == 302
    assert prices_of([kept.variant]) == {}


def test_a_product_is_added_with_price_and_first_receipt(house: str) -> None:
    kept = shop()
    place = warehouse(kept.firm, "own")
    told = {
        "name": "Teapot", "sku": "TEA-1", "barcode": "4006381333931", "unit": "796",
        "price_type": str(kept.price_type), "price": "25", "warehouse": str(place), "quantity": "3", "cost": "30.00",
        "intent": str(uuid.uuid4()),
    }  # fmt: skip
    client = signed_in()
    for _twice in range(2):  # sent twice, it is added once
        assert client.post("/products/new/", told).status_code == 302
    (added,) = list(products("Teapot"))
    (variant,) = variants_of([added.pk])[added.pk]
    assert prices_of([variant.id])[variant.id][0].price.micro == 25_000000
    (line,) = stock_of([variant.id])
    assert (line.on_hand, line.free) == (3000, 3000)


def test_prices_and_stock_of_a_product_offer_their_reasons(house: str) -> None:
    kept = shop()
    html = signed_in().get(f"/products/{kept.product}/prices/").content.decode()
    assert f'hx-get="/why/price/{kept.variant}/{kept.price_type}/"' in html
    assert f'hx-get="/why/stock/{kept.variant}/{kept.warehouse}/"' in html
    assert "1C main, session" in html


def test_a_storekeeper_sees_stock_and_no_price(house: str) -> None:
    kept, client = shop("9.50"), signed_in("storekeeper")
    for url in ("/products/", f"/products/{kept.product}/prices/", f"/products/{kept.product}/timeline/"):
        assert "9.50" not in client.get(url).content.decode(), url
    assert client.post(f"/products/{kept.product}/edit/", {"name": "X"}).status_code == 403


def test_pictures_are_for_the_staff_and_only_pictures(house: str) -> None:
    name = default_storage.save("pictures/ab/abc.png", ContentFile(b"\x89PNG\r\n\x1a\n"))
    default_storage.save("other/secret.txt", ContentFile(b"x"))
    client = signed_in()
    answer = client.get(f"/media/{name}")
    assert answer["Content-Type"] == "image/png" and answer["X-Content-Type-Options"] == "nosniff"
    answer.close()
    assert client.get("/media/other/secret.txt").status_code == 404
    assert client.get("/media/pictures/../other/secret.png").status_code == 404
    client.logout()
    assert client.get(f"/media/{name}").status_code == 302
