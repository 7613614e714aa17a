"""What a person does to groups, pictures and values on a page: the bulk verbs, and the care that a hand needs.

Each works on what stands when it runs, not on what the page showed: two people at one product both keep their work.
"""

from __future__ import annotations

from collections.abc import Callable

from emporion.journal.commands import command
from emporion.journal.types import Work

from ..models import Category, Picture, Product, ProductValue, Property
from ..rules import folded
from ..types import (
    CategoryCard,
    CategoryNameTaken,
    Outcome,
    PictureCard,
    PicturesCard,
    ProductCard,
    PropertyCard,
    PropertyNameTaken,
    PropertyOutcome,
    TooManyPictures,
    UnknownPicture,
    UnknownProduct,
    Value,
)
from .categories import put_categories
from .pages import edit_product
from .pictures import COLUMNS, put_pictures
from .product_lists import Values, by_property
from .properties import put_properties
from .protection import protect_fields

MOST_PICTURES = 50  # on one product by hand
Shown = tuple[PictureCard, ...]


@command
def put_category(work: Work, *, card: CategoryCard) -> Outcome:
    """Add, rename, move, hide or show one category by hand.

    Refuses, beside what put_categories does, a name that stands in the same branch already: only other systems bring
    two categories that nobody could tell apart.
    """
    (outcome,) = put_categories(work=work, cards=[card])  # locks the tree, so that what follows holds
    if card.name is not None or card.parent_id is not None:
        _refuse_double(outcome.id)
    return outcome


def _refuse_double(category: int) -> None:
    own = Category.objects.get(pk=category)
    beside = Category.objects.filter(parent=own.parent_id).exclude(pk=category)
    wanted = _alike(own.name)
    if any(_alike(name) == wanted for name in beside.values_list("name", flat=True)):
        raise CategoryNameTaken(name=own.name)


@command
def put_property(work: Work, *, card: PropertyCard) -> PropertyOutcome:
    """Add or rename one property by hand, or give it more options; refuses a name that another one has."""
    (outcome,) = put_properties(work=work, cards=[card])
    if card.name is not None:
        wanted = _alike(card.name)
        others = Property.objects.exclude(pk=outcome.id).values_list("name", flat=True)
        if any(_alike(name) == wanted for name in others):
            raise PropertyNameTaken(name=card.name.strip())
    return outcome


def _alike(name: str) -> str:
    """A name as people tell it from others: in any letters, with any blanks."""
    return " ".join(folded(name).split())


@command
def put_values(work: Work, *, product_id: int, told: tuple[tuple[int, Values], ...]) -> Outcome:
    """Write the values of some properties of a product, as (property, its values); none takes the property off it.

    The values of other properties stay. No exchange overwrites what changes here.
    """
    _lock(product_id)
    ordered = ProductValue.objects.filter(product=product_id).order_by("position")
    found: dict[int, tuple[Value, ...]] = by_property(
        tuple(ordered.values_list("property_id", "option_id", "text"))
    ) | dict(told)
    values = tuple(value for own in found.values() for value in own)
    return edit_product(work=work, card=ProductCard(id=product_id, values=values))


@command
def add_pictures(work: Work, *, product_id: int, pictures: Shown) -> Outcome:
    """Hang more pictures on a product, behind those it has; refuses more than a product needs."""

    def more(shown: Shown) -> Shown:
        known = {picture.content_hash for picture in shown}
        return (*shown, *(picture for picture in pictures if picture.content_hash not in known))

    return _rehung(work, product_id, more)


@command
def remove_picture(work: Work, *, product_id: int, content_hash: str) -> Outcome:
    """Take a picture off a product; one that is not there is refused. Its file stays, the history shows it."""
    return _rehung(work, product_id, lambda shown: _split(shown, content_hash)[1])


@command
def choose_main_picture(work: Work, *, product_id: int, content_hash: str) -> Outcome:
    """Put a picture before all others: it is the one that lists show."""
    return _rehung(work, product_id, lambda shown: sum(_split(shown, content_hash), ()))


def _split(shown: Shown, content_hash: str) -> tuple[Shown, Shown]:
    """One picture, and the others in their order."""
    own = tuple(picture for picture in shown if picture.content_hash == content_hash)
    if not own:
        raise UnknownPicture()
    return own, tuple(picture for picture in shown if picture.content_hash != content_hash)


def _rehung(work: Work, product_id: int, change: Callable[[Shown], Shown]) -> Outcome:
    """Hang what the change makes of a product's pictures; no exchange rehangs them from then on."""
    _lock(product_id)
    ordered = Picture.objects.filter(product=product_id).order_by("position")
    pictures = change(tuple(PictureCard(*row) for row in ordered.values_list(*COLUMNS)))
    if len(pictures) > MOST_PICTURES:
        raise TooManyPictures(number=len(pictures), limit=MOST_PICTURES)
    (outcome,) = put_pictures(work=work, cards=[PicturesCard(product_id, pictures)])
    if outcome.done != "unchanged":
        protect_fields(work=work, product_id=product_id, fields=["pictures"])
    return outcome


def _lock(product_id: int) -> None:
    if not Product.objects.select_for_update(no_key=True).filter(pk=product_id).exists():
        raise UnknownProduct(product=product_id)
