import gzip
import json

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.utils import timezone, translation

from emporion.web.middleware import UserLocale, no_right
from emporion.web.rights import NoRight

from .factories import asked, person, signed_in

SENTENCE = "Only 2 of SOY-300 are free there."
IN_RUSSIAN = "Там свободно только 2 шт. SOY-300."


def test_a_refusal_is_a_page_that_says_why_and_leads_back(house: str) -> None:
    answer = signed_in().post("/style/refuse/", headers={"Referer": "https://shop.example/style/?q=1"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert SENTENCE in page
    assert "Reserve fewer" in page
    assert 'href="/style/?q=1"' in page
    assert "<code>sample_refusal</code>" in page


def test_a_page_travels_compressed_and_a_stream_as_it_is(house: str) -> None:
    asked_for = {"Accept-Encoding": "gzip"}
    page = signed_in().get("/style/", headers=asked_for)
    assert page["Content-Encoding"] == "gzip"
    assert b"Emporion" in gzip.decompress(page.content)
    assert "Content-Encoding" not in signed_in(email="other@shop.example").get("/live/", headers=asked_for)


def test_a_refused_fragment_becomes_a_toast_and_changes_nothing_else(house: str) -> None:
    answer = signed_in().post("/style/refuse/", headers={"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Retarget"], answer["HX-Reswap"]) == (409, "#toasts", "beforeend")
    assert SENTENCE in answer.content.decode()
    assert "<html" not in answer.content.decode()


def test_a_program_gets_code_and_sentence(house: str) -> None:
    answer = signed_in().post("/style/refuse/", headers={"Accept": "application/json"})
    assert answer.status_code == 409
    assert answer.json() == {
        "code": "sample_refusal",
        "sentence": SENTENCE,
        "remedy": "Reserve fewer, or wait for the purchase due on 24 November.",
    }


def test_a_refusal_speaks_the_language_of_the_reader(house: str) -> None:
    answer = signed_in(language="ru").post("/style/refuse/", headers={"Accept": "application/json"})
    assert answer.json()["sentence"] == IN_RUSSIAN


def test_a_missing_right_is_named_as_page_toast_and_code(house: str) -> None:
    error, keeper = NoRight("pricing.see_cost"), person("storekeeper")
    page, toast, code = (asked("/cost/", keeper) for _ in range(3))
    toast.META["HTTP_HX_REQUEST"], code.META["HTTP_ACCEPT"] = "true", "application/json"
    answers = [no_right(request, error) for request in (page, toast, code)]
    assert [answer.status_code for answer in answers] == [403, 403, 403]
    assert "“See cost and margin”" in answers[0].content.decode()
    assert "Your role does not allow this: See cost and margin." in answers[1].content.decode()
    assert json.loads(answers[2].content)["right"] == "pricing.see_cost"


@pytest.mark.parametrize(
    ("theirs", "zone", "seen"),
    [("ru", "Europe/Athens", ("ru", "Europe/Athens")), ("", "Nowhere/Never", ("en", "UTC")), ("xx", "", ("en", "UTC"))],
)
def test_pages_speak_the_persons_language_in_their_zone(
    house: str, theirs: str, zone: str, seen: tuple[str, str]
) -> None:
    class Reader:
        language, time_zone = theirs, zone

    told: list[tuple[str | None, str]] = []

    def page(request: HttpRequest) -> HttpResponse:
        told.append((translation.get_language(), timezone.get_current_timezone_name()))
        return HttpResponse()

    request = HttpRequest()
    request.user = Reader()  # type: ignore[assignment]
    with translation.override("en"):
        UserLocale(page)(request)
    assert told == [seen]
    assert timezone.get_current_timezone_name() == "UTC"


def test_the_page_of_a_russian_reader_is_russian(house: str) -> None:
    page = signed_in(language="ru").get("/today/").content.decode()
    assert '<html lang="ru"' in page
    assert ">Сегодня</h1>" in page


def test_a_language_once_chosen_stays_with_the_person(house: str) -> None:
    client = signed_in()
    answer = client.post("/language/", {"language": "el", "next": "/style/"})
    assert (answer.status_code, answer["Location"]) == (302, "/style/")
    assert '<html lang="el"' in client.get("/style/").content.decode()


def test_a_stranger_chooses_the_language_of_the_door(house: str) -> None:
    client = Client()
    client.post("/language/", {"language": "ru", "next": "/accounts/login/"})
    assert '<html lang="ru"' in client.get("/accounts/login/").content.decode()


@pytest.mark.parametrize("away", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_the_choice_of_a_language_never_leads_away(house: str, away: str) -> None:
    assert Client().post("/language/", {"language": "ru", "next": away})["Location"] == "/"


def test_a_language_nobody_speaks_here_changes_nothing(house: str) -> None:
    answer = Client().post("/language/", {"language": "tlh"})
    assert not answer.cookies


def test_an_unknown_address_has_a_page_of_its_own(house: str) -> None:
    answer = Client().get("/nowhere/")
    assert answer.status_code == 404
    assert "No such page" in answer.content.decode()


def test_what_no_record_can_be_called_is_an_unknown_address(house: str) -> None:
    client, large = signed_in(), "9" * 20
    unknown = [
        f"/customers/{large}/",
        f"/stock/{large}/",
        "/stock/warehouses/%00/",
        "/products/?q=%00a",
        "/journal/?q=%00",
    ]
    assert [client.get(address).status_code for address in unknown] == [404] * len(unknown)
    assert "No such page" in client.get("/exchange/quarantine/rows/?cause=%00").content.decode()
    assert client.get(f"/orders/?q={large}").status_code == 200, "a search may be for anything"
    assert client.post("/customers/new/", {"name": "A\0nna"}).status_code == 404


def test_our_own_fault_has_a_page_of_its_own(house: str, monkeypatch: pytest.MonkeyPatch) -> None:
    client = signed_in()
    client.raise_request_exception = False
    monkeypatch.setattr("emporion.web.style.samples.todos", lambda: 1 / 0)
    answer = client.get("/style/")
    assert answer.status_code == 500
    assert "Something broke here" in answer.content.decode()
