"""How often each page was asked for in this process, and how long its answers took."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector

PROCESS = CollectorRegistry()
ProcessCollector(registry=PROCESS)
SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
ANSWERED = Counter(
    "emporion_http_requests", "Answers by page, method and status.", ("page", "method", "status"), registry=PROCESS
)
TOOK = Histogram(
    "emporion_http_request_seconds", "Seconds until an answer begins, by page.", ("page",),
    buckets=SECONDS, registry=PROCESS,
)  # fmt: skip
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


def measured(request: HttpRequest, response: HttpResponse, seconds: float) -> None:
    """Count an answer under the name of its page: an address would tell of things and people, and grow for ever."""
    match = request.resolver_match
    page = (match.view_name or match.route) if match else "none"
    method = request.method if request.method in METHODS else "other"
    ANSWERED.labels(page, method, str(response.status_code)).inc()
    TOOK.labels(page).observe(seconds)
