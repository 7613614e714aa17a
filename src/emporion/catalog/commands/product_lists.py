"""What a product has many of: the categories it stands in and the values of its properties."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from emporion.kernel import rows

from ..models import Category, ProductCategory, ProductValue, Property, PropertyOption
from ..rules import cut
from ..types import Change, ProductCard, UnknownCategory, UnknownOption, UnknownProperty, Value

Values = tuple[Value, ...]


class Lists(NamedTuple):
    """The lists of one product; the order of categories says nothing, that of values is kept."""

    categories: frozenset[int] = frozenset()
    values: Values = ()


NONE = Lists()


def read_lists(cards: Sequence[ProductCard]) -> dict[int, Lists]:
    """The stored lists that the cards speak of, in two queries; what no card tells is not read."""
    categories: dict[int, set[int]] = defaultdict(set)
    values: dict[int, list[Value]] = defaultdict(list)
    if wanted := {card.id for card in cards if card.id and card.category_ids is not None}:
        stored = ProductCategory.objects.filter(product__in=rows.among(wanted))
        for product, category in stored.values_list("product_id", "category_id"):
            categories[product].add(category)
    if wanted := {card.id for card in cards if card.id and card.values is not None}:
        ordered = ProductValue.objects.filter(product__in=rows.among(wanted)).order_by("product_id", "position")
        for product, owner, option, text in ordered.values_list("product_id", "property_id", "option_id", "text"):
            values[product].append((owner, option, text))
    return {
        product: Lists(frozenset(categories.get(product, ())), tuple(values.get(product, ())))
        for product in categories.keys() | values.keys()
    }


def told_lists(card: ProductCard, old: Lists) -> Lists:
    """The lists after a card: told ones replace, the others stay."""
    return Lists(
        old.categories if card.category_ids is None else frozenset(card.category_ids),
        old.values if card.values is None else _stored(card.values, old.values),
    )


def _stored(told: Values, old: Values) -> Values:
    """Values as they are stored: the text of a choice is the option's; neither text nor option means no value."""
    if told == old:
        return old
    new = tuple([(owner, option, "" if option else text) for owner, option, text in told if option or text])
    # the order in which properties come says nothing, the order within one does
    return old if len(new) == len(old) and by_property(new) == by_property(old) else new


def by_property(values: Values) -> dict[int, Values]:
    """Values of each property, in their order."""
    found: dict[int, Values] = {}
    for value in values:
        found[value[0]] = (*found.get(value[0], ()), value)
    return found


def spared_lists(guarded: Collection[str], old: Lists, new: Lists) -> tuple[Lists, tuple[str, ...]]:
    """The new lists without what a person protects, and the names of what would have changed."""
    kept = []
    categories = new.categories
    if "categories" in guarded and categories != old.categories:
        categories = old.categories
        kept.append("categories")
    before, after = by_property(old.values), by_property(new.values)
    for owner in sorted(before.keys() | after.keys()):
        name = f"value:{owner}"
        if name in guarded and before.get(owner) != after.get(owner):
            after[owner] = before.get(owner, ())
            kept.append(name)
    values = tuple(value for own in after.values() for value in own)
    return Lists(categories, _stored(values, old.values)), tuple(kept)


def refuse_strangers(touched: Iterable[tuple[int, Lists]]) -> None:
    """Refuse lists that name a category, property or option which does not stand; index and lists of each card."""
    touched = list(touched)
    categories = {category for _, lists in touched for category in lists.categories}
    choices = {value[:2] for _, lists in touched for value in lists.values}
    if categories:
        categories -= set(Category.objects.filter(pk__in=rows.among(categories)).values_list("pk", flat=True))
    choices -= _standing(choices)
    if not categories and not choices:
        return
    for index, lists in touched:
        for category in lists.categories & categories:
            raise UnknownCategory(category=category, card=index)
        for owner, option, _ in lists.values:
            if (owner, None) in choices:
                raise UnknownProperty(property=owner, card=index)
            if (owner, option) in choices:
                raise UnknownOption(property=owner, option=option, card=index)


def _standing(choices: Collection[tuple[int, int | None]]) -> set[tuple[int, int | None]]:
    """The pairs of property and option that stand, of those asked; (property, None) stands for the property itself."""
    found: set[tuple[int, int | None]] = set()
    owners = {owner for owner, _ in choices}
    if owners:
        found.update(
            (owner, None) for owner in Property.objects.filter(pk__in=rows.among(owners)).values_list("pk", flat=True)
        )
    options = {option for _, option in choices if option is not None}
    if options:
        found.update(PropertyOption.objects.filter(pk__in=rows.among(options)).values_list("property_id", "id"))
    return found


def option_texts(changed: Iterable[tuple[Lists, Lists]]) -> dict[int, str]:
    """The texts of all options that changed lists name, so that a fact can be read without them."""
    ids = {option for pair in changed for lists in pair for _, option, _ in lists.values if option is not None}
    return dict(PropertyOption.objects.filter(pk__in=rows.among(ids)).values_list("id", "text")) if ids else {}


def list_changes(old: Lists, new: Lists, options: Mapping[int, str]) -> list[Change]:
    """What a fact keeps of changed lists: ids of categories, texts of values."""
    changes = []
    if old.categories != new.categories:
        changes.append(Change("categories", _ids(old.categories), _ids(new.categories)))
    if old.values != new.values:
        before, after = by_property(old.values), by_property(new.values)
        changes += [
            Change(f"value:{owner}", _text(before.get(owner), options), _text(after.get(owner), options))
            for owner in sorted(before.keys() | after.keys())
            if before.get(owner) != after.get(owner)
        ]
    return changes


def lists_exactly(old: Lists, new: Lists) -> tuple[tuple[str, str], ...]:
    """Earlier values of properties that changed, each as JSON of its pairs of option and text."""
    before, after = by_property(old.values), by_property(new.values)
    return tuple(
        (f"value:{owner}", json.dumps([value[1:] for value in values], ensure_ascii=False))
        for owner, values in before.items()
        if after.get(owner) != values
    )


def _ids(categories: Iterable[int]) -> str:
    return ", ".join(map(str, sorted(categories)))


def _text(values: Values | None, options: Mapping[int, str]) -> str | None:
    return cut("; ".join(options[value[1]] if value[1] else value[2] for value in values)) if values else None


def write_lists(before: Mapping[int, Lists], after: Mapping[int, Lists]) -> None:
    """Put the lists of some products in the place of those that stand."""
    recategorised = [pk for pk, lists in after.items() if lists.categories != before.get(pk, NONE).categories]
    revalued = [pk for pk, lists in after.items() if lists.values != before.get(pk, NONE).values]
    if emptied := [pk for pk in recategorised if before.get(pk, NONE).categories]:
        ProductCategory.objects.filter(product__in=rows.among(emptied)).delete()
    if emptied := [pk for pk in revalued if before.get(pk, NONE).values]:
        ProductValue.objects.filter(product__in=rows.among(emptied)).delete()
    rows.insert(
        "catalog_productcategory",
        ("product_id", "category_id"),
        [(pk, category) for pk in recategorised for category in sorted(after[pk].categories)],
    )
    rows.insert(
        "catalog_productvalue",
        ("product_id", "position", "property_id", "option_id", "text"),
        [(pk, position, *value) for pk in revalued for position, value in enumerate(after[pk].values)],
    )
