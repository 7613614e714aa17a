"""The address of a list: what it says, and the same with a word changed."""

from __future__ import annotations

from django.http import QueryDict

PASSING = ("after", "before", "format")  # where one is within the list, and as what it is asked for


def changed_address(asked: QueryDict, **changes: str | None) -> str:
    """The query with other words; None takes a word away. Whatever changes, the list begins at its top again."""
    new = asked.copy()
    for name in (*PASSING, *changes):
        new.pop(name, None)
    for name, value in changes.items():
        if value:
            new[name] = value
    return f"?{new.urlencode()}" if new else ""


def kept(asked: QueryDict, *without: str) -> list[tuple[str, str]]:
    """The words of a query as pairs for hidden inputs, without those that a form asks anew."""
    left = {*PASSING, *without}
    return [(name, value) for name, values in asked.lists() for value in values if value and name not in left]


def normal(asked: QueryDict, without: tuple[str, ...] = ()) -> str:
    """A query such that two that mean the same read the same; the name of a kept view is no part of it."""
    new = QueryDict(mutable=True)
    for name, value in sorted(kept(asked, "saved", *without), key=lambda pair: pair[0]):
        new.appendlist(name, value)
    return new.urlencode()
