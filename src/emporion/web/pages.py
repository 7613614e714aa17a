"""The few pages that belong to no role: the way in, and the language."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language
from django.views.decorators.http import require_POST

from emporion.accounts import commands as accounts

from . import intent
from .rights import public, signed_in


@signed_in
def index(request: HttpRequest) -> HttpResponse:
    """The first page of the day."""
    return redirect("web:today")


@public
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Another language: kept with the person, and in a cookie for the door. An unknown one changes nothing."""
    wanted, back = request.POST.get("language", ""), request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
        back = "/"
    answer = redirect(back)
    if wanted in dict(settings.LANGUAGES) and check_for_language(wanted):
        if request.user.is_authenticated:
            accounts.change_staff(staff=request.user.pk, language=wanted, **intent.said(request))
        answer.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, wanted, max_age=365 * 24 * 3600, samesite="Lax",
            secure=settings.LANGUAGE_COOKIE_SECURE, httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        )  # fmt: skip
    return answer
