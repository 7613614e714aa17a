"""Nobody can sign in to a house that has no owner: its door leads to the set-up."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from emporion.accounts.queries import is_owned

from . import code


class Gate:
    """Sends who comes to sign in to the set-up as long as that waits for an owner. Costs other pages nothing."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Only the page of signing in is looked at."""
        if request.path == reverse("account_login") and is_open():
            return redirect("web:setup")
        return self.answer(request)


def is_open() -> bool:
    """Whether the house waits for its first owner."""
    return bool(code.standing()) and not is_owned()
