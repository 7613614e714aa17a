"""The firms' first day can be repeated and changes nothing the second time."""

from datetime import UTC, datetime, timedelta

from emporion.accounts.queries import staff_list
from emporion.accounts.types import ROLES
from emporion.demo import founding, opening
from emporion.demo.countries import COUNTRIES, GREECE, RUSSIA
from emporion.demo.founding import Founded
from emporion.demo.history import live
from emporion.demo.month import Planned
from emporion.demo.shelf import on_shelf
from emporion.exchange.queries import channel_by_id, waiting_count
from emporion.journal.commands import deliver_all
from emporion.kernel.money import UnitPrice
from emporion.ledger.queries import verify
from emporion.orders.queries import shop_by_code
from emporion.parties.queries import firms
from emporion.pricing import commands as pricing
from emporion.pricing.types import PriceTypeCard
from emporion.stock.queries import by_code, free_at, warehouses
from emporion.stock.tests.factories import product, warehouse

NOW = datetime(2026, 11, 19, 12, 0, tzinfo=UTC)


def founded() -> Founded:
    return founding.found(staff_password="a-password-for-the-demo", onec_password="another")


def brought_by_1c(firm: int, goods: int = 3) -> list[int]:
    """What a first catalog leaves: a price type, a warehouse kept by 1C, priced variants."""
    warehouse(firm, "w-1c", master="1c")
    [kind] = pricing.put_price_types(
        cards=[PriceTypeCard(name="Розничная", currency="RUB", tax_included=True)], actor="channel:1c"
    )
    variants = [product() for _ in range(goods)]
    for variant in variants:
        pricing.set_price(
            variant_id=variant,
            price_type_id=kind.id,
            price_micro=UnitPrice.of("590", "RUB").micro,
            actor="channel:1c",
        )
    return variants


def test_a_firm_in_each_country_is_founded_once_with_a_person_for_every_role(house: str) -> None:
    assert founded() == founded()
    assert {(one.country, one.base_currency) for one in firms()} == {
        (country.code, country.currency) for country in COUNTRIES
    }
    people = {person.email: [grant.role for grant in person.grants] for person in staff_list()}
    assert people == {f"{role}@demo.example": [role] for role in ROLES}


def test_the_shop_sells_at_retail_from_1cs_warehouses_and_then_from_ours(house: str) -> None:
    firm = founded().firm
    brought_by_1c(firm)
    shop = shop_by_code(opening.open_shops()[0])
    places = by_code(["w-1c", RUSSIA.warehouse[0]])
    assert shop.warehouses == (places["w-1c"].id, places[RUSSIA.warehouse[0]].id)
    assert (shop.price_type_name, shop.takes_uncovered) == ("Розничная", True)


def test_goods_received_by_hand_are_free_in_our_own_warehouse_and_received_once(house: str) -> None:
    firm = founded().firm
    variants = brought_by_1c(firm)
    shop = opening.open_shops()[0]
    for _ in range(2):
        assert opening.receive_by_hand(shop, NOW) == 3
    own = by_code([RUSSIA.warehouse[0]])[RUSSIA.warehouse[0]].id
    assert free_at([own], variants) == dict(zip(variants, (2000, 3000, 4000), strict=True))
    assert verify() == []


def test_only_orders_to_which_nothing_has_happened_go_to_1c(house: str) -> None:
    made = founded()
    brought_by_1c(made.firm)
    shop = opening.open_shops()[0]
    opening.receive_by_hand(shop, NOW)
    at = NOW - timedelta(days=1)
    plan = [Planned(1, at, 1, "paid", "usual", 1), Planned(2, at, 2, "open", "usual", 1)]
    found = list(live(plan, shop=shop, now=NOW))
    for _ in range(2):
        assert opening.send_open_orders(found, NOW) == 1
    deliver_all()
    assert waiting_count(made.channel) == 1
    assert channel_by_id(made.channel).settings["shop"] == shop


def test_all_that_the_demonstration_sells_is_marked_and_so_is_its_1c(house: str) -> None:
    made = founded()
    brought_by_1c(made.firm)
    shop = opening.open_shops()[0]
    assert (shop_by_code(shop).is_demo, channel_by_id(made.channel).settings["is_simulated"]) == (True, True)


def test_the_shelf_shows_what_has_a_price_also_when_it_is_sold_out(house: str) -> None:
    firm = founded().firm
    variants = brought_by_1c(firm)
    product()  # nobody told its price
    shop = opening.open_shops()[0]
    assert [(one.variant, one.free) for one in on_shelf(shop)] == [(variant, 0) for variant in variants]


def test_the_shops_sell_in_their_own_currency_and_one_sells_for_two_firms(house: str) -> None:
    brought_by_1c(founded().firm)
    shops = [shop_by_code(code) for code in opening.open_shops()]
    assert [shop.currency for shop in shops] == ["RUB", "KZT", "RON", "EUR"]
    assert [on_shelf(shop.code)[0].price.micro for shop in shops] == [590_000_000, 3_540_000_000, 31_300_000, 6_200_000]
    greek = shop_by_code(GREECE.shop)
    assert len({place.firm for place in warehouses(greek.warehouses)}) == 2
