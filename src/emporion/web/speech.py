"""In which language a page answers who has chosen none: what the browser asks for, else the language of the house."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation.trans_real import parse_accept_lang_header

from emporion.household.queries import languages
from emporion.kernel.kept import Kept

spoken = Kept(languages, 10)  # the languages of the house


def offered() -> list[tuple[str, str]]:
    """Languages that can be chosen, each by its own name."""
    names = dict(settings.LANGUAGES)
    return [(code, names[code]) for code in spoken().offered if code in names]


def of(request: HttpRequest) -> str:
    """The language for a stranger, and for who chose none: the cookie's, the browser's, the house's."""
    house = spoken()
    asked = parse_accept_lang_header(request.headers.get("Accept-Language", "").lower())
    wanted = [request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, ""), *(code.partition("-")[0] for code, _q in asked)]
    return next((code for code in wanted if code in house.offered), house.default)
