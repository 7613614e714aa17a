import re
from uuid import UUID

import pytest
from django.template import Context, Template
from django.test import RequestFactory

from emporion.web import intent

from .factories import person

ID = "4c1a3f0e-4a47-4e0c-9b8f-0f8b1f0a9d11"


def test_a_command_hears_who_from_where_and_once(house: str) -> None:
    request = RequestFactory().post("/orders/5/cancel/", {"intent": ID})
    request.user = by = person()
    assert intent.said(request) == {
        "actor": f"staff:{by.pk}",
        "origin": "page:/orders/5/cancel/",
        "key": f"page:/orders/5/cancel/:{ID}",
    }


@pytest.mark.parametrize("text", ["", "5", "x" * 4000])
def test_a_form_without_an_intent_has_no_key(text: str) -> None:
    assert intent.key(RequestFactory().post("/orders/5/", {"intent": text})) == ""


def test_every_form_gets_another_intent() -> None:
    field = Template("{% load emporion %}{% intent %}")
    values = [re.findall(r'value="(.+)"', field.render(Context()))[0] for _ in range(2)]
    assert len({UUID(value) for value in values}) == 2
