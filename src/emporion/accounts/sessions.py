"""Sessions that know whose they are, so that a person sees where they are signed in and can end it.

Settings: SESSION_ENGINE names this module. Device and address are kept while the session lasts, and no longer.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone

from .models import OpenSession

SIGN_IN = "sign_in"  # in a session: when it began and was last seen, on what and from where
FRESH = timedelta(minutes=10)  # a look within it writes nothing


class SessionStore(DatabaseStore):
    """Django's sessions in our table."""

    @classmethod
    def get_model_class(cls) -> Any:
        """Our table."""
        return OpenSession

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        """The row, with what a person may see of it beside the sealed rest."""
        row: Any = super().create_model_instance(data)
        told = data.get(SIGN_IN, {})
        row.staff = int(data[SESSION_KEY]) if SESSION_KEY in data else None
        row.began_at, row.seen_at = _moment(told.get("began")), _moment(told.get("seen"))
        row.device, row.address = told.get("device", ""), told.get("address", "")
        return row


def note_sign_in(request: HttpRequest, address: str) -> None:
    """Remember in the session that was just begun on what and from where it was."""
    now = timezone.now().isoformat()
    device = request.headers.get("User-Agent", "")[:255]
    request.session[SIGN_IN] = {"began": now, "seen": now, "device": device, "address": address[:64]}


class SeenNow:
    """Keeps the time at which a signed-in browser was last seen, to some minutes."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """A session of somebody who signed in is seen; one without that stays as it is."""
        told = request.session.get(SIGN_IN)
        now = timezone.now()
        if told and now - datetime.fromisoformat(told["seen"]) > FRESH:
            request.session[SIGN_IN] = {**told, "seen": now.isoformat()}
        return self.answer(request)


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
