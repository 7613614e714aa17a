"""Staff and requests for the pages' tests."""

from __future__ import annotations

from django.contrib.auth import authenticate
from django.http import HttpRequest
from django.test import Client, RequestFactory

from emporion.accounts import commands as accounts
from emporion.accounts.queries import Asker, checked_password

PASSWORD = "seven cups of mocha"
EMAIL = "owner@shop.example"


def person(role: str = "owner", *, email: str = EMAIL, language: str = "", time_zone: str = "UTC") -> Asker:
    """A member of the staff with a role, as a request carries them."""
    accounts.add_staff(
        email=email, name="Anna Berg", password=checked_password(PASSWORD), role=role, language=language,
        time_zone=time_zone, actor="cli",
    )  # fmt: skip
    known = authenticate(email=email, password=PASSWORD)
    assert known is not None
    return known


def signed_in(role: str = "owner", *, email: str = EMAIL, language: str = "", time_zone: str = "UTC") -> Client:
    """A browser in which somebody of this role has signed in."""
    client = Client()
    someone = person(role, email=email, language=language, time_zone=time_zone)
    assert someone.is_authenticated
    client.force_login(someone)
    return client


def asked(address: str, by: Asker, **data: str) -> HttpRequest:
    """A request for views that are called directly."""
    request = RequestFactory().get(address, data)
    request.user = by
    return request
