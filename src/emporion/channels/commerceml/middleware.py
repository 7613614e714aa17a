"""Requests of the exchange that would never reach it: under a wrong name of the house, or at an address of nothing.

Of any other answer 1C shows its user no more than “status 400”, and nobody here would know that it called.
"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse
from django.utils.translation import override

from emporion.exchange import commands as exchange
from emporion.kernel.errors import Refused

from .asking import NoSuchAddress, WrongHost
from .endpoint import MODES
from .query_string import parameters
from .talking import failure, kind_of, mode_of, printable

NOT_FOUND = 404
OURS = ("/exchange/1c", "/bitrix")
WORDS = {"checkauth", *(mode for _, mode in MODES)}


class Doorway:
    """Stands before everything else, looks at requests that mean the exchange and lets all others by."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer of the house, or why this request will have none of the exchange."""
        is_below_ours = request.path_info.startswith(OURS)
        if not is_below_ours and not _speaks(request):
            return self._get_response(request)
        try:
            request.get_host()
        except DisallowedHost:
            told = {"host": printable(request.META.get("HTTP_HOST", ""))[:100], "names": ", ".join(_names())[:200]}
            return _turned_away(request, WrongHost(**told))
        answer = self._get_response(request) if is_below_ours else None
        if answer is None or answer.status_code == NOT_FOUND:
            return _turned_away(request, NoSuchAddress(path=printable(request.path_info)[:100]))
        return answer


def _speaks(request: HttpRequest) -> bool:
    """Whether a request says the words of the exchange, at whatever address."""
    query = request.META.get("QUERY_STRING", "")
    if "mode" not in query.lower():
        return False
    told = parameters(query)
    return "type" in told and kind_of(told) in ("catalog", "sale") and mode_of(told) in WORDS


def _names() -> list[str]:
    return [name for name in settings.ALLOWED_HOSTS if name != "*"]


def _turned_away(request: HttpRequest, refusal: Refused) -> HttpResponse:
    with override("en"):
        answer = failure(refusal)
    told = parameters(request.META.get("QUERY_STRING", ""))
    words = f"{request.method} {request.path_info[:100]} type={kind_of(told)[:40]}&mode={mode_of(told)[:40]}"
    exchange.log_step(
        channel=None, session=None, request=printable(words), answer=printable(answer.first_line),
        fault=answer.fault, address=request.META.get("REMOTE_ADDR", ""), actor="channel:",
    )  # fmt: skip
    return HttpResponse() if request.method == "HEAD" else answer.response()
