"""A variant by hand: what tells it from the others, its article, its barcodes."""

import uuid

import pytest

from emporion.catalog import commands as catalog
from emporion.catalog.queries import barcodes_of, find_by_barcode, products, variants_of
from emporion.web.tests.factories import signed_in

pytestmark = pytest.mark.usefixtures("house")

EAN = "4006381333931"


def shoe(*colours: str) -> int:
    """A product with a default variant and one for each colour."""
    product, _only = catalog.add_product(name="Shoe", sku="SH", barcodes=(EAN,), actor="owner")
    for colour in colours:
        catalog.add_variant(product_id=product, options=(("Colour", colour),), actor="owner")
    return product


def form(**fields: str) -> dict[str, str]:
    return {"intent": str(uuid.uuid4()), **fields}


def names(product: int) -> list[str]:
    return [view.name for view in variants_of([product])[product]]


def test_the_product_page_leads_to_a_form_that_adds_a_variant_once() -> None:
    product, client = shoe(), signed_in()
    url = f"/products/{product}/variants/new/"
    assert f'href="{url}"' in client.get(f"/products/{product}/").content.decode()
    page = client.get(url).content.decode()
    assert 'value="Size"' in page and 'value="Colour"' in page
    told = form(name_0="Size", value_0="42", name_1="Colour", value_1="red", sku="SH-42R", barcodes="96385074, SH42")
    for _twice in "ab":
        assert client.post(url, told)["Location"] == f"/products/{product}/"
    assert names(product) == ["Shoe", "Shoe (42, red)"]
    added = variants_of([product])[product][-1]
    assert (added.sku, barcodes_of([added.id])[added.id]) == ("SH-42R", ("96385074", "SH42"))
    page = client.get(f"/products/{product}/").content.decode()
    assert "SH-42R" in page and "96385074" in page


def test_the_options_of_the_other_variants_are_asked_by_their_names() -> None:
    product, client = shoe("red"), signed_in()
    page = client.get(f"/products/{product}/variants/new/").content.decode()
    assert 'name="known_0"' in page and ">Colour</label>" in page
    client.post(f"/products/{product}/variants/new/", form(known_0="blue", name_0="Size", value_0="41"))
    assert names(product)[-1] == "Shoe (blue, 41)"


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ({}, "What tells this variant from the others?"),
        ({"value_0": "42"}, "What is it a value of?"),
        ({"name_0": "COLOUR", "value_0": "blue", "known_0": "red"}, "This option stands above already."),
        ({"known_0": " RED "}, "There already is “Shoe (red)”. Give at least one option another value."),
        (
            {"known_0": "blue", "barcodes": "4006381333932"},
            "No scanner reads the barcode 4006381333932: its last digit would have to be 1. Scan it",
        ),
        (
            {"known_0": "blue", "barcodes": f"SH1 {EAN}"},
            f"The barcode {EAN} stands on “Shoe” already. Compare the label",
        ),
        ({"known_0": "blue", "sku": "x" * 201}, "at most 200 characters"),
    ],
)
def test_what_cannot_be_is_said_with_its_remedy_and_nothing_is_added(told: dict[str, str], says: str) -> None:
    product = shoe("red")
    answer = signed_in().post(f"/products/{product}/variants/new/", form(**told))
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert names(product) == ["Shoe", "Shoe (red)"]


def test_a_new_product_s_barcode_is_held_to_the_same() -> None:
    shoe()
    told = form(name="Boot", sku="", unit="796", category="", barcode=EAN)
    answer = signed_in().post("/products/new/", told)
    assert answer.status_code == 422
    assert f"The barcode {EAN} stands on “Shoe” already." in answer.content.decode()
    assert (list(products("Boot")), [view.name for view in find_by_barcode(EAN)]) == ([], ["Shoe"])


def test_who_may_not_change_the_catalog_adds_no_variant() -> None:
    product, client = shoe(), signed_in("storekeeper")
    url = f"/products/{product}/variants/new/"
    assert url not in client.get(f"/products/{product}/").content.decode()
    assert client.post(url, form(value_0="42", name_0="Size")).status_code == 403
    assert names(product) == ["Shoe"]
