"""The drawer behind “?”, the guides, and their pictures."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ..drawer import render_drawer
from ..page_help import HELP
from ..parts import Crumb, Fact
from ..rights import signed_in
from . import guides


def titles() -> dict[str, str]:
    """The guides by name, as a person calls them."""
    return {
        "owner": _("Guide for owners"),
        "manager": _("Guide for sales managers"),
        "storekeeper": _("Guide for storekeepers"),
        "integrator": _("Guide for integrators"),
    }


def keys() -> list[tuple[str, str]]:
    """The keys that work on every page."""
    return [
        ("/", _("go to the search")),
        ("j k", _("walk along the rows")),
        ("x", _("select the row")),
        ("Enter", _("open it")),
        ("n", _("make a new one")),
        ("Esc", _("close what lies above the page")),
        ("?", _("this help")),
    ]


@signed_in
@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """What the page is for that somebody looks at: page=its address in the register."""
    told = HELP.get(request.GET.get("page", ""))
    if told is None:
        raise Http404
    url = reverse("web:help_guide", args=[told.guide]) + (f"#{told.head}" if told.head else "")
    return render_drawer(request, "web/help/about.html", {"says": told.says, "url": url, "keys": keys()})


@signed_in
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """All guides."""
    rows = [
        (Fact(titles()[name], "", reverse("web:help_guide", args=[name])), guides.in_language(name).heads)
        for name in guides.NAMES
    ]
    return render(request, "web/help/index.html", {"rows": rows})


@signed_in
@require_safe
def guide(request: HttpRequest, name: str) -> HttpResponse:
    """One guide."""
    if name not in guides.NAMES:
        raise Http404
    read = guides.in_language(name)
    context = {"guide": read, "crumbs": [Crumb(_("Help"), reverse("web:help"))]}
    return render(request, "web/help/guide.html", context)


@signed_in
@require_safe
def picture(request: HttpRequest, name: str) -> FileResponse:
    """A picture of a guide."""
    file = guides.folder() / "images" / name
    if not guides.PICTURE.fullmatch(name) or not file.is_file():
        raise Http404
    return FileResponse(file.open("rb"), content_type="image/webp", headers={"Cache-Control": "private, max-age=3600"})
