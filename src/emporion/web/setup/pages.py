"""The steps of the set-up: language and code, owner, firm, shop, and where the goods come from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth import authenticate, login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext as _
from django.views.decorators.http import require_safe

from emporion.accounts import commands as accounts, queries as staff
from emporion.accounts.queries import is_owned, may
from emporion.orders.queries import shops
from emporion.parties import commands as parties
from emporion.parties.queries import firms

from .. import intent
from ..parts import Action
from ..rights import public, requires, staff_of
from ..settings.area import told
from ..settings.checklist import steps
from ..settings.firms import BESIDE
from . import code, founding
from .forms import CodeForm, FirstFirmForm, FirstShopForm, OwnerForm
from .near import guessed, near

THROUGH = "setup"  # the session's word that the code was told
LOCAL = ("localhost", "127.0.0.1", "[::1]")
FIRST_OWNER = "setup:first-owner"


@dataclass(frozen=True, slots=True)
class Stop:
    """A step of the way: its name in the reader's words, and how it stands."""

    name: str
    word: str
    done: bool
    here: bool


def _way(here: str, done: Mapping[str, bool]) -> list[Stop]:
    named = {
        "language": _("Language"), "owner": _("You"), "firm": _("Firm"), "shop": _("Shop and warehouse"),
        "connect": _("Goods and prices"),
    }  # fmt: skip
    return [Stop(name, word, done.get(name, False), name == here) for name, word in named.items()]


def _shown(request: HttpRequest, name: str, context: Mapping[str, Any], *, status: int = 200) -> HttpResponse:
    owned = is_owned()
    done = {"language": name != "language", "owner": owned, "firm": bool(firms()), "shop": bool(shops())}
    told = {"way": _way(name, done), "insecure": _insecure(request), **context}
    return render(request, f"web/setup/{name}.html", told, status=status)


def _insecure(request: HttpRequest) -> bool:
    """Whether the browser will keep no cookie: it came by plain http where https was promised."""
    return settings.HTTPS and not request.is_secure() and request.get_host().rsplit(":", 1)[0] not in LOCAL


def _next(request: HttpRequest) -> HttpResponse:
    """Where the set-up goes on for who may; others have a house to work in."""
    if not request.user.is_authenticated or not may(staff_of(request), "settings.change"):
        return redirect("web:index")
    return redirect("web:setup_shop" if firms() else "web:setup_firm") if not shops() else redirect("web:setup_connect")


@public
def welcome(request: HttpRequest) -> HttpResponse:
    """The language, and the code that says that whoever sets up has the machine."""
    if is_owned():
        return _next(request)
    if "code" in request.GET and code.may_try() and code.fits(request.GET["code"]):
        request.session[THROUGH] = True
        return redirect("web:setup")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if not code.may_try():
            form.add_error("code", _("Too many tries. Wait ten minutes, then type the code from the terminal."))
        elif code.fits(form.cleaned_data["code"]):
            request.session[THROUGH] = True
            return redirect("web:setup_owner")
        else:
            form.add_error("code", _("This is not the code. Compare it with the terminal, letter by letter."))
    context = {"form": form, "through": request.session.get(THROUGH), "goes_on": reverse("web:setup_owner")}
    return _shown(request, "language", context, status=422 if form.is_bound else 200)


@public
def owner(request: HttpRequest) -> HttpResponse:
    """The first person of the house; whoever it is has signed in afterwards."""
    if is_owned() or not request.session.get(THROUGH):
        return redirect("web:setup")
    form = OwnerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        if told(form, lambda: _owned_by(said), {"weak_password": "password1", "staff_known": "email"}):
            known = authenticate(request, email=said["email"], password=said["password1"])
            login(request, known)
            code.spend()
            return redirect("web:setup_firm")
    return _shown(request, "owner", {"form": form}, status=422 if form.is_bound else 200)


def _owned_by(said: Mapping[str, str]) -> bool:
    """Add the owner; of two who try at once the second is told of the first."""
    email, name = said["email"], said["name"]
    password = staff.checked_password(said["password1"], email=email, name=name)
    ref = founding.first_owner(
        email=email, name=name, password=password, language=get_language() or "",
        actor="system", origin=f"page:{reverse('web:setup_owner')}", key=FIRST_OWNER,
    )  # fmt: skip
    if staff.staff_card(ref.id).email != email.strip().casefold():
        raise founding.HouseOwned()
    return True


@requires("settings.change")
def firm(request: HttpRequest) -> HttpResponse:
    """Who sells. The country is asked first, and proposes money, clock and taxes."""
    if firms():
        return _next(request)
    given = request.POST or request.GET
    country = given.get("country") or guessed(request.headers.get("Accept-Language", ""), get_language() or "")
    proposed = near(country, given.get("own_zone", ""))
    form = FirstFirmForm(proposed, request.POST or None)
    if request.method == "POST" and form.is_valid() and told(form, lambda: _founded(request, form), BESIDE):
        return redirect("web:setup_shop")
    return _shown(request, "firm", {"form": form, "near": proposed}, status=422 if form.is_bound else 200)


def _founded(request: HttpRequest, form: FirstFirmForm) -> bool:
    said, who = form.cleaned_data, intent.said(request)
    parties.add_firm(
        name=said["name"], legal_name=said["legal_name"], country=said["country"],
        base_currency=said["base_currency"], tax_ids=form.tax_ids(), regime=said["regime"], since=said["since"], **who,
    )  # fmt: skip
    own = staff_of(request).pk or 0
    accounts.change_staff(staff=own, time_zone=said["time_zone"], actor=who["actor"], origin=who["origin"])
    return True


@requires("settings.change")
def shop(request: HttpRequest) -> HttpResponse:
    """The first warehouse, price list and shop at once."""
    own = firms()
    if not own or shops():
        return _next(request)
    form = FirstShopForm(request.POST or None)
    opened = 0
    if request.method == "POST" and form.is_valid():
        opened = told(form, lambda: founding.first_shop(told=form.told(own[0]), **intent.said(request)), {}) or 0
    if opened:
        return redirect("web:setup_connect")
    return _shown(request, "shop", {"form": form, "firm": own[0]}, status=422 if form.is_bound else 200)


@requires("settings.change")
@require_safe
def connect(request: HttpRequest) -> HttpResponse:
    """Where goods and prices come from, and what is to do after that."""
    if not shops():
        return _next(request)
    by_1c = Action(_("Connect 1C"), reverse("web:connect"), "primary", "plug-connected")
    by_hand = Action(_("Add a product"), reverse("web:product_new"), "secondary", "plus")
    missing = [step for step in steps() if not step.done]
    return _shown(request, "connect", {"missing": missing, "by_1c": by_1c, "by_hand": by_hand})
