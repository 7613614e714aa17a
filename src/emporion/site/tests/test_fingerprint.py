"""Two databases that tell the same story have the same fingerprint."""

import pytest
from django.core.management import call_command

from emporion.catalog import commands as catalog
from emporion.catalog.types import CategoryCard
from emporion.orders import commands as orders
from emporion.orders.tests.factories import corner_shop, cup, draft
from emporion.pricing import commands as pricing
from emporion.site.fingerprint import fingerprint

pytestmark = pytest.mark.usefixtures("house")


def test_one_more_product_is_another_story() -> None:
    def story(*names: str) -> str:
        for name in names:
            catalog.add_product(name=name, sku=name.upper(), barcodes=(f"{name}-1",), actor="owner")
        return fingerprint()["all"]

    first = story("cup", "pot")
    others = story("dish")
    assert others != first


def test_a_group_is_known_by_its_whole_path() -> None:
    def tree(*parents: str) -> str:
        for parent in parents:
            top = CategoryCard(name=parent)
            below = CategoryCard(name="New", under=0)
            catalog.put_categories(cards=[top, below], actor="owner")
        return fingerprint()["catalog.category"]

    assert tree("Kitchen") != tree("Garden")


def test_every_business_figure_moves_it() -> None:
    corner = corner_shop()
    cups = cup(corner, 10)
    seen = [fingerprint()["all"]]
    pricing.set_price(variant_id=cups, price_type_id=corner.price_type, price_micro=3_000_000, actor="owner")
    seen.append(fingerprint()["all"])
    orders.place(draft=draft(corner, (cups, 1)), actor="shop")
    seen.append(fingerprint()["all"])
    assert len(set(seen)) == len(seen)
    assert fingerprint()["all"] == seen[-1]


def test_the_command_prints_it(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("fingerprint")
    assert capsys.readouterr().out.strip() == fingerprint()["all"]
