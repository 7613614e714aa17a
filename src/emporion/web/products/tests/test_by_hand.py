"""A catalog kept by hand: groups, pictures, properties and the unit, over HTTP and with the right to it."""

import uuid

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from emporion.catalog import commands as catalog
from emporion.catalog.queries import category_tree, product_page, products, properties
from emporion.catalog.tests.factories import BY, category, choice, png, product_on_sale, text_property
from emporion.catalog.types import PropertyCard
from emporion.parties.tests.factories import firm
from emporion.stock.tests.factories import warehouse
from emporion.web.products.editing import add_whole
from emporion.web.tests.factories import signed_in

pytestmark = pytest.mark.usefixtures("house")


def form(**fields: object) -> dict[str, object]:
    return {"intent": str(uuid.uuid4()), **fields}


def html(client: Client, url: str) -> str:
    return client.get(url).content.decode()


def tree() -> list[tuple[int, str, bool]]:
    return [(node.depth, node.name, node.is_hidden) for node in category_tree()]


def test_the_tree_of_groups_is_built_renamed_moved_and_hidden() -> None:
    client = signed_in()
    assert 'href="/products/groups/"' in html(client, "/products/")
    assert "No groups yet" in html(client, "/products/groups/")
    told = form(name="Kitchen", parent="")
    for _twice in "ab":  # sent twice, it is added once
        assert client.post("/products/groups/new/", told)["Location"] == "/products/groups/"
    kitchen = category_tree()[0].id
    assert f'value="{kitchen}" selected' in html(client, f"/products/groups/new/?parent={kitchen}")
    client.post("/products/groups/new/", form(name="Cups", parent=kitchen))
    client.post("/products/groups/new/", form(name="House", parent=""))
    assert tree() == [(0, "House", False), (0, "Kitchen", False), (1, "Cups", False)]
    house = category_tree()[0].id
    client.post(f"/products/groups/{kitchen}/", form(name="Kitchenware", parent=house, is_hidden="on"))
    assert tree() == [(0, "House", False), (1, "Kitchenware", True), (2, "Cups", False)]
    client.post(f"/products/groups/{kitchen}/", form(name="Kitchenware", parent=""))
    assert tree() == [(0, "House", False), (0, "Kitchenware", False), (1, "Cups", False)]
    page = html(client, "/products/groups/")
    assert f'href="/products/groups/{kitchen}/"' in page and f"/products/?category={kitchen}" in page


def test_a_group_in_itself_and_a_doubled_name_are_said_with_their_remedies() -> None:
    kitchen = category("Kitchen")
    cups, client = category("Cups", kitchen), signed_in()
    for url, told, says in (
        (kitchen, {"name": "Kitchen", "parent": cups}, "Choose one that does not lie inside this group."),
        ("new", {"name": "CUPS", "parent": kitchen}, "There already is a group “CUPS” in this place. Give it another"),
        ("new", {"name": " ", "parent": ""}, "This field is required."),
        ("new", {"name": "Pots", "parent": 404}, "Select a valid choice"),
    ):
        answer = client.post(f"/products/groups/{url}/", form(**told))
        assert (answer.status_code, says in answer.content.decode()) == (422, True), says
    assert tree() == [(0, "Kitchen", False), (1, "Cups", False)]
    assert client.get("/products/groups/404/").status_code == 409


def test_a_product_stands_in_several_groups_from_its_first_day_or_later() -> None:
    kitchen, gifts, client = category("Kitchen"), category("Gifts"), signed_in()
    assert 'name="categories"' in html(client, "/products/new/")
    client.post("/products/new/", form(name="Teapot", sku="", unit="796", categories=[kitchen, gifts]))
    (teapot,) = products("Teapot")
    assert {path.id for path in product_page(teapot.pk).categories} == {kitchen, gifts}
    page = html(client, f"/products/{teapot.pk}/edit/")
    assert page.count(" checked") == 2
    told = form(name="Teapot", unit="796", categories=[gifts])
    assert client.post(f"/products/{teapot.pk}/edit/", told).status_code == 302
    page_now = product_page(teapot.pk)
    assert [path.id for path in page_now.categories] == [gifts]
    assert [one.field for one in page_now.protections] == ["categories"]


def test_pictures_are_uploaded_under_the_hash_of_their_content() -> None:
    (cup, _), client = product_on_sale(), signed_in()
    url = f"/products/{cup}/pictures/"
    assert url in html(client, f"/products/{cup}/")
    files = [SimpleUploadedFile("../../evil.html", png()), SimpleUploadedFile("b.png", png(5, 5))]
    assert client.post(url, form(pictures=files))["Location"] == url
    first, second = product_page(cup).pictures
    assert first.file == f"pictures/{first.content_hash[:2]}/{first.content_hash}.png"
    assert ((first.width, first.height), (second.width, second.height)) == ((4, 3), (5, 5))
    with default_storage.open(first.file) as file:
        assert file.read() == png()
    page = html(client, url)
    assert "2 pictures are added." in page and "Main picture" in page and "evil" not in page
    client.post(f"{url}main/", form(picture=second.content_hash))
    assert [one.content_hash for one in product_page(cup).pictures] == [second.content_hash, first.content_hash]
    client.post(f"{url}remove/", form(picture=second.content_hash))
    assert [one.content_hash for one in product_page(cup).pictures] == [first.content_hash]
    assert [one.field for one in product_page(cup).protections] == ["pictures"]
    assert client.post(f"{url}remove/", form(picture=second.content_hash)).status_code == 409


def test_of_several_files_the_good_ones_are_taken_and_the_others_named() -> None:
    (cup, _), client = product_on_sale(), signed_in()
    files = [
        SimpleUploadedFile("a.png", png()),
        SimpleUploadedFile("b.png", b"<svg onload='x()'/>"),
        SimpleUploadedFile("<c>.png", b"\x89PNG\r\n\x1a\n"),
    ]
    answer = client.post(f"/products/{cup}/pictures/", form(pictures=files))
    said = answer.content.decode()
    assert answer.status_code == 422
    assert "b.png: The file is no PNG, JPEG, GIF or WebP picture." in said
    assert "&lt;c&gt;.png: The picture is damaged" in said
    assert len(product_page(cup).pictures) == 1
    assert client.post(f"/products/{cup}/pictures/", form()).status_code == 422


def test_a_property_is_made_for_a_product_and_gets_its_value() -> None:
    (cup, _), client = product_on_sale(), signed_in()
    url = f"/products/{cup}/properties/"
    assert url in html(client, f"/products/{cup}/")
    assert f"/products/properties/new/?product={cup}" in html(client, url)
    made = client.post(f"/products/properties/new/?product={cup}", form(name="Volume, l", kind="number"))
    (volume,) = properties()
    assert made["Location"] == f"{url}?add={volume.id}"
    assert f'name="value_{volume.id}"' in html(client, made["Location"])
    assert client.post(url, form(**{f"value_{volume.id}": "a lot"})).status_code == 422
    assert client.post(url, form(**{f"value_{volume.id}": "1 000,5"}))["Location"] == f"/products/{cup}/"
    (line,) = product_page(cup).values
    assert (line.property_name, line.text) == ("Volume, l", "1000.5")
    page = html(client, f"/products/{cup}/")
    assert "Volume, l" in page and "1000.5" in page
    client.post(url, form(**{f"value_{volume.id}": ""}))
    assert product_page(cup).values == ()
    assert "Volume, l <span" in html(client, f"/products/{cup}/")  # protected still, and named


def test_a_choice_is_made_chosen_and_given_more_choices() -> None:
    (cup, _), client = product_on_sale(), signed_in()
    assert "Give at least one choice." in client.post(
        "/products/properties/new/", form(name="Colour", kind="choice", options=" \n")
    ).content.decode()  # fmt: skip
    client.post("/products/properties/new/", form(name="Colour", kind="choice", options="red\r\nblue\r\nred"))
    (colour,) = properties()
    assert [option.text for option in colour.options] == ["red", "blue"]
    client.post(f"/products/properties/{colour.id}/", form(name="Colours", options="green\nred"))
    (colour,) = properties()
    assert (colour.name, [option.text for option in colour.options]) == ("Colours", ["red", "blue", "green"])
    client.post(f"/products/{cup}/properties/", form(**{f"value_{colour.id}": colour.options[2].id}))
    assert product_page(cup).values[0].texts == ("green",)
    other = choice("Size", ("S",)).option_ids[0]
    assert client.post(
        f"/products/{cup}/properties/", form(**{f"value_{colour.id}": other})
    ).status_code == 422  # fmt: skip
    twice = client.post("/products/properties/new/", form(name="SIZE", kind="text"))
    assert "There already is a property “SIZE”. Use that one" in twice.content.decode()


def test_values_that_nobody_touched_stay_exactly_and_are_not_protected() -> None:
    material, note, colour = text_property(), text_property("Note"), choice(options=("red", "blue", "green"))
    red, blue, green = colour.option_ids
    (cup, _), client = product_on_sale(), signed_in()
    stands = (
        (material, None, "clay"), (material, None, "glass"), (note, None, "one\ntwo"),
        (colour.id, red, ""), (colour.id, blue, ""),
    )  # fmt: skip
    catalog.put_values(product_id=cup, told=tuple((pk, tuple(v for v in stands if v[0] == pk))
                       for pk in (material, note, colour.id)), **BY)  # fmt: skip
    catalog.unprotect_fields(fields={cup: [one.field for one in product_page(cup).protections]}, **BY)
    told = {
        f"value_{material}": "clay\r\nglass", f"value_{note}": "one\r\ntwo", f"value_{colour.id}": [red, blue],
    }  # fmt: skip
    before = product_page(cup)
    assert client.post(f"/products/{cup}/properties/", form(**told)).status_code == 302
    assert product_page(cup) == before
    client.post(f"/products/{cup}/properties/", form(**{**told, f"value_{colour.id}": [green]}))
    page = product_page(cup)
    assert [line.texts for line in page.values] == [("clay", "glass"), ("one\ntwo",), ("green",)]
    assert [one.field for one in page.protections] == [f"value:{colour.id}"]
    assert "Colour <span" in html(client, f"/products/{cup}/")  # what is protected is named


def test_a_number_that_other_systems_brought_as_a_word_is_kept_until_it_is_changed() -> None:
    (made,) = catalog.put_properties(cards=[PropertyCard(name="Volume", kind="number")], **BY)
    (cup, _), client = product_on_sale(), signed_in()
    catalog.put_values(product_id=cup, told=((made.id, ((made.id, None, "about 2"),)),), **BY)
    url = f"/products/{cup}/properties/"
    assert client.post(url, form(**{f"value_{made.id}": "about 2"})).status_code == 302
    assert client.post(url, form(**{f"value_{made.id}": "about 3"})).status_code == 422
    assert product_page(cup).values[0].text == "about 2"


def test_the_unit_is_changed_until_stock_has_moved() -> None:
    (cup, _), client = product_on_sale(), signed_in()
    url = f"/products/{cup}/edit/"
    assert client.post(url, form(name="Cup", unit="166")).status_code == 302
    assert product_page(cup).unit.code == "166"
    place = warehouse(firm().id, "own")
    pot = add_whole(
        name="Pot", sku="", unit="796", barcode="", categories=(), price=None, receipt=(place, 1000, None), actor="cli"
    )
    answer = client.post(f"/products/{pot}/edit/", form(name="Pot", unit="166"))
    assert answer.status_code == 422
    assert "The unit cannot be changed any more: stock of “Pot” has moved in it." in answer.content.decode()
    assert product_page(pot).unit.code == "796"


def test_who_may_not_change_the_catalog_sees_it_and_changes_nothing() -> None:
    kitchen, material = category("Kitchen"), text_property()
    (cup, _), client = product_on_sale(), signed_in("storekeeper")
    for url in ("/products/groups/", "/products/properties/", f"/products/{cup}/"):
        page = html(client, url)
        assert "/new/" not in page and f"/products/groups/{kitchen}/" not in page
        assert f"/products/{cup}/pictures/" not in page and f"/products/properties/{material}/" not in page
    for url in (
        "/products/groups/new/", f"/products/groups/{kitchen}/", "/products/properties/new/",
        f"/products/properties/{material}/", f"/products/{cup}/pictures/", f"/products/{cup}/pictures/main/",
        f"/products/{cup}/pictures/remove/", f"/products/{cup}/properties/",
    ):  # fmt: skip
        assert (
            client.post(url, form(name="X", kind="text", pictures=SimpleUploadedFile("a.png", png()))).status_code
            == 403
        )
    assert (tree(), product_page(cup).pictures) == ([(0, "Kitchen", False)], ())
