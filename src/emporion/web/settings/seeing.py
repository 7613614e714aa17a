"""See as: the house as a role or a colleague sees it, read only, with a bar that says so and ends it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from emporion.accounts import commands, queries as accounts
from emporion.accounts.queries import SEEING, look_as, may
from emporion.accounts.types import Seeing

from .. import intent
from ..middleware import refused
from ..rights import requires, signed_in, staff_of
from .people import BeyondYou, Scopes, scope_of, stand_over

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
SEARCH = frozenset({"q", "csrfmiddlewaretoken", intent.FIELD})  # a search that may name a person is posted


@dataclass(frozen=True, slots=True)
class Bar:
    """What the bar says: as whom one looks, where the role holds, and where one comes back to."""

    title: str
    where: str
    back: str


class SeeingAs:
    """Stands in front of the pages: gives the person the rights of the one they look as, and keeps their hands off.

    Who may no longer say what staff may do stops looking at once.
    """

    def __init__(self, answer: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer as that one would be answered."""
        asked = request.session.get(SEEING)
        if asked and request.user.is_authenticated and may(request.user, "accounts.manage"):
            seeing = Seeing(**asked)
            request.seeing = _bar(seeing)  # type: ignore[attr-defined]
            look_as(request.user, seeing)
            if not _only_looks(request):
                return refused(request, intent.OnlyLooking())
        return self.answer(request)


def _only_looks(request: HttpRequest) -> bool:
    if request.method in SAFE or request.path in {reverse("web:seeing_end"), reverse("account_logout")}:
        return True
    return request.path == reverse("web:language") or ("q" in request.POST and set(request.POST) <= SEARCH)


def _bar(seeing: Seeing) -> Bar:
    if seeing.person is not None:
        card = accounts.staff_card(seeing.person)
        return Bar(card.name or card.email, "", reverse("web:settings_person", args=[card.id]))
    role = accounts.roles().get(seeing.role)
    narrowed = (seeing.firm, seeing.shop, seeing.warehouse) != (None, None, None)
    where = Scopes.now().words(seeing) if narrowed else ""
    return Bar(role.title if role else seeing.role, where, reverse("web:settings_role", args=[seeing.role]))


def _begin(request: HttpRequest, seeing: Seeing) -> HttpResponse:
    commands.begin_seeing(staff=staff_of(request).pk or 0, seeing=seeing, **intent.said(request))
    request.session[SEEING] = asdict(seeing)
    return redirect("web:index")


@requires("accounts.manage")
@require_POST
def as_role(request: HttpRequest, code: str) -> HttpResponse:
    """Look as somebody with one role, everywhere or in one place."""
    role = accounts.roles().get(code)
    if role is None or not accounts.may_give(staff_of(request), role):
        raise BeyondYou()
    return _begin(request, Seeing(role=code, **scope_of(request.POST.get("scope", ""))))


@requires("accounts.manage")
@require_POST
def as_person(request: HttpRequest, pk: int) -> HttpResponse:
    """Look as a colleague with all their roles."""
    stand_over(staff_of(request), accounts.staff_card(pk))
    return _begin(request, Seeing(person=pk))


@signed_in
@require_POST
def end(request: HttpRequest) -> HttpResponse:
    """See with one's own eyes again, on the page where it began."""
    bar: Bar | None = getattr(request, "seeing", None)
    if request.session.pop(SEEING, None):
        own = f"staff:{staff_of(request).pk}"
        commands.end_seeing(staff=staff_of(request).pk or 0, actor=own, origin=intent.origin(request))
    return redirect(bar.back if bar else "web:index")
