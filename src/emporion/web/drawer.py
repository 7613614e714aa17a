"""A drawer: one answer that opens beside the page, and stands as a page of its own under the same address."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def render_drawer(request: HttpRequest, template: str, context: Mapping[str, Any]) -> HttpResponse:
    """Render a template that begins with {% extends base %} and fills question, answer and actions.

    level is that of the heads within the answer: below the question, which is the page's own title or a second one.
    """
    beside = request.headers.get("HX-Target") == "drawer"
    base = "web/parts/drawer.html" if beside else "web/drawer_page.html"
    answer = render(request, template, {**context, "base": base, "level": 3 if beside else 2})
    answer["Vary"] = "HX-Target"
    return answer
