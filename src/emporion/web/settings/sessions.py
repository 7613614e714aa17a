"""Where somebody is signed in, and ending it: one browser, all the others, all of a colleague's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_POST

from emporion.accounts import commands, queries as accounts
from emporion.accounts.types import SessionView

from .. import intent, numbers
from ..rights import requires, signed_in, staff_of
from .people import stand_over

# A browser names itself together with those it wants to be taken for, so the particular ones come first.
BROWSERS = (
    ("Edg", "Edge"), ("OPR/", "Opera"), ("YaBrowser", "Yandex Browser"), ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"), ("FxiOS", "Firefox"), ("Chrome", "Chrome"), ("CriOS", "Chrome"), ("Safari", "Safari"),
)  # fmt: skip
SYSTEMS = (
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Mac OS", "macOS"),
    ("CrOS", "ChromeOS"), ("Linux", "Linux"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """A signed-in browser as the page shows it."""

    mark: str
    device: str
    address: str
    seen_at: datetime | None
    is_current: bool


def device(told: str) -> str:
    """What a browser says of itself, in two words: Firefox, Windows."""
    found = [next((name for sign, name in table if sign in told), "") for table in (BROWSERS, SYSTEMS)]
    return ", ".join(filter(None, found)) or _("A device that does not say what it is")


def rows(request: HttpRequest, staff: int) -> list[Row]:
    """Where a person is signed in, the browser in hand marked."""
    found: list[SessionView] = accounts.sessions_of(staff, request.session.session_key)
    return [Row(one.mark, device(one.device), one.address, one.seen_at, one.is_current) for one in found]


@signed_in
@require_POST
def end(request: HttpRequest) -> HttpResponse:
    """Sign the person out of one browser, or of all but the one in hand."""
    own = accounts.mark_of(request.session.session_key or "")
    only = request.POST.get("session", "")[:64]
    ended = commands.sign_out(staff=staff_of(request).pk or 0, only=only, keep=own, **intent.said(request))
    messages.success(request, _signed_out(ended))
    return redirect("web:settings_profile")


@requires("accounts.manage")
@require_POST
def end_of(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign a colleague out everywhere: a lost phone, a computer in somebody else's hands."""
    stand_over(staff_of(request), accounts.staff_card(pk))
    ended = commands.sign_out(staff=pk, **intent.said(request))
    messages.success(request, _signed_out(ended))
    return redirect("web:settings_person", pk)


def _signed_out(ended: int) -> str:
    said = ngettext("%(count)s browser is signed out.", "%(count)s browsers are signed out.", ended)
    return said % {"count": numbers.count(ended)}
