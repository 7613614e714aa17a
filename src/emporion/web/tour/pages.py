"""The panel of things to try, what its buttons do, and the door of a demonstration."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import get_user_model, login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from emporion.kernel.errors import Refused

from ..rights import public, requires
from ..touring import Tour, panel_context, tour

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@requires("exchange.operate")
@require_safe
def panel(request: HttpRequest) -> HttpResponse:
    """The things to try stand on Today, so that is where their address leads."""
    _here()
    return redirect(f"{reverse('web:today')}#tour")


@requires("exchange.operate")
@require_POST
def look(request: HttpRequest) -> HttpResponse:
    """Go on with what waits, and show the panel again."""
    found = _here()
    found.look()
    return render(request, "web/tour/panel.html", panel_context(found))


@requires("exchange.operate")
@require_POST
def do(request: HttpRequest, step: str) -> HttpResponse:
    """Do a step for real and go where it leads, else back to Today."""
    found = _here()
    if step not in {one.code for one in found.steps()}:
        raise Http404
    try:
        way = found.act(step, request.build_absolute_uri("/"))
    except Refused as refusal:
        messages.error(request, f"{refusal.sentence} {refusal.what_to_do}".strip())
        way = ""
    return redirect(way or reverse("web:today"))


@public
@require_POST
def enter(request: HttpRequest) -> HttpResponse:
    """Sign in as one of the people of the demonstration, without a password."""
    email = request.POST.get("email", "")
    if email not in {one.email for one in _here().people()}:
        raise Http404
    login(request, get_user_model().objects.get(email=email), backend=BACKEND)
    return redirect("web:today")


def _here() -> Tour:
    found = tour()
    if found is None:
        raise Http404
    return found
