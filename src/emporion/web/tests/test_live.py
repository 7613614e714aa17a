import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from threading import BoundedSemaphore

import httpx2 as httpx
import pytest
from django.conf import settings
from django.db import connection
from django.http import StreamingHttpResponse
from django.urls import reverse

from emporion.web import live
from emporion.web.live import Counter
from tools.testing.serving import served_by_thread

from .factories import signed_in

LISTENS = {"Accept": "text/event-stream"}


@pytest.fixture(autouse=True)
def counters(monkeypatch: pytest.MonkeyPatch) -> dict[str, Counter]:
    """Two counters of the test's own, and streams that do not wait."""
    reverse("web:live")  # the pages enter their counters as they load, and not in the middle of a test
    values = {"orders": Counter(1204), "problems": Counter(7, "bad")}
    monkeypatch.setattr(live, "board", live.Board())
    monkeypatch.setattr(live, "TICK_SECONDS", 0.001)
    live.register("orders", lambda: values["orders"], "orders.view")
    live.register("problems", lambda: values["problems"], "exchange.view")
    return values


def opened(role: str = "owner", language: str = "") -> StreamingHttpResponse:
    answer: object = signed_in(role, language=language).get("/live/", headers=LISTENS)
    assert isinstance(answer, StreamingHttpResponse)
    return answer


def events(answer: StreamingHttpResponse, number: int) -> list[bytes]:
    parts = iter(answer)
    return [next(parts) for _ in range(number)]


def told(event: bytes) -> dict[str, dict[str, str]]:
    head, data = event.decode().split("\ndata: ")
    assert head == "event: counters"
    answer: dict[str, dict[str, str]] = json.loads(data)
    return answer


def test_a_stream_tells_the_counters_and_then_only_what_changes(house: str, counters: dict[str, Counter]) -> None:
    answer = opened()
    parts = iter(answer)
    first = [next(parts), next(parts)]
    assert first[0] == b"retry: 3000\n\n"
    assert told(first[1]) == {"orders": {"shown": "1,204", "tone": "idle"}, "problems": {"shown": "7", "tone": "bad"}}
    counters["problems"] = Counter(0)
    later = [next(parts) for _ in range(5)]
    assert told(next(event for event in later if event.startswith(b"event")))["problems"]["shown"] == ""
    assert b": still here\n\n" in later
    answer.close()


def test_nobody_hears_of_what_they_may_not_see(house: str) -> None:
    answer = opened("storekeeper")
    assert told(events(answer, 2)[1]) == {"orders": {"shown": "1,204", "tone": "idle"}}
    answer.close()


def test_figures_come_in_the_readers_language(house: str) -> None:
    answer = opened(language="ru")
    assert told(events(answer, 2)[1])["orders"]["shown"] == "1\u00a0204"
    answer.close()


def test_a_page_that_polls_gets_the_same_once(house: str) -> None:
    answer = signed_in().get("/live/", headers={"Accept": "application/json"})
    assert answer.json()["orders"] == {"shown": "1,204", "tone": "idle"}
    assert answer["Cache-Control"] == "no-store"


def test_beyond_the_cap_a_page_is_told_to_poll_and_a_closed_one_makes_room(
    house: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "slots", BoundedSemaphore(2))
    client = signed_in()
    streams = [client.get("/live/", headers=LISTENS) for _ in range(3)]
    assert [stream.status_code for stream in streams] == [200, 200, 204]
    streams[0].close()
    streams[0].close()
    again = client.get("/live/", headers=LISTENS)
    assert again.status_code == 200
    assert client.get("/live/", headers=LISTENS).status_code == 204
    for stream in (streams[1], again):
        stream.close()


def test_a_stream_holds_no_connection_between_ticks(house: str) -> None:
    answer = opened()
    events(answer, 2)
    assert connection.connection is None
    answer.close()


def test_a_stream_ends_by_itself_so_that_the_sign_in_is_asked_again(
    house: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "LIFE_SECONDS", 0.005)
    answer = opened()
    assert len(list(answer)) == 1 + 5


def test_a_stream_ends_at_once_with_its_house(
    house: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(live, "TICK_SECONDS", 120)
    cookies = {name: morsel.value for name, morsel in signed_in().cookies.items()}
    before = set(threading.enumerate())
    with served_by_thread() as address:
        reading = httpx.stream("GET", f"{address}/live/", headers=LISTENS, cookies=cookies)
        answer = reading.__enter__()
        assert next(answer.iter_bytes()).startswith(b"retry: 3000")
        begun = time.monotonic()
    assert set(threading.enumerate()) == before
    assert time.monotonic() - begun < 60
    reading.__exit__(None, None, None)
    assert capfd.readouterr().err == ""


def test_all_pages_of_a_process_share_one_reading(house: str, at_once: Callable[..., list[object]]) -> None:
    readings: list[int] = []

    def read() -> Counter:
        readings.append(1)
        return Counter(3)

    live.register("orders", read, "orders.view")
    assert at_once(*[lambda: live.board.now(60)["orders"].value] * 8) == [3] * 8
    assert len(readings) == 1


def test_the_navigation_shows_the_counter(house: str) -> None:
    page = signed_in().get("/style/").content.decode()
    assert 'data-live="problems"' in page


@pytest.mark.slow
@pytest.mark.parametrize("house", ["sqlite"], indirect=True)
def test_in_production_forty_open_pages_leave_the_house_answering_and_gone_ones_make_room(
    house: str, granian: str
) -> None:
    cookies = {settings.SESSION_COOKIE_NAME: signed_in().cookies[settings.SESSION_COOKIE_NAME].value}
    lines: list[Iterator[str]] = []
    with ExitStack() as open_pages:
        for _ in range(live.STREAMS):
            client = open_pages.enter_context(httpx.Client(base_url=granian, cookies=cookies, timeout=60))
            answer = open_pages.enter_context(client.stream("GET", "/live/", headers=LISTENS))
            lines.append(answer.iter_lines())  # held, because an iterator that is let go closes its stream
            assert next(lines[-1]) == "retry: 3000"
        with httpx.Client(base_url=granian, cookies=cookies, timeout=60) as further:
            with further.stream("GET", "/live/", headers=LISTENS) as refused:
                assert refused.status_code == 204
            assert further.get("/live/", headers={"Accept": "application/json"}).status_code == 200
            assert further.get("/style/").status_code == 200
    with httpx.Client(base_url=granian, cookies=cookies, timeout=60) as later:
        deadline = time.monotonic() + 60
        while (
            answer := later.send(later.build_request("GET", "/live/", headers=LISTENS), stream=True)
        ).status_code == 204:
            assert time.monotonic() < deadline, "the slots of pages that have gone are not given back"
            time.sleep(0.5)
        answer.close()
    assert answer.status_code == 200


def test_a_page_is_drawn_with_what_stands_and_its_stream_tells_the_newest(
    house: str, counters: dict[str, Counter], monkeypatch: pytest.MonkeyPatch
) -> None:
    client = signed_in()
    assert ">1,204<" in client.get("/style/").content.decode()
    counters["orders"] = Counter(1205)
    assert ">1,204<" in client.get("/style/").content.decode()
    assert client.get("/live/").json()["orders"]["shown"] == "1,205"
    counters["orders"] = Counter(1206)
    monkeypatch.setattr(live, "STAND_SECONDS", 0.0)
    assert ">1,206<" in client.get("/style/").content.decode()
