"""A demonstration's folder is told from everybody else's."""

from pathlib import Path

import pytest

from emporion.demo.home import DemoHome, ForeignDatabase, NotADemo
from emporion.demo.onec import Base
from emporion.demo.starting import must_be_ours, new_base
from emporion.parties.tests.factories import firm


def test_passwords_are_made_once_and_read_by_the_owner_alone(tmp_path: Path) -> None:
    home = DemoHome(tmp_path)
    mark = home.mark(60)
    assert (home.mark(500), mark.goods) == (mark, 60)
    assert (tmp_path / "demo.json").stat().st_mode & 0o077 == 0
    (tmp_path / "other").mkdir()
    assert DemoHome(tmp_path / "other").mark(1).staff_password != mark.staff_password


def test_what_is_remembered_is_there_at_the_next_start(tmp_path: Path) -> None:
    home = DemoHome(tmp_path)
    mark = home.mark(60)
    mark.is_ready, mark.opened_at = True, "2026-11-22T01:00:00+00:00"
    home.remember(mark)
    assert home.mark(1) == mark
    assert mark.opened is not None and mark.opened.year == 2026


def test_a_reset_leaves_only_the_keys_that_the_running_program_has_read(tmp_path: Path) -> None:
    home = DemoHome(tmp_path)
    home.mark(60)
    for name in ("keys", "secret_key", "emporion.sqlite3"):
        (tmp_path / name).touch()
    home.log("house").touch()
    home.reset(str(tmp_path / "emporion.sqlite3"))
    assert sorted(place.name for place in tmp_path.iterdir()) == ["keys", "secret_key"]


def test_a_folder_that_no_demonstration_marked_is_never_deleted(tmp_path: Path) -> None:
    (tmp_path / "emporion.sqlite3").touch()
    with pytest.raises(NotADemo):
        DemoHome(tmp_path).reset(str(tmp_path / "emporion.sqlite3"))
    assert (tmp_path / "emporion.sqlite3").exists()


def test_a_database_elsewhere_is_never_deleted(tmp_path: Path) -> None:
    home = DemoHome(tmp_path / "demo")
    home.folder.mkdir()
    home.mark(60)
    for elsewhere in (str(tmp_path / "emporion.sqlite3"), "emporion"):
        with pytest.raises(ForeignDatabase):
            home.reset(elsewhere)
    assert home.is_marked


def test_a_house_with_a_firm_of_its_own_is_not_entered(house: str, tmp_path: Path) -> None:
    home = DemoHome(tmp_path)
    must_be_ours(home)
    firm()
    with pytest.raises(NotADemo):
        must_be_ours(home)


def test_a_base_that_was_cut_while_it_was_filled_is_made_anew(tmp_path: Path) -> None:
    (tmp_path / "onec.new").mkdir()
    (tmp_path / "onec.new" / "base.sqlite3").touch()
    new_base(tmp_path / "onec", goods=3)
    with Base.open(tmp_path / "onec") as base:
        assert base.value("SELECT count(*) FROM goods") == 3
    assert [place.name for place in tmp_path.iterdir()] == ["onec"]
