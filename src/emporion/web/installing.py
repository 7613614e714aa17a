"""The house as an app on a phone or a desk: its manifest, and a worker that answers only when nobody else does.

The worker keeps one page, that says there is no connection, and the files which that page needs. It never answers with
data: a figure of yesterday that looks like one of today would be worse than none.
"""

from __future__ import annotations

import hashlib

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language, gettext as _
from django.views.decorators.http import require_safe

from .assets import styles
from .rights import public

SIZES = (192, 512)
GROUND = "#ffffff"  # behind the icon while the app starts; the page takes over at once


@public
@require_safe
def manifest(request: HttpRequest) -> JsonResponse:
    """What a browser asks before it offers to install."""
    icons = [
        {"src": static(f"web/app/icon-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png", "purpose": "any"}
        for size in SIZES
    ]
    maskable = {"src": static("web/app/maskable-512.png"), "sizes": "512x512", "type": "image/png"}
    drawn = {"src": static("web/favicon.svg"), "sizes": "any", "type": "image/svg+xml", "purpose": "any"}
    told = {
        "name": "Emporion",
        "short_name": "Emporion",
        "description": _("Orders, goods, stock and exchange with accounting in one place."),
        "lang": get_language(),
        "id": "/",
        "start_url": reverse("web:index"),
        "scope": "/",
        "display": "standalone",
        "background_color": GROUND,
        "theme_color": GROUND,
        "icons": [drawn, *icons, {**maskable, "purpose": "maskable"}],
        "shortcuts": [
            {"name": _("Orders"), "url": reverse("web:orders")},
            {"name": _("Stock"), "url": reverse("web:stock")},
        ],
    }
    return JsonResponse(told, content_type="application/manifest+json", headers={"Cache-Control": "no-cache"})


@public
@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The worker; its text changes with the files it keeps, so a browser renews them when they change."""
    kept = [reverse("web:offline"), *map(static, (*styles(), "web/js/theme.js", "web/favicon.svg"))]
    version = hashlib.sha256("\n".join(kept).encode()).hexdigest()[:12]
    told = {"kept": kept, "offline": kept[0], "version": version}
    answer = render(request, "web/worker.js", {"told": told}, content_type="text/javascript")
    answer["Cache-Control"] = "no-cache"
    return answer


@public
@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """The page for when there is no connection; it holds nothing of anybody."""
    return render(request, "web/offline.html", {"kept_for": "offline"})
