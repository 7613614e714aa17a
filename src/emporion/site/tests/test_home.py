"""Secrets are born once, in a place that only their owner reads."""

import stat
from pathlib import Path
from threading import Barrier, Thread

import pytest
from cryptography.fernet import Fernet

from emporion.site.home import data_folder, data_keys, kept, signing_key


@pytest.fixture(autouse=True)
def nothing_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("EMPORION_KEYS", raising=False)
    monkeypatch.delenv("EMPORION_SECRET_KEY", raising=False)


def test_a_secret_stays_the_same_and_is_readable_by_its_owner_only(tmp_path: Path) -> None:
    first = signing_key(tmp_path)
    assert signing_key(tmp_path) == first
    assert len(first) >= 64
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600
    assert [file.name for file in tmp_path.iterdir()] == ["secret_key"]


def test_keys_can_seal_and_an_older_one_still_opens(tmp_path: Path) -> None:
    [old] = data_keys(tmp_path)
    (tmp_path / "keys").write_text(f"{Fernet.generate_key().decode()}\n{old}\n")
    assert len(data_keys(tmp_path)) == 2
    assert data_keys(tmp_path)[1] == old
    assert Fernet(old).decrypt(Fernet(old).encrypt(b"x")) == b"x"


def test_the_environment_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EMPORION_SECRET_KEY", "given")
    monkeypatch.setenv("EMPORION_KEYS", "new,old")
    assert (signing_key(tmp_path), data_keys(tmp_path)) == ("given", ["new", "old"])
    assert list(tmp_path.iterdir()) == []


def test_processes_that_start_together_agree_on_one_secret(tmp_path: Path) -> None:
    barrier, found = Barrier(8), set()

    def one(number: int) -> None:
        barrier.wait()
        found.add(kept(tmp_path / "secret", lambda: f"made by {number}"))

    threads = [Thread(target=one, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 1


def test_the_data_folder_is_private(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EMPORION_HOME", str(tmp_path / "a/b"))
    assert data_folder() == tmp_path / "a/b"
    assert stat.S_IMODE(data_folder().stat().st_mode) == 0o700
