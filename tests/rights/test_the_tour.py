"""The five minutes exist in a demonstration alone: their door opens nothing in a house of somebody's own."""

from __future__ import annotations

import pytest
from django.contrib.auth import SESSION_KEY
from django.test import Client
from django.urls import reverse

from emporion.demo.home import MARK, DemoHome
from emporion.web.tests.factories import EMAIL, person, signed_in
from emporion.web.tour.urls import urlpatterns

from .neighbours import EXAMPLES, Firm, neighbour

NAMES = [str(one.name) for one in urlpatterns]


@pytest.fixture
def near(house: str) -> Firm:
    return neighbour()


def path(name: str, of: Firm) -> str:
    return reverse(f"web:{name}", args=EXAMPLES[name](of) if name in EXAMPLES else ())


@pytest.mark.parametrize("house", ["sqlite"], indirect=True)
def test_a_house_of_somebodys_own_has_no_tour(near: Firm, a_demonstration: DemoHome) -> None:
    (a_demonstration.folder / MARK).unlink()
    desk = signed_in()
    told = {name: {ask(path(name, near)).status_code for ask in (desk.get, desk.post)} for name in NAMES}
    assert {name: codes - {405} for name, codes in told.items()} == {name: {404} for name in NAMES}
    assert 'id="tour"' not in desk.get("/today/").content.decode()


def test_nobody_enters_a_house_of_somebodys_own_without_a_password(house: str, a_demonstration: DemoHome) -> None:
    person(email=EMAIL)
    (a_demonstration.folder / MARK).unlink()
    stranger = Client()
    assert stranger.post("/try/enter/", {"email": EMAIL}).status_code == 404
    assert SESSION_KEY not in stranger.session


def test_a_demonstration_lets_in_its_own_people_and_nobody_else(house: str) -> None:
    person(email=EMAIL)
    person(email="owner@demo.example")
    stranger = Client()
    assert stranger.post("/try/enter/", {"email": EMAIL}).status_code == 404
    assert SESSION_KEY not in stranger.session
    assert stranger.post("/try/enter/", {"email": "owner@demo.example"}).headers["Location"] == "/today/"
    assert SESSION_KEY in stranger.session


@pytest.mark.parametrize("house", ["sqlite"], indirect=True)
def test_in_a_demonstration_every_address_of_the_tour_answers(near: Firm) -> None:
    desk = signed_in()
    assert desk.get("/try/").headers["Location"] == "/today/#tour"
    assert 'id="tour"' in desk.get("/today/").content.decode()
    assert 'id="tour"' in desk.post("/try/look/").content.decode()
    assert desk.post("/try/do/figure/").headers["Location"] == "/orders/?view=all"
    assert desk.post("/try/do/nothing/").status_code == 404
    page = desk.get("/try/export/").content.decode()
    assert 'aria-keyshortcuts="?"' in page, "the pages of the tour have help"
