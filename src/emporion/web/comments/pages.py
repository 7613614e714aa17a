"""Saying something about a record, changing it, and finding where one was named."""

from __future__ import annotations

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from emporion.accounts.queries import Asker
from emporion.crm import commands, queries as crm
from emporion.crm.types import LONGEST, CommentView, NoSuchComment

from .. import intent, live, undo
from ..notes import saved
from ..parts import Crumb
from ..rights import requires, signed_in, staff_of
from ..settings import area
from .mentions import rows
from .subjects import Spot, spot


class CommentForm(forms.Form):
    """The words of a comment."""

    text = forms.CharField(
        label=gettext_lazy("Comment"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4, "data-mentions": True}),
        help_text=gettext_lazy("@ and a name tells a colleague."),
    )


@signed_in
@require_POST
def say(request: HttpRequest) -> HttpResponse:
    """A comment on a record that this person may see; an open page shows it by loading itself anew."""
    staff, subject = staff_of(request), request.POST.get("subject", "")
    place = _spot(staff, subject)
    number = commands.say(
        subject=subject, staff=staff.pk or 0, text=request.POST.get("text", ""), **intent.said(request)
    )
    live.board.forget()
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    return redirect(f"{place.url}#said-{number}")


@signed_in
def comment(request: HttpRequest, pk: int) -> HttpResponse:
    """Put one's own comment differently, while it is fresh."""
    staff, view = staff_of(request), _comment(pk)
    place = _spot(staff, view.subject)
    form = CommentForm(request.POST or None, initial={"text": view.text})
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data["text"]

        def change() -> bool:
            commands.change(comment=pk, staff=staff.pk or 0, text=words, **intent.said(request))
            return True

        if area.told(form, change, {}):
            saved(request, _("The comment is changed."))
            return redirect(f"{place.url}#said-{pk}")
    context = {
        "form": form,
        "title": _("Change your comment"),
        "crumbs": [Crumb(place.words, place.url)],
        "back": place.url,
    }
    return render(request, "web/comments/form.html", context, status=422 if form.is_bound else 200)


@signed_in
@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one's own comment back, while it is fresh."""
    staff, view = staff_of(request), _comment(pk)
    place = _spot(staff, view.subject)
    commands.take_back(comment=pk, staff=staff.pk or 0, **intent.said(request))
    undo.offer(request, _("The comment is taken back."), "comment", place.url, comment=pk)
    return redirect(place.url)


@undo.undoes("comment", "")
def _stand_by_it(request: HttpRequest, told: undo.Told, said: intent.Said) -> None:
    commands.put_back(comment=told["comment"], staff=staff_of(request).pk or 0, **said)


@signed_in
@require_safe
def colleagues(request: HttpRequest) -> JsonResponse:
    """Who can be named behind an @; asked by the page when somebody types one."""
    names = sorted(crm.colleagues().values())
    return JsonResponse({"names": names}, headers={"Cache-Control": "private, max-age=60"})


@requires("today.view", somewhere=True)
@require_safe
def mentions(request: HttpRequest) -> HttpResponse:
    """Where colleagues named this person and wait for an answer."""
    return render(request, "web/comments/mentions.html", {"rows": rows(staff_of(request))})


@requires("today.view", somewhere=True)
@require_POST
def see(request: HttpRequest, pk: int) -> HttpResponse:
    """Open the record where one was named; from then on nobody is told to look there."""
    staff = staff_of(request)
    found = next((one for one in crm.mentions_of(staff.pk or 0) if one.id == pk), None)
    commands.see(staff=staff.pk or 0, mentions=[pk], **intent.said(request))
    live.board.forget()
    place = spot(staff, found.comment.subject) if found else None
    if found is None or place is None or request.POST.get("stay"):
        return redirect("web:mentions")
    return redirect(f"{place.url}?said={found.comment.id}#said-{found.comment.id}")


def _comment(pk: int) -> CommentView:
    try:
        return crm.comment(pk)
    except NoSuchComment:
        raise Http404 from None


def _spot(staff: Asker, subject: str) -> Spot:
    """Where the record stands. One beyond the person's reach is as unknown as one that never was."""
    place = spot(staff, subject)
    if place is None:
        raise Http404
    return place


def unseen(staff: Asker) -> live.Counter:
    """How often this person was named and has not looked."""
    return live.Counter(crm.unseen(staff.pk or 0), "warn")


live.register_own("mentions", unseen, "today.view")
