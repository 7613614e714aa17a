"""The tree of groups, made and kept by hand."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import zip_longest

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from emporion.accounts.queries import may
from emporion.catalog import commands as catalog
from emporion.catalog.queries import category_tree
from emporion.catalog.types import CategoryCard, CategoryNode, UnknownCategory

from .. import intent, undo
from ..notes import id_in, saved
from ..parts import Action, Crumb
from ..rights import requires, staff_of
from ..settings import area
from .sorting_forms import GroupForm
from .undoing import group_as_told

BESIDE = {
    "category_name_taken": "name",
    "name_missing": "name",
    "category_loop": "parent",
    "unknown_category": "parent",
}


@dataclass(frozen=True, slots=True)
class Row:
    """A group of the tree; branches says whether groups hang below it."""

    node: CategoryNode
    branches: bool
    products: str
    edit: str
    add: str


@requires("catalog.view", somewhere=True)
@require_safe
def groups(request: HttpRequest) -> HttpResponse:
    """The whole tree from the top down, hidden groups among it."""
    changes = may(staff_of(request), "catalog.change")
    new = Action(_("Add a group"), reverse("web:group_new"), "primary", "plus", key="n")
    tree = category_tree()
    context = {
        "rows": [_row(node, changes, after) for node, after in zip_longest(tree, tree[1:])],
        "crumbs": [Crumb(_("Products"), reverse("web:products"))],
        "actions": [new] if changes else [],
        "tree": "groups",
    }
    return render(request, "web/products/groups.html", context)


def _row(node: CategoryNode, changes: bool, after: CategoryNode | None) -> Row:
    return Row(
        node,
        after is not None and after.depth > node.depth,
        f"{reverse('web:products')}?category={node.id}",
        reverse("web:group", args=[node.id]) if changes else "",
        f"{reverse('web:group_new')}?parent={node.id}" if changes else "",
    )


def _said(request: HttpRequest, of: CategoryNode | None, card: CategoryCard) -> None:
    """Say that it is saved; what was changed can be taken back."""
    sentence = _("The group is saved.")
    if of is None:
        return saved(request, sentence)
    now = {"name": card.name, "parent_id": card.parent_id, "is_hidden": card.is_hidden}
    was = group_as_told(of)
    if now == was:
        return saved(request, sentence)
    return undo.offer(request, sentence, "group", reverse("web:groups"), group=of.id, was=was, now=now)


@requires("catalog.change")
def group(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Add a group, or rename, move, hide or show one."""
    tree = category_tree()
    of = next((node for node in tree if node.id == pk), None)
    if pk is not None and of is None:
        raise UnknownCategory(category=pk)
    form = GroupForm(request.POST or None, of=of, tree=tree, parent=id_in(request.GET.get("parent", "")) or 0)
    if request.method == "POST" and form.is_valid():
        done = area.told(form, lambda: catalog.put_category(card=form.card(), **intent.said(request)), BESIDE)
        if done:
            _said(request, of, form.card())
            return redirect("web:groups")
    context = {
        "form": form,
        "title": of.name if of else _("Add a group"),
        "verb": _("Save") if of else _("Add the group"),
        "crumbs": [Crumb(_("Products"), reverse("web:products")), Crumb(_("Groups"), reverse("web:groups"))],
        "back": reverse("web:groups"),
    }
    return render(request, "web/form_page.html", context, status=422 if form.is_bound else 200)
