"""The same story in two databases, told in another order and on another engine."""

from collections.abc import Callable, Sequence

import pytest
from pytest_django import DjangoDbBlocker

from emporion.catalog import commands as catalog
from emporion.site.fingerprint import fingerprint
from tools.testing.databases import Copies, using


def told(names: Sequence[str]) -> str:
    for name in names:
        catalog.add_product(name=name, sku=name.upper(), barcodes=(f"{name}-1", f"{name}-2"), actor="owner")
    return fingerprint()["all"]


def test_the_same_story_has_one_fingerprint_on_both_engines_in_any_order(
    sqlite: Copies, postgresql: Copies, django_db_blocker: DjangoDbBlocker, home: object
) -> None:
    found: list[str] = []
    tellings: list[tuple[Callable[..., object], list[str]]] = [
        (sqlite, ["cup", "pot", "dish"]),
        (sqlite, ["dish", "cup", "pot"]),
        (postgresql, ["pot", "dish", "cup"]),
    ]
    for copies, names in tellings:
        with django_db_blocker.unblock(), copies() as url, using(url):  # type: ignore[attr-defined]
            found.append(told(names))
    assert len(set(found)) == 1, found


@pytest.mark.parametrize("house", ["sqlite"], indirect=True)
def test_another_story_has_another(house: str) -> None:
    assert told(["cup"]) != told(["pot"])
