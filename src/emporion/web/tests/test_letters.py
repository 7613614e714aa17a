"""A page asks beforehand for the fonts of its letters, and for no others; it is shown when it stands whole."""

import re

import pytest
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase

from emporion.web.letters import Lettered

from .factories import signed_in


def fonts(answer: HttpResponseBase) -> list[str]:
    return re.findall(r"inter-(.+?)-wght-normal[^>]*>; rel=preload", answer.get("Link", ""))


def of(content: str, kind: str = "text/html; charset=utf-8") -> list[str]:
    return fonts(Lettered(lambda _request: HttpResponse(content, content_type=kind))(HttpRequest()))


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        ("Cup, 12.50 €", ["latin"]),
        ("Чашка", ["latin", "cyrillic"]),
        ("Φλιτζάνι", ["latin", "greek"]),
        ("Ceașcă", ["latin", "latin-ext"]),
        ("12 ₴", ["latin", "latin-ext"]),
        ("Ceașcă, чашка, φλιτζάνι", ["latin", "latin-ext", "cyrillic", "greek"]),
    ],
)
def test_the_letters_of_a_page_choose_its_fonts(words: str, asked: list[str]) -> None:
    assert of(f"<nav>Русский, Ελληνικά</nav><main>{words}</main>") == asked


def test_a_part_of_a_page_and_what_is_no_page_ask_for_none() -> None:
    assert of("<tr><td>Чашка</td></tr>") == []
    assert of("<main>Чашка</main>", "text/plain") == []
    assert fonts(Lettered(lambda _request: JsonResponse({"main": "<main>"}))(HttpRequest())) == []


def test_a_page_waits_for_its_own_end_before_it_is_shown(house: str) -> None:
    page = signed_in().get("/orders/")
    assert fonts(page) == ["latin"]
    (end,) = re.findall(r'rel="expect" href="#([\w-]+)" blocking="render"', page.content.decode())
    assert [*re.findall(r'<\w+[^>]*?\sid="([\w-]+)"', page.content.decode().partition("</main>")[2])][-1] == end
