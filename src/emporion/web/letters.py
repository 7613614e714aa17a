"""The fonts that a page needs are asked for before it is read. One that came later would lay the page out twice, and
one that nothing is written in would come for nothing: so we look which letters stand there."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from django.http import HttpRequest
from django.http.response import HttpResponse, HttpResponseBase
from django.templatetags.static import static

FONT = "vendor/files/inter-{}-wght-normal.woff2"
# How UTF-8 begins their letters; in vendor/inter.css the same stand as ranges.
SCRIPTS = {
    "latin": re.compile(rb"<main"),
    "latin-ext": re.compile(rb"[\xc4\xc5]|\xc8[\x98-\x9b]|\xe1\xba\x9e|\xe2\x82[\xa0-\xab\xad-\xbf]|\xe2\x83\x80"),
    "cyrillic": re.compile(rb"[\xd0\xd1]"),
    "greek": re.compile(rb"[\xce\xcf]"),
}


class Lettered:
    """Whole pages name their fonts in a header; what stands around them, such as names of languages, is folded away."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Nothing to do on the way in."""
        answer = self.answer(request)
        if isinstance(answer, HttpResponse) and answer.get("Content-Type", "").startswith("text/html"):
            content = answer.content
            if (begins := content.find(b"<main")) >= 0:
                answer["Link"] = ", ".join(_asked(content[begins:]))
        return answer


def _asked(content: bytes) -> Iterator[str]:
    for script, letters in SCRIPTS.items():
        if letters.search(content):
            yield f'<{static(FONT.format(script))}>; rel=preload; as=font; type="font/woff2"; crossorigin'
