"""Between the request and the page: compression, the reader's language and zone, and what a refusal looks like."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.translation import gettext

from emporion.journal.commands import because
from emporion.kernel.errors import Refused

from . import speech
from .rights import NoRight, path_of

Answer = Callable[[HttpRequest], HttpResponseBase]
TOO_LONG = re.compile(r"/\d{19,}(?=/|$)")


class Compressed(GZipMiddleware):
    """Pages go out compressed, a list to a fifth or less; Django's random padding keeps secrets in them unguessable.

    What streams (live counters, files) goes as it is, because a compressor would hold events back.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Called by Django on the way out."""
        return response if response.streaming else super().process_response(request, response)


class UserLocale:
    """The signed-in person's own language and time zone. Stands behind the authentication.

    Without an own language the browser's stays; an unknown zone is UTC.
    """

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer in the reader's language and zone, and leave neither behind in the thread."""
        own = getattr(request.user, "language", "")
        language = own if own in dict(settings.LANGUAGES) else speech.of(request)
        zone = _zone(getattr(request.user, "time_zone", ""))
        with translation.override(language), timezone.override(zone):
            answer = self.answer(request)
        if isinstance(answer, StreamingHttpResponse) and not isinstance(answer, FileResponse):
            answer.streaming_content = _spoken(iter(answer), language, zone)
        answer.headers["Content-Language"] = language
        return answer


def _spoken(pieces: Iterator[bytes], language: str, zone: ZoneInfo) -> Iterator[bytes]:
    """What is made while it is sent: a file of a list is written when its view has answered long ago."""
    while True:
        with translation.override(language), timezone.override(zone):
            piece = next(pieces, None)
        if piece is None:
            return
        yield piece


class Findable:
    """An address that no record can have, with a NUL or a number of 19 digits and more, is a page that is not there.

    So is a form with a NUL in it, which no keyboard writes.

    PostgreSQL takes no NUL in a text, and neither engine a number beyond 64 bits: in a query both would be our fault.
    """

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Nothing to do on the way in."""
        return self.answer(request)

    def process_view(self, request: HttpRequest, view: object, *_: object) -> None:
        """Stop at once, before anything is asked of the database with it; what programs ask has its own answer."""
        if getattr(view, "csrf_exempt", False):
            return
        told = (word for form in (request.GET, request.POST) for _name, words in form.lists() for word in words)
        if TOO_LONG.search(request.path) or any("\0" in word for word in (request.path, *told)):
            raise Http404


class Because:
    """What a click brings about comes of its page, also where the command is called by others than the page itself."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer with the page as the origin of all that is told meanwhile."""
        with because(f"page:{request.path}"):
            return self.answer(request)


class Refusals:
    """A refusal reaches a person as a page or a toast, a program as code and sentence, in the reader's language."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Nothing to do on the way in."""
        return self.answer(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Called by Django for an exception that a view let through; None leaves it to others."""
        if isinstance(error, Refused):
            return refused(request, error)
        return no_right(request, error) if isinstance(error, NoRight) else None


def refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """The command was declined: 409 with its code, its sentence and its remedy."""
    if _wants_json(request):
        told = {"code": refusal.code, "sentence": refusal.sentence, "remedy": refusal.what_to_do}
        return JsonResponse(told, status=409)
    if request.headers.get("HX-Request"):
        return _toast(request, refusal.sentence, refusal.what_to_do, status=409)
    back = path_of(request.headers.get("Referer", "/"))
    return render(request, "web/refused.html", {"refusal": refusal, "back": back}, status=409)


def no_right(request: HttpRequest, error: NoRight) -> HttpResponse:
    """Known, but not allowed: 403 with the name of the right."""
    if _wants_json(request):
        return JsonResponse({"code": "no_right", "right": error.right.name, "sentence": error.right.title}, status=403)
    if request.headers.get("HX-Request"):
        sentence = gettext("Your role does not allow this: %(right)s.") % {"right": error.right.title}
        return _toast(request, sentence, "", status=403)
    return render(request, "web/no_right.html", {"right": error.right}, status=403)


def _toast(request: HttpRequest, sentence: str, remedy: str, *, status: int) -> HttpResponse:
    """A toast instead of the fragment that was asked for; nothing else on the page changes."""
    asked = {"tone": "bad", "sentence": sentence, "remedy": remedy}
    answer = render(request, "web/parts/toast.html", asked, status=status)
    answer["HX-Retarget"], answer["HX-Reswap"] = "#toasts", "beforeend"
    return answer


def _wants_json(request: HttpRequest) -> bool:
    preferred = request.get_preferred_type(["text/html", "application/json"])
    return "application/json" in (request.content_type, preferred)


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name or settings.TIME_ZONE)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")
