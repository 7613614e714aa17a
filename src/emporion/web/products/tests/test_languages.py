"""Names and descriptions of a product in other languages, by a form on its page."""

import re

import pytest
from django.test import Client

from emporion.catalog import commands as catalog
from emporion.catalog.queries import texts_of
from emporion.catalog.tests.factories import product_on_sale
from emporion.catalog.types import TextCard, TextLine
from emporion.web.tests.factories import signed_in

pytestmark = pytest.mark.usefixtures("house")


def sent(client: Client, product: int, **fields: str) -> str:
    told = {name.replace("__", ":"): text for name, text in fields.items()}
    answer = client.post(f"/products/{product}/languages/", told, follow=True)
    return answer.content.decode()


def cup() -> int:
    return product_on_sale("Чашка")[0]


def test_names_are_written_shown_told_and_taken_back() -> None:
    product, client = cup(), signed_in()
    page = sent(client, product, name__el="Φλιτζάνι", description__el="Λεπτό χείλος.", name__ro="Ceașcă")
    told = (TextLine("el", "Φλιτζάνι", "Λεπτό χείλος."), TextLine("ro", "Ceașcă", ""))
    assert texts_of([product]) == {product: told}
    assert "Φλιτζάνι" in page and "Ceașcă" in page and f"/why/value/name:el/product:{product}/" in page
    why = client.get(f"/why/value/name:el/product:{product}/").content.decode()
    assert "Φλιτζάνι" in why and "Anna Berg" in why
    assert "Ceașcă; Φλιτζάνι" in client.get(f"/products/{product}/timeline/").content.decode()
    [undo] = re.findall(r'action="(/undo/[^"]+)"', page)
    client.post(undo)
    assert texts_of([product]) == {}


def test_an_emptied_name_takes_the_language_away_and_what_stands_is_in_the_form() -> None:
    product, client = cup(), signed_in()
    catalog.put_texts(cards=[TextCard(product, "el", "Φλιτζάνι"), TextCard(product, "bg", "Чаша")], actor="staff:1")
    form = client.get(f"/products/{product}/languages/").content.decode()
    assert 'value="Φλιτζάνι"' in form and 'value="Чаша"' in form  # a language the house does not offer stays
    sent(client, product, name__bg="Чаша")
    assert texts_of([product]) == {product: (TextLine("bg", "Чаша", ""),)}


def test_a_description_without_a_name_is_said_beside_the_name() -> None:
    product, client = cup(), signed_in()
    assert "A description needs a name in its language." in sent(client, product, description__el="Λεπτό χείλος.")
    assert texts_of([product]) == {}


def test_who_may_not_change_products_is_not_offered_the_form() -> None:
    product, client = cup(), signed_in("storekeeper")
    assert f"/products/{product}/languages/" not in client.get(f"/products/{product}/").content.decode()
    assert client.get(f"/products/{product}/languages/").status_code == 403
