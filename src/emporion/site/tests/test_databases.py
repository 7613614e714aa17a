"""A database by its address."""

import pytest

from emporion.site.databases import PLANNER, database


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("sqlite:///shop.sqlite3", "shop.sqlite3"),
        ("sqlite:////srv/shop.sqlite3", "/srv/shop.sqlite3"),
        ("sqlite:////srv/my%20shop.sqlite3", "/srv/my shop.sqlite3"),
        ("sqlite://", ":memory:"),
    ],
)
def test_a_file_of_sqlite(url: str, name: str) -> None:
    assert database(url)["NAME"] == name


def test_a_server_reached_by_tcp() -> None:
    found = database("postgresql://anna:s%40fe@db.example:6432/shop?sslmode=require")
    assert {key: found[key] for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT", "OPTIONS")} == {
        "NAME": "shop",
        "USER": "anna",
        "PASSWORD": "s@fe",
        "HOST": "db.example",
        "PORT": "6432",
        "OPTIONS": {"sslmode": "require", "options": PLANNER},
    }


def test_ones_own_words_to_the_planner_stand() -> None:
    found = database("postgresql://anna@db.example/shop?options=-c%20jit%3Don")
    assert found["OPTIONS"]["options"] == f"{PLANNER} -c jit=on"


def test_a_server_reached_by_a_socket() -> None:
    found = database("postgresql://anna:@/shop?host=/run/postgresql")
    assert (found["NAME"], found["USER"], found["HOST"], found["PORT"]) == ("shop", "anna", "/run/postgresql", "")


@pytest.mark.parametrize("url", ["mysql://db/shop", "shop.sqlite3", ""])
def test_another_engine_is_refused_in_a_sentence(url: str) -> None:
    with pytest.raises(ValueError, match="DATABASE_URL must begin with sqlite:// or postgresql://"):
        database(url)
