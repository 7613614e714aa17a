"""Who may see a page. Every view of the web carries one of three marks; a test finds the view that carries none."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec
from urllib.parse import urlsplit

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import resolve

from emporion.accounts.queries import Asker, may, may_somewhere
from emporion.accounts.types import RIGHTS, Right

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]

PUBLIC = "public"
SIGNED_IN = "signed_in"


class NoRight(PermissionDenied):
    """The person is known and may not; names the right, so that the page can say what is missing."""

    def __init__(self, right: str) -> None:
        super().__init__(right)
        self.right: Right = RIGHTS[right]


def requires(right: str, *, somewhere: bool = False) -> Callable[[View[P]], View[P]]:
    """Mark and guard a view: a stranger signs in and comes back, staff without the right get a page of why.

    The right must be held everywhere. With somewhere=True a right within one shop or warehouse opens the page too; such
    a page narrows its rows by `accounts.queries.reach`.
    """
    if right not in RIGHTS:
        raise LookupError(f"there is no right {right}")

    def mark(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return _to_sign_in(request)
            if not (may_somewhere if somewhere else may)(request.user, right):
                raise NoRight(right)
            return view(request, *args, **kwargs)

        return _marked(guarded, right, somewhere=somewhere)

    return mark


def signed_in(view: View[P]) -> View[P]:
    """Mark and guard a view that every staff member may open, such as the own language."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        return view(request, *args, **kwargs) if request.user.is_authenticated else _to_sign_in(request)

    return _marked(guarded, SIGNED_IN)


def public(view: View[P]) -> View[P]:
    """Mark a view that needs no sign-in, on purpose."""
    return _marked(view, PUBLIC)


def right_of(view: object) -> str | None:
    """The mark of a view; None when somebody forgot it."""
    return getattr(view, "right", None)


def opens(staff: Asker, address: str) -> bool:
    """Whether a person may open the page at an address, as its own mark says: for menus, the palette, links."""
    view = resolve(address).func
    right = right_of(view)
    if right is None or right == PUBLIC:
        return True
    if right == SIGNED_IN:
        return bool(staff.is_authenticated)
    return (may_somewhere if getattr(view, "somewhere", False) else may)(staff, right)


def staff_of(request: HttpRequest) -> Asker:
    """The signed-in person of a guarded view."""
    if not request.user.is_authenticated:
        raise TypeError(f"the view of {request.path} is not guarded by requires or signed_in")
    return request.user


def path_of(address: str) -> str:
    """Path and query of an address from a header, so that a way back can never lead to another site."""
    parts = urlsplit(address)
    return f"/{parts.path.lstrip('/')}" + (f"?{parts.query}" if parts.query else "")


def _marked(view: View[P], right: str, *, somewhere: bool = False) -> View[P]:
    view.right, view.somewhere = right, somewhere  # type: ignore[attr-defined]
    return view


def _to_sign_in(request: HttpRequest) -> HttpResponseBase:
    """A page is sent to the sign-in; a fragment or a program is told, because a redirect would land in the middle."""
    if request.headers.get("HX-Request"):
        here = path_of(request.headers.get("HX-Current-URL", "/"))
        return HttpResponse(status=401, headers={"HX-Redirect": redirect_to_login(here).url})
    if request.method == "GET" and request.accepts("text/html"):
        return redirect_to_login(request.get_full_path())
    return HttpResponse(status=401)
