"""Who is told of alerts, and how: letters, the address of the house, one webhook with its secret, and a test of it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from emporion.accounts.queries import sends_letters
from emporion.watchman import commands, queries

from .. import intent, times
from ..notes import saved
from ..parts import Action, Crumb
from ..rights import requires, staff_of
from ..settings import area
from .forms import TellingForm

HERE = "web:watchman_telling"
BESIDE = {"hook_address_wrong": "hook_url", "house_address_wrong": "address"}


@requires("settings.change")
def telling(request: HttpRequest) -> HttpResponse:
    """How people and programs are told of alerts."""
    now = queries.telling()
    standing = {"by_mail": now.by_mail, "address": now.address, "hook_url": now.hook_url}
    form = TellingForm(request.POST if request.method == "POST" else None, initial=standing)
    if form.is_bound and form.is_valid():
        told = form.cleaned_data

        def act() -> bool:
            commands.set_telling(
                by_mail=told["by_mail"], address=told["address"], hook_url=told["hook_url"], **intent.said(request)
            )
            return True

        if area.told(form, act, BESIDE):
            saved(request, _("It is saved. Send a test to see whether it arrives."))
            return redirect(HERE)
    context = {
        "form": form,
        "crumbs": [Crumb(_("Watchman"), reverse("web:watchman"))],
        "back": reverse("web:watchman"),
        "actions": [Action(_("Send a test"), reverse("web:watchman_test"), icon="mail", post=True)],
        "has_post": sends_letters(),
        "now": now,
        "secret": queries.hook_secret(),
        "called": times.age(now.hook_at) if now.hook_at else "",
    }
    return render(request, "web/watchman/telling.html", context, status=422 if form.is_bound else 200)


@requires("settings.change")
@require_POST
def test(request: HttpRequest) -> HttpResponse:
    """Write to the person who asks, and call the webhook, as an alert would."""
    who = intent.said(request)
    commands.send_test(staff=staff_of(request).pk or 0, **who)
    saved(request, _("A letter to you and a call of the webhook are on their way. What was answered stands here soon."))
    return redirect(HERE)


@requires("settings.change")
@require_POST
def renew(request: HttpRequest) -> HttpResponse:
    """Sign with another secret from now on."""
    commands.renew_secret(**intent.said(request))
    saved(request, _("The secret is another one now: put it into the program that is called."))
    return redirect(HERE)
