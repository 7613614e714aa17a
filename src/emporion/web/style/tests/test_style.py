"""The living style page shows every part of the pages, drawn by the part itself, with no exception."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from emporion.web.tests.factories import signed_in

WEB = Path(__file__).parents[2]
TEMPLATES = WEB / "templates"
FOLDERS = ("parts", "lists", "palette")  # what many pages share
WHOLE = '{% extends "web/base.html" %}'  # begins a page, not a part
BESIDE = {"HX-Request": "true", "HX-Target": "drawer"}


def drawn(client: Client, address: str, headers: dict[str, str] | None = None) -> set[str]:
    """The files that took part in an answer."""
    answer = client.get(address, headers=headers or {})
    assert answer.status_code == 200, address
    return {str(one.name) for one in answer.templates if one.name}


def parts() -> set[str]:
    """The names of all parts."""
    found = [one for folder in FOLDERS for one in (TEMPLATES / "web" / folder).glob("*.html")]
    return {one.relative_to(TEMPLATES).as_posix() for one in found if not one.read_text().startswith(WHOLE)}


@pytest.mark.parametrize("house", ["sqlite"], indirect=True)
def test_every_part_is_shown(house: str) -> None:
    desk = signed_in()
    shown = drawn(desk, reverse("web:style")) | drawn(desk, reverse("web:style_why"), BESIDE)
    assert parts() - shown == set(), "show it in templates/web/style, in each of its states"


def test_every_part_stands_on_a_page_besides() -> None:
    files = [*TEMPLATES.rglob("*.html"), *WEB.rglob("*.py")]
    pages = [one.read_text() for one in files if not {"style", "tests"} & set(one.relative_to(WEB).parts)]
    unused = {one for one in parts() if not any(f'"{one}"' in text for text in pages)}
    assert unused == set(), "a page takes it, or it goes"
