"""The pictures of a product by hand: upload, choose the main one, remove one.

A name that comes with an upload is only said back when something is wrong with the file: what is kept is named after
its content, see catalog.commands.keep_picture.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_POST

from emporion.catalog import commands as catalog
from emporion.catalog.queries import product_page
from emporion.catalog.types import PICTURE_LIMIT, PictureCard, PictureTooLarge
from emporion.kernel.errors import Refused

from .. import intent
from ..notes import saved
from ..parts import Crumb
from ..rights import requires
from ..settings import area
from .sorting_forms import UploadForm

NAME = 60  # characters of a file's name that are said back


@requires("catalog.change")
def pictures(request: HttpRequest, product: int) -> HttpResponse:
    """What the product shows, and the way to show more; of several files the good ones are taken."""
    form = UploadForm(request.POST or None, request.FILES or None) if request.method == "POST" else UploadForm()
    page = product_page(product)
    if request.method == "POST" and form.is_valid():
        _hang(request, product, form)
        if not form.errors:
            return redirect("web:product_pictures", product)
        page = product_page(product)
    context = {
        "product": page,
        "form": form,
        "crumbs": [
            Crumb(_("Products"), reverse("web:products")),
            Crumb(page.name, reverse("web:product", args=[product])),
        ],
        "back": reverse("web:product", args=[product]),
    }
    return render(request, "web/products/pictures.html", context, status=422 if form.is_bound else 200)


def _kept(form: UploadForm, files: Sequence[UploadedFile[Any]]) -> tuple[PictureCard, ...]:
    """The files that are pictures, in the storage now; each other one is named with what is wrong with it."""
    cards = []
    for file in files:
        try:
            kept = catalog.keep_picture(_bytes(file), is_sized=True)
        except Refused as refusal:
            name = (file.name or "")[:NAME]
            form.add_error(None, f"{name}: {refusal.sentence} {refusal.what_to_do}")
        else:
            cards.append(PictureCard(kept.file, kept.content_hash, "", kept.width, kept.height))
    return tuple(cards)


def _bytes(file: UploadedFile[Any]) -> bytes:
    if (file.size or 0) > PICTURE_LIMIT:  # before it is read into memory
        raise PictureTooLarge(size=file.size or 0, limit=PICTURE_LIMIT)
    data: bytes = file.read()
    return data


def _hang(request: HttpRequest, product: int, form: UploadForm) -> None:
    cards = _kept(form, form.cleaned_data["pictures"])
    if not cards:
        return
    done = area.told(form, lambda: catalog.add_pictures(product_id=product, pictures=cards, **intent.said(request)), {})
    if done:
        words = ngettext("%(number)s picture is added.", "%(number)s pictures are added.", len(cards))
        saved(request, words % {"number": len(cards)})


@requires("catalog.change")
@require_POST
def choose(request: HttpRequest, product: int) -> HttpResponse:
    """Make a picture the one that lists show."""
    catalog.choose_main_picture(product_id=product, content_hash=_asked(request), **intent.said(request))
    saved(request, _("The main picture is chosen."))
    return redirect("web:product_pictures", product)


@requires("catalog.change")
@require_POST
def remove(request: HttpRequest, product: int) -> HttpResponse:
    """Take a picture off the product."""
    catalog.remove_picture(product_id=product, content_hash=_asked(request), **intent.said(request))
    saved(request, _("The picture is removed."))
    return redirect("web:product_pictures", product)


def _asked(request: HttpRequest) -> str:
    return request.POST.get("picture", "")
