"""Wrong set-ups of 1C and of what stands between: each is named with its remedy on the open page in five seconds."""

from __future__ import annotations

import socket
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass, field
from http.client import HTTPConnection
from urllib.parse import quote, urlsplit

import pytest
from django.conf import settings
from django.contrib.auth.hashers import make_password
from playwright.sync_api import Browser, expect

from emporion.exchange import commands as exchange
from emporion.exchange.queries import channels, sessions, steps, turned_away
from emporion.exchange.types import Fault
from emporion.web.tests.factories import signed_in
from tools.testing.chromium import fresh_page
from tools.testing.engines import postgresql_among_the_long

from .conftest import LOGIN, PASSWORD, Connected

pytestmark = pytest.mark.browser
Connect = Callable[..., Connected]
OFTEN = "every 2s"  # which is within five seconds on a machine that is not busy
AT_ONCE = 6  # set-ups between two looks at the page, which shows a dozen requests
XML = '<?xml version="1.0" encoding="UTF-8"?><КоммерческаяИнформация ВерсияСхемы="2.07">'.encode()
END = "</КоммерческаяИнформация>".encode()
OLD = XML + '<Каталог Идентификатор="1"/>'.encode() + END
HTML = b"<!DOCTYPE html><html><body>Sign in</body></html>"


@dataclass
class Peer:
    """Something that calls the exchange as it was set up, rightly or not."""

    address: str
    login: str | None = LOGIN
    password: str = PASSWORD
    cookie: str = ""
    headers: dict[str, str] = field(default_factory=dict)

    def ask(self, query: str, body: bytes | None = None, *, method: str = "", path: str = "") -> str:
        """One request; the text of its answer, whose status is never an error of the server."""
        host = urlsplit(self.address)
        wire = HTTPConnection(host.hostname or "", host.port, timeout=60)
        headers = dict(self.headers)
        if self.login is not None:
            headers["Authorization"] = "Basic " + b64encode(f"{self.login}:{self.password}".encode()).decode()
        if self.cookie:
            headers["Cookie"] = self.cookie
        target = (path or host.path) + (f"?{query}" if query else "")
        wire.request(method or ("GET" if body is None else "POST"), quote(target, safe="/?&=#."), body, headers)
        answer = wire.getresponse()
        text = answer.read().decode("utf-8", "replace")
        wire.close()
        assert answer.status < 500, (target, answer.status)
        return text

    def sign_in(self, kind: str = "catalog") -> Peer:
        """Begin a talk: from here on with its cookie and no password."""
        told = self.ask(f"type={kind}&mode=checkauth").split("\n")
        assert told[0] == "success", told
        self.cookie, self.login = f"{told[1]}={told[2]}", None
        self.ask(f"type={kind}&mode=init")
        return self

    def send(self, name: str, content: bytes) -> Peer:
        """A file and its import."""
        self.ask(f"type=catalog&mode=file&filename={name}", content)
        self.ask(f"type=catalog&mode=import&filename={name}")
        return self


def elsewhere(peer: Peer, path: str) -> None:
    peer.ask("type=catalog&mode=checkauth", path=path)


def switched_off(peer: Peer) -> None:
    number = next(one.id for one in channels() if one.code == "1c")
    exchange.change_channel(channel=number, is_active=False, actor="owner")
    peer.ask("type=catalog&mode=checkauth")
    exchange.change_channel(channel=number, is_active=True, actor="owner")


def shared_login(peer: Peer) -> None:
    told = next(one for one in channels() if one.code == "1c")
    exchange.add_channel(
        code="second", kind="commerceml", title="1C of the second shop", settings=told.settings,
        secrets={"login": LOGIN, "password": make_password(PASSWORD)}, actor="owner",
    )  # fmt: skip
    elsewhere(peer, "/bitrix/admin/1c_exchange.php")


def in_pieces_without_length(peer: Peer) -> None:
    peer.sign_in()
    host = urlsplit(peer.address)
    with socket.create_connection((host.hostname or "", host.port or 80)) as wire:
        head = f"POST {host.path}?type=catalog&mode=file&filename=import.xml HTTP/1.1\r\nHost: {host.netloc}\r\n"
        head += f"Cookie: {peer.cookie}\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
        wire.sendall(head.encode() + b"0\r\n\r\n")
        while wire.recv(4096):
            pass


def guessing(peer: Peer) -> None:
    for _ in range(40):
        if "Too many" in peer.ask("type=catalog&mode=checkauth"):
            return


SET_UPS: dict[str, tuple[str, Callable[[Peer], object]]] = {
    "a connection that is not there": (
        "no_such_channel", lambda peer: elsewhere(peer, "/exchange/1c/typo")),
    "an address with something behind it": (
        "commerceml_no_such_address", lambda peer: elsewhere(peer, "/exchange/1c/1c/index.php")),
    "the address of another program": (
        "commerceml_no_such_address", lambda peer: elsewhere(peer, "/bitrix/admin/exchange.php")),
    "a name of the site that it does not know": (
        "commerceml_wrong_host",
        lambda peer: Peer(peer.address, headers={"Host": "shop.elsewhere"}).ask("type=catalog&mode=checkauth")),
    "a host only, and a login that two connections share": (
        "commerceml_shared_login", shared_login),
    "a connection that is switched off": (
        "commerceml_switched_off", switched_off),
    "an address that has a question mark of its own": (
        "commerceml_two_question_marks", lambda peer: peer.ask("exchange=1c?type=catalog&mode=checkauth")),
    "a step that the site does not have": (
        "commerceml_unknown_command", lambda peer: peer.sign_in().ask("type=catalog&mode=export")),
    "a kind of exchange that the site does not have": (
        "commerceml_unknown_command", lambda peer: peer.sign_in().ask("type=get_catalog&mode=init")),
    "a method of no exchange": (
        "commerceml_unknown_method", lambda peer: peer.ask("type=catalog&mode=checkauth", method="PUT")),
    "a proxy that drops cookie and password": (
        "commerceml_not_signed_in", lambda peer: Peer(peer.address, None).ask("type=catalog&mode=init")),
    "a redirect that turned a file into a question": (
        "commerceml_file_without_body", lambda peer: peer.sign_in().ask("type=catalog&mode=file&filename=import.xml")),
    "pieces without a length": (
        "commerceml_length_untold", in_pieces_without_length),
    "an import of what was never sent": (
        "commerceml_file_not_sent", lambda peer: peer.sign_in().ask("type=catalog&mode=import&filename=import.xml")),
    "a name that leads out of its folder": (
        "commerceml_name_refused", lambda peer: peer.sign_in().send("../import.xml", XML)),
    "goods under the name of a picture": (
        "commerceml_misnamed",
        lambda peer: peer.sign_in().send("goods.jpg", XML + END)),
    "a piece larger than agreed": (
        "commerceml_too_much", lambda peer: peer.sign_in().send("import.xml", b"x" * 60_000)),
    "a file that lacks its end": (
        "commerceml_not_complete", lambda peer: peer.sign_in().send("import.xml", XML)),
    "a page instead of a file": (
        "commerceml.file.html", lambda peer: peer.sign_in().send("import.xml", HTML)),
    "CommerceML 1": (
        "commerceml.file.version_1", lambda peer: peer.sign_in().send("import.xml", OLD)),
    "a wrong password": (
        "commerceml_wrong_login", lambda peer: Peer(peer.address, password="x").ask("type=catalog&mode=checkauth")),
    "a wrong login": (
        "commerceml_wrong_login", lambda peer: Peer(peer.address, login="x").ask("type=catalog&mode=checkauth")),
    "an old password that is tried over and over": (
        "commerceml_too_many_logins", lambda peer: guessing(Peer(peer.address, password="x"))),
}  # fmt: skip


def why(code: str) -> Fault:
    """The newest request that was refused with this code."""
    strangers = [one.fault for one in turned_away(limit=200)]
    talks = [step.fault for talk in sessions(limit=50) for step in steps(talk.id)]
    found = [fault for fault in strangers + talks if fault and fault.code == code]
    assert found, f"no request was refused with {code}"
    return found[0]


@pytest.mark.slow
@postgresql_among_the_long
def test_wrong_set_ups_are_named_with_their_remedy_within_five_seconds(
    browser: Browser, connect: Connect, served: str
) -> None:
    connected = connect(goods=1, file_limit=50_000)
    assert len(SET_UPS) >= 20
    session = signed_in().cookies[settings.SESSION_COOKIE_NAME].value
    with fresh_page(browser, served) as page:
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": served}])
        page.goto(f"/exchange/channels/{connected.channel}/connect/")
        expect(page.locator("#first-hour")).to_have_attribute("hx-trigger", OFTEN)
        names = list(SET_UPS)
        for some in (names[start : start + AT_ONCE] for start in range(0, len(names), AT_ONCE)):
            for name in some:
                SET_UPS[name][1](Peer(connected.address))
            for name in some:
                refusal = why(SET_UPS[name][0]).refusal
                assert refusal.sentence and refusal.what_to_do, name
                row = page.locator("#first-hour tr").filter(has_text=refusal.sentence)
                named = row.filter(has_text=refusal.what_to_do).first
                expect(named, name).to_be_visible()
