"""Two houses that got the same files have the same fingerprint, whatever numbers their rows got."""

import pytest
from pytest_django import DjangoDbBlocker

from emporion.catalog import commands as catalog
from emporion.catalog.models import Protection
from emporion.catalog.types import ProductCard, PropertyCard
from emporion.parties import commands as parties
from emporion.parties.types import PartyCard
from emporion.site.fingerprint import fingerprint
from tools.testing.databases import Copies, using

Names = tuple[str, ...]


def furnished(properties: Names, products: Names, colours: Names, clerk: str, *, released: bool = False) -> str:
    """A house with a protected field of each kind; its fingerprint."""
    found = catalog.put_properties(cards=[PropertyCard(name=name) for name in properties], actor="owner")
    size = dict(zip(properties, (one.id for one in found), strict=True))["Size"]
    for name in products:
        product, _only = catalog.add_product(name=name, actor="owner")
        variants = {
            colour: catalog.add_variant(product_id=product, options=(("Colour", colour),), actor="owner")
            for colour in colours
        }
        card = ProductCard(product, values=((size, None, "35"),))
        catalog.edit_product(card=card, protects=False, actor="owner")
        if name == "cup":
            fields = ["name", f"value:{size}", f"variant:{variants['red']}:sku"]
            catalog.protect_fields(product_id=product, fields=fields, actor=clerk)
            if released:
                catalog.unprotect_fields(fields={product: fields[2:]}, actor=clerk)
            assert Protection.objects.count() == 3 - released
    for last in products:
        parties.found_or_added(card=PartyCard(name=f"Ana {last}", emails=(f"{last}@example.com",)), actor="shop")
    return fingerprint()["all"]


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_protected_fields_are_known_by_what_they_belong_to(
    engine: str, request: pytest.FixtureRequest, home: object, django_db_blocker: DjangoDbBlocker
) -> None:
    copies: Copies = request.getfixturevalue(engine)

    def house(properties: Names, products: Names, colours: Names, clerk: str, *, released: bool = False) -> str:
        with django_db_blocker.unblock(), copies() as url, using(url):
            return furnished(properties, products, colours, clerk, released=released)

    first = house(("Colour", "Size"), ("cup", "pot"), ("red", "blue"), "staff:1")
    second = house(("Size", "Colour"), ("pot", "cup"), ("blue", "red"), "staff:7")
    freed = house(("Size", "Colour"), ("pot", "cup"), ("blue", "red"), "staff:7", released=True)
    assert first == second != freed
