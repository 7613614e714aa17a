"""Who is told of an alert: letters reach a real mail server, calls a real receiver that checks their signature."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
import time_machine
from pytest_django import Settings
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from emporion.accounts import commands as accounts
from emporion.accounts.tests.post_office import PostOffice, post_office
from emporion.clockwork.commands import work_off
from emporion.clockwork.queries import tasks
from emporion.journal.queries import timeline
from emporion.watchman import commands, hooks, queries
from emporion.watchman.looking import look
from emporion.watchman.types import (
    CHECKS,
    AddressWrong,
    Check,
    Found,
    HookAddressWrong,
    HookBroke,
    HookFailed,
    HookForbidden,
    HookWorks,
    TellingSet,
    watch_over,
)

pytestmark = pytest.mark.usefixtures("house")
MORNING = datetime(2026, 3, 2, 8, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
DRY: dict[str, bool] = {}


def _tanks(_limit: int) -> Iterator[Found]:
    for name, dry in DRY.items():
        yield Found(f"tank:{name}", int(dry), not dry, name)


@pytest.fixture(autouse=True)
def tanks(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for code in list(CHECKS):
        monkeypatch.delitem(CHECKS, code)
    check = Check(
        code="tank.dry", title="Tanks", says="Tank %(name)s is dry", remedy="Fill it.", right="stock.view", look=_tanks
    )
    watch_over(check)
    DRY.clear()
    yield
    CHECKS.pop("tank.dry", None)


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(MORNING, tick=False) as clock:
        yield clock


@pytest.fixture
def office(settings: Settings) -> Iterator[PostOffice]:
    with post_office(settings) as office:
        yield office


@pytest.fixture
def receiver(httpserver: HTTPServer, settings: Settings) -> HTTPServer:
    settings.EMPORION_HOOKS_INSIDE = True
    commands.set_telling(by_mail=False, hook_url=httpserver.url_for("/hook"), actor="staff:1")
    return httpserver


def staff(email: str, role: str, language: str = "en", warehouse: int | None = None) -> int:
    person = accounts.add_staff(email=email, name=email.partition("@")[0], language=language, actor="cli").id
    accounts.grant(staff=person, role=role, warehouse=warehouse, actor="cli")
    return person


def go_on(clock: time_machine.Traveller, minutes: int = 1) -> None:
    for _minute in range(minutes):
        clock.shift(MINUTE)
        look()
        work_off()


def test_whom_it_concerns_gets_one_letter_in_their_language_and_no_second_one(
    office: PostOffice, clock: time_machine.Traveller
) -> None:
    staff("store@shop.example", "storekeeper", "ru")
    staff("courier@shop.example", "courier")
    staff("far@shop.example", "storekeeper", warehouse=7)
    gone = staff("gone@shop.example", "storekeeper")
    accounts.deactivate(staff=gone, actor="cli")
    commands.set_telling(by_mail=True, address="https://shop.example", actor="staff:1")
    DRY.update(north=True, south=True)
    go_on(clock, 3)
    [letter] = office.letters
    assert letter["To"] == "store@shop.example"
    assert str(letter["Subject"]).strip() == "Emporion: Tank north is dry, и ещё 1 тревога"
    text = letter.get_content()
    numbers = [one.id for one in queries.alerts()]
    assert all(f"https://shop.example/watchman/alerts/{number}/" in text for number in numbers)
    assert text.count("Fill it.") == 2


def test_flapping_sends_one_letter_and_a_trouble_after_a_calm_day_another(
    office: PostOffice, clock: time_machine.Traveller
) -> None:
    staff("store@shop.example", "storekeeper")
    for minute in range(60):
        DRY["north"] = minute % 6 < 3
        go_on(clock)
    assert len(office.letters) == 1
    DRY["north"] = False
    go_on(clock, 16)
    assert queries.alerts() == []
    DRY["north"] = True
    go_on(clock)
    assert len(office.letters) == 2


def test_nobody_is_written_to_of_what_is_muted_and_everybody_when_the_mute_has_ended(
    office: PostOffice, clock: time_machine.Traveller
) -> None:
    staff("store@shop.example", "storekeeper")
    DRY["north"] = True
    look()
    commands.mute(alert=queries.alerts()[0].id, days=1, reason="Rebuilt", actor="staff:1")
    work_off()
    DRY["north"] = False
    go_on(clock, 16)
    office.letters.clear()
    DRY["north"] = True
    go_on(clock)
    assert (len(queries.alerts()), office.letters) == (1, [])
    clock.shift(timedelta(days=1))
    go_on(clock)
    assert len(office.letters) == 1


def test_a_mail_server_that_is_busy_is_asked_again_and_letters_can_be_switched_off(
    office: PostOffice, clock: time_machine.Traveller
) -> None:
    staff("store@shop.example", "storekeeper")
    office.answers_recipient = 451
    DRY["north"] = True
    go_on(clock)
    assert office.letters == []
    office.answers_recipient = 250
    go_on(clock)
    assert len(office.letters) == 1
    commands.set_telling(by_mail=False, actor="staff:1")
    DRY["south"] = True
    go_on(clock)
    assert len(office.letters) == 1


class Receiver:
    """Checks each call as Standard Webhooks tell a receiver to, and answers as it is told."""

    def __init__(self, server: HTTPServer) -> None:
        self.bodies: list[dict[str, object]] = []
        self.ids: list[str] = []
        self.answer, self.secret = 204, queries.hook_secret()
        server.expect_request("/hook", method="POST").respond_with_handler(self.take)

    def take(self, request: Request) -> Response:
        raw, number, at = request.get_data(), request.headers["webhook-id"], request.headers["webhook-timestamp"]
        key = base64.b64decode(self.secret.removeprefix("whsec_"))
        wanted = base64.b64encode(hmac.new(key, f"{number}.{at}.".encode() + raw, hashlib.sha256).digest()).decode()
        assert request.headers["webhook-signature"] == f"v1,{wanted}"
        assert request.headers["Content-Type"] == "application/json"
        self.ids.append(number)
        self.bodies.append(json.loads(raw))
        return Response(status=self.answer)


def test_a_program_is_called_when_an_alert_opens_and_closes(
    receiver: HTTPServer, clock: time_machine.Traveller
) -> None:
    taken = Receiver(receiver)
    DRY["north"] = True
    go_on(clock)
    [body] = taken.bodies
    assert body["type"] == "alert.opened"
    data = body["data"]
    assert isinstance(data, dict)
    assert {name: data[name] for name in ("check", "of", "says", "remedy", "closed_at")} == {
        "check": "tank.dry", "of": "tank:north", "says": "Tank north is dry", "remedy": "Fill it.", "closed_at": None,
    }  # fmt: skip
    DRY["north"] = False
    go_on(clock, 20)
    assert [one["type"] for one in taken.bodies] == ["alert.opened", "alert.closed"]
    assert queries.telling().hook_status == 204
    receiver.check_assertions()


def test_a_receiver_that_stumbles_is_called_again_with_growing_pauses_under_the_same_id(
    receiver: HTTPServer, clock: time_machine.Traveller
) -> None:
    taken = Receiver(receiver)
    taken.answer, DRY["north"] = 503, True
    look()
    tries = []
    for _second in range(100):
        work_off()
        tries.append(len(taken.ids))
        clock.shift(timedelta(seconds=1))
    at = [tries.index(number) for number in range(1, 5)]
    assert [later - earlier for earlier, later in pairwise(at)] == [5, 15, 45]
    assert queries.telling().hook_error == "answered 503"
    taken.answer = 200
    clock.shift(timedelta(minutes=10))
    work_off()
    assert (len(set(taken.ids)), queries.telling().hook_error) == (1, "")
    kinds = [type(one.event) for one in timeline(["watchman"])]
    assert kinds == [HookWorks, HookBroke, TellingSet], "not one fact for each call"
    receiver.check_assertions()


def test_a_receiver_that_is_gone_for_good_is_not_called_again(
    receiver: HTTPServer, clock: time_machine.Traveller
) -> None:
    taken = Receiver(receiver)
    taken.answer, DRY["north"] = 410, True
    go_on(clock, 10)
    assert len(taken.ids) == 1
    assert [one.state for one in tasks(path="emporion.watchman.tasks.call_hook")] == ["failed"]


def test_a_test_reaches_the_person_and_the_program(
    receiver: HTTPServer, office: PostOffice, clock: time_machine.Traveller
) -> None:
    taken = Receiver(receiver)
    commands.send_test(staff=staff("owner@shop.example", "owner", "ro"), actor="staff:1")
    work_off()
    assert [one["To"] for one in office.letters] == ["owner@shop.example"]
    assert [one["type"] for one in taken.bodies] == ["watchman.test"]


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:5432/",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://localhost/",
        "https://[::ffff:10.0.0.1]/",
    ],
)
def test_nothing_inside_the_network_is_called_unless_the_house_says_so(
    url: str, httpserver: HTTPServer, settings: Settings
) -> None:
    settings.EMPORION_HOOKS_INSIDE = False
    with pytest.raises((HookForbidden, HookAddressWrong)):
        hooks.call(url, b"{}", {})
    assert httpserver.log == []


@pytest.mark.parametrize(
    ("address", "outside"),
    [
        ("93.184.216.34", True), ("2606:2800:220:1:248:1893:25c8:1946", True), ("10.1.2.3", False),
        ("172.16.0.1", False), ("192.168.1.1", False), ("169.254.169.254", False), ("127.0.0.1", False),
        ("0.0.0.0", False), ("100.64.0.1", False), ("::1", False), ("fe80::1%eth0", False), ("fd00::1", False),
        ("::ffff:169.254.169.254", False), ("2002:7f00:1::", False), ("224.0.0.1", False),
    ],
)  # fmt: skip
def test_which_addresses_are_outside(address: str, outside: bool) -> None:
    assert hooks.is_outside(address) is outside


def test_a_redirect_is_an_answer_and_is_not_followed(receiver: HTTPServer) -> None:
    receiver.expect_request("/hook").respond_with_data("", status=302, headers={"Location": receiver.url_for("/in")})
    assert hooks.call(receiver.url_for("/hook"), b"{}", {}) == 302
    assert [one[0].path for one in receiver.log] == ["/hook"]


def test_nobody_at_the_other_end_is_a_failure_that_passes(settings: Settings) -> None:
    settings.EMPORION_HOOKS_INSIDE = True
    with pytest.raises(HookFailed) as failed:
        hooks.call("http://127.0.0.1:1/", b"{}", {})
    assert not failed.value.permanent and failed.value.status == 0


@pytest.mark.parametrize("url", ["ftp://x.example", "https://", "https://a:b@x.example/", "x", "https://x:99999/"])
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(HookAddressWrong):
        commands.set_telling(by_mail=True, hook_url=url, actor="staff:1")
    with pytest.raises(AddressWrong):
        commands.set_telling(by_mail=True, address=f"{url}/path?x", actor="staff:1")


def test_a_secret_is_made_with_the_webhook_and_renewed_by_hand(receiver: HTTPServer) -> None:
    first = queries.hook_secret()
    assert first.startswith("whsec_") and len(base64.b64decode(first[6:])) == 32
    commands.renew_secret(actor="staff:1")
    assert queries.hook_secret() != first
    commands.set_telling(by_mail=True, actor="staff:1")
    assert queries.hook_secret() == ""


def test_the_signature_is_that_of_the_standards_own_example() -> None:
    secret, body = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", b'{"test": 2432232314}'
    told = hooks.signed(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, body)
    assert told["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_a_test_that_is_not_taken_says_so_and_is_not_tried_again(
    receiver: HTTPServer, clock: time_machine.Traveller
) -> None:
    taken = Receiver(receiver)
    taken.answer = 500
    commands.send_test(staff=staff("owner@shop.example", "owner"), actor="staff:1")
    for _minute in range(3):
        work_off()
        clock.shift(MINUTE)
    assert (len(taken.ids), queries.telling().hook_error) == (1, "answered 500")
    assert [one.state for one in tasks(path="emporion.watchman.tasks.call_hook")] == ["done"]
