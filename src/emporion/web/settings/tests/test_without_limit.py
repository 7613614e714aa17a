"""No number of warehouses, price types, shops or people is too many: there is nothing to buy more of."""

import pytest

from emporion.catalog.tests.factories import product_on_sale
from emporion.orders import commands as orders
from emporion.orders.types import ShopCard
from emporion.pricing.tests.factories import price, price_type
from emporion.stock.queries import free_at, stock_of
from emporion.stock.tests.factories import shelved, warehouse
from emporion.web.tests.factories import person, signed_in
from emporion.web.why.tests.factories import shop

MANY = 60
pytestmark = pytest.mark.usefixtures("house")


def test_goods_lie_in_sixty_warehouses_at_sixty_prices_and_sixty_shops_sell_them() -> None:
    firm, client = shop().firm, signed_in()
    product, cup = product_on_sale("Cup")
    places = [warehouse(firm, f"Place no. {number}") for number in range(MANY)]
    kinds = [price_type(f"Price no. {number}", "EUR") for number in range(MANY)]
    for number, (place, kind) in enumerate(zip(places, kinds, strict=True)):
        shelved(place, cup, number + 1)
        price(cup, kind, f"{number + 1}.50")
        card = ShopCard(code=f"s{number}", name=f"Shop no. {number}", firm=firm, price_type=kind, prefix=f"S{number}-")
        orders.put_shop(card=card, actor="cli")
    assert free_at(places, [cup]) == {cup: 1000 * sum(range(1, MANY + 1))}
    assert len(stock_of([cup])) == MANY
    prices = client.get(f"/products/{product}/prices/").content.decode()
    assert all(f"Price no. {number}" in prices and f"{number + 1}.50" in prices for number in range(MANY))
    stock = client.get(f"/stock/{cup}/").content.decode()
    assert all(f"Place no. {number}" in stock for number in range(MANY))
    shops = client.get("/settings/shops/").content.decode()
    assert all(f"Shop no. {number}" in shops for number in range(MANY))


def test_sixty_people_work_here() -> None:
    client = signed_in()
    for number in range(MANY):
        person("storekeeper", email=f"storekeeper-{number}@shop.example")
    assert "storekeeper-59@shop.example" in client.get("/settings/staff/?q=storekeeper-59").content.decode()
