"""Secrets at rest: readable with any key of this installation, sealed with the newest."""

import pytest
from cryptography.fernet import Fernet, InvalidToken
from pytest_django import Settings

from emporion.kernel.secrets import opened, sealed

OLD, NEW = Fernet.generate_key().decode(), Fernet.generate_key().decode()


def test_a_secret_is_not_readable_as_it_lies(settings: Settings) -> None:
    settings.EMPORION_KEYS = [OLD]
    kept = sealed("пароль от 1С".encode())
    assert "пароль".encode() not in kept
    assert opened(kept).decode() == "пароль от 1С"


def test_keys_are_rotated_old_secrets_stay_readable_and_new_ones_use_the_new_key(settings: Settings) -> None:
    settings.EMPORION_KEYS = [OLD]
    before = sealed(b"before")
    settings.EMPORION_KEYS = [NEW, OLD]
    after = sealed(b"after")
    assert (opened(before), opened(after)) == (b"before", b"after")
    settings.EMPORION_KEYS = [NEW]
    assert opened(after) == b"after"
    with pytest.raises(InvalidToken):
        opened(before)


def test_a_secret_that_was_touched_is_refused(settings: Settings) -> None:
    settings.EMPORION_KEYS = [OLD]
    kept = bytearray(sealed(b"secret"))
    kept[-5] ^= 1
    with pytest.raises(InvalidToken):
        opened(bytes(kept))
