"""Every page says what it is for, and leads to a guide that stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import pytest
from django.conf import settings
from django.urls import URLPattern, URLResolver

from emporion.web import urls
from emporion.web.help import guides
from emporion.web.page_help import HELP, help_of
from emporion.web.tests.factories import signed_in

# answers that are no pages
APP = ("manifest.webmanifest", "worker.js", "offline/")
NOT_PAGES = ("", "language/", "live/", "media/<path:name>", "undo/<str:token>/", "palette/", *APP)
LARGEST_PICTURE, MOST_PICTURES, MOST_IN_ALL = 120_000, 12, 2_800_000
LANGUAGES = [code for code, _name in settings.LANGUAGES]


def routes(patterns: Iterable[object], before: str = "") -> Iterator[str]:
    for one in patterns:
        if isinstance(one, URLResolver):
            yield from routes(one.url_patterns, f"{before}{one.pattern}")
        elif isinstance(one, URLPattern):
            yield f"{before}{one.pattern}"


def test_every_page_of_the_register_has_help() -> None:
    known = [route for route in routes(urls.urlpatterns) if route not in NOT_PAGES]
    assert len(known) > 80
    assert [route for route in known if help_of(route) is None] == []


def test_no_help_is_left_of_a_page_that_is_gone() -> None:
    known = list(routes(urls.urlpatterns))
    assert [key for key in HELP if not any(route.startswith(key) for route in known)] == []


@pytest.mark.parametrize("key", HELP)
def test_help_is_short_and_its_guide_has_the_head(key: str) -> None:
    told = HELP[key]
    assert 1 <= len(told.says) <= 3
    assert told.head in ["", *guides.guide(told.guide, "en").ids]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", guides.NAMES)
def test_a_guide_shows_only_pictures_and_links_that_stand(name: str, language: str) -> None:
    html = guides.guide(name, language).html
    for picture in re.findall(r'src="/help/pictures/([^"]+)"', html):
        assert (guides.folder() / "images" / picture).is_file()
    for other in re.findall(r'href="/help/(\w+)/', html):
        assert other in guides.NAMES
    assert "](" not in html


@pytest.mark.parametrize("language", [code for code in LANGUAGES if code != "en"])
@pytest.mark.parametrize("name", guides.NAMES)
def test_a_guide_is_as_whole_in_each_language_as_in_english(name: str, language: str) -> None:
    told, english = guides.text(name, language), guides.text(name, "en")
    for part in (r"^#+ ", r"^1?\d\. ", r"^$"):
        assert len(re.findall(part, told, re.M)) == len(re.findall(part, english, re.M))
    pictures = re.compile(r"\]\((images/[^)]+)\)")
    assert pictures.findall(told) == [one.replace(".en.", f".{language}.") for one in pictures.findall(english)]
    heads, ours = guides.guide(name, language).heads, guides.guide(name, "en").heads
    assert [at for at, _words in heads] == [at for at, _words in ours]
    assert not {words for _at, words in heads} & {words for _at, words in ours}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", guides.NAMES)
def test_on_a_code_host_a_guide_leads_to_the_other_languages_first(name: str, language: str) -> None:
    line = guides.text(name, language).splitlines()[2]
    assert re.findall(r"\]\(([^)]+)\)", line) == [f"{name}.{code}.md" for code in LANGUAGES if code != language]
    assert ".md" not in guides.guide(name, language).html


def test_no_guide_is_left_of_a_language_or_a_work_that_is_gone() -> None:
    known = {f"{name}.{language}.md" for name in guides.NAMES for language in LANGUAGES}
    assert {file.name for file in guides.folder().glob("*.md")} == known


def test_pictures_are_few_and_small() -> None:
    sizes = {file.name: file.stat().st_size for file in (guides.folder() / "images").glob("*")}
    assert 0 < len(sizes) <= MOST_PICTURES * len(LANGUAGES) and sum(sizes.values()) <= MOST_IN_ALL
    assert {name: size for name, size in sizes.items() if size > LARGEST_PICTURE} == {}


@pytest.mark.parametrize("house", ["sqlite"], indirect=True)
def test_the_question_mark_answers_beside_the_page(house: str) -> None:
    desk = signed_in()
    page = desk.get("/customers/new/").content.decode()
    assert 'aria-keyshortcuts="?"' in page
    url = re.search(r'href="(/help/about/[^"]+)"', page)
    assert url
    answer = desk.get(url[1], headers={"HX-Request": "true", "HX-Target": "drawer"}).content.decode()
    assert "one who is known already is not made twice" in answer
    assert 'href="/help/manager/#customers"' in answer
    assert desk.get("/help/about/?page=nowhere/").status_code == 404


@pytest.mark.parametrize("house", ["sqlite"], indirect=True)
def test_guides_are_pages(house: str) -> None:
    desk = signed_in()
    assert desk.get("/help/").content.decode().count("e-link") > 10
    page = desk.get("/help/storekeeper/").content.decode()
    assert '<h2 id="receive">Receive</h2>' in page
    desk.post("/language/", {"language": "el"})
    page = desk.get("/help/storekeeper/").content.decode()
    assert '<h2 id="receive">Παραλαβή</h2>' in page
    assert 'href="/help/storekeeper/#receive">Παραλαβή</a>' in desk.get("/help/").content.decode()
    for address in ("/help/baker/", "/help/pictures/none.webp", "/help/pictures/..%2Fowner.md"):
        assert desk.get(address).status_code == 404
