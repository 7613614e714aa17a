"""A file speaks its reader's language to the last row, also while it streams."""

import pytest

from emporion.catalog.tests.factories import product

from .factories import signed_in

pytestmark = pytest.mark.usefixtures("house")


@pytest.mark.parametrize("address", ["/products/?format=csv", "/journal/?format=csv", "/stock/?format=csv"])
def test_the_heads_of_a_file_are_in_the_language_of_its_reader(address: str) -> None:
    product()
    file = b"".join(signed_in(language="ru").get(address).streaming_content).decode()  # type: ignore[attr-defined]
    assert not any(head.strip("\ufeff").isascii() for head in file.splitlines()[0].split(","))
