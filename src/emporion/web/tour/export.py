"""An export of one's own 1C, dropped to see what it would do with the goods of the demonstration."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from emporion.exchange.queries import channels
from emporion.exchange.types import DRY_RUNNERS

from ..exchange.dry_run import try_dropped
from ..parts import Crumb
from ..rights import requires
from ..touring import tour


@requires("exchange.operate")
def drop(request: HttpRequest) -> HttpResponse:
    """The field to drop files on; what they would do is said by a dry run."""
    here, channel = tour(), next((one for one in channels() if one.kind in DRY_RUNNERS), None)
    if here is None or channel is None:
        raise Http404
    if request.method == "POST":
        answer = try_dropped(request, channel)
        here.act("export", request.build_absolute_uri("/"))
        return answer
    crumbs = [Crumb(_("Today"), reverse("web:today"))]
    return render(request, "web/tour/export.html", {"crumbs": crumbs})
