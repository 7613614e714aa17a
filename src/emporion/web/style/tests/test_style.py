"""The living style page shows every part of the pages, drawn by the part itself, with no exception."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from emporion.web.tests.factories import signed_in

PARTS = Path(__file__).parents[2] / "templates/web/parts"
BESIDE = {"HX-Request": "true", "HX-Target": "drawer"}


def drawn(client: Client, address: str, headers: dict[str, str] | None = None) -> set[str]:
    """The files that took part in an answer."""
    answer = client.get(address, headers=headers or {})
    assert answer.status_code == 200, address
    return {str(one.name) for one in answer.templates if one.name}


@pytest.mark.parametrize("house", ["sqlite"], indirect=True)
def test_every_part_is_shown(house: str) -> None:
    desk = signed_in()
    shown = drawn(desk, reverse("web:style")) | drawn(desk, reverse("web:style_why"), BESIDE)
    missing = {f"web/parts/{one.name}" for one in PARTS.glob("*.html")} - shown
    assert missing == set(), "show it in templates/web/style, in each of its states"
