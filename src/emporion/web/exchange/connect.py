"""Connecting 1C: a connection is made, its login and password are shown once, and four lamps tell how far it is."""

from __future__ import annotations

import ipaddress
import secrets
from base64 import b64decode, b64encode
from urllib.parse import urlsplit

from django import forms
from django.contrib.auth.hashers import make_password
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy as lazy
from django.views.decorators.http import require_POST, require_safe

from emporion.accounts.queries import may
from emporion.exchange import commands, queries as exchange
from emporion.exchange.types import FORMS, GUIDES, ChannelView, Program
from emporion.journal.commands import command
from emporion.journal.types import Work
from emporion.kernel.secrets import opened, sealed
from emporion.parties.queries import firms

from .. import intent
from ..parts import Crumb
from ..rights import requires, staff_of
from . import watch

KIND = "commerceml"
SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is read for another
GROUPS, GROUP = 4, 5
LOCAL = ("localhost", "localhost.localdomain")


class ConnectForm(forms.Form):
    """Which program sits at the other end, how its base is called here, and whose goods it brings."""

    program = forms.ChoiceField(label=lazy("Which program is it?"), widget=forms.RadioSelect)
    title = forms.CharField(
        label=lazy("Name of the connection"), max_length=120, initial="1C",
        help_text=lazy("As your people call it, such as 1C main."),
    )  # fmt: skip
    firm = forms.ChoiceField(label=lazy("Firm"), help_text=lazy("Warehouses that 1C brings belong to it."))

    def __init__(self, told: QueryDict | None) -> None:
        super().__init__(told, initial={"program": GUIDES[KIND][0].code})
        self.fields["program"].choices = [(one.code, one.title) for one in GUIDES[KIND]]  # type: ignore[attr-defined]
        self.fields["firm"].choices = [(str(one.id), one.name) for one in firms()]  # type: ignore[attr-defined]


@requires("exchange.operate")
def connect(request: HttpRequest) -> HttpResponse:
    """Choose the program; the connection is made with a login and a password of its own."""
    form = ConnectForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        told, password = form.cleaned_data, new_password()
        currency = next(one.base_currency for one in firms() if one.id == int(told["firm"]))
        program = next(one for one in GUIDES[KIND] if one.code == told["program"])
        settings = {
            **program.settings,
            "firm": int(told["firm"]), "currency": currency, "program": program.code, "checklist": "open",
        }  # fmt: skip
        number = made(title=told["title"], settings=settings, password=make_password(password), **intent.said(request))
        _remember(request, number, password)
        return redirect("web:channel_connect", number=number)
    context = {
        "form": form,
        "title": _("Connect 1C"),
        "crumbs": [Crumb(_("Exchange"), reverse("web:exchange"))],
        "has_firm": bool(firms()),
        "firm_url": reverse("web:settings_firm_new") if may(staff_of(request), "settings.change") else "",
    }
    return render(request, "web/exchange/connect.html", context, status=422 if form.is_bound else 200)


@command
def made(work: Work, *, title: str, settings: dict[str, object], password: str) -> int:
    """A connection under the first free code; its login is the code, password is a hash."""
    taken = {one.code for one in exchange.channels()}
    code = next(one for n in range(1, len(taken) + 2) if (one := "1c" if n == 1 else f"1c-{n}") not in taken)
    return commands.add_channel(
        work=work, code=code, kind=KIND, title=title, settings=settings, secrets={"login": code, "password": password}
    )


@requires("exchange.operate")
@require_safe
def channel_connect(request: HttpRequest, number: int) -> HttpResponse:
    """What to paste at the other end, in that program's words; the password is shown this once."""
    channel = exchange.channel_by_id(number)
    if channel.kind not in GUIDES:
        raise Http404
    address = request.build_absolute_uri(FORMS[channel.kind].address(channel.code))
    chosen = _chosen(channel, request.GET.get("program", ""))
    context = {
        "channel": channel,
        "title": _("Connect %(name)s") % {"name": channel.title},
        "crumbs": [
            Crumb(_("Exchange"), reverse("web:exchange")),
            Crumb(channel.title, reverse("web:channel", args=[number])),
        ],
        "address": address,
        "warnings": unreachable(address),
        "login": exchange.secrets_of(number).get("login", ""),
        "password": _once(request, number),
        "programs": [(one, one.code == chosen.code) for one in GUIDES[channel.kind]],
        "chosen": chosen,
        **_live(channel),
    }
    answer = render(request, "web/exchange/channel_connect.html", context)
    answer["Cache-Control"] = "no-store"
    return answer


@requires("exchange.view")
@require_safe
def channel_live(request: HttpRequest, number: int) -> HttpResponse:
    """The lamps and the refused requests as they are now; an open page asks every two seconds."""
    return render(request, "web/exchange/first_hour.html", _live(exchange.channel_by_id(number)))


@requires("exchange.operate")
@require_POST
def channel_password(request: HttpRequest, number: int) -> HttpResponse:
    """Another password; the one before is worth nothing from now on."""
    password = new_password()
    login = exchange.secrets_of(number).get("login") or exchange.channel_by_id(number).code
    told = {"login": login, "password": make_password(password)}
    commands.change_channel(channel=number, secrets=told, actor=intent.actor(request), origin=intent.origin(request))
    _remember(request, number, password)
    return redirect("web:channel_connect", number=number)


def _live(channel: ChannelView) -> dict[str, object]:
    lamps = watch.first_lamps(channel)
    return {
        "channel": channel,
        "lamps": lamps,
        "refusals": watch.refusals(channel.id),
        "has_goods": lamps[1].tone in ("good", "warn"),
        "is_open": channel.settings.get("checklist") == "open",
    }


def _chosen(channel: ChannelView, asked: str) -> Program:
    programs = GUIDES[channel.kind]
    wanted = asked or str(channel.settings.get("program", ""))
    return next((one for one in programs if one.code == wanted), programs[0])


def new_password() -> str:
    """Four groups of five letters and digits, about 98 bits; easy to read out and to type."""
    return "-".join("".join(secrets.choice(SIGNS) for _sign in range(GROUP)) for _group in range(GROUPS))


def _remember(request: HttpRequest, number: int, password: str) -> None:
    """Sealed until the next page shows it, which is the only one that does."""
    request.session[f"password:{number}"] = b64encode(sealed(password.encode())).decode()


def _once(request: HttpRequest, number: int) -> str:
    kept = request.session.pop(f"password:{number}", "")
    return opened(b64decode(kept)).decode() if kept else ""


def unreachable(address: str) -> list[str]:
    """Why 1C may not reach an address: its host is of this machine or of the own network, or it is not encrypted."""
    parts = urlsplit(address)
    host, said = parts.hostname or "", []
    if _is_own_machine(host):
        said.append(
            _("“%(host)s” means the computer itself: only a 1C that runs on this very machine reaches it.")
            % {"host": host}
        )
        said.append(_("Open Emporion by the name that 1C will use, and come back to this page."))
    elif _is_own_network(host):
        said.append(
            _("“%(host)s” is an address of your own network: 1C in the cloud does not reach it.") % {"host": host}
        )
    if parts.scheme == "http":
        said.append(_("The address begins with http: login, goods and customers would travel in clear."))
    return said


def _is_own_machine(host: str) -> bool:
    if host in LOCAL:
        return True
    number = _number(host)
    return bool(number and (number.is_loopback or number.is_unspecified))


def _is_own_network(host: str) -> bool:
    number = _number(host)
    if number:
        return number.is_private or number.is_link_local
    return "." not in host or host.endswith((".local", ".lan", ".internal", ".home.arpa"))


def _number(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None
