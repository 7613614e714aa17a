"""Every address × every role × the other firm's data, generated from the register: none is forgotten.

A page that takes an argument needs an example in neighbours.py; without one these tests fail.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.contrib.auth import authenticate, get_user_model
from django.test import Client
from django.urls import reverse

from emporion.accounts import commands as accounts
from emporion.accounts.queries import checked_password
from emporion.accounts.types import RIGHTS, ROLES
from emporion.journal.queries import last_fact, told
from emporion.journal.types import Asked
from emporion.site import urls as site_urls
from emporion.web import urls
from emporion.web.rights import PUBLIC, SIGNED_IN, right_of
from emporion.web.tests.factories import PASSWORD
from tools.testing.engines import postgresql_among_the_long

from .clicks import FORMS, form_of, taken_back
from .neighbours import (
    EXAMPLES,
    FURTHER,
    MARK,
    OF_A_FIRM,
    OF_A_PERSON,
    PHONE,
    QUESTIONS,
    Address,
    Firm,
    neighbour,
    own_firm,
    register,
)

ADDRESSES = list(register(urls.urlpatterns))
HTML: dict[str, str] = {}
SHORTLY = {"Accept": "application/json"}  # a refusal without its page
# Hidden also from those who may do everything, or from those whose role does not see the record it speaks of.
OWN = {*OF_A_PERSON, "comment", "why_value"}
STREAMS = {"live"}  # answers for as long as somebody listens
# Addresses outside the staff's pages: outside systems with their own passwords, and signing in.
CALLED_BY_1C = {"commerceml", ""}
BEFORE_SIGNING_IN = {
    *("account_login", "account_logout", "account_inactive", "account_signup", "account_reset_password"),
    *("account_reset_password_done", "account_reset_password_from_key", "account_reset_password_from_key_done"),
    *("mfa_authenticate", "mfa_login_webauthn", "mfa_trust"),
}


def test_every_address_that_takes_an_argument_has_an_example_and_no_example_is_left_over() -> None:
    taking = {one.name for one in ADDRESSES if one.takes_arguments}
    assert taking - EXAMPLES.keys() == set(), "say in neighbours.py what stands for the argument"
    assert EXAMPLES.keys() - taking == set()
    assert FURTHER.keys() | QUESTIONS.keys() | FORMS.keys() <= {one.name for one in ADDRESSES}


def test_every_address_has_a_name_of_its_own_and_a_right() -> None:
    names = [one.name for one in ADDRESSES]
    assert sorted(set(names)) == sorted(names)
    assert {one.name for one in ADDRESSES if right_of(one.view) not in {*RIGHTS, SIGNED_IN, PUBLIC}} == set()


def path(one: Address, of: Firm) -> str:
    plain = reverse(f"web:{one.name}", args=EXAMPLES[one.name](of) if one.takes_arguments else ())
    return plain + QUESTIONS.get(one.name, "")


def browser(role: str, **scope: int) -> Client:
    """A browser in which somebody with one role has signed in."""
    email = f"{role or 'nobody'}-{'-'.join(scope)}x@shop.example"
    ref = accounts.add_staff(email=email, name=role, password=checked_password(PASSWORD), actor="cli")
    if role:
        firm, shop, warehouse = (scope.get(kind) for kind in ("firm", "shop", "warehouse"))
        accounts.grant(staff=ref.id, role=role, firm=firm, shop=shop, warehouse=warehouse, actor="cli")
    client = Client(raise_request_exception=False)
    known = authenticate(email=email, password=PASSWORD)
    assert known is not None
    client.force_login(known)
    return client


@pytest.fixture
def near(house: str) -> Firm:
    return neighbour()


def is_open(one: Address, rights: frozenset[str]) -> bool:
    """What the table says of a role that is held everywhere."""
    right = right_of(one.view)
    if right in (SIGNED_IN, PUBLIC):
        return True
    return right in rights and (one.name not in FURTHER or bool(FURTHER[one.name] & rights))


def answers(client: Client, one: Address, of: Firm, headers: dict[str, str] = HTML) -> tuple[int, str]:
    """The status of a page, with where a redirect leads."""
    answer = client.get(path(one, of), headers=headers)
    if answer.streaming:
        answer.close()
    return answer.status_code, answer.headers.get("Location", "")


def opened_wrongly(client: Client, rights: frozenset[str], of: Firm) -> Iterator[str]:
    """Addresses that let in whom the table shuts out, for a look or for a click."""
    for one in ADDRESSES:
        if not is_open(one, rights):
            looked, clicked = (ask(path(one, of), headers=SHORTLY).status_code for ask in (client.get, client.post))
            if (looked, clicked) != (403, 403):
                yield f"{one.pattern} answers {looked} and {clicked}"


def told_since(before: int) -> list[str]:
    """The kinds of facts that came behind a position."""
    return [f"tells {one.kind}" for one in told(Asked(), limit=1000) if one.id > before]


def shut_wrongly(client: Client, rights: frozenset[str], of: Firm) -> Iterator[str]:
    """Addresses that do not show what the table allows."""
    for one in ADDRESSES:
        if is_open(one, rights) and one.name not in STREAMS:
            status, to = answers(client, one, of)
            is_hidden = status == 404 and one.name not in OWN
            if status in {401, 403} or status >= 500 or "login" in to or is_hidden:
                yield f"{one.pattern} answers {status} {to}"


@postgresql_among_the_long
def test_every_example_stands_for_something_that_is_there(near: Firm) -> None:
    """Else a page that finds nothing would pass for one that shows, and for one that hides."""
    client = Client(raise_request_exception=False)
    client.force_login(get_user_model().objects.get(pk=near.by.person))
    found = {}
    for one in ADDRESSES:
        if one.name not in STREAMS:
            status, to = answers(client, one, near)
            if status == 405:
                with taken_back():
                    status = client.post(path(one, near), form_of(one.name, near)).status_code
                if status == 404 or status >= 500:
                    found[f"click {one.name}"] = status
            elif status not in {200, 204, 302} or "login" in to:
                found[one.name] = status
    assert found == {}


@pytest.mark.takes(11)
@postgresql_among_the_long
def test_no_address_lets_in_whom_the_table_shuts_out(near: Firm) -> None:
    found = []
    for role in [*ROLES, ""]:
        rights = ROLES[role].rights if role else frozenset()
        client, before = browser(role), last_fact()
        found += [f"{role}: {said}" for said in opened_wrongly(client, rights, near)]
        found += [f"{role}: {kind_told}" for kind_told in told_since(before)]
    assert not found, "\n".join(found)


OFTEN = {"owner", "storekeeper"}  # the others' pages are made of the same parts: they are shown in the long run


@pytest.mark.parametrize(
    ("house", "role"),
    [
        *(pytest.param("sqlite", one, marks=() if one in OFTEN else pytest.mark.slow) for one in ROLES),
        ("postgresql", "owner"),
    ],
    indirect=["house"],
)
def test_every_address_shows_what_the_table_allows(near: Firm, role: str) -> None:
    found = list(shut_wrongly(browser(role), ROLES[role].rights, near))
    assert not found, "\n".join(found)


def test_strangers_are_sent_to_the_sign_in_from_every_address(near: Firm) -> None:
    client = Client()
    for one in ADDRESSES:
        if right_of(one.view) != PUBLIC:
            status, to = answers(client, one, near)
            assert (status, to.partition("?")[0]) == (302, "/accounts/login/"), one.pattern
            assert client.post(path(one, near)).status_code == 401, one.pattern


def test_signing_in_is_all_that_strangers_find_besides(house: str) -> None:
    web = {one.pattern for one in ADDRESSES}
    for one in register(site_urls.urlpatterns):
        if one.pattern in web or one.name in CALLED_BY_1C | BEFORE_SIGNING_IN:
            continue
        args = {"pk": 1} if one.takes_arguments else {}
        answer = Client().get(reverse(one.name, kwargs=args))
        assert (answer.status_code, "/accounts/login/" in answer.headers.get("Location", "")) == (302, True), one


MARKS = MARK.encode(), PHONE[-6:].encode()


def near_it(told: bytes, mark: bytes) -> str:
    """The words around what should not stand there."""
    at = told.index(mark)
    return " ".join(told[max(at - 60, 0) : at + 40].decode(errors="replace").split())


LIMITS = [("owner", "firm"), ("storekeeper", "warehouse")]
OTHERS = [(role, within) for role in ROLES for within in ("firm", "shop", "warehouse") if (role, within) not in LIMITS]


@pytest.mark.slow
@pytest.mark.takes(60)
@pytest.mark.parametrize("house", ["sqlite"], indirect=True)
@pytest.mark.parametrize("limits", [LIMITS, OTHERS], ids=["some", "all-others"])
def test_a_role_within_one_firm_meets_nothing_of_another(near: Firm, limits: list[tuple[str, str]]) -> None:
    mine, leaks = own_firm(near), set[str]()
    for role, within in limits:
        client = browser(role, **{within: getattr(mine, within)})
        leaks |= {f"{role} of a {within}: {said}" for said in met(client, near, mine)}
    assert not leaks, "\n".join(sorted(leaks))


def met(client: Client, near: Firm, mine: Firm) -> Iterator[str]:
    """What a person of one firm finds of the other, on every page that is divided or open to all."""
    for one in ADDRESSES:
        if one.name in STREAMS or is_whole(one):
            continue
        for of in (near, mine):
            answer = client.get(path(one, of))
            page = b"" if answer.streaming else answer.content
            answer.close()
            theirs = of is near and one.name in {*OF_A_FIRM, *OF_A_PERSON}
            if answer.status_code >= 500 or (theirs and answer.status_code not in {403, 404, 405}):
                yield f"{one.pattern} answers {answer.status_code}"
            if theirs and (said := clicked(client, one, of)):
                yield said
            yield from (f"{one.pattern} names the neighbour: {near_it(page, mark)}" for mark in MARKS if mark in page)


def clicked(client: Client, one: Address, of: Firm) -> str:
    """What is wrong with a click on what is not one's own: it is refused, or passed over, and nothing happens."""
    before = last_fact()
    answer = client.post(path(one, of), form_of(one.name, of))
    if last_fact() != before:
        return f"{one.pattern} does what a click asks"
    is_refused = answer.status_code in {403, 404, 405} or (answer.status_code == 409 and one.name in OF_A_PERSON)
    is_passed_over = one.name == "mention_see" and answer.headers.get("Location") == reverse("web:mentions")
    return "" if is_refused or is_passed_over else f"{one.pattern} answers a click with {answer.status_code}"


def is_whole(one: Address) -> bool:
    """Whether a page is not divided by firms, so that its right must be held everywhere."""
    return right_of(one.view) in RIGHTS and not getattr(one.view, "somewhere", False)


@pytest.mark.parametrize("house", ["sqlite"], indirect=True)
def test_what_is_not_divided_by_firms_asks_for_the_right_everywhere(near: Firm) -> None:
    mine, whole = own_firm(near), [one for one in ADDRESSES if is_whole(one)]
    assert len(whole) > 30
    for within in ("firm", "shop", "warehouse"):
        client = browser("owner", **{within: getattr(mine, within)})
        assert {one.pattern for one in whole if answers(client, one, near, SHORTLY)[0] != 403} == set()
