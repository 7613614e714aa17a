"""The addresses of a monitoring, before everything else: they need no name of the house, session, language or table.

`/health/live` answers as long as this process does. `/health/ready` answers 503 with its causes where the house cannot
work. `/metrics` needs `Authorization: Bearer` with the token of EMPORION_METRICS; without that setting there is no such
page, since the figures of a house are nobody else's business.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.utils.crypto import constant_time_compare
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4, generate_latest

from .figures import HOUSE
from .readiness import faults
from .requests import measured

READS = ("GET", "HEAD")


class Monitored:
    """Answers a monitoring, and measures the answers that the house gives to others."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer to a probe, or of the house."""
        if request.path_info in ANSWERS and (answer := _answered(request)):
            answer["Cache-Control"] = "no-store"
            return answer
        begun = time.perf_counter()
        response = self._get_response(request)
        measured(request, response, time.perf_counter() - begun)
        return response


def _answered(request: HttpRequest) -> HttpResponse | None:
    if request.method not in READS:
        return HttpResponseNotAllowed(READS)
    return ANSWERS[request.path_info](request)


def _live(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok\n", content_type="text/plain")


def _ready(_request: HttpRequest) -> HttpResponse:
    causes = list(faults())
    return JsonResponse({"ready": not causes, "causes": causes}, status=503 if causes else 200)


def _metrics(request: HttpRequest) -> HttpResponse | None:
    token = settings.EMPORION_METRICS
    if not token:
        return None
    if not constant_time_compare(request.headers.get("Authorization", ""), f"Bearer {token}"):
        return HttpResponse(status=401, headers={"WWW-Authenticate": "Bearer"})
    return HttpResponse(generate_latest(HOUSE), content_type=CONTENT_TYPE_PLAIN_0_0_4)


ANSWERS: dict[str, Callable[[HttpRequest], HttpResponse | None]] = {
    "/health/live": _live,
    "/health/ready": _ready,
    "/metrics": _metrics,
}
